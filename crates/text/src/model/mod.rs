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

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use crate::clock::{Stage, timed};
use crate::label::Label;
use crate::name::{NameTag, best_row};
use crate::tag::{Rel, Upos};
use batch::Batch;
use file::Reader;
use forward::{Scratch, best, predict};
use gemm::multiply_add;
use lists::{LemmasOf, Lists, Reading};
use sizes::Sizes;
use table::Table;
use weights::Weights;

/// What the model says of one word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// Universal part of speech.
    pub upos: Upos,
    /// Penn Treebank tag.
    pub xpos: Label,
    /// Features, or "_".
    pub feats: Label,
    /// Lemma.
    pub lemma: Box<str>,
    /// Position of the head in the sentence; none for the root.
    pub head: Option<usize>,
    /// Relation to the head.
    pub rel: Rel,
    /// Whether the word begins or continues a name.
    pub name: NameTag,
}

/// A trained model of English.
pub struct Model {
    sizes: Sizes,
    lists: Lists,
    word_rows: HashMap<Box<str>, u32>,
    marks: HashMap<Box<str>, u8>,
    lemmas: LemmasOf,
    /// The lists' Penn tags and feature lines as labels.
    xpos: Vec<Label>,
    feats: Vec<Label>,
    /// Lemmas of verbs: a script that makes one of them is believed first.
    verbs: HashSet<Box<str>>,
    /// Base forms of irregular verb forms.
    irregular: BTreeMap<String, Vec<String>>,
    words: Table,
    pieces: Table,
    weights: Weights,
    breaks: linear::Weights,
    /// Memory of earlier calls, to be used again.
    idle: Mutex<Vec<Work>>,
}

/// Memory of one caller: the network's, and the vectors of forms seen before.
#[derive(Default)]
struct Work {
    scratch: Scratch,
    /// Where the vector of a form lies in `vectors`.
    places: HashMap<Box<str>, usize>,
    vectors: Vec<f32>,
    /// Words whose lemma no list knows: sentence, position, row.
    open: Vec<(usize, usize, usize)>,
    /// Their tagging layer and the scores of their lemma scripts.
    gathered: Vec<f32>,
    scripts: Vec<f32>,
}

/// Words that run through the network together.
const BATCH: usize = 512;

/// The longest stretch the network reads at once; a longer sentence is read in stretches, so that time grows evenly.
const LONGEST: usize = 250;

/// Forms whose vectors are kept.
const KEPT: usize = 8192;

/// Lemma scripts tried until one fits the form, and for a verb makes a known one.
const TRIED: usize = 24;

impl Model {
    /// Reads a model that `cargo xtask train` wrote.
    pub fn load(bytes: &[u8]) -> Result<Model, Error> {
        let (lists, numbers) = file::unpack(bytes)?;
        let mut reader = Reader(&lists);
        let lists = Lists::read(&mut reader, Upos::ALL.len())?;
        let breaks = linear::Weights::read(&mut reader, 2)?;
        let (sizes, words, pieces, weights) = numbers::read(numbers, &lists)?;
        let is_verb = |tag: &u16| lists.xpos[usize::from(*tag)].starts_with("VB");
        let verbs = lists.lemmas.iter().filter(|(_, tag, _)| is_verb(tag)).map(|(_, _, lemma)| lemma.clone()).collect();
        Ok(Model {
            sizes,
            word_rows: lists.word_rows(),
            marks: lists.marks_of(),
            lemmas: lists.lemmas_of(),
            verbs,
            irregular: BTreeMap::new(),
            xpos: lists.xpos.iter().map(|tag| Label::new(tag)).collect(),
            feats: lists.feats.iter().map(|line| Label::new(line)).collect(),
            lists,
            words,
            pieces,
            weights,
            breaks,
            idle: Mutex::default(),
        })
    }

    /// Makes irregular verb forms known, each with its base forms.
    pub(crate) fn know_irregular(&mut self, forms: BTreeMap<String, Vec<String>>) {
        self.verbs.extend(forms.values().flatten().map(|base| base.as_str().into()));
        self.irregular = forms;
    }

