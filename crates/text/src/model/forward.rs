//! Prediction over one batch: from word vectors to tags, heads and relations.

use super::batch::Batch;
use super::gemm::{Packed, multiply_add};
use super::math::leaky;
use super::recurrent::{Run, fill_rows, run, zeros};
use super::sizes::{Sizes, distance_class};
use super::tree::best_tree;
use super::weights::Weights;
use crate::clock::{Stage, timed};

/// Memory that is used again from batch to batch.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scratch {
    /// Word vectors, a row a word: filled by the caller.
    pub(crate) x: Vec<f32>,
    /// Scores of all tags but the lemma scripts, a row a word.
    pub(crate) tags: Vec<f32>,
    /// Tagging layer, a row a word.
    pub(crate) tag: Vec<f32>,
    run: Run,
    wide: Vec<f32>,
    parse: Vec<f32>,
    dependents: Vec<f32>,
    heads: Vec<f32>,
    scores: Vec<f32>,
    relation: Vec<f32>,
    packed: Packed,
}

/// The tree of one sentence: for every word its head (0 for the root) and the number of its relation.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Tree {
    /// Heads, counted from 1.
    pub(crate) heads: Vec<usize>,
    /// Relations.
    pub(crate) relations: Vec<usize>,
}

/// Fills `wide` with rows that hold a row of `a` and then a row of `b`.
pub(crate) fn side_by_side(wide: &mut Vec<f32>, a: &[f32], a_width: usize, b: &[f32], b_width: usize) {
    wide.clear();
    wide.reserve(a.len() + b.len());
    for (a, b) in a.chunks_exact(a_width).zip(b.chunks_exact(b_width)) {
        wide.extend_from_slice(a);
        wide.extend_from_slice(b);
    }
}

/// Runs the network over a batch whose word vectors lie in `scratch.x`; the trees come in the batch's order.
pub(crate) fn predict(sizes: &Sizes, weights: &Weights, batch: &Batch, root_relation: usize, scratch: &mut Scratch) -> Vec<Tree> {
    timed(Stage::Tags, || tags(sizes, weights, batch, scratch));
    timed(Stage::Trees, || trees(sizes, weights, batch, root_relation, scratch))
}

/// The first layer: the tagging layer and the scores of all tags.
fn tags(sizes: &Sizes, weights: &Weights, batch: &Batch, s: &mut Scratch) {
    let rows = batch.rows();
    let both = 2 * sizes.hidden;
    run(&weights.first, batch, &s.x, None, &mut s.run);
    side_by_side(&mut s.wide, &s.run.out, both, &s.x, sizes.input);
    fill_rows(&mut s.tag, &weights.tag_bias, rows);
    multiply_add(&s.wide, both + sizes.input, rows, &weights.tag, &mut s.tag, sizes.tag);
    leaky(&mut s.tag);
    fill_rows(&mut s.tags, &weights.classes_bias[..sizes.tags()], rows);
    multiply_add(&s.tag, sizes.tag, rows, &weights.tags, &mut s.tags, sizes.tags());
}

/// The second layer: heads and relations.
fn trees(sizes: &Sizes, weights: &Weights, batch: &Batch, root_relation: usize, s: &mut Scratch) -> Vec<Tree> {
    let (rows, both) = (batch.rows(), 2 * sizes.hidden);
    run(&weights.second, batch, &s.tag, None, &mut s.run);
    let sides = sizes.sides();
    fill_rows(&mut s.parse, &weights.parse_bias, rows);
    multiply_add(&s.run.out, both, rows, &weights.parse, &mut s.parse, sides);
    let arcs = 2 * sizes.arc;
    for row in s.parse.chunks_exact_mut(sides) {
        leaky(&mut row[..arcs]);
    }
    fill_rows(&mut s.dependents, &weights.arc_bias, rows);
    multiply_add(&s.parse, sides, rows, &weights.arc, &mut s.dependents, sizes.arc);
    let mut trees = Vec::with_capacity(batch.order.len());
    let mut dependents = Vec::new();
    for (sentence, &n) in batch.lengths.iter().enumerate() {
        gather(sizes, weights, batch, sentence, s, &mut dependents);
        zeros(&mut s.scores, n * (n + 1));
        multiply_add(&dependents, sizes.arc, n, &s.packed, &mut s.scores, n + 1);
        let heads = best_tree(&s.scores, n);
        zeros(&mut s.relation, n * sizes.relation);
        for (position, &head) in heads.iter().enumerate() {
            let own = &s.parse[batch.row(sentence, position) * sides + arcs..][..sizes.relation];
            let other = if head == 0 {
                &weights.relation_root[..]
            } else {
                &s.parse[batch.row(sentence, head - 1) * sides + arcs + sizes.relation..][..sizes.relation]
            };
            let class = relation_class(position, head);
            let far = &weights.relation_distance[class * sizes.relation..][..sizes.relation];
            let to = &mut s.relation[position * sizes.relation..][..sizes.relation];
            for (((t, a), b), c) in to.iter_mut().zip(own).zip(other).zip(far) {
                *t = a + b + c;
            }
        }
        leaky(&mut s.relation);
        fill_rows(&mut s.scores, &weights.relation_bias, n);
        multiply_add(&s.relation, sizes.relation, n, &weights.relation, &mut s.scores, sizes.relations);
        let relations = heads
            .iter()
            .zip(s.scores.chunks_exact(sizes.relations))
            .map(
                |(&head, scores)| {
                    if head == 0 { root_relation } else { best(scores.iter().enumerate().filter(|(i, _)| *i != root_relation)) }
                },
            )
            .collect();
        trees.push(Tree { heads, relations });
    }
    trees
}

fn gather(sizes: &Sizes, weights: &Weights, batch: &Batch, sentence: usize, s: &mut Scratch, dependents: &mut Vec<f32>) {
    let sides = sizes.sides();
    dependents.clear();
    s.heads.clear();
    s.heads.extend_from_slice(&weights.arc_root);
    for position in 0..batch.lengths[sentence] {
        let row = batch.row(sentence, position);
        dependents.extend_from_slice(&s.dependents[row * sizes.arc..][..sizes.arc]);
        s.heads.extend_from_slice(&s.parse[row * sides + sizes.arc..][..sizes.arc]);
    }
    s.packed.fill_transposed(&s.heads, sizes.arc, batch.lengths[sentence] + 1, sizes.arc);
}

/// The class of the distance between a position (from 0) and a head (from 1; 0 is the root).
pub(crate) fn relation_class(position: usize, head: usize) -> usize {
    if head == 0 { 0 } else { distance_class(head as isize - 1 - position as isize) }
}

/// The number of the highest score; the first one where several are equal.
pub(crate) fn best<'a>(scores: impl Iterator<Item = (usize, &'a f32)>) -> usize {
    let (mut best, mut top) = (0, f32::NEG_INFINITY);
    for (i, &score) in scores {
        if score > top {
            (best, top) = (i, score);
        }
    }
    best
}
