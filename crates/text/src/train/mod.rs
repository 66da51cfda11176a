//! Trainers: from treebanks to the bytes of a model. Only with the feature `train`.

mod perceptron;
mod stages;

use std::collections::BTreeMap;

use crate::breaks::Samples;
use crate::conllu::{RowId, Tree};
use crate::model::features::Seen;
use crate::model::lemma::Edit;
use crate::model::{LAYERS, Writer, pack};
use crate::rules::Rules;
use crate::tag::{Rel, Upos};
use perceptron::{Dice, Rows};
use stages::{Plan, Sample};

/// How a training is done.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Starts the random numbers: equal seeds and inputs give equal bytes.
    pub seed: u64,
    /// Rounds over the treebanks for the taggers.
    pub tag_rounds: usize,
    /// Rounds over the treebanks for the parser.
    pub parse_rounds: usize,
    /// Parts for tagging the parser's training data with taggers that have not seen it.
    pub folds: usize,
    /// Taggers and parser see only each tree of so many (1: all): for trials.
    pub every: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { seed: 20_260_118, tag_rounds: 6, parse_rounds: 10, folds: 5, every: 1 }
    }
}

/// Names of classes, numbered in the order of their names.
struct Names(BTreeMap<Box<str>, usize>);

impl Names {
    fn new<'a>(names: impl Iterator<Item = &'a str>) -> Names {
        let mut all: BTreeMap<Box<str>, usize> = names.map(|name| (name.into(), 0)).collect();
        for (at, number) in all.values_mut().enumerate() {
            *number = at;
        }
        Names(all)
    }

    fn number(&self, name: &str) -> usize {
        self.0.get(name).copied().unwrap_or(0)
    }

    fn list(&self) -> Vec<Box<str>> {
        self.0.keys().cloned().collect()
    }
}

/// Trains on trees and gives the bytes of the model file. `log` hears of the progress.
pub fn train(trees: &[Tree], rules: &Rules, settings: Settings, log: &(dyn Fn(&str) + Sync)) -> Vec<u8> {
    let words = || trees.iter().flat_map(Tree::words);
    let xpos = Names::new(words().map(|row| row.xpos.as_str()));
    let feats = Names::new(words().map(|row| row.feats.as_str()));
    let edit_names: Vec<Box<str>> = words().map(|row| Edit::between(&row.form, &row.lemma).name()).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in &edit_names {
        *counts.entry(name).or_default() += 1;
    }
    let edits = Names::new(counts.iter().filter(|(_, count)| **count > 1).map(|(name, _)| *name));
    let samples: Vec<Sample> =
        trees.iter().step_by(settings.every.max(1)).map(|tree| sample(tree, &xpos, &feats, &edits)).collect();
    let upos: Vec<Box<str>> = Upos::ALL.iter().map(|upos| upos.as_str().into()).collect();
    let moves: Vec<Box<str>> = (0..crate::model::arcs::N_MOVES).map(|at| at.to_string().into()).collect();
    let plan = Plan { n_xpos: xpos.0.len(), n_upos: upos.len(), n_feats: feats.0.len(), n_edits: edits.0.len(), settings, log };
    let [xpos_rows, upos_rows, feats_rows, lemma_rows, move_rows] = stages::run(&plan, samples);
    let break_rows = stages::train_breaks(&plan, &break_samples(trees, rules));
    let layers: [(Vec<Box<str>>, Rows); 6] = [
        (xpos.list(), xpos_rows),
        (upos, upos_rows),
        (feats.list(), feats_rows),
        (edits.list(), lemma_rows),
        (moves, move_rows),
        (vec!["no".into(), "yes".into()], break_rows),
    ];
    let mut writer = Writer::default();
    for (name, (classes, rows)) in LAYERS.iter().zip(&layers) {
        let before = writer.0.len();
        writer.string(name);
        writer.strings(classes);
        crate::model::weights::write(rows, &mut writer);
        let n_entries: usize = rows.iter().map(|(_, entries)| entries.len()).sum();
        log(&format!("{name}: {} rows, {n_entries} weights, {} bytes", rows.len(), writer.0.len() - before));
    }
    pack(&writer.0)
}

fn sample(tree: &Tree, xpos: &Names, feats: &Names, edits: &Names) -> Sample {
    let n = tree.words().count();
    let mut sample = Sample::default();
    for row in tree.words() {
        let head: usize = row.head.parse().unwrap_or(0);
        sample.words.push(Seen::new(&row.form));
        sample.xpos.push(xpos.number(&row.xpos) as u8);
        sample.upos.push(Upos::parse(&row.upos) as u8);
        sample.feats.push(feats.number(&row.feats));
        sample.edits.push(edits.0.get(&Edit::between(&row.form, &row.lemma).name()).copied());
        sample.heads.push(if head == 0 || head > n { n } else { head - 1 });
        sample.rels.push(Rel::parse(&row.rel) as u8);
    }
    sample
}

/// The same order of samples for the same seed.
fn order(n: usize, dice: &mut Dice) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    dice.shuffle(&mut order);
    order
}

/// The paragraphs of the treebanks as raw text, with the sentence ends.
fn break_samples(trees: &[Tree], rules: &Rules) -> Samples {
    let mut samples = Samples::default();
    let mut text = String::new();
    let mut ends = Vec::new();
    for tree in trees {
        let starts = tree.comments.iter().any(|comment| comment.starts_with("# newdoc") || comment.starts_with("# newpar"));
        if starts && !text.is_empty() {
            samples.add(text.trim_end(), &ends, rules);
            text.clear();
            ends.clear();
        }
        let (mut covered, mut end) = (0, text.len());
        for row in &tree.rows {
            match row.id {
                RowId::Range(_, to) => covered = to,
                RowId::Word(at) if at > covered => {}
                _ => continue,
            }
            text.push_str(&row.form);
            end = text.len();
            if row.space_after() {
                text.push(' ');
            }
        }
        ends.push(end);
    }
    samples.add(text.trim_end(), &ends, rules);
    samples
}
