//! The flags of `chancery query`.

use std::path::PathBuf;

use chancery::Day;
use chancery_store::{By, Filter, happening_number};
use clap::{Args, ValueEnum};

use crate::store_args::StoreFile;

/// Ask a store: which events, or how many of them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chancery query --store record.chancery --actor IRN/GOV --recipient IRQ --since 2026-01 --type CONSULT,AGREE
  chancery query --store record.chancery --text \"Ain al-Asad\" --min-outlets 2 --to csv > events.csv
  chancery query --store record.chancery --by month,dyad,type --aux none --to csv
  chancery query --store record.chancery --to gdelt --sidecar groups.tsv > 20260118.export.CSV
  chancery query --store record.chancery --happening H0123456789abcde
  chancery query --store record.chancery --sql \"SELECT actors, count(*) FROM events GROUP BY 1 ORDER BY 2 DESC LIMIT 10\"

Several values of one flag, with commas between them: any of them. Several flags: all of them.")]
pub(crate) struct Query {
    #[command(flatten)]
    pub(crate) store: StoreFile,
    /// Who did it: a country and, if wanted, sectors (IRN, IRN/GOV, USA/MIL); /GOV is any country's.
    #[arg(long, value_name = "CODES", value_delimiter = ',', value_parser = party)]
    actor: Vec<String>,
    /// To whom. Parties of talks that have no host are each other's recipients.
    #[arg(long, value_name = "CODES", value_delimiter = ',', value_parser = party)]
    recipient: Vec<String>,
    /// On whose word it is told.
    #[arg(long, value_name = "CODES", value_delimiter = ',', value_parser = party)]
    said_by: Vec<String>,
    /// Event types, as CONSULT,AGREE.
    #[arg(long = "type", value_name = "TYPES", value_delimiter = ',')]
    kind: Vec<String>,
    /// Modes, as visit,phone.
    #[arg(long, value_name = "MODES", value_delimiter = ',')]
    mode: Vec<String>,
    /// Contexts, as economic.
    #[arg(long, value_name = "CONTEXTS", value_delimiter = ',')]
    context: Vec<String>,
    /// Quad classes: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    #[arg(long, value_name = "1-4", value_delimiter = ',', value_parser = clap::value_parser!(u8).range(1..=4))]
    quad: Vec<u8>,
    /// From this day, month or year on. An event whose text tells no day counts on the day of its report.
    #[arg(long, value_name = "DATE", value_parser = first_day)]
    since: Option<Day>,
    /// To this day, month or year, with all of it.
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    until: Option<Day>,
    /// Only events whose text tells the day.
    #[arg(long)]
    dated: bool,
    /// Country of the place.
    #[arg(long, value_name = "COUNTRIES", value_delimiter = ',')]
    place: Vec<String>,
    /// none (it happened), historical, future, hypothetical, negation.
    #[arg(long, value_name = "AUX", value_delimiter = ',', value_parser = ["none", "historical", "future", "hypothetical", "negation"])]
    aux: Vec<String>,
    /// Only what so many independent outlets tell.
    #[arg(long, value_name = "N", default_value_t = 0)]
    min_outlets: u32,
    /// Only what is at least so sure, 0 to 1.
    #[arg(long, value_name = "P")]
    min_confidence: Option<f64>,
    /// A word or phrase of the sentence that tells the event; given twice: both.
    #[arg(long, value_name = "PHRASE")]
    text: Vec<String>,
    /// A word or phrase of the report or its title.
    #[arg(long, value_name = "PHRASE")]
    report_text: Vec<String>,
    /// Ids of reports.
    #[arg(long, value_name = "ID")]
    report: Vec<String>,
    /// Outlets.
    #[arg(long, value_name = "NAME")]
    source: Vec<String>,
    /// A happening: with nothing else asked, all its tellings and how they changed.
    #[arg(long, value_name = "H…", value_parser = happening)]
    pub(crate) happening: Option<String>,
    /// At most so many; without it, 50 on a terminal and all into a file or pipe.
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<usize>,
    /// The newest first.
    #[arg(long)]
    newest: bool,
    /// Count instead of listing: by year, month, day, dyad, actor, recipient, said-by, type, quad, place, source, aux.
    #[arg(long, value_name = "KEYS", value_delimiter = ',')]
    pub(crate) by: Vec<By>,
    /// Ask in SQL, for reading only; `SELECT name FROM sqlite_schema WHERE type = 'view'` shows what there is.
    #[arg(long, value_name = "SELECT", conflicts_with = "by")]
    pub(crate) sql: Option<String>,
    /// Seconds that a question in SQL may take.
    #[arg(long, value_name = "N", default_value_t = 60)]
    pub(crate) sql_seconds: u64,
    /// What to write. Without it: a table on a terminal, jsonl into a file or pipe.
    #[arg(long, value_name = "LAYOUT")]
    pub(crate) to: Option<QueryTo>,
    /// Where to write which rows come from one event, for layouts that multiply events into pairs.
    #[arg(long, value_name = "FILE")]
    pub(crate) sidecar: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum QueryTo {
    /// A table for people.
    Table,
    /// An event a line with its report beside it; counts and answers to SQL an object a line.
    Jsonl,
    /// Whole records, a report a line, as `chancery code` writes them.
    Records,
    /// A table with an event a row.
    Csv,
    /// Parquet, for DuckDB, Polars, pandas, R arrow.
    Parquet,
    /// PLOVER 0.8 JSON lines.
    Plover,
    /// GDELT 2.0 events.
    Gdelt,
    /// GDELT 2.0 mentions.
    GdeltMentions,
    /// ICEWS.
    Icews,
    /// POLECAT.
    Polecat,
    /// Phoenix.
    Phoenix,
}

impl Query {
    /// What is asked for.
    pub(crate) fn filter(&self) -> Filter {
        Filter {
            actors: self.actor.clone(),
            recipients: self.recipient.clone(),
            said_by: self.said_by.clone(),
            kinds: self.kind.iter().map(|kind| kind.to_ascii_uppercase()).collect(),
            modes: self.mode.clone(),
            contexts: self.context.clone(),
            quads: self.quad.clone(),
            since: self.since,
            until: self.until,
            dated: self.dated,
            places: self.place.iter().map(|place| place.to_ascii_uppercase()).collect(),
            aux: self.aux.clone(),
            min_outlets: self.min_outlets,
            min_confidence: self.min_confidence,
            texts: self.text.clone(),
            report_texts: self.report_text.clone(),
            reports: self.report.clone(),
            sources: self.source.clone(),
            happenings: self.happening.iter().filter_map(|name| happening_number(name)).collect(),
            limit: self.limit,
            newest: self.newest,
            after: None,
        }
    }
}

fn party(written: &str) -> Result<String, String> {
    let codes: Vec<String> = written.split(['/', '+']).map(str::to_ascii_uppercase).collect();
    let fits = |code: &String| code.len() == 3 && code.chars().all(|c| c.is_ascii_uppercase());
    let (country, sectors) = (&codes[0], &codes[1..]);
    let known = |code: &String| code.parse::<chancery::Sector>().is_ok();
    if !(fits(country) || country.is_empty() && !sectors.is_empty()) {
        return Err("write a country of three letters and, if wanted, sectors: IRN, IRN/GOV, /MIL".to_owned());
    }
    match sectors.iter().find(|code| !known(code)) {
        Some(code) => Err(format!("{code} is no sector; GOV, MIL, COP, REB, CVL are some")),
        None => Ok(codes.join("/")),
    }
}

fn happening(written: &str) -> Result<String, String> {
    happening_number(written).map(|_| written.to_owned()).ok_or_else(|| "happenings are named as H0123456789abcde".to_owned())
}

/// A year, a month or a day, filled up with its first day.
fn first_day(written: &str) -> Result<Day, String> {
    let filled = match written.len() {
        4 => format!("{written}-01-01"),
        7 => format!("{written}-01"),
        _ => written.to_owned(),
    };
    crate::args::day(&filled).map_err(|_| "write 2026, 2026-01 or 2026-01-18".to_owned())
}

/// The same with its last day.
fn last_day(written: &str) -> Result<Day, String> {
    let first = first_day(written)?;
    Ok(match written.len() {
        4 => first.last_of_year(),
        7 => first.last_of_month(),
        _ => first,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_parties_are_read_as_people_write_them() {
        assert_eq!(last_day("2026-02").unwrap().to_string(), "2026-02-28");
        assert_eq!(last_day("2025").unwrap().to_string(), "2025-12-31");
        assert_eq!(first_day("2026-02").unwrap().to_string(), "2026-02-01");
        assert!(first_day("02/2026").is_err() && first_day("2026-13").is_err());
        assert_eq!(party("irn/gov").unwrap(), "IRN/GOV");
        assert_eq!(party("/MIL").unwrap(), "/MIL");
        assert!(party("Iran").is_err() && party("IRN/XXX").is_err() && party("").is_err());
    }
}
