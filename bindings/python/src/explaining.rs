//! The answers of `explain` and `actor` as JSON, which Python reads into its own shapes.

use chancery::{Chancery, Day, SentenceExplanation, read_line};
use serde_json::{Value, json};

/// Explains the report on an input line; the error says why it was refused.
pub(crate) fn explain(chancery: &Chancery, line: &str) -> Result<String, String> {
    let report =
        read_line(1, line.as_bytes(), chancery.rules()).map_err(|error| format!("{}; {}", error.message, error.remedy))?;
    let explanation = chancery.explain(&report);
    Ok(Value::Array(explanation.sentences.iter().map(sentence).collect()).to_string())
}

fn sentence(one: &SentenceExplanation) -> Value {
    let words = one.words.iter().map(|word| {
        json!({
            "form": word.form, "lemma": word.lemma, "upos": word.upos, "head": word.head, "relation": word.relation,
            "stands_for": word.stands_for,
        })
    });
    let events = one.events.iter().map(|(kind, reasons)| json!({ "type": kind, "reasons": reasons }));
    json!({
        "text": one.text, "words": words.collect::<Vec<_>>(), "events": events.collect::<Vec<_>>(), "inside": one.inside,
        "near": one.near,
    })
}

/// Who a phrase stands for.
pub(crate) fn actor(chancery: &Chancery, phrase: &str, day: Option<Day>) -> String {
    let answer = chancery.actor(phrase, day);
    json!({
        "country": answer.country.map(|country| country.to_string()),
        "sectors": answer.sectors.iter().map(|sector| sector.as_str()).collect::<Vec<_>>(),
        "name": answer.name, "office": answer.office, "why": answer.why,
    })
    .to_string()
}
