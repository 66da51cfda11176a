//! A string → sentences, words, tags, lemmas and trees: the language core.
//!
//! Its nouns: an [`Analysis`] owns the text and lists [`Sentence`]s and [`Word`]s; a word knows its bytes, tags, lemma, head and
//! relation. A text never gives an error: broken input gives a poorer analysis. This crate knows nothing of reports or politics, and
//! reads no files: the model comes as bytes.

mod analyser;
mod analysis;
mod breaks;
pub mod clock;
pub mod conllu;
mod label;
mod model;
mod name;
mod repair;
mod rules;
mod tag;
mod token;
#[cfg(feature = "train")]
pub mod train;
mod trees;

pub use analyser::Analyser;
pub use analysis::{Analysis, Sentence, Word, WordIdx};
pub use label::Label;
pub use model::{Annotation, Error, FORMAT, Model};
pub use name::{NameKind, NameTag};
pub use rules::Rules;
pub use tag::{Rel, Upos};
