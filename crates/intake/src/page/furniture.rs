//! The words that mark the furniture of a page, read from `data/text/furniture.csv`: what is around an article and not in it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use chancery_base::Problem;

/// What a row is a cue for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cue {
    /// The class of what holds the article.
    BodyClass,
    /// A class or id of furniture.
    Class,
    /// A class or id of furniture that may be longer than the article.
    ClassStrong,
    /// A line above a list of links.
    Heading,
    /// A line behind which nothing of the article follows.
    End,
    /// Before a name, a line behind which nothing of the article follows.
    EndLead,
    /// A line that is furniture.
    Whole,
    /// The beginning of a line of furniture.
    Lead,
    /// Words that only a line of furniture holds.
    Within,
    /// Says that the text is kept from the reader.
    Stub,
    /// Asks about cookies.
    Consent,
    /// A piece of a page's title that is no outlet.
    OutletPart,
}

const CUES: [(&str, Cue); 12] = [
    ("body-class", Cue::BodyClass),
    ("end-lead", Cue::EndLead),
    ("class", Cue::Class),
    ("class-strong", Cue::ClassStrong),
    ("heading", Cue::Heading),
    ("end", Cue::End),
    ("whole", Cue::Whole),
    ("lead", Cue::Lead),
    ("within", Cue::Within),
    ("stub", Cue::Stub),
    ("consent", Cue::Consent),
    ("outlet-part", Cue::OutletPart),
];

/// The longest line that words within it make furniture, in words.
const LONGEST_LINE: usize = 60;
/// The longest line that its first words make furniture, in words.
const LONGEST_LED: usize = 30;
/// The longest line above a list, in words.
const LONGEST_HEADING: usize = 9;

/// The table, by cue, in small letters.
#[derive(Debug, Default)]
pub(crate) struct Furniture {
    words: BTreeMap<Cue, BTreeSet<String>>,
    /// The cues of classes by their first word: every element of a page is looked up.
    classes: HashMap<String, Vec<(Cue, Vec<String>)>>,
}

/// The program's own table.
pub(crate) static OWN: LazyLock<Furniture> = LazyLock::new(|| {
    // A fault in the table is found by the test below; a program with one would only clean less.
    Furniture::read("text/furniture.csv", include_str!("../../../../data/text/furniture.csv")).unwrap_or_default()
});

impl Furniture {
    /// Reads the table.
    pub(crate) fn read(file: &str, text: &str) -> Result<Furniture, Vec<Problem>> {
        let mut furniture = Furniture::default();
        let mut problems = Vec::new();
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).trim(csv::Trim::All).from_reader(text.as_bytes());
        for row in reader.records() {
            let row = match row {
                Ok(row) => row,
                Err(error) => {
                    problems.push(Problem::new(file, 0, error.to_string()));
                    continue;
                }
            };
            let line = row.position().map_or(0, |position| position.line() as usize);
            let (cue, words) = (row.get(0).unwrap_or(""), row.get(1).unwrap_or("").to_lowercase());
            match CUES.iter().find(|(name, _)| *name == cue) {
                Some((_, cue)) if !words.is_empty() => drop(furniture.words.entry(*cue).or_default().insert(words)),
                _ => problems.push(Problem::new(file, line, format!("{cue:?} is no cue, or it has no words"))),
            }
        }
        for cue in [Cue::Class, Cue::ClassStrong] {
            for name in furniture.words.get(&cue).into_iter().flatten() {
                let words: Vec<String> = name.split(' ').map(str::to_owned).collect();
                furniture.classes.entry(words[0].clone()).or_default().push((cue, words));
            }
        }
        if problems.is_empty() { Ok(furniture) } else { Err(problems) }
    }

    fn of(&self, cue: Cue) -> impl Iterator<Item = &str> {
        self.words.get(&cue).into_iter().flatten().map(String::as_str)
    }

    /// Whether these words alone are a cue.
    pub(crate) fn is(&self, cue: Cue, words: &str) -> bool {
        self.words.get(&cue).is_some_and(|known| known.contains(&evened(words)))
    }

    /// Whether the words hold a cue anywhere, as whole words.
    pub(crate) fn holds(&self, cue: Cue, words: &str) -> bool {
        let words = evened(words);
        self.of(cue).any(|cue| positions(&words, cue).next().is_some())
    }

    /// Whether an element with this class or id is furniture.
    pub(crate) fn is_class(&self, cue: Cue, names: &str) -> bool {
        let names: Vec<String> = names.split_whitespace().map(spelled_out).collect();
        if cue == Cue::Class && names.iter().any(|name| self.is(Cue::BodyClass, name)) {
            return false;
        }
        names.iter().any(|name| {
            let tokens: Vec<&str> = name.split(' ').collect();
            (0..tokens.len()).any(|at| {
                let known = self.classes.get(tokens[at]).map_or(&[][..], Vec::as_slice);
                known.iter().any(|(of, words)| {
                    *of == cue && tokens[at..].iter().zip(words).filter(|(token, word)| token == word).count() == words.len()
                })
            })
        })
    }

    /// Whether the line stands above a list of links.
    pub(crate) fn is_heading(&self, line: &str) -> bool {
        self.is_short_with(Cue::Heading, line)
    }

    /// Whether nothing of the article follows behind the line.
    pub(crate) fn is_end(&self, line: &str) -> bool {
        let named = |lead: &str| {
            let rest = line.get(lead.len()..).filter(|_| evened(line).starts_with(lead)).unwrap_or("");
            rest.starts_with(' ') && rest.split_whitespace().all(|word| !word.starts_with(char::is_lowercase))
        };
        let about = line.split_whitespace().count() <= LONGEST_HEADING && !line.ends_with(['.', '?', '!']);
        self.is_short_with(Cue::End, line) || about && self.of(Cue::EndLead).any(named)
    }

    fn is_short_with(&self, cue: Cue, line: &str) -> bool {
        if line.split_whitespace().count() > LONGEST_HEADING || line.ends_with('.') {
            return false;
        }
        let line = evened(line);
        // "More" alone is a heading; "More than 40 people died" is none. Longer cues may go on: "More from Europe", "Comments (12)".
        let goes_on = |cue: &str, rest: &str| {
            rest.is_empty() || rest.starts_with(['(', ':', '|']) || cue.contains(' ') || rest.chars().all(|c| !c.is_alphabetic())
        };
        self.of(cue).any(|cue| {
            line.strip_prefix(cue).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric) && goes_on(cue, rest.trim()))
        })
    }

    /// Whether the line is furniture by its words.
    pub(crate) fn is_line(&self, line: &str) -> bool {
        let evened = evened(line);
        if evened.split_whitespace().count() > LONGEST_LINE {
            return false;
        }
        let bare = evened.trim_matches(|c: char| !c.is_alphanumeric());
        // "Image 1 of 5" is known as "image of".
        let uncounted =
            bare.split_whitespace().filter(|word| !word.bytes().all(|b| b.is_ascii_digit())).collect::<Vec<_>>().join(" ");
        let short = evened.split_whitespace().count() <= LONGEST_LED;
        self.words.get(&Cue::Whole).is_some_and(|known| known.contains(bare) || known.contains(&uncounted))
            || short
                && self.of(Cue::Lead).any(|lead| {
                    evened.starts_with(lead)
                        && !(lead.ends_with(char::is_alphanumeric) && evened[lead.len()..].starts_with(char::is_alphanumeric))
                })
            || self.of(Cue::Within).any(|cue| positions(&evened, cue).next().is_some())
    }
}

