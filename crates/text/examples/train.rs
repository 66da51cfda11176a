//! Trains a model from a folder of treebanks: `train FOLDER OUT [ROUNDS]`.
use std::fs;

use chancery_text::{Rules, conllu, train};

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let rules = Rules::read(&chancery_data::texts("text/")).unwrap();
    let mut trees = Vec::new();
    for name in ["ewt-train", "gum-train"] {
        trees.extend(conllu::read(&fs::read(format!("{}/{name}.conllu", args[1])).unwrap()).unwrap());
    }
    let mut settings = train::Settings::default();
    if let Some(rounds) = args.get(3) {
        settings.rounds = rounds.parse().unwrap();
    }
    let bytes = train::train(&trees, &rules, settings, &|line| eprintln!("{line}"));
    fs::write(&args[2], bytes).unwrap();
}
