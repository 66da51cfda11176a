//! The rules by which news is laid out, read from data: month names, outlets, and the cues of captions, bylines and boilerplate.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chancery_base::{Country, Problem};

/// What a row of `layout.csv` is a cue for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cue {
    /// Leads a byline: "By".
    BylineLead,
    /// A word without a capital that may stand in a byline: "and".
    BylineWord,
    /// Between a reporter and the place: "in".
    BylineIn,
    /// Says where somebody stands in a picture: "L", "left".
    Position,
    /// Leads a caption: "File photo".
    CaptionLead,
    /// Credits a picture, anywhere in a caption: "Getty Images".
    Credit,
    /// A finite verb of telling that a caption does not have: "said".
    Telling,
    /// Leads a line that belongs to the page: "Read more".
    BoilerplateLead,
    /// Stands anywhere in a line that belongs to the page: "all rights reserved".
    BoilerplateWithin,
    /// Is a line that belongs to the page: "Advertisement".
    BoilerplateWhole,
    /// Leads a line with the day of publication: "Published".
    PublishedLead,
    /// A word without a capital inside the name of a place: "de".
    PlaceWord,
    /// Written in capitals before a dash or colon, but no place: "BREAKING".
    NotPlace,
    /// Among the commonest words of English, and of no other language that comes in the same script.
    English,
}

const CUES: [(&str, Cue); 14] = [
    ("byline-lead", Cue::BylineLead),
    ("byline-word", Cue::BylineWord),
    ("byline-in", Cue::BylineIn),
    ("position", Cue::Position),
    ("caption-lead", Cue::CaptionLead),
    ("credit", Cue::Credit),
    ("telling", Cue::Telling),
    ("boilerplate-lead", Cue::BoilerplateLead),
    ("boilerplate-within", Cue::BoilerplateWithin),
    ("boilerplate-whole", Cue::BoilerplateWhole),
    ("published-lead", Cue::PublishedLead),
    ("place-word", Cue::PlaceWord),
    ("not-place", Cue::NotPlace),
    ("english", Cue::English),
];

/// A newspaper, agency, broadcaster or site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlet {
    /// The name the record writes.
    pub name: String,
    /// `agency`, `newspaper`, `broadcaster` or `site`.
    pub kind: String,
    /// Where it is made; `None`: in no one country.
    pub country: Option<Country>,
}

/// Month and weekday names.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    months: HashMap<String, i8>,
    weekdays: HashMap<String, i8>,
}

impl Calendar {
    /// The month, 1 to 12, that a name or short form ("Jan.", "Sept") stands for.
    pub fn month(&self, word: &str) -> Option<i8> {
        self.months.get(&bare(word)).copied()
    }

    /// The day of the week, 1 (Monday) to 7.
    pub fn weekday(&self, word: &str) -> Option<i8> {
        self.weekdays.get(&bare(word)).copied()
    }
}

/// A word as the calendar's keys are written: in small letters, without a stop or comma.
fn bare(word: &str) -> String {
    word.trim_matches(['.', ',']).to_lowercase()
}

/// Everything the reader of reports knows about how news looks.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// Month and weekday names.
    pub calendar: Calendar,
    /// By name or alias in small letters.
    outlets: HashMap<String, Outlet>,
    /// For each cue, the words in small letters; positions as they are.
    cues: BTreeMap<Cue, BTreeSet<String>>,
}

impl Rules {
    /// Reads `calendar.csv`, `outlets.csv` and `layout.csv`, each as name and text; files of other names belong to other readers.
    pub fn read(files: &[(&str, &str)]) -> Result<Rules, Vec<Problem>> {
        let mut rules = Rules::default();
        let mut problems = Vec::new();
        for (name, columns, add) in [
            ("calendar.csv", &["kind", "value", "words"][..], Rules::add_calendar as Add),
            ("outlets.csv", &["name", "aliases", "kind", "country"][..], Rules::add_outlet as Add),
            ("layout.csv", &["cue", "words"][..], Rules::add_cue as Add),
        ] {
            match files.iter().find(|(file, _)| file.rsplit('/').next() == Some(name)) {
                Some((file, text)) => rules.read_table(file, text, columns, add, &mut problems),
                None => problems.push(Problem::new(name, 0, "the file is missing").hint("it lives in data/text")),
            }
        }
        if problems.is_empty() { Ok(rules) } else { Err(problems) }
    }

