//! The network's weights, packed for products.

use super::gemm::Packed;
use super::recurrent::RecurrentWeights;
use super::sizes::{Layout, Matrix, Recurrent, Sizes};

/// All weights but the embeddings, packed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Weights {
    /// First recurrent layer.
    pub(crate) first: RecurrentWeights,
    /// Tagging layer.
    pub(crate) tag: Packed,
    /// Added to it.
    pub(crate) tag_bias: Vec<f32>,
    /// Scores of all tags but the lemma scripts.
    pub(crate) tags: Packed,
    /// Scores of the lemma scripts.
    pub(crate) scripts: Packed,
    /// Added to both.
    pub(crate) classes_bias: Vec<f32>,
    /// Second recurrent layer.
    pub(crate) second: RecurrentWeights,
    /// Dependents, heads, both sides of relations.
    pub(crate) parse: Packed,
    /// Added to those.
    pub(crate) parse_bias: Vec<f32>,
    /// Between dependents and heads.
    pub(crate) arc: Packed,
    /// How much a word likes to be a head.
    pub(crate) arc_bias: Vec<f32>,
    /// The root as a head.
    pub(crate) arc_root: Vec<f32>,
    /// The root in relations.
    pub(crate) relation_root: Vec<f32>,
    /// Distances in relations.
    pub(crate) relation_distance: Vec<f32>,
    /// Scores of relations.
    pub(crate) relation: Packed,
    /// Added to them.
    pub(crate) relation_bias: Vec<f32>,
}

impl Weights {
    /// Packs the long row of all weights.
    pub(crate) fn fill(&mut self, sizes: &Sizes, layout: &Layout, all: &[f32]) {
        let pack = |to: &mut Packed, m: &Matrix| to.fill(&all[m.range()], m.rows, m.columns, m.columns);
        let copy = |to: &mut Vec<f32>, m: &Matrix| {
            to.clear();
            to.extend_from_slice(&all[m.range()]);
        };
        let recurrent = |to: &mut RecurrentWeights, r: &Recurrent| {
            pack(&mut to.input, &r.input);
            pack(&mut to.state[0], &r.state[0]);
            pack(&mut to.state[1], &r.state[1]);
            copy(&mut to.bias, &r.bias);
        };
        recurrent(&mut self.first, &layout.first);
        pack(&mut self.tag, &layout.tag);
        copy(&mut self.tag_bias, &layout.tag_bias);
        let (tags, classes) = (sizes.tags(), &layout.classes);
        self.tags.fill(&all[classes.range()], classes.rows, tags, classes.columns);
        self.scripts.fill(&all[classes.range()][tags..], classes.rows, sizes.scripts, classes.columns);
        copy(&mut self.classes_bias, &layout.classes_bias);
        recurrent(&mut self.second, &layout.second);
        pack(&mut self.parse, &layout.parse);
        copy(&mut self.parse_bias, &layout.parse_bias);
        pack(&mut self.arc, &layout.arc);
        copy(&mut self.arc_bias, &layout.arc_bias);
        copy(&mut self.arc_root, &layout.arc_root);
        copy(&mut self.relation_root, &layout.relation_root);
        copy(&mut self.relation_distance, &layout.relation_distance);
        pack(&mut self.relation, &layout.relation);
        copy(&mut self.relation_bias, &layout.relation_bias);
    }

    /// Packs the long row of all weights into new memory.
    pub(crate) fn new(sizes: &Sizes, layout: &Layout, all: &[f32]) -> Weights {
        let mut weights = Weights::default();
        weights.fill(sizes, layout, all);
        weights
    }
}
