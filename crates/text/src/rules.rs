//! The word lists behind the tokeniser: abbreviations, contractions, prefixes, units; read from the files of `data/text`.

use std::collections::{BTreeMap, BTreeSet};

use chancery_base::Problem;

/// What an abbreviation says about what follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Abbreviation {
    /// A name follows: no sentence ends here.
    Title,
    /// An abbreviation only before a number.
    Number,
    /// May also end a sentence.
    Other,
}

/// What is special about a verb of saying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SpeechVerb {
    /// Its object is who is told.
    Addressee,
    /// It stands inside what is said.
    Inserted,
    /// No verb, but the word that begins what is said.
    Clause,
}

/// The word lists of a language.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    pub(crate) abbreviations: BTreeMap<String, Abbreviation>,
    /// Endings split off any word, lower case, straight apostrophe; longest first.
    pub(crate) endings: Vec<Vec<char>>,
    /// Words split as a whole: lengths of the parts in characters.
    pub(crate) splits: BTreeMap<String, Vec<usize>>,
    pub(crate) joined: BTreeSet<String>,
    pub(crate) prefixes: BTreeSet<String>,
    pub(crate) units: BTreeSet<String>,
    pub(crate) domains: BTreeSet<String>,
    /// Longest first.
    pub(crate) emoticons: Vec<String>,
    /// Verbs of saying by their lemmas.
    pub(crate) speech: BTreeMap<String, Vec<SpeechVerb>>,
    /// Base forms of irregular verb forms.
    pub(crate) irregular: BTreeMap<String, Vec<String>>,
}

/// The files that must be there, by the end of their names.
const FILES: [&str; 9] = [
    "abbreviations.csv",
    "contractions.txt",
    "joined.txt",
    "prefixes.txt",
    "units.txt",
    "domains.txt",
    "emoticons.txt",
    "irregular.csv",
    "speech.csv",
];

impl Rules {
    /// Reads the files, each given by name and text; files that the tokeniser does not know are passed over.
    ///
    /// ```
    /// let rules = chancery_text::Rules::read(&chancery_data::texts("text/")).unwrap();
    /// ```
    pub fn read(files: &[(&str, &str)]) -> Result<Rules, Vec<Problem>> {
        let mut rules = Rules::default();
        let mut problems = Vec::new();
        for known in FILES {
            let Some((name, text)) = files.iter().find(|(name, _)| name.rsplit('/').next() == Some(known)) else {
                problems.push(Problem::new(known, 0, "the file is missing").hint("it belongs in data/text"));
                continue;
            };
            let mut seen = BTreeSet::new();
            for (at, line) in text.lines().enumerate() {
                let line = line.trim();
                if line.is_empty()
                    || line.starts_with("# ")
                    || (known.ends_with(".csv") && matches!(line, "form,kind" | "form,base"))
                {
                    continue;
                }
                if !seen.insert(line) {
                    problems.push(Problem::new(*name, at + 1, format!("{line:?} stands here twice")));
                } else if let Err(message) = rules.add(known, line) {
                    problems.push(Problem::new(*name, at + 1, message));
                }
            }
        }
        rules.endings.sort_by_key(|ending| (std::cmp::Reverse(ending.len()), ending.clone()));
        rules.emoticons.sort_by_key(|emoticon| (std::cmp::Reverse(emoticon.len()), emoticon.clone()));
        if problems.is_empty() { Ok(rules) } else { Err(problems) }
    }

    /// Whether the word is a short title before a name, "Mr" or "Mr.".
    pub(crate) fn is_title(&self, lemma: &str) -> bool {
        let form = format!("{}.", lemma.trim_end_matches('.').to_lowercase());
        self.abbreviations.get(&form) == Some(&Abbreviation::Title)
    }

    fn add(&mut self, file: &str, line: &str) -> Result<(), String> {
        if file != "emoticons.txt" && line.to_lowercase() != line {
            return Err(format!("{line:?} is not lower case"));
        }
        match file {
            "abbreviations.csv" => {
                let (form, kind) = line.split_once(',').ok_or("not two columns")?;
                let kind = match kind {
                    "title" => Abbreviation::Title,
                    "number" => Abbreviation::Number,
                    "other" => Abbreviation::Other,
                    other => return Err(format!("{other:?} is no kind: title, number or other")),
                };
                if !form.ends_with('.') {
                    return Err(format!("{form:?} does not end in a full stop"));
                }
                self.abbreviations.insert(form.to_string(), kind);
            }
            "contractions.txt" => {
                if let Some(ending) = line.strip_prefix('|') {
                    self.endings.push(ending.chars().collect());
                } else {
                    let parts: Vec<usize> = line.split('|').map(|part| part.chars().count()).collect();
                    if parts.len() < 2 || parts.contains(&0) {
                        return Err(format!("{line:?} does not say where to split"));
                    }
                    self.splits.insert(line.replace('|', ""), parts);
                }
            }
            "speech.csv" => {
                let (form, kind) = line.split_once(',').ok_or("not two columns")?;
                let kind = match kind {
                    "addressee" => SpeechVerb::Addressee,
                    "inserted" => SpeechVerb::Inserted,
                    "clause" => SpeechVerb::Clause,
                    other => return Err(format!("{other:?} is no kind: addressee, inserted or clause")),
                };
                self.speech.entry(form.to_string()).or_default().push(kind);
            }
            "irregular.csv" => {
                let (form, base) = line.split_once(',').ok_or("not two columns")?;
                self.irregular.entry(form.to_string()).or_default().push(base.to_string());
            }
            "joined.txt" => drop(self.joined.insert(line.to_string())),
            "prefixes.txt" => drop(self.prefixes.insert(line.to_string())),
            "units.txt" => drop(self.units.insert(line.to_string())),
            "domains.txt" => drop(self.domains.insert(line.to_string())),
            _ => self.emoticons.push(line.to_string()),
        }
        Ok(())
    }
}

/// Lower case, with straight apostrophes: the form in which the lists are asked.
pub(crate) fn asked(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).map(|c| if is_apostrophe(c) { '\'' } else { c }).collect()
}

/// An apostrophe of any kind.
pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | '´' | 'ʼ')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> Vec<(&'static str, &'static str)> {
        chancery_data::texts("text/")
    }

    #[test]
    fn the_bundled_lists_are_read() {
        let rules = Rules::read(&files()).unwrap();
        assert_eq!(rules.abbreviations.get("gen."), Some(&Abbreviation::Title));
        assert_eq!(rules.splits.get("cannot"), Some(&vec![3, 3]));
    }

    #[test]
    fn every_fault_is_told_with_its_line() {
        for (file, text, line) in [
            ("abbreviations.csv", "# x\nform,kind\nmr.,titel", 3),
            ("abbreviations.csv", "# x\nmr,title", 2),
            ("abbreviations.csv", "# x\nMr.,title", 2),
            ("contractions.txt", "# x\ncannot", 2),
            ("contractions.txt", "# x\na||b", 2),
            ("units.txt", "# x\nkm\nkg\nkm", 4),
        ] {
            let mut files = files();
            files.retain(|(name, _)| !name.ends_with(file));
            files.push((file, text));
            let problems = Rules::read(&files).unwrap_err();
            assert_eq!((problems.len(), problems[0].line), (1, line), "{text:?}");
        }
        assert_eq!(Rules::read(&[]).unwrap_err().len(), FILES.len());
    }
}
