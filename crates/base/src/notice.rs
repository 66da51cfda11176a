//! Notices: what a person should know about a report before trusting its record.

use crate::Span;

/// What kind of thing the notice tells; the codes are part of the public record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoticeCode {
    /// The report contradicts itself on its date.
    DateConflict,
    /// The report's language is not English; it was not coded.
    NotEnglish,
    /// The report holds no text to code.
    Empty,
    /// Bytes that are no UTF-8 were replaced by U+FFFD.
    BadEncoding,
    /// The page shows only a part of its article, or none; it was not coded.
    Stub,
    /// The report is too long to be coded whole; the rest was left out.
    Truncated,
    /// The report tells the same in the same words as an earlier one.
    Duplicate,
}

impl NoticeCode {
    /// The code as the record writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            NoticeCode::DateConflict => "date-conflict",
            NoticeCode::NotEnglish => "not-english",
            NoticeCode::Empty => "empty",
            NoticeCode::BadEncoding => "bad-encoding",
            NoticeCode::Stub => "stub",
            NoticeCode::Truncated => "truncated",
            NoticeCode::Duplicate => "duplicate",
        }
    }
}

/// A notice about one report: a code for programs, a sentence for people, and the words it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What kind.
    pub code: NoticeCode,
    /// One sentence that a person understands.
    pub message: String,
    /// The words of the report that show it, in bytes.
    pub spans: Vec<Span>,
}
