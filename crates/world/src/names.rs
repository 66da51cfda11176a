//! The index of names: the longest name that begins at a word, whatever the hyphens, points, accents and headline capitals.

use crate::arena::{Arena, Piece};
use crate::entry::EntryId;
use crate::fold::fold;
use crate::hash::{Slots, hash_of};

/// A name found at the beginning of a run of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<'a> {
    /// How many of the words it takes.
    pub words: usize,
    /// What it may mean, likeliest first.
    pub senses: &'a [EntryId],
}

/// One name of one entry.
#[derive(Clone, Copy, Debug)]
struct Record {
    /// Of the pieces in lower case: records of one name lie together.
    hash: u64,
    /// The pieces as the tables write them, folded, with blanks between.
    written: Piece,
    /// Whether a hyphen follows the first piece: "Al-Hol" may be written "al-Hol", but "The Post" not "the Post".
    hyphened: bool,
    /// An abbreviation ("Miss.") that means nothing without its point.
    pointed: bool,
    id: EntryId,
}

/// Names by their pieces. "U.S." is the piece "US", "Ain al-Asad" the pieces "Ain", "al", "Asad".
#[derive(Clone, Debug, Default)]
pub(crate) struct NameIndex {
    text: Arena,
    records: Vec<Record>,
    /// The entry of each record.
    senses: Vec<EntryId>,
    /// Where the records of a hash begin.
    first: Slots,
    /// The first piece's hash to the number of pieces of the longest name that begins with it.
    longest: Slots,
    /// Memory for the name that is being added.
    pieces: Pieces,
}

/// The most pieces of a name.
const LONGEST: usize = 16;

/// Words taken apart into pieces: as they are written and in lower case, with blanks between the pieces.
#[derive(Clone, Debug, Default)]
struct Pieces {
    written: String,
    lower: String,
    /// Where each piece ends in `written` and in `lower`.
    ends: Vec<(usize, usize)>,
}

impl Pieces {
    fn clear(&mut self) {
        self.written.clear();
        self.lower.clear();
        self.ends.clear();
    }

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
    /// Makes room for tables of so many bytes, so that nothing is moved while it grows.
    pub(crate) fn reserve(&mut self, bytes: usize) {
        self.text.reserve(bytes / 2);
        self.records.reserve(bytes / 40);
        self.first.reserve(bytes / 40);
        self.longest.reserve(bytes / 80);
    }

    pub(crate) fn add(&mut self, name: &str, id: EntryId) {
        let mut pieces = std::mem::take(&mut self.pieces);
        pieces.clear();
        // The text's possessive is a word of its own: "Cox", "'s", "Bazar".
        if name.contains(['\'', '’']) {
            pieces.push(&fold(name).replace("'s ", " 's "))
        } else {
            pieces.push(name)
        }
        let count = pieces.ends.len().min(LONGEST);
        if count == 0 {
            self.pieces = pieces;
            return;
        }
        let first = hash_of(pieces.first(1).1);
        let longest = self.longest.get(first).unwrap_or(0);
        self.longest.set(first, longest.max(count as u32));
        let (written, lower) = pieces.first(count);
        let hyphened = name.find(['-', ' ']).is_some_and(|at| name[at..].starts_with('-'));
        let pointed = name.ends_with('.') && count == 1 && name.matches('.').count() == 1 && name.chars().any(char::is_lowercase);
        let written = self.text.push(written);
        self.records.push(Record { hash: hash_of(lower), written, hyphened, pointed, id });
        self.pieces = pieces;
    }

    fn written(&self, record: &Record) -> &str {
        self.text.get(record.written)
    }

