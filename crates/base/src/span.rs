//! Stretches of a report's text: in bytes inside the program, in characters in the record, and the one conversion between them.

/// A stretch of a text in *bytes*, end exclusive, on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The stretch from `start` to `end` (bytes, end exclusive).
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "span {start}..{end} runs backwards");
        Span { start, end }
    }

    /// The words of `text` that this span names; empty where the span does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the span holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two spans share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    pub fn cover(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
}

/// A stretch of a text in *characters* (Unicode scalar values), end exclusive: the unit of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CharSpan {
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

/// Converts byte offsets of one text to character offsets, in constant time after one pass over the text.
pub struct CharIndex {
    /// Characters before each block of `BLOCK` bytes; empty for a text of ASCII only.
    blocks: Vec<usize>,
    /// For each byte inside a block, nothing is stored: the block is scanned.
    bytes: Vec<u8>,
}

const BLOCK: usize = 64;

impl CharIndex {
    /// Reads the text once.
    pub fn new(text: &str) -> Self {
        if text.is_ascii() {
            return CharIndex { blocks: Vec::new(), bytes: Vec::new() };
        }
        let bytes = text.as_bytes();
        let mut blocks = Vec::with_capacity(bytes.len() / BLOCK + 1);
        let mut characters = 0;
        for (at, byte) in bytes.iter().enumerate() {
            if at.is_multiple_of(BLOCK) {
                blocks.push(characters);
            }
            characters += usize::from(begins_character(*byte));
        }
        if bytes.len().is_multiple_of(BLOCK) {
            blocks.push(characters);
        }
        CharIndex { blocks, bytes: bytes.to_vec() }
    }

    /// How many characters stand before byte `at`; an offset past the end counts as the end.
    pub fn chars_before(&self, at: usize) -> usize {
        if self.blocks.is_empty() {
            return at;
        }
        let at = at.min(self.bytes.len());
        let block = at / BLOCK;
        self.blocks[block] + self.bytes[block * BLOCK..at].iter().filter(|b| begins_character(**b)).count()
    }

    /// The same stretch in characters.
    pub fn chars(&self, span: Span) -> CharSpan {
        CharSpan { start: self.chars_before(span.start), end: self.chars_before(span.end) }
    }
}

/// Every byte of UTF-8 but a continuation byte begins a character.
fn begins_character(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_agree_with_the_standard_library_at_every_boundary() {
        for text in ["", "plain", "Ain al-Asad — “Iraq’s” base", &"é—x".repeat(100), &"ab".repeat(32)] {
            let index = CharIndex::new(text);
            for (count, (at, _)) in text.char_indices().enumerate() {
                assert_eq!(index.chars_before(at), count, "byte {at} of {text:?}");
            }
            assert_eq!(index.chars_before(text.len()), text.chars().count());
        }
    }

    #[test]
    fn a_span_that_does_not_fit_is_empty_not_a_panic() {
        assert_eq!(Span::new(1, 2).of("é"), "");
        assert_eq!(Span::new(5, 9).of("x"), "");
    }
}
