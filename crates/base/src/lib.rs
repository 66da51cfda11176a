//! The words all rooms share: spans, days, codes of countries and sectors, notices about a report, problems in a data file.
//!
//! Nothing here reads files, knows English, or decides anything about politics. A type lives here only when three rooms need it.
//!
//! ```
//! use chancery_base::{Country, Sector, Span};
//! let span = Span::new(4, 9);
//! assert_eq!(span.of("The Quito embassy"), "Quito");
//! assert_eq!("ECU".parse::<Country>().unwrap().as_str(), "ECU");
//! assert_eq!("GOV".parse::<Sector>().unwrap(), Sector::Gov);
//! ```

mod code;
mod day;
mod notice;
mod problem;
mod span;

pub use code::{BadCode, Country, Sector};
pub use day::{Day, DayRange};
pub use notice::{Notice, NoticeCode};
pub use problem::Problem;
pub use span::{CharIndex, CharSpan, Span};
