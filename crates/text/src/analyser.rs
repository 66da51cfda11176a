//! The way from a text to its analysis: units, tokens, sentences, then the model.

use chancery_base::Span;

use crate::analysis::{Analysis, Sentence, Word, WordIdx};
use crate::model::Model;
use crate::rules::Rules;
use crate::{breaks, conllu, token};

/// Analyses texts: a model and the word lists of its language.
pub struct Analyser {
    model: Model,
    rules: Rules,
}

impl Analyser {
    /// Puts model and word lists together.
    pub fn new(model: Model, rules: Rules) -> Self {
        Analyser { model, rules }
    }

    /// Analyses the whole text.
    pub fn analyse_text(&self, text: &str) -> Analysis {
        self.analyse(text, &[Span::new(0, text.len())])
    }

    /// Analyses the given segments of a text (a headline, a caption, a paragraph), each by itself; what lies outside is passed over.
    /// Segments that do not fit the text, or that overlap an earlier one, are passed over too. Spans are those of the whole text.
    pub fn analyse(&self, text: &str, segments: &[Span]) -> Analysis {
        let mut sentences = Vec::new();
        let mut words = Vec::new();
        let mut segments: Vec<Span> = segments.iter().copied().filter(|span| text.get(span.start..span.end).is_some()).collect();
        segments.sort_unstable();
        let mut done = 0;
        for segment in segments {
            if segment.start < done {
                continue;
            }
            done = segment.end;
            for (start, end) in breaks::units(segment.of(text)) {
                self.unit(text, Span::new(segment.start + start, segment.start + end), &mut sentences, &mut words);
            }
        }
        let forms: Vec<Vec<&str>> = sentences
            .iter()
            .map(|sentence: &Sentence| words[sentence.words.clone()].iter().map(|word: &Word| word.span.of(text)).collect())
            .collect();
        let said = self.model.annotate(&forms);
        for (sentence, said) in sentences.iter().zip(said) {
            for (word, said) in words[sentence.words.clone()].iter_mut().zip(said) {
                word.lemma = said.lemma;
                word.upos = said.upos;
                word.xpos = said.xpos;
                word.feats = said.feats;
                word.head = said.head.map(|head| WordIdx((sentence.words.start + head) as u32));
                word.rel = said.rel;
            }
        }
        Analysis::new(text.to_string(), sentences, words)
    }

    /// Cuts one unit into sentences and words, which the model has not seen yet.
    fn unit(&self, text: &str, span: Span, sentences: &mut Vec<Sentence>, words: &mut Vec<Word>) {
        let unit = span.of(text);
        let tokens = token::tokenise(unit, &self.rules);
        let mut start = 0;
        for end in breaks::ends(unit, &tokens, &self.rules, self.model.breaks()) {
            let first = words.len();
            for token in &tokens[start..end] {
                words.push(Word {
                    span: Span::new(span.start + token.start, span.start + token.end),
                    continues: token.continues,
                    lemma: "_".into(),
                    upos: crate::Upos::X,
                    xpos: "_".into(),
                    feats: "_".into(),
                    head: None,
                    rel: crate::Rel::Dep,
                });
            }
            let whole = Span::new(words[first].span.start, words[words.len() - 1].span.end);
            sentences.push(Sentence { span: whole, words: first..words.len() });
            start = end;
        }
    }

    /// Tags, lemmas and heads for the words of given trees; tokens, sentences and comments stay.
    pub fn annotate(&self, trees: &mut [conllu::Tree]) {
        let forms: Vec<Vec<String>> = trees.iter().map(|tree| tree.words().map(|row| row.form.clone()).collect()).collect();
        let forms: Vec<Vec<&str>> = forms.iter().map(|forms| forms.iter().map(String::as_str).collect()).collect();
        for (tree, said) in trees.iter_mut().zip(self.model.annotate(&forms)) {
            for (row, said) in tree.words_mut().zip(said) {
                row.upos = said.upos.to_string();
                row.xpos = said.xpos.into();
                row.feats = said.feats.into();
                row.lemma = said.lemma.into();
                row.head = said.head.map_or(0, |head| head + 1).to_string();
                row.rel = said.rel.to_string();
                row.deps = "_".into();
            }
        }
    }
}
