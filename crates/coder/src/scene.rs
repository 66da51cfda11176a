//! Where an act takes place: a place that the syntax ties to it, or none. That a report names a place is not enough.

use chancery_lexicon::{Grammar, SceneWords, lower_lemma};
use chancery_text::{Analysis, Rel, Upos, WordIdx};

use crate::chunk::top_of;
use crate::place::PlaceMention;

/// What is asked about: an act with those who take part.
pub(crate) struct Act<'a> {
    /// Head of the trigger.
    pub(crate) head: WordIdx,
    /// All words of the trigger.
    pub(crate) words: &'a [WordIdx],
    /// Recipients that are themselves places or organisations.
    pub(crate) goals: &'a [WordIdx],
    /// Whether something is done, not only said.
    pub(crate) material: bool,
    /// Whether people come together for it.
    pub(crate) visit: bool,
    /// Whether it is verbal cooperation: meetings, visits, agreements.
    pub(crate) meeting: bool,
}

/// Where an act takes place, with what told it.
pub(crate) fn place_of(grammar: &Grammar<'_>, act: &Act<'_>, places: &[PlaceMention]) -> Option<(PlaceMention, &'static str)> {
    let scene = Scene { grammar, words: &grammar.words.scene, analysis: grammar.analysis, act, places };
    let own = scene.heads();
    own.iter()
        .find_map(|head| scene.beside(*head))
        .map(|place| (place, "stands with the act"))
        .or_else(|| scene.left().map(|place| (place, "is what is left")))
        .or_else(|| own.iter().find_map(|head| scene.of_participant(*head)).map(|place| (place, "is where a participant is")))
        .or_else(|| scene.of_speaker().map(|place| (place, "is where the speaker is")))
        .or_else(|| scene.of_goal().map(|place| (place, "is itself a participant")))
        .or_else(|| scene.of_name().map(|place| (place, "names the meeting")))
        .or_else(|| scene.around().map(|place| (place, "stands in the clause around")))
}

/// Where somebody speaks: a place on the verb of speech, or on the participle beside it ("*Speaking in Tehran*, he said").
pub(crate) fn place_of_speech(grammar: &Grammar<'_>, cue: WordIdx, places: &[PlaceMention]) -> Option<PlaceMention> {
    let act = Act { head: cue, words: &[], goals: &[], material: false, visit: false, meeting: false };
    let scene = Scene { grammar, words: &grammar.words.scene, analysis: grammar.analysis, act: &act, places };
    let participles = grammar.analysis.kids_by(cue, Rel::Advcl);
    std::iter::once(cue).chain(participles).find_map(|head| scene.beside(head))
}

/// How many clauses up a place is looked for.
const DEPTH: usize = 4;

struct Scene<'a> {
    grammar: &'a Grammar<'a>,
    words: &'a SceneWords,
    analysis: &'a Analysis,
    act: &'a Act<'a>,
    places: &'a [PlaceMention],
}

