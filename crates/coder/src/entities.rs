//! Coreference: which mentions of a report stand for the same person, body or state, and who "he", "the minister" and "their" are.
//!
//! Goes through the chunks from left to right once; each finds an earlier entity or starts one.

use std::collections::HashMap;

use chancery_base::{Country, Sector, Span};
use chancery_text::{Rel, Upos, WordIdx};
use chancery_world::{EntryId, EntryKind};

use crate::attribution::Attribution;
use crate::chunk::{Chunk, is_nominal, top_of};
use crate::referent::{Referent, ReferentKind};
use crate::resolve::Resolver;

/// An entity, as a position in [`Entities`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityIdx(pub u32);

/// Somebody or something that the report names, with all its mentions.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Who it is.
    pub referent: Referent,
    /// The mention that names it most fully, in bytes.
    pub best: Span,
    /// All mentions, in the order of the text, in bytes.
    pub mentions: Vec<Span>,
    /// Head word of the latest mention so far.
    latest: WordIdx,
}

impl Entity {
    /// The name by which the record lists it.
    pub fn name(&self, text: &str) -> String {
        self.referent.name.clone().unwrap_or_else(|| self.best.of(text).to_owned())
    }
}

/// All entities of a report, and the entity of each word that stands for one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entities {
    list: Vec<Entity>,
    by_word: Vec<Option<EntityIdx>>,
}

/// How many sentences back a pronoun or a bare title looks.
const REACH: usize = 3;

impl Entities {
    /// Resolves all chunks of the text.
    pub(crate) fn find(resolver: &Resolver<'_>, attributions: &[Attribution], times: &[Span]) -> Entities {
        let analysis = resolver.grammar.analysis;
        let mut linker = Linker {
            resolver,
            attributions,
            entities: Entities { list: Vec::new(), by_word: vec![None; analysis.words().len()] },
            by_entry: HashMap::new(),
            people: HashMap::new(),
            officers: HashMap::new(),
        };
        for at in 0..analysis.words().len() {
            let word = WordIdx(at as u32);
            // "Sunday" is nobody, but in "on the eve of the Iraqi visit" somebody may be named.
            let timed = times.iter().any(|time| time.contains(analysis.word(word).span));
            if !timed || resolver.names.at(word).is_some() || analysis.upos(word) != Upos::Propn {
                linker.word(word);
            }
        }
        linker.speakers();
        linker.entities
    }

    /// The entities, in the order of their first mention.
    pub fn list(&self) -> &[Entity] {
        &self.list
    }

    /// One entity.
    pub fn get(&self, at: EntityIdx) -> &Entity {
        &self.list[at.0 as usize]
    }

    /// The entity that a word (head of a phrase, or a modifier like "Israeli") stands for.
    pub fn of(&self, word: WordIdx) -> Option<EntityIdx> {
        self.by_word.get(word.at()).copied().flatten()
    }

    /// Who a word stands for.
    pub fn referent(&self, word: WordIdx) -> Option<&Referent> {
        self.of(word).map(|at| &self.get(at).referent)
    }
}

struct Linker<'a> {
    resolver: &'a Resolver<'a>,
    attributions: &'a [Attribution],
    entities: Entities,
    by_entry: HashMap<EntryId, EntityIdx>,
    /// Last word of a person's name to the latest person so named.
    people: HashMap<String, EntityIdx>,
    /// Who holds an office.
    officers: HashMap<String, Vec<EntityIdx>>,
}

