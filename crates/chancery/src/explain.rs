//! Why, and why not: for each sentence the tree, the frames that fit and what decided, and the frames that came near and what was missing.

use chancery_coder::Coding;
use chancery_report::Report;
use chancery_text::{Analysis, WordIdx};

use crate::Chancery;

/// One word of a tree.
#[derive(Clone, Debug, PartialEq)]
pub struct WordExplanation {
    /// As written.
    pub form: String,
    /// Lemma.
    pub lemma: String,
    /// Universal part of speech.
    pub upos: &'static str,
    /// Position of the head in the sentence, from 1; 0 for the root.
    pub head: usize,
    /// Relation to the head.
    pub relation: &'static str,
    /// Who the word stands for, where it stands for somebody.
    pub stands_for: Option<String>,
}

/// One sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct SentenceExplanation {
    /// Its text.
    pub text: String,
    /// Its words.
    pub words: Vec<WordExplanation>,
    /// For each event that it tells, the type and what decided.
    pub events: Vec<(String, Vec<String>)>,
    /// Frames that fit but lie in the content of another ("urged … to withdraw").
    pub inside: Vec<String>,
    /// Frames that came near, with what was missing.
    pub near: Vec<String>,
}

/// A whole report.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// Its sentences, in order.
    pub sentences: Vec<SentenceExplanation>,
}

impl Chancery {
    /// Explains the coding of one report.
    pub fn explain(&self, report: &Report) -> Explanation {
        let (analysis, coding) = self.coding(report);
        let sentences = (0..analysis.sentences().len()).map(|at| self.explain_sentence(at, &analysis, &coding)).collect();
        Explanation { sentences }
    }

    fn explain_sentence(&self, at: usize, analysis: &Analysis, coding: &Coding) -> SentenceExplanation {
        let sentence = &analysis.sentences()[at];
        let here = |word: WordIdx| sentence.words.contains(&word.at());
        let lexicon = &self.coder.lexicon;
        let words = sentence.words.clone().map(|word| {
            let word = WordIdx(word as u32);
            WordExplanation {
                form: analysis.form(word).to_owned(),
                lemma: analysis.lemma(word).to_owned(),
                upos: analysis.upos(word).as_str(),
                head: analysis.head(word).map_or(0, |head| head.at() - sentence.words.start + 1),
                relation: analysis.rel(word).as_str(),
                stands_for: coding.entities.referent(word).map(|referent| describe(referent, coding, word, analysis)),
            }
        });
        let events = coding.events.iter().filter(|event| here(event.head)).map(|event| {
            let name = lexicon.ontology.get(event.event_type).name.clone();
            (name, event.reasons.clone())
        });
        let inside = coding.matches.fitting.iter().filter(|one| here(one.hit.head)).filter_map(|one| {
            let holder = &coding.matches.fitting[one.inside?];
            Some(format!(
                "{} at “{}”: is the content of {} at “{}”",
                lexicon.frame(one.frame).id,
                analysis.form(one.hit.head),
                lexicon.frame(holder.frame).id,
                analysis.form(holder.hit.head)
            ))
        });
        let near = coding.matches.near.iter().filter(|near| here(near.head));
        let near =
            near.map(|near| format!("{} at “{}”: {}", lexicon.frame(near.frame).id, analysis.form(near.head), lexicon.why(near)));
        SentenceExplanation {
            text: sentence.span.of(analysis.text()).to_owned(),
            words: words.collect(),
            events: events.collect(),
            inside: inside.collect(),
            near: near.collect(),
        }
    }
}

fn describe(referent: &chancery_coder::Referent, coding: &Coding, word: WordIdx, analysis: &Analysis) -> String {
    let name = coding.entities.of(word).map(|at| coding.entities.get(at).name(analysis.text())).unwrap_or_default();
    let codes = chancery_record::codes(referent.country, &referent.sectors);
    if codes.is_empty() { name } else { format!("{name} ({codes})") }
}