impl Scene<'_> {
    /// The words whose places are the act's own: its trigger's, its light verb's, the noun's or verb's that it is part of.
    fn heads(&self) -> Vec<WordIdx> {
        let analysis = self.analysis;
        let mut heads = vec![self.act.head];
        heads.extend(self.act.words.iter().filter(|word| matches!(analysis.upos(**word), Upos::Verb | Upos::Noun)));
        heads.extend(self.grammar.light_verb(self.act.head));
        let mut at = self.act.head;
        for _ in 0..DEPTH {
            let Some(above) = analysis.head(at) else { break };
            let goes_up = match analysis.rel(at) {
                Rel::Nsubj | Rel::NsubjPass | Rel::Obj => true,
                Rel::Xcomp | Rel::Conj => true,
                // "a series of bombings".
                Rel::Nmod => self.grammar.words.partitive.contains(&*lower_lemma(analysis, above)),
                _ => false,
            };
            if !goes_up {
                break;
            }
            heads.push(above);
            // One step up from a noun to its verb, and from there no farther.
            if !matches!(analysis.rel(at), Rel::Nmod) {
                break;
            }
            at = above;
        }
        heads
    }

    /// A place behind a preposition on the word.
    fn beside(&self, head: WordIdx) -> Option<PlaceMention> {
        let lemma = lower_lemma(self.analysis, head);
        let fits = |case: &str| {
            self.grammar.words.place.contains(case)
                || self.words.into.contains(case)
                || self.words.toward.contains(case) && self.words.moving.contains(&*lemma)
        };
        let complements = self.grammar.with_case(head, fits);
        complements
            .into_iter()
            .filter(|word| *word != self.act.head && !self.is_topic(*word))
            .find_map(|word| self.place_in(word))
    }

    /// "talks on Syria", "sanctions on Iran": about a country, not in it.
    fn is_topic(&self, word: WordIdx) -> bool {
        let about = |case: &str| self.words.topic.contains(case);
        let is_country = |place: &PlaceMention| place.precision == "country";
        !self.act.material && self.grammar.has_case(word, about) && self.place_in(word).as_ref().is_some_and(is_country)
    }

    /// "withdrew troops from Syria", "the decision to pull out of Iraq", "expelled from Moscow".
    fn left(&self) -> Option<PlaceMention> {
        let analysis = self.analysis;
        // Who calls for a withdrawal from a country does so elsewhere.
        if !(self.act.material || self.act.meeting) {
            return None;
        }
        let own = std::iter::once(&self.act.head).chain(self.act.words);
        let below = own
            .clone()
            .flat_map(|word| analysis.kids(*word))
            .filter(|kid| matches!(analysis.rel(**kid), Rel::Acl | Rel::Xcomp | Rel::Ccomp | Rel::Nmod | Rel::Advcl));
        let leaving = own.chain(below).filter(|word| self.words.leaving.contains(&*lower_lemma(analysis, **word)));
        let from = |case: &str| self.words.away.contains(case);
        leaving.copied().find_map(|word| {
            let things = analysis.kids(word).iter().copied().filter(|kid| is_nominal_argument(analysis, *kid));
            let mut holders: Vec<WordIdx> = vec![word];
            holders.extend(things.flat_map(|thing| self.grammar.coordinated(thing)));
            holders.into_iter().flat_map(|holder| self.grammar.with_case(holder, from)).find_map(|word| self.place_in(word))
        })
    }

    /// What is done to "the embassy in Baghdad" or by "officials in Turkey" is done there.
    fn of_participant(&self, head: WordIdx) -> Option<PlaceMention> {
        if self.act.material || self.act.visit { self.where_participants_are(head) } else { None }
    }

    /// "diplomats in Vienna rejected", "a statement issued by the delegation in Riyadh demanded": who speaks is in the town.
    fn of_speaker(&self) -> Option<PlaceMention> {
        let analysis = self.analysis;
        let located = |case: &str| self.grammar.words.place.contains(case);
        let mut subjects: Vec<WordIdx> = analysis.kids_by(self.act.head, Rel::Nsubj).collect();
        // "he said a statement issued in Riyadh demanded …": read as what he said.
        if subjects.is_empty() && analysis.rel(self.act.head) == Rel::Ccomp {
            let above = analysis.head(self.act.head);
            let said = above.into_iter().flat_map(|verb| analysis.kids_by(verb, Rel::Obj));
            subjects.extend(said.filter(|object| *object < self.act.head));
        }
        subjects.into_iter().find_map(|subject| {
            let issued: Vec<WordIdx> = analysis.kids_by(subject, Rel::Acl).collect();
            let makers =
                issued.iter().flat_map(|verb| analysis.kids(*verb)).copied().filter(|kid| is_nominal_argument(analysis, *kid));
            let speakers = std::iter::once(subject).chain(issued.iter().copied()).chain(makers);
            let places = speakers.flat_map(|word| self.grammar.with_case(word, located)).filter_map(|word| self.place_in(word));
            places.into_iter().find(|place| place.precision != "country")
        })
    }

    fn where_participants_are(&self, head: WordIdx) -> Option<PlaceMention> {
        let analysis = self.analysis;
        let located = |case: &str| self.grammar.words.place.contains(case);
        let posted = |case: &str| self.words.toward.contains(case);
        let arguments = analysis.kids(head).iter().copied().filter(|kid| is_nominal_argument(analysis, *kid));
        let inside = |word: WordIdx| self.grammar.with_case(word, located).into_iter().find_map(|word| self.place_in(word));
        // "shot Russia's ambassador to Turkey".
        let post = |word: WordIdx| {
            let is_post = self.words.posts.contains(&*lower_lemma(analysis, word));
            if !is_post {
                return None;
            }
            // The tree may hang the post on the verb: what counts is the preposition right behind the noun.
            let next = WordIdx(word.0 + 1);
            let behind =
                (next.at() < analysis.words().len() && posted(&lower_lemma(analysis, next))).then(|| analysis.head(next));
            let named = self.grammar.with_case(word, posted).into_iter().chain(behind.flatten());
            named.into_iter().find_map(|word| self.place_in(word))
        };
        let undergoes = self.words.undergoing.contains(&*lower_lemma(analysis, head));
        // "met the leaders in Tehran", but not "the government in Kabul met …".
        let arguments = arguments.into_iter().filter(|word| self.act.material || analysis.rel(*word) == Rel::Obj);
        arguments.into_iter().find_map(|word| {
            // "Turkey has suffered a series of bombings".
            let sufferer = undergoes && analysis.rel(word) == Rel::Nsubj;
            inside(word).or_else(|| post(word)).or_else(|| if sufferer { self.place_in(word) } else { None })
        })
    }

    /// "withdrew from Ain al-Asad", "visited Tehran": a participant that is itself a place. Whom words are about is no place.
    fn of_goal(&self) -> Option<PlaceMention> {
        let analysis = self.analysis;
        // "visited Tehran", "flew to Tehran", but not "talks with Washington".
        let reached = |goal: &WordIdx| {
            let to = |case: &str| self.words.toward.contains(case) || self.grammar.words.place.contains(case);
            analysis.rel(*goal) == Rel::Obj || self.grammar.has_case(*goal, to)
        };
        let goals = self.act.goals.iter().filter(|goal| self.act.material || self.act.meeting && reached(goal));
        goals.into_iter().find_map(|goal| self.place_in(*goal))
    }

    /// "the Munich conference", "the Geneva agreement was signed".
    fn of_name(&self) -> Option<PlaceMention> {
        let analysis = self.analysis;
        if !self.act.meeting {
            return None;
        }
        let is_venue = |word: &WordIdx| self.words.venues.contains(&*lower_lemma(analysis, *word));
        let arguments = analysis.kids(self.act.head).iter().copied().filter(|kid| is_nominal_argument(analysis, *kid));
        let named = |noun: WordIdx| {
            let modifiers = analysis.kids(noun).iter().copied();
            let modifiers = modifiers.filter(|kid| matches!(analysis.rel(*kid), Rel::Compound | Rel::Amod | Rel::NmodUnmarked));
            let town = |word| self.places.iter().find(|place| place.word == word && place.precision != "country");
            let found: Vec<&PlaceMention> = modifiers.filter_map(town).collect();
            // "the Baghdad–Washington talks" are named by who talks.
            let paired = |place: &PlaceMention| {
                let behind = |offset: usize| place.word.at().checked_sub(offset).map(|at| analysis.upos(WordIdx(at as u32)));
                matches!(behind(1), Some(Upos::Punct | Upos::Sym)) && behind(2) == Some(Upos::Propn)
            };
            match found[..] {
                [only] if !paired(only) => Some(only.clone()),
                _ => None,
            }
        };
        std::iter::once(self.act.head).chain(arguments).filter(is_venue).find_map(named)
    }

    /// "killed ten people in Homs, wounding twelve"; "came to Tehran, where he will meet …"; "while in Paris".
    fn around(&self) -> Option<PlaceMention> {
        let analysis = self.analysis;
        let mut at = self.act.head;
        for _ in 0..DEPTH {
            let above = analysis.head(at)?;
            let own_subject = analysis.kids(at).iter().any(|kid| matches!(analysis.rel(*kid), Rel::Nsubj | Rel::NsubjPass));
            let shares = match analysis.rel(at) {
                // "…, where he is to meet": the nearest place before.
                Rel::AclRelcl | Rel::Advcl | Rel::AdvclRelcl if self.is_where(at) => {
                    let start = analysis.subtree(at).into_iter().min()?;
                    let sentence = analysis.sentence_of(at);
                    let before =
                        self.places.iter().rev().find(|place| place.word < start && analysis.sentence_of(place.word) == sentence);
                    return before.cloned();
                }
                // "were taken to Paris to be questioned": where the way leads.
                Rel::Advcl | Rel::Xcomp if !own_subject && self.words.moving.contains(&*lower_lemma(analysis, above)) => true,
                Rel::Advcl | Rel::Acl if !own_subject && self.act.material => true,
                Rel::Xcomp | Rel::Conj => !own_subject,
                Rel::Obl | Rel::Nmod if self.grammar.has_case(at, |case| self.grammar.words.within.contains(case)) => true,
                _ => false,
            };
            if !shares {
                return None;
            }
            // "shot the ambassador to Turkey and then condemned Russia": who goes on is still there.
            let goes_on = analysis.rel(at) == Rel::Conj;
            let of_participant = |above| if goes_on { self.where_participants_are(above) } else { self.of_participant(above) };
            if let Some(place) = self.beside(above).or_else(|| of_participant(above)) {
                return Some(place);
            }
            at = above;
        }
        None
    }

    fn is_where(&self, clause: WordIdx) -> bool {
        let analysis = self.analysis;
        analysis.kids(clause).iter().any(|kid| self.words.r#where.contains(&*lower_lemma(analysis, *kid)))
    }

    /// The innermost place of a phrase: "Iraq's Ain al-Asad airbase" is at the base, not only in Iraq.
    fn place_in(&self, word: WordIdx) -> Option<PlaceMention> {
        let (analysis, places) = (self.analysis, self.places);
        let top = top_of(analysis, word);
        let sentence = &analysis.sentences()[analysis.sentence_of(word)].words;
        let first = places.partition_point(|place| place.word.at() < sentence.start);
        let places = &places[first..first + places[first..].partition_point(|place| place.word.at() < sentence.end)];
        let inside = |place: &&PlaceMention| {
            let own = top_of(analysis, place.word);
            own == top
                || analysis.head(own) == Some(top)
                    && matches!(analysis.rel(own), Rel::NmodPoss | Rel::Nmod | Rel::Amod | Rel::Appos)
        };
        let itself = places.iter().find(|place| place.word == top);
        let of = |place: &&PlaceMention| {
            let own = top_of(analysis, place.word);
            analysis.head(own) == Some(top) && self.grammar.has_case(own, |case| self.grammar.words.of.contains(case))
        };
        // "the Black Sea resort of Sochi".
        let named = places.iter().filter(inside).find(of);
        let own = itself.or(named).or_else(|| places.iter().filter(inside).rfind(|place| top_of(analysis, place.word) == top));
        own.or_else(|| places.iter().find(inside)).cloned()
    }
}

fn is_nominal_argument(analysis: &Analysis, word: WordIdx) -> bool {
    let argument =
        matches!(analysis.rel(word), Rel::Obj | Rel::Iobj | Rel::Nsubj | Rel::NsubjPass | Rel::Obl | Rel::OblAgent | Rel::Nmod);
    argument && matches!(analysis.upos(word), Upos::Noun | Upos::Propn | Upos::Pron)
}
