//! Occasions: who goes on speaking does so when and where he began, and an act taken up again by a noun keeps its day.

use chancery_base::{DayRange, Span};
use chancery_lexicon::{Grammar, SpeechKind, TimeWords, lower_lemma};
use chancery_text::{Rel, Upos, WordIdx};

use crate::attribution::{Attribution, covers};
use crate::entities::{Entities, EntityIdx};
use crate::event::Event;
use crate::place::PlaceMention;
use crate::scene::place_of_speech;
use crate::when::{TimeExpression, when};

/// A speaker at a time, perhaps in a place.
#[derive(Clone)]
struct Occasion {
    speaker: EntityIdx,
    date: Option<(DayRange, Span)>,
    place: Option<PlaceMention>,
    sentence: usize,
}

/// A speaker goes on over no more sentences than this.
const REACH: usize = 3;

/// What the occasions are read from.
pub(crate) struct Speeches<'a> {
    pub(crate) grammar: Grammar<'a>,
    pub(crate) entities: &'a Entities,
    pub(crate) attributions: &'a [Attribution],
    pub(crate) places: &'a [PlaceMention],
    pub(crate) times: &'a [TimeExpression],
    pub(crate) words: &'a TimeWords,
}

impl Speeches<'_> {
    /// Gives the acts that consist in speaking the day and place of the speech. `verbal` tells such acts.
    pub(crate) fn apply(&self, events: &mut [Event], verbal: impl Fn(&Event) -> bool) {
        let said = self.said();
        for event in events.iter_mut().filter(|event| event.date.is_none() && verbal(event)) {
            let found = self.of_content(event, &said).or_else(|| self.going_on(event, &said));
            let Some(occasion) = found else { continue };
            if let Some((range, span)) = occasion.date {
                (event.date, event.date_span) = (Some(range), Some(span));
                event.reasons.push(format!("date {}: the day of the speech", self.quoted(span)));
            }
            if event.place.is_none()
                && let Some(place) = &occasion.place
            {
                event.reasons.push(format!("place {}: where the speech was made", self.quoted(place.span)));
                event.place = Some(place.clone());
            }
        }
    }

    fn quoted(&self, span: Span) -> String {
        format!("“{}”", span.of(self.grammar.analysis.text()))
    }

    /// The occasion of each cue of speech, in the order of the text.
    fn said(&self) -> Vec<(usize, Occasion)> {
        let analysis = self.grammar.analysis;
        let mut found: Vec<(usize, Occasion)> = Vec::new();
        let mut cues: Vec<(WordIdx, usize)> = self
            .attributions
            .iter()
            .enumerate()
            .filter(|(_, one)| one.kind == SpeechKind::Report && !one.in_quotation)
            .filter_map(|(at, one)| one.cue_head.map(|cue| (cue, at)))
            .collect();
        cues.sort_unstable();
        for (cue, at) in cues {
            let Some(speaker) = self.attributions[at].source_head.and_then(|head| self.entities.of(head)) else { continue };
            let sentence = analysis.sentence_of(cue);
            let dated = when(analysis, cue, self.times, self.words).map(|dated| (dated.range, self.times[dated.at].span));
            let place = place_of_speech(&self.grammar, cue, self.places);
            let before = found.iter().rev().map(|(_, occasion)| occasion).find(|before| before.speaker == speaker);
            let same = before.filter(|before| sentence - before.sentence <= REACH);
            let occasion = match same.filter(|_| dated.is_none()) {
                Some(before) => Occasion { sentence, ..before.clone() },
                None => Occasion { speaker, date: dated, place, sentence },
            };
            found.push((at, occasion));
        }
        found
    }

    /// "He added that Iran *is ready to* expand trade": the speaker's own side does by the words what they say.
    fn of_content<'o>(&self, event: &Event, said: &'o [(usize, Occasion)]) -> Option<&'o Occasion> {
        let root = self.clause_of(event.head);
        let (_, occasion) = said.iter().find(|(at, _)| {
            let one = &self.attributions[*at];
            covers(one, event.trigger) && one.cue_head.is_some() && self.grammar.analysis.head(root) == one.cue_head
        })?;
        let speaker = self.entities.get(occasion.speaker).referent.country;
        let own = event
            .actors
            .iter()
            .any(|actor| actor.entity == Some(occasion.speaker) || speaker.is_some() && actor.country == speaker);
        (own && self.is_willing(root)).then_some(occasion)
    }

    /// "Araghchi *also* praised Iraq": a further word of the same speech.
    fn going_on<'o>(&self, event: &Event, said: &'o [(usize, Occasion)]) -> Option<&'o Occasion> {
        let analysis = self.grammar.analysis;
        let adds = |kid: &WordIdx| analysis.rel(*kid) == Rel::Advmod && self.words.is_further(&lower_lemma(analysis, *kid));
        if !analysis.kids(event.head).iter().any(adds) {
            return None;
        }
        let sentence = analysis.sentence_of(event.head);
        let is_speaker = |occasion: &Occasion| event.actors.iter().any(|actor| actor.entity == Some(occasion.speaker));
        let mut before = said.iter().rev().filter(|(at, _)| self.attributions[*at].cue_head < Some(event.head));
        let (_, before) = before.find(|(_, occasion)| is_speaker(occasion))?;
        (sentence - before.sentence <= REACH).then_some(before)
    }

    /// The predicate of the clause that an act is told in, up through infinitives.
    fn clause_of(&self, word: WordIdx) -> WordIdx {
        let analysis = self.grammar.analysis;
        let mut at = word;
        while analysis.rel(at) == Rel::Xcomp
            && let Some(above) = analysis.head(at)
        {
            at = above;
        }
        at
    }

    /// Told as the speaker's will at the time: "is ready", "was ready", "rejects", "will not leave"; not "is working".
    fn is_willing(&self, word: WordIdx) -> bool {
        let analysis = self.grammar.analysis;
        let is_present = |word: WordIdx| analysis.feature(word, "Tense") == Some("Pres");
        if analysis.upos(word) != Upos::Verb {
            return analysis.kids_by(word, Rel::Cop).next().is_some();
        }
        let auxiliaries: Vec<WordIdx> = analysis.kids_by(word, Rel::Aux).collect();
        match auxiliaries[..] {
            [] => is_present(word) && analysis.feature(word, "VerbForm") == Some("Fin"),
            [only] => self.words.is_coming(analysis.lemma(only)),
            _ => false,
        }
    }
}

