//! The first stage of a training step: word vectors with dropped words and pieces, and the way back to the tables.

use super::dice::Dice;
use super::gradients::{add_to, drop_rows};
use super::noise::Noise;
use super::samples::Sample;
use super::table::Table;
use crate::model::batch::Batch;
use crate::model::pieces::Pieces;

/// Both tables of embeddings.
pub(crate) struct Tables {
    /// Known forms.
    pub(crate) words: Table,
    /// Pieces of words.
    pub(crate) pieces: Table,
}

/// The vectors of a batch and what they were made of.
pub(crate) struct Input {
    /// A row a word.
    pub(crate) x: Vec<f32>,
    mask: Vec<f32>,
    chosen: Vec<(u32, Pieces)>,
}

/// Makes the vectors. Rare forms are dropped more often, so that the network learns to do with pieces alone.
pub(crate) fn embed(tables: &Tables, batch: &Batch, samples: &[&Sample], noise: &Noise, dice: &mut Dice) -> Input {
    let width = tables.words.width;
    let mut x = vec![0.0; samples.len() * width];
    let mut chosen = Vec::with_capacity(samples.len());
    for (sample, x) in samples.iter().zip(x.chunks_exact_mut(width)) {
        let rare = noise.rare_word / (noise.rare_word + sample.count as f32 + 1e-9);
        let is_dropped = dice.unit() < rare || dice.unit() < noise.word;
        let word = if is_dropped { 0 } else { sample.word };
        let mut keep = |list: &[u32]| list.iter().copied().filter(|_| dice.unit() >= noise.piece).collect();
        let pieces = Pieces { strong: keep(&sample.pieces.strong), weak: keep(&sample.pieces.weak) };
        x.copy_from_slice(tables.words.row(word));
        for row in &pieces.strong {
            add_to(x, tables.pieces.row(*row));
        }
        let factor = pieces.weak_factor();
        for row in &pieces.weak {
            x.iter_mut().zip(tables.pieces.row(*row)).for_each(|(x, value)| *x += factor * value);
        }
        chosen.push((word, pieces));
    }
    let mask = dice.mask(batch.order.len() * width, noise.input);
    drop_rows(&mut x, width, batch, &mask, width);
    Input { x, mask, chosen }
}

impl Input {
    /// Adds the vectors' gradient (used up) to the tables'.
    pub(crate) fn backward(&self, batch: &Batch, d_x: &mut [f32], tables: &mut Tables) {
        let width = tables.words.width;
        drop_rows(d_x, width, batch, &self.mask, width);
        for ((word, pieces), d) in self.chosen.iter().zip(d_x.chunks_exact(width)) {
            tables.words.add(*word, 1.0, d);
            for row in &pieces.strong {
                tables.pieces.add(*row, 1.0, d);
            }
            let factor = pieces.weak_factor();
            for row in &pieces.weak {
                tables.pieces.add(*row, factor, d);
            }
        }
    }
}
