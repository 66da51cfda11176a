//! The source of a cue: the subject of a verb, own or inherited, the owner of a noun.

use chancery_lexicon::SpeechCues;
use chancery_text::{Analysis, Rel, Upos, WordIdx};

/// How far an inherited subject is looked for.
const DEPTH: u32 = 6;

/// A source: the words that stand for it here, and the noun that it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    /// The word here: "who" in "officials who say".
    pub(crate) word: WordIdx,
    /// The noun it stands for: "officials".
    pub(crate) head: WordIdx,
}

/// Whether a verb is a passive: the one who says it is then its agent, if anybody.
pub(crate) fn is_passive(analysis: &Analysis, verb: WordIdx) -> bool {
    let kids = analysis.kids(verb);
    let marked =
        kids.iter().any(|kid| matches!(analysis.rel(*kid), Rel::AuxPass | Rel::NsubjPass | Rel::CsubjPass | Rel::OblAgent));
    let participle = &*analysis.word(verb).xpos == "VBN"
        && !kids.iter().any(|kid| matches!(analysis.rel(*kid), Rel::Aux | Rel::Nsubj | Rel::Obj));
    marked || participle && matches!(analysis.rel(verb), Rel::Acl | Rel::Advcl | Rel::Amod)
}

/// Who does what the verb tells, in the active; for a passive, its agent.
pub(crate) fn of_verb(analysis: &Analysis, speech: &SpeechCues, verb: WordIdx) -> Option<Source> {
    if is_passive(analysis, verb) { agent(analysis, speech, verb) } else { subject(analysis, verb, DEPTH) }
}

/// The agent of a passive or of a noun: "by the ministry".
pub(crate) fn agent(analysis: &Analysis, speech: &SpeechCues, word: WordIdx) -> Option<Source> {
    let is_agent = |kid: &WordIdx| {
        analysis.rel(*kid) == Rel::OblAgent
            || matches!(analysis.rel(*kid), Rel::Obl | Rel::Nmod)
                && analysis.kids_by(*kid, Rel::Case).any(|case| speech.is_agent(&analysis.lemma(case).to_lowercase()))
    };
    analysis.kids(word).iter().copied().find(is_agent).map(|word| Source { word, head: word })
}

/// The surface subject, own or inherited through coordination, control, participles and relative clauses.
pub(crate) fn subject(analysis: &Analysis, verb: WordIdx, depth: u32) -> Option<Source> {
    let own = analysis
        .kids(verb)
        .iter()
        .copied()
        .find(|kid| matches!(analysis.rel(*kid), Rel::Nsubj | Rel::NsubjPass | Rel::NsubjOuter));
    if let Some(word) = own {
        return Some(Source { word, head: antecedent(analysis, verb, word) });
    }
    let head = analysis.head(verb)?;
    if depth == 0 {
        return None;
    }
    match analysis.rel(verb) {
        Rel::Conj | Rel::Parataxis if heads_clause(analysis, head) => subject(analysis, head, depth - 1),
        Rel::Xcomp => {
            let object = analysis.kids(head).iter().copied().find(|kid| matches!(analysis.rel(*kid), Rel::Obj | Rel::Iobj));
            object.map(|word| Source { word, head: word }).or_else(|| subject(analysis, head, depth - 1))
        }
        Rel::Advcl | Rel::Ccomp | Rel::Dep if heads_clause(analysis, head) => subject(analysis, head, depth - 1),
        // "a statement saying", but not "a plan to say".
        Rel::Acl if analysis.feature(verb, "VerbForm") != Some("Inf") => Some(Source { word: head, head }),
        Rel::Acl | Rel::Advcl => {
            let above = analysis.head(head)?;
            let owner = analysis.kids_by(head, Rel::NmodPoss).next();
            owner.map(|word| Source { word, head: word }).or_else(|| subject(analysis, above, depth - 1))
        }
        _ => None,
    }
}

fn heads_clause(analysis: &Analysis, word: WordIdx) -> bool {
    matches!(analysis.upos(word), Upos::Verb | Upos::Aux | Upos::Adj) || analysis.kids_by(word, Rel::Cop).next().is_some()
}

/// "who" stands for the noun that its clause belongs to.
fn antecedent(analysis: &Analysis, verb: WordIdx, word: WordIdx) -> WordIdx {
    let relative = analysis.feature(word, "PronType").is_some_and(|kind| kind.contains("Rel"));
    if !relative {
        return word;
    }
    let clause = std::iter::successors(Some(verb), |at| analysis.head(*at))
        .take(DEPTH as usize)
        .find(|at| matches!(analysis.rel(*at), Rel::AclRelcl | Rel::Acl));
    clause.and_then(|clause| analysis.head(clause)).unwrap_or(word)
}

/// Whose word a noun is: its possessor, its agent, "of" somebody, or the subject of its light verb ("made the claim that").
pub(crate) fn of_noun(analysis: &Analysis, speech: &SpeechCues, noun: WordIdx, content: &[WordIdx]) -> Option<Source> {
    let kids = analysis.kids(noun);
    let owner = kids.iter().copied().find(|kid| analysis.rel(*kid) == Rel::NmodPoss);
    let found = owner.map(|word| Source { word, head: word }).or_else(|| {
        let owns = |kid: &WordIdx| {
            analysis.rel(*kid) == Rel::Nmod
                && !content.contains(kid)
                && analysis.kids_by(*kid, Rel::Case).any(|case| speech.is_owning(&analysis.lemma(case).to_lowercase()))
        };
        kids.iter().copied().find(owns).map(|word| Source { word, head: word })
    });
    found.or_else(|| light_verb(analysis, speech, noun).and_then(|verb| of_verb(analysis, speech, verb)))
}

/// The verb that lends its subject to the noun in its object.
pub(crate) fn light_verb(analysis: &Analysis, speech: &SpeechCues, noun: WordIdx) -> Option<WordIdx> {
    let verb = analysis.head(noun)?;
    let light = matches!(analysis.rel(noun), Rel::Obj | Rel::NsubjPass) && speech.is_light(&analysis.lemma(verb).to_lowercase());
    light.then_some(verb)
}
