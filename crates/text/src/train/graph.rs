//! One training step: the losses of a batch and the gradients of all weights.

use super::dice::Dice;
use super::gradients::{add_to, bias_gradient, choose, drop_rows, leaky_gradient, weight_gradient};
use super::input::{Tables, embed};
use super::noise::Noise;
use super::recurrent::{Turned, backward};
use super::samples::Sample;
use super::{arcs, relations};
use crate::model::batch::Batch;
use crate::model::forward::side_by_side;
use crate::model::gemm::{Packed, multiply_add};
use crate::model::math::leaky;
use crate::model::recurrent::{Run, fill_rows, run};
use crate::model::sizes::{Layout, Sizes};
use crate::model::weights::Weights;

/// The transposed weights that gradients pass through.
#[derive(Clone, Debug, Default)]
pub(crate) struct Back {
    first: Turned,
    second: Turned,
    tag: Packed,
    classes: Packed,
    parse: Packed,
    pub(super) arc: Packed,
    pub(super) relation: Packed,
}

impl Back {
    /// Packs the long row of all weights.
    pub(crate) fn fill(&mut self, layout: &Layout, all: &[f32]) {
        self.first.fill(&layout.first, all);
        self.second.fill(&layout.second, all);
        for (to, m) in [
            (&mut self.tag, &layout.tag),
            (&mut self.classes, &layout.classes),
            (&mut self.parse, &layout.parse),
            (&mut self.arc, &layout.arc),
            (&mut self.relation, &layout.relation),
        ] {
            to.fill_transposed(&all[m.range()], m.columns, m.rows, m.columns);
        }
    }
}

/// The network as it stands before a step.
pub(crate) struct Net<'a> {
    pub(crate) sizes: &'a Sizes,
    pub(crate) layout: &'a Layout,
    pub(crate) weights: &'a Weights,
    pub(crate) back: &'a Back,
}

/// The sentences of a step.
pub(crate) struct Pass<'a> {
    pub(super) batch: Batch,
    /// A sample a row.
    pub(super) samples: Vec<&'a Sample>,
    pub(super) noise: &'a Noise,
}

/// Losses of part of speech, Penn tag, features, name, script, head and relation, summed over words.
pub(crate) type Losses = [f64; 7];

