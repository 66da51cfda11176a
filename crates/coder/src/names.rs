//! Names that the world knows, found word by word in an analysis: the longest name at each place.

use std::collections::BTreeMap;
use std::ops::Range;

use chancery_base::Country;
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
    /// How often the text names each country, by names that mean one only.
    countries: BTreeMap<Country, usize>,
}

/// The longest name in words that is looked for.
const LONGEST: usize = 9;

impl Names {
    /// Finds the names, sentence by sentence, from left to right.
    pub fn find(analysis: &Analysis, world: &World) -> Names {
        let mut names = Names { by_word: vec![None; analysis.words().len()], ..Names::default() };
        let persons: Vec<Range<usize>> =
            analysis.names().filter(|(_, kind)| *kind == NameKind::Person).map(|(words, _)| words).collect();
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
        names.define_acronyms(analysis);
        names.prefer_countries_of_the_text(world);
        names
    }

    /// "the Syrian Democratic Forces (SDF)": from then on, the acronym means what the text says.
    fn define_acronyms(&mut self, analysis: &Analysis) {
        let form = |at: usize| if at < analysis.words().len() { analysis.form(WordIdx(at as u32)) } else { "" };
        let is_acronym = |form: &str| {
            form.chars().count() > 1 && form.chars().all(|c| c.is_uppercase() || c.is_numeric() || matches!(c, '-' | '.'))
        };
        let mut defined: Vec<(&str, Vec<EntryId>)> = Vec::new();
        for name in &self.list {
            let at = name.last.at() + 1;
            if name.last > name.first && form(at) == "(" && is_acronym(form(at + 1)) && form(at + 2) == ")" {
                defined.push((form(at + 1), name.senses.clone()));
            }
        }
        for at in 0..analysis.words().len() {
            let Some((_, senses)) = defined.iter().find(|(acronym, _)| *acronym == form(at)) else { continue };
            match self.by_word[at] {
                Some(index) if self.list[index as usize].first == self.list[index as usize].last => {
                    self.list[index as usize].senses.clone_from(senses);
                }
                Some(_) => {}
                None => {
                    let word = WordIdx(at as u32);
                    self.by_word[at] = Some(self.list.len() as u32);
                    self.list.push(Name { first: word, last: word, senses: senses.clone() });
                }
            }
        }
    }

    /// Of several bodies with one name, that of a country which the text names elsewhere, the more often the better.
    fn prefer_countries_of_the_text(&mut self, world: &World) {
        let mut counts: BTreeMap<Country, usize> = BTreeMap::new();
        let country = |id: &EntryId| world.entry(*id).country;
        for name in &self.list {
            if let [only] = name.senses[..] {
                country(&only).into_iter().for_each(|country| *counts.entry(country).or_default() += 1);
            }
        }
        self.countries.clone_from(&counts);
        let is_body = |id: &EntryId| {
            matches!(
                world.entry(*id).kind,
                EntryKind::Body | EntryKind::Armed | EntryKind::Party | EntryKind::Media | EntryKind::Metonym
            )
        };
        for name in self.list.iter_mut().filter(|name| name.senses.len() > 1 && name.senses.iter().all(is_body)) {
            name.senses
                .sort_by_key(|id| std::cmp::Reverse(country(id).and_then(|country| counts.get(&country)).copied().unwrap_or(0)));
        }
    }

    /// The name that a word is part of.
    pub fn at(&self, word: WordIdx) -> Option<&Name> {
        self.by_word.get(word.at()).copied().flatten().map(|index| &self.list[index as usize])
    }

    /// How often the text names a country.
    pub fn mentions(&self, country: Country) -> usize {
        self.countries.get(&country).copied().unwrap_or(0)
    }

    /// The country that the text names more often than all others together, and more than once.
    pub fn main_country(&self) -> Option<Country> {
        let states = self.countries.iter().filter(|(country, _)| !country.is_supranational());
        let all: usize = states.clone().map(|(_, count)| count).sum();
        let (country, count) = states.max_by_key(|(_, count)| **count)?;
        (*count > 1 && 2 * count > all).then_some(*country)
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