    /// Sorts the senses of each name; to be called once, after the last `add`. Where an entry from `own` on has the name, it has it alone.
    pub(crate) fn settle(&mut self, own: u32, rank: impl Fn(EntryId) -> (u32, u64)) {
        let mut records = std::mem::take(&mut self.records);
        let text = |record: &Record| self.written(record);
        // Spellings in their order, so that a spelling nobody uses exactly so finds the same one whatever the order of the tables.
        records.sort_unstable_by(|a, b| {
            a.hash.cmp(&b.hash).then_with(|| text(a).cmp(text(b))).then_with(|| (rank(a.id), a.id).cmp(&(rank(b.id), b.id)))
        });
        records.dedup_by(|a, b| a.hash == b.hash && a.id == b.id && text(a) == text(b));
        let mut kept: Vec<Record> = Vec::with_capacity(records.len());
        for group in records.chunk_by(|a, b| a.hash == b.hash) {
            let has_own = group.iter().any(|record| record.id.0 >= own);
            self.first.set(group[0].hash, kept.len() as u32);
            kept.extend(group.iter().filter(|record| !has_own || record.id.0 >= own));
        }
        self.senses = kept.iter().map(|record| record.id).collect();
        self.records = kept;
    }

    /// The records of a name in lower case.
    fn records_of(&self, lower: &str) -> (usize, &[Record]) {
        let hash = hash_of(lower);
        let Some(first) = self.first.get(hash) else { return (0, &[]) };
        let first = first as usize;
        let count = self.records[first..].iter().take_while(|record| record.hash == hash).count();
        (first, &self.records[first..first + count])
    }

    /// The longest name that begins at the first word, ends where a word ends, and is written as a name.
    pub(crate) fn longest(&self, words: &[&str]) -> Option<Found<'_>> {
        let mut text = Pieces::default();
        text.push(words.first()?);
        if text.ends.is_empty() {
            return None;
        }
        let longest = self.longest.get(hash_of(text.first(1).1))? as usize;
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
            let (start, records) = self.records_of(lower);
            let fits = |record: &Record| !record.pointed || words[at].ends_with('.');
            let exact = records.iter().position(|record| fits(record) && self.written(record) == written);
            let chosen =
                exact.or_else(|| records.iter().position(|record| fits(record) && self.may_be_written(record, written)))?;
            let spelling = self.written(&records[chosen]);
            let count = records[chosen..].iter().take_while(|record| self.written(record) == spelling).count();
            Some(Found { words: at + 1, senses: &self.senses[start + chosen..start + chosen + count] })
        })
    }

    /// Whether the text's pieces may stand for a name of the same letters: capitals of a headline or title may; small letters may not for
    /// an acronym or the beginning of a name ("us" is no country, "turkey" a bird), but may for a particle ("Bab El Hawa", "al-Hol").
    fn may_be_written(&self, record: &Record, text: &str) -> bool {
        let is_capital = |piece: &str| piece.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric());
        let (last_at, last) = text.split(' ').enumerate().last().unwrap_or_default();
        let mut pieces = self.written(record).split(' ').zip(text.split(' ')).enumerate();
        pieces.all(|(at, (name, piece))| {
            let acronym = name.len() > 1 && name.chars().all(|c| c.is_uppercase() || c.is_numeric());
            let inside = at > 0 || record.hyphened;
            let particle = inside && at < last_at && name.len() <= 3 && is_capital(last);
            // Two names of one hash are no more likely than a fault of the memory, but cost nothing to tell apart.
            name.to_lowercase() == piece.to_lowercase() && (name == piece || !acronym && (is_capital(piece) || particle))
        })
    }
}

/// People by surname.
#[derive(Clone, Debug, Default)]
pub(crate) struct Surnames {
    list: Vec<(u64, EntryId)>,
}

impl Surnames {
    pub(crate) fn add(&mut self, surname: &str, id: EntryId) {
        self.list.push((hash_of(&fold(surname).to_lowercase()), id));
    }

    /// Sorts; to be called once, after the last `add`. Where somebody from `own` on bears a name, nobody else does.
    pub(crate) fn settle(&mut self, own: u32) {
        self.list.sort_unstable();
        self.list.dedup();
        let taken: Vec<u64> = self.list.iter().filter(|(_, id)| id.0 >= own).map(|(hash, _)| *hash).collect();
        self.list.retain(|(hash, id)| id.0 >= own || taken.binary_search(hash).is_err());
    }

    /// All who bear the name, in the order of the tables.
    pub(crate) fn get(&self, surname: &str) -> Vec<EntryId> {
        let hash = hash_of(&fold(surname).to_lowercase());
        let first = self.list.partition_point(|(other, _)| *other < hash);
        self.list[first..].iter().take_while(|(other, _)| *other == hash).map(|(_, id)| *id).collect()
    }
}
