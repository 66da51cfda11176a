//! The literate cases of `tests/suite/where`: a text, and below it each event with its place and day, as the whole coder finds them.
//!
//! `UPDATE=1 cargo test -p chancery --test scenes` writes what is found into the files; review the diff like code.

use std::path::PathBuf;

use chancery::{Chancery, Given};

/// One line an event: type, trigger, place, day.
fn found(chancery: &Chancery, text: &str, date: Option<&str>) -> Vec<String> {
    let given = Given { date: date.map(|day| day.parse().unwrap()), ..Given::default() };
    let record = chancery.code(&chancery.report_from_text(text, given));
    let lines = record.events.iter().map(|event| {
        let place = event.place.as_ref().map_or_else(|| "no place".to_owned(), |place| format!("in {}", place.text));
        let days = event.date.map(|range| match range.first == range.last {
            true => format!(", {}", range.first),
            false => format!(", {} to {}", range.first, range.last),
        });
        format!("- {} “{}”: {place}{}", event.kind, event.trigger.of(text), days.unwrap_or_default())
    });
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() { vec!["- no event".to_owned()] } else { lines }
}

/// The file with the lines of each case as they are found now.
fn renew(chancery: &Chancery, file: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut date = None;
    for line in file.lines().filter(|line| !line.starts_with("- ")) {
        out.push(line.to_owned());
        if line.starts_with('#') {
            date = None;
        } else if let Some(day) = line.strip_prefix("date: ") {
            date = Some(day);
        } else if let Some(text) = line.strip_prefix("> ") {
            out.extend(found(chancery, text, date));
        }
    }
    out.join("\n") + "\n"
}

#[test]
fn events_have_their_places() {
    let chancery = Chancery::bundled().unwrap();
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/suite/where");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        let before = std::fs::read_to_string(&path).unwrap();
        let after = renew(&chancery, &before);
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, after).unwrap();
        } else {
            let differing: Vec<_> = before.lines().zip(after.lines()).filter(|(old, new)| old != new).take(10).collect();
            assert!(before == after, "{}: wanted and found {differing:#?}", path.display());
        }
    }
}
