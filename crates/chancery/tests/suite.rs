//! The literate cases of the whole coder: a short report, and below it each event that coding it gives. `tests/suite/participants` tells who
//! takes part, `tests/suite/where` the place and the day.
//!
//! A case is a heading, perhaps `date: 2026-01-18`, a line `> text` and lines `- …`. `UPDATE=1 cargo test -p chancery --test suite` writes
//! what is found into the files; review the diff like code.

use std::path::PathBuf;

use chancery::record::{Event, Party};
use chancery::{Chancery, Given};

/// Runs all files of a folder; `line` tells an event of a case's text.
fn run(folder: &str, line: impl Fn(&Event, &str) -> String) {
    let chancery = Chancery::bundled().unwrap();
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/suite").join(folder);
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty());
    for path in paths {
        let before = std::fs::read_to_string(&path).unwrap();
        let after = renewed(&before, &chancery, &line);
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, after).unwrap();
        } else {
            let differing: Vec<_> = before.lines().zip(after.lines()).filter(|(old, new)| old != new).take(10).collect();
            assert!(before == after, "{}: wanted and found {differing:#?}", path.display());
        }
    }
}

/// The file with the lines of each case as they are found now.
fn renewed(file: &str, chancery: &Chancery, line: impl Fn(&Event, &str) -> String) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut given = Given::default();
    for written in file.lines().filter(|line| !line.starts_with("- ")) {
        out.push(written.to_owned());
        if written.starts_with('#') {
            given = Given::default();
        } else if let Some(day) = written.strip_prefix("date: ") {
            given.date = Some(day.parse().unwrap());
        } else if let Some(text) = written.strip_prefix("> ") {
            let record = chancery.code(&chancery.report_from_text(text, given.clone()));
            out.extend(record.events.iter().map(|event| format!("- {}", line(event, text))));
            if record.events.is_empty() {
                out.push("- no event".to_owned());
            }
        }
    }
    out.join("\n") + "\n"
}

#[test]
fn participants() {
    let parties = |parties: &[Party]| {
        let country = |party: &Party| party.country.map_or("–".to_owned(), |country| country.to_string());
        let told: Vec<String> = parties.iter().map(|party| format!("{} {}", party.text, country(party))).collect();
        if told.is_empty() { "nobody".to_owned() } else { told.join(", ") }
    };
    run("participants", |event, _| format!("{}: {} > {}", event.kind, parties(&event.actors), parties(&event.recipients)));
}

#[test]
fn places_and_days() {
    run("where", |event, text| {
        let place = event.place.as_ref().map_or_else(|| "no place".to_owned(), |place| format!("in {}", place.text));
        let days = event.date.map(|range| match range.first == range.last {
            true => format!(", {}", range.first),
            false => format!(", {} to {}", range.first, range.last),
        });
        format!("{} “{}”: {place}{}", event.kind, event.trigger.of(text), days.unwrap_or_default())
    });
}
