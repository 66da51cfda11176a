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

#[test]
fn contexts_hold_for_their_examples_and_not_for_near_misses() {
    let chancery = Chancery::bundled().unwrap();
    let contexts = chancery.cues().contexts.list();
    assert_eq!(contexts.len(), 37, "PLOVER has 37 contexts");
    let mut wrong = Vec::new();
    for context in contexts {
        for example in &context.examples {
            let analysis = chancery.analyser().analyse_text(&example.text);
            let found =
                (0..analysis.sentences().len()).any(|at| chancery.cues().contexts.of(&analysis, at).contains(&&*context.name));
            if found != example.holds {
                wrong.push(format!(
                    "{}: {:?} should{} hold",
                    context.name,
                    example.text,
                    if example.holds { "" } else { " not" }
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
