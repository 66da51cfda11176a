//! Layouts of the field's data sets, one a file, and the tables that lead from Chancery's codes to theirs.
//!
//! GDELT, ICEWS and Phoenix know pairs only: an event is multiplied into every actor with every recipient, and what came from one event has
//! one group in the sidecar. Codes are text throughout; what is missing is written as each layout wants it.

pub mod check;
pub mod gdelt;
pub mod icews;
pub mod phoenix;
pub mod plover;
pub mod polecat;

use std::collections::BTreeMap;

use crate::{Event, Party, ReportHead};

/// An event that is to be written, with what the store knows about its happening.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// The report.
    pub head: &'a ReportHead,
    /// The event.
    pub event: &'a Event,
    /// The happening's name; empty where there is none.
    pub happening: &'a str,
    /// Reports that tell it.
    pub n_reports: u32,
    /// Independent outlets that tell it.
    pub n_outlets: u32,
    /// The time of the run, `YYYYMMDDHHMMSS`.
    pub now: &'a str,
}

/// One line of a layout, and the event it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The identifier of the row in its own layout.
    pub id: String,
    /// The line, without its end.
    pub line: String,
}

/// A country in other data sets.
#[derive(Clone, Debug, Default)]
pub(crate) struct CountryNames {
    pub(crate) name: String,
    pub(crate) fips: String,
    pub(crate) cow: String,
}

/// A CAMEO code in other data sets.
#[derive(Clone, Debug, Default)]
pub(crate) struct Code {
    pub(crate) label: String,
    pub(crate) gdelt: String,
    pub(crate) icews: String,
    pub(crate) phoenix: String,
    pub(crate) quad: String,
    pub(crate) penta: String,
}

/// A sector in other data sets.
#[derive(Clone, Debug, Default)]
pub(crate) struct SectorNames {
    pub(crate) cameo: String,
    pub(crate) icews: String,
    pub(crate) generic: String,
}

/// The tables that lead from Chancery's codes to those of others.
#[derive(Clone, Debug, Default)]
pub struct Crosswalk {
    countries: BTreeMap<String, CountryNames>,
    codes: BTreeMap<String, Code>,
    sectors: BTreeMap<String, SectorNames>,
}

impl Crosswalk {
    /// Reads the tables, each as name and text: `ontology/cameo.tsv`, `ontology/crosswalk-*.tsv`, `world/countries.csv`.
    pub fn read(files: &[(&str, &str)]) -> Crosswalk {
        let file = |name: &str| files.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| *text);
        let rows = |name: &str| -> Vec<Vec<String>> {
            let lines = file(name).lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
            lines.map(|line| line.split('\t').map(str::to_owned).collect()).collect()
        };
        let at = |row: &[String], n: usize| row.get(n).cloned().unwrap_or_default();
        let mut crosswalk = Crosswalk::default();
        let mut countries = csv::Reader::from_reader(file("world/countries.csv").as_bytes());
        for row in countries.records().flatten() {
            let cell = |n: usize| row.get(n).unwrap_or_default().to_owned();
            crosswalk.countries.insert(cell(0), CountryNames { name: cell(3), fips: cell(2), cow: String::new() });
        }
        for row in rows("ontology/crosswalk-cow.tsv") {
            crosswalk.countries.entry(at(&row, 0)).or_default().cow = at(&row, 1);
        }
        for row in rows("ontology/cameo.tsv") {
            crosswalk.codes.insert(at(&row, 0), Code { label: at(&row, 1), gdelt: at(&row, 2), ..Code::default() });
        }
        for row in rows("ontology/crosswalk-scores.tsv") {
            let code = crosswalk.codes.entry(at(&row, 0)).or_default();
            (code.icews, code.phoenix, code.quad, code.penta) = (at(&row, 1), at(&row, 2), at(&row, 3), at(&row, 4));
        }
        for row in rows("ontology/crosswalk-sectors.tsv") {
            let names = SectorNames { cameo: at(&row, 1), icews: at(&row, 2), generic: at(&row, 3) };
            crosswalk.sectors.insert(at(&row, 0), names);
        }
        crosswalk
    }

    pub(crate) fn country(&self, code: &str) -> CountryNames {
        self.countries.get(code).cloned().unwrap_or_default()
    }

    /// What is known of a CAMEO code, or of the nearest one above it.
    pub(crate) fn code(&self, code: &str) -> Code {
        let above = (2..=code.len()).rev().filter_map(|end| self.codes.get(code.get(..end)?));
        above.into_iter().next().cloned().unwrap_or_default()
    }

    pub(crate) fn sector(&self, code: &str) -> SectorNames {
        self.sectors.get(code).cloned().unwrap_or_default()
    }

    /// Whether a code stands in the table.
    pub(crate) fn has_code(&self, code: &str) -> bool {
        self.codes.contains_key(code)
    }
}

/// A directed pair of parties; either may be missing.
pub(crate) type Dyad<'a> = (Option<&'a Party>, Option<&'a Party>);

/// Every actor with every recipient. Actors without a recipient are each other's: two rows for two of them.
pub(crate) fn dyads(event: &Event) -> Vec<Dyad<'_>> {
    let all = |parties: &'_ [Party]| -> usize { parties.len().max(1) };
    if event.recipients.is_empty() && event.actors.len() > 1 {
        let pairs = event.actors.iter().enumerate().flat_map(|(i, actor)| {
            event.actors.iter().enumerate().filter(move |(j, _)| *j != i).map(move |(_, other)| (Some(actor), Some(other)))
        });
        return pairs.collect();
    }
    let mut pairs = Vec::new();
    for i in 0..all(&event.actors) {
        for j in 0..all(&event.recipients) {
            pairs.push((event.actors.get(i), event.recipients.get(j)));
        }
    }
    pairs
}

/// A cell of a layout without quotation marks: tabs and line ends would be read as new fields.
pub(crate) fn cell(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
}

/// The event's day, else the day of publication, as `YYYY-MM-DD`; and whether the text tells it.
pub(crate) fn day(told: &Told<'_>) -> (Option<chancery_base::Day>, bool) {
    match told.event.date {
        Some(range) => (Some(range.first), true),
        None => (told.head.published, false),
    }
}

/// A number that is the same for the same words: 62 bits of FNV-1a.
pub(crate) fn number(words: &[&str]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in words.iter().flat_map(|word| word.bytes().chain([0])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    (hash ^ hash >> 32) >> 2
}

/// The CAMEO code of one direction of a visit: 042 for the visitor, 043 for the host.
pub(crate) fn cameo(event: &Event) -> &str {
    event.cameo.as_deref().unwrap_or("")
}

/// The sidecar: which rows come from one event, so that the pairs can be undone.
pub fn sidecar_header() -> &'static str {
    "row\tgroup\treport\tevent\thappening\tdate_basis"
}

/// The sidecar's line for a row.
pub fn sidecar(row: &Row, told: &Told<'_>) -> String {
    let basis = match day(told) {
        (_, true) => "text",
        (Some(_), false) => "published",
        (None, false) => "none",
    };
    let (report, event) = (cell(&told.head.id), &told.event.id);
    format!("{}\t{report}:{event}\t{report}\t{event}\t{}\t{basis}", row.id, told.happening)
}
