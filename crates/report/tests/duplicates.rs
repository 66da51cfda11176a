//! Copies of generated reports are found, and reports of one topic or one pattern are not taken for copies.

mod generated;

use std::collections::{BTreeMap, BTreeSet};

use chancery_report::{Duplicates, Fingerprint, Given, Report, Rules};
use generated::{Dice, Story, daily};

fn rules() -> Rules {
    Rules::read(&[
        ("data/text/calendar.csv", include_str!("../../../data/text/calendar.csv")),
        ("data/text/outlets.csv", include_str!("../../../data/text/outlets.csv")),
        ("data/text/layout.csv", include_str!("../../../data/text/layout.csv")),
    ])
    .unwrap()
}

fn report(id: &str, text: &str, rules: &Rules) -> Report {
    Report::from_text(text, Given { id: Some(id.to_owned()), ..Given::default() }, rules)
}

/// A stream of stories, copies of earlier ones and daily reports; each with its kind and, for a copy, the story's id.
fn stream(n: usize, seed: u64) -> Vec<(String, &'static str, Option<String>, String)> {
    let mut dice = Dice(seed);
    let mut stories: Vec<(String, Story)> = Vec::new();
    let mut all = Vec::new();
    for at in 0..n {
        let id = format!("r{at}");
        match dice.below(10) {
            0..4 => {
                let story = Story::new(&mut dice);
                all.push((id.clone(), "story", None, story.text()));
                stories.push((id, story));
            }
            4..7 if !stories.is_empty() => {
                let from = dice.below(stories.len());
                let (way, copy) = stories[from].1.copy(&mut dice);
                all.push((id, way, Some(stories[from].0.clone()), copy.text()));
            }
            _ => {
                let kind = dice.below(4);
                all.push((id, ["shares", "earthquake", "weather", "virus"][kind], None, daily(&mut dice, kind)));
            }
        }
    }
    all
}

#[test]
fn copies_are_found_and_patterns_are_no_copies() {
    let rules = rules();
    let mut seen = Duplicates::default();
    let (mut found, mut wrong, mut copies) = (0, 0, 0);
    let mut missed: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (id, kind, truth, text) in stream(4000, 7) {
        let mut report = report(&id, &text, &rules);
        seen.mark(&mut report);
        copies += usize::from(truth.is_some());
        let (all, bad) = missed.entry(kind).or_default();
        *all += 1;
        match (report.duplicate_of == truth, &report.duplicate_of) {
            (true, Some(_)) => found += 1,
            (true, None) => {}
            (false, answer) => {
                wrong += usize::from(answer.is_some());
                *bad += 1;
            }
        }
    }
    let (precision, recall) = (found as f64 / (found + wrong) as f64, found as f64 / copies as f64);
    assert!(precision >= 0.95 && recall >= 0.95, "precision {precision}, recall {recall}: {missed:?}");
}

#[test]
fn a_sentence_is_no_report_and_never_a_copy() {
    let rules = rules();
    let print = |text: &str| Fingerprint::of(&report("a", text, &rules)).unwrap();
    let short = "Police in Minsk detained 40 demonstrators.";
    assert!(!print(short).is_same(&print(short)));
    let long = Story::new(&mut Dice(5)).text();
    assert!(print(&long).is_same(&print(&long.to_uppercase())));
    assert!(Fingerprint::of(&report("a", "", &rules)).is_none());
    assert!(Fingerprint::of(&report("a", "… — !", &rules)).is_none());
}

#[test]
fn a_changed_toll_in_a_short_item_is_other_news_and_in_a_long_report_an_update() {
    let rules = rules();
    let mut dice = Dice(3);
    let long = Story::new(&mut dice).text();
    let toll = |text: &str, toll: usize| {
        format!("{text} The number of dead stood at {toll} when the search was called off for the night.")
    };
    let print = |text: &str| Fingerprint::of(&report("a", text, &rules)).unwrap();
    assert!(print(&toll(&long, 312)).is_same(&print(&toll(&long, 319))));
    let item = "Ferry sinks\n\nA ferry sank off the coast near Davao in the night, the coast guard there said, after it had struck a reef in heavy rain.";
    assert!(!print(&toll(item, 312)).is_same(&print(&toll(item, 319))));
}

#[test]
fn what_is_remembered_is_bounded_and_the_oldest_goes() {
    let rules = rules();
    let mut seen = Duplicates::with_room(50);
    let mut dice = Dice(11);
    let texts: Vec<String> = (0..120).map(|_| Story::new(&mut dice).text()).collect();
    let mut mark = |at: usize| seen.mark(&mut report(&at.to_string(), &texts[at], &rules));
    let marked: BTreeSet<usize> = (0..120).filter(|at| mark(*at)).collect();
    assert!(marked.is_empty(), "{marked:?}");
    assert!(mark(119) && mark(75), "both are among the last fifty");
    assert!(!mark(3), "it was dropped, and is new again");
    assert!(mark(3));
}
