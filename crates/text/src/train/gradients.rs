//! What all stages of a training step share: gradients of weights, dropped numbers, losses.

use super::samples::NONE;
use crate::model::batch::Batch;
use crate::model::gemm::{Packed, multiply_add};
use crate::model::math::{LEAK, softmax};

/// Adds `a` transposed times `d` to a gradient of `depth` rows and `width` columns.
///
/// Rows of `a` lie `a_stride` apart, those of `d` `d_stride`; there are as many of both.
#[allow(clippy::too_many_arguments)]
pub(crate) fn weight_gradient(
    a: &[f32],
    a_stride: usize,
    rows: usize,
    depth: usize,
    d: &[f32],
    d_stride: usize,
    width: usize,
    to: &mut [f32],
) {
    let mut turned = vec![0.0; depth * rows];
    for block in (0..depth).step_by(16) {
        let end = depth.min(block + 16);
        for row in 0..rows {
            for k in block..end {
                turned[k * rows + row] = a[row * a_stride + k];
            }
        }
    }
    let mut packed = Packed::default();
    packed.fill(d, rows, width, d_stride);
    multiply_add(&turned, rows, depth, &packed, to, width);
}

/// Adds the column sums of `d` to a gradient.
pub(crate) fn bias_gradient(d: &[f32], stride: usize, to: &mut [f32]) {
    for row in d.chunks(stride) {
        for (t, v) in to.iter_mut().zip(row) {
            *t += v;
        }
    }
}

/// Multiplies every row by its sentence's factors.
pub(crate) fn drop_rows(values: &mut [f32], width: usize, batch: &Batch, mask: &[f32], mask_width: usize) {
    for position in 0..batch.positions() {
        for sentence in 0..batch.alive(position) {
            let row = batch.row(sentence, position);
            let mask = &mask[sentence * mask_width..][..mask_width];
            for (v, m) in values[row * width..][..mask_width].iter_mut().zip(mask) {
                *v *= m;
            }
        }
    }
}

/// Passes a gradient back through the leaky rectifier, whose outputs have the sign of its inputs.
pub(crate) fn leaky_gradient(d: &mut [f32], out: &[f32]) {
    for (d, o) in d.iter_mut().zip(out) {
        if *o < 0.0 {
            *d *= LEAK;
        }
    }
}

/// Turns scores into their gradient and gives the loss; a word without a class has neither.
pub(crate) fn choose(scores: &mut [f32], class: u32, weight: f32) -> f64 {
    if class == NONE {
        scores.fill(0.0);
        return 0.0;
    }
    let right = scores[class as usize];
    let loss = softmax(scores) - right;
    scores[class as usize] -= 1.0;
    scores.iter_mut().for_each(|s| *s *= weight);
    f64::from(loss)
}

/// Adds one row to another.
pub(crate) fn add_to(to: &mut [f32], from: &[f32]) {
    for (t, f) in to.iter_mut().zip(from) {
        *t += f;
    }
}
