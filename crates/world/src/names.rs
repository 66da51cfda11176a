//! The index of names: the longest name that begins at a word, whatever the hyphens, points, accents and headline capitals.

use std::collections::HashMap;

use crate::entry::EntryId;
use crate::fold::{fold, lower};

/// A name found at the beginning of a run of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<'a> {
    /// How many of the words it takes.
    pub words: usize,
    /// What it may mean, likeliest first.
    pub senses: &'a [EntryId],
}

/// Names by their pieces. "U.S." is the piece "US", "Ain al-Asad" the pieces "Ain", "al", "Asad".
#[derive(Clone, Debug, Default)]
pub(crate) struct NameIndex {
    /// First piece in lower case to the number of pieces of the longest name that begins with it.
    longest: HashMap<Box<str>, u8>,
    /// All pieces in lower case, with blanks between, to the spellings in use.
    names: HashMap<Box<str>, Vec<Spelling>>,
}

/// A name as the tables write it, folded, with blanks between its pieces.
#[derive(Clone, Debug)]
struct Spelling {
    pieces: Box<str>,
    senses: Vec<EntryId>,
}

/// The most pieces of a name.
const LONGEST: usize = 16;

/// Appends the pieces of a word: hyphens separate, points fall out.
fn push_pieces(word: &str, into: &mut Vec<String>) {
    let folded = fold(word);
    let pieces =
        folded.split(['-', ' ']).map(|piece| if piece.contains('.') { piece.replace('.', "") } else { piece.to_owned() });
    into.extend(pieces.filter(|piece| !piece.is_empty()));
}

impl NameIndex {
    pub(crate) fn add(&mut self, name: &str, id: EntryId) {
        let mut pieces = Vec::new();
        // The text's possessive is a word of its own: "Cox", "'s", "Bazar".
        push_pieces(&fold(name).replace("'s ", " 's "), &mut pieces);
        let Some(first) = pieces.first() else { return };
        let count = pieces.len().min(LONGEST) as u8;
        let longest = self.longest.entry(lower(first).into()).or_default();
        *longest = count.max(*longest);
        let joined = pieces.join(" ");
        let known = self.names.entry(lower(&joined).into()).or_default();
        match known.iter_mut().find(|spelling| *spelling.pieces == *joined) {
            Some(spelling) if spelling.senses.contains(&id) => {}
            Some(spelling) => spelling.senses.push(id),
            None => known.push(Spelling { pieces: joined.into(), senses: vec![id] }),
        }
    }

    /// Sorts the senses of each name; to be called once, after the last `add`.
    pub(crate) fn settle(&mut self, rank: impl Fn(EntryId) -> (u32, u64)) {
        #[allow(clippy::iter_over_hash_type, reason = "each list is sorted by itself; their order does not matter")]
        for spellings in self.names.values_mut() {
            // "US" before "Us", so that what is written exactly so is found first whatever the order of the tables.
            spellings.sort_by(|a, b| a.pieces.cmp(&b.pieces));
            for spelling in spellings {
                spelling.senses.sort_by_key(|id| (rank(*id), *id));
                spelling.senses.shrink_to_fit();
            }
        }
    }

    /// The longest name that begins at the first word, ends where a word ends, and is written as a name.
    pub(crate) fn longest(&self, words: &[&str]) -> Option<Found<'_>> {
        let mut text: Vec<String> = Vec::new();
        push_pieces(words.first()?, &mut text);
        let longest = usize::from(*self.longest.get(lower(text.first()?).as_str())?);
        // How many pieces are there after each word. A hyphen alone is a word without pieces.
        let mut ends = vec![text.len()];
        for word in &words[1..] {
            if text.len() >= longest {
                break;
            }
            push_pieces(word, &mut text);
            ends.push(text.len());
        }
        ends.iter().enumerate().rev().find_map(|(at, end)| {
            // After "the U.S. -", the name ends before the hyphen.
            if *end > longest || at > 0 && ends[at - 1] == *end {
                return None;
            }
            let pieces = &text[..*end];
            let spellings = self.names.get(lower(&pieces.join(" ")).as_str())?;
            let exact = spellings.iter().find(|spelling| spelling.pieces.split(' ').eq(pieces.iter().map(String::as_str)));
            let spelling = exact.or_else(|| spellings.iter().find(|spelling| written_as(&spelling.pieces, pieces)))?;
            Some(Found { words: at + 1, senses: &spelling.senses })
        })
    }
}

/// Whether the text's pieces may stand for a name of the same letters: capitals of a headline or title may; small letters may not for an
/// acronym or the beginning of a name ("us" is no country, "turkey" a bird), but may for a particle ("the Hague", "al-Hol").
fn written_as(name: &str, text: &[String]) -> bool {
    let is_capital = |piece: &str| piece.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric());
    let last = text.len().saturating_sub(1);
    name.split(' ').zip(text).enumerate().all(|(at, (name, text_piece))| {
        let acronym = name.len() > 1 && name.chars().all(|c| c.is_uppercase() || c.is_numeric());
        let particle = at < last && name.len() <= 3 && is_capital(&text[last]);
        name == text_piece || !acronym && (is_capital(text_piece) || particle)
    })
}
