//! Modality: whether the text tells an act as untrue, to come, merely possible, or past background, and by which word.

use chancery_base::{Day, DayRange};
use chancery_lexicon::{Gate, ModalityCue, ModalityCues, Reach, Reading};
use chancery_text::{Analysis, Rel, Upos, WordIdx};

/// What the text says of an act, each with the word that shows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Modality {
    /// It did not happen.
    pub negation: Option<WordIdx>,
    /// It is to come.
    pub future: Option<WordIdx>,
    /// It is only possible.
    pub hypothetical: Option<WordIdx>,
    /// It is background from well before the report.
    pub historical: Option<WordIdx>,
}

/// An act that ended this many days before the report is background.
const OLD_DAYS: i64 = 31;

/// How many steps up the tree a cue may govern an act from.
const DEPTH: usize = 6;

/// Reads the modality of the act that `trigger` names, a verb or a noun. `dated` is its time, with the word that tells it.
pub fn modality(
    analysis: &Analysis,
    trigger: WordIdx,
    cues: &ModalityCues,
    published: Option<Day>,
    dated: Option<(DayRange, WordIdx)>,
) -> Modality {
    let mut reader = Reader { analysis, cues, found: Modality::default() };
    reader.climb(trigger);
    if reader.found.historical.is_none() {
        reader.found.historical = old_time(published, dated);
    }
    reader.found
}

/// The word of the act's time where it lies well before the report.
fn old_time(published: Option<Day>, dated: Option<(DayRange, WordIdx)>) -> Option<WordIdx> {
    let (range, word) = dated?;
    let days = published?.since(range.last).ok()?.get_days();
    (i64::from(days) > OLD_DAYS).then_some(word)
}

struct Reader<'a> {
    analysis: &'a Analysis,
    cues: &'a ModalityCues,
    found: Modality,
}

