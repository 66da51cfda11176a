//! Compiled frames: which words tell an act, and where its actor and recipient stand.

use crate::condition::Condition;
use crate::ontology::TypeId;
use crate::path::Path;
use crate::pattern::Pattern;

/// A frame, as a position in the lexicon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FrameId(pub u32);

/// Who must have a country or a sector for the frame to tell an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Political {
    /// One of the two.
    Either,
    /// The actor.
    Actor,
    /// The recipient.
    Recipient,
    /// Both of them.
    Both,
    /// Nobody.
    Nobody,
}

/// One compiled frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// Stable id, "coerce.arrest.detain": the record's `rule`.
    pub id: String,
    /// The file it stands in.
    pub file: String,
    /// Type of its events.
    pub event_type: TypeId,
    /// Modes of its events.
    pub modes: Vec<String>,
    /// CAMEO code of its events.
    pub cameo: String,
    /// What it tells, for people.
    pub about: String,
    /// The trigger patterns.
    pub patterns: Vec<Pattern>,
    /// Where the actor stands.
    pub actor: Vec<Path>,
    /// Where the recipient stands.
    pub recipient: Vec<Path>,
    /// Where the actor stands when the trigger is a noun.
    pub noun_actor: Vec<Path>,
    /// Where the recipient stands when the trigger is a noun.
    pub noun_recipient: Vec<Path>,
    /// What joins the actors.
    pub reciprocal: Vec<Path>,
    /// Where what is only demanded, threatened, promised or refused stands.
    pub content: Vec<Path>,
    /// What must be there.
    pub need: Vec<Condition>,
    /// What must not be there.
    pub bar: Vec<Condition>,
    /// Who must be political.
    pub political: Political,
}
