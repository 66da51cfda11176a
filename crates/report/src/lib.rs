//! Reports: from the bytes of a news text to a text whose parts, outlet and day of publication are known.
//!
//! In: plain text ([`Report::from_text`], [`Report::from_bytes`]) or a line of JSON ([`read_line`]), with the [`Rules`] that say how news
//! looks (outlets, month names, caption and byline cues: all of them data). Out: a [`Report`] with its [`Part`]s. The text stays as it
//! was given, to the last blank; every [`Span`](chancery_base::Span) counts bytes of it.
//!
//! This room knows no tokens, no politics, no network and no clock. A report never fails: what is odd about it becomes a notice. Only
//! a line of JSON can be refused ([`LineError`]). A day is never guessed: without a given day or one that the text writes out with its
//! year, the day of publication is not known.
//!
//! ```
//! use chancery_report::{Given, PartKind, Report, Rules};
//!
//! let rules = Rules::read(&[
//!     ("calendar.csv", "kind,value,words\nmonth,5,May\n"),
//!     ("outlets.csv", "name,aliases,kind,country\nAgence France-Presse,AFP,agency,FRA\n"),
//!     ("layout.csv", "cue,words\n"),
//! ])
//! .unwrap();
//! let text = "Talks open in Geneva\n\nGENEVA, 12 May 2024 (AFP) – Envoys of both sides met on Sunday.";
//! let report = Report::from_text(text, Given::default(), &rules);
//! assert_eq!(report.title.as_deref(), Some("Talks open in Geneva"));
//! assert_eq!(report.source.as_deref(), Some("Agence France-Presse"));
//! assert_eq!(report.published.unwrap().day.to_string(), "2024-05-12");
//! let segments: Vec<_> = report.segments().into_iter().map(|(kind, span)| (kind, span.of(text))).collect();
//! assert_eq!(segments[1], (PartKind::Body, "Envoys of both sides met on Sunday."));
//! ```

mod dateline;
mod dates;
mod duplicates;
mod fingerprint;
mod language;
mod layout;
mod line;
mod marks;
mod paragraphs;
mod read;
mod report;
mod rules;

pub use dateline::Dateline;
pub use duplicates::{Duplicates, ROOM};
pub use fingerprint::{Fingerprint, PLACES, SAME_FIGURES, SAME_LENGTH, SAME_NAMES, SAME_WORDING};
pub use language::language_of;
pub use line::{line_kind, written_day};
pub use read::{LineError, MAX_BYTES, parse_day, read_line};
pub use report::{Given, Part, PartKind, Published, PublishedBasis, Report};
pub use rules::{Calendar, Cue, Outlet, Rules};
