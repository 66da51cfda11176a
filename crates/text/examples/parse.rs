//! Looks at trees: `parse [--from text|conllu] [--model FILE] FILE`, to standard output as CoNLL-U.
use std::io::Write;
use std::{env, fs, io};

use chancery_text::{Analyser, Model, Rules, conllu};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (mut from, mut model, mut file) = ("text".to_string(), None, None);
    let mut args = env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--from" => from = args.next().unwrap_or_default(),
            "--model" => model = args.next(),
            _ => file = Some(arg),
        }
    }
    let bytes = match file.as_deref() {
        None | Some("-") => io::read_to_string(io::stdin())?.into_bytes(),
        Some(path) => fs::read(path)?,
    };
    let model = match model {
        Some(path) => Model::load(&fs::read(path)?)?,
        None => Model::load(chancery_data::file("models/english.model").ok_or("no model in the bundle")?)?,
    };
    let rules = Rules::read(&chancery_data::texts("text/")).map_err(|problems| problems[0].to_string())?;
    let analyser = Analyser::new(model, rules);
    let trees = if from == "conllu" {
        let mut trees = conllu::read(&bytes)?;
        analyser.annotate(&mut trees);
        trees
    } else {
        analyser.analyse_text(&String::from_utf8_lossy(&bytes)).to_trees(0)
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    for tree in &trees {
        write!(out, "{tree}")?;
    }
    Ok(())
}
