//! Gradients of a recurrent layer.

use super::gradients::{bias_gradient, weight_gradient};
use crate::model::batch::Batch;
use crate::model::gemm::{Packed, multiply_add};
use crate::model::math::cell_gradient;
use crate::model::recurrent::{Run, zeros};
use crate::model::sizes::Recurrent;

/// The transposed weights of a layer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Turned {
    pub(crate) input: Packed,
    pub(crate) state: [Packed; 2],
}

impl Turned {
    pub(crate) fn fill(&mut self, r: &Recurrent, all: &[f32]) {
        self.input.fill_transposed(&all[r.input.range()], r.input.columns, r.input.rows, r.input.columns);
        for (to, m) in self.state.iter_mut().zip(&r.state) {
            to.fill_transposed(&all[m.range()], m.columns, m.rows, m.columns);
        }
    }
}

/// From the outputs' gradient (`d_out`, used up) to the inputs' (`d_x`), adding the weights' to `gradients`.
#[allow(clippy::too_many_arguments)]
pub(crate) fn backward(
    layer: &Recurrent,
    turned: &Turned,
    batch: &Batch,
    x: &[f32],
    run: &Run,
    mask: &[f32],
    d_out: &mut [f32],
    d_x: &mut Vec<f32>,
    gradients: &mut [f32],
) {
    let rows = batch.rows();
    let (depth, wide) = (layer.input.rows, layer.input.columns);
    let hidden = wide / 8;
    let both = 2 * hidden;
    let mut d_gates = vec![0.0; rows * wide];
    let mut d_cells = vec![0.0; rows * both];
    let mut d_before = Vec::new();
    let mut earlier = vec![0.0; rows * both];
    let positions = batch.positions();
    for direction in 0..2 {
        let (side, gate_side) = (direction * hidden, direction * 4 * hidden);
        for step in (0..positions).rev() {
            let position = if direction == 0 { step } else { positions - 1 - step };
            let (start, alive) = (batch.starts[position], batch.alive(position));
            let (before, going) = match (direction, step) {
                (_, 0) => (0, 0),
                (0, _) => (batch.starts[position - 1], alive),
                _ => (batch.starts[position + 1], batch.alive(position + 1)),
            };
            for sentence in 0..alive {
                let row = start + sentence;
                let gates = &run.gates[row * wide + gate_side..][..4 * hidden];
                let at = row * both + side;
                let d_gates = &mut d_gates[row * wide + gate_side..][..4 * hidden];
                let (cell, d_out) = (&run.cells[at..at + hidden], &d_out[at..at + hidden]);
                cell_gradient(gates, cell, d_out, &mut d_cells[at..at + hidden], d_gates);
                if sentence < going {
                    let was = (before + sentence) * both + side;
                    for i in 0..hidden {
                        let d_cell = d_cells[at + i];
                        let forget = gates[hidden + i];
                        d_gates[hidden + i] = d_cell * run.cells[was + i] * forget * (1.0 - forget);
                        d_cells[was + i] = d_cell * forget;
                    }
                    earlier[at..at + hidden].copy_from_slice(&run.masked[was..was + hidden]);
                }
            }
            if going > 0 {
                zeros(&mut d_before, going * hidden);
                let d_gates = &d_gates[start * wide + gate_side..];
                multiply_add(d_gates, wide, going, &turned.state[direction], &mut d_before, hidden);
                for sentence in 0..going {
                    let to = &mut d_out[(before + sentence) * both + side..][..hidden];
                    let mask = &mask[sentence * both + side..][..hidden];
                    for ((t, d), m) in to.iter_mut().zip(&d_before[sentence * hidden..]).zip(mask) {
                        *t += d * m;
                    }
                }
            }
        }
        let to = &mut gradients[layer.state[direction].range()];
        weight_gradient(&earlier[side..], both, rows, hidden, &d_gates[gate_side..], wide, 4 * hidden, to);
    }
    weight_gradient(x, depth, rows, depth, &d_gates, wide, wide, &mut gradients[layer.input.range()]);
    bias_gradient(&d_gates, wide, &mut gradients[layer.bias.range()]);
    zeros(d_x, rows * depth);
    multiply_add(&d_gates, wide, rows, &turned.input, d_x, depth);
}
