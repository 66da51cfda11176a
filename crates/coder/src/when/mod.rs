//! When: the times that a text names, as days, and which of them an act has.
//!
//! `read` finds the expressions and reckons their days from the report's; [`when`] binds one to an act by the tree; `conflict` tells
//! whether the dates, weekdays and offices of a report can all be true. An act without words for its time has none: the report's own day
//! is never put in.

mod calendar;
mod coming;
mod conflict;
mod read;
mod relative;

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
    /// The word whose time it is.
    pub holder: Option<WordIdx>,
    /// Its days; none where the report's day would be needed and is not known.
    pub range: Option<DayRange>,
    /// The days that it began on, where it goes on from there: "since October".
    pub began: Option<DayRange>,
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

/// The time of an act: which words tell it, and its days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dated {
    /// Position in the times.
    pub at: usize,
    /// First and last day.
    pub range: DayRange,
}

/// The time of an act; none where no words of its clause tell it.
pub fn when(analysis: &Analysis, trigger: WordIdx, times: &[TimeExpression], words: &TimeWords) -> Option<Dated> {
    let sentence = analysis.sentence_of(trigger);
    let binder = Binder { analysis, trigger, words };
    let candidates = times.iter().enumerate().filter(|(_, time)| {
        time.range.is_some() && !time.length_only && analysis.sentence_of(time.head) == sentence && time.head != trigger
    });
    let nearest = candidates
        .filter_map(|(at, time)| Some((binder.bond(time)?, time.head.at().abs_diff(trigger.at()), at)))
        .min()
        .map(|(_, _, at)| at)?;
    let time = &times[nearest];
    // "has been held since October": he was taken then; "has shelled the city since October": it did so all the time.
    let began = time.began.filter(|_| analysis.kids_by(trigger, Rel::AuxPass).next().is_some());
    began.or(time.range).map(|range| Dated { at: nearest, range })
}

/// How far up an act's clause is looked for.
const DEPTH: usize = 6;

/// Looks for the bond between an act and a time.
struct Binder<'a> {
    analysis: &'a Analysis,
    trigger: WordIdx,
    words: &'a TimeWords,
}

