//! Attributions of JSON lines, for `score_attribution.py`: `attribute [LEXICON] < INPUT.jsonl > SYSTEM.jsonl`.
//!
//! Each line holds `id` and `text`. `LEXICON` is a folder with changed cue lists; else the bundle's are taken.

use std::error::Error;
use std::fs;
use std::io::{BufWriter, Write, stdin, stdout};

use chancery_base::{CharIndex, Span};
use chancery_lexicon::Cues;
use chancery_text::{Analyser, Model, Rules};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let model = Model::load(chancery_data::file("models/english.model").ok_or("no model in the bundle")?)?;
    let told = |problems: Vec<chancery_base::Problem>| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let rules = Rules::read(&chancery_data::texts("text/")).map_err(told)?;
    let analyser = Analyser::new(model, rules);
    let changed: Vec<(String, String)> = match std::env::args().nth(1) {
        Some(folder) => ["speech.toml", "modality.toml", "time.toml"]
            .iter()
            .map(|name| Ok::<_, std::io::Error>((name.to_string(), fs::read_to_string(format!("{folder}/{name}"))?)))
            .collect::<Result<_, _>>()?,
        None => Vec::new(),
    };
    let mut files: Vec<(&str, &str)> = changed.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    if files.is_empty() {
        files = chancery_data::texts("lexicon/shared/");
    }
    let cues = Cues::read(&files).map_err(told)?;
    let mut out = BufWriter::new(stdout().lock());
    for line in stdin().lines() {
        let input: Value = serde_json::from_str(&line?)?;
        let text = input["text"].as_str().ok_or("a line without text")?;
        let analysis = analyser.analyse_text(text);
        let index = CharIndex::new(text);
        let spans = |spans: &[Span]| -> Vec<Value> {
            let chars = spans.iter().map(|span| index.chars(*span));
            chars.map(|span| json!([span.start, span.end])).collect()
        };
        let attributions: Vec<Value> = chancery_coder::attribute(&analysis, &cues.speech)
            .iter()
            .filter(|one| !one.in_quotation)
            .map(|one| {
                json!({
                    "source": spans(&one.source), "cue": spans(&one.cue), "content": spans(&one.content),
                    "kind": format!("{:?}", one.kind), "head": one.cue_head.map(|head| analysis.lemma(head)),
                })
            })
            .collect();
        writeln!(out, "{}", json!({"report": {"id": input["id"]}, "attributions": attributions}))?;
    }
    out.flush()?;
    Ok(())
}
