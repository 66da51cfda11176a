//! The sample reports of `examples/`, coded into a store in memory, so that the first visit shows something real.

use chancery::{Chancery, Given, read_line};
use chancery_store::{Keeping, Store};

const TEXTS: [(&str, &str, &str); 4] = [
    ("sample-nairobi", "2026-09-21", include_str!("../../../examples/nairobi-talks.txt")),
    ("sample-andes", "2026-08-17", include_str!("../../../examples/andes-border.txt")),
    ("sample-protests", "2026-07-06", include_str!("../../../examples/capital-protests.txt")),
    ("sample-sahel", "2026-10-12", include_str!("../../../examples/sahel-attack.txt")),
];
const LINES: &str = include_str!("../../../examples/reports.jsonl");

/// A store of the samples.
pub(crate) fn store(chancery: &Chancery) -> chancery_store::Result<Store> {
    let mut reports = Vec::new();
    for (id, day, text) in TEXTS {
        let mut given = Given { id: Some(id.to_owned()), ..Given::default() };
        given.source = Some("Chancery Sample Service".to_owned());
        let read = chancery.report_from_text(text, given.clone());
        // Where the text says its day, that stands.
        if read.published.is_none() {
            given.date = chancery::parse_day(day);
        }
        reports.push(chancery.report_from_text(text, given));
    }
    reports.extend(LINES.lines().enumerate().filter_map(|(at, line)| read_line(at + 1, line.as_bytes(), chancery.rules()).ok()));
    let mut store = Store::in_memory()?;
    let mut batch = store.batch("2026-01-01T00:00:00Z")?;
    for report in &reports {
        batch.add(&chancery.code(report), Keeping { text: Some(&report.text), ..Keeping::default() })?;
    }
    batch.commit()?;
    Ok(store)
}
