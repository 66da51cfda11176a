//! The trained model: from the forms of sentences to tags, lemmas and trees.
//!
//! A word becomes a vector made of its known form, its beginnings, endings, pieces and shape ([`pieces`]). A first recurrent layer
//! ([`recurrent`]) reads the sentence in both directions; a small layer above it scores tags and lemma scripts. A second recurrent
//! layer reads both and feeds the parser: every word scores every other as its head, the best tree is taken ([`tree`]), and each
//! edge gets its relation ([`forward`]).

pub(crate) mod batch;
pub(crate) mod cues;
mod file;
pub(crate) mod forward;
pub(crate) mod gemm;
pub(crate) mod linear;
pub(crate) mod lists;
pub(crate) mod math;
mod numbers;
pub(crate) mod pieces;
pub(crate) mod recurrent;
pub(crate) mod script;
pub(crate) mod sizes;
pub(crate) mod table;
pub(crate) mod tree;
pub(crate) mod weights;

pub use file::{Error, FORMAT};
#[cfg(any(feature = "train", test))]
pub(crate) use file::{Writer, pack};
#[cfg(any(feature = "train", test))]
pub(crate) use numbers::write;

use std::collections::HashMap;

use crate::tag::{Rel, Upos};
use batch::Batch;
use file::Reader;
use forward::{Scratch, Tree, best, predict};
use lists::{LemmasOf, Lists};
use sizes::Sizes;
use table::Table;
use weights::Weights;

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

/// A trained model of English.
pub struct Model {
    sizes: Sizes,
    lists: Lists,
    word_rows: HashMap<Box<str>, u32>,
    lemmas: LemmasOf,
    words: Table,
    pieces: Table,
    weights: Weights,
    breaks: linear::Weights,
}

/// Words that run through the network together.
const BATCH: usize = 512;

/// The longest stretch the network reads at once; a longer sentence is read in stretches, so that time grows evenly.
const LONGEST: usize = 250;

impl Model {
    /// Reads a model that `cargo xtask train` wrote.
    pub fn load(bytes: &[u8]) -> Result<Model, Error> {
        let (lists, numbers) = file::unpack(bytes)?;
        let mut reader = Reader(&lists);
        let lists = Lists::read(&mut reader, Upos::ALL.len())?;
        let breaks = linear::Weights::read(&mut reader, 2)?;
        let (sizes, words, pieces, weights) = numbers::read(numbers, &lists)?;
        Ok(Model { sizes, word_rows: lists.word_rows(), lemmas: lists.lemmas_of(), lists, words, pieces, weights, breaks })
    }

    /// The weights that find the ends of sentences.
    pub(crate) fn breaks(&self) -> &linear::Weights {
        &self.breaks
    }

    /// Tags, lemmas and a tree for each sentence, given the forms of its words. What is said of a sentence does not depend on the
    /// others.
    pub fn annotate(&self, sentences: &[Vec<&str>]) -> Vec<Vec<Annotation>> {
        let mut stretches: Vec<(usize, &[&str])> = Vec::new();
        for (number, forms) in sentences.iter().enumerate() {
            stretches.extend(forms.chunks(LONGEST).map(|forms| (number, forms)));
        }
        // Sentences of similar length run together.
        let mut order: Vec<usize> = (0..stretches.len()).collect();
        order.sort_by_key(|at| (stretches[*at].1.len(), *at));
        let mut scratch = Scratch::default();
        let mut said: Vec<Vec<Annotation>> = vec![Vec::new(); stretches.len()];
        let mut rest = &order[..];
        while let Some(first) = rest.first() {
            let mut size = stretches[*first].1.len();
            let mut end = 1;
            while end < rest.len() && size + stretches[rest[end]].1.len() <= BATCH {
                size += stretches[rest[end]].1.len();
                end += 1;
            }
            let forms: Vec<&[&str]> = rest[..end].iter().map(|at| stretches[*at].1).collect();
            for (at, words) in rest[..end].iter().zip(self.run(&forms, &mut scratch)) {
                said[*at] = words;
            }
            rest = &rest[end..];
        }
        let mut result: Vec<Vec<Annotation>> = vec![Vec::new(); sentences.len()];
        for ((number, _), words) in stretches.iter().zip(said) {
            join(&mut result[*number], words);
        }
        result
    }