impl Binder<'_> {
    fn bond(&self, time: &TimeExpression) -> Option<Bond> {
        let mut holder = time.holder?;
        for _ in 0..DEPTH {
            if let Some(bond) = self.bond_to(time.head, holder) {
                return Some(bond);
            }
            holder = self.passed_on(time.head, holder)?;
        }
        None
    }

    /// A noun that has no time itself passes it on to its verb: "met *Hussein* on Sunday", "killed *six people* on Friday", "passed
    /// the *bill* Tuesday".
    fn passed_on(&self, time: WordIdx, holder: WordIdx) -> Option<WordIdx> {
        let analysis = self.analysis;
        // "killed in Friday's attack", "met at a summit on Friday": one act is part of the other.
        let inside = analysis.kids_by(holder, Rel::Case).any(|case| self.words.is_inside(analysis.lemma(case)));
        if analysis.rel(holder) == Rel::Obl && inside {
            return analysis.head(holder);
        }
        // "late on Monday", "in the early hours of Thursday".
        if analysis.upos(holder) == Upos::Adv {
            return analysis.head(holder);
        }
        if !is_verb(analysis, holder)
            && (self.words.unit(analysis.lemma(holder)).is_some() || self.words.is_part(analysis.lemma(holder)))
        {
            return analysis.head(holder);
        }
        if analysis.rel(time) == Rel::NmodPoss || is_verb(analysis, holder) || time < holder {
            return None;
        }
        let bare = analysis.kids_by(time, Rel::Case).next().is_none() && analysis.rel(time) != Rel::Compound;
        // "spoke by phone on Friday".
        let plain = analysis.upos(holder) == Upos::Noun
            && analysis.rel(holder) == Rel::Obl
            && analysis.kids(holder).iter().all(|kid| matches!(analysis.rel(*kid), Rel::Case | Rel::Punct) || *kid == time);
        let counted = analysis.kids_by(holder, Rel::Nummod).next().is_some();
        let named = matches!(analysis.upos(holder), Upos::Propn | Upos::Pron | Upos::Num);
        let argument = matches!(
            analysis.rel(holder),
            Rel::Obj
                | Rel::Iobj
                | Rel::Nsubj
                | Rel::NsubjPass
                | Rel::Obl
                | Rel::Nmod
                | Rel::Appos
                | Rel::Conj
                | Rel::Flat
                | Rel::Compound
        );
        if argument && (bare || counted || named || plain) { analysis.head(holder) } else { None }
    }

    fn bond_to(&self, time: WordIdx, holder: WordIdx) -> Option<Bond> {
        let (analysis, trigger) = (self.analysis, self.trigger);
        if holder == trigger {
            return Some(Bond::Own);
        }
        // "the talks held on Friday", "the strike, which took place on Friday".
        if analysis.head(holder) == Some(trigger) && !is_verb(analysis, trigger) {
            let happens = self.words.is_happening(analysis.lemma(holder));
            match analysis.rel(holder) {
                Rel::Acl if !has_mark(analysis, holder) => return Some(Bond::Verb),
                Rel::AclRelcl if happens => return Some(Bond::Verb),
                _ => {}
            }
        }
        if self.lost_its_subject(holder) {
            return Some(Bond::Verb);
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
            bond = bond.max(self.step(at, above, time)?);
            if holder == above {
                let shared =
                    bond != Bond::Coordinated || time < above.min(trigger) || time > above.max(trigger) || self.goes_on(above);
                return shared.then_some(bond);
            }
            at = above;
        }
        None
    }

    /// "as the assault continued for a fifth day", read as "as the assault": a finite clause without a subject, and the act beside it.
    fn lost_its_subject(&self, verb: WordIdx) -> bool {
        let (analysis, trigger) = (self.analysis, self.trigger);
        let joined = analysis.rel(verb) == Rel::Conj && analysis.kids_by(verb, Rel::Cc).next().is_none();
        (joined || analysis.rel(verb) == Rel::Advcl)
            && analysis.feature(verb, "VerbForm") == Some("Fin")
            && !has_subject(analysis, verb)
            && !has_mark(analysis, verb)
            && trigger < verb
            && analysis.rel(trigger) == Rel::Obl
            && analysis.head(trigger) == analysis.head(verb)
    }

    /// What the way from a word to the one above makes of the bond; none where times do not pass.
    fn step(&self, at: WordIdx, above: WordIdx, time: WordIdx) -> Option<Bond> {
        let analysis = self.analysis;
        match analysis.rel(at) {
            Rel::Obj | Rel::Nsubj | Rel::NsubjPass | Rel::Obl | Rel::OblAgent if !is_verb(analysis, at) => {
                // "condemned the attack on Friday": whoever condemns does so at a time of its own.
                let apart = analysis.rel(at) != Rel::Nsubj && self.words.is_detached(analysis.lemma(above));
                (!apart).then_some(Bond::Verb)
            }
            // "a series of meetings", "the withdrawal of troops": the outer noun's time is the inner's.
            Rel::Nmod | Rel::Compound | Rel::Amod | Rel::Appos | Rel::Flat if !is_verb(analysis, at) => Some(Bond::Verb),
            // "a letter that was critical of him": the state lasts.
            Rel::AclRelcl if analysis.upos(at) == Upos::Adj => Some(Bond::Participle),
            Rel::Conj => Some(Bond::Coordinated),
            // "called him on Wednesday, urging him to stop": the participle shares its verb's day.
            Rel::Advcl if !has_subject(analysis, at) && !has_mark(analysis, at) => Some(Bond::Participle),
            // "agreed to meet on Sunday", hung on "agreed": only behind the act. "appeared to condemn" is one act.
            Rel::Xcomp if time > self.trigger || !is_verb(analysis, above) => Some(Bond::Verb),
            Rel::Xcomp if !self.words.is_coming(analysis.lemma(above)) => Some(Bond::Coordinated),
            // "the visit, which began on Sunday"; "troops killed on Sunday" is the participle's own time.
            _ => None,
        }
    }

    /// "came on Sunday and signed a pact": the second act follows the first, if it has the same tense and no subject of its own.
    fn goes_on(&self, first: WordIdx) -> bool {
        let analysis = self.analysis;
        let Some(second) =
            analysis.kids_by(first, Rel::Conj).find(|kid| *kid == self.trigger || analysis.is_below(self.trigger, *kid))
        else {
            return false;
        };
        let auxiliary = |word: WordIdx| analysis.kids(word).iter().any(|kid| analysis.rel(*kid) == Rel::Aux);
        is_verb(analysis, first)
            && !has_subject(analysis, second)
            && auxiliary(first) == auxiliary(second)
            && analysis.feature(first, "Tense") == analysis.feature(second, "Tense")
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
