//! Whole reports, paragraph by paragraph.

use crate::read::tests::rules;
use crate::{Given, PartKind, Report};

fn kinds(text: &str) -> Vec<(&'static str, String)> {
    let report = Report::from_text(text, Given::default(), &rules());
    report.parts.iter().map(|part| (part.kind.as_str(), part.span.of(text).to_owned())).collect()
}

fn check(text: &str, expected: &[(&str, &str)]) {
    let found = kinds(text);
    let found: Vec<(&str, &str)> = found
        .iter()
        .zip(expected.iter().map(|(_, start)| start.len()).chain(std::iter::repeat(40)))
        .map(|((kind, words), len)| {
            let mut len = len.min(words.len());
            while !words.is_char_boundary(len) {
                len -= 1;
            }
            (*kind, &words[..len])
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

const BODY: &str =
    "The foreign ministers of Iran and Iraq met in Tehran on Sunday and agreed to work together on the safety of their border.";

#[test]
fn one_paragraph_is_body_whatever_it_looks_like() {
    for text in ["Iran Withdraws Troops From Iraq", "By Jane Doe", "Subscribe to our newsletter", BODY] {
        check(text, &[("body", text)]);
    }
    check("GENEVA (AP) — Envoys met.", &[("dateline", "GENEVA (AP) —"), ("body", "Envoys met.")]);
    check("", &[]);
}

#[test]
fn a_report_with_everything() {
    let text = format!(
        "Iran and Iraq Agree on Border\n\nMinisters meet in Tehran.\n\nBy Jane Doe\nPublished: Jan. 19, 2026\n\nAbbas Araghchi, L, and Fuad Hussein, Jan. 18, 2026.\nAbbas Araghchi, L, and Fuad Hussein, Jan. 18, 2026.\n\nTEHRAN (AP) — {BODY}\n\nRead more: the border\n\n{BODY} It was late.\n\nA soldier at the border. (Photo by John Roe/Getty Images)\n\nCopyright 2026 The Associated Press"
    );
    check(
        &text,
        &[
            ("headline", "Iran and Iraq Agree on Border"),
            ("deck", "Ministers meet in Tehran."),
            ("byline", "By Jane Doe"),
            ("dateline", "Published: Jan. 19, 2026"),
            ("caption", "Abbas Araghchi, L, and"),
            ("boilerplate", "Abbas Araghchi, L, and"),
            ("dateline", "TEHRAN (AP) —"),
            ("body", "The foreign ministers"),
            ("boilerplate", "Read more"),
            ("body", "The foreign ministers"),
            ("caption", "A soldier at"),
            ("boilerplate", "Copyright 2026"),
        ],
    );
    let report = Report::from_text(text.as_str(), Given::default(), &rules());
    assert_eq!(report.title.as_deref(), Some("Iran and Iraq Agree on Border"));
    assert_eq!(report.source.as_deref(), Some("Associated Press"));
    assert_eq!(report.published.map(|published| published.day.to_string()).as_deref(), Some("2026-01-19"));
    let dated: Vec<_> = report.dated.iter().map(|(span, day)| (span.of(&text), day.to_string())).collect();
    assert_eq!(dated, [("Jan. 19, 2026", "2026-01-19".to_owned()), ("Jan. 18, 2026", "2026-01-18".to_owned())]);
    assert!(
        report.segments().iter().all(|(kind, _)| !matches!(kind, PartKind::Byline | PartKind::Dateline | PartKind::Boilerplate))
    );
}

#[test]
fn headlines_and_decks() {
    let second = format!("{BODY} And more.");
    // A headline may end in a stop, where its capitals or its neighbours show what it is.
    check(&format!("Ministers Agree on Border in Tehran.\n\n{BODY}"), &[("headline", "Ministers"), ("body", "The foreign")]);
    check(
        &format!("Ministers agree on border.\n\nTEHRAN (AP) — {BODY}"),
        &[("headline", "Ministers"), ("dateline", "TEHRAN"), ("body", "The foreign")],
    );
    // Two plain sentences are body and body.
    check(&format!("Iran left the talks on Monday.\n\n{BODY}"), &[("body", "Iran left"), ("body", "The foreign")]);
    // The first paragraph below a headline is no deck when body follows.
    check(
        &format!("Ministers agree on border\n\nIran left the talks on Monday.\n\n{BODY}"),
        &[("headline", "Ministers"), ("body", "Iran left"), ("body", "The foreign")],
    );
    // A line close below the headline, or without a stop, is.
    check(
        &format!("Ministers agree on border\nThey met in Tehran.\n\n{BODY}\n\n{second}"),
        &[("headline", "Ministers"), ("deck", "They met"), ("body", "The foreign"), ("body", "The foreign")],
    );
    check(
        &format!("Ministers agree on border\n\nA meeting in Tehran after months of doubt\n\n{BODY}"),
        &[("headline", "Ministers"), ("deck", "A meeting"), ("body", "The foreign")],
    );
    // A question inside a report is a subhead of the body, not a caption.
    check(&format!("{BODY}\n\nWhat happens next?\n\n{second}"), &[("body", "The"), ("body", "What"), ("body", "The")]);
}

#[test]
fn repeated_lines() {
    // The headline printed twice; a sentence that is said twice in a short text stays.
    check(
        &format!("Iran and Iraq agree on border\n\nIran and Iraq agree on border\n\n{BODY}"),
        &[("headline", "Iran"), ("boilerplate", "Iran"), ("body", "The foreign")],
    );
    check(&format!("{BODY}\n\nHe declined.\n\nHe declined."), &[("body", "The"), ("body", "He"), ("body", "He")]);
}

#[test]
fn a_transcript_has_no_datelines() {
    check(
        "TRUMP: We will leave the region soon.\n\nBLITZER: When will that be, Mr. President?",
        &[("body", "TRUMP:"), ("body", "BLITZER:")],
    );
}

#[test]
fn a_given_title_marks_the_headline() {
    let text = format!("Iran left the talks on Monday.\n\n{BODY}");
    let given = Given { title: Some("Iran left the talks on Monday".to_owned()), ..Given::default() };
    let report = Report::from_text(text, given, &rules());
    assert_eq!(report.parts[0].kind, PartKind::Headline);
}
