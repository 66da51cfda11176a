//! Trigger patterns of frames ("take into {custody}", "pull out", "mass arrest"): written form, and matching against a tree.

use std::sync::Arc;

use chancery_text::{Analysis, Rel, Upos, WordIdx};

use crate::grammar::{Grammar, lower_lemma};
use crate::lemma::{LemmaSet, NamedSets, modified_by};

/// What sort of word a pattern's head is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Category {
    /// A verb.
    Verb,
    /// A noun.
    Noun,
    /// A predicate adjective, or a noun with a preposition used as one ("under arrest").
    Adjective,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// A particle, adverb, preposition or infinitive mark below the head.
    Word(String),
    /// A noun: object of the head, or with a preposition.
    Slot { preposition: Option<String>, nouns: Arc<LemmaSet> },
    /// Words directly before a noun.
    Before(Vec<String>),
}

/// One pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// The written form, for reasons.
    pub text: String,
    /// What its head is.
    pub category: Category,
    heads: Vec<String>,
    head_set: Option<Arc<LemmaSet>>,
    parts: Vec<Part>,
}

/// Where a pattern was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The head word: what tells the act.
    pub head: WordIdx,
    /// All words of the trigger, in the order of the text.
    pub words: Vec<WordIdx>,
    /// The nouns in braces that were found.
    pub slots: Vec<WordIdx>,
}

impl Pattern {
    /// Reads the written form.
    pub(crate) fn parse(text: &str, category: Category, sets: &NamedSets) -> Result<Pattern, String> {
        let items = items(text)?;
        let mut pattern = Pattern { text: text.into(), category, heads: Vec::new(), head_set: None, parts: Vec::new() };
        if category == Category::Noun {
            let (last, before) = items.split_last().ok_or("an empty pattern")?;
            pattern.heads.push(word(last)?);
            if !before.is_empty() {
                pattern.parts.push(Part::Before(before.iter().map(|item| word(item)).collect::<Result<_, _>>()?));
            }
            return Ok(pattern);
        }
        let mut rest = items.as_slice();
        // "under {arrest}": the noun is the head, the preposition a part of it.
        if let (Category::Adjective, [preposition, braces]) = (category, rest)
            && let Some(inner) = inside(braces)
        {
            let set = LemmaSet::parse(inner, sets)?;
            pattern.heads = set.heads();
            pattern.head_set = Some(set);
            pattern.parts.push(Part::Word(word(preposition)?));
            return Ok(pattern);
        }
        let (first, after) = rest.split_first().ok_or("an empty pattern")?;
        pattern.heads.push(word(first)?);
        rest = after;
        while let Some((item, after)) = rest.split_first() {
            match (inside(item), after.first().and_then(|next| inside(next))) {
                (Some(inner), _) => {
                    pattern.parts.push(Part::Slot { preposition: None, nouns: LemmaSet::parse(inner, sets)? });
                    rest = after;
                }
                (None, Some(inner)) => {
                    let nouns = LemmaSet::parse(inner, sets)?;
                    pattern.parts.push(Part::Slot { preposition: Some(word(item)?), nouns });
                    rest = &after[1..];
                }
                (None, None) => {
                    pattern.parts.push(Part::Word(word(item)?));
                    rest = after;
                }
            }
        }
        Ok(pattern)
    }

    /// The lemmas that its head may have: the key of the index.
    pub fn heads(&self) -> &[String] {
        &self.heads
    }

    /// How much the pattern asks for: the more, the surer.
    pub fn weight(&self) -> u32 {
        self.parts
            .iter()
            .map(|part| match part {
                Part::Word(_) => 2,
                Part::Slot { .. } => 3,
                Part::Before(words) => 2 * words.len() as u32,
            })
            .sum()
    }

    /// Whether the pattern stands at this word.
    pub fn find(&self, grammar: &Grammar<'_>, head: WordIdx) -> Option<Hit> {
        let analysis = grammar.analysis;
        if !self.fits_category(analysis, head) || self.head_set.as_ref().is_some_and(|set| !set.has(analysis, head)) {
            return None;
        }
        let mut hit = Hit { head, words: vec![head], slots: Vec::new() };
        for part in &self.parts {
            match part {
                Part::Word(word) if self.head_set.is_some() => {
                    hit.words.push(analysis.kids_by(head, Rel::Case).find(|case| *lower_lemma(analysis, *case) == **word)?)
                }
                Part::Word(word) => hit.words.push(find_word(grammar, head, &hit.slots, word)?),
                Part::Before(words) if modified_by(analysis, head, words) => {
                    let before = analysis
                        .kids(head)
                        .iter()
                        .filter(|kid| **kid < head && words.contains(&lower_lemma(analysis, **kid).into_owned()));
                    hit.words.extend(before);
                }
                Part::Before(_) => return None,
                Part::Slot { preposition, nouns } => {
                    // "cut off {gas}": the word is a preposition of the noun ("take into {custody}"), or a particle of the verb.
                    let noun = find_slot(grammar, head, &hit.slots, preposition.as_deref(), nouns).or_else(|| {
                        let particle = find_particle(grammar, head, preposition.as_deref()?)?;
                        let noun = find_slot(grammar, head, &hit.slots, None, nouns)?;
                        hit.words.push(particle);
                        Some(noun)
                    })?;
                    hit.words.push(noun);
                    hit.slots.push(noun);
                }
            }
        }
        hit.words.sort_unstable();
        hit.words.dedup();
        Some(hit)
    }

