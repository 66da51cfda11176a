//! Contexts: what an event is about besides its type (PLOVER's 37), told by words of its sentence and paragraph (`contexts.toml`).

use std::collections::HashMap;

use chancery_base::Problem;
use chancery_text::{Analysis, WordIdx};
use serde::Deserialize;

use crate::grammar::lower_lemma;
use crate::lemma::modified_by;
use crate::place::toml_problem;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ContextFile {
    context: Vec<ContextRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ContextRow {
    name: String,
    about: String,
    strong: Vec<String>,
    #[serde(default)]
    weak: Vec<String>,
    example: Vec<ContextExample>,
}

/// A sentence that shows when a context holds, or, as a near miss, when it does not.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContextExample {
    /// The sentence.
    pub text: String,
    /// Whether the context holds for it.
    pub holds: bool,
}

/// One context.
#[derive(Clone, Debug)]
pub struct Context {
    /// PLOVER's name.
    pub name: String,
    /// What it says of an event.
    pub about: String,
    /// Its examples.
    pub examples: Vec<ContextExample>,
}

/// A word or phrase that speaks for a context.
#[derive(Clone, Debug)]
struct Evidence {
    context: usize,
    is_strong: bool,
    /// Number of the entry, to count different ones.
    entry: usize,
    /// The words before the last one.
    before: Vec<String>,
}

/// All contexts with their words.
#[derive(Clone, Debug, Default)]
pub struct ContextCues {
    list: Vec<Context>,
    /// By the lemma of the last word.
    index: HashMap<String, Vec<Evidence>>,
}

impl ContextCues {
    /// The contexts, in the order of the file.
    pub fn list(&self) -> &[Context] {
        &self.list
    }

    /// The contexts of what a sentence tells: one strong word in it, or a weak one in it and another in its paragraph.
    pub fn of(&self, analysis: &Analysis, sentence: usize) -> Vec<&str> {
        let mut strong = vec![false; self.list.len()];
        let mut here: Vec<Vec<usize>> = vec![Vec::new(); self.list.len()];
        let mut around = here.clone();
        for at in paragraph(analysis, sentence) {
            for word in analysis.sentences()[at].words.clone() {
                for evidence in self.evidence(analysis, WordIdx(word as u32)) {
                    if at == sentence {
                        strong[evidence.context] |= evidence.is_strong;
                        here[evidence.context].push(evidence.entry);
                    }
                    around[evidence.context].push(evidence.entry);
                }
            }
        }
        let holds = |at: &usize| {
            let others = || around[*at].iter().any(|entry| *entry != here[*at][0]);
            strong[*at] || !here[*at].is_empty() && others()
        };
        (0..self.list.len()).filter(holds).map(|at| self.list[at].name.as_str()).collect()
    }

    fn evidence<'a>(&'a self, analysis: &'a Analysis, word: WordIdx) -> impl Iterator<Item = &'a Evidence> {
        let found = self.index.get(&*lower_lemma(analysis, word)).into_iter().flatten();
        found.filter(move |one| one.before.is_empty() || modified_by(analysis, word, &one.before))
    }
}

/// The sentences of a sentence's paragraph: those that no line break parts from it.
fn paragraph(analysis: &Analysis, sentence: usize) -> std::ops::Range<usize> {
    let sentences = analysis.sentences();
    let parted = |at: usize| analysis.text()[sentences[at].span.end..sentences[at + 1].span.start].contains('\n');
    let first = (0..sentence).rev().take_while(|at| !parted(*at)).last().unwrap_or(sentence);
    let last = (sentence + 1..sentences.len()).take_while(|at| !parted(at - 1)).last().unwrap_or(sentence);
    first..last + 1
}

pub(crate) fn read(file: &str, text: &str, problems: &mut Vec<Problem>) -> ContextCues {
    let parsed: ContextFile = match toml::from_str(text) {
        Ok(parsed) => parsed,
        Err(fault) => {
            problems.push(toml_problem(file, text, &fault));
            return ContextCues::default();
        }
    };
    let mut cues = ContextCues::default();
    let mut entry = 0;
    for (context, row) in parsed.context.into_iter().enumerate() {
        let line = text.find(&format!("name = \"{}\"", row.name)).map_or(0, |at| text[..at].matches('\n').count() + 1);
        for holds in [true, false] {
            if !row.example.iter().any(|example| example.holds == holds) {
                let what = if holds { "example" } else { "near miss" };
                problems.push(Problem::new(file, line, format!("the context {:?} has no {what}", row.name)));
            }
        }
        for (words, is_strong) in row.strong.iter().map(|words| (words, true)).chain(row.weak.iter().map(|words| (words, false)))
        {
            // The tokeniser takes "cease-fire" apart, but not "pro-democracy".
            let apart = words.replace('-', " ");
            for words in [words, &apart].into_iter().take(if words.contains('-') { 2 } else { 1 }) {
                let (before, last) = words.rsplit_once(' ').unwrap_or(("", words));
                let before = before.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
                cues.index.entry(last.to_owned()).or_default().push(Evidence { context, is_strong, entry, before });
            }
            entry += 1;
        }
        cues.list.push(Context { name: row.name, about: row.about, examples: row.example });
    }
    cues
}
