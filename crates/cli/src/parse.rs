//! `chancery parse`: texts in, CoNLL-U out. It needs the language core only, so it loads nothing else.

use std::io::{Read, Write};
use std::path::PathBuf;

use anyhow::{Context, anyhow};
use chancery_report::MAX_BYTES;
use chancery_text::{Analyser, Model, Rules, conllu};

use crate::args::{Parse, ParseFrom};
use crate::code::refuse;
use crate::input::{Opened, Refusal, open};
use crate::outcome::{Finished, Outcome};
use crate::output::Output;

/// A treebank may be larger than a report, but not without bound.
const MAX_TREEBANK: u64 = 1 << 30;

/// Parses every file that the arguments name.
pub(crate) fn run(args: &Parse, output: &mut Output) -> Finished {
    let analyser = load()?;
    let mut files = args.files.clone();
    if files.is_empty() {
        files.push(PathBuf::from("-"));
    }
    let mut outcome = Outcome::default();
    for file in files {
        match open(&file).and_then(|opened| parse(&analyser, args.from, opened)) {
            Ok(trees) => {
                for tree in trees {
                    write!(output.out, "{tree}")?;
                }
                outcome.n_taken += 1;
            }
            Err(refusal) => refuse(&refusal, &mut outcome, output),
        }
    }
    Ok(outcome)
}

fn load() -> anyhow::Result<Analyser> {
    let bytes = chancery_data::file("models/english.model").context("the trained model is not inside the program")?;
    let model = Model::load(bytes).map_err(|error| anyhow!("the trained model cannot be used: {error}"))?;
    let rules = Rules::read(&chancery_data::texts("text/"));
    let rules = rules.map_err(|problems| anyhow!("the text rules inside the program are faulty: {problems:?}"))?;
    Ok(Analyser::new(model, rules))
}

fn parse(analyser: &Analyser, from: ParseFrom, mut opened: Opened) -> Result<Vec<conllu::Tree>, Refusal> {
    let limit = if from == ParseFrom::Text { MAX_BYTES as u64 } else { MAX_TREEBANK };
    let mut bytes = Vec::new();
    let read = opened.reader.as_mut().take(limit + 1).read_to_end(&mut bytes);
    read.map_err(|error| Refusal::new(&opened.name, format!("the file cannot be read ({error})"), "check the disk"))?;
    if bytes.len() as u64 > limit {
        return Err(Refusal::new(&opened.name, format!("the file has more than {} MB", limit >> 20), "split it"));
    }
    match from {
        ParseFrom::Text => Ok(analyser.analyse_text(&String::from_utf8_lossy(&bytes)).to_trees()),
        ParseFrom::Conllu => {
            let mut trees = conllu::read(&bytes).map_err(|bad| {
                let at = format!("{}: line {}", opened.name, bad.line);
                Refusal::new(at, bad.message, "a line has ten columns with tabs between them; sentences end in a blank line")
            })?;
            analyser.annotate(&mut trees);
            Ok(trees)
        }
    }
}
