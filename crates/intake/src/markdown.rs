//! Markdown to text: the marks go, the words stay. Front matter gives title, day and author.

use chancery_report::{Given, PublishedBasis, Rules};

use crate::date::metadata_day;

/// The text of a Markdown file; what its front matter says goes into `given`.
pub(crate) fn read(text: &str, given: &mut Given, rules: &Rules) -> String {
    let body = front_matter(text, given, rules);
    let mut lines: Vec<String> = Vec::new();
    let mut fenced = false;
    let mut headed = given.title.is_some();
    for line in body.lines() {
        let bare = line.trim();
        if bare.starts_with("```") || bare.starts_with("~~~") {
            fenced = !fenced;
            continue;
        }
        let rule = bare.len() >= 3 && bare.chars().all(|c| matches!(c, '-' | '*' | '_' | '=' | ' '));
        if fenced || rule || is_image(bare) {
            lines.push(String::new());
            continue;
        }
        let marks = bare.bytes().take_while(|byte| *byte == b'#').count();
        if (1..=6).contains(&marks) && bare[marks..].starts_with(' ') {
            let heading = inline(bare[marks..].trim().trim_end_matches('#').trim_end());
            if !headed && marks == 1 {
                given.title = Some(heading.clone());
            }
            headed = true;
            lines.extend([String::new(), heading, String::new()]);
            continue;
        }
        let bare = bare.trim_start_matches(['>', ' ']);
        let item = ["- ", "* ", "+ "].iter().find_map(|mark| bare.strip_prefix(mark));
        let numbered = bare
            .split_once(". ")
            .filter(|(number, _)| number.len() <= 3 && number.bytes().all(|b| b.is_ascii_digit()) && !number.is_empty());
        match item.or(numbered.map(|(_, rest)| rest)) {
            Some(rest) => lines.extend([String::new(), inline(rest)]),
            None => lines.push(inline(bare)),
        }
    }
    lines.join("\n").trim().to_owned()
}

/// The text behind the front matter.
fn front_matter<'a>(text: &'a str, given: &mut Given, rules: &Rules) -> &'a str {
    let Some(rest) = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n")) else { return text };
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        at += line.len();
        let line = line.trim_end();
        if line == "---" || line == "..." {
            return &rest[at..];
        }
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = value.trim().trim_matches(['"', '\'']);
        if value.is_empty() {
            continue;
        }
        match name.trim() {
            "title" => given.title = Some(value.to_owned()),
            "date" | "published" => {
                if let Some(day) = metadata_day(value, rules) {
                    (given.date, given.date_basis) = (Some(day), PublishedBasis::Metadata);
                }
            }
            "source" | "outlet" | "publisher" => given.source = Some(value.to_owned()),
            "url" | "link" => given.url = Some(value.to_owned()),
            "lang" | "language" => given.language = Some(value.to_owned()),
            "author" => drop(given.extra.insert("author".to_owned(), value.into())),
            _ => {}
        }
    }
    text
}

fn is_image(line: &str) -> bool {
    line.starts_with("![") && line.ends_with(')') && line.matches("](").count() == 1
}

/// A line without the marks of links, images, emphasis and code.
fn inline(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(open) = rest.find('[') {
        let link = rest[open..].find("](").and_then(|middle| {
            let close = rest[open + middle..].find(')')?;
            Some((open + 1..open + middle, open + middle + close + 1))
        });
        match link {
            Some((words, end)) if !rest[words.clone()].contains(['[', ']']) => {
                out.push_str(rest[..open].trim_end_matches('!'));
                if !rest[..open].ends_with('!') {
                    out.push_str(&rest[words]);
                }
                rest = &rest[end..];
            }
            _ => {
                out.push_str(&rest[..=open]);
                rest = &rest[open + 1..];
            }
        }
    }
    out.push_str(rest);
    let out = out.replace("**", "").replace("__", "").replace('`', "");
    // A lone star or underline marks emphasis only where it touches a word on one side.
    let words = out.split(' ').map(|word| {
        let word = word.strip_prefix(['*', '_']).filter(|rest| !rest.is_empty()).unwrap_or(word);
        let (core, end) =
            word.split_at(word.trim_end_matches(|c: char| c.is_ascii_punctuation() && !matches!(c, '*' | '_')).len());
        format!("{}{end}", core.strip_suffix(['*', '_']).filter(|rest| !rest.is_empty()).unwrap_or(core))
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::rules;

    #[test]
    fn the_words_stay() {
        let text = "---\ntitle: \"Talks open\"\ndate: 2024-05-12\n---\n\n## In Geneva\n\nEnvoys of **both** sides [met](https://a.example/x) on *Sunday*.\n![a](b.png)\n\n- one\n- two\n\n```\ncode\n```\nThe end.";
        let mut given = Given::default();
        let body = read(text, &mut given, &rules());
        assert_eq!(given.title.as_deref(), Some("Talks open"));
        assert_eq!(given.date.map(|day| day.to_string()).as_deref(), Some("2024-05-12"));
        let lines: Vec<&str> = body.lines().filter(|line| !line.is_empty()).collect();
        assert_eq!(lines, ["In Geneva", "Envoys of both sides met on Sunday.", "one", "two", "The end."]);
        let mut given = Given::default();
        assert_eq!(read("# A *title*\nText [1] here", &mut given, &rules()), "A title\n\nText [1] here");
        assert_eq!(given.title.as_deref(), Some("A title"));
    }
}
