//! Every example of the lexicon gives exactly the events it says, and every frame is fired by one.

use chancery::Chancery;

#[test]
fn examples_give_the_events_they_say() {
    let chancery = Chancery::bundled().unwrap();
    let report = chancery.run_examples(&[]);
    let lines: Vec<String> = report
        .failures
        .iter()
        .map(|failure| format!("{}:{}: {}\n    {}", failure.file, failure.line, failure.text, failure.why))
        .collect();
    assert!(report.examples > 0 && report.frames > 0);
    assert!(lines.is_empty(), "{} failures in {} examples\n{}", lines.len(), report.examples, lines.join("\n"));
}
