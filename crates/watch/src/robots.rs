//! robots.txt, as RFC 9309 says: which paths a host lets programs visit.

use std::collections::BTreeSet;

/// What a host allows to us.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Robots {
    /// Allowed or not, and the pattern of the path.
    rules: Vec<(bool, String)>,
    /// Seconds that the host wants between two visits.
    pub(crate) delay: Option<u64>,
    refuses_all: bool,
}

impl Robots {
    /// Nothing is allowed: what holds while the host cannot say.
    pub fn nothing() -> Self {
        Robots { refuses_all: true, ..Robots::default() }
    }

    /// Reads the file for a program of this name.
    pub fn read(text: &str, name: &str) -> Self {
        let (mut own, mut general) = (Robots::default(), Robots::default());
        let mut found = false;
        // The programs that the present group speaks to; a rule ends their list.
        let (mut agents, mut in_rules) = (BTreeSet::new(), false);
        for line in text.lines() {
            let line = line.split('#').next().unwrap_or("");
            let Some((field, value)) = line.split_once(':') else { continue };
            let (field, value) = (field.trim().to_ascii_lowercase(), value.trim());
            if field == "user-agent" {
                if in_rules {
                    agents.clear();
                    in_rules = false;
                }
                agents.insert(value.to_ascii_lowercase());
                found |= value.eq_ignore_ascii_case(name);
                continue;
            }
            in_rules |= matches!(field.as_str(), "allow" | "disallow" | "crawl-delay");
            let groups = [(agents.contains(&name.to_ascii_lowercase()), &mut own), (agents.contains("*"), &mut general)];
            for (_, group) in groups.into_iter().filter(|(holds, _)| *holds) {
                match field.as_str() {
                    // An empty pattern forbids nothing.
                    "allow" | "disallow" if !value.is_empty() => group.rules.push((field == "allow", value.to_owned())),
                    "crawl-delay" => {
                        group.delay = value.parse::<f64>().ok().map(|seconds| seconds.clamp(0.0, 3600.0).ceil() as u64)
                    }
                    _ => {}
                }
            }
        }
        if found { own } else { general }
    }

    /// Whether a path, with its query, may be visited: the longest pattern decides, and of two alike the kinder one.
    pub fn allow(&self, path: &str) -> bool {
        if self.refuses_all {
            return false;
        }
        let matching = self.rules.iter().filter(|(_, pattern)| matches(pattern, path));
        matching.max_by_key(|(allowed, pattern)| (pattern.len(), *allowed)).is_none_or(|(allowed, _)| *allowed)
    }
}

/// `*` stands for anything, `$` at the end for the end. Pieces are looked for from left to right, so the time grows with the path only.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, to_end) = pattern.strip_suffix('$').map_or((pattern, false), |pattern| (pattern, true));
    let mut pieces = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(pieces.next().unwrap_or("")) else { return false };
    let pieces: Vec<&str> = pieces.collect();
    for (at, piece) in pieces.iter().enumerate() {
        if to_end && at + 1 == pieces.len() {
            return rest.ends_with(piece);
        }
        let Some(found) = rest.find(piece) else { return false };
        rest = &rest[found + piece.len()..];
    }
    !to_end || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "User-agent: *\nDisallow: /private/\nAllow: /private/press$\nDisallow: /*.pdf$\nCrawl-delay: 2.5\n\n\
                        User-agent: other\nUser-agent: Chancery\nDisallow: /slow # why\n\nUser-agent: third\nDisallow: /\n";

    #[test]
    fn the_group_of_the_program_or_that_of_all() {
        let all = Robots::read(FILE, "somebody");
        for (path, allowed) in [
            ("/", true),
            ("/private/a", false),
            ("/private/press", true),
            ("/private/press/b", false),
            ("/a.pdf", false),
            ("/a.pdf?x", true),
        ] {
            assert_eq!(all.allow(path), allowed, "{path}");
        }
        assert_eq!(all.delay, Some(3));
        let own = Robots::read(FILE, "chancery");
        assert!(own.allow("/private/a") && !own.allow("/slow/b") && own.delay.is_none());
        assert!(!Robots::nothing().allow("/") && Robots::read("<html>no robots</html>", "chancery").allow("/"));
    }
}
