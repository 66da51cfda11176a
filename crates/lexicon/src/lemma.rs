//! Sets of lemmas and short phrases ("peace talk"), with the named sets of `shared/sets.toml`.

use std::collections::{BTreeMap, BTreeSet};

use chancery_text::{Analysis, WordIdx};

use crate::grammar;

/// Named sets of noun lemmas, for `{@name}`.
pub(crate) type NamedSets = BTreeMap<String, Vec<String>>;

/// Lemmas and phrases of which one must stand somewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LemmaSet {
    single: BTreeSet<String>,
    /// Phrases: last word first, then the words before it.
    phrases: Vec<(String, Vec<String>)>,
}

impl LemmaSet {
    /// From what stands in braces: `talk|meeting|@deals|peace plan`.
    pub(crate) fn parse(inner: &str, sets: &NamedSets) -> Result<LemmaSet, String> {
        let mut set = LemmaSet::default();
        for item in inner.split('|').map(str::trim) {
            match item.strip_prefix('@') {
                Some(name) => {
                    let members = sets.get(name).ok_or_else(|| format!("there is no set {name:?} in shared/sets.toml"))?;
                    members.iter().for_each(|member| set.add(member));
                }
                None if item.is_empty() => return Err("an empty word in braces".into()),
                None => set.add(item),
            }
        }
        Ok(set)
    }

    /// Adds a word or phrase; a text's "cease-fire" is a phrase to the tokeniser, "co-operation" one word.
    fn add(&mut self, item: &str) {
        if item.contains('-') {
            self.add(&item.replace('-', " "));
        }
        match item.rsplit_once(' ') {
            Some((before, last)) => self.phrases.push((last.into(), before.split(' ').map(Into::into).collect())),
            None => {
                self.single.insert(item.into());
            }
        }
    }

    /// The last words of all members.
    pub(crate) fn heads(&self) -> Vec<String> {
        self.single.iter().chain(self.phrases.iter().map(|(last, _)| last)).cloned().collect()
    }

    /// Whether the word (with what modifies it, for phrases) is in the set.
    pub(crate) fn has(&self, analysis: &Analysis, word: WordIdx) -> bool {
        let lemma = grammar::lower_lemma(analysis, word);
        self.single.contains(lemma.as_ref())
            || self.phrases.iter().any(|(last, before)| *last == lemma && modified_by(analysis, word, before))
    }
}

/// Whether each of the words modifies the noun, or stands directly before it in their order.
pub(crate) fn modified_by(analysis: &Analysis, noun: WordIdx, before: &[String]) -> bool {
    let adjacent = noun.at() >= before.len()
        && before.iter().zip(noun.at() - before.len()..).all(|(want, at)| {
            let at = WordIdx(at as u32);
            grammar::lower_lemma(analysis, at) == *want || analysis.form(at).eq_ignore_ascii_case(want)
        });
    adjacent
        || before
            .iter()
            .all(|want| analysis.kids(noun).iter().any(|kid| *kid < noun && grammar::lower_lemma(analysis, *kid) == *want))
}
