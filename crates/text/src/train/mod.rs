//! Trainers: from treebanks to the bytes of a model. Only with the feature `train`.

mod arcs;
mod dice;
mod ends;
mod gradients;
mod graph;
mod input;
mod names;
mod network;
mod noise;
mod perceptron;
mod recurrent;
mod relations;
mod samples;
mod table;

pub use names::{gold_names, marks};
pub use noise::Noise;

use crate::conllu::Tree;
use crate::model::sizes::Sizes;
use crate::model::{Writer, linear, pack};
use crate::rules::Rules;

/// How a training is done, and how large the network is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Starts the random numbers: equal seeds and inputs give equal bytes on the same kind of machine.
    pub seed: u64,
    /// Rounds over the treebanks for the network.
    pub rounds: usize,
    /// Words a step.
    pub batch: usize,
    /// Highest rate of change.
    pub rate: f32,
    /// What is dropped, and how much each task counts.
    pub noise: Noise,
    /// Numbers that stand for a word at the input.
    pub input: usize,
    /// Numbers a recurrent layer keeps per direction.
    pub hidden: usize,
    /// Numbers of the tagging layer.
    pub tag: usize,
    /// Numbers that stand for a word when heads are scored.
    pub arc: usize,
    /// Numbers of the layer that names relations.
    pub relation: usize,
    /// Buckets for pieces of words.
    pub pieces: usize,
    /// Rounds over the places where a sentence may end; more of them learn the training texts by heart.
    pub end_rounds: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            seed: 20_260_118,
            rounds: 30,
            batch: 500,
            rate: 0.003,
            noise: Noise::default(),
            input: 128,
            hidden: 128,
            tag: 160,
            arc: 112,
            relation: 96,
            pieces: 32_768,
            end_rounds: 4,
        }
    }
}

impl Settings {
    /// The sizes that are free to choose.
    fn sizes(&self) -> Sizes {
        let Settings { input, hidden, tag, arc, relation, pieces, .. } = *self;
        Sizes { input, hidden, tag, arc, relation, pieces, ..Sizes::default() }
    }
}

/// Words of known names in their normal form (lower case, digits as zeros), sorted, with a bit for each kind of name that they occur in:
/// given names, surnames, nations and faiths (bit 2), countries, other places, bodies.
pub type Marks = Vec<(Box<str>, u8)>;

/// Trains on trees and gives the bytes of the model file. `log` hears of the progress. Words whose part of speech and head are `_` teach
/// names only (a row's `Name=B-PER` in the last column).
pub fn train(trees: &[Tree], marks: Marks, rules: &Rules, settings: Settings, log: &(dyn Fn(&str) + Sync)) -> Vec<u8> {
    let lists = samples::lists(trees, marks);
    let ends = ends::train(trees, rules, settings.seed, settings.end_rounds);
    let mut writer = Writer::default();
    lists.write(&mut writer);
    linear::write(&ends, &mut writer);
    pack(&writer.0, &network::train(trees, &lists, &settings, log))
}

#[cfg(test)]
mod tests;
