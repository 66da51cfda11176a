//! The loss of the relations to the treebank's heads, and its gradients.

use super::dice::Dice;
use super::gradients::{add_to, bias_gradient, choose, leaky_gradient, weight_gradient};
use super::graph::{Net, Pass};
use crate::model::forward::relation_class;
use crate::model::gemm::multiply_add;
use crate::model::math::leaky;
use crate::model::recurrent::fill_rows;

/// Where the other side of each word's relation is: the head's row (none for the root) and the class of its distance.
fn places(pass: &Pass<'_>) -> Vec<(Option<usize>, usize)> {
    let batch = &pass.batch;
    let mut places = vec![(None, 0); batch.rows()];
    for (sentence, length) in batch.lengths.iter().enumerate() {
        for position in 0..*length {
            let row = batch.row(sentence, position);
            let head = pass.samples[row].head.unwrap_or(0);
            places[row] = (head.checked_sub(1).map(|head| batch.row(sentence, head)), relation_class(position, head));
        }
    }
    places
}

/// The loss of all relations. `p` holds the parser's views of the words; their gradient is added to `d_p`.
pub(crate) fn run(
    net: &Net<'_>,
    pass: &Pass<'_>,
    p: &[f32],
    d_p: &mut [f32],
    weight: f32,
    dice: &mut Dice,
    gradients: &mut [f32],
) -> f64 {
    let (sizes, layout, weights) = (net.sizes, net.layout, net.weights);
    let (rel, sides, rows, n_classes) = (sizes.relation, sizes.sides(), pass.batch.rows(), sizes.relations);
    let (own, other) = (2 * sizes.arc, 2 * sizes.arc + rel);
    let places = places(pass);
    let mut q = vec![0.0; rows * rel];
    for (row, (q, (head, class))) in q.chunks_exact_mut(rel).zip(&places).enumerate() {
        q.copy_from_slice(&p[row * sides + own..][..rel]);
        add_to(q, head.map_or(&weights.relation_root[..], |head| &p[head * sides + other..][..rel]));
        add_to(q, &weights.relation_distance[class * rel..][..rel]);
    }
    leaky(&mut q);
    let mask = dice.mask(rows * rel, pass.noise.inner);
    q.iter_mut().zip(&mask).for_each(|(q, mask)| *q *= mask);
    let mut scores = Vec::new();
    fill_rows(&mut scores, &weights.relation_bias, rows);
    multiply_add(&q, rel, rows, &weights.relation, &mut scores, n_classes);
    let mut loss = 0.0;
    for (scores, sample) in scores.chunks_exact_mut(n_classes).zip(&pass.samples) {
        loss += choose(scores, sample.relation, weight);
    }
    weight_gradient(&q, rel, rows, rel, &scores, n_classes, n_classes, &mut gradients[layout.relation.range()]);
    bias_gradient(&scores, n_classes, &mut gradients[layout.relation_bias.range()]);
    let mut d_q = vec![0.0; rows * rel];
    multiply_add(&scores, n_classes, rows, &net.back.relation, &mut d_q, rel);
    leaky_gradient(&mut d_q, &q);
    d_q.iter_mut().zip(&mask).for_each(|(d, mask)| *d *= mask);
    for (row, (d_q, (head, class))) in d_q.chunks_exact(rel).zip(&places).enumerate() {
        add_to(&mut d_p[row * sides + own..][..rel], d_q);
        match head {
            None => add_to(&mut gradients[layout.relation_root.range()], d_q),
            Some(head) => add_to(&mut d_p[head * sides + other..][..rel], d_q),
        }
        add_to(&mut gradients[layout.relation_distance.start + class * rel..][..rel], d_q);
    }
    loss
}