/// How many letters two words share at their beginning where one is made from the other: "arrive", "arrival".
const STEM: usize = 5;

/// "Following his *arrival* and reception": a noun that takes up an act told before keeps its day and place.
pub(crate) fn take_up(grammar: &Grammar<'_>, events: &mut [Event]) {
    let analysis = grammar.analysis;
    for at in 0..events.len() {
        let event = &events[at];
        if event.date.is_some() || event.aux.is_some() {
            continue;
        }
        let joined = (analysis.rel(event.head) == Rel::Conj).then(|| analysis.head(event.head)).flatten();
        // "*The attack* killed twelve": the subject is what is taken up.
        let subjects = analysis.kids_by(event.head, Rel::Nsubj);
        let nouns = std::iter::once(event.head).chain(joined).chain(subjects);
        let nouns = nouns.filter(|noun| analysis.upos(*noun) == Upos::Noun).filter(|noun| {
            let told = |kid: &WordIdx| match analysis.rel(*kid) {
                Rel::NmodPoss => analysis.upos(*kid) == Upos::Pron,
                Rel::Det => analysis.feature(*kid, "Definite") != Some("Ind"),
                _ => false,
            };
            analysis.kids(*noun).iter().any(told)
        });
        let stems: Vec<String> = nouns.filter_map(|noun| stem(&lower_lemma(analysis, noun))).collect();
        let party = |one: &Event, other: &Event| {
            one.actors.iter().chain(&one.recipients).any(|known| {
                known.country.is_some()
                    && other.actors.iter().chain(&other.recipients).any(|known_too| known_too.country == known.country)
            })
        };
        let before = events.iter().filter(|earlier| earlier.date.is_some() && earlier.head < event.head);
        let mut before: Vec<&Event> = before.collect();
        before.sort_by_key(|earlier| std::cmp::Reverse(earlier.head));
        let earlier = before.into_iter().find(|earlier| {
            stem(&lower_lemma(analysis, earlier.head)).is_some_and(|known| stems.contains(&known))
                && party(earlier, event)
                && (event.place.is_none()
                    || event.place.as_ref().map(|place| &place.name) == earlier.place.as_ref().map(|place| &place.name))
        });
        if let Some((date, date_span, place)) = earlier.map(|earlier| (earlier.date, earlier.date_span, earlier.place.clone())) {
            let event = &mut events[at];
            (event.date, event.date_span) = (date, date_span);
            event.place = event.place.take().or(place);
            event.reasons.push("date and place of the act that the noun takes up".to_owned());
        }
    }
}

fn stem(lemma: &str) -> Option<String> {
    let letters: String = lemma.chars().take(STEM).collect();
    (letters.chars().count() == STEM).then_some(letters)
}