/// In small letters, with plain apostrophes and single blanks.
fn evened(words: &str) -> String {
    let words = words.replace(['’', '‘'], "'").to_lowercase();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where the cue stands in the words without cutting a word in two.
fn positions<'a>(words: &'a str, cue: &'a str) -> impl Iterator<Item = usize> + 'a {
    words.match_indices(cue).map(|(at, _)| at).filter(move |at| {
        let before = words[..*at].ends_with(char::is_alphanumeric) && cue.starts_with(char::is_alphanumeric);
        let after = words[at + cue.len()..].starts_with(char::is_alphanumeric) && cue.ends_with(char::is_alphanumeric);
        !before && !after
    })
}

/// "relatedLinks", "related-links" and "related__links" as "related links".
fn spelled_out(name: &str) -> String {
    let mut spelled = String::new();
    let mut small = false;
    for c in name.chars() {
        if c.is_uppercase() && small {
            spelled.push(' ');
        }
        small = c.is_lowercase() || c.is_numeric();
        match c.is_alphanumeric() {
            true => spelled.extend(c.to_lowercase()),
            false if !spelled.ends_with(' ') => spelled.push(' '),
            false => {}
        }
    }
    spelled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_own_table_has_no_fault() {
        let read = Furniture::read("furniture.csv", include_str!("../../../../data/text/furniture.csv"));
        assert!(read.is_ok(), "{read:?}");
        assert_eq!(Furniture::read("f", "cue,words\nshape,round\n").unwrap_err()[0].line, 2);
    }

    #[test]
    fn classes_are_read_in_all_spellings() {
        for (names, expected) in [
            ("relatedLinks", true),
            ("c-related__list", true),
            ("story-body read-more", false),
            ("correlated", false),
            ("loader shadow", false),
            ("ad-slot", true),
            ("headline", false),
        ] {
            assert_eq!(OWN.is_class(Cue::Class, names), expected, "{names}");
        }
    }

    #[test]
    fn lines_are_furniture_by_whole_words() {
        for (line, expected) in [
            ("Advertisement", true),
            ("Read more: Talks fail in Geneva", true),
            ("Readers wrote more letters than ever.", false),
            ("Shares rose.", false),
            ("© 2020 The Paper. All rights reserved.", true),
        ] {
            assert_eq!(OWN.is_line(line), expected, "{line}");
        }
        for (line, expected) in [
            ("More", true),
            ("More:", true),
            ("More than 40 died", false),
            ("Related articles", true),
            ("Most read stories", true),
            ("Trending", true),
            ("Trending downwards for years", false),
        ] {
            assert_eq!(OWN.is_heading(line), expected, "{line}");
        }
        assert!(OWN.is_end("Comments (12)") && !OWN.is_end("Comments by the minister angered Paris"));
    }
}
