//! Ontology and frame files → checked, compiled frames; tree → matches with reasons.
//!
//! Its nouns: the [`Ontology`] lists event types; a [`Frame`] says which words tell an act of a type and where its actor and recipient
//! stand; the [`Lexicon`] holds all frames; a [`Match`] is a frame that fits a tree, a [`NearMiss`] one that nearly did. How frame files
//! are written: `docs/frames.md`. This crate knows no actors: it asks its caller through [`AskKind`]. It holds no word of English: those
//! are in `data/lexicon`.

mod condition;
mod cues;
mod family;
mod frame;
mod grammar;
mod kind;
mod lemma;
mod matching;
mod ontology;
mod path;
mod pattern;
mod place;
mod read;

pub use condition::Condition;
pub use cues::{
    Context, ContextCues, ContextExample, CueExample, Cues, Direction, ExpectedAttribution, Gate, ModalityCue, ModalityCues,
    Reach, Reading, RelativeDay, Slot, SourcePhrase, SpeechCue, SpeechCues, SpeechKind, TimeWords, Unit,
};
pub use family::{Example, Expected};
pub use frame::{Frame, FrameId, Political};
pub use grammar::{Grammar, GrammarWords, SceneWords, lower_lemma};
pub use kind::{AskKind, Kind, Kinds};
pub use matching::{Filler, Match, Matches, Misfit, NearMiss};
pub use ontology::{EventType, Mode, Ontology, TypeId};
pub use path::{Path, Step};
pub use pattern::{Category, Hit, Pattern};
pub use read::Lexicon;
