//! The index of names: the longest name that begins at a word, whatever the hyphens, points, accents and headline capitals.

use std::collections::HashMap;

use crate::entry::EntryId;
use crate::fold::fold;

/// A name found at the beginning of a run of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<'a> {
    /// How many of the words it takes.
    pub words: usize,
    /// What it may mean, likeliest first.
    pub senses: &'a [EntryId],
}

#[derive(Clone, Debug, Default)]
pub(crate) struct NameIndex {
    /// First piece in lower case to the names that begin with it.
    names: HashMap<String, Vec<(Vec<String>, Vec<EntryId>)>>,
}

/// The pieces of a name or word: hyphens separate, points fall out ("U.S." is "US", "al-Asad" is "al", "Asad").
fn pieces(word: &str) -> Vec<String> {
    let folded = fold(word);
    let split = folded.split(['-', ' ']).map(|piece| piece.replace('.', ""));
    split.filter(|piece| !piece.is_empty()).collect()
}

impl NameIndex {
    pub(crate) fn add(&mut self, name: &str, id: EntryId) {
        let pieces = pieces(&name.replace("'s ", " 's ").replace("’s ", " 's "));
        let Some(first) = pieces.first() else { return };
        let known = self.names.entry(first.to_lowercase()).or_default();
        match known.iter_mut().find(|(other, _)| *other == pieces) {
            Some((_, ids)) if ids.contains(&id) => {}
            Some((_, ids)) => ids.push(id),
            None => known.push((pieces, vec![id])),
        }
    }

    /// Puts longer names first and sorts senses; to be called once, after the last `add`.
    pub(crate) fn settle(&mut self, rank: impl Fn(EntryId) -> (u32, u64)) {
        #[allow(clippy::iter_over_hash_type, reason = "each list is sorted by itself; their order does not matter")]
        for names in self.names.values_mut() {
            names.sort_by(|(a, _), (b, _)| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
            for (_, ids) in names {
                ids.sort_by_key(|id| (rank(*id), *id));
            }
        }
    }

    pub(crate) fn longest(&self, words: &[&str]) -> Option<Found<'_>> {
        let first = words.first()?;
        if !first.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_ascii() || c == '\'') {
            return None;
        }
        let first_pieces = pieces(first);
        let candidates = self.names.get(&first_pieces.first()?.to_lowercase())?;
        // Word by word: its pieces, and how many words they end.
        let mut text: Vec<String> = Vec::new();
        let mut ends: Vec<usize> = vec![0];
        for word in words {
            text.extend(pieces(word));
            ends.push(text.len());
        }
        candidates.iter().find_map(|(name, ids)| {
            if name.len() > text.len() || !name.iter().zip(&text).all(|(name, text)| same(name, text)) {
                return None;
            }
            // The name must end where a word ends: "US" is not in the one word "US-backed". A hyphen alone takes no piece.
            let at = ends.iter().position(|end| *end == name.len())?;
            Some(Found { words: at, senses: ids })
        })
    }
}

/// Equal, or a headline's capitals: "AIN AL-ASAD", "Al-Asad". Acronyms must be capital in the text.
fn same(name: &str, text: &str) -> bool {
    if name == text {
        return true;
    }
    let acronym = name.len() > 1 && name.chars().all(|c| c.is_uppercase() || c.is_numeric());
    let capital = text.chars().next().is_some_and(char::is_uppercase);
    !acronym && capital && name.to_lowercase() == text.to_lowercase()
}
