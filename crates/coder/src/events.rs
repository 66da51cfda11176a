//! Matches of frames → events: participants, type after tense and speaker, on whose word, when, where.
//!
//! A wrong role is mended in the frame's file or in the lexicon's grammar; a wrong country in `resolve`; who "he" is in `entities`.

use chancery_base::{Country, Sector, Span};
use chancery_lexicon::{AskKind, Filler, Grammar, Kind, Kinds, Lexicon, Match, Matches, TypeId};
use chancery_text::{Analysis, Rel, Upos, WordIdx};

use crate::attribution::{Attribution, according_to};
use crate::chunk::{Chunk, top_of};
use crate::entities::{Entities, acting_sectors};
use crate::event::{Aux, Event, Participant, Source};
use crate::modality::Modality;
use crate::place::PlaceMention;
use crate::referent::ReferentKind;
use crate::scene::{Act, place_of};

/// The type of acts for which people come together.
const CONSULT: &str = "CONSULT";
/// The type of acts of force.
const ASSAULT: &str = "ASSAULT";

/// The lexicon's questions, answered from the entities.
pub(crate) struct Asked<'a> {
    pub(crate) analysis: &'a Analysis,
    pub(crate) entities: &'a Entities,
}

impl AskKind for Asked<'_> {
    fn kinds(&self, word: WordIdx) -> Kinds {
        match self.entities.referent(word) {
            Some(referent) => referent.kinds(),
            None if matches!(self.analysis.upos(word), Upos::Noun | Upos::Propn) => Kinds::default().with(Kind::Thing),
            None => Kinds::default(),
        }
    }

    fn is_political(&self, word: WordIdx) -> bool {
        self.entities.referent(word).is_some_and(|referent| referent.is_known())
    }

    fn are_same(&self, one: WordIdx, other: WordIdx) -> bool {
        one == other || self.entities.of(one).is_some_and(|entity| self.entities.of(other) == Some(entity))
    }
}

/// What coding events needs from the stages before it.
pub(crate) struct Stage<'a> {
    pub(crate) grammar: Grammar<'a>,
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) entities: &'a Entities,
    pub(crate) attributions: &'a [Attribution],
    pub(crate) places: &'a [PlaceMention],
    /// The country that the report is about, if it is about one.
    pub(crate) subject: Option<Country>,
}

/// Whether somebody speaks and acts for a state.
fn is_official(one: &Participant) -> bool {
    one.sectors.first().is_some_and(|sector| matches!(sector, Sector::Gov | Sector::Mil | Sector::Leg | Sector::Spy))
}

/// Sectors of those who act for a state or against it, and of the people that they act on.
const PUBLIC: [Sector; 13] = [
    Sector::Gov,
    Sector::Mil,
    Sector::Cop,
    Sector::Jud,
    Sector::Leg,
    Sector::Opp,
    Sector::Reb,
    Sector::Pty,
    Sector::Spy,
    Sector::Prm,
    Sector::Uaf,
    Sector::Ref,
    Sector::Cvl,
];

/// How many owners of owners the words of a participant take in.
const BELONGING_DEPTH: usize = 3;

