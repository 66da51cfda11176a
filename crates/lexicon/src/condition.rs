//! Conditions of frames: what must, or must not, be found at a role path.

use std::sync::Arc;

use chancery_text::WordIdx;

use crate::grammar::Grammar;
use crate::kind::{AskKind, Kind};
use crate::lemma::{LemmaSet, NamedSets};
use crate::path::{Path, Step, has_auxiliary};
use crate::pattern::Hit;

/// One thing that may be asked of what stands at a path.
#[derive(Clone, Debug, PartialEq)]
enum Ask {
    Kind(Kind),
    Nothing,
    Clause,
    Lemma(Arc<LemmaSet>),
    Auxiliary(Vec<String>),
    Negated,
    /// All of them, of one and the same word.
    All(Vec<Ask>),
}

/// A path, and what may stand there: one of the kinds is enough.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// Where.
    pub path: Path,
    /// The kinds as written, for reasons.
    pub text: String,
    asks: Vec<Ask>,
}

impl Condition {
    pub(crate) fn parse(path: &str, kinds: &[String], sets: &NamedSets) -> Result<Condition, String> {
        let asks = kinds.iter().map(|kind| Ask::parse(kind, sets)).collect::<Result<_, _>>()?;
        Ok(Condition { path: Path::parse(path)?, text: kinds.join(" or "), asks })
    }

    /// Whether something at the path is of one of the kinds.
    pub fn holds(&self, grammar: &Grammar<'_>, ask: &dyn AskKind, hit: &Hit) -> bool {
        let mut words = self.path.words(grammar, hit.head, &hit.slots);
        if words.is_empty() {
            return self.asks.contains(&Ask::Nothing);
        }
        if !matches!(self.path.steps.first(), Some(Step::Sentence | Step::Trigger)) {
            words = words.into_iter().flat_map(|word| grammar.coordinated(word)).collect();
        }
        self.asks.iter().any(|wanted| words.iter().any(|word| wanted.holds(grammar, ask, *word)))
    }
}

impl Ask {
    fn parse(kind: &str, sets: &NamedSets) -> Result<Ask, String> {
        if kind.contains('+') {
            return Ok(Ask::All(kind.split('+').map(|part| Ask::parse(part.trim(), sets)).collect::<Result<_, _>>()?));
        }
        if let Some(inner) = kind.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            return Ok(Ask::Lemma(LemmaSet::parse(inner, sets)?));
        }
        if let Some(inner) = kind.strip_prefix("aux{").and_then(|rest| rest.strip_suffix('}')) {
            return Ok(Ask::Auxiliary(inner.split('|').map(|word| word.trim().to_owned()).collect()));
        }
        match kind {
            "none" => Ok(Ask::Nothing),
            "clause" => Ok(Ask::Clause),
            "negated" => Ok(Ask::Negated),
            name => Kind::parse(name).map(Ask::Kind).ok_or_else(|| format!("{name:?} is no kind")),
        }
    }

    fn holds(&self, grammar: &Grammar<'_>, ask: &dyn AskKind, word: WordIdx) -> bool {
        match self {
            // "40 demonstrators" and "dozens of demonstrators" are of one kind.
            Ask::Kind(kind) => ask.kinds(word).has(*kind) || ask.kinds(grammar.counted(word)).has(*kind),
            Ask::Nothing => false,
            Ask::Clause => grammar.is_predicate(word),
            Ask::Lemma(set) => set.has(grammar.analysis, word) || set.has(grammar.analysis, grammar.counted(word)),
            Ask::Auxiliary(words) => has_auxiliary(grammar.analysis, word, words),
            Ask::Negated => grammar.is_negated(word),
            Ask::All(asks) => asks.iter().all(|wanted| wanted.holds(grammar, ask, word)),
        }
    }
}
