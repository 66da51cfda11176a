//! The shape of a frame file (docs/frames.md), and its examples.

use std::collections::BTreeMap;

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FamilyFile {
    #[serde(rename = "type")]
    pub(crate) event_type: String,
    #[serde(default)]
    pub(crate) modes: Vec<String>,
    pub(crate) cameo: Option<String>,
    pub(crate) about: String,
    /// For people who read the file: what belongs elsewhere.
    #[serde(default, rename = "not")]
    pub(crate) _not: String,
    #[serde(rename = "frame")]
    pub(crate) frames: Vec<FrameRow>,
    #[serde(rename = "example")]
    pub(crate) examples: Vec<ExampleRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FrameRow {
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) verbs: Vec<String>,
    #[serde(default)]
    pub(crate) nouns: Vec<String>,
    #[serde(default)]
    pub(crate) adjectives: Vec<String>,
    #[serde(default)]
    pub(crate) actor: Vec<String>,
    #[serde(default)]
    pub(crate) recipient: Vec<String>,
    pub(crate) noun_actor: Option<Vec<String>>,
    pub(crate) noun_recipient: Option<Vec<String>>,
    #[serde(default)]
    pub(crate) reciprocal: Vec<String>,
    #[serde(default)]
    pub(crate) content: Vec<String>,
    #[serde(default)]
    pub(crate) need: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub(crate) bar: BTreeMap<String, Vec<String>>,
    pub(crate) political: Option<String>,
    pub(crate) modes: Option<Vec<String>>,
    pub(crate) cameo: Option<String>,
    /// For people who read the file.
    #[serde(default, rename = "about")]
    pub(crate) _about: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExampleRow {
    pub(crate) text: String,
    pub(crate) date: Option<String>,
    #[serde(default)]
    pub(crate) events: Vec<ExpectedRow>,
    pub(crate) fails: Option<String>,
    /// For people who read the file.
    #[serde(default, rename = "about")]
    pub(crate) _about: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExpectedRow {
    #[serde(rename = "type")]
    pub(crate) event_type: Option<String>,
    pub(crate) trigger: Option<String>,
    pub(crate) frame: Option<String>,
    pub(crate) actor: Option<OneOrMany>,
    pub(crate) recipient: Option<OneOrMany>,
    pub(crate) modes: Option<Vec<String>>,
    pub(crate) aux: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    pub(crate) fn list(self) -> Vec<String> {
        match self {
            OneOrMany::One(one) if one.is_empty() => Vec::new(),
            OneOrMany::One(one) => vec![one],
            OneOrMany::Many(many) => many,
        }
    }
}

/// A sentence of a frame file with the events that coding it must give.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// The file it stands in.
    pub file: String,
    /// Its line there, from 1.
    pub line: usize,
    /// The sentence.
    pub text: String,
    /// The day it is read as reported on, as written.
    pub date: Option<String>,
    /// Exactly the events that must come out; none for a near miss.
    pub events: Vec<Expected>,
    /// Why it does not come out yet; the example must then fail, so that the note goes when the fault is mended.
    pub fails: Option<String>,
}

/// What is expected of one event; what is `None` is not checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    /// Event type.
    pub event_type: String,
    /// Words of the trigger.
    pub trigger: Option<String>,
    /// The frame that fires.
    pub frame: Option<String>,
    /// "BLR COP", one for each actor.
    pub actor: Option<Vec<String>>,
    /// The same for recipients.
    pub recipient: Option<Vec<String>>,
    /// Modes.
    pub modes: Option<Vec<String>>,
    /// Auxiliary; the empty string: none.
    pub aux: Option<String>,
}
