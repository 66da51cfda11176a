//! The store: keeps records in one SQLite file, links those that tell one happening, and answers questions about them.
//!
//! In: [`chancery_record::Record`]s, one report each ([`Batch::add`]); out: events with their reports ([`Store::each`]), counts
//! ([`Store::aggregate`]), happenings ([`Store::happening`]), answers to SQL ([`Store::ask`]). Its nouns are the *report* with its versions,
//! the *event*, the *happening* (what records of different reports tell in common), the *ruling* (what a person decided about two records)
//! and the *filter* (what is asked for).
//!
//! A report is in the store whole or not at all; added again it changes nothing; a newer version takes the place of the older one, which
//! stays in the history. The happenings depend on the reports, not on the order in which they came.
//!
//! ```
//! use chancery_record::{Event, Record, ReportHead, Span};
//! use chancery_store::{Added, Filter, Keeping, Store};
//!
//! let mut record = Record::new(ReportHead::new("minsk-1"));
//! record.events.push(Event::new("V1", "COERCE", Span(16, 24), Span(0, 42)));
//! let mut store = Store::in_memory().unwrap();
//! let mut batch = store.batch("2026-01-18T10:00:00Z").unwrap();
//! assert_eq!(batch.add(&record, Keeping::default()).unwrap(), Added::New);
//! assert_eq!(batch.add(&record, Keeping::default()).unwrap(), Added::Unchanged);
//! batch.commit().unwrap();
//! let coerced = Filter { kinds: vec!["COERCE".to_owned()], ..Filter::default() };
//! assert_eq!(store.find(&coerced).unwrap()[0].record.report.id, "minsk-1");
//! ```
//!
//! It does not know how coding works, has no clock (the caller says what time it is), and is the only room with SQL.

mod aggregate;
mod batch;
mod check;
mod cluster;
mod days;
mod error;
mod filter;
mod functions;
mod happening;
mod link;
mod pack;
mod query;
mod reports;
mod rule;
mod schema;
mod score;
mod sketch;
mod sketch_bytes;
mod sql;
mod store;
mod tally;
mod withheld;

pub use aggregate::{By, Group};
pub use batch::{Added, Batch, Keeping};
pub use check::Info;
pub use days::{from_number, to_number};
pub use error::{Error, Result};
pub use filter::Filter;
pub use happening::{Happening, Telling};
pub use query::{Found, happening_name, happening_number};
pub use reports::Kept;
pub use rule::EventName;
pub use schema::VERSION;
pub use score::LINKED;
pub use sql::{Allowance, Answer};
pub use store::Store;
