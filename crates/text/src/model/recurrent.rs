//! A recurrent layer of two directions over a batch of sentences.

use super::batch::Batch;
use super::gemm::{Packed, multiply_add};
use super::math::cell;

/// The packed weights of one recurrent layer.
#[derive(Clone, Debug, Default)]
pub(crate) struct RecurrentWeights {
    /// From the input to the gates of both directions.
    pub(crate) input: Packed,
    /// From the state before to the gates, per direction.
    pub(crate) state: [Packed; 2],
    /// Added to the gates.
    pub(crate) bias: Vec<f32>,
}

/// What a run over a batch leaves behind; training reads all of it, prediction only `out`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Run {
    /// Activated gates, a row a word: both directions' input, forget, output, candidate.
    pub(crate) gates: Vec<f32>,
    /// Cell states of both directions.
    pub(crate) cells: Vec<f32>,
    /// Outputs of both directions.
    pub(crate) out: Vec<f32>,
    /// Outputs as the next step saw them: masked while training, empty otherwise.
    pub(crate) masked: Vec<f32>,
}

/// Fills `to` with copies of one row.
pub(crate) fn fill_rows(to: &mut Vec<f32>, row: &[f32], rows: usize) {
    to.clear();
    to.reserve(row.len() * rows);
    for _ in 0..rows {
        to.extend_from_slice(row);
    }
}

/// Makes `to` a run of zeros.
pub(crate) fn zeros(to: &mut Vec<f32>, len: usize) {
    to.clear();
    to.resize(len, 0.0);
}

/// Runs the layer. `mask` (training only) holds, per sentence, the factors of both directions' states.
pub(crate) fn run(weights: &RecurrentWeights, batch: &Batch, x: &[f32], mask: Option<&[f32]>, to: &mut Run) {
    let rows = batch.rows();
    let (depth, wide) = (weights.input.depth(), weights.input.width());
    let hidden = wide / 8;
    let both = 2 * hidden;
    fill_rows(&mut to.gates, &weights.bias, rows);
    multiply_add(x, depth, rows, &weights.input, &mut to.gates, wide);
    zeros(&mut to.cells, rows * both);
    zeros(&mut to.out, rows * both);
    zeros(&mut to.masked, if mask.is_some() { rows * both } else { 0 });
    let positions = batch.positions();
    for direction in 0..2 {
        let (side, gate_side) = (direction * hidden, direction * 4 * hidden);
        for step in 0..positions {
            let position = if direction == 0 { step } else { positions - 1 - step };
            let (start, alive) = (batch.starts[position], batch.alive(position));
            // The rows of the position before (in reading direction) that go on here.
            let (before, going) = match (direction, step) {
                (_, 0) => (0, 0),
                (0, _) => (batch.starts[position - 1], alive),
                _ => (batch.starts[position + 1], batch.alive(position + 1)),
            };
            if going > 0 {
                let states = if mask.is_some() { &to.masked } else { &to.out };
                let gates = &mut to.gates[start * wide + gate_side..];
                multiply_add(&states[before * both + side..], both, going, &weights.state[direction], gates, wide);
            }
            for sentence in 0..alive {
                let row = start + sentence;
                let gates = &mut to.gates[row * wide + gate_side..][..4 * hidden];
                let (at, was) = (row * both + side, (before + sentence) * both + side);
                // The earlier state lies before or after this row; cut the vector between them.
                let (new, old) = if sentence >= going {
                    (&mut to.cells[at..at + hidden], None)
                } else if was < at {
                    let (low, high) = to.cells.split_at_mut(at);
                    (&mut high[..hidden], Some(&low[was..was + hidden]))
                } else {
                    let (low, high) = to.cells.split_at_mut(was);
                    (&mut low[at..at + hidden], Some(&high[..hidden]))
                };
                cell(gates, old, new, &mut to.out[at..at + hidden]);
                if let Some(mask) = mask {
                    let mask = &mask[sentence * both + side..][..hidden];
                    for ((m, o), f) in to.masked[at..at + hidden].iter_mut().zip(&to.out[at..at + hidden]).zip(mask) {
                        *m = o * f;
                    }
                }
            }
        }
    }
}
