//! Names that the world knows, found word by word in an analysis: the longest name at each place.

use std::ops::Range;

use chancery_text::{Analysis, NameKind, WordIdx};
use chancery_world::{EntryId, EntryKind, World};

/// A known name in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Its first word.
    pub first: WordIdx,
    /// Its last word.
    pub last: WordIdx,
    /// What it may mean, likeliest first.
    pub senses: Vec<EntryId>,
}

/// All known names of a text; they do not overlap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    list: Vec<Name>,
    /// For each word the name that it is part of.
    by_word: Vec<Option<u32>>,
}

/// The longest name in words that is looked for.
const LONGEST: usize = 9;

impl Names {
    /// Finds the names, sentence by sentence, from left to right.
    pub fn find(analysis: &Analysis, world: &World) -> Names {
        let mut names = Names { list: Vec::new(), by_word: vec![None; analysis.words().len()] };
        let persons: Vec<Range<usize>> = analysis.names().filter(|(_, kind)| *kind == NameKind::Person).map(|(words, _)| words).collect();
        for sentence in analysis.sentences() {
            let mut at = sentence.words.start;
            while at < sentence.words.end {
                let end = sentence.words.end.min(at + LONGEST);
                let forms: Vec<&str> = (at..end).map(|word| analysis.form(WordIdx(word as u32))).collect();
                match world.longest(&forms) {
                    Some(found) if found.words > 0 => {
                        let last = at + found.words - 1;
                        let senses = fitting(world, found.senses, at..last + 1, &persons);
                        if senses.is_empty() {
                            at += 1;
                            continue;
                        }
                        let index = names.list.len() as u32;
                        let (first, last_word) = (WordIdx(at as u32), WordIdx(last as u32));
                        names.list.push(Name { first, last: last_word, senses });
                        names.by_word[at..=last].fill(Some(index));
                        at = last + 1;
                    }
                    _ => at += 1,
                }
            }
        }
        names
    }

    /// The name that a word is part of.
    pub fn at(&self, word: WordIdx) -> Option<&Name> {
        self.by_word.get(word.at()).copied().flatten().map(|index| &self.list[index as usize])
    }

    /// All names, in the order of the text.
    pub fn iter(&self) -> impl Iterator<Item = &Name> {
        self.list.iter()
    }
}

/// The senses that fit what the language core takes the words for: inside the longer name of a person ("*Jordan* Peterson") only persons.
fn fitting(world: &World, senses: &[EntryId], words: Range<usize>, persons: &[Range<usize>]) -> Vec<EntryId> {
    let inside = |person: &Range<usize>| person.start <= words.start && words.end <= person.end && *person != words;
    let in_person = persons.iter().any(inside);
    senses.iter().copied().filter(|id| !in_person || world.entry(*id).kind == EntryKind::Person).collect()
}
