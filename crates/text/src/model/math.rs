//! Element-wise arithmetic of the network: fast exponentials, the memory cell, soft maxima.

#![allow(unsafe_code)]

use super::gemm::has_fma;

/// `e` to the power of `x`, with about seven digits, in operations that vectorise.
#[inline(always)]
pub(crate) fn exp(x: f32) -> f32 {
    const ROUND: f32 = 12_582_912.0;
    let x = x.clamp(-87.0, 87.0);
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let whole = shifted - ROUND;
    let rest = (x - whole * 0.693_359_4) + whole * 2.121_944_4e-4;
    let mut p = 1.987_569_1e-4;
    p = p * rest + 1.398_2e-3;
    p = p * rest + 8.333_452e-3;
    p = p * rest + 4.166_579_6e-2;
    p = p * rest + 1.666_666_5e-1;
    p = p * rest + 0.5;
    p = p * rest * rest + rest + 1.0;
    let power = f32::from_bits((shifted.to_bits() << 23).wrapping_add(1.0f32.to_bits()));
    p * power
}

/// The logistic function.
#[inline(always)]
pub(crate) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// The hyperbolic tangent.
#[inline(always)]
pub(crate) fn tanh(x: f32) -> f32 {
    2.0 / (1.0 + exp(-2.0 * x)) - 1.0
}

/// Runs one memory cell: `gates` (input, forget, output, candidate; a quarter each) become their activations, `cell`
/// and `out` the new state; `before` is the state before, nothing at the start.
pub(crate) fn cell(gates: &mut [f32], before: Option<&[f32]>, cell: &mut [f32], out: &mut [f32]) {
    #[cfg(target_arch = "x86_64")]
    if has_fma() {
        // SAFETY: the machine has the instructions.
        unsafe { cell_avx(gates, before, cell, out) }
        return;
    }
    cell_body(gates, before, cell, out);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
unsafe fn cell_avx(gates: &mut [f32], before: Option<&[f32]>, cell: &mut [f32], out: &mut [f32]) {
    cell_body(gates, before, cell, out);
}

#[inline(always)]
fn cell_body(gates: &mut [f32], before: Option<&[f32]>, cell: &mut [f32], out: &mut [f32]) {
    let size = gates.len() / 4;
    let (input, rest) = gates.split_at_mut(size);
    let (forget, rest) = rest.split_at_mut(size);
    let (output, candidate) = rest.split_at_mut(size);
    let candidate = &mut candidate[..size];
    let (cell, out) = (&mut cell[..size], &mut out[..size]);
    for value in input.iter_mut() {
        *value = sigmoid(*value);
    }
    for value in output.iter_mut() {
        *value = sigmoid(*value);
    }
    for value in candidate.iter_mut() {
        *value = tanh(*value);
    }
    if let Some(before) = before {
        let before = &before[..size];
        for i in 0..size {
            forget[i] = sigmoid(forget[i]);
            cell[i] = input[i] * candidate[i] + forget[i] * before[i];
        }
    } else {
        for i in 0..size {
            forget[i] = sigmoid(forget[i]);
            cell[i] = input[i] * candidate[i];
        }
    }
    for i in 0..size {
        out[i] = output[i] * tanh(cell[i]);
    }
}

/// The gradient of one memory cell: from its output's (`d_out`) and its state's (`d_cell`, completed here) to its gates', but for
/// the forget gate's, which needs the state before.
#[cfg(feature = "train")]
pub(crate) fn cell_gradient(gates: &[f32], cell: &[f32], d_out: &[f32], d_cell: &mut [f32], d_gates: &mut [f32]) {
    #[cfg(target_arch = "x86_64")]
    if has_fma() {
        // SAFETY: the machine has the instructions.
        unsafe { cell_gradient_avx(gates, cell, d_out, d_cell, d_gates) }
        return;
    }
    cell_gradient_body(gates, cell, d_out, d_cell, d_gates);
}

#[cfg(all(feature = "train", target_arch = "x86_64"))]
#[target_feature(enable = "avx2,fma")]
unsafe fn cell_gradient_avx(gates: &[f32], cell: &[f32], d_out: &[f32], d_cell: &mut [f32], d_gates: &mut [f32]) {
    cell_gradient_body(gates, cell, d_out, d_cell, d_gates);
}

#[cfg(feature = "train")]
#[inline(always)]
fn cell_gradient_body(gates: &[f32], cell: &[f32], d_out: &[f32], d_cell: &mut [f32], d_gates: &mut [f32]) {
    let size = gates.len() / 4;
    let (input, output, candidate) = (&gates[..size], &gates[2 * size..3 * size], &gates[3 * size..4 * size]);
    let (cell, d_out, d_cell) = (&cell[..size], &d_out[..size], &mut d_cell[..size]);
    let (d_input, rest) = d_gates.split_at_mut(size);
    let (_, rest) = rest.split_at_mut(size);
    let (d_output, d_candidate) = rest.split_at_mut(size);
    let d_candidate = &mut d_candidate[..size];
    for i in 0..size {
        let t = tanh(cell[i]);
        d_output[i] = d_out[i] * t * output[i] * (1.0 - output[i]);
        d_cell[i] += d_out[i] * output[i] * (1.0 - t * t);
        d_input[i] = d_cell[i] * candidate[i] * input[i] * (1.0 - input[i]);
        d_candidate[i] = d_cell[i] * input[i] * (1.0 - candidate[i] * candidate[i]);
    }
}

/// The slope of the leaky rectifier below zero.
pub(crate) const LEAK: f32 = 0.1;

/// The leaky rectifier, in place.
pub(crate) fn leaky(values: &mut [f32]) {
    for value in values {
        *value = value.max(LEAK * *value);
    }
}

/// Turns scores into probabilities in place and gives the logarithm of their normalising sum.
#[cfg(feature = "train")]
pub(crate) fn softmax(scores: &mut [f32]) -> f32 {
    #[cfg(target_arch = "x86_64")]
    if has_fma() {
        // SAFETY: the machine has the instructions.
        return unsafe { softmax_avx(scores) };
    }
    softmax_body(scores)
}

#[cfg(all(feature = "train", target_arch = "x86_64"))]
#[target_feature(enable = "avx2,fma")]
unsafe fn softmax_avx(scores: &mut [f32]) -> f32 {
    softmax_body(scores)
}

#[cfg(feature = "train")]
#[inline(always)]
fn softmax_body(scores: &mut [f32]) -> f32 {
    let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = exp(*score - top);
    }
    for score in scores.iter() {
        sum += *score;
    }
    for score in scores.iter_mut() {
        *score /= sum;
    }
    top + sum.ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_close_to_the_exact_ones() {
        for i in -4000..4000 {
            let x = i as f32 * 0.01;
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-5, "{x}");
            assert!((tanh(x) - x.tanh()).abs() < 1e-6, "{x}");
        }
    }
}