impl Stage<'_> {
    /// The events of all matches that are no content of another, without date and modality.
    pub(crate) fn events(&self, matches: &Matches) -> Vec<Event> {
        let own = matches.fitting.iter().enumerate().filter(|(_, one)| one.inside.is_none());
        own.filter_map(|(at, one)| self.event(at, one, matches)).collect()
    }

    fn event(&self, at: usize, one: &Match, matches: &Matches) -> Option<Event> {
        let analysis = self.grammar.analysis;
        let frame = self.lexicon.frame(one.frame);
        let mut actors: Vec<Participant> = Vec::new();
        let mut recipients: Vec<Participant> = Vec::new();
        for filler in &one.actors {
            self.add(filler, &mut actors, &[]);
        }
        for filler in &one.recipients {
            self.add(filler, &mut recipients, &actors);
        }
        let according_to = self.sources(one.hit.head);
        self.place_unnamed(one, &mut actors, &mut recipients, &according_to);
        // Who is of no country at all takes no part in world affairs that could be recorded.
        if actors.iter().chain(&recipients).all(|one| one.country.is_none()) {
            return None;
        }
        let trigger = self.trigger(one);
        let sentence = &analysis.sentences()[analysis.sentence_of(one.hit.head)];
        let modes = self.modes(frame.event_type, &frame.modes, at, matches);
        let known = self.lexicon.ontology.get(frame.event_type);
        let is_place = |word: &WordIdx| {
            self.entities.referent(*word).is_some_and(|referent| match referent.kind {
                ReferentKind::Place | ReferentKind::Organisation => true,
                // "attacked Syria": a state that is fought against is fought in.
                ReferentKind::State => known.name == ASSAULT && analysis.rel(*word) == Rel::Obj,
                _ => false,
            })
        };
        let fillers: Vec<WordIdx> = one.recipients.iter().map(|filler| filler.word).filter(is_place).collect();
        let mut reasons = vec![format!("{} fits “{}” by “{}”", frame.id, trigger.of(analysis.text()), one.pattern)];
        for (role, fillers) in [("actor", &one.actors), ("recipient", &one.recipients)] {
            for filler in fillers {
                let why = self.entities.referent(filler.word).map_or("", |referent| referent.why.as_str());
                reasons.push(format!("{role} “{}” at {}: {why}", analysis.form(filler.word), filler.path));
            }
        }
        let act = Act {
            head: one.hit.head,
            words: &one.hit.words,
            goals: &fillers,
            material: matches!(known.quad, 2 | 4),
            visit: known.name == CONSULT,
            meeting: known.quad == 1,
        };
        let place = place_of(&self.grammar, &act, self.places).map(|(place, why)| {
            reasons.push(format!("place “{}” {why}", place.span.of(analysis.text())));
            place
        });
        Some(Event {
            frame: one.frame,
            event_type: frame.event_type,
            modes,
            contexts: Vec::new(),
            cameo: frame.cameo.clone(),
            aux: None,
            head: one.hit.head,
            trigger,
            evidence: sentence.span,
            retold: Vec::new(),
            actors,
            recipients,
            according_to,
            date: None,
            date_span: None,
            place,
            confidence: 0.0,
            reasons,
        })
    }

    /// The shortest stretch that holds the words of the trigger, if they stand close together; else its head.
    fn trigger(&self, one: &Match) -> Span {
        let analysis = self.grammar.analysis;
        let head = analysis.word(one.hit.head).span;
        let whole = one.hit.words.iter().fold(head, |span, word| span.cover(analysis.word(*word).span));
        let words = one.hit.words.iter().map(|word| word.at()).max().unwrap_or(0)
            - one.hit.words.iter().map(|word| word.at()).min().unwrap_or(0);
        if words <= one.hit.words.len() + 2 { whole } else { head }
    }

    fn add(&self, filler: &Filler, list: &mut Vec<Participant>, others: &[Participant]) {
        let Some(participant) = self.participant(filler.word, &filler.path) else { return };
        let twice = list.iter().chain(others).any(|known| known.entity == participant.entity);
        if twice {
            return;
        }
        let also = self.entities.referent(filler.word).map(|referent| referent.also.clone()).unwrap_or_default();
        list.push(participant.clone());
        list.extend(also.into_iter().map(|country| Participant { country: Some(country), ..participant.clone() }));
    }

    fn participant(&self, word: WordIdx, why: &str) -> Option<Participant> {
        let at = self.entities.of(word)?;
        let entity = self.entities.get(at);
        let named = entity.referent.name.is_some() && entity.referent.kind == ReferentKind::Person;
        let pronoun = self.grammar.analysis.upos(word) == Upos::Pron;
        // A person or pronoun is told by the fullest name of the report, all else by the words of the sentence.
        let span = if named || pronoun { entity.best } else { self.words_of(word) };
        let mut sectors = acting_sectors(&entity.referent);
        if entity.referent.kind == ReferentKind::Place {
            sectors = Vec::new();
        }
        Some(Participant { entity: Some(at), span, country: entity.referent.country, sectors, why: why.to_owned() })
    }

    fn words_of(&self, word: WordIdx) -> Span {
        let analysis = self.grammar.analysis;
        if top_of(analysis, word) != word || analysis.rel(word) == Rel::Amod {
            return analysis.word(word).span;
        }
        let chunk = Chunk::of(analysis, word);
        let known = self.entities.referent(word).is_some_and(|referent| referent.entry.is_some());
        if known { chunk.span(analysis) } else { self.with_belonging(&chunk, BELONGING_DEPTH) }
    }

    /// "*Sudan's* government", "police *in Minsk*": the words that tell of which country a phrase without a name is, where they stand
    /// right beside it.
    fn with_belonging(&self, chunk: &Chunk, depth: usize) -> Span {
        let analysis = self.grammar.analysis;
        let span = chunk.span(analysis);
        let Some(depth) = depth.checked_sub(1) else { return span };
        let country = |word: WordIdx| self.entities.referent(word).and_then(|referent| referent.country);
        let told = country(chunk.top);
        // "*US* forces from Iraq" says itself whose they are.
        let mut others = chunk.words.iter().filter(|word| **word != chunk.top);
        if told.is_none() || others.any(|word| country(*word).is_some() && country(*word) == told) {
            return span;
        }
        let is_of_country = |word: &WordIdx| country(*word) == told;
        let first = chunk.words.iter().map(|word| word.at()).min().unwrap_or(0);
        let mut last = chunk.words.iter().map(|word| word.at()).max().unwrap_or(0);
        let mut whole = span;
        let owner = chunk.words.iter().flat_map(|word| self.grammar.possessors(*word)).find(is_of_country);
        if let Some(owner) = owner.map(|owner| Chunk::of(analysis, top_of(analysis, owner))) {
            // Between the owner and the owned stands the sign of possession alone, if any.
            let end = owner.words.iter().map(|word| word.at()).max().unwrap_or(0);
            if end < first && first - end <= 2 && analysis.upos(owner.top) != Upos::Pron {
                whole = whole.cover(self.with_belonging(&owner, depth));
            }
        }
        let belongs = |lemma: &str| self.grammar.words.belonging.contains(lemma);
        let complements = chunk.words.iter().flat_map(|word| self.grammar.with_case(*word, belongs)).filter(is_of_country);
        for complement in complements {
            let complement = Chunk::of(analysis, top_of(analysis, complement));
            let start = complement.words.iter().map(|word| word.at()).min().unwrap_or(0);
            let preposition = analysis.kids_by(complement.top, Rel::Case).map(|case| case.at()).min().unwrap_or(start);
            if preposition.min(start) == last + 1 {
                last = complement.words.iter().map(|word| word.at()).max().unwrap_or(last);
                whole = whole.cover(self.with_belonging(&complement, depth));
                // "the ministers of Ethiopia *and Somalia*"
                for other in self.grammar.coordinated(complement.top).into_iter().skip(1) {
                    let other = Chunk::of(analysis, other);
                    if other.words.first().is_some_and(|first| first.at() <= last + 3) && country(other.top).is_some() {
                        last = other.words.iter().map(|word| word.at()).max().unwrap_or(last);
                        whole = whole.cover(other.span(analysis));
                    }
                }
            }
        }
        whole
    }

    /// People without a country of their own are of the place where the clause has them act ("Police detained 40 people *in Minsk*"), else
    /// of the country of the other side ("*Egyptian* police dispersed the demonstrators").
    fn place_unnamed(&self, one: &Match, actors: &mut [Participant], recipients: &mut [Participant], sources: &[Source]) {
        let place = self.place_country(one);
        let of = |list: &[Participant]| list.iter().find(|known| known.country.is_some()).cloned();
        let (known_actor, known_recipient) = (of(actors), of(recipients));
        self.give_country(actors, place, known_recipient.as_ref());
        self.give_country(recipients, place, known_actor.as_ref());
        let is_known = of(actors).is_some() || of(recipients).is_some();
        // "Kenyan officials said *the government* …": one's own, before that of the country which the report is about.
        let speaker = sources.last().map(|source| &source.participant).filter(|speaker| is_official(speaker));
        let home = speaker.and_then(|speaker| speaker.country).filter(|country| !country.is_supranational()).or(self.subject);
        self.give_home(actors, home, is_known);
        self.give_home(recipients, home, is_known);
    }

    /// "The government", "rebels" are of the country spoken of; that alone makes no politics of pilots and unions.
    fn give_home(&self, list: &mut [Participant], home: Option<Country>, is_known: bool) {
        let Some(home) = home else { return };
        for participant in list.iter_mut().filter(|known| known.country.is_none()) {
            let referent = participant.entity.map(|at| &self.entities.get(at).referent);
            let is_public = participant.sectors.first().is_some_and(|sector| is_known || PUBLIC.contains(sector));
            if is_public && referent.is_some_and(|referent| referent.name.is_none() && !referent.abroad) {
                participant.country = Some(home);
            }
        }
    }

    fn give_country(&self, list: &mut [Participant], place: Option<Country>, other: Option<&Participant>) {
        // "Israeli helicopters and *tanks*": of those told together, the first says whose they are.
        let together = list.iter().find(|known| known.country.is_some()).map(|known| (known.why.clone(), known.country));
        for participant in list.iter_mut().filter(|known| known.country.is_none()) {
            let beside = together.as_ref().filter(|(path, _)| *path == participant.why).and_then(|(_, country)| *country);
            let referent = participant.entity.map(|at| &self.entities.get(at).referent);
            // A government that deals with officials is another's than theirs ("the administration accused China"), and so are soldiers
            // who deal with a state, but "soldiers ousted the president", "he sacked the minister" are of one.
            let has_office = referent.is_some_and(|one| one.office.is_some());
            let governs = participant.sectors.first() == Some(&Sector::Gov);
            let deals = |other: &&Participant| {
                let is_state = other.entity.is_some_and(|at| self.entities.get(at).referent.kind == ReferentKind::State);
                !has_office && (governs && is_official(other) || is_official(participant) && is_state)
            };
            let other = other.filter(|other| !deals(other)).and_then(|other| other.country);
            let Some(country) = beside.or(place).or(other).filter(|country| !country.is_supranational()) else { continue };
            let person = |kind: ReferentKind| kind == ReferentKind::Person;
            if referent.is_none_or(|referent| {
                referent.entry.is_none() && !referent.abroad && (referent.name.is_none() || !person(referent.kind))
            }) {
                participant.country = Some(country);
            }
        }
    }

    /// The country of a place that hangs on the trigger, its verb, or a clause below it ("when they blew themselves up in Tel Aviv").
    fn place_country(&self, one: &Match) -> Option<Country> {
        let analysis = self.grammar.analysis;
        let head = one.hit.head;
        let mut heads = one.hit.words.clone();
        heads.extend(self.grammar.light_verb(head));
        heads.extend(analysis.head(head).filter(|above| self.grammar.is_predicate(*above)));
        heads.extend(analysis.kids_by(head, Rel::Advcl));
        heads.into_iter().find_map(|head| {
            let complements = self.grammar.with_case(head, |lemma| self.grammar.words.place.contains(lemma));
            complements.into_iter().find_map(|word| self.entities.referent(word).and_then(|referent| referent.country))
        })
    }

    /// The frame's modes, and for a speech act the mode that its content gives.
    fn modes(&self, event_type: TypeId, own: &[String], at: usize, matches: &Matches) -> Vec<String> {
        if !own.is_empty() {
            return own.to_vec();
        }
        let known = self.lexicon.ontology.get(event_type);
        let content =
            matches.fitting.iter().filter(|one| one.inside == Some(at)).map(|one| self.lexicon.frame(one.frame).event_type);
        content
            .filter_map(|inner| known.content_modes.iter().find(|(about, _)| *about == inner))
            .map(|(_, mode)| mode.clone())
            .take(1)
            .collect()
    }

    fn sources(&self, head: WordIdx) -> Vec<Source> {
        let analysis = self.grammar.analysis;
        let mut sources: Vec<Source> = according_to(analysis, head, self.attributions)
            .into_iter()
            .filter_map(|at| {
                let attribution = &self.attributions[at];
                let cue = attribution.cue.first().copied();
                let source = attribution.source_head.map(|word| top_of(analysis, word));
                let known = source.and_then(|word| self.participant(word, "source"));
                let unnamed = || {
                    let span = attribution.source.first().copied()?;
                    Some(Participant { entity: None, span, country: None, sectors: Vec::new(), why: "source".into() })
                };
                Some(Source { participant: known.or_else(unnamed)?, cue, quoted: attribution.quoted })
            })
            .collect();
        // A quotation inside one's own words is no second source.
        sources
            .dedup_by(|inner, outer| inner.participant.entity.is_some() && inner.participant.entity == outer.participant.entity);
        sources
    }

    /// What tense, modality and speaker make of the type: coming cooperation is an agreement, one's own coming conflict a threat.
    pub(crate) fn apply_modality(&self, event: &mut Event, modality: &Modality) {
        let known = self.lexicon.ontology.get(event.event_type);
        event.aux = if modality.negation.is_some() {
            Some(Aux::Negation)
        } else if modality.hypothetical.is_some() {
            Some(Aux::Hypothetical)
        } else if modality.future.is_some() {
            Some(Aux::Future)
        } else if modality.historical.is_some() {
            Some(Aux::Historical)
        } else {
            None
        };
        if event.aux != Some(Aux::Future) {
            return;
        }
        let own_word = event.according_to.last().is_some_and(|source| {
            let speaker = &source.participant;
            event
                .actors
                .iter()
                .any(|actor| actor.entity == speaker.entity || actor.country.is_some() && actor.country == speaker.country)
        });
        let becomes = known.future.or(known.announced.filter(|_| own_word));
        if let Some(becomes) = becomes {
            if becomes != event.event_type {
                event.reasons.push(format!("told as coming: {} becomes {}", known.name, self.lexicon.ontology.get(becomes).name));
                event.modes.clear();
                event.cameo = self.lexicon.ontology.get(becomes).cameo.clone();
                self.part_sides(event);
            }
            event.event_type = becomes;
            event.aux = None;
        }
    }

    /// Who will meet somebody agrees to it with them: of parties that would have acted together, the one that is told of acts alone.
    fn part_sides(&self, event: &mut Event) {
        let frame = self.lexicon.frame(event.frame);
        let is_other = |actor: &Participant| frame.reciprocal.iter().any(|path| path.text == actor.why);
        if event.recipients.is_empty() && event.actors.iter().any(is_other) && !event.actors.iter().all(is_other) {
            let (others, actors): (Vec<_>, Vec<_>) = std::mem::take(&mut event.actors).into_iter().partition(is_other);
            (event.actors, event.recipients) = (actors, others);
        }
    }

    /// A speaker's own promise, demand or refusal is told by the outlet: the speaker is the actor, not the source.
    pub(crate) fn drop_own_word(&self, event: &mut Event) {
        let verbal = matches!(self.lexicon.ontology.get(event.event_type).quad, 1 | 3);
        if let ([actor], true) = (&event.actors[..], verbal) {
            let own = |source: &Source| {
                source.participant.entity == actor.entity
                    || actor.country.is_some() && source.participant.country == actor.country
            };
            if event.according_to.last().is_some_and(own) {
                event.according_to.pop();
            }
        }
    }
}
