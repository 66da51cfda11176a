//! A position in the record: characters, written as `[start, end]`.

use chancery_base::CharSpan;
use serde::{Deserialize, Serialize};

/// First character and one past the last, of the report's text as it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span(pub usize, pub usize);

impl Span {
    /// The words of `text` that this span names; empty where the span does not fit. Walks the text: for a few spans only.
    pub fn of(self, text: &str) -> &str {
        let Span(start, end) = self;
        if start > end {
            return "";
        }
        let mut boundaries = text.char_indices().map(|(at, _)| at).chain(std::iter::once(text.len()));
        let Some(first) = boundaries.nth(start) else { return "" };
        let last = if end == start { Some(first) } else { boundaries.nth(end - start - 1) };
        last.map_or("", |last| &text[first..last])
    }

    /// The same span counted from `base` on: `None` where it begins before it.
    pub fn relative_to(self, base: usize) -> Option<Span> {
        Some(Span(self.0.checked_sub(base)?, self.1.checked_sub(base)?))
    }
}

impl From<CharSpan> for Span {
    fn from(span: CharSpan) -> Self {
        Span(span.start, span.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_names_characters_not_bytes() {
        let text = "“Où” est-il?";
        for (span, words) in [
            (Span(1, 3), "Où"),
            (Span(0, 12), text),
            (Span(12, 12), ""),
            (Span(5, 5), ""),
            (Span(11, 13), ""),
            (Span(99, 99), ""),
            (Span(3, 1), ""),
        ] {
            assert_eq!(span.of(text), words, "{span:?}");
        }
        assert_eq!(Span(5, 9).relative_to(4), Some(Span(1, 5)));
        assert_eq!(Span(3, 9).relative_to(4), None);
    }
}
