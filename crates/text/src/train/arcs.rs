//! The loss of the heads, sentence by sentence, and its gradients.

use super::gradients::{add_to, bias_gradient, choose, weight_gradient};
use super::graph::{Net, Pass};
use super::samples::NONE;
use crate::model::gemm::{Packed, multiply_add};
use crate::model::recurrent::{fill_rows, zeros};

/// Far below any score: a word is not its own head.
const NEVER: f32 = -80.0;

/// The loss of all heads. `p` holds the parser's views of the words; their gradient is added to `d_p`.
pub(crate) fn run(net: &Net<'_>, pass: &Pass<'_>, p: &[f32], d_p: &mut [f32], weight: f32, gradients: &mut [f32]) -> f64 {
    let (sizes, layout, batch) = (net.sizes, net.layout, &pass.batch);
    let (arc, sides, rows) = (sizes.arc, sizes.sides(), batch.rows());
    let mut dependents = Vec::new();
    fill_rows(&mut dependents, &net.weights.arc_bias, rows);
    multiply_add(p, sides, rows, &net.weights.arc, &mut dependents, arc);
    let mut d_dependents = vec![0.0; rows * arc];
    let (mut packed, mut scores, mut turned) = (Packed::default(), Vec::new(), Vec::new());
    let (mut own, mut heads, mut d_own, mut d_heads) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut loss = 0.0;
    for (sentence, &n) in batch.lengths.iter().enumerate() {
        own.clear();
        heads.clear();
        heads.extend_from_slice(&net.weights.arc_root);
        for position in 0..n {
            let row = batch.row(sentence, position);
            own.extend_from_slice(&dependents[row * arc..][..arc]);
            heads.extend_from_slice(&p[row * sides + arc..][..arc]);
        }
        packed.fill_transposed(&heads, arc, n + 1, arc);
        zeros(&mut scores, n * (n + 1));
        multiply_add(&own, arc, n, &packed, &mut scores, n + 1);
        for (position, scores) in scores.chunks_exact_mut(n + 1).enumerate() {
            scores[position + 1] = NEVER;
            loss += choose(scores, pass.samples[batch.row(sentence, position)].head.map_or(NONE, |head| head as u32), weight);
            scores[position + 1] = 0.0;
        }
        packed.fill(&heads, n + 1, arc, arc);
        zeros(&mut d_own, n * arc);
        multiply_add(&scores, n + 1, n, &packed, &mut d_own, arc);
        zeros(&mut turned, n * (n + 1));
        for i in 0..n {
            for j in 0..=n {
                turned[j * n + i] = scores[i * (n + 1) + j];
            }
        }
        packed.fill(&own, n, arc, arc);
        zeros(&mut d_heads, (n + 1) * arc);
        multiply_add(&turned, n, n + 1, &packed, &mut d_heads, arc);
        add_to(&mut gradients[layout.arc_root.range()], &d_heads[..arc]);
        for position in 0..n {
            let row = batch.row(sentence, position);
            d_dependents[row * arc..][..arc].copy_from_slice(&d_own[position * arc..][..arc]);
            add_to(&mut d_p[row * sides + arc..][..arc], &d_heads[(position + 1) * arc..][..arc]);
        }
    }
    weight_gradient(p, sides, rows, arc, &d_dependents, arc, arc, &mut gradients[layout.arc.range()]);
    bias_gradient(&d_dependents, arc, &mut gradients[layout.arc_bias.range()]);
    multiply_add(&d_dependents, arc, rows, &net.back.arc, d_p, sides);
    loss
}
