//! The literate cases of `tests/suite/participants`: a short report, and below it the events that coding it gives, with who takes part.
//!
//! A case is a heading, perhaps `date: 2026-01-18`, a line `> text` and lines `- TYPE: actors > recipients`, each party as its words and
//! its country. `UPDATE=1 cargo test -p chancery --test suite` writes what is found into the files; review the diff like code.

use std::fmt::Write as _;
use std::path::PathBuf;

use chancery::record::{Event, Party};
use chancery::{Chancery, Given};

fn parties(parties: &[Party]) -> String {
    let country = |party: &Party| party.country.map_or("–".to_owned(), |country| country.to_string());
    let told = parties.iter().map(|party| format!("{} {}", party.text, country(party)));
    let told: Vec<String> = told.collect();
    if told.is_empty() { "nobody".to_owned() } else { told.join(", ") }
}

fn line(event: &Event) -> String {
    format!("- {}: {} > {}", event.kind, parties(&event.actors), parties(&event.recipients))
}

/// The file with each case's lines as they are found now.
fn renewed(file: &str, chancery: &Chancery) -> String {
    let mut out = String::new();
    let mut given = Given::default();
    for line_of_file in file.lines().filter(|line| !line.starts_with("- ")) {
        if let Some(day) = line_of_file.strip_prefix("date: ") {
            given.date = Some(day.parse().unwrap());
        }
        let _ = writeln!(out, "{line_of_file}");
        if let Some(text) = line_of_file.strip_prefix("> ") {
            let record = chancery.code(&chancery.report_from_text(text, std::mem::take(&mut given)));
            out.extend(record.events.iter().map(|event| format!("{}\n", line(event))));
            if record.events.is_empty() {
                out.push_str("- none\n");
            }
        }
    }
    out
}

#[test]
fn participants() {
    let chancery = Chancery::bundled().unwrap();
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/suite/participants");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty());
    for path in files {
        let before = std::fs::read_to_string(&path).unwrap();
        let after = renewed(&before, &chancery);
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, after).unwrap();
        } else {
            let differing = before.lines().zip(after.lines()).find(|(wanted, found)| wanted != found);
            assert!(before == after, "{}: wanted and found {differing:?}", path.display());
        }
    }
}
