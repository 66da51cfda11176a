//! The flat table: one event a row, for spreadsheets and statistics packages.

use std::fmt::Display;
use std::io::Write;

use crate::{Event, Party, Record};

/// The columns, in order.
pub const CSV_COLUMNS: [&str; 33] = [
    "report",
    "source",
    "published",
    "title",
    "event",
    "type",
    "modes",
    "contexts",
    "aux",
    "quad",
    "scale",
    "cameo",
    "goldstein",
    "actors",
    "actor_countries",
    "actor_sectors",
    "recipients",
    "recipient_countries",
    "recipient_sectors",
    "according_to",
    "according_to_countries",
    "according_to_sectors",
    "date_first",
    "date_last",
    "place",
    "place_name",
    "place_country",
    "lat",
    "lon",
    "trigger",
    "evidence",
    "confidence",
    "rule",
];

/// Between the values of a cell that holds several: one value for each actor, say, empty where not known.
const BETWEEN: &str = "; ";
/// Between the sectors of one party.
const WITHIN: &str = " ";

/// The row of column names, with its line end.
pub fn csv_header() -> String {
    rows([CSV_COLUMNS])
}

/// A row for every event of the record, each with its line end; nothing for a record without events.
pub fn csv_rows(record: &Record) -> String {
    rows(record.events.iter().map(|event| row(record, event)))
}

/// Writes the records as one table.
pub fn write_csv<'a>(records: impl IntoIterator<Item = &'a Record>, mut writer: impl Write) -> std::io::Result<()> {
    writer.write_all(csv_header().as_bytes())?;
    records.into_iter().try_for_each(|record| writer.write_all(csv_rows(record).as_bytes()))
}

/// The records as one table in memory.
pub fn to_csv<'a>(records: impl IntoIterator<Item = &'a Record>) -> String {
    let rows: String = records.into_iter().map(csv_rows).collect();
    csv_header() + &rows
}

/// Any rows of cells as CSV; a cell that a spreadsheet would run as a formula is defused, unless it is a number.
pub fn csv_table(rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut table = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for row in rows {
        let cells = row.iter().map(|cell| if cell.parse::<f64>().is_ok() { cell.clone() } else { text(cell) });
        // It goes into memory: there is nothing that could fail.
        let _ = table.write_record(cells);
    }
    String::from_utf8(table.into_inner().unwrap_or_default()).unwrap_or_default()
}

fn rows<Cell: AsRef<[u8]>>(rows: impl IntoIterator<Item = [Cell; CSV_COLUMNS.len()]>) -> String {
    let mut table = csv::Writer::from_writer(Vec::new());
    for row in rows {
        // Rows are of one length and go into memory: there is nothing that could fail.
        let _ = table.write_record(row);
    }
    String::from_utf8(table.into_inner().unwrap_or_default()).unwrap_or_default()
}

fn row(record: &Record, event: &Event) -> [String; CSV_COLUMNS.len()] {
    let place = event.place.as_ref();
    // On whose word is told in the same three columns as the actors and recipients.
    let according: Vec<Party> = event.according_to.iter().map(as_party).collect();
    [
        text(&record.report.id),
        text(record.report.source.as_deref().unwrap_or_default()),
        value(record.report.published),
        text(record.report.title.as_deref().unwrap_or_default()),
        text(&event.id),
        text(&event.kind),
        text(&event.modes.join(BETWEEN)),
        text(&event.contexts.join(BETWEEN)),
        event.aux.map_or("", crate::Aux::as_str).to_owned(),
        event.quad.to_string(),
        event.scale.to_string(),
        text(event.cameo.as_deref().unwrap_or_default()),
        value(event.goldstein),
        names(&event.actors),
        countries(&event.actors),
        sectors(&event.actors),
        names(&event.recipients),
        countries(&event.recipients),
        sectors(&event.recipients),
        names(&according),
        countries(&according),
        sectors(&according),
        value(event.date.map(|range| range.first)),
        value(event.date.map(|range| range.last)),
        text(place.map_or("", |place| &place.text)),
        text(place.and_then(|place| place.name.as_deref()).unwrap_or_default()),
        value(place.and_then(|place| place.country)),
        value(place.and_then(|place| place.lat)),
        value(place.and_then(|place| place.lon)),
        text(event.trigger_text().unwrap_or_default()),
        text(&event.text),
        event.confidence.to_string(),
        text(&event.rule),
    ]
}

fn as_party(source: &crate::AccordingTo) -> Party {
    Party {
        entity: source.entity.clone(),
        text: source.text.clone(),
        span: source.span,
        country: source.country,
        sectors: source.sectors.clone(),
    }
}

fn names(parties: &[Party]) -> String {
    text(&joined(parties, |party| party.text.clone()))
}

fn countries(parties: &[Party]) -> String {
    text(&joined(parties, |party| value(party.country)))
}

fn sectors(parties: &[Party]) -> String {
    text(&joined(parties, |party| party.sectors.iter().map(|sector| sector.as_str()).collect::<Vec<_>>().join(WITHIN)))
}

fn joined(parties: &[Party], cell: impl Fn(&Party) -> String) -> String {
    parties.iter().map(cell).collect::<Vec<_>>().join(BETWEEN)
}

/// A number, day or code of our own: empty where not known.
fn value(value: Option<impl Display>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// Foreign words: a cell that a spreadsheet would run as a formula is led by an apostrophe. Numbers of our own need none.
fn text(words: &str) -> String {
    if words.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{words}") } else { words.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ReportHead, Span};

    #[test]
    fn a_formula_is_defused_and_a_number_is_not() {
        let mut record = Record::new(ReportHead::new("=1+1"));
        record.report.title = Some("@SUM(A1), \"quoted\"".to_owned());
        let mut event = Event::new("V1", "ACCUSE", Span(0, 1), Span(0, 1));
        event.scale = -3.5;
        record.events.push(event);
        let table = to_csv([&record]);
        let row = table.lines().nth(1).unwrap();
        assert!(row.starts_with("'=1+1,,,\"'@SUM(A1), \"\"quoted\"\"\",V1,ACCUSE,"), "{row}");
        assert!(row.contains(",-3.5,"), "{row}");
    }

    #[test]
    fn a_table_without_events_has_its_columns() {
        let none: [&Record; 0] = [];
        assert_eq!(to_csv(none).trim_end(), CSV_COLUMNS.join(","));
        let record = Record::new(ReportHead::new("a"));
        assert_eq!(to_csv([&record]).lines().count(), 1);
    }
}
