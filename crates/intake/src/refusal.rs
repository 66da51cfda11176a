//! Refusals: why an input, or one record of it, was passed over, where, and what to do about it.

use std::fmt;

/// Why something is no report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The input, as messages name it.
    pub input: String,
    /// Where in it, as "line 7", "record 3", "entry a.html"; empty for the whole input.
    pub place: String,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub remedy: String,
}

impl Refusal {
    /// A refusal of a whole input.
    pub fn new(input: impl Into<String>, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Refusal { input: input.into(), place: String::new(), what: what.into(), remedy: remedy.into() }
    }

    /// The same at a place of the input.
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.place = place.into();
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place.is_empty() {
            true => write!(f, "{}: {}; {}", self.input, self.what, self.remedy),
            false => write!(f, "{}: {}: {}; {}", self.input, self.place, self.what, self.remedy),
        }
    }
}

impl std::error::Error for Refusal {}