    /// Makes more verbs known by their lemmas.
    pub fn know_verbs<'a>(&mut self, lemmas: impl IntoIterator<Item = &'a str>) {
        self.verbs.extend(lemmas.into_iter().map(Box::from));
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
        let mut work = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
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
            for (at, words) in rest[..end].iter().zip(self.run(&forms, &mut work)) {
                said[*at] = words;
            }
            rest = &rest[end..];
        }
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(work);
        let mut result: Vec<Vec<Annotation>> = vec![Vec::new(); sentences.len()];
        for ((number, _), words) in stretches.iter().zip(said) {
            join(&mut result[*number], words);
        }
        result
    }

    /// Runs the network over sentences that fit into one batch.
    fn run(&self, sentences: &[&[&str]], work: &mut Work) -> Vec<Vec<Annotation>> {
        let batch = Batch::new(&sentences.iter().map(|forms| forms.len()).collect::<Vec<_>>());
        recurrent::zeros(&mut work.scratch.x, batch.rows() * self.sizes.input);
        timed(Stage::Words, || {
            for (place, number) in batch.order.iter().enumerate() {
                for (position, form) in sentences[*number].iter().enumerate() {
                    let at = batch.row(place, position) * self.sizes.input;
                    self.embed(form, work, at);
                }
            }
        });
        let trees = predict(&self.sizes, &self.weights, &batch, Rel::Root as usize, &mut work.scratch);
        let tags = self.sizes.tags();
        let mut said: Vec<Vec<Annotation>> = vec![Vec::new(); sentences.len()];
        work.open.clear();
        work.gathered.clear();
        for (place, (number, tree)) in batch.order.iter().zip(&trees).enumerate() {
            let scores = |at: usize| &work.scratch.tags[batch.row(place, at) * tags..][..tags];
            let forms = sentences[*number];
            let names = timed(Stage::Names, || best_row((0..forms.len()).map(|at| &scores(at)[tags - self.sizes.names..])));
            for (at, (form, name)) in forms.iter().zip(names).enumerate() {
                let reading = self.reading(scores(at));
                let lemma = self.known_lemma(form, reading.1);
                if lemma.is_none() {
                    let row = batch.row(place, at);
                    work.open.push((*number, at, usize::from(reading.1)));
                    work.gathered.extend_from_slice(&work.scratch.tag[row * self.sizes.tag..][..self.sizes.tag]);
                }
                said[*number].push(Annotation {
                    upos: Upos::ALL[usize::from(reading.0)],
                    xpos: self.xpos[usize::from(reading.1)],
                    feats: self.feats[usize::from(reading.2)],
                    lemma: lemma.unwrap_or_default(),
                    head: tree.heads[at].checked_sub(1),
                    rel: Rel::ALL[tree.relations[at]],
                    name,
                });
            }
        }
        timed(Stage::Tags, || self.lemmas(sentences, work, &mut said));
        said
    }

    /// Makes the lemmas of words that no list knows.
    fn lemmas(&self, sentences: &[&[&str]], work: &mut Work, said: &mut [Vec<Annotation>]) {
        let (count, scripts) = (work.open.len(), self.sizes.scripts);
        recurrent::fill_rows(&mut work.scripts, &self.weights.classes_bias[self.sizes.tags()..], count);
        multiply_add(&work.gathered, self.sizes.tag, count, &self.weights.scripts, &mut work.scripts, scripts);
        for ((number, at, xpos), scores) in work.open.iter().zip(work.scripts.chunks_exact_mut(scripts)) {
            let is_verb = self.lists.xpos[*xpos].starts_with("VB");
            said[*number][*at].lemma = self.lemma(sentences[*number][*at], is_verb, scores);
        }
    }

    /// Puts the vector of a form at a place of the network's input.
    fn embed(&self, form: &str, work: &mut Work, at: usize) {
        let width = self.sizes.input;
        if let Some(place) = work.places.get(form) {
            work.scratch.x[at..at + width].copy_from_slice(&work.vectors[*place..*place + width]);
            return;
        }
        if work.places.len() >= KEPT {
            work.places.clear();
            work.vectors.clear();
        }
        let x = &mut work.scratch.x[at..at + width];
        let normal = pieces::normal(form);
        let found = pieces::pieces(form, &normal, self.marks.get(normal.as_str()).copied().unwrap_or(0), self.sizes.pieces);
        self.words.add(self.word_rows.get(normal.as_str()).copied().unwrap_or(0), 1.0, x);
        for row in &found.strong {
            self.pieces.add(*row, 1.0, x);
        }
        let factor = found.weak_factor();
        for row in &found.weak {
            self.pieces.add(*row, factor, x);
        }
        // An address of a megabyte is not worth keeping.
        if form.len() <= 64 {
            work.places.insert(form.into(), work.vectors.len());
            work.vectors.extend_from_slice(x);
        }
    }

    /// The likeliest combination of part of speech, Penn tag and feature line.
    fn reading(&self, scores: &[f32]) -> Reading {
        let (upos, rest) = scores.split_at(self.sizes.upos);
        let (xpos, feats) = rest.split_at(self.sizes.xpos);
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
        reading
    }

    /// The lemma that the treebanks give the form under this Penn tag.
    fn known_lemma(&self, form: &str, xpos: u16) -> Option<Box<str>> {
        self.lemmas.get(form)?.iter().find(|(tag, _)| *tag == xpos).map(|(_, lemma)| lemma.clone())
    }

    /// What the best script makes that fits the form. For a verb: the base form of an irregular form, else what the best script makes that
    /// makes a known verb.
    fn lemma(&self, form: &str, is_verb: bool, scores: &mut [f32]) -> Box<str> {
        if is_verb && let Some([base]) = self.irregular.get(&form.to_lowercase()).map(Vec::as_slice) {
            return base.as_str().into();
        }
        let mut first = None;
        for _ in 0..scores.len().min(TRIED) {
            let at = best(scores.iter().enumerate());
            scores[at] = f32::NEG_INFINITY;
            if let Some(lemma) = self.lists.scripts[at].apply(form) {
                if !is_verb || self.verbs.contains(lemma.as_str()) {
                    return lemma.into();
                }
                first.get_or_insert(lemma);
            }
        }
        first.unwrap_or_else(|| form.to_owned()).into()
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
