//! The index of names: the longest name that begins at a word, whatever the hyphens, points, accents and headline capitals.

use crate::entry::EntryId;
use crate::fold::fold;
use crate::hash::Table;

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
    longest: Table<Box<str>, u8>,
    /// All pieces in lower case, with blanks between, to the spellings in use.
    names: Table<Box<str>, Vec<Spelling>>,
}

/// A name as the tables write it, folded, with blanks between its pieces.
#[derive(Clone, Debug)]
struct Spelling {
    pieces: Box<str>,
    /// Whether a hyphen follows the first piece: "Al-Hol" may be written "al-Hol", but "The Post" not "the Post".
    hyphened: bool,
    /// An abbreviation ("Miss.") that means nothing without its point.
    pointed: bool,
    senses: Vec<EntryId>,
}

/// The most pieces of a name.
const LONGEST: usize = 16;

/// Words taken apart into pieces: as they are written and in lower case, with blanks between the pieces.
#[derive(Default)]
struct Pieces {
    written: String,
    lower: String,
    /// Where each piece ends in `written` and in `lower`.
    ends: Vec<(usize, usize)>,
}

impl Pieces {
    /// Appends the pieces of a word: hyphens and blanks separate, points fall out.
    fn push(&mut self, word: &str) {
        for piece in fold(word).split(['-', ' ']).filter(|piece| piece.bytes().any(|byte| byte != b'.')) {
            if !self.ends.is_empty() {
                self.written.push(' ');
                self.lower.push(' ');
            }
            for c in piece.chars().filter(|c| *c != '.') {
                self.written.push(c);
                if c.is_ascii() { self.lower.push(c.to_ascii_lowercase()) } else { self.lower.extend(c.to_lowercase()) }
            }
            self.ends.push((self.written.len(), self.lower.len()));
        }
    }

    /// The first pieces, as written and in lower case.
    fn first(&self, count: usize) -> (&str, &str) {
        let (written, lower) = self.ends[count - 1];
        (&self.written[..written], &self.lower[..lower])
    }
}

impl NameIndex {
    pub(crate) fn add(&mut self, name: &str, id: EntryId) {
        let mut pieces = Pieces::default();
        // The text's possessive is a word of its own: "Cox", "'s", "Bazar".
        if name.contains("s ") {
            pieces.push(&fold(name).replace("'s ", " 's "))
        } else {
            pieces.push(name)
        }
        let count = pieces.ends.len().min(LONGEST);
        if count == 0 {
            return;
        }
        let longest = self.longest.entry(pieces.first(1).1.into()).or_default();
        *longest = (count as u8).max(*longest);
        let (written, lower) = pieces.first(count);
        let known = self.names.entry(lower.into()).or_default();
        match known.iter_mut().find(|spelling| *spelling.pieces == *written) {
            Some(spelling) if spelling.senses.contains(&id) => {}
            Some(spelling) => spelling.senses.push(id),
            None => {
                let hyphened = name.find(['-', ' ']).is_some_and(|at| name[at..].starts_with('-'));
                let pointed = count == 1 && name.ends_with('.') && name.matches('.').count() == 1 && name.chars().any(char::is_lowercase);
                known.push(Spelling { pieces: written.into(), hyphened, pointed, senses: vec![id] });
            }
        }
    }

    /// Sorts the senses of each name; to be called once, after the last `add`. Where an entry from `own` on has the name, it has it alone.
    pub(crate) fn settle(&mut self, own: u32, rank: impl Fn(EntryId) -> (u32, u64)) {
        #[allow(clippy::iter_over_hash_type, reason = "each list is sorted by itself; their order does not matter")]
        for spellings in self.names.values_mut() {
            // So that a spelling nobody uses exactly so finds the same one whatever the order of the tables.
            if spellings.iter().flat_map(|spelling| &spelling.senses).any(|id| id.0 >= own) {
                spellings.iter_mut().for_each(|spelling| spelling.senses.retain(|id| id.0 >= own));
                spellings.retain(|spelling| !spelling.senses.is_empty());
            }
            spellings.sort_by(|a, b| a.pieces.cmp(&b.pieces));
            for spelling in spellings {
                spelling.senses.sort_by_key(|id| (rank(*id), *id));
            }
        }
    }

    /// The longest name that begins at the first word, ends where a word ends, and is written as a name.
    pub(crate) fn longest(&self, words: &[&str]) -> Option<Found<'_>> {
        let mut text = Pieces::default();
        text.push(words.first()?);
        if text.ends.is_empty() {
            return None;
        }
        let longest = usize::from(*self.longest.get(text.first(1).1)?);
        // How many pieces there are after each word. A hyphen alone is a word without pieces.
        let mut after = vec![text.ends.len()];
        for word in &words[1..] {
            if text.ends.len() >= longest {
                break;
            }
            text.push(word);
            after.push(text.ends.len());
        }
        after.iter().enumerate().rev().find_map(|(at, count)| {
            // After "the U.S. -", the name ends before the hyphen.
            if *count > longest || at > 0 && after[at - 1] == *count {
                return None;
            }
            let (written, lower) = text.first(*count);
            let spellings = self.names.get(lower)?;
            let mut fitting = spellings.iter().filter(|spelling| !spelling.pointed || words[at].ends_with('.'));
            let exact = fitting.clone().find(|spelling| *spelling.pieces == *written);
            let spelling = exact.or_else(|| fitting.find(|spelling| may_be_written(spelling, written)))?;
            Some(Found { words: at + 1, senses: &spelling.senses })
        })
    }
}

/// Whether the text's pieces may stand for a name of the same letters: capitals of a headline or title may; small letters may not for an
/// acronym or the beginning of a name ("us" is no country, "turkey" a bird), but may for a particle ("Bab El Hawa", "al-Hol").
fn may_be_written(spelling: &Spelling, text: &str) -> bool {
    let is_capital = |piece: &str| piece.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric());
    let (last_at, last) = text.split(' ').enumerate().last().unwrap_or_default();
    spelling.pieces.split(' ').zip(text.split(' ')).enumerate().all(|(at, (name, piece))| {
        let acronym = name.len() > 1 && name.chars().all(|c| c.is_uppercase() || c.is_numeric());
        let inside = at > 0 || spelling.hyphened;
        let particle = inside && at < last_at && name.len() <= 3 && is_capital(last);
        name == piece || !acronym && (is_capital(piece) || particle)
    })
}
