//! Reads an input as the targets do, and checks what holds of every report and refusal.

use std::sync::LazyLock;

use chancery_intake::{Kind, Settings};
use chancery_report::Rules;

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    Rules::read(&[
        ("calendar.csv", include_str!("../../../data/text/calendar.csv")),
        ("outlets.csv", include_str!("../../../data/text/outlets.csv")),
        ("layout.csv", include_str!("../../../data/text/layout.csv")),
    ])
    .expect("the program's own data")
});

/// Reads all there is.
pub fn read(from: Option<Kind>, bytes: &[u8]) {
    let settings = Settings { from, ..Settings::default() };
    for item in chancery_intake::read("input", Some("input"), bytes, &settings, &RULES) {
        match item {
            Ok(report) => report.parts.iter().for_each(|part| drop(report.text[part.span.start..part.span.end].chars())),
            Err(refusal) => assert!(!refusal.what.is_empty() && !refusal.remedy.is_empty()),
        }
    }
}