    fn read_table(&mut self, file: &str, text: &str, columns: &[&str], add: Add, problems: &mut Vec<Problem>) {
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).trim(csv::Trim::All).from_reader(text.as_bytes());
        match reader.headers() {
            Ok(found) if found.iter().eq(columns.iter().copied()) => {}
            _ => {
                let message = format!("the columns are not {}", columns.join(","));
                problems.push(Problem::new(file, 1, message).hint("name them in the first line that is no comment"));
                return;
            }
        }
        for row in reader.records() {
            match row {
                Ok(row) => {
                    let line = row.position().map_or(0, |position| position.line() as usize);
                    let cells: Vec<&str> = row.iter().collect();
                    if let Err(message) = add(self, &cells) {
                        problems.push(Problem::new(file, line, message));
                    }
                }
                Err(error) => {
                    let line = error.position().map_or(0, |position| position.line() as usize);
                    problems.push(Problem::new(file, line, format!("{error}")).hint("put a cell that holds a comma in quotes"));
                }
            }
        }
    }

    fn add_calendar(&mut self, cells: &[&str]) -> Result<(), String> {
        let (names, last) = match cells[0] {
            "month" => (&mut self.calendar.months, 12),
            "weekday" => (&mut self.calendar.weekdays, 7),
            other => return Err(format!("{other:?} is neither month nor weekday")),
        };
        let value = cells[1].parse().ok().filter(|value| (1..=last).contains(value));
        let value = value.ok_or_else(|| format!("{:?} is no number from 1 to {last}", cells[1]))?;
        match names.insert(bare(cells[2]), value) {
            Some(_) => Err(format!("{:?} stands twice", cells[2])),
            None => Ok(()),
        }
    }

    fn add_outlet(&mut self, cells: &[&str]) -> Result<(), String> {
        let country = match cells[3] {
            "" => None,
            code => Some(code.parse().map_err(|error| format!("{error}"))?),
        };
        let outlet = Outlet { name: cells[0].to_owned(), kind: cells[2].to_owned(), country };
        if !["agency", "newspaper", "broadcaster", "site"].contains(&cells[2]) {
            return Err(format!("{:?} is not agency, newspaper, broadcaster or site", cells[2]));
        }
        for name in std::iter::once(cells[0]).chain(cells[1].split('|')).map(str::trim).filter(|name| !name.is_empty()) {
            if let Some(other) = self.outlets.insert(name.to_lowercase(), outlet.clone()) {
                return Err(format!("{name:?} names {:?} as well", other.name));
            }
        }
        Ok(())
    }

    fn add_cue(&mut self, cells: &[&str]) -> Result<(), String> {
        let found = CUES.iter().find(|(name, _)| *name == cells[0]);
        let (_, cue) = found.ok_or_else(|| format!("{:?} is no cue that the reader of reports knows", cells[0]))?;
        let words = if *cue == Cue::Position { cells[1].to_owned() } else { cells[1].to_lowercase() };
        if words.is_empty() {
            return Err("the cue has no words".to_owned());
        }
        match self.cues.entry(*cue).or_default().insert(words) {
            true => Ok(()),
            false => Err(format!("{:?} stands twice", cells[1])),
        }
    }

    /// The outlet of that name or alias.
    pub fn outlet(&self, name: &str) -> Option<&Outlet> {
        self.outlets.get(&name.trim().to_lowercase())
    }

    /// Whether the word is a cue of that kind, whatever its capitals (a position's count).
    pub fn is(&self, cue: Cue, word: &str) -> bool {
        self.words(cue).is_some_and(|words| words.contains(word) || cue != Cue::Position && words.contains(&word.to_lowercase()))
    }

    /// Whether the text begins with words of that kind, and how many bytes they take.
    pub fn begins(&self, cue: Cue, text: &str) -> Option<usize> {
        let found = self.words(cue)?.iter().filter(|words| starts_with(text, words));
        found.map(String::len).max()
    }

    /// Whether words of that kind stand anywhere in the text, as whole words.
    pub fn within(&self, cue: Cue, text: &str) -> bool {
        let Some(words) = self.words(cue) else { return false };
        let inside_word =
            |at: usize| text[..at].ends_with(char::is_alphanumeric) && text[at..].starts_with(char::is_alphanumeric);
        let mut starts = text.char_indices().map(|(at, _)| at).filter(|at| !inside_word(*at));
        starts.any(|at| words.iter().any(|words| starts_with(&text[at..], words)))
    }

    fn words(&self, cue: Cue) -> Option<&BTreeSet<String>> {
        self.cues.get(&cue)
    }
}