/// Computes the losses and adds the gradients of their weighted mean over words.
pub(crate) fn step(
    net: &Net<'_>,
    tables: &mut Tables,
    sentences: &[&[Sample]],
    noise: &Noise,
    dice: &mut Dice,
    gradients: &mut [f32],
) -> Losses {
    let (sizes, layout, weights, back) = (net.sizes, net.layout, net.weights, net.back);
    let batch = Batch::new(&sentences.iter().map(|sentence| sentence.len()).collect::<Vec<_>>());
    let mut samples = Vec::with_capacity(batch.rows());
    let row_samples = |position| batch.order[..batch.alive(position)].iter().map(move |at| &sentences[*at][position]);
    samples.extend((0..batch.positions()).flat_map(row_samples));
    let pass = Pass { batch, samples, noise };
    let batch = &pass.batch;
    let (rows, count) = (batch.rows(), batch.order.len());
    let (input, both, tag, sides, n_classes) = (sizes.input, 2 * sizes.hidden, sizes.tag, sizes.sides(), sizes.classes());
    let share = noise.tasks.map(|task| task / rows as f32);
    let mut losses = [0.0; 7];

    // First layer and tags.
    let word_vectors = embed(tables, batch, &pass.samples, noise, dice);
    let x = &word_vectors.x;
    let state_mask1 = dice.mask(count * both, noise.state);
    let mut run1 = Run::default();
    run(&weights.first, batch, x, Some(&state_mask1), &mut run1);
    let mask1 = dice.mask(count * both, noise.layer);
    let mut h1 = run1.out.clone();
    drop_rows(&mut h1, both, batch, &mask1, both);
    let (mut wide1, mut t, mut classes, mut p) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    side_by_side(&mut wide1, &h1, both, x, input);
    fill_rows(&mut t, &weights.tag_bias, rows);
    multiply_add(&wide1, both + input, rows, &weights.tag, &mut t, tag);
    leaky(&mut t);
    let tag_mask = dice.mask(count * tag, noise.inner);
    drop_rows(&mut t, tag, batch, &tag_mask, tag);
    fill_rows(&mut classes, &weights.classes_bias, rows);
    multiply_add(&t, tag, rows, &weights.tags, &mut classes, n_classes);
    multiply_add(&t, tag, rows, &weights.scripts, &mut classes[sizes.tags()..], n_classes);
    for (scores, sample) in classes.chunks_exact_mut(n_classes).zip(&pass.samples) {
        let mut rest = scores;
        for (task, size) in [sizes.upos, sizes.xpos, sizes.feats, sizes.names, sizes.scripts].into_iter().enumerate() {
            let (scores, others) = rest.split_at_mut(size);
            losses[task] += choose(scores, sample.tags[task], share[task]);
            rest = others;
        }
    }
    let d_classes = classes;

    // Second layer and the parser's views of a word.
    let state_mask2 = dice.mask(count * both, noise.state);
    let mut run2 = Run::default();
    run(&weights.second, batch, &t, Some(&state_mask2), &mut run2);
    let mask2 = dice.mask(count * both, noise.layer);
    let mut h2 = run2.out.clone();
    drop_rows(&mut h2, both, batch, &mask2, both);
    fill_rows(&mut p, &weights.parse_bias, rows);
    multiply_add(&h2, both, rows, &weights.parse, &mut p, sides);
    let arcs = 2 * sizes.arc;
    p.chunks_exact_mut(sides).for_each(|row| leaky(&mut row[..arcs]));
    let parse_mask = dice.mask(count * arcs, noise.inner);
    drop_rows(&mut p, sides, batch, &parse_mask, arcs);
    let mut d_p = vec![0.0; rows * sides];
    losses[5] = arcs::run(net, &pass, &p, &mut d_p, share[5], gradients);
    losses[6] = relations::run(net, &pass, &p, &mut d_p, share[6], dice, gradients);

    // Back through the second layer.
    drop_rows(&mut d_p, sides, batch, &parse_mask, arcs);
    for (d, p) in d_p.chunks_exact_mut(sides).zip(p.chunks_exact(sides)) {
        leaky_gradient(&mut d[..arcs], &p[..arcs]);
    }
    weight_gradient(&h2, both, rows, both, &d_p, sides, sides, &mut gradients[layout.parse.range()]);
    bias_gradient(&d_p, sides, &mut gradients[layout.parse_bias.range()]);
    let mut d_h2 = vec![0.0; rows * both];
    multiply_add(&d_p, sides, rows, &back.parse, &mut d_h2, both);
    drop_rows(&mut d_h2, both, batch, &mask2, both);
    let mut d_t = Vec::new();
    backward(&layout.second, &back.second, batch, &t, &run2, &state_mask2, &mut d_h2, &mut d_t, gradients);

    // Back through the tagging layer.
    multiply_add(&d_classes, n_classes, rows, &back.classes, &mut d_t, tag);
    weight_gradient(&t, tag, rows, tag, &d_classes, n_classes, n_classes, &mut gradients[layout.classes.range()]);
    bias_gradient(&d_classes, n_classes, &mut gradients[layout.classes_bias.range()]);
    let mut d_h1 = vec![0.0; rows * both];
    drop_rows(&mut d_t, tag, batch, &tag_mask, tag);
    leaky_gradient(&mut d_t, &t);
    weight_gradient(&wide1, both + input, rows, both + input, &d_t, tag, tag, &mut gradients[layout.tag.range()]);
    bias_gradient(&d_t, tag, &mut gradients[layout.tag_bias.range()]);
    let mut d_wide1 = vec![0.0; rows * (both + input)];
    multiply_add(&d_t, tag, rows, &back.tag, &mut d_wide1, both + input);
    for (d_h1, d_wide) in d_h1.chunks_exact_mut(both).zip(d_wide1.chunks_exact(both + input)) {
        add_to(d_h1, &d_wide[..both]);
    }

    // Back through the first layer to the tables.
    drop_rows(&mut d_h1, both, batch, &mask1, both);
    let mut d_x = Vec::new();
    backward(&layout.first, &back.first, batch, x, &run1, &state_mask1, &mut d_h1, &mut d_x, gradients);
    for (d_x, d_wide) in d_x.chunks_exact_mut(input).zip(d_wide1.chunks_exact(both + input)) {
        add_to(d_x, &d_wide[both..]);
    }
    word_vectors.backward(batch, &mut d_x, tables);
    losses
}
