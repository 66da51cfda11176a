//! Intake: byte streams of what users really have become reports, one at a time.
//!
//! In: a named stream of bytes ([`read`]): text, Markdown, a web page, a feed, JSON in lines or lists, a table, a web archive, each also
//! compressed with gzip or zstd or in a zip archive, told apart by content. Out: [`Reports`], an iterator of reports and of [`Refusal`]s
//! that say what was passed over, where, and what to do about it. One report is in memory at a time, and everything has a
//! [limit](limits).
//!
//! This room knows no network, no clock and no paths (a name is only a name), and of English only what `data/text` tells. It never
//! panics, whatever the bytes are.
//!
//! ```
//! use chancery_intake::{Settings, read};
//! # let calendar = include_str!("../../../data/text/calendar.csv");
//! # let outlets = include_str!("../../../data/text/outlets.csv");
//! # let layout = include_str!("../../../data/text/layout.csv");
//! # let rules = chancery_report::Rules::read(&[("calendar.csv", calendar), ("outlets.csv", outlets), ("layout.csv", layout)]).unwrap();
//! let table = "id,date,text\n7,2024-05-12,Envoys of both sides met in Geneva.\n8,soon,They left.\n";
//! let settings = Settings::default();
//! let reports: Vec<_> = read("talks.csv", None, table.as_bytes(), &settings, &rules).collect();
//! assert_eq!(reports[0].as_ref().unwrap().id, "7");
//! assert!(reports[1].as_ref().unwrap_err().to_string().starts_with("talks.csv: line 3: the date is \"soon\""));
//! ```

mod charset;
mod context;
mod date;
mod feed;
mod http;
mod json;
pub mod limits;
mod lines;
mod markdown;
mod open;
pub mod page;
mod refusal;
mod sniff;
mod table;
mod unpack;
mod warc;
mod zip;

pub use context::Settings;
pub use lines::{Line, next_line};
pub use open::{Reports, read};
pub use refusal::Refusal;
pub use sniff::Kind;
pub use table::{Columns, Role};

#[cfg(test)]
pub(crate) mod tests {
    use chancery_report::Rules;

    /// The rules that the program ships.
    pub(crate) fn rules() -> Rules {
        Rules::read(&[
            ("data/text/calendar.csv", include_str!("../../../data/text/calendar.csv")),
            ("data/text/outlets.csv", include_str!("../../../data/text/outlets.csv")),
            ("data/text/layout.csv", include_str!("../../../data/text/layout.csv")),
        ])
        .unwrap()
    }
}