impl Reader<'_> {
    fn note(&mut self, reading: Reading, word: WordIdx) {
        let place = match reading {
            Reading::Negation => &mut self.found.negation,
            Reading::Future => &mut self.found.future,
            Reading::Hypothetical => &mut self.found.hypothetical,
            Reading::Historical => &mut self.found.historical,
        };
        place.get_or_insert(word);
    }

    /// From the act up through everything that has it in its scope.
    fn climb(&mut self, trigger: WordIdx) {
        let mut at = trigger;
        let mut nominal = !self.is_predicate(trigger);
        for _ in 0..DEPTH {
            self.around(at, nominal);
            let Some(above) = self.analysis.head(at) else { return };
            if let Some(gate) = self.gate(at, nominal) {
                self.governed(above, gate);
            }
            if !self.passes(at, above, nominal) {
                return;
            }
            nominal = nominal && !self.is_predicate(above);
            at = above;
        }
    }

    fn is_predicate(&self, word: WordIdx) -> bool {
        matches!(self.analysis.upos(word), Upos::Verb | Upos::Aux | Upos::Adj)
            || self.analysis.kids_by(word, Rel::Cop).next().is_some()
    }

    /// The cues that depend on a word of the act.
    fn around(&mut self, at: WordIdx, nominal: bool) {
        let analysis = self.analysis;
        for kid in analysis.kids(at).iter().copied() {
            match analysis.rel(kid) {
                Rel::Aux => self.auxiliary(at, kid),
                Rel::Mark => self.mark(at, kid),
                Rel::Case if nominal => self.mark(at, kid),
                Rel::Advmod | Rel::Det | Rel::Amod | Rel::CcPreconj | Rel::Cc | Rel::DetPredet => self.modifier(at, kid, nominal),
                Rel::Obl | Rel::Nmod => self.circumstance(at, kid),
                Rel::Advcl => self.condition(at, kid),
                // "No one was killed", "killed no civilians".
                Rel::Nsubj | Rel::NsubjPass | Rel::Obj if !nominal => self.empty_party(kid),
                _ => {}
            }
        }
        self.coming(at);
    }

    fn modifier(&mut self, at: WordIdx, kid: WordIdx, nominal: bool) {
        let Some(cue) = self.cues.find(self.analysis, Reach::Modifier, kid) else { return };
        let reading = cue.reading;
        // "not only" denies nothing; "former officials met" says nothing of the meeting.
        let limited = reading == Reading::Negation && self.is_limited(kid);
        if limited || reading == Reading::Historical && !nominal && self.analysis.upos(kid) == Upos::Adj {
            return;
        }
        let _ = at;
        self.note(reading, kid);
    }

    /// Whether a negation is only half one: another adverb stands right behind it at the same head ("not only", "no longer").
    fn is_limited(&self, negation: WordIdx) -> bool {
        let next = WordIdx(negation.0 + 1);
        let same_head = |word: WordIdx| {
            self.analysis.head(word) == self.analysis.head(negation) || self.analysis.head(negation) == Some(word)
        };
        next.at() < self.analysis.words().len()
            && self.analysis.upos(next) == Upos::Adv
            && same_head(next)
            && self.cues.is_limiting(&self.analysis.lemma(next).to_lowercase())
    }

    fn empty_party(&mut self, party: WordIdx) {
        let own = self.cues.find(self.analysis, Reach::Modifier, party).map(|cue| (cue.reading, party));
        let theirs = self
            .analysis
            .kids_by(party, Rel::Det)
            .find_map(|kid| self.cues.find(self.analysis, Reach::Modifier, kid).map(|cue| (cue.reading, kid)));
        if let Some((Reading::Negation, word)) = own.or(theirs) {
            self.note(Reading::Negation, word);
        }
    }

    fn auxiliary(&mut self, at: WordIdx, kid: WordIdx) {
        let Some(cue) = self.cues.find(self.analysis, Reach::Auxiliary, kid) else { return };
        let reading = self.shifted(cue, at);
        self.note(reading, kid);
    }

    /// "said he would sign" is to come; "would have signed" and "would sign if" are not.
    fn shifted(&self, cue: &ModalityCue, at: WordIdx) -> Reading {
        let Some(backshift) = cue.backshift else { return cue.reading };
        let analysis = self.analysis;
        let perfect = analysis.kids(at).iter().filter(|kid| analysis.rel(**kid) == Rel::Aux).count() > 1;
        let conditional = analysis.kids_by(at, Rel::Advcl).any(|clause| self.is_conditional(clause));
        let reported = std::iter::successors(Some(at), |at| analysis.head(*at))
            .take(DEPTH)
            .find(|word| !matches!(analysis.rel(*word), Rel::Conj | Rel::Xcomp));
        let reported = reported.is_some_and(|word| {
            let past = |verb: WordIdx| {
                analysis.feature(verb, "Tense") == Some("Past") || analysis.feature(verb, "VerbForm") == Some("Ger")
            };
            let by_verb = analysis.rel(word) == Rel::Ccomp && analysis.head(word).is_some_and(past);
            // "…, he said" hangs on what is said.
            let loose = |kid: WordIdx| past(kid) && analysis.kids(kid).iter().any(|one| analysis.rel(*one) == Rel::Nsubj);
            let by_noun = analysis.rel(word) == Rel::Acl;
            // "wrote that he had arrived *and would hold* talks" may hang the second clause on the verb of saying.
            let beside = |verb: WordIdx| past(verb) && analysis.kids_by(verb, Rel::Ccomp).next().is_some();
            by_verb
                || analysis.rel(at) == Rel::Conj && analysis.head(at).is_some_and(beside)
                || by_noun
                || analysis.kids_by(word, Rel::Parataxis).any(loose)
        });
        if reported && !perfect && !conditional { backshift } else { cue.reading }
    }

    fn is_conditional(&self, clause: WordIdx) -> bool {
        self.analysis.kids_by(clause, Rel::Mark).any(|mark| self.cues.is_conditional(&self.analysis.lemma(mark).to_lowercase()))
    }

    fn mark(&mut self, _at: WordIdx, kid: WordIdx) {
        if let Some(cue) = self.cues.find(self.analysis, Reach::Mark, kid) {
            self.note(cue.reading, kid);
        }
    }

    /// An infinitive right behind a form of "be": "is to sign", "was due to be signed" through its governor.
    fn coming(&mut self, at: WordIdx) {
        let analysis = self.analysis;
        let pair = analysis.kids(at).windows(2).find(|pair| {
            matches!(analysis.rel(pair[0]), Rel::Cop | Rel::Aux)
                && analysis.rel(pair[1]) == Rel::Mark
                && self.cues.is_coming(&analysis.lemma(pair[0]).to_lowercase(), &analysis.form(pair[1]).to_lowercase())
                && pair[0].at() + 1 == pair[1].at()
        });
        if let Some(pair) = pair {
            self.note(Reading::Future, pair[0]);
        }
    }

    fn circumstance(&mut self, at: WordIdx, kid: WordIdx) {
        let analysis = self.analysis;
        let Some(cue) = self.cues.find(analysis, Reach::Circumstance, kid) else { return };
        let reading = cue.reading;
        let past = self.past(at);
        let cased = analysis.kids_by(kid, Rel::Case).any(|case| self.cues.is_circumstance(&analysis.lemma(case).to_lowercase()));
        if past && cased {
            self.note(reading, kid);
        }
    }

    fn past(&self, at: WordIdx) -> bool {
        let analysis = self.analysis;
        let tense = |word: WordIdx| analysis.feature(word, "Tense") == Some("Past");
        tense(at)
            || analysis.kids(at).iter().any(|kid| matches!(analysis.rel(*kid), Rel::Aux | Rel::AuxPass | Rel::Cop) && tense(*kid))
    }

    /// The main clause of a condition holds only with it: "if attacked, Iran would strike".
    fn condition(&mut self, at: WordIdx, clause: WordIdx) {
        if self.is_conditional(clause) && self.analysis.kids_by(at, Rel::Aux).next().is_some() {
            let mark = self.analysis.kids_by(clause, Rel::Mark).next();
            self.note(Reading::Hypothetical, mark.unwrap_or(clause));
        }
    }

    /// As which complement a word hangs on its head.
    fn gate(&self, at: WordIdx, nominal: bool) -> Option<Gate> {
        let analysis = self.analysis;
        let gerund = analysis.feature(at, "VerbForm") == Some("Ger") || &*analysis.word(at).xpos == "VBG";
        match analysis.rel(at) {
            Rel::Xcomp | Rel::Ccomp | Rel::Acl | Rel::Advcl if !nominal && self.is_infinitive(at) => Some(Gate::Infinitive),
            Rel::Xcomp | Rel::Ccomp | Rel::Advcl | Rel::Acl if !nominal && gerund && !self.is_finite(at) => Some(Gate::Gerund),
            Rel::Ccomp | Rel::Acl if !nominal => Some(Gate::Clause),
            Rel::Obj => Some(Gate::Object),
            Rel::NsubjPass => Some(Gate::Subject),
            Rel::Nsubj if nominal => Some(Gate::Subject),
            Rel::Obl | Rel::Nmod => Some(Gate::Oblique),
            _ => None,
        }
    }

    fn is_infinitive(&self, at: WordIdx) -> bool {
        let particle =
            self.analysis.kids_by(at, Rel::Mark).any(|mark| self.cues.is_particle(&self.analysis.form(mark).to_lowercase()));
        particle || self.analysis.feature(at, "VerbForm") == Some("Inf") && self.analysis.kids_by(at, Rel::Aux).next().is_none()
    }

    fn is_finite(&self, at: WordIdx) -> bool {
        self.analysis.kids(at).iter().any(|kid| {
            matches!(self.analysis.rel(*kid), Rel::Aux | Rel::AuxPass | Rel::Cop)
                && self.analysis.feature(*kid, "VerbForm") == Some("Fin")
        })
    }

    fn governed(&mut self, above: WordIdx, gate: Gate) {
        let Some(cue) = self.cues.find(self.analysis, Reach::Governor, above) else { return };
        let reading = cue.reading;
        // The active subject of a transitive verb is no complement: "the strike prevented talks".
        let active = gate == Gate::Subject
            && self.analysis.kids(above).iter().any(|kid| matches!(self.analysis.rel(*kid), Rel::Obj | Rel::Xcomp | Rel::Ccomp))
            && !self.analysis.kids(above).iter().any(|kid| matches!(self.analysis.rel(*kid), Rel::AuxPass | Rel::NsubjPass))
            && self.analysis.upos(above) == Upos::Verb;
        // "is due to be held": the subject of a governor over an infinitive is that infinitive's party.
        if cue.gates.contains(&gate) && !active {
            self.note(reading, above);
        }
    }

    /// Whether what is said of the word above is said of the act too.
    fn passes(&self, at: WordIdx, above: WordIdx, nominal: bool) -> bool {
        let analysis = self.analysis;
        let lemma = || analysis.lemma(above).to_lowercase();
        match analysis.rel(at) {
            // "will begin to withdraw", "did not agree to meet"; a control verb's negation is the act's.
            Rel::Xcomp => true,
            // "will be sent to Mali *to fight* rebels": the purpose is as far off as what serves it.
            Rel::Advcl if !nominal && self.is_infinitive(at) => true,
            // "will meet and sign": the first clause's auxiliary and condition, unless the second has a subject or auxiliary of its own.
            Rel::Conj if nominal => true,
            Rel::Conj => {
                !analysis
                    .kids(at)
                    .iter()
                    .any(|kid| matches!(analysis.rel(*kid), Rel::Nsubj | Rel::NsubjPass | Rel::Aux | Rel::AuxPass | Rel::Cop))
                    && analysis.feature(at, "Tense").unwrap_or("Pres") == analysis.feature(above, "Tense").unwrap_or("Pres")
            }
            Rel::Obj | Rel::NsubjPass if nominal => self.is_predicate(above) && self.cues.is_carrier(&lemma()),
            Rel::Nsubj if nominal => self.cues.is_happening(&lemma()),
            // "no round of talks", "in the event of an attack".
            Rel::Nmod | Rel::Compound | Rel::Amod if nominal => true,
            _ => false,
        }
    }
}