    fn fits_category(&self, analysis: &Analysis, head: WordIdx) -> bool {
        let upos = analysis.upos(head);
        let rel = analysis.rel(head);
        match self.category {
            Category::Verb => upos == Upos::Verb || upos == Upos::Aux && !matches!(rel, Rel::Aux | Rel::AuxPass | Rel::Cop),
            // Headlines in title case tag common nouns as names.
            Category::Noun => upos == Upos::Noun || upos == Upos::Propn && !matches!(rel, Rel::Flat),
            Category::Adjective if self.head_set.is_some() => matches!(upos, Upos::Noun | Upos::Propn),
            Category::Adjective => upos == Upos::Adj || upos == Upos::Verb,
        }
    }
}

/// A word below the head: particle or adverb, or the case or mark of a dependant.
fn find_word(grammar: &Grammar<'_>, head: WordIdx, slots: &[WordIdx], word: &str) -> Option<WordIdx> {
    let analysis = grammar.analysis;
    let is = |at: WordIdx| *lower_lemma(analysis, at) == *word || analysis.form(at).eq_ignore_ascii_case(word);
    let own = analysis.kids(head).iter().copied().find(|kid| is(*kid) && !matches!(analysis.rel(*kid), Rel::Nsubj | Rel::Punct));
    own.or_else(|| {
        let below = std::iter::once(head).chain(slots.iter().copied()).flat_map(|at| analysis.kids(at).iter().copied());
        below.filter(|kid| *kid > head && is_oblique(analysis.rel(*kid))).find_map(|kid| {
            analysis.kids(kid).iter().copied().find(|mark| is(*mark) && matches!(analysis.rel(*mark), Rel::Case | Rel::Mark))
        })
    })
}

fn is_oblique(rel: Rel) -> bool {
    matches!(rel, Rel::Obl | Rel::Nmod | Rel::Xcomp | Rel::Ccomp | Rel::Advcl | Rel::Acl | Rel::Obj | Rel::OblAgent)
}

/// A particle or adverb of the verb itself.
fn find_particle(grammar: &Grammar<'_>, head: WordIdx, word: &str) -> Option<WordIdx> {
    let analysis = grammar.analysis;
    analysis.kids(head).iter().copied().find(|kid| {
        matches!(analysis.rel(*kid), Rel::CompoundPrt | Rel::Advmod | Rel::Obl | Rel::Xcomp)
            && *lower_lemma(analysis, *kid) == *word
    })
}

fn find_slot(
    grammar: &Grammar<'_>,
    head: WordIdx,
    slots: &[WordIdx],
    preposition: Option<&str>,
    nouns: &LemmaSet,
) -> Option<WordIdx> {
    let candidates = match preposition {
        None => grammar.objects(head),
        Some(preposition) => {
            let mut found = grammar.with_case(head, |lemma| lemma == preposition);
            let objects = slots.iter().copied().chain(grammar.objects(head));
            found.extend(objects.flat_map(|object| grammar.with_case(object, |lemma| lemma == preposition)).collect::<Vec<_>>());
            found
        }
    };
    // "hold a series of meetings": what is counted counts.
    let nouns_of = |word| [word, grammar.counted(word)].into_iter().find(|word| nouns.has(grammar.analysis, *word));
    candidates.into_iter().flat_map(|word| grammar.coordinated(word)).find_map(nouns_of)
}

/// Splits at spaces outside braces.
fn items(text: &str) -> Result<Vec<String>, String> {
    let mut items = vec![String::new()];
    let mut depth = 0;
    for c in text.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if !(0..=1).contains(&depth) {
            return Err("braces do not match".into());
        }
        if c == ' ' && depth == 0 {
            items.push(String::new());
        } else if let Some(last) = items.last_mut() {
            last.push(c);
        }
    }
    items.retain(|item| !item.is_empty());
    if depth == 0 && !items.is_empty() { Ok(items) } else { Err("braces do not match, or nothing is there".into()) }
}

fn inside(item: &str) -> Option<&str> {
    item.strip_prefix('{')?.strip_suffix('}')
}

fn word(item: &str) -> Result<String, String> {
    if item.contains(['{', '}', '|', '@']) || item.chars().any(char::is_uppercase) {
        return Err(format!("{item:?} is no lower-case lemma"));
    }
    Ok(item.to_owned())
}
