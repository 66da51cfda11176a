//! The shape of a coded event: type, participants, on whose word, how real, when and where, each with the words that show it.

use chancery_base::{Country, DayRange, Sector, Span};
use chancery_lexicon::{FrameId, TypeId};
use chancery_text::WordIdx;

use crate::entities::EntityIdx;
use crate::place::PlaceMention;

/// How real the report tells an event as being; none: it happens or has happened now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aux {
    /// Background from well before the report.
    Historical,
    /// To come.
    Future,
    /// Only possible.
    Hypothetical,
    /// It did not happen.
    Negation,
}

impl Aux {
    /// The value as the record writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Aux::Historical => "historical",
            Aux::Future => "future",
            Aux::Hypothetical => "hypothetical",
            Aux::Negation => "negation",
        }
    }
}

/// An actor, a recipient, or a source.
#[derive(Clone, Debug, PartialEq)]
pub struct Participant {
    /// The entity; none for an unnamed source.
    pub entity: Option<EntityIdx>,
    /// The words that name it most fully, in bytes.
    pub span: Span,
    /// Its country.
    pub country: Option<Country>,
    /// Its sectors, the main one first.
    pub sectors: Vec<Sector>,
    /// The role path by which it was found, or how else.
    pub why: String,
}

/// On whose word the report tells an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Who says so.
    pub participant: Participant,
    /// The word or words that say that it is said, in bytes.
    pub cue: Option<Span>,
    /// Whether it stands between quotation marks.
    pub quoted: bool,
}

/// One event.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The frame that fired.
    pub frame: FrameId,
    /// Type after what tense, modality and speaker make of it.
    pub event_type: TypeId,
    /// Modes.
    pub modes: Vec<String>,
    /// Contexts.
    pub contexts: Vec<String>,
    /// CAMEO code.
    pub cameo: String,
    /// How real.
    pub aux: Option<Aux>,
    /// Head word of the trigger.
    pub head: WordIdx,
    /// The trigger, in bytes.
    pub trigger: Span,
    /// The sentence that tells it, in bytes.
    pub evidence: Span,
    /// Triggers of other sentences that tell it again, in bytes.
    pub retold: Vec<Span>,
    /// Who acts.
    pub actors: Vec<Participant>,
    /// Who is acted on.
    pub recipients: Vec<Participant>,
    /// On whose word, outermost first.
    pub according_to: Vec<Source>,
    /// First and last day.
    pub date: Option<DayRange>,
    /// The words that tell the day, in bytes.
    pub date_span: Option<Span>,
    /// Where.
    pub place: Option<PlaceMention>,
    /// Probability that a careful reader agrees with type, actors and recipients.
    pub confidence: f64,
    /// What decided, one sentence each.
    pub reasons: Vec<String>,
}
