//! `chancery explain`: for each sentence the tree, the events with what decided, and what came near.

use std::io::Write;

use chancery::{Chancery, Report, SentenceExplanation};

use crate::args::Explain;
use crate::code::refuse;
use crate::input::Reports;
use crate::outcome::{Finished, Outcome};
use crate::output::Output;
use crate::own;
use crate::paint::{Painter, Role, piece};

/// Explains every report that the arguments name.
pub(crate) fn run(args: &Explain, output: &mut Output) -> Finished {
    let chancery = own::load(&args.own)?;
    let mut outcome = Outcome::default();
    for report in Reports::new(&args.inputs, chancery.rules()) {
        match report {
            Ok(report) => {
                show(chancery, &report, output)?;
                outcome.n_taken += 1;
            }
            Err(refusal) => refuse(&refusal, &mut outcome, output),
        }
    }
    Ok(outcome)
}

/// Writes the explanation of one report.
pub(crate) fn show(chancery: &Chancery, report: &Report, output: &mut Output) -> std::io::Result<()> {
    let painter = Painter { color: output.color, width: output.width() };
    let explanation = chancery.explain(report);
    write!(output.out, "{}", head(report, painter))?;
    for (at, sentence) in explanation.sentences.iter().enumerate() {
        write!(output.out, "\n{}", explained(at + 1, sentence, painter))?;
    }
    output.out.flush()
}

fn head(report: &Report, painter: Painter) -> String {
    let mut text = painter.paragraph(&[piece(report.title.as_deref().unwrap_or(&report.id), Role::Title)], "");
    for part in report.parts.iter().filter(|part| !part.kind.is_told()) {
        let words = part.span.of(&report.text);
        text.push_str(&painter.paragraph(&[piece(format!("not coded, as {}: {words}", part.kind.as_str()), Role::Faint)], ""));
    }
    text
}

fn explained(number: usize, sentence: &SentenceExplanation, painter: Painter) -> String {
    let mut text = painter.paragraph(&[piece(format!("{number}. "), Role::Faint), piece(&sentence.text, Role::Title)], "");
    text.push_str(&tree(sentence));
    for (name, reasons) in &sentence.events {
        text.push_str(&painter.paragraph(&[piece("event ", Role::Plain), piece(name, Role::Trigger)], "  "));
        for reason in reasons {
            text.push_str(&painter.paragraph(&[piece(format!("because {reason}"), Role::Plain)], "    "));
        }
    }
    for inside in &sentence.inside {
        text.push_str(&painter.paragraph(&[piece(format!("no event: {inside}"), Role::Faint)], "  "));
    }
    for near in &sentence.near {
        text.push_str(&painter.paragraph(&[piece(format!("no event: {near}"), Role::Faint)], "  "));
    }
    if sentence.events.is_empty() && sentence.inside.is_empty() && sentence.near.is_empty() {
        text.push_str(
            &painter.paragraph(&[piece("no event: no word of the sentence is a trigger in the lexicon", Role::Faint)], "  "),
        );
    }
    text
}

/// The words in columns: number, form, lemma, part of speech, relation and head, whom it stands for.
fn tree(sentence: &SentenceExplanation) -> String {
    let longest = |of: fn(&chancery::WordExplanation) -> &str| {
        sentence.words.iter().map(|word| of(word).chars().count()).max().unwrap_or(0).min(24)
    };
    let (form, lemma, rel) = (longest(|word| &word.form), longest(|word| &word.lemma), longest(|word| word.relation));
    let mut text = String::new();
    for (at, word) in sentence.words.iter().enumerate() {
        let head = match word.head.checked_sub(1).and_then(|head| sentence.words.get(head)) {
            Some(head) => format!("{} {}", word.head, head.form),
            None => "–".to_owned(),
        };
        let who = word.stands_for.as_deref().map(|who| format!("  = {who}")).unwrap_or_default();
        let row = format!(
            "  {:>3} {:form$} {:lemma$} {:5} {:rel$} < {head}{who}",
            at + 1,
            word.form,
            word.lemma,
            word.upos,
            word.relation
        );
        // Columns are kept, so the row is not broken like a paragraph.
        text.push_str(&crate::sanitize::sanitize(row.trim_end()));
        text.push('\n');
    }
    text
}
