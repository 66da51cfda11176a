//! The fingerprint of a report: a few hundred bytes that tell whether two reports say the same in the same words.
//!
//! It looks at the body alone: headline, byline and dateline change from outlet to outlet. Three things are kept:
//!
//! - **the wording**: every run of three words, boiled down by MinHash to [`PLACES`] numbers; of two texts, about that share of the
//!   numbers is equal that the texts share of all their runs;
//! - **the figures** and **the names** (words with a capital that do not begin a sentence): two market reports may be worded alike to the
//!   last clause, but they tell of other things when their figures or places differ.
//!
//! It is a pure function of the text: no randomness, no clock, no list of words.

use chancery_base::Span;

use crate::{PartKind, Report};

/// Words in a run. Two would make strangers alike, five would lose a text to light editing.
const RUN: usize = 3;
/// Numbers in a band: texts become candidates when one band is equal.
pub(crate) const BAND: usize = 3;
/// Bands. With three numbers each, a text that shares 40 of 100 runs is found with probability 0.93, one that shares half with 0.996.
pub(crate) const BANDS: usize = 42;
/// MinHash numbers of a text.
pub const PLACES: usize = BAND * BANDS;
/// Figures, and names, that are kept: those of the smallest hashes, so that two texts keep the same ones.
const MOST_FACTS: usize = 32;
/// Words read of one report; no news is longer, and the fingerprint of a longer text is that of its beginning.
const MOST_WORDS: usize = 20_000;

/// How much of the shorter text must stand in the other one.
pub const SAME_WORDING: f64 = 0.7;
/// How much the wording of both must have in common, so that a short item is no copy of a long report that quotes it.
pub const SAME_LENGTH: f64 = 0.25;
/// Which share of the figures of the text that has fewer must be those of the other.
pub const SAME_FIGURES: f64 = 0.75;
/// The same for names.
pub const SAME_NAMES: f64 = 0.8;
/// Below so many runs of words a text is no report but a sentence or a flash that somebody wants coded: it is never taken for a copy.
const FEW_RUNS: u32 = 56;

/// What is kept of a report to know it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    /// All words in their order, as one number.
    pub(crate) exact: u64,
    /// The different runs of words.
    runs: u32,
    /// The lowest eight bits of each MinHash number: enough for an estimate.
    places: Box<[u8; PLACES]>,
    /// Sorted hashes of figures, at most [`MOST_FACTS`].
    figures: Box<[u32]>,
    /// Sorted hashes of names, at most [`MOST_FACTS`].
    names: Box<[u32]>,
}

/// A fingerprint and the keys under which it is found again.
pub(crate) struct Taken {
    pub(crate) print: Fingerprint,
    pub(crate) bands: [u64; BANDS],
}

impl Fingerprint {
    /// The fingerprint of a report; none for one without words.
    pub fn of(report: &Report) -> Option<Fingerprint> {
        Some(take(report)?.print)
    }

    /// Whether both tell the same in the same words, though headline, byline, order or ending may differ.
    pub fn is_same(&self, other: &Fingerprint) -> bool {
        self.likeness(other).is_some()
    }

    /// How much of the shorter text stands in the other one, if that is enough for a copy.
    pub(crate) fn likeness(&self, other: &Fingerprint) -> Option<f64> {
        if self.runs.min(other.runs) < FEW_RUNS {
            return None;
        }
        if self.exact == other.exact && self.runs == other.runs {
            return Some(1.0);
        }
        let shared = self.shared(other);
        if shared < SAME_LENGTH {
            return None;
        }
        let (one, two) = (f64::from(self.runs), f64::from(other.runs));
        // From the share of the union to the share of the shorter: |A∩B| = J (|A| + |B|) / (1 + J).
        let within = (shared * (one + two) / (1.0 + shared) / one.min(two)).min(1.0);
        let same = within >= SAME_WORDING
            && agreement(&self.figures, &other.figures) >= SAME_FIGURES
            && agreement(&self.names, &other.names) >= SAME_NAMES;
        same.then_some(within)
    }

    /// The share of runs that both have, of those that either has (an estimate).
    pub(crate) fn shared(&self, other: &Fingerprint) -> f64 {
        let equal = self.places.iter().zip(other.places.iter()).filter(|(one, two)| one == two).count();
        // Eight bits are equal by chance once in 256 times.
        let chance = 1.0 / 256.0;
        ((equal as f64 / PLACES as f64 - chance) / (1.0 - chance)).max(0.0)
    }
}

