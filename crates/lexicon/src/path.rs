//! Role paths of frames ("obj.owner", "from"), from their written form to steps over the tree.

use chancery_text::{Analysis, Rel, WordIdx};

use crate::grammar::{self, Grammar};

/// One step of a role path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Who does it.
    Subj,
    /// Who suffers it.
    Obj,
    /// To or for whom, without a preposition.
    Iobj,
    /// Possessor of a noun.
    Poss,
    /// Modifier of a noun.
    Mod,
    /// Possessor, modifier, "by" or "of" of a noun.
    Owner,
    /// The clause that is the content.
    Content,
    /// The predicate around a noun ("flew in *for* talks").
    Clause,
    /// Any word of the sentence (conditions only).
    Sentence,
    /// The trigger itself (conditions only).
    Trigger,
    /// A dependant with this preposition.
    Prep(String),
}

/// A path as written in a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// The written form, for reasons.
    pub text: String,
    /// Its steps, at least one.
    pub steps: Vec<Step>,
}

impl Path {
    /// From the written form; the reader checks that prepositions are lower-case words.
    pub fn parse(text: &str) -> Result<Path, String> {
        let steps: Vec<Step> = text
            .split('.')
            .map(|step| match step {
                "subj" => Ok(Step::Subj),
                "obj" => Ok(Step::Obj),
                "iobj" => Ok(Step::Iobj),
                "poss" => Ok(Step::Poss),
                "mod" => Ok(Step::Mod),
                "owner" => Ok(Step::Owner),
                "content" => Ok(Step::Content),
                "clause" => Ok(Step::Clause),
                "sentence" => Ok(Step::Sentence),
                "trigger" => Ok(Step::Trigger),
                word if !word.is_empty() && word.chars().all(|c| c.is_lowercase()) => Ok(Step::Prep(word.into())),
                other => Err(format!("{other:?} is no role path")),
            })
            .collect::<Result<_, _>>()?;
        Ok(Path { text: text.into(), steps })
    }

    /// Whether the last step is a preposition: then a place may stand for what holds it.
    pub fn ends_in_preposition(&self) -> bool {
        matches!(self.steps.last(), Some(Step::Prep(_)))
    }

    /// Whether the last step says where something happens: then only the place itself counts, not what owns it.
    pub fn ends_in_place(&self, grammar: &Grammar<'_>) -> bool {
        matches!(self.steps.last(), Some(Step::Prep(word)) if grammar.words.place.contains(word))
    }

    /// The words the path leads to from a trigger, best first. `slots` are the nouns of the trigger ("talks" in "hold talks").
    pub fn words(&self, grammar: &Grammar<'_>, trigger: WordIdx, slots: &[WordIdx]) -> Vec<WordIdx> {
        let mut at = vec![trigger];
        for (depth, step) in self.steps.iter().enumerate() {
            let slots = if depth == 0 { slots } else { &[] };
            at = at.iter().flat_map(|word| step.words(grammar, *word, slots)).collect();
            let mut seen = Vec::new();
            at.retain(|word| {
                !seen.contains(word) && {
                    seen.push(*word);
                    true
                }
            });
        }
        at
    }
}

impl Step {
    fn words(&self, grammar: &Grammar<'_>, at: WordIdx, slots: &[WordIdx]) -> Vec<WordIdx> {
        let analysis = grammar.analysis;
        match self {
            Step::Subj => grammar.subjects(at),
            Step::Obj => without_slots(grammar.objects(at), slots),
            Step::Iobj => grammar.indirect_objects(at),
            Step::Clause => {
                let is_within = || grammar.has_case(at, |lemma| grammar.words.within.contains(lemma));
                let above =
                    analysis.head(at).filter(|head| analysis.rel(at) == Rel::Obl && is_within() && grammar.is_predicate(*head));
                above.into_iter().collect()
            }
            Step::Poss => grammar.through(at, slots, |noun| grammar.possessors(noun)),
            Step::Mod => grammar.through(at, slots, |noun| grammar.modifiers(noun)),
            Step::Owner => grammar.through(at, slots, |noun| grammar.owners(noun)),
            Step::Content => grammar.contents(at, slots),
            Step::Sentence => sentence(analysis, at),
            Step::Trigger => std::iter::once(at).chain(slots.iter().copied()).collect(),
            Step::Prep(word) => grammar.with_preposition(at, slots, word),
        }
    }
}

/// The objects; a noun of the trigger stands for itself only through what owns it (`obj.owner`), so it comes last.
fn without_slots(objects: Vec<WordIdx>, slots: &[WordIdx]) -> Vec<WordIdx> {
    let (mut others, own): (Vec<_>, Vec<_>) = objects.into_iter().partition(|word| !slots.contains(word));
    others.extend(own);
    others.extend(slots.iter().filter(|slot| !others.contains(slot)).copied().collect::<Vec<_>>());
    others
}

fn sentence(analysis: &Analysis, at: WordIdx) -> Vec<WordIdx> {
    let sentence = &analysis.sentences()[analysis.sentence_of(at)];
    sentence.words.clone().map(|at| WordIdx(at as u32)).collect()
}

/// Whether one of the word's auxiliaries, or the verb it completes ("have to go"), is in the set.
pub(crate) fn has_auxiliary(analysis: &Analysis, word: WordIdx, wanted: &[String]) -> bool {
    let kids = analysis.kids(word).iter().filter(|kid| grammar::is_auxiliary(analysis, **kid));
    let mut lemmas = kids.map(|kid| grammar::lower_lemma(analysis, *kid).into_owned());
    lemmas.any(|lemma| wanted.contains(&lemma))
        || wanted.iter().any(|want| {
            want.split_once(' ').is_some_and(|(verb, _)| {
                grammar::lower_lemma(analysis, word) == *verb && grammar::has_open_complement(analysis, word)
            })
        })
}
