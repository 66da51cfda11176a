//! What holds for every report, whatever its bytes: the text is kept, parts are in order, nothing is lost, nothing panics.

use chancery_report::{Given, PartKind, Report, Rules, read_line};
use proptest::prelude::*;

fn rules() -> Rules {
    Rules::read(&[
        ("calendar.csv", include_str!("../../../data/text/calendar.csv")),
        ("outlets.csv", include_str!("../../../data/text/outlets.csv")),
        ("layout.csv", include_str!("../../../data/text/layout.csv")),
    ])
    .unwrap()
}

/// Pieces that the layout looks for, in any order, beside any characters.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<String>(),
        "[ \\n\\r\\t—–-]{1,3}",
        prop::sample::select(vec![
            "By Jane Doe",
            "BAGHDAD, Jan. 18, 2025 (Reuters) -",
            "(AP) —",
            "“Où?” ",
            "Read more: ",
            "Jan. 18, 2025",
            ", L, ",
            "\n\n",
            "\u{2029}",
            "Iran said on Sunday that it had withdrawn.",
            "File photo",
            "Published 2025-01-18",
            "LONDON—",
            "(",
            ")",
            "TRUMP: We",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn parts_are_in_order_and_hold_every_word(text in text()) {
        let rules = rules();
        let report = Report::from_text(text.as_str(), Given::default(), &rules);
        prop_assert_eq!(&report.text, &text);
        let mut at = 0;
        for part in &report.parts {
            prop_assert!(part.span.start >= at && part.span.end > part.span.start, "{:?} in {:?}", part, text);
            prop_assert!(text.get(part.span.start..part.span.end).is_some(), "{:?} cuts a character of {:?}", part, text);
            let between = &text[at..part.span.start];
            prop_assert!(!between.contains(|c: char| c.is_alphanumeric()), "{between:?} of {text:?} is in no part");
            at = part.span.end;
        }
        prop_assert!(!text[at..].contains(|c: char| c.is_alphanumeric()), "the end of {text:?} is in no part");
        for (span, _) in &report.dated {
            prop_assert!(!span.of(&text).is_empty());
        }
        if text.contains(|c: char| c.is_alphanumeric()) {
            prop_assert!(report.parts.iter().any(|part| part.kind != PartKind::Boilerplate));
        }
    }

    #[test]
    fn any_bytes_make_a_report_or_a_refusal(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        let rules = rules();
        let report = Report::from_bytes(&bytes, Given::default(), &rules);
        for notice in &report.notices {
            for span in &notice.spans {
                prop_assert_eq!(span.of(&report.text), "\u{FFFD}");
            }
        }
        let _ = read_line(1, &bytes, &rules);
    }

    #[test]
    fn a_line_gives_back_its_text(text in text()) {
        let line = serde_json::json!({ "text": text, "mood": "odd" }).to_string();
        let report = read_line(1, line.as_bytes(), &rules()).unwrap();
        prop_assert_eq!(report.text, text);
        prop_assert_eq!(&report.extra["mood"], "odd");
    }
}