type Add = fn(&mut Rules, &[&str]) -> Result<(), String>;

/// Whether `text` begins with `words` (given in small letters), and no word goes on where they end.
fn starts_with(text: &str, words: &str) -> bool {
    let Some(head) = text.get(..words.len()) else { return false };
    // Digits may go on: "Copyright 20" stands for every year of the century.
    let ends_a_word = words.ends_with(char::is_alphabetic);
    head.eq_ignore_ascii_case(words) && !(ends_a_word && text[words.len()..].starts_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALENDAR: (&str, &str) = ("text/calendar.csv", "kind,value,words\nmonth,1,Jan.\n");
    const OUTLETS: (&str, &str) = ("text/outlets.csv", "name,aliases,kind,country\nXinhua,Xinhua News Agency|XNA,agency,CHN\n");
    const LAYOUT: (&str, &str) = ("text/layout.csv", "# why\ncue,words\nboilerplate-lead,Share this\nposition,L\n");

    #[test]
    fn cues_are_whole_words() {
        let rules = Rules::read(&[CALENDAR, OUTLETS, LAYOUT]).unwrap();
        assert_eq!(rules.begins(Cue::BoilerplateLead, "SHARE THIS: story"), Some(10));
        assert_eq!(rules.begins(Cue::BoilerplateLead, "Share thistles"), None);
        assert!(rules.within(Cue::BoilerplateLead, "(share this)"));
        assert!(!rules.within(Cue::BoilerplateLead, "we reshare this"));
        assert!(rules.is(Cue::Position, "L") && !rules.is(Cue::Position, "l"));
        assert_eq!(rules.outlet(" xna ").unwrap().name, "Xinhua");
        assert_eq!(rules.calendar.month("JAN"), Some(1));
    }

    #[test]
    fn a_bad_row_is_named_by_its_line() {
        for (file, text, line, message) in [
            ("calendar.csv", "kind,value,words\nmonth,13,Jan\n", 2, "13"),
            ("calendar.csv", "kind,value,words\nyear,1,Jan\n", 2, "neither"),
            ("outlets.csv", "name,aliases,kind,country\nA,,agency,USA\nB,a,agency,USA\n", 3, "as well"),
            ("outlets.csv", "name,aliases,kind,country\nA,,agency,us\n", 2, "no"),
            ("layout.csv", "# a\ncue,words\nposition,L\nposition,L\n", 4, "twice"),
            ("layout.csv", "cue,word\n", 1, "columns"),
            ("layout.csv", "cue,words\nshape,round\n", 2, "no cue"),
        ] {
            let files: Vec<_> = [CALENDAR, OUTLETS, LAYOUT]
                .into_iter()
                .map(|given| if given.0.ends_with(file) { (file, text) } else { given })
                .collect();
            let problems = Rules::read(&files).unwrap_err();
            assert_eq!((problems.len(), problems[0].line), (1, line), "{problems:?}");
            assert!(problems[0].message.contains(message), "{problems:?}");
        }
        assert_eq!(Rules::read(&[CALENDAR]).unwrap_err().len(), 2);
    }
}
