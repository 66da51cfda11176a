//! What the language core found in a text: the tree of each sentence, with every word's place in the text.

use std::ops::Range;

use chancery_base::Span;

use crate::label::Label;
use crate::name::{NameKind, NameTag};
use crate::tag::{Rel, Upos};

/// Position of a word among all words of an analysis, counted from 0 (not from the start of its sentence).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordIdx(pub u32);

impl WordIdx {
    /// The position as an index.
    pub fn at(self) -> usize {
        self.0 as usize
    }
}

/// One syntactic word in the sense of Universal Dependencies: "don’t" is two, "do" and "n’t".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its bytes in the text.
    pub span: Span,
    /// Whether the word continues the surface token of the word before it ("n’t" in "don’t").
    pub continues: bool,
    /// Lemma, lower case but for names.
    pub lemma: Box<str>,
    /// Universal part of speech.
    pub upos: Upos,
    /// Penn Treebank tag, "VBD".
    pub xpos: Label,
    /// Features as CoNLL-U writes them, "Number=Sing|Person=3", or "_".
    pub feats: Label,
    /// The word this one depends on; none for the root of a sentence.
    pub head: Option<WordIdx>,
    /// The relation to the head.
    pub rel: Rel,
    /// Whether the word begins or continues a name, and of what kind.
    pub name: NameTag,
}

/// One sentence: a run of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its bytes in the text, without the white space around it.
    pub span: Span,
    /// Its words, as positions in [`Analysis::words`].
    pub words: Range<usize>,
}

/// A text with its sentences and words. Every word belongs to exactly one sentence, every sentence has one root and no cycle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Analysis {
    text: String,
    sentences: Vec<Sentence>,
    words: Vec<Word>,
    /// Dependants of each word in the order of the text: `kids[starts[i]..starts[i + 1]]`.
    kids: Vec<WordIdx>,
    starts: Vec<u32>,
}

impl Analysis {
    /// Puts an analysis together. Heads must lie in the word's own sentence.
    pub fn new(text: String, sentences: Vec<Sentence>, words: Vec<Word>) -> Self {
        let mut counts = vec![0u32; words.len() + 1];
        for head in words.iter().filter_map(|word| word.head) {
            counts[head.at() + 1] += 1;
        }
        for at in 1..counts.len() {
            counts[at] += counts[at - 1];
        }
        let starts = counts.clone();
        let mut kids = vec![WordIdx(0); starts.last().copied().unwrap_or(0) as usize];
        for (at, word) in words.iter().enumerate() {
            if let Some(head) = word.head {
                kids[counts[head.at()] as usize] = WordIdx(at as u32);
                counts[head.at()] += 1;
            }
        }
        Analysis { text, sentences, words, kids, starts }
    }

    /// The text that was analysed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The sentences, in order.
    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// All words, in order.
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// One word.
    pub fn word(&self, at: WordIdx) -> &Word {
        &self.words[at.at()]
    }

    /// The word as the text writes it.
    pub fn form(&self, at: WordIdx) -> &str {
        self.word(at).span.of(&self.text)
    }

    /// The word's lemma.
    pub fn lemma(&self, at: WordIdx) -> &str {
        &self.word(at).lemma
    }

    /// The word this one depends on.
    pub fn head(&self, at: WordIdx) -> Option<WordIdx> {
        self.word(at).head
    }

    /// The relation to the head.
    pub fn rel(&self, at: WordIdx) -> Rel {
        self.word(at).rel
    }

    /// Universal part of speech.
    pub fn upos(&self, at: WordIdx) -> Upos {
        self.word(at).upos
    }

    /// The value of one feature: `feature(w, "Tense")` may be "Past".
    pub fn feature(&self, at: WordIdx, name: &str) -> Option<&str> {
        self.word(at)
            .feats
            .split('|')
            .find_map(|pair| pair.split_once('=').filter(|(key, _)| *key == name))
            .map(|(_, value)| value)
    }

    /// The names, in order: their words, as positions in [`Analysis::words`], and their kinds.
    pub fn names(&self) -> impl Iterator<Item = (Range<usize>, NameKind)> + '_ {
        let begin = |at: &usize| matches!(self.words[*at].name, NameTag::Begin(_));
        (0..self.words.len()).filter(begin).filter_map(|first| {
            let kind = self.words[first].name.kind()?;
            let more = self.words[first + 1..].iter().take_while(|word| word.name == NameTag::Inside(kind)).count();
            Some((first..first + 1 + more, kind))
        })
    }

    /// The words that depend on this one, in the order of the text.
    pub fn kids(&self, at: WordIdx) -> &[WordIdx] {
        &self.kids[self.starts[at.at()] as usize..self.starts[at.at() + 1] as usize]
    }

    /// The dependants that stand in this relation (subtypes apart: `Rel::Nsubj` does not find `Rel::NsubjPass`).
    pub fn kids_by(&self, at: WordIdx, rel: Rel) -> impl Iterator<Item = WordIdx> + '_ {
        self.kids(at).iter().copied().filter(move |kid| self.rel(*kid) == rel)
    }

    /// The sentence of a word, as a position in [`Analysis::sentences`].
    pub fn sentence_of(&self, at: WordIdx) -> usize {
        self.sentences.partition_point(|sentence| sentence.words.end <= at.at())
    }

    /// All words below and with this one, in the order of the text.
    pub fn subtree(&self, at: WordIdx) -> Vec<WordIdx> {
        let mut found = vec![at];
        let mut next = 0;
        while next < found.len() {
            found.extend_from_slice(self.kids(found[next]));
            next += 1;
        }
        found.sort_unstable();
        found
    }

    /// Whether `below` is `above` or depends on it, directly or through others.
    pub fn is_below(&self, below: WordIdx, above: WordIdx) -> bool {
        std::iter::successors(Some(below), |at| self.head(*at)).any(|at| at == above)
    }
}
