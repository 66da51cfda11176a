//! Runs the examples of frame files: each must give exactly the events it says, each frame must be fired by one.

use std::collections::BTreeSet;

use chancery_lexicon::{Example, Expected};
use chancery_record::{Event, Party, Record};
use chancery_report::{Given, parse_day};

use crate::Chancery;

/// An example that gave something else than it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleFailure {
    /// The file it stands in.
    pub file: String,
    /// Its line there, from 1; 0 where a whole frame is meant.
    pub line: usize,
    /// The sentence, or the frame's id.
    pub text: String,
    /// What was expected and what came out.
    pub why: String,
}

/// What running the examples gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExampleReport {
    /// Examples run.
    pub examples: usize,
    /// Examples that are known to fail and do.
    pub known: usize,
    /// Frames they should fire.
    pub frames: usize,
    /// What failed.
    pub failures: Vec<ExampleFailure>,
}

impl Chancery {
    /// Runs the examples of the files whose name ends in one of `only` (all, where it is empty).
    pub fn run_examples(&self, only: &[String]) -> ExampleReport {
        let chosen = |file: &str| only.is_empty() || only.iter().any(|name| file.ends_with(name.trim_start_matches("data/")));
        let mut report = ExampleReport::default();
        let mut fired: BTreeSet<String> = BTreeSet::new();
        for example in self.lexicon().examples().iter().filter(|example| chosen(&example.file)) {
            report.examples += 1;
            let record = self.code_example(example);
            fired.extend(record.events.iter().map(|event| event.rule.clone()));
            let why = match (compare(&example.events, &record.events), &example.fails) {
                (Some(_), Some(_)) => {
                    report.known += 1;
                    // What the example would fire counts: the fault is not the frame's.
                    fired.extend(example.events.iter().filter_map(|event| event.frame.clone()));
                    None
                }
                (None, Some(_)) => Some("it is as it should be: take its `fails` away".to_owned()),
                (why, None) => why,
            };
            if let Some(why) = why {
                report.failures.push(ExampleFailure {
                    file: example.file.clone(),
                    line: example.line,
                    text: example.text.clone(),
                    why,
                });
            }
        }
        for frame in self.lexicon().frames().iter().filter(|frame| chosen(&frame.file)) {
            report.frames += 1;
            if !fired.contains(&frame.id) {
                let why = "no example fires this frame".to_owned();
                report.failures.push(ExampleFailure { file: frame.file.clone(), line: 0, text: frame.id.clone(), why });
            }
        }
        report
    }

    fn code_example(&self, example: &Example) -> Record {
        let date = example.date.as_deref().and_then(parse_day);
        self.code(&self.report_from_text(&example.text, Given { date, ..Given::default() }))
    }
}

/// What differs, in words; none where all is as expected.
fn compare(expected: &[Expected], events: &[Event]) -> Option<String> {
    let mut left: Vec<&Event> = events.iter().collect();
    let mut missing = Vec::new();
    for want in expected {
        match left.iter().position(|event| fits(want, event)) {
            Some(at) => {
                left.remove(at);
            }
            None => missing.push(want),
        }
    }
    if missing.is_empty() && left.is_empty() {
        return None;
    }
    let wanted: Vec<String> = missing.iter().map(|want| describe_expected(want)).collect();
    let surplus: Vec<String> = left.iter().map(|event| describe(event)).collect();
    Some(format!("missing: {}; not expected: {}", or_nothing(&wanted), or_nothing(&surplus)))
}

fn or_nothing(items: &[String]) -> String {
    if items.is_empty() { "nothing".to_owned() } else { items.join(", ") }
}

fn fits(want: &Expected, event: &Event) -> bool {
    want.event_type == event.kind
        && want.frame.as_ref().is_none_or(|frame| *frame == event.rule)
        && want
            .trigger
            .as_ref()
            .is_none_or(|trigger| event.trigger_text().is_some_and(|words| words.contains(trigger) || trigger.contains(words)))
        && want.actor.as_ref().is_none_or(|actor| same(actor, &event.actors))
        && want.recipient.as_ref().is_none_or(|recipient| same(recipient, &event.recipients))
        && want.modes.as_ref().is_none_or(|modes| *modes == event.modes)
        && want.aux.as_ref().is_none_or(|aux| aux == event.aux.map_or("", |aux| aux.as_str()))
}

/// The same codes in any order; an expected code without sectors ("FRA") does not ask for them.
fn same(expected: &[String], parties: &[Party]) -> bool {
    let codes: Vec<String> = parties.iter().map(code).collect();
    expected.len() == codes.len()
        && expected.iter().all(|want| {
            codes.iter().any(|code| {
                code == want || code.split(' ').next() == Some(want.as_str()) || code.starts_with(&format!("{want} "))
            })
        })
}

/// "BLR COP".
fn code(party: &Party) -> String {
    chancery_record::codes(party.country, &party.sectors)
}

fn codes(parties: &[Party]) -> String {
    parties.iter().map(code).collect::<Vec<_>>().join(" + ")
}

fn describe(event: &Event) -> String {
    let aux = event.aux.map_or_else(String::new, |aux| format!(" [{}]", aux.as_str()));
    let trigger = event.trigger_text().unwrap_or_default();
    format!(
        "{} “{trigger}” ({}): {} > {} {:?}{aux}",
        event.kind,
        event.rule,
        codes(&event.actors),
        codes(&event.recipients),
        event.modes
    )
}

fn describe_expected(want: &Expected) -> String {
    let list = |codes: &Option<Vec<String>>| codes.as_ref().map_or_else(|| "any".to_owned(), |codes| codes.join(" + "));
    let trigger = want.trigger.as_deref().unwrap_or("…");
    format!("{} “{trigger}”: {} > {} {:?}", want.event_type, list(&want.actor), list(&want.recipient), want.modes)
}
