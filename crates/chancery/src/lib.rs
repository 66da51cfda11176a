//! Chancery: bytes or report → record. Bundles the trained model, the lexicon and the world, and runs the rooms in their order.
//!
//! ```
//! let chancery = chancery::Chancery::bundled().unwrap();
//! let report = chancery.report_from_text("Police in Minsk detained 40 demonstrators on Sunday.", chancery::Given::default());
//! let record = chancery.code(&report);
//! assert_eq!(record.events[0].kind, "COERCE");
//! assert_eq!(record.events[0].actors[0].country.unwrap().as_str(), "BLR");
//! ```
//!
//! It makes no linguistic decision: it wires, converts and counts.

mod actor;
mod bundle;
mod convert;
mod error;
mod examples;
mod explain;
pub mod own;
mod parallel;

pub use actor::ActorAnswer;
pub use bundle::{Chancery, Files};
pub use chancery_base::{Country, Day, Problem, Sector};
pub use chancery_lexicon::{Frame, Lexicon};
pub use chancery_record as record;
/// The language core, for those who need trees and no events.
pub mod analysis {
    pub use chancery_text::{Analyser, Analysis, NameKind, NameTag, Rel, Sentence, Upos, Word, WordIdx, conllu};
}

/// What is known of the world, and how a user adds to it.
pub use chancery_world as world;

pub use chancery_report::{Duplicates, Fingerprint, Given, LineError, PartKind, PublishedBasis, Report, parse_day, read_line};
pub use error::Error;
pub use examples::{ExampleFailure, ExampleReport};
pub use explain::{Explanation, SentenceExplanation, WordExplanation};
pub use parallel::Manner;