    /// Runs the network over sentences that fit into one batch.
    fn run(&self, sentences: &[&[&str]], scratch: &mut Scratch) -> Vec<Vec<Annotation>> {
        let batch = Batch::new(&sentences.iter().map(|forms| forms.len()).collect::<Vec<_>>());
        recurrent::zeros(&mut scratch.x, batch.rows() * self.sizes.input);
        for (place, number) in batch.order.iter().enumerate() {
            for (position, form) in sentences[*number].iter().enumerate() {
                self.embed(form, &mut scratch.x[batch.row(place, position) * self.sizes.input..][..self.sizes.input]);
            }
        }
        let trees = predict(&self.sizes, &self.weights, &batch, Rel::Root as usize, scratch);
        let mut said: Vec<Vec<Annotation>> = vec![Vec::new(); sentences.len()];
        for (place, (number, tree)) in batch.order.iter().zip(&trees).enumerate() {
            let words = sentences[*number].iter().enumerate();
            let classes = self.sizes.classes();
            said[*number] = words
                .map(|(at, form)| self.word(form, &scratch.classes[batch.row(place, at) * classes..][..classes], tree, at))
                .collect();
        }
        said
    }

    /// Adds up the vector of a form.
    fn embed(&self, form: &str, x: &mut [f32]) {
        let normal = pieces::normal(form);
        let found = pieces::pieces(form, &normal, self.sizes.pieces);
        self.words.add(self.word_rows.get(normal.as_str()).copied().unwrap_or(0), 1.0, x);
        for row in &found.strong {
            self.pieces.add(*row, 1.0, x);
        }
        let factor = found.weak_factor();
        for row in &found.weak {
            self.pieces.add(*row, factor, x);
        }
    }

    /// Chooses among the scored classes of one word.
    fn word(&self, form: &str, scores: &[f32], tree: &Tree, at: usize) -> Annotation {
        let (upos, rest) = scores.split_at(self.sizes.upos);
        let (xpos, rest) = rest.split_at(self.sizes.xpos);
        let (feats, scripts) = rest.split_at(self.sizes.feats);
        // The three lists' normalisers are the same for all readings, so plain sums tell the likeliest one.
        let mut top = f32::NEG_INFINITY;
        let mut reading = self.lists.readings[0];
        for candidate in &self.lists.readings {
            let (u, x, f) = *candidate;
            let score = upos[usize::from(u)] + xpos[usize::from(x)] + feats[usize::from(f)];
            if score > top {
                (top, reading) = (score, *candidate);
            }
        }
        Annotation {
            upos: Upos::ALL[usize::from(reading.0)],
            xpos: self.lists.xpos[usize::from(reading.1)].clone(),
            feats: self.lists.feats[usize::from(reading.2)].clone(),
            lemma: self.lemma(form, reading.1, scripts),
            head: tree.heads[at].checked_sub(1),
            rel: Rel::ALL[tree.relations[at]],
        }
    }

    /// The known lemma of the form under this Penn tag; otherwise what the best script makes that fits the form.
    fn lemma(&self, form: &str, xpos: u16, scores: &[f32]) -> Box<str> {
        let known = self.lemmas.get(form).and_then(|known| known.iter().find(|(tag, _)| *tag == xpos));
        if let Some((_, lemma)) = known {
            return lemma.clone();
        }
        if let Some(lemma) = self.lists.scripts[best(scores.iter().enumerate())].apply(form) {
            return lemma.into();
        }
        let mut order: Vec<usize> = (0..scores.len()).collect();
        order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
        order.iter().find_map(|at| self.lists.scripts[*at].apply(form)).map_or_else(|| form.into(), String::into)
    }
}

/// Appends a later stretch of a sentence: its root comes under the sentence's root as a loose clause.
fn join(words: &mut Vec<Annotation>, mut more: Vec<Annotation>) {
    let before = words.len();
    if let Some(root) = words.iter().position(|word| word.head.is_none()) {
        for word in &mut more {
            word.rel = if word.head.is_none() { Rel::Parataxis } else { word.rel };
            word.head = Some(word.head.map_or(root, |head| head + before));
        }
    }
    words.append(&mut more);
}

#[cfg(test)]
mod tests;
