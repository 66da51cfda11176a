//! The literate cases of `tests/suite/{attribution,modality,when}`: a sentence, and below it what the stage finds.
//!
//! A case is a heading, a line `> text`, perhaps `date: 2026-01-18` (the report's day), and lines `- …`. For attribution each line is
//! `source | cue | content`, for modality `trigger: readings with their words`, for when `trigger: days`. `UPDATE=1 cargo test -p
//! chancery-coder --test suite` writes what is found into the files; review the diff like code.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use chancery_base::{Day, Problem, Span};
use chancery_lexicon::Cues;
use chancery_text::{Analyser, Analysis, Model, Rules, WordIdx};

struct Case<'a> {
    analysis: &'a Analysis,
    cues: &'a Cues,
    published: Option<Day>,
}

fn told(problems: Vec<Problem>) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// Runs all files of a folder; `find` answers a case's lines, given the triggers that the file asks for.
fn run(folder: &str, find: impl Fn(&Case<'_>, &[String]) -> Vec<String>) {
    let model = Model::load(chancery_data::file("models/english.model").unwrap()).unwrap();
    let analyser = Analyser::new(model, Rules::read(&chancery_data::texts("text/")).map_err(told).unwrap());
    let cues = Cues::read(&chancery_data::texts("lexicon/shared/")).map_err(told).unwrap();
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/suite").join(folder);
    let mut files: Vec<PathBuf> = fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut wrong = String::new();
    for path in files.iter().filter(|path| path.extension().is_some_and(|ending| ending == "md")) {
        let before = fs::read_to_string(path).unwrap();
        let after = renew(&before, |text, published, asked| {
            let analysis = analyser.analyse_text(text);
            find(&Case { analysis: &analysis, cues: &cues, published }, asked)
        });
        if std::env::var_os("UPDATE").is_some() {
            fs::write(path, after).unwrap();
        } else {
            for (old, new) in before.lines().zip(after.lines()).filter(|(old, new)| old != new).take(10) {
                let _ = writeln!(wrong, "{}:\n  wanted {old}\n  found  {new}", path.display());
            }
            assert!(
                before.lines().count() == after.lines().count() || !wrong.is_empty(),
                "{}: more or fewer lines",
                path.display()
            );
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// The file with each case's lines as they are found now.
fn renew(file: &str, find: impl Fn(&str, Option<Day>, &[String]) -> Vec<String>) -> String {
    let mut out = String::new();
    let mut text = String::new();
    let mut published = None;
    let mut asked: Vec<String> = Vec::new();
    let flush = |out: &mut String, text: &mut String, published: &mut Option<Day>, asked: &mut Vec<String>| {
        if !text.is_empty() {
            for line in find(text, *published, asked) {
                let _ = writeln!(out, "- {line}");
            }
            out.push('\n');
        }
        (*published, *text) = (None, String::new());
        asked.clear();
    };
    for line in file.lines() {
        if line.starts_with('#') {
            flush(&mut out, &mut text, &mut published, &mut asked);
        }
        if let Some(found) = line.strip_prefix("- ") {
            asked.push(found.split_once(':').map_or(found, |(trigger, _)| trigger).to_owned());
            continue;
        }
        if line.is_empty() && !text.is_empty() {
            continue;
        }
        if let Some(found) = line.strip_prefix("> ") {
            text.push_str(&found.replace("¶", "\n\n"));
        }
        if let Some(day) = line.strip_prefix("date: ") {
            published = day.parse().ok();
        }
        out.push_str(line);
        out.push('\n');
    }
    flush(&mut out, &mut text, &mut published, &mut asked);
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// The word of a case's text that a line asks for.
fn word_named(analysis: &Analysis, name: &str) -> WordIdx {
    let all = (0..analysis.words().len()).map(|at| WordIdx(at as u32));
    all.into_iter()
        .find(|word| analysis.form(*word).eq_ignore_ascii_case(name))
        .unwrap_or_else(|| panic!("no word {name:?} in {:?}", analysis.text()))
}

#[test]
fn attributions() {
    run("attribution", |case, _| {
        let text = case.analysis.text();
        let words = |spans: &[Span]| spans.iter().map(|span| span.of(text).replace('\n', "¶")).collect::<Vec<_>>().join(" … ");
        let found = chancery_coder::attribute(case.analysis, &case.cues.speech);
        let lines: Vec<String> =
            found.iter().map(|one| format!("{} | {} | {}", words(&one.source), words(&one.cue), words(&one.content))).collect();
        if lines.is_empty() { vec!["none".into()] } else { lines }
    });
}

#[test]
fn modalities() {
    run("modality", |case, asked| {
        let times = chancery_coder::times(case.analysis, case.published, &case.cues.time);
        asked
            .iter()
            .map(|trigger| {
                let word = word_named(case.analysis, trigger);
                let dated = chancery_coder::when(case.analysis, word, &times, &case.cues.time);
                let told = dated.map(|dated| (dated.range, times[dated.at].head));
                let found = chancery_coder::modality(case.analysis, word, &case.cues.modality, case.published, told);
                let readings = [
                    ("negation", found.negation),
                    ("future", found.future),
                    ("hypothetical", found.hypothetical),
                    ("historical", found.historical),
                ];
                let told =
                    readings.iter().filter_map(|(name, word)| word.map(|word| format!("{name} by {}", case.analysis.form(word))));
                let told: Vec<String> = told.collect();
                format!("{trigger}: {}", if told.is_empty() { "real".into() } else { told.join(", ") })
            })
            .collect()
    });
}

#[test]
fn days() {
    run("when", |case, asked| {
        let times = chancery_coder::times(case.analysis, case.published, &case.cues.time);
        asked
            .iter()
            .map(|trigger| {
                let found = chancery_coder::when(case.analysis, word_named(case.analysis, trigger), &times, &case.cues.time);
                let days = found.map(|dated| (dated.range, times[dated.at].span));
                let told = days.map_or("none".into(), |(range, span)| {
                    let words = span.of(case.analysis.text());
                    if range.first == range.last {
                        format!("{} by {words}", range.first)
                    } else {
                        format!("{} to {} by {words}", range.first, range.last)
                    }
                });
                format!("{trigger}: {told}")
            })
            .collect()
    });
}
