//! Cues: the word lists that show who says something, how real it is, and when it was, read from `data/lexicon/shared`.
//!
//! Four files, four lists: `speech.toml` → [`SpeechCues`], `modality.toml` → [`ModalityCues`], `time.toml` → [`TimeWords`],
//! `contexts.toml` → [`ContextCues`]. Each is looked up by lemma or by lower-case form; what a cue governs in the tree is decided by the
//! coder.

mod context;
mod modality;
mod speech;
mod time;

use std::collections::BTreeMap;

use chancery_base::Problem;
use chancery_text::{Analysis, WordIdx};
use serde::de::DeserializeOwned;
use toml::Spanned;

use crate::place::toml_problem;

pub use context::{Context, ContextCues, ContextExample};
pub use modality::{Gate, ModalityCue, ModalityCues, Reach, Reading};
pub use speech::{CueExample, ExpectedAttribution, Slot, SourcePhrase, SpeechCue, SpeechCues, SpeechKind};
pub use time::{Direction, RelativeDay, TimeWords, Unit};

/// All cue lists of a lexicon.
#[derive(Clone, Debug, Default)]
pub struct Cues {
    /// Who says it.
    pub speech: SpeechCues,
    /// How real it is.
    pub modality: ModalityCues,
    /// When it was.
    pub time: TimeWords,
    /// What it is about.
    pub contexts: ContextCues,
}

impl Cues {
    /// Reads the four lists from files given as name and text; files of other names belong to other readers and are passed over.
    pub fn read(files: &[(&str, &str)]) -> Result<Cues, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut cues = Cues::default();
        let mut find = |name: &str| {
            let found = files.iter().find(|(file, _)| file.ends_with(name)).copied();
            if found.is_none() {
                problems.push(Problem::new(name, 0, "the file is missing").hint("it belongs into data/lexicon/shared"));
            }
            found
        };
        let (speech, modality, time) = (find("speech.toml"), find("modality.toml"), find("time.toml"));
        let contexts = find("contexts.toml");
        if let Some((file, text)) = contexts {
            cues.contexts = context::read(file, text, &mut problems);
        }
        if let Some((file, text)) = speech {
            cues.speech = speech::read(file, text, &mut problems);
        }
        if let Some((file, text)) = modality {
            cues.modality = modality::read(file, text, &mut problems);
        }
        if let Some((file, text)) = time {
            cues.time = time::read(file, text, &mut problems);
        }
        if problems.is_empty() { Ok(cues) } else { Err(problems) }
    }
}

/// A cue of one or more words: the lemma of its head leads to it, these lemmas must stand near.
///
/// "point out" is found at "point" and wants "out" among what depends on it, or directly behind it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Companions(Vec<String>);

/// How far behind its head a companion may stand; farther away it is another phrase's word.
const NEAR: usize = 6;

impl Companions {
    /// The head of the phrase and its companions.
    pub(crate) fn split(phrase: &str) -> (String, Companions) {
        let mut words = phrase.split_whitespace().map(str::to_owned);
        (words.next().unwrap_or_default(), Companions(words.collect()))
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The companions' words where all of them stand with this head.
    pub(crate) fn find(&self, analysis: &Analysis, head: WordIdx) -> Option<Vec<WordIdx>> {
        let end = analysis.sentences().get(analysis.sentence_of(head)).map_or(0, |sentence| sentence.words.end);
        let mut found = Vec::new();
        for wanted in &self.0 {
            let from = found.last().copied().unwrap_or(head).at() + 1;
            let word = (from..end.min(head.at() + 1 + NEAR)).map(|at| WordIdx(at as u32)).find(|at| {
                analysis.lemma(*at).eq_ignore_ascii_case(wanted) && (at.at() == from || is_close(analysis, *at, head))
            })?;
            found.push(word);
        }
        Some(found)
    }
}

/// Whether a word depends on the head, or on a word that does.
fn is_close(analysis: &Analysis, word: WordIdx, head: WordIdx) -> bool {
    let above = analysis.head(word);
    above == Some(head) || above.and_then(|above| analysis.head(above)) == Some(head)
}

/// Parses one file; a fault becomes a problem with its line.
pub(crate) fn parse<T: DeserializeOwned>(file: &str, text: &str, problems: &mut Vec<Problem>) -> Option<T> {
    toml::from_str(text).map_err(|fault| problems.push(toml_problem(file, text, &fault))).ok()
}

/// Line of a byte of the file, from 1.
pub(crate) fn line_at(text: &str, byte: usize) -> usize {
    text.get(..byte).map_or(0, |before| before.matches('\n').count() + 1)
}

/// Tells words that stand twice in lists where each may stand once.
pub(crate) struct Once<'a> {
    file: &'a str,
    text: &'a str,
    seen: BTreeMap<(&'static str, String), usize>,
}

impl<'a> Once<'a> {
    pub(crate) fn new(file: &'a str, text: &'a str) -> Self {
        Once { file, text, seen: BTreeMap::new() }
    }

