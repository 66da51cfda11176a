//! `cargo xtask measure [FOLDER]`: the committed model against gold tokens and gold names of the treebanks, development and test.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::{fs, io::Write};

use anyhow::{Context, Result};
use chancery_text::conllu::{self, Tree};
use chancery_text::train::gold_names;
use chancery_text::{Analyser, Model, NameKind, NameTag};
use serde_json::{Value, json};

use crate::root;

/// Files of trees, each with the file of its names where these are kept apart.
const FILES: [(&str, Option<&str>); 4] = [
    ("ud/ewt-dev.conllu", Some("ner/uner-ewt-dev.iob2")),
    ("ud/gum-dev.conllu", None),
    ("ud/ewt-test.conllu", Some("ner/uner-ewt-test.iob2")),
    ("ud/gum-test.conllu", None),
];

/// Prints a line a file.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let folder = arguments.first().map_or_else(|| root().join("../shared/data"), PathBuf::from);
    let model = Model::load(&fs::read(root().join("data/models/english.model"))?)?;
    let analyser = Analyser::new(model, crate::train::rules(&root())?);
    for (trees, names) in FILES {
        let gold = trees_with_names(&folder.join(trees), names.map(|name| folder.join(name)).as_deref())?;
        writeln!(std::io::stdout(), "{trees}: {}", against(&analyser, &gold))?;
    }
    Ok(())
}

/// Reads trees and, where they lie in another file, the labels of their names, into the last column.
pub(crate) fn trees_with_names(trees: &Path, names: Option<&Path>) -> Result<Vec<Tree>> {
    let bytes = fs::read(trees).with_context(|| trees.display().to_string())?;
    let mut trees = conllu::read(&bytes).with_context(|| trees.display().to_string())?;
    if let Some(path) = names {
        let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let labels = iob2(&text);
        let id = |tree: &Tree| tree.comments.iter().find_map(|line| line.strip_prefix("# sent_id = ").map(str::to_owned));
        for tree in &mut trees {
            let Some(labels) = id(tree).and_then(|id| labels.get(&id)) else { continue };
            // The names were marked on an older copy of the treebank: sentences whose words have changed stay without names.
            if tree.words().map(|row| &row.form).eq(labels.iter().map(|(form, _)| form)) {
                tree.words_mut().zip(labels).for_each(|(row, (_, label))| row.misc = format!("Name={label}"));
            }
        }
    }
    Ok(trees)
}

/// The words and labels of each sentence of an IOB2 file.
fn iob2(text: &str) -> HashMap<String, Vec<(String, String)>> {
    let mut sentences: HashMap<String, Vec<(String, String)>> = HashMap::new();
    let mut id = String::new();
    for line in text.lines() {
        if let Some(found) = line.strip_prefix("# sent_id = ") {
            id = found.to_owned();
        } else if let Some((number, rest)) = line.split_once('\t') {
            let mut columns = rest.split('\t');
            if let (Some(form), Some(label), true) =
                (columns.next(), columns.next(), number.bytes().all(|byte| byte.is_ascii_digit()))
            {
                // The source has a few labels outside the three kinds ("B-OTH"); they are no names.
                let label = if NameTag::parse(label).is_some() { label } else { "O" };
                sentences.entry(id.clone()).or_default().push((form.to_owned(), label.to_owned()));
            }
        }
    }
    sentences
}

/// Shares of words that are right with gold tokens and sentences, and precision, recall and F1 of names of persons, bodies and places.
pub(crate) fn against(analyser: &Analyser, gold: &[Tree]) -> Value {
    let mut said = gold.to_vec();
    analyser.annotate(&mut said);
    let universal = |rel: &str| rel.split(':').next().unwrap_or("").to_string();
    let mut right = [0usize; 6];
    let mut all = 0usize;
    for (gold, said) in gold.iter().flat_map(Tree::words).zip(said.iter().flat_map(Tree::words)) {
        let same_head = gold.head == said.head;
        let same = [
            gold.upos == said.upos,
            gold.xpos == said.xpos,
            gold.feats == said.feats,
            gold.lemma == said.lemma || gold.lemma == "_",
            same_head,
            same_head && universal(&gold.rel) == universal(&said.rel),
        ];
        for (count, same) in right.iter_mut().zip(same) {
            *count += usize::from(same);
        }
        all += 1;
    }
    let [upos, xpos, feats, lemma, uas, las] = right.map(|count| (count as f64 / all.max(1) as f64 * 1e4).round() / 1e4);
    json!({
        "words": all, "upos": upos, "xpos": xpos, "feats": feats, "lemma": lemma, "uas": uas, "las": las,
        "names": names(gold, &said),
    })
}

/// Names that are right to the word and in their kind.
fn names(gold: &[Tree], said: &[Tree]) -> Value {
    let mut counts = [[0usize; 3]; 3];
    for (gold, said) in gold.iter().zip(said) {
        let is_marked = gold.rows.iter().any(|row| row.misc.contains("Name=") || row.misc.contains("Entity="));
        if !is_marked {
            continue;
        }
        let (gold, said) = (spans(&gold_names(gold)), spans(&gold_names(said)));
        for (kind, [found, wanted, right]) in counts.iter_mut().enumerate() {
            let of_kind = |span: &&(usize, usize, NameKind)| span.2 as usize == kind;
            *found += said.iter().filter(of_kind).count();
            *wanted += gold.iter().filter(of_kind).count();
            *right += said.iter().filter(of_kind).filter(|span| gold.contains(span)).count();
        }
    }
    let score = |[found, wanted, right]: [usize; 3]| {
        let share = |of: usize| (right as f64 / of.max(1) as f64 * 1e3).round() / 1e3;
        json!({ "p": share(found), "r": share(wanted), "f1": (2.0 * right as f64 / (found + wanted).max(1) as f64 * 1e3).round() / 1e3 })
    };
    let sum = [0, 1, 2].map(|at| counts.iter().map(|count| count[at]).sum());
    json!({ "all": score(sum), "person": score(counts[0]), "organization": score(counts[1]), "place": score(counts[2]) })
}

/// First word, word behind the last, and kind of each name.
fn spans(labels: &[NameTag]) -> Vec<(usize, usize, NameKind)> {
    let mut spans: Vec<(usize, usize, NameKind)> = Vec::new();
    for (at, label) in labels.iter().enumerate() {
        match (label, spans.last_mut()) {
            (NameTag::Begin(kind), _) => spans.push((at, at + 1, *kind)),
            (NameTag::Inside(kind), Some(last)) if last.1 == at && last.2 == *kind => last.1 += 1,
            _ => {}
        }
    }
    spans
}
