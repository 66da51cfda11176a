//! Training of the search for sentence ends: paragraphs of the treebanks as raw text, an averaged perceptron on each place.

use super::dice::Dice;
use super::perceptron::{Perceptron, Rows};
use crate::breaks::Samples;
use crate::conllu::{RowId, Tree};
use crate::model::linear::{Scorer, best};
use crate::rules::Rules;

const SCALE: f64 = 16.0;

/// The weights that find sentence ends.
pub(crate) fn train(trees: &[Tree], rules: &Rules, seed: u64, rounds: usize) -> Rows {
    let samples = samples(trees, rules);
    let mut perceptron = Perceptron::default();
    let mut dice = Dice(seed + 4);
    let mut scores = [0; 2];
    for _ in 0..rounds {
        let mut order: Vec<usize> = (0..samples.0.len()).collect();
        dice.shuffle(&mut order);
        for at in order {
            let (features, is_end) = &samples.0[at];
            scores.fill(0);
            perceptron.score(features, &mut scores);
            perceptron.learn(features, usize::from(*is_end), best(&scores));
        }
    }
    perceptron.finish(SCALE, 1)
}

/// The paragraphs of the treebanks as raw text, with the sentence ends.
fn samples(trees: &[Tree], rules: &Rules) -> Samples {
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
