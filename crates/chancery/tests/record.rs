//! What holds for every record: spans name the text they stand beside, ids point at entities, threads change nothing.

use chancery::record::{Record, Span, from_jsonl, to_jsonl};
use chancery::{Chancery, Given, Manner, Report};

/// All sample reports of `examples/`.
fn samples(chancery: &Chancery) -> Vec<Report> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let texts = paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "txt"));
    let reports: Vec<Report> =
        texts.map(|path| chancery.report_from_text(&std::fs::read_to_string(path).unwrap(), Given::default())).collect();
    assert!(reports.len() >= 4);
    reports
}

/// Checks every span of the record against the text it names.
fn check_spans(text: &str, record: &Record) {
    let characters = text.chars().count();
    let inside =
        |span: Span| assert!(span.0 < span.1 && span.1 <= characters, "{span:?} of {characters} in {}", record.report.id);
    let ids: Vec<&str> = record.entities.iter().map(|entity| entity.id.as_str()).collect();
    for event in &record.events {
        inside(event.trigger);
        assert_eq!(event.evidence.of(text), event.text);
        for party in event.actors.iter().chain(&event.recipients) {
            assert_eq!(party.span.of(text), party.text);
            assert!(ids.contains(&party.entity.as_str()), "{} is no entity", party.entity);
        }
        for source in &event.according_to {
            assert_eq!(source.span.of(text), source.text);
        }
        if let Some(place) = &event.place {
            assert_eq!(place.span.of(text), place.text);
        }
        event.date_span.into_iter().for_each(inside);
        assert!((0.0..=1.0).contains(&event.confidence));
    }
    for entity in &record.entities {
        entity.mentions.iter().copied().for_each(inside);
    }
    for place in &record.places {
        assert_eq!(place.span.of(text), place.text);
    }
    for one in &record.attributions {
        one.source.iter().chain(&one.cue).chain(&one.content).copied().for_each(inside);
    }
    record.report.parts.iter().for_each(|part| inside(part.span));
}

#[test]
fn every_span_names_the_text_it_stands_beside() {
    let chancery = Chancery::bundled().unwrap();
    for report in samples(&chancery) {
        let record = chancery.code(&report);
        check_spans(&report.text, &record);
        assert_eq!(from_jsonl(&to_jsonl(&record)).unwrap(), record);
    }
}

#[test]
fn the_samples_hold_all_sixteen_types() {
    let chancery = Chancery::bundled().unwrap();
    let mut types: Vec<String> =
        samples(&chancery).iter().flat_map(|report| chancery.code(report).events).map(|event| event.kind).collect();
    types.sort();
    types.dedup();
    assert_eq!(types.len(), 16, "{types:?}");
}

#[test]
fn one_and_two_threads_write_the_same_bytes_in_the_order_of_the_reports() {
    let chancery = Chancery::bundled().unwrap();
    let reports: Vec<Report> = samples(&chancery).into_iter().cycle().take(150).collect();
    let run = |threads: usize| {
        let mut lines = Vec::new();
        let items = reports.iter().cloned().map(Ok::<_, ()>);
        chancery.code_all(items, Manner { threads, code_duplicates: false }, |item| {
            lines.extend(item.map(|(_, record)| to_jsonl(&record)).ok());
            true
        });
        lines
    };
    let one = run(1);
    assert_eq!(one.len(), reports.len());
    assert_eq!(one, run(2));
}

#[test]
fn odd_texts_are_coded_without_a_panic() {
    let chancery = Chancery::bundled().unwrap();
    let long = "Troops ".repeat(3000);
    let texts = [
        "",
        " ",
        "\n\n\n",
        "\u{feff}",
        "—",
        "“",
        "\u{202e}abc",
        "a\u{301}e\u{301} said.",
        "👩‍👩‍👧‍👦 met 👨‍👩‍👦 in 🇫🇷.",
        "(((((((",
        "... ... ...",
        "The the the of of of",
        "US US US US",
        "He said she said they said.",
        "Mr. Mrs. Dr. U.S. U.N. vs.",
        "\u{0}\u{1}\u{2}",
        &long,
    ];
    for text in texts {
        let report = chancery.report_from_text(text, Given::default());
        check_spans(text, &chancery.code(&report));
    }
}