    /// The word, unless it is empty or stands in this list already: then there is a problem.
    pub(crate) fn word(&mut self, list: &'static str, word: &Spanned<String>, problems: &mut Vec<Problem>) -> Option<String> {
        let line = line_at(self.text, word.span().start);
        let plain = word.as_ref().trim().to_owned();
        if plain.is_empty() {
            problems.push(Problem::new(self.file, line, "an empty word"));
            return None;
        }
        match self.seen.insert((list, plain.clone()), line) {
            None => Some(plain),
            Some(first) => {
                let message = format!("{plain:?} stands in line {first} already, as {list}");
                problems.push(Problem::new(self.file, line, message).hint("keep one of the two"));
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPEECH: &str = include_str!("../../../../data/lexicon/shared/speech.toml");
    const MODALITY: &str = include_str!("../../../../data/lexicon/shared/modality.toml");
    const TIME: &str = include_str!("../../../../data/lexicon/shared/time.toml");
    const CONTEXTS: &str = include_str!("../../../../data/lexicon/shared/contexts.toml");

    fn problems(speech: &str, modality: &str, time: &str) -> Vec<String> {
        let files = [
            ("shared/speech.toml", speech),
            ("shared/modality.toml", modality),
            ("shared/time.toml", time),
            ("shared/contexts.toml", CONTEXTS),
        ];
        let found = Cues::read(&files).err().unwrap_or_default();
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_lists_of_the_house_are_without_fault() {
        let none: [&str; 0] = [];
        assert_eq!(problems(SPEECH, MODALITY, TIME), none);
    }

    /// Each bad list, and how many complaints it must raise.
    #[test]
    fn bad_lists_are_refused_with_their_line() {
        let verb = |row: &str| format!("{SPEECH}\n[[verb]]\n{row}\n");
        let cue = |row: &str| format!("{MODALITY}\n[[cue]]\n{row}\n");
        let cases = [
            (verb("words = [\"zap\"]\nkind = \"report\"\ncontent = []\ncolour = 1"), MODALITY.to_owned(), TIME.to_owned(), 1),
            (verb("words = [\"say\", \"\"]\nkind = \"report\"\ncontent = []"), MODALITY.to_owned(), TIME.to_owned(), 2),
            (verb("words = [\"zap\"]\nkind = \"shout\"\ncontent = []"), MODALITY.to_owned(), TIME.to_owned(), 1),
            (SPEECH.to_owned(), cue("words = [\"zap\"]\nreading = \"future\"\nreach = \"governor\""), TIME.to_owned(), 1),
            (SPEECH.to_owned(), cue("words = [\"zap\"]\nreading = \"soon\"\nreach = \"mark\""), TIME.to_owned(), 1),
            (SPEECH.to_owned(), MODALITY.to_owned(), TIME.replace("sunday = 7", "sunday = 8"), 1),
        ];
        for (speech, modality, time, wanted) in cases {
            let found = problems(&speech, &modality, &time);
            assert_eq!(found.len(), wanted, "{found:?}");
        }
        let twice = problems(&verb("words = [\"say\"]\nkind = \"report\"\ncontent = []"), MODALITY, TIME);
        assert!(twice[0].starts_with(&format!("shared/speech.toml:{}:", SPEECH.lines().count() + 3)), "{twice:?}");
        assert_eq!(Cues::read(&[]).err().map(|missing| missing.len()), Some(4));
    }
}
