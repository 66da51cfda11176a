//! Noun chunks: the words that belong to one nominal ("the visiting Iraqi foreign minister Fuad Hussein"), whatever the parser made of
//! titles and names.

use chancery_base::Span;
use chancery_text::{Analysis, Rel, Upos, WordIdx};

/// Relations by which a word is part of the name or compound that its head heads.
fn joins(rel: Rel) -> bool {
    matches!(rel, Rel::Flat | Rel::Compound | Rel::NmodDesc | Rel::Goeswith)
}

/// Relations of words that stand in the chunk of their head without being part of its name.
fn modifies(rel: Rel) -> bool {
    matches!(rel, Rel::Amod | Rel::Nummod | Rel::Det | Rel::DetPredet | Rel::NmodUnmarked)
}

/// One noun chunk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// The word that the rest of the chunk depends on.
    pub top: WordIdx,
    /// Its words without possessors, in the order of the text: determiners, modifiers, compound words, titles, names.
    pub words: Vec<WordIdx>,
}

impl Chunk {
    /// The chunk whose top is this word.
    pub fn of(analysis: &Analysis, top: WordIdx) -> Chunk {
        let mut words = vec![top];
        let mut next = 0;
        while next < words.len() {
            let word = words[next];
            next += 1;
            for kid in analysis.kids(word) {
                let rel = analysis.rel(*kid);
                if joins(rel) || modifies(rel) && word == top || modifies(rel) && *kid < word && joins(analysis.rel(word)) {
                    words.push(*kid);
                }
            }
        }
        words.sort_unstable();
        Chunk { top, words }
    }

    /// The stretch of text from the first word that is no determiner to the last word.
    pub fn span(&self, analysis: &Analysis) -> Span {
        let first =
            self.words.iter().find(|word| analysis.upos(**word) != Upos::Det || **word == self.top).copied().unwrap_or(self.top);
        let last = self.words.last().copied().unwrap_or(self.top);
        analysis.word(first.min(last)).span.cover(analysis.word(last).span)
    }

    /// The lemmas of the words up to `last`, lower case: what titles and roles are looked up by.
    pub fn lemmas(&self, analysis: &Analysis) -> Vec<String> {
        self.words.iter().map(|word| analysis.lemma(*word).to_lowercase()).collect()
    }
}

/// The top of the chunk that a word is part of.
pub fn top_of(analysis: &Analysis, word: WordIdx) -> WordIdx {
    let mut at = word;
    // A chunk is short; the bound keeps odd trees from costing anything.
    for _ in 0..16 {
        match analysis.head(at) {
            Some(head) if joins(analysis.rel(at)) && !matches!(analysis.upos(head), Upos::Verb | Upos::Aux) => at = head,
            _ => break,
        }
    }
    at
}

/// Relations by which a noun takes part in a clause or belongs to another noun.
pub(crate) fn is_argument(rel: Rel) -> bool {
    matches!(
        rel,
        Rel::Nsubj | Rel::NsubjPass | Rel::Obj | Rel::Iobj | Rel::Obl | Rel::OblAgent | Rel::Nmod | Rel::Conj | Rel::Appos
    )
}

/// Whether the word may head a noun chunk.
pub fn is_nominal(analysis: &Analysis, word: WordIdx) -> bool {
    match analysis.upos(word) {
        Upos::Noun | Upos::Propn | Upos::Pron => true,
        // "the wounded", "three were killed", "some".
        Upos::Adj | Upos::Num | Upos::Det | Upos::X => is_argument(analysis.rel(word)),
        _ => false,
    }
}
