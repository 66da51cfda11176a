//! When: the times that a text names, as days, and which of them an act has.
//!
//! `read` finds the expressions and reckons their days from the report's; [`when`] binds one to an act by the tree; `conflict` tells
//! whether the dates, weekdays and offices of a report can all be true. An act without words for its time has none: the report's own day
//! is never put in.

mod calendar;
mod conflict;
mod read;

use chancery_base::{Day, DayRange, Span};
use chancery_lexicon::TimeWords;
use chancery_text::{Analysis, Rel, Upos, WordIdx};

pub use conflict::{DateEvidence, FoundDay, HeldOffice, date_conflicts};

/// A time as the text names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeExpression {
    /// Its words, in bytes.
    pub span: Span,
    /// The word by which it hangs in the tree.
    pub head: WordIdx,
    /// Its days; none where the report's day would be needed and is not known.
    pub range: Option<DayRange>,
    /// The weekday it names, 1 for Monday.
    pub weekday: Option<i8>,
    /// Whether the words alone give the days, without the report's day.
    pub exact: bool,
    /// Whether it only says how long, or until when: no act happens *at* it.
    pub length_only: bool,
}

/// The times that a text names, in order. Without the report's day only full dates, months and years have days.
pub fn times(analysis: &Analysis, published: Option<Day>, words: &TimeWords) -> Vec<TimeExpression> {
    read::times(analysis, published, words)
}

/// How a time stands to an act; the nearest wins.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Bond {
    /// It depends on the act.
    Own,
    /// It depends on the verb that the act is object, subject or complement of.
    Verb,
    /// It depends on the verb that the act is coordinated with.
    Coordinated,
    /// It stands in a participle clause of the act ("Speaking on Sunday, he …").
    Participle,
}

/// The time of an act, as a position in `times`; none where no words of its clause tell it.
pub fn when(analysis: &Analysis, trigger: WordIdx, times: &[TimeExpression]) -> Option<usize> {
    let sentence = analysis.sentence_of(trigger);
    let candidates = times.iter().enumerate().filter(|(_, time)| {
        time.range.is_some() && !time.length_only && analysis.sentence_of(time.head) == sentence && time.head != trigger
    });
    candidates
        .filter_map(|(at, time)| {
            let bond = bond(analysis, trigger, time.head)?;
            Some((bond, time.head.at().abs_diff(trigger.at()), at))
        })
        .min()
        .map(|(_, _, at)| at)
}

/// How far up an act's clause is looked for.
const DEPTH: usize = 6;

fn bond(analysis: &Analysis, trigger: WordIdx, time: WordIdx) -> Option<Bond> {
    let holder = holder(analysis, time)?;
    if holder == trigger {
        return Some(Bond::Own);
    }
    let mut at = trigger;
    let mut bond = Bond::Own;
    for _ in 0..DEPTH {
        // "Speaking on Sunday, he praised …"
        if analysis.rel(holder) == Rel::Advcl
            && analysis.head(holder) == Some(at)
            && is_verb(analysis, at)
            && !has_subject(analysis, holder)
            && !has_mark(analysis, holder)
        {
            return Some(bond.max(Bond::Participle));
        }
        let above = analysis.head(at)?;
        bond = bond.max(match analysis.rel(at) {
            Rel::Obj | Rel::Nsubj | Rel::NsubjPass | Rel::Obl | Rel::OblAgent if !is_verb(analysis, at) => Bond::Verb,
            // "a series of meetings", "the withdrawal of troops": the outer noun's time is the inner's.
            Rel::Nmod | Rel::Compound | Rel::Amod | Rel::Appos | Rel::Flat if !is_verb(analysis, at) => Bond::Verb,
            Rel::Conj => Bond::Coordinated,
            // "called him on Wednesday, urging him to stop": the participle shares its verb's day.
            Rel::Advcl if !has_subject(analysis, at) && !has_mark(analysis, at) => Bond::Participle,
            // "agreed to meet on Sunday", hung on "agreed": only behind the act.
            Rel::Xcomp if time > trigger => Bond::Verb,
            // "the visit, which began on Sunday"; "troops killed on Sunday" is the participle's own time.
            _ => return None,
        });
        if holder == above {
            // "On Sunday troops entered and shelled": a time behind the other clause is not shared.
            let shared = bond != Bond::Coordinated || time < above.min(trigger) || time > above.max(trigger);
            return shared.then_some(bond);
        }
        at = above;
    }
    None
}

/// The word whose time it is: above nouns like "hours" in "hours before Sunday" it is the verb or noun that the time depends on.
fn holder(analysis: &Analysis, time: WordIdx) -> Option<WordIdx> {
    match analysis.rel(time) {
        Rel::Root => None,
        _ => analysis.head(time),
    }
}

fn is_verb(analysis: &Analysis, word: WordIdx) -> bool {
    matches!(analysis.upos(word), Upos::Verb | Upos::Aux)
}

fn has_subject(analysis: &Analysis, word: WordIdx) -> bool {
    analysis.kids(word).iter().any(|kid| matches!(analysis.rel(*kid), Rel::Nsubj | Rel::NsubjPass))
}

/// A clause behind "before" or "after" has a time of its own.
fn has_mark(analysis: &Analysis, word: WordIdx) -> bool {
    analysis.kids_by(word, Rel::Mark).next().is_some()
}