/// Which share of the shorter list stands in the other. A list without entries contradicts nothing.
fn agreement(one: &[u32], two: &[u32]) -> f64 {
    // A full list was cut at its largest hash; beyond that, nothing can be said.
    let end = |list: &[u32]| if list.len() == MOST_FACTS { list[MOST_FACTS - 1] } else { u32::MAX };
    let end = end(one).min(end(two));
    let within = |list: &[u32]| list.partition_point(|hash| *hash <= end);
    let (one, two) = (&one[..within(one)], &two[..within(two)]);
    let both = one.iter().filter(|hash| two.binary_search(hash).is_ok()).count();
    match one.len().min(two.len()) {
        0 => 1.0,
        fewer => both as f64 / fewer as f64,
    }
}

/// Reads a report's body, or what else it tells where it has none.
pub(crate) fn take(report: &Report) -> Option<Taken> {
    let told = report.segments();
    let body = told.iter().filter(|(kind, _)| *kind == PartKind::Body);
    let body: Vec<Span> = body.map(|(_, span)| *span).collect();
    let spans = if body.is_empty() { told.iter().map(|(_, span)| *span).collect() } else { body };
    let mut read = Read::default();
    for span in spans {
        read.part(span.of(&report.text));
    }
    read.finish()
}

/// What is read of a text, word by word.
#[derive(Default)]
struct Read {
    words: Vec<u64>,
    figures: Vec<u32>,
    names: Vec<u32>,
}

impl Read {
    fn part(&mut self, text: &str) {
        let mut begins = true;
        let mut rest = text;
        while let Some(start) = rest.find(char::is_alphanumeric) {
            // A sentence begins after a stop, a colon or an opening quotation mark; what stands there has its capital from that.
            begins |= rest[..start].contains(['.', '!', '?', ':', '"', '“', '”']);
            rest = &rest[start..];
            let word = &rest[..end_of_word(rest)];
            rest = &rest[word.len()..];
            if self.words.len() == MOST_WORDS {
                return;
            }
            self.word(word, begins);
            begins = false;
        }
    }

    fn word(&mut self, word: &str, begins: bool) {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for c in word.chars().filter(|c| *c != ',').flat_map(char::to_lowercase) {
            hash = (hash ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3);
        }
        let hash = mix(hash);
        let fact = (hash >> 32) as u32;
        if word.contains(|c: char| c.is_ascii_digit()) {
            self.figures.push(fact);
        } else if !begins && word.starts_with(char::is_uppercase) {
            self.names.push(fact);
        }
        self.words.push(hash);
    }

    fn finish(self) -> Option<Taken> {
        let words = self.words;
        if words.is_empty() {
            return None;
        }
        let exact = words.iter().fold(words.len() as u64, |whole, word| mix(whole.rotate_left(5) ^ word));
        let mut runs: Vec<u64> =
            words.windows(RUN.min(words.len())).map(|run| run.iter().fold(1, |whole, word| mix(whole ^ word))).collect();
        runs.sort_unstable();
        runs.dedup();
        let mut lowest = [u32::MAX; PLACES];
        let factors: [u64; PLACES] = std::array::from_fn(|at| mix(at as u64 + 1) | 1);
        for run in &runs {
            for (low, factor) in lowest.iter_mut().zip(factors) {
                *low = (*low).min((run.wrapping_mul(factor) >> 32) as u32);
            }
        }
        let band = |at: usize| lowest[at * BAND..][..BAND].iter().fold(at as u64 + 1, |key, low| mix(key ^ u64::from(*low)));
        let print = Fingerprint {
            exact,
            runs: runs.len() as u32,
            places: Box::new(lowest.map(|low| low as u8)),
            figures: fewest(self.figures),
            names: fewest(self.names),
        };
        Some(Taken { print, bands: std::array::from_fn(band) })
    }
}

/// Where a word ends that begins here: letters and digits, with apostrophes and the stops and commas inside figures ("1,200.5").
fn end_of_word(text: &str) -> usize {
    let mut before = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map_or(' ', |(_, c)| *c);
        let inside = c.is_alphanumeric() || matches!(c, '.' | ',') && before.is_ascii_digit() && after.is_ascii_digit();
        if !inside {
            return at;
        }
        before = c;
    }
    text.len()
}

/// Sorted, each once, the smallest.
fn fewest(mut hashes: Vec<u32>) -> Box<[u32]> {
    hashes.sort_unstable();
    hashes.dedup();
    hashes.truncate(MOST_FACTS);
    hashes.into()
}

/// Spreads what is in a number over all its bits (the last step of SplitMix64).
pub(crate) fn mix(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}