impl Linker<'_> {
    fn word(&mut self, word: WordIdx) {
        let analysis = self.resolver.grammar.analysis;
        let heads_chunk = is_nominal(analysis, word) && top_of(analysis, word) == word;
        let modifier = !heads_chunk && self.resolver.names.at(word).is_some_and(|name| name.last == word);
        let common_modifier = !heads_chunk && analysis.rel(word) == Rel::Compound && analysis.upos(word) == Upos::Noun;
        if heads_chunk {
            if analysis.upos(word) == Upos::Pron {
                self.pronoun(word);
            } else {
                let referent = self.resolver.referent(word);
                self.phrase(word, referent);
            }
        } else if modifier || common_modifier {
            let referent = self.resolver.referent(word);
            if referent.kind != ReferentKind::Thing && referent.kind != ReferentKind::Person {
                self.phrase(word, referent);
            }
        }
    }

    fn phrase(&mut self, word: WordIdx, mut referent: Referent) {
        let analysis = self.resolver.grammar.analysis;
        if referent.kind == ReferentKind::Thing {
            return;
        }
        let span = self.mention_span(word, &referent);
        if referent.counterpart {
            self.counterpart(word, &mut referent);
        }
        if referent.country.is_none() && !referent.abroad {
            referent.country = self.possessor_country(word);
        }
        if referent.pair {
            self.pair(word, &mut referent);
        }
        if let Some(at) = self.bare_surname(word, &referent) {
            let named = self.entities.get(at).referent.clone();
            self.merge(at, &named, span, word);
            self.entities.by_word[word.at()] = Some(at);
            return;
        }
        let known = referent.entry.and_then(|entry| self.by_entry.get(&self.same_seat(entry)).copied());
        let found = known.or_else(|| self.by_name(&referent)).or_else(|| self.by_title(word, &referent));
        let at = match found {
            Some(at) => {
                self.merge(at, &referent, span, word);
                at
            }
            None => self.add(referent, span, word),
        };
        self.entities.by_word[word.at()] = Some(at);
        // A description in apposition is the same: "Hussein, Iraq's foreign minister".
        if analysis.rel(word) == Rel::Appos {
            self.apposition(word, at);
        }
    }

    /// A seat of government and its state are one entity.
    fn same_seat(&self, entry: EntryId) -> EntryId {
        let world = self.resolver.world;
        let known = world.entry(entry);
        match known.kind {
            EntryKind::Capital | EntryKind::Nationality => {
                known.country.and_then(|country| world.state(country)).unwrap_or(entry)
            }
            _ => entry,
        }
    }

    /// The words that name the mention: its chunk, or for a known name inside it the name.
    fn mention_span(&self, word: WordIdx, referent: &Referent) -> Span {
        let analysis = self.resolver.grammar.analysis;
        let chunk = Chunk::of(analysis, word);
        let whole = chunk.span(analysis);
        if let Some(name) = self.resolver.names.at(word).filter(|_| referent.entry.is_some()) {
            return analysis.word(name.first).span.cover(analysis.word(name.last).span);
        }
        let name = referent.name.as_deref().filter(|_| referent.kind == ReferentKind::Person);
        match name.and_then(|name| whole.of(analysis.text()).rfind(name).map(|at| (at, name.len()))) {
            Some((at, length)) => Span::new(whole.start + at, whole.start + at + length),
            None => self.tail_name(&chunk).unwrap_or(whole),
        }
    }

    /// For a known person under another spelling: the proper nouns at the chunk's end.
    fn tail_name(&self, chunk: &Chunk) -> Option<Span> {
        let analysis = self.resolver.grammar.analysis;
        let name = chunk.words.iter().filter_map(|word| self.resolver.names.at(*word)).next_back()?;
        let person = name.senses.iter().any(|id| self.resolver.world.entry(*id).kind == EntryKind::Person);
        person.then(|| analysis.word(name.first).span.cover(analysis.word(name.last).span))
    }

    fn add(&mut self, referent: Referent, span: Span, word: WordIdx) -> EntityIdx {
        let at = EntityIdx(self.entities.list.len() as u32);
        if let Some(entry) = referent.entry {
            self.by_entry.insert(self.same_seat(entry), at);
        }
        self.remember_person(&referent, at);
        self.entities.list.push(Entity { referent, best: span, mentions: vec![span], latest: word });
        at
    }

    fn remember_person(&mut self, referent: &Referent, at: EntityIdx) {
        if let Some(office) = &referent.office {
            let holders = self.officers.entry(office.clone()).or_default();
            if holders.last() != Some(&at) && !holders.contains(&at) {
                holders.push(at);
            }
        }
        if let (ReferentKind::Person, Some(name)) = (referent.kind, &referent.name)
            && let Some(last) = name.rsplit(' ').next()
        {
            self.people.insert(last.to_lowercase(), at);
        }
    }

    /// What a later mention adds: a fuller name, an office, a country.
    fn merge(&mut self, at: EntityIdx, referent: &Referent, span: Span, word: WordIdx) {
        let entity = &mut self.entities.list[at.0 as usize];
        let known = &mut entity.referent;
        let fuller = referent.name.as_ref().map_or(0, String::len) > known.name.as_ref().map_or(0, String::len);
        if known.entry.is_none() && referent.entry.is_some() {
            known.entry = referent.entry;
            known.name = referent.name.clone();
        } else if fuller && known.entry.is_none() {
            known.name = referent.name.clone();
        }
        if known.country.is_none() {
            known.country = referent.country;
        }
        known.office_told |= referent.office_told && referent.office == known.office;
        if known.office.is_none() && referent.office.is_some() {
            known.office = referent.office.clone();
            known.office_told = referent.office_told;
            known.sectors = referent.sectors.clone();
        } else if known.sectors.is_empty() {
            known.sectors = referent.sectors.clone();
        }
        let text = self.resolver.grammar.analysis.text();
        let (old, new) = (entity.best.of(text), span.of(text));
        let full = |words: &str| entity.referent.name.as_deref().is_some_and(|name| name == words);
        if !full(old) && (full(new) || referent.kind == ReferentKind::Person && referent.name.is_some() && new.len() > old.len())
        {
            entity.best = span;
        }
        // Mentions come in the order of the text, so a second one of the same words can only be the last.
        if entity.mentions.last() != Some(&span) {
            entity.mentions.push(span);
        }
        entity.latest = word;
        let referent = entity.referent.clone();
        self.remember_person(&referent, at);
    }

    /// "Hussein" after "Fuad Hussein".
    fn by_name(&self, referent: &Referent) -> Option<EntityIdx> {
        let name = referent.name.as_deref().filter(|_| referent.kind == ReferentKind::Person)?;
        let mut words = name.rsplit(' ');
        let last = words.next()?.to_lowercase();
        let at = *self.people.get(&last)?;
        let earlier = self.entities.get(at).referent.name.as_deref()?;
        let same_first = name.split(' ').count() == 1
            || earlier.split(' ').count() == 1
            || earlier.split(' ').next() == name.split(' ').next();
        let same_country = referent.country.is_none()
            || self.entities.get(at).referent.country.is_none_or(|country| referent.country == Some(country));
        (same_first && same_country).then_some(at)
    }

    /// "Burton" behind "Marc Burton": whoever the world knows of that name, the report means its own.
    fn bare_surname(&self, word: WordIdx, referent: &Referent) -> Option<EntityIdx> {
        let analysis = self.resolver.grammar.analysis;
        if referent.kind != ReferentKind::Person || referent.office_told {
            return None;
        }
        let words = Chunk::of(analysis, word).words;
        let proper: Vec<WordIdx> = words.into_iter().filter(|word| analysis.upos(*word) == Upos::Propn).collect();
        let [only] = proper[..] else { return None };
        let at = *self.people.get(&analysis.form(only).to_lowercase())?;
        let told = self.entities.get(at).referent.name.as_deref()?;
        (self.entities.get(at).referent.entry != referent.entry && told.contains(' ')).then_some(at)
    }

    /// "the foreign minister", "the group" after somebody with that office or role; a phrase with a country of its own must agree on it.
    fn by_title(&self, word: WordIdx, referent: &Referent) -> Option<EntityIdx> {
        let analysis = self.resolver.grammar.analysis;
        let definite = analysis.kids_by(word, Rel::Det).any(|det| analysis.feature(det, "Definite") == Some("Def"))
            || analysis.feature(word, "Definite") == Some("Def");
        if !definite || referent.name.is_some() || referent.entry.is_some() || referent.sectors.is_empty() {
            return None;
        }
        let sentence = analysis.sentence_of(word);
        let fits = |entity: &Entity| {
            let other = &entity.referent;
            let near = sentence.saturating_sub(analysis.sentence_of(entity.latest)) <= REACH || referent.office.is_some();
            let same = match &referent.office {
                Some(office) => other.office.as_ref() == Some(office),
                None => other.sectors == referent.sectors && other.kind == referent.kind && referent.country.is_none(),
            };
            let country = referent.country.is_none() || other.country == referent.country;
            near && same && country
        };
        // Whom the report speaks of most, the first of equals: "the president" of a report on Obama is not Putin, whom he met.
        let fitting = self.candidates(word, sentence, referent).into_iter().filter(|at| fits(self.entities.get(*at)));
        fitting.max_by_key(|at| (self.entities.get(*at).mentions.len(), std::cmp::Reverse(*at)))
    }

    /// Who may be meant by a title: all who hold the office, or whoever the last few sentences name.
    fn candidates(&self, word: WordIdx, sentence: usize, referent: &Referent) -> Vec<EntityIdx> {
        if let Some(office) = &referent.office {
            return self.officers.get(office).cloned().unwrap_or_default();
        }
        let start = self.resolver.grammar.analysis.sentences()[sentence.saturating_sub(REACH)].words.start;
        let mut near: Vec<EntityIdx> = self.entities.by_word[start..word.at()].iter().copied().flatten().collect();
        near.sort_unstable();
        near.dedup();
        near
    }

    /// "his Iraqi counterpart": the office of the one it is told of, in the country it names; who holds it, if no name stands there.
    fn counterpart(&self, word: WordIdx, referent: &mut Referent) {
        let other = self.resolver.grammar.possessors(word).into_iter().find_map(|owner| self.entities.of(owner));
        let other = other.or_else(|| self.latest_person(word));
        let Some(office) = other.and_then(|at| self.entities.get(at).referent.office.clone()) else { return };
        referent.sectors = other.map(|at| self.entities.get(at).referent.sectors.clone()).unwrap_or_default();
        if let (None, Some(country)) = (referent.entry, referent.country)
            && let (None, [only]) = (&referent.name, &self.resolver.world.holders(country, &office, self.resolver.day)[..])
        {
            referent.entry = Some(*only);
            referent.name = Some(self.resolver.world.entry(*only).name.to_owned());
        }
        referent.kind = ReferentKind::Person;
        referent.office = Some(office);
    }

    /// "Both countries", "the two sides": the two states, or their people, that were told last.
    fn pair(&self, word: WordIdx, referent: &mut Referent) {
        let analysis = self.resolver.grammar.analysis;
        let start = analysis.sentences()[analysis.sentence_of(word).saturating_sub(REACH)].words.start;
        let mut found: Vec<Country> = Vec::new();
        let is_where = |word: WordIdx| {
            let grammar = self.resolver.grammar;
            grammar.has_case(word, |lemma| grammar.words.place.contains(lemma))
        };
        for here in (start..word.at()).rev().map(|at| WordIdx(at as u32)).filter(|here| !is_where(*here)) {
            let Some(at) = self.entities.by_word[here.at()] else { continue };
            let other = &self.entities.get(at).referent;
            let acts = other.kind == ReferentKind::State || other.sectors.first() == Some(&Sector::Gov);
            let country = other.country.filter(|country| acts && !country.is_supranational() && !found.contains(country));
            found.extend(country);
        }
        if let [last, first, ..] = found[..] {
            (referent.country, referent.also) = (Some(first), vec![last]);
        }
    }

    fn possessor_country(&self, word: WordIdx) -> Option<Country> {
        let owner = self.resolver.grammar.possessors(word).into_iter().find_map(|owner| self.entities.of(owner))?;
        self.entities.get(owner).referent.country
    }

    fn apposition(&mut self, word: WordIdx, at: EntityIdx) {
        let analysis = self.resolver.grammar.analysis;
        let Some(head) = analysis.head(word).and_then(|head| self.entities.of(top_of(analysis, head))) else { return };
        if head == at {
            return;
        }
        let description = self.entities.get(at).referent.clone();
        let named = &mut self.entities.list[head.0 as usize].referent;
        let compatible = named.kind == description.kind && (named.name.is_none() || description.name.is_none());
        if !compatible {
            return;
        }
        if named.sectors.is_empty() || named.office.is_none() && description.office.is_some() && named.entry.is_none() {
            named.sectors = description.sectors;
            named.office = description.office;
        }
        named.country = named.country.or(description.country);
        if named.name.is_none() && description.name.is_some() {
            named.name = description.name;
            named.entry = named.entry.or(description.entry);
            let best = self.entities.get(at).best;
            self.entities.list[head.0 as usize].best = best;
            let referent = self.entities.get(head).referent.clone();
            self.remember_person(&referent, head);
        }
        self.entities.by_word[word.at()] = Some(head);
    }

    /// He, she, it, they and their possessives, by number and by what could be meant.
    fn pronoun(&mut self, word: WordIdx) {
        let analysis = self.resolver.grammar.analysis;
        if analysis.feature(word, "PronType") != Some("Prs") || analysis.feature(word, "Person") != Some("3") {
            return;
        }
        // "Trump called Erdogan, urging *him*": an object is not the subject of its own verb.
        let is_object = matches!(analysis.rel(word), Rel::Obj | Rel::Iobj | Rel::Obl);
        let subjects: Vec<EntityIdx> = match analysis.head(word).filter(|_| is_object) {
            Some(verb) => {
                self.resolver.grammar.subjects(verb).into_iter().filter_map(|subject| self.entities.of(subject)).collect()
            }
            None => Vec::new(),
        };
        let plural = analysis.feature(word, "Number") == Some("Plur");
        let neuter = analysis.feature(word, "Gender") == Some("Neut");
        let fits = |referent: &Referent| match (plural, neuter) {
            (true, _) => referent.plural || matches!(referent.kind, ReferentKind::Group | ReferentKind::Organisation),
            (_, true) => matches!(referent.kind, ReferentKind::State | ReferentKind::Organisation),
            _ => referent.kind == ReferentKind::Person && !referent.plural,
        };
        if let Some(at) = self.antecedent(word, &subjects, fits) {
            let span = analysis.word(word).span;
            let entity = &mut self.entities.list[at.0 as usize];
            entity.mentions.push(span);
            self.entities.by_word[word.at()] = Some(at);
        }
    }

    fn latest_person(&self, word: WordIdx) -> Option<EntityIdx> {
        self.antecedent(word, &[], |referent| referent.kind == ReferentKind::Person && referent.office.is_some())
    }

    /// The likeliest earlier mention of someone not `barred`: subjects before others, the same sentence before earlier ones, later before earlier.
    fn antecedent(&self, word: WordIdx, barred: &[EntityIdx], fits: impl Fn(&Referent) -> bool) -> Option<EntityIdx> {
        let analysis = self.resolver.grammar.analysis;
        let sentence = analysis.sentence_of(word);
        for back in 0..=REACH.min(sentence) {
            let range = analysis.sentences()[sentence - back].words.clone();
            let mut best: Option<(u32, EntityIdx)> = None;
            for at in range.clone().take_while(|at| *at < word.at()) {
                let Some(entity) = self.entities.by_word[at]
                    .filter(|entity| !barred.contains(entity) && fits(&self.entities.get(*entity).referent))
                else {
                    continue;
                };
                let here = WordIdx(at as u32);
                let subject = matches!(analysis.rel(here), Rel::Nsubj | Rel::NsubjPass);
                let score = if subject { 2 } else { 1 }
                    + u32::from(subject && analysis.head(here).is_some_and(|head| analysis.rel(head) == Rel::Root));
                if best.is_none_or(|(known, _)| score >= known) {
                    best = Some((score, entity));
                }
            }
            if let Some((_, entity)) = best {
                return Some(entity);
            }
        }
        None
    }

    /// "I", "we" and "our" inside what somebody says are that somebody.
    fn speakers(&mut self) {
        let analysis = self.resolver.grammar.analysis;
        for at in 0..analysis.words().len() {
            let word = WordIdx(at as u32);
            if analysis.upos(word) != Upos::Pron || analysis.feature(word, "Person") != Some("1") {
                continue;
            }
            let span = analysis.word(word).span;
            let inner = self.attributions.iter().rfind(|one| one.content.iter().any(|content| content.contains(span)));
            let speaker = inner.and_then(|one| one.source_head).and_then(|source| self.entities.of(top_of(analysis, source)));
            if let Some(speaker) = speaker {
                self.entities.by_word[at] = Some(speaker);
                self.entities.list[speaker.0 as usize].mentions.push(span);
            }
        }
    }
}

/// The sectors of an actor for the record: a bare state acts through its government.
pub(crate) fn acting_sectors(referent: &Referent) -> Vec<Sector> {
    if referent.sectors.is_empty() && referent.kind == ReferentKind::State { vec![Sector::Gov] } else { referent.sectors.clone() }
}
