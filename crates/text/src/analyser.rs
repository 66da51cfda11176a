//! The way from a text to its analysis: units, tokens, sentences, then the model.

use chancery_base::Span;

use crate::analysis::{Analysis, Sentence, Word, WordIdx};
use crate::clock::{Stage, timed};
use crate::label::Label;
use crate::model::Model;
use crate::rules::Rules;
use crate::{breaks, conllu, repair, token, trees};

/// Words that the model is given at a time, so that a long text takes no more memory than its words.
const GROUP: usize = 8192;

/// Analyses texts: a model and the word lists of its language.
pub struct Analyser {
    model: Model,
    rules: Rules,
}

impl Analyser {
    /// Puts model and word lists together.
    pub fn new(mut model: Model, mut rules: Rules) -> Self {
        model.know_irregular(std::mem::take(&mut rules.irregular));
        Analyser { model, rules }
    }

    /// Makes more verbs known by their lemmas, so that "cancelled" is a form of "cancel" and not of "cancell".
    pub fn know_verbs<'a>(&mut self, lemmas: impl IntoIterator<Item = &'a str>) {
        self.model.know_verbs(lemmas);
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
            timed(Stage::Tokens, || {
                for (start, end) in breaks::units(segment.of(text)) {
                    self.unit(text, Span::new(segment.start + start, segment.start + end), &mut sentences, &mut words);
                }
            });
        }
        let mut rest = &sentences[..];
        while let Some(first) = rest.first() {
            let group = rest.iter().take_while(|sentence| sentence.words.end - first.words.start <= GROUP).count().max(1);
            self.annotate_words(text, &rest[..group], &mut words);
            rest = &rest[group..];
        }
        Analysis::new(text.to_string(), sentences, words)
    }

    /// Completes the words of some sentences by what the model says of them.
    fn annotate_words(&self, text: &str, sentences: &[Sentence], words: &mut [Word]) {
        let form = |word: &Word| -> &str { word.span.of(text) };
        let forms: Vec<Vec<&str>> =
            sentences.iter().map(|sentence| words[sentence.words.clone()].iter().map(form).collect()).collect();
        for (sentence, mut said) in sentences.iter().zip(self.model.annotate(&forms)) {
            repair::repair(&mut said, &self.rules);
            for (word, said) in words[sentence.words.clone()].iter_mut().zip(said) {
                word.lemma = said.lemma;
                word.upos = said.upos;
                word.xpos = said.xpos;
                word.feats = said.feats;
                word.head = said.head.map(|head| WordIdx((sentence.words.start + head) as u32));
                word.rel = said.rel;
                word.name = said.name;
            }
        }
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
                    lemma: Box::default(),
                    upos: crate::Upos::X,
                    xpos: Label::NONE,
                    feats: Label::NONE,
                    head: None,
                    rel: crate::Rel::Dep,
                    name: crate::NameTag::Outside,
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
        for (tree, mut said) in trees.iter_mut().zip(self.model.annotate(&forms)) {
            repair::repair(&mut said, &self.rules);
            for (row, said) in tree.words_mut().zip(said) {
                row.upos = said.upos.to_string();
                row.xpos = said.xpos.to_string();
                row.feats = said.feats.to_string();
                row.lemma = said.lemma.into();
                row.head = said.head.map_or(0, |head| head + 1).to_string();
                row.rel = said.rel.to_string();
                row.deps = "_".into();
                trees::mark_name(row, said.name);
            }
        }
    }
}
