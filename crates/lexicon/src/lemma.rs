//! Sets of lemmas and short phrases ("peace talk"), with the named sets of `shared/sets.toml`.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::Arc;

use chancery_text::{Analysis, WordIdx};

use crate::grammar;

/// Named sets of noun lemmas, for `{@name}`; and every set read so far, since frames repeat each other's.
#[derive(Clone, Debug, Default)]
pub(crate) struct NamedSets {
    named: BTreeMap<String, Arc<LemmaSet>>,
    seen: Rc<RefCell<HashMap<String, Arc<LemmaSet>>>>,
}

impl NamedSets {
    /// Names a set.
    pub(crate) fn insert(&mut self, name: String, members: &[String]) {
        let mut set = LemmaSet::default();
        members.iter().for_each(|member| set.add(member));
        self.named.insert(name, Arc::new(set));
    }
}

/// Lemmas and phrases of which one must stand somewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LemmaSet {
    single: BTreeSet<Box<str>>,
    /// Phrases: last word first, then the words before it.
    phrases: Vec<(String, Vec<String>)>,
    /// Named sets, whose members count too.
    named: Vec<Arc<LemmaSet>>,
}

impl LemmaSet {
    /// From what stands in braces: `talk|meeting|@deals|peace plan`.
    pub(crate) fn parse(inner: &str, sets: &NamedSets) -> Result<Arc<LemmaSet>, String> {
        if let Some(known) = sets.seen.borrow().get(inner) {
            return Ok(known.clone());
        }
        let mut set = LemmaSet::default();
        for item in inner.split('|').map(str::trim) {
            match item.strip_prefix('@') {
                Some(name) => {
                    let members = sets.named.get(name).ok_or_else(|| format!("there is no set {name:?} in shared/sets.toml"))?;
                    set.named.push(members.clone());
                }
                None if item.is_empty() => return Err("an empty word in braces".into()),
                None => set.add(item),
            }
        }
        let set = Arc::new(set);
        sets.seen.borrow_mut().insert(inner.to_owned(), set.clone());
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
        let own = self.single.iter().map(|word| word.to_string()).chain(self.phrases.iter().map(|(last, _)| last.clone()));
        own.chain(self.named.iter().flat_map(|set| set.heads())).collect()
    }

    /// Whether the word (with what modifies it, for phrases) is in the set.
    pub(crate) fn has(&self, analysis: &Analysis, word: WordIdx) -> bool {
        self.has_lemma(analysis, word, &grammar::lower_lemma(analysis, word))
    }

    fn has_lemma(&self, analysis: &Analysis, word: WordIdx, lemma: &str) -> bool {
        self.single.contains(lemma)
            || self.phrases.iter().any(|(last, before)| *last == lemma && modified_by(analysis, word, before))
            || self.named.iter().any(|set| set.has_lemma(analysis, word, lemma))
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
