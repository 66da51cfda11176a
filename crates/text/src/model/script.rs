//! Lemma scripts: how a lemma is made from a form ("lower the case, drop three letters, add y").

/// What happens to the case of the form first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Case {
    /// It stays.
    Keep,
    /// All letters become small.
    Lower,
    /// The first letter becomes a capital, the others small.
    Title,
}

/// One way to make a lemma.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Script {
    /// The case of the form.
    pub(crate) case: Case,
    /// Characters dropped from the end.
    pub(crate) drop: u8,
    /// What is added then.
    pub(crate) add: String,
}

impl Script {
    /// As a class name: "l3|y" lowers the case, drops three characters and adds "y".
    #[cfg(any(feature = "train", test))]
    pub(crate) fn name(&self) -> String {
        let case = match self.case {
            Case::Keep => '=',
            Case::Lower => 'l',
            Case::Title => 't',
        };
        format!("{case}{}|{}", self.drop, self.add)
    }

    /// From a class name.
    pub(crate) fn parse(name: &str) -> Option<Script> {
        let (head, add) = name.split_once('|')?;
        let (case, drop) = head.split_at_checked(1)?;
        let case = match case {
            "=" => Case::Keep,
            "l" => Case::Lower,
            "t" => Case::Title,
            _ => return None,
        };
        Some(Script { case, drop: drop.parse().ok()?, add: add.into() })
    }

    /// The shortest script that makes `lemma` from `form`.
    #[cfg(any(feature = "train", test))]
    pub(crate) fn between(form: &str, lemma: &str) -> Script {
        let mut best: Option<(usize, Script)> = None;
        for case in [Case::Keep, Case::Lower, Case::Title] {
            let base: Vec<char> = cased(form, case).chars().collect();
            let goal: Vec<char> = lemma.chars().collect();
            let same = base.iter().zip(&goal).take_while(|(a, b)| a == b).count();
            let drop = base.len() - same;
            if drop > usize::from(u8::MAX) {
                continue;
            }
            let cost = drop + goal.len() - same;
            if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                let add: String = goal[same..].iter().collect();
                best = Some((cost, Script { case, drop: drop as u8, add }));
            }
        }
        best.map_or(Script { case: Case::Keep, drop: 0, add: String::new() }, |(_, script)| script)
    }

    /// The lemma, or nothing where the form is too short for the script or nothing would be left.
    pub(crate) fn apply(&self, form: &str) -> Option<String> {
        let mut lemma = cased(form, self.case);
        for _ in 0..self.drop {
            lemma.pop()?;
        }
        lemma.push_str(&self.add);
        if lemma.is_empty() { None } else { Some(lemma) }
    }
}

fn cased(form: &str, case: Case) -> String {
    match case {
        Case::Keep => form.to_owned(),
        Case::Lower => form.to_lowercase(),
        Case::Title => {
            let mut chars = form.chars();
            let first: String = chars.next().map_or_else(String::new, |c| c.to_uppercase().collect());
            first + &chars.as_str().to_lowercase()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_make_the_lemma_they_were_read_from() {
        for (form, lemma) in [("Ministers", "minister"), ("went", "go"), ("U.N.", "U.N."), ("TURKEY", "Turkey"), ("é", "e")] {
            let script = Script::between(form, lemma);
            assert_eq!(script.apply(form).as_deref(), Some(lemma));
            assert_eq!(Script::parse(&script.name()), Some(script));
        }
        assert_eq!(Script::parse("nonsense"), None);
        assert_eq!(Script { case: Case::Keep, drop: 3, add: "y".into() }.apply("ab"), None);
    }
}
