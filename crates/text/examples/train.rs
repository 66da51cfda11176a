//! Trains a model from a folder of treebanks: `train FOLDER OUT [EVERY]`.
use std::fs;
use std::io::Write;

use chancery_text::{Rules, conllu, train};

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let rules = Rules::read(&chancery_data::texts("text/")).unwrap();
    let mut trees = Vec::new();
    for name in ["ewt-train", "gum-train"] {
        trees.extend(conllu::read(&fs::read(format!("{}/{name}.conllu", args[1])).unwrap()).unwrap());
    }
    let every = args.get(3).map_or(1, |every| every.parse().unwrap());
    let settings = train::Settings { every, ..train::Settings::default() };
    let bytes = train::train(&trees, &rules, settings, &|line| drop(writeln!(std::io::stderr(), "{line}")));
    fs::write(&args[2], bytes).unwrap();
}
