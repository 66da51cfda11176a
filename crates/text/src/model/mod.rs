//! The trained model: from the forms of sentences to tags, lemmas and trees.

pub(crate) mod arcs;
pub(crate) mod features;
mod file;
pub(crate) mod lemma;
pub(crate) mod parser;
pub(crate) mod tagger;
pub(crate) mod weights;

pub(crate) use file::{BadBytes, Reader};
pub use file::{Error, FORMAT};
#[cfg(feature = "train")]
pub(crate) use file::{Writer, pack};

use crate::tag::{Rel, Upos};
use features::{Features, Seen};
use lemma::Edit;
use parser::{Tagged, relation};
use weights::{Scorer, Weights, best};

/// What the model says of one word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// Universal part of speech.
    pub upos: Upos,
    /// Penn Treebank tag.
    pub xpos: Box<str>,
    /// Features, or "_".
    pub feats: Box<str>,
    /// Lemma.
    pub lemma: Box<str>,
    /// Position of the head in the sentence; none for the root.
    pub head: Option<usize>,
    /// Relation to the head.
    pub rel: Rel,
}

/// Classes with the weights that choose among them.
pub(crate) struct Layer {
    classes: Vec<Box<str>>,
    weights: Weights,
}

impl Layer {
    fn read(reader: &mut Reader<'_>) -> Result<Layer, BadBytes> {
        let classes = reader.strings()?;
        if classes.is_empty() || classes.len() > usize::from(u16::MAX) {
            return Err(BadBytes);
        }
        let weights = Weights::read(reader, classes.len())?;
        Ok(Layer { classes, weights })
    }

    /// How many classes there are.
    pub(crate) fn n(&self) -> usize {
        self.classes.len()
    }

    /// The weights.
    pub(crate) fn weights(&self) -> &Weights {
        &self.weights
    }
}

/// A trained model of English.
pub struct Model {
    xpos: Layer,
    upos: Layer,
    feats: Layer,
    lemmas: Layer,
    edits: Vec<Edit>,
    moves: Layer,
    breaks: Layer,
    /// Numbers of the universal parts of speech, as [`Upos`] orders them, of the classes of `upos`.
    upos_of: Vec<Upos>,
}

/// The layers of a file, in their order.
pub(crate) const LAYERS: [&str; 6] = ["xpos", "upos", "feats", "lemmas", "moves", "breaks"];

impl Model {
    /// Reads a model that `cargo xtask train` wrote.
    pub fn load(bytes: &[u8]) -> Result<Model, Error> {
        let plain = file::unpack(bytes)?;
        Ok(Model::read(&mut Reader(&plain))?)
    }

    fn read(reader: &mut Reader<'_>) -> Result<Model, BadBytes> {
        let mut layer = |name: &str| if reader.string()? == name { Layer::read(reader) } else { Err(BadBytes) };
        let [xpos, upos, feats, lemmas, moves, breaks] = LAYERS;
        let (xpos, upos, feats) = (layer(xpos)?, layer(upos)?, layer(feats)?);
        let (lemmas, moves, breaks) = (layer(lemmas)?, layer(moves)?, layer(breaks)?);
        let edits = lemmas.classes.iter().map(|name| Edit::parse(name)).collect::<Option<Vec<Edit>>>().ok_or(BadBytes)?;
        if moves.n() != arcs::N_MOVES || breaks.n() != 2 || xpos.n() > 199 || upos.n() > 199 {
            return Err(BadBytes);
        }
        let upos_of = upos.classes.iter().map(|name| Upos::parse(name)).collect();
        Ok(Model { xpos, upos, feats, lemmas, edits, moves, breaks, upos_of })
    }

    /// The layer that finds the ends of sentences.
    pub(crate) fn breaks(&self) -> &Layer {
        &self.breaks
    }

    /// Tags, lemmas and a tree for each sentence, given the forms of its words.
    pub fn annotate(&self, sentences: &[Vec<&str>]) -> Vec<Vec<Annotation>> {
        sentences.iter().map(|forms| self.annotate_one(forms)).collect()
    }

    fn annotate_one(&self, forms: &[&str]) -> Vec<Annotation> {
        let words: Vec<Seen> = forms.iter().map(|form| Seen::new(form)).collect();
        let xpos = tagger::tag_xpos(&self.xpos.weights, self.xpos.n(), &words);
        let upos_classes = tagger::tag_upos(&self.upos.weights, self.upos.n(), &words, &xpos);
        let upos: Vec<u8> = upos_classes.iter().map(|class| self.upos_of[usize::from(*class)] as u8).collect();
        let (heads, rels) = parser::parse(&self.moves.weights, &Tagged { words: &words, xpos: &xpos, upos: &upos });
        let tree = tagger::Tree::new(&heads, &rels, helper);
        let feats = tagger::tag_feats(&self.feats.weights, self.feats.n(), &words, &xpos, &upos, &tree);
        let mut features = Features::default();
        let mut scores = vec![0; self.edits.len()];
        (0..forms.len())
            .map(|at| {
                lemma::features(&words, &xpos, &upos, at, &mut features);
                scores.fill(0);
                self.lemmas.weights.score(&features.keys, &mut scores);
                let lemma = self.edits[best(&scores)].apply(forms[at]).unwrap_or_else(|| forms[at].to_lowercase());
                Annotation {
                    upos: self.upos_of[usize::from(upos_classes[at])],
                    xpos: self.xpos.classes[usize::from(xpos[at])].clone(),
                    feats: self.feats.classes[feats[at]].clone(),
                    lemma: lemma.into(),
                    head: (heads[at] < forms.len()).then_some(heads[at]),
                    rel: relation(rels[at]),
                }
            })
            .collect()
    }
}

/// Which dependants agree with a verb: its subject (0) and its auxiliary or copula (1).
pub(crate) fn helper(rel: u8) -> Option<usize> {
    match relation(rel) {
        Rel::Nsubj | Rel::NsubjPass | Rel::NsubjOuter | Rel::Csubj => Some(0),
        Rel::Aux | Rel::AuxPass | Rel::Cop => Some(1),
        _ => None,
    }
}
