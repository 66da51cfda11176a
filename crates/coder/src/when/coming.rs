//! Whether a time is to come: by an auxiliary, a plan, an appointment told in the present tense.

use chancery_base::Day;
use chancery_text::{Rel, Upos, WordIdx};

use super::calendar::{day_of_month, shift};
use super::read::Reader;

/// A day so many days ahead is soon.
const SOON: i64 = 60;

impl Reader<'_> {
    /// Whether the clause around a word is told as coming, by an auxiliary or by the verb over its infinitive.
    pub(super) fn is_coming(&self, at: usize) -> bool {
        let analysis = self.analysis;
        let mut word = WordIdx(at as u32);
        for step in 0..6 {
            let Some(head) = analysis.head(word) else { return false };
            // "talks due on Thursday": read as a preposition.
            if analysis.kids_by(word, Rel::Case).any(|case| self.words.is_coming(analysis.lemma(case))) {
                return true;
            }
            if step == 0 && (self.is_appointment(head) || self.is_planned(head)) {
                return true;
            }
            let told = analysis.kids(head).iter().any(|kid| {
                matches!(analysis.rel(*kid), Rel::Aux | Rel::Amod | Rel::Acl | Rel::Mark)
                    && self.words.is_coming(analysis.lemma(*kid))
            });
            // "is to sign on Friday": a form of "be" before the particle of the infinitive.
            let be_to = analysis.kids(head).windows(2).any(|pair| {
                matches!(analysis.rel(pair[0]), Rel::Cop | Rel::Aux)
                    && analysis.rel(pair[1]) == Rel::Mark
                    && analysis.upos(pair[1]) == Upos::Part
                    && pair[0].at() + 1 == pair[1].at()
            });
            let over = analysis.rel(head) == Rel::Xcomp
                && analysis.head(head).is_some_and(|verb| self.words.is_coming(analysis.lemma(verb)));
            if told
                || be_to
                || over
                || self.words.is_coming(analysis.lemma(head))
                    && analysis.rel(word) != Rel::Xcomp
                    && !analysis.kids_by(head, Rel::Obj).any(|kid| kid == word)
                    && analysis.upos(head) == Upos::Adj
            {
                return true;
            }
            // A verb of the past around the time ends the search, but an infinitive or noun leads on.
            let finite = analysis.feature(head, "VerbForm") == Some("Fin");
            if finite || matches!(analysis.rel(head), Rel::Ccomp | Rel::AclRelcl | Rel::Advcl | Rel::Root | Rel::Parataxis) {
                return false;
            }
            word = head;
        }
        false
    }

    /// "the council meets on Thursday", "is leaving on Friday"; not in headlines, whose present tense tells what happened.
    fn is_appointment(&self, verb: WordIdx) -> bool {
        let analysis = self.analysis;
        let stop = |at: usize| at < self.end && analysis.form(WordIdx(at as u32)) == ".";
        if !(stop(self.end - 1) || stop(self.end.saturating_sub(2))) || !self.words.is_scheduled(analysis.lemma(verb)) {
            return false;
        }
        let is_present = |word: WordIdx| analysis.feature(word, "Tense") == Some("Pres");
        let finite = analysis.feature(verb, "VerbForm") == Some("Fin") && is_present(verb);
        let auxiliaries: Vec<WordIdx> = analysis.kids_by(verb, Rel::Aux).collect();
        let running = analysis.form(verb).ends_with("ing") && matches!(auxiliaries[..], [only] if is_present(only));
        finite || running
    }

    /// "a meeting scheduled for Friday", "talks due on Friday".
    fn is_planned(&self, word: WordIdx) -> bool {
        let analysis = self.analysis;
        self.words.is_coming(analysis.lemma(word))
            && (analysis.upos(word) == Upos::Adj || analysis.feature(word, "VerbForm") == Some("Part"))
            && !analysis.kids(word).iter().any(|kid| matches!(analysis.rel(*kid), Rel::Aux | Rel::Obj | Rel::Ccomp))
    }

    /// "asked them to meet on 10 September": a day soon to come is meant, and not nearly a year ago, unless a verb of the past has it.
    pub(super) fn is_sooner(&self, at: usize, near: Day, month: i8, day: i8) -> bool {
        let analysis = self.analysis;
        let holders = std::iter::successors(analysis.head(WordIdx(at as u32)), |word| analysis.head(*word));
        let mut verbs = holders.take(3).filter(|word| analysis.upos(*word) == Upos::Verb);
        let past = verbs.next().is_none_or(|verb| {
            analysis.feature(verb, "VerbForm") != Some("Inf") || analysis.kids_by(verb, Rel::Mark).next().is_none()
        });
        let soon =
            day_of_month(near, month, day, true).is_some_and(|found| shift(near, SOON).is_some_and(|limit| found <= limit));
        soon && !past
    }
}
