//! Labels: short strings of a closed set (tags, feature lines), each kept once for the whole process, so that a word costs no memory for them.

use std::collections::HashSet;
use std::fmt;
use std::ops::Deref;
use std::sync::{Mutex, OnceLock, PoisonError};

/// A string of a closed set; it is copied like a number.
///
/// ```
/// let tag = chancery_text::Label::new("VBD");
/// assert_eq!(&*tag, "VBD");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label(&'static str);

impl Label {
    /// No value: "_", as CoNLL-U writes it.
    pub const NONE: Label = Label("_");

    /// The label that reads so. Only for strings of a closed set, such as a model's tags: what is asked for once stays in memory.
    pub fn new(text: &str) -> Label {
        static KNOWN: OnceLock<Mutex<HashSet<&'static str>>> = OnceLock::new();
        let mut known = KNOWN.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(label) = known.get(text) {
            return Label(label);
        }
        let label: &'static str = Box::leak(text.into());
        known.insert(label);
        Label(label)
    }
}

impl Deref for Label {
    type Target = str;

    fn deref(&self) -> &str {
        self.0
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Debug for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.0, f)
    }
}
