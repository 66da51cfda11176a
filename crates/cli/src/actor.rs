//! `chancery actor`: phrases in, countries and sectors out.

use std::collections::VecDeque;
use std::path::Path;

use chancery::{ActorAnswer, Chancery, Day, parse_day};
use serde_json::{Value, json};

use crate::args::{Actor, ActorTo, From};
use crate::code::{json_line, refuse};
use crate::input::{Line, Refusal, next_line, open};
use crate::outcome::{Finished, Outcome};
use crate::output::Output;
use crate::own;
use crate::sanitize::sanitize;

/// One phrase to look up.
struct Question {
    id: String,
    text: String,
    day: Option<Day>,
}

/// Answers every phrase that the arguments name.
pub(crate) fn run(args: &Actor, output: &mut Output) -> Finished {
    let chancery = own::load(&args.own)?;
    let to = args.to.unwrap_or(if output.is_terminal { ActorTo::Text } else { ActorTo::Jsonl });
    let mut outcome = Outcome::default();
    let read_files = args.from.is_some() || args.phrases.is_empty() || args.phrases == ["-"];
    if !read_files {
        for (at, phrase) in args.phrases.iter().enumerate() {
            let question = Question { id: (at + 1).to_string(), text: phrase.clone(), day: args.date };
            answer(chancery, &question, to, output)?;
            outcome.n_taken += 1;
        }
        return Ok(outcome);
    }
    let mut files: VecDeque<&str> = args.phrases.iter().map(String::as_str).collect();
    if files.is_empty() {
        files.push_back("-");
    }
    for file in files {
        let mut opened = match open(Path::new(file)) {
            Ok(opened) => opened,
            Err(refusal) => {
                refuse(&refusal, &mut outcome, output);
                continue;
            }
        };
        let mut line_no = 0;
        while let Some(line) = next_line(opened.reader.as_mut())? {
            line_no += 1;
            let at = format!("{}: line {line_no}", opened.name);
            match question(line, line_no, args, &at) {
                Ok(Some(question)) => {
                    answer(chancery, &question, to, output)?;
                    outcome.n_taken += 1;
                }
                Ok(None) => {}
                Err(refusal) => refuse(&refusal, &mut outcome, output),
            }
        }
    }
    Ok(outcome)
}

/// The question on a line; none on a blank one.
fn question(line: Line, line_no: usize, args: &Actor, at: &str) -> Result<Option<Question>, Refusal> {
    let Line::Whole(line) = line else {
        return Err(Refusal::new(at, "the line is too long for a phrase", "put one phrase on a line"));
    };
    let line = String::from_utf8_lossy(&line);
    let line = line.trim_start_matches('\u{FEFF}').trim();
    if line.is_empty() {
        return Ok(None);
    }
    let json = args.from == Some(From::Jsonl) || args.from.is_none() && line.starts_with('{');
    if !json {
        return Ok(Some(Question { id: line_no.to_string(), text: line.to_owned(), day: args.date }));
    }
    let value: Value = serde_json::from_str(line).map_err(|_| {
        Refusal::new(at, "not JSON", "a line is one object, as {\"id\": \"a1\", \"text\": \"Iraq's foreign minister\"}")
    })?;
    let field = |name: &str| value.get(name).filter(|value| !value.is_null());
    let Some(text) = field("text").and_then(Value::as_str) else {
        return Err(Refusal::new(at, "there is no `text`", "put the phrase into the field `text`"));
    };
    let day = match field("date") {
        None => args.date,
        Some(date) => Some(date.as_str().and_then(parse_day).ok_or_else(|| {
            Refusal::new(at, format!("`date` is {date}, which is no date"), "write it as \"2026-01-18\", or leave it out")
        })?),
    };
    let id = match field("id") {
        Some(Value::String(id)) => id.clone(),
        Some(other) => other.to_string(),
        None => line_no.to_string(),
    };
    Ok(Some(Question { id, text: text.to_owned(), day }))
}

fn answer(chancery: &Chancery, question: &Question, to: ActorTo, output: &mut Output) -> std::io::Result<()> {
    let answer = chancery.actor(&question.text, question.day);
    match to {
        ActorTo::Jsonl => {
            let line = json!({
                "id": question.id,
                "country": answer.country.map(|country| country.to_string()),
                "sectors": answer.sectors.iter().map(|sector| sector.as_str()).collect::<Vec<_>>(),
                "name": answer.name,
                "office": answer.office,
            });
            output.line(&json_line(&line.to_string(), output.is_terminal))
        }
        ActorTo::Text => output.line(&sanitize(&told(&question.text, &answer))),
    }
}

/// "Iraq's foreign minister: IRQ GOV, Fuad Hussein".
fn told(phrase: &str, answer: &ActorAnswer) -> String {
    let codes: Vec<&str> = answer
        .country
        .iter()
        .map(|country| country.as_str())
        .chain(answer.sectors.iter().map(|sector| sector.as_str()))
        .collect();
    let codes = if codes.is_empty() { "not known".to_owned() } else { codes.join(" ") };
    let name = answer.name.as_deref().filter(|name| *name != phrase).map(|name| format!(", {name}")).unwrap_or_default();
    let why = if answer.why.is_empty() { String::new() } else { format!(" ({})", answer.why) };
    format!("{phrase}: {codes}{name}{why}")
}
