//! What the network sees of a word: its form, its beginnings and endings, its pieces and its shape, as table rows.

/// Longest beginning and ending looked at, in characters.
const AFFIX: usize = 4;
/// Characters of a word that are cut into pieces; longer words (addresses, mostly) are cut here.
const LONGEST: usize = 24;

/// The rows of the piece table that stand for one word.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Pieces {
    /// Beginnings, endings and shape: each counts in full.
    pub(crate) strong: Vec<u32>,
    /// Inner pieces: they count as their sum over the root of their number.
    pub(crate) weak: Vec<u32>,
}

impl Pieces {
    /// How much each inner piece counts.
    pub(crate) fn weak_factor(&self) -> f32 {
        1.0 / (self.weak.len().max(1) as f32).sqrt()
    }
}

/// A form without case and with every digit as zero: the key of the table of known forms.
pub(crate) fn normal(form: &str) -> String {
    form.chars()
        .flat_map(|c| if c.is_numeric() { '0'.to_lowercase() } else { c.to_lowercase() })
        .map(|c| match c {
            '\u{2018}' | '\u{2019}' => '\'',
            '\u{201c}' | '\u{201d}' => '"',
            '\u{2013}' | '\u{2014}' => '-',
            c => c,
        })
        .collect()
}

/// The case and digit pattern of a form: runs of one kind are written at most twice.
pub(crate) fn shape(form: &str) -> String {
    let mut shape = String::new();
    let (mut last, mut run) = ('\0', 0);
    for c in form.chars().take(LONGEST) {
        let class = match c {
            c if c.is_uppercase() => 'X',
            c if c.is_alphabetic() => 'x',
            c if c.is_numeric() => 'd',
            c => c,
        };
        run = if class == last { run + 1 } else { 1 };
        last = class;
        if run <= 2 {
            shape.push(class);
        }
    }
    shape
}

/// The table rows of a form whose normal form is `normal` and that occurs in names of the kinds `marks` (a bit a kind), for a table of
/// `buckets` rows.
pub(crate) fn pieces(form: &str, normal: &str, marks: u8, buckets: usize) -> Pieces {
    let mut pieces = Pieces::default();
    let buckets = buckets.max(1) as u64;
    let row = |kind: u64, text: &mut dyn Iterator<Item = char>| {
        let mut hash = 0xcbf2_9ce4_8422_2325u64 ^ kind.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        for c in text {
            hash = (hash ^ u64::from(u32::from(c))).wrapping_mul(0x0000_0100_0000_01b3);
        }
        hash ^= hash >> 32;
        hash = hash.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        ((hash >> 33) % buckets) as u32
    };
    let marked: Vec<char> = std::iter::once('<').chain(normal.chars().take(LONGEST)).chain(std::iter::once('>')).collect();
    let letters = &marked[1..marked.len() - 1];
    // The true ending, also of a word longer than the cut.
    let mut ending: Vec<char> = normal.chars().rev().take(AFFIX).collect();
    ending.reverse();
    for size in 1..=AFFIX.min(letters.len()) {
        pieces.strong.push(row(size as u64, &mut letters[..size].iter().copied()));
        pieces.strong.push(row(16 + size as u64, &mut ending[ending.len() - size..].iter().copied()));
    }
    pieces.strong.push(row(32, &mut shape(form).chars()));
    for kind in (0..8).filter(|kind| marks >> kind & 1 == 1) {
        pieces.strong.push(row(64 + kind, &mut std::iter::empty()));
    }
    for size in [3usize, 4] {
        for window in marked.windows(size) {
            pieces.weak.push(row(48 + size as u64, &mut window.iter().copied()));
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_do_not_depend_on_case_but_the_shape_does() {
        let of = |form: &str| pieces(form, &normal(form), 0, 1 << 15);
        let (small, large) = (of("iraq"), of("Iraq"));
        assert_eq!(small.weak, large.weak);
        assert_ne!(small.strong.last(), large.strong.last());
        assert_eq!(normal("2015"), normal("1990"));
        assert_eq!(shape("UN-backed"), "XX-xx");
        assert_eq!(of("").strong.len(), 1);
        assert_eq!(pieces("", "", 0b101, 1 << 15).strong.len(), 3);
    }
}
