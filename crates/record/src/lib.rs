//! The public record: what Chancery tells about one report, and the layouts in which it is written and read.
//!
//! In: a [`Record`] that the façade filled. Out: JSON Lines ([`to_jsonl`]) and a flat table ([`to_csv`]); in again: [`from_jsonl`].
//! Its nouns are the [`ReportHead`] (which report), the [`Entity`] (who), the [`Event`] (who did what to whom, when, where), the
//! [`Attribution`] (on whose word) and the [`Place`]. A position is a [`Span`] and counts *characters* of the report's text.
//!
//! This room knows no analysis and no database. Fields may be added to a record; a field keeps its name and meaning.
//!
//! ```
//! use chancery_record::{Event, Party, Record, ReportHead, Span, from_jsonl, to_jsonl};
//!
//! // "Police in Minsk detained 40 demonstrators."
//! let mut record = Record::new(ReportHead::new("minsk-1"));
//! let mut event = Event::new("V1", "COERCE", Span(16, 24), Span(0, 42));
//! event.modes = vec!["arrest".to_owned()];
//! event.text = "Police in Minsk detained 40 demonstrators.".to_owned();
//! event.actors = vec![Party {
//!     entity: "E1".to_owned(),
//!     text: "Police in Minsk".to_owned(),
//!     span: Span(0, 15),
//!     country: "BLR".parse().ok(),
//!     sectors: vec!["COP".parse().unwrap()],
//! }];
//! record.events.push(event);
//!
//! let line = to_jsonl(&record);
//! assert!(line.contains(r#""trigger":[16,24]"#));
//! assert_eq!(from_jsonl(&line).unwrap(), record);
//! assert_eq!(record.events[0].trigger_text(), Some("detained"));
//! ```

mod csv;
mod jsonl;
pub mod layout;
mod line;
mod record;
mod span;
mod written;

pub use crate::csv::{CSV_COLUMNS, csv_header, csv_rows, csv_table, to_csv, write_csv};
pub use jsonl::{Error, from_jsonl, read_jsonl, to_jsonl};
pub use line::EventLine;
pub use record::{
    AccordingTo, Attribution, Aux, Entity, EntityKind, Event, Notice, Part, PartKind, Party, Place, PublishedBasis, Record,
    ReportHead, SCHEMA, codes,
};
pub use span::Span;
