//! `chancery extract`: pages, feeds and archives in, articles out, without coding them.

use std::io::Write;
use std::path::Path;

use chancery::Report;
use chancery_intake::Settings;
use chancery_report::Rules;
use serde_json::{Map, Value, json};

use crate::args::{Extract, ExtractTo};
use crate::code::{json_line, refuse};
use crate::input::Reports;
use crate::outcome::{Finished, Outcome};
use crate::output::Output;
use crate::paint::{Painter, Role, piece};

/// Endings that are no part of a page's name.
const ENDINGS: [&str; 9] = [".gz", ".zst", ".html", ".htm", ".xhtml", ".md", ".markdown", ".txt", ".text"];

/// Extracts from everything that the arguments name.
pub(crate) fn run(args: &Extract, output: &mut Output) -> Finished {
    let rules = rules()?;
    let to = args.to.unwrap_or(if output.is_terminal { ExtractTo::Text } else { ExtractTo::Jsonl });
    let settings = Settings { headline: false, ..args.inputs.settings() };
    let mut outcome = Outcome::default();
    for item in Reports::with(settings, &args.inputs.files, &rules) {
        match item {
            Ok(report) => {
                match to {
                    ExtractTo::Jsonl => {
                        let line = json_line(&article(&report).to_string(), output.is_terminal);
                        output.line(&line)?;
                    }
                    ExtractTo::Text => write!(output.out, "{}", shown(&report, outcome.n_taken == 0, output))?,
                }
                outcome.n_taken += 1;
            }
            Err(refusal) => refuse(&refusal, &mut outcome, output),
        }
    }
    Ok(outcome)
}

/// The rules of how news looks; nothing else of the program's data is needed here.
fn rules() -> anyhow::Result<Rules> {
    Rules::read(&chancery_data::texts("text/")).map_err(|problems| {
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("cannot load the data: {}", told.join("; "))
    })
}

/// The article as an object. A file with one report gives it its name.
fn article(report: &Report) -> Value {
    let file = report.extra.get("file").and_then(Value::as_str).map(stem);
    let mut object = Map::new();
    object.insert("id".to_owned(), file.unwrap_or(&report.id).into());
    object.insert("title".to_owned(), report.title.clone().into());
    object.insert("published".to_owned(), report.published.map(|published| published.day.to_string()).into());
    object.insert("source".to_owned(), report.source.clone().into());
    object.insert("text".to_owned(), report.text.clone().into());
    let mut put = |name: &str, value: Value| {
        if !value.is_null() && value != json!([]) {
            object.insert(name.to_owned(), value);
        }
    };
    put("url", report.url.clone().into());
    put("language", report.language.clone().into());
    put(
        "notices",
        report.notices.iter().map(|notice| json!({ "code": notice.code.as_str(), "message": notice.message })).collect(),
    );
    for (name, value) in &report.extra {
        put(name, value.clone());
    }
    Value::Object(object)
}

/// The name of a file without its folders and endings.
fn stem(path: &str) -> &str {
    let mut name = Path::new(path).file_name().and_then(|name| name.to_str()).unwrap_or(path);
    while let Some(shorter) = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).filter(|shorter| !shorter.is_empty()) {
        name = shorter;
    }
    name
}

/// The article for people.
fn shown(report: &Report, first: bool, output: &Output) -> String {
    let painter = Painter { color: output.color, width: output.width() };
    let mut text = if first { String::new() } else { "\n\n".to_owned() };
    text.push_str(&painter.paragraph(&[piece(report.title.as_deref().unwrap_or(&report.id), Role::Title)], ""));
    let day = report.published.map(|published| published.day.to_string());
    let author = report.extra.get("author").and_then(Value::as_str).map(str::to_owned);
    let facts: Vec<String> = [report.source.clone(), day, author, report.url.clone()].into_iter().flatten().collect();
    text.push_str(&painter.paragraph(&[piece(facts.join(" · "), Role::Faint)], ""));
    for notice in &report.notices {
        text.push_str(&painter.paragraph(&[piece(&notice.message, Role::Faint)], ""));
    }
    for paragraph in report.text.split("\n\n") {
        text.push('\n');
        text.push_str(&painter.paragraph(&[piece(paragraph, Role::Plain)], ""));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_named_after_their_files() {
        for (path, expected) in
            [("a/b.html.gz", "b"), ("c.d.htm", "c.d"), (".html", ".html"), ("x", "x"), ("z.zip/in/e.html", "e")]
        {
            assert_eq!(stem(path), expected);
        }
    }
}
