//! Resolves one noun chunk to who it stands for: names, titles, roles and modifiers against the world, on the report's day.
//!
//! A wrong sector of a *phrase* is mended here, a wrong country in `country`; a wrong antecedent of "he" or "the minister" in `entities`.

use chancery_base::{Day, Sector};
use chancery_lexicon::{Grammar, lower_lemma};
use chancery_text::{Analysis, NameKind, Rel, Upos, WordIdx};
use chancery_world::{Effect, EntryId, EntryKind, Held, RoleKind, World};

use crate::chunk::Chunk;
use crate::names::{Name, Names};
use crate::referent::{Referent, ReferentKind};

/// What resolving needs: the tree, the names in it, the world, and the day.
pub(crate) struct Resolver<'a> {
    pub(crate) grammar: Grammar<'a>,
    pub(crate) world: &'a World,
    pub(crate) names: &'a Names,
    pub(crate) day: Option<Day>,
}

/// The longest office title in words.
const LONGEST_TITLE: usize = 8;

/// How deep possessors of possessors and complements of complements are followed.
const DEPTH: u32 = 5;

impl<'a> Resolver<'a> {
    pub(crate) fn analysis(&self) -> &'a Analysis {
        self.grammar.analysis
    }

    /// Who the word's phrase stands for: its chunk's, or for a word inside another's chunk ("*Israeli* strikes") its own.
    pub(crate) fn referent(&self, word: WordIdx) -> Referent {
        self.resolve(word, DEPTH)
    }

    pub(crate) fn resolve(&self, word: WordIdx, depth: u32) -> Referent {
        let chunk = Chunk::of(self.analysis(), word);
        let mut referent = match self.names.at(word).and_then(|name| self.named(&chunk, name)) {
            Some(referent) => referent,
            None => self.described(&chunk),
        };
        if referent.sectors.is_empty() && referent.entry.is_none() && depth > 0 {
            // "a group of thieves", "two dozen soldiers": who is counted.
            let counted = self.grammar.counted(word);
            if counted != word {
                let inner = self.resolve(counted, depth - 1);
                if inner.kind != ReferentKind::Thing {
                    return inner;
                }
            }
        }
        self.add_country(&chunk, &mut referent, depth);
        self.add_modifiers(&chunk, &mut referent);
        self.finish(&chunk, &mut referent);
        referent
    }

    /// The likeliest sense of the name that the chunk's top is part of.
    fn named(&self, chunk: &Chunk, name: &Name) -> Option<Referent> {
        let id = self.agreeing(chunk, name)?;
        let entry = self.world.entry(id);
        let country = self.country_of(id);
        let mut referent = Referent { entry: Some(id), name: Some(entry.name.to_owned()), country, ..Referent::thing() };
        referent.sectors = entry.sectors.to_vec();
        referent.why = format!("{} is known", entry.name);
        referent.kind = match entry.kind {
            EntryKind::Person => ReferentKind::Person,
            EntryKind::State => ReferentKind::State,
            EntryKind::Capital => ReferentKind::State,
            EntryKind::Nationality | EntryKind::Ethnic if self.is_descent(chunk) => {
                // "ethnic Albanians" are of the country where they live.
                referent.country = None;
                ReferentKind::Group
            }
            EntryKind::Nationality if self.is_people(chunk) => ReferentKind::Group,
            EntryKind::Nationality => ReferentKind::State,
            EntryKind::City | EntryKind::Region | EntryKind::Place => ReferentKind::Place,
            EntryKind::Ethnic | EntryKind::Religion => ReferentKind::Group,
            _ => ReferentKind::Organisation,
        };
        match referent.kind {
            ReferentKind::Person => {
                self.give_office(id, &mut referent);
                // "Lt. Gen. Muhoozi Kainerugaba": the rank tells what no office does.
                if referent.sectors.is_empty() {
                    let top_at = chunk.words.iter().position(|word| *word == chunk.top).unwrap_or(0);
                    let role = self.role_in(&chunk.lemmas(self.analysis()), top_at, chunk);
                    referent.sectors = role.map(|role| role.sectors.clone()).unwrap_or_default();
                }
            }
            ReferentKind::State if referent.sectors.is_empty() => referent.sectors = vec![Sector::Gov],
            ReferentKind::Group if referent.sectors.is_empty() => referent.sectors = vec![Sector::Cvl],
            ReferentKind::Place => referent.sectors.clear(),
            _ => {}
        }
        Some(referent)
    }

    /// The likeliest sense that agrees with the country told beside the name: "the *Saudi* National Guard", "*Chile*'s Defense Department".
    fn agreeing(&self, chunk: &Chunk, name: &Name) -> Option<EntryId> {
        let first = *name.senses.first()?;
        // "President Herrera" is no province.
        if self.world.entry(first).is_place() && self.is_titled(chunk, name) {
            return None;
        }
        if !matches!(self.world.entry(first).kind, EntryKind::Body | EntryKind::Party | EntryKind::Metonym) {
            return Some(first);
        }
        let possessor = || {
            let owners = chunk.words.iter().flat_map(|word| self.grammar.possessors(*word));
            owners.filter_map(|owner| self.names.at(owner)).find_map(|owner| self.world.entry(*owner.senses.first()?).country)
        };
        let told = self.modifier_country(chunk).map(|(country, _)| country).or_else(possessor);
        match told {
            Some(country) => self.world.agreeing(&name.senses, country).first().copied(),
            None => Some(first),
        }
    }

    /// Whether a person's title stands right before the name, and the name ends the chunk.
    fn is_titled(&self, chunk: &Chunk, name: &Name) -> bool {
        let analysis = self.analysis();
        let before = |word: &&WordIdx| word.at() + 1 == name.first.at() && analysis.rel(**word) == Rel::NmodDesc;
        let title = chunk.words.iter().find(before);
        title.is_some_and(|word| analysis.upos(*word) == Upos::Propn && self.world.is_title(analysis.form(*word)))
    }

    /// "Palestinians", "an Iraqi": a demonym as noun; as modifier it stands for the state.
    fn is_people(&self, chunk: &Chunk) -> bool {
        matches!(self.analysis().upos(chunk.top), Upos::Noun | Upos::Propn)
            && !matches!(self.analysis().rel(chunk.top), Rel::Amod | Rel::Compound | Rel::NmodPoss)
    }

    /// The offices that the person held on the day; those of former holders become ELI.
    fn give_office(&self, id: EntryId, referent: &mut Referent) {
        let tenures = self.world.offices_on(id, self.day);
        let now = match self.day {
            Some(_) => tenures.iter().find(|tenure| tenure.held == Held::Now),
            // Of an unknown day, what somebody is known for is the highest office.
            None => tenures.iter().filter(|tenure| tenure.held == Held::Unknown).min_by_key(|tenure| tenure.rank),
        };
        if let Some(tenure) = now {
            referent.office = Some(tenure.office.to_owned());
            referent.country = tenure.country.or(referent.country);
            referent.sectors = tenure.sectors.to_vec();
            referent.why =
                format!("{} held the office {} on that day", referent.name.as_deref().unwrap_or_default(), tenure.office);
        } else if let Some(tenure) = tenures.iter().find(|tenure| tenure.held == Held::Former) {
            // Who has left an office abroad is of their own country again.
            referent.country = referent.country.or(tenure.country);
            referent.sectors = vec![Sector::Eli];
            referent.why =
                format!("{} held the office {} before that day", referent.name.as_deref().unwrap_or_default(), tenure.office);
        }
    }

    /// A chunk that is no known name: an office, a role noun, an unknown name, or a thing.
    fn described(&self, chunk: &Chunk) -> Referent {
        let analysis = self.analysis();
        let mut referent = Referent::thing();
        let lemmas = chunk.lemmas(analysis);
        let top_at = chunk.words.iter().position(|word| *word == chunk.top).unwrap_or(0);
        let proper = analysis.upos(chunk.top) == Upos::Propn;
        if let Some((office, sectors)) = self.office_in(chunk) {
            referent.kind = ReferentKind::Person;
            referent.why = format!("the title {office}");
            referent.office = Some(office);
            referent.office_told = true;
            referent.sectors = sectors;
        } else if let Some(role) = self.role_in(&lemmas, top_at, chunk) {
            referent.kind = match role.kind {
                RoleKind::Person | RoleKind::Counterpart | RoleKind::Other => ReferentKind::Person,
                RoleKind::Group => ReferentKind::Organisation,
                RoleKind::Place | RoleKind::Owner => ReferentKind::Organisation,
                RoleKind::Vehicle => ReferentKind::Group,
            };
            referent.counterpart = role.kind == RoleKind::Counterpart;
            referent.abroad = role.kind == RoleKind::Other;
            referent.sectors = role.sectors.clone();
            referent.why = format!("the role {}", role.term);
        }
        if proper || self.has_proper_tail(chunk) {
            referent.name = Some(self.proper_name(chunk));
            if referent.kind == ReferentKind::Thing {
                referent.kind = self.kind_of_unknown(chunk);
                referent.why = "an unknown name".into();
            }
            self.name_known_person(chunk, &mut referent);
        }
        if analysis.upos(chunk.top) == Upos::Pron {
            referent.kind =
                if analysis.feature(chunk.top, "PronType") == Some("Prs") { ReferentKind::Person } else { ReferentKind::Thing };
        }
        referent
    }

    /// Whether a name is subject or object in a sentence that is no headline: there, a name of which nothing is known is a person's most often.
    fn acts_in_a_sentence(&self, word: WordIdx) -> bool {
        let analysis = self.analysis();
        let is_written = |form: &str| form.chars().next().is_some_and(char::is_uppercase) && form.chars().any(char::is_lowercase);
        let rel = analysis.rel(word);
        // "granted asylum *to* Assange", but not "a station *at* Digha".
        let is_party = || {
            let is_place = |case: WordIdx| self.grammar.words.place.contains(&*lower_lemma(analysis, case));
            let mut cases = analysis.kids_by(word, Rel::Case).peekable();
            cases.peek().is_some() && !cases.any(is_place)
        };
        let acts =
            matches!(rel, Rel::Nsubj | Rel::NsubjPass | Rel::Obj | Rel::Iobj | Rel::OblAgent) || rel == Rel::Obl && is_party();
        let words = analysis.sentences()[analysis.sentence_of(word)].words.clone();
        let small = words.filter(|at| {
            let other = WordIdx(*at as u32);
            let is_content = matches!(analysis.upos(other), Upos::Noun | Upos::Verb | Upos::Adj | Upos::Adv);
            is_content && analysis.form(other).starts_with(char::is_lowercase)
        });
        acts && is_written(analysis.form(word)) && small.count() >= 2
    }

    /// The longest office title in the chunk.
    fn office_in(&self, chunk: &Chunk) -> Option<(String, Vec<Sector>)> {
        let analysis = self.analysis();
        let country = self.modifier_country(chunk).map(|(country, _)| country);
        let sentence_end = analysis.sentences()[analysis.sentence_of(chunk.top)].words.end;
        chunk.words.iter().find_map(|first| {
            let end = sentence_end.min(first.at() + LONGEST_TITLE);
            let forms: Vec<String> = (first.at()..end).map(|at| lower_lemma(analysis, WordIdx(at as u32)).into_owned()).collect();
            let found = self.world.office(&forms.iter().map(String::as_str).collect::<Vec<_>>(), country)?;
            let last = WordIdx((first.at() + found.words - 1) as u32);
            // The title must hold the head of the chunk or stand before a name: "foreign ministry" holds no foreign minister.
            let holds_top = *first <= chunk.top && chunk.top <= last;
            let before_name = || chunk.words.iter().filter(|word| **word > last).all(|word| analysis.upos(*word) == Upos::Propn);
            (holds_top || before_name()).then(|| (found.office.to_owned(), found.sectors.to_vec()))
        })
    }

    /// The role noun that the chunk's top is, with as many compound words before it as the world knows; else a role before a name.
    fn role_in(&self, lemmas: &[String], top_at: usize, chunk: &Chunk) -> Option<&'a chancery_world::Role> {
        let forms: Vec<&str> = lemmas[..=top_at].iter().map(String::as_str).collect();
        self.world.role(&forms).or_else(|| {
            // "rebel spokesman Ali Hassan": the top may be the name.
            let name_top = self.analysis().upos(chunk.top) == Upos::Propn;
            let title_at = (0..lemmas.len()).rev().find(|at| {
                self.analysis().upos(chunk.words[*at]) == Upos::Noun || self.world.role(&[lemmas[*at].as_str()]).is_some()
            })?;
            let forms: Vec<&str> = lemmas[..=title_at].iter().map(String::as_str).collect();
            name_top.then(|| self.world.role(&forms)).flatten()
        })
    }

    /// "*foreign* ministry": the modifier belongs to the term of the role.
    fn is_part_of_role(&self, chunk: &Chunk, word: WordIdx) -> bool {
        let top_at = chunk.words.iter().position(|word| *word == chunk.top).unwrap_or(0);
        let role = self.role_in(&chunk.lemmas(self.analysis()), top_at, chunk);
        role.is_some_and(|role| role.term.split(' ').any(|part| part == lower_lemma(self.analysis(), word)))
    }

    fn has_proper_tail(&self, chunk: &Chunk) -> bool {
        chunk.words.iter().any(|word| *word > chunk.top && self.analysis().upos(*word) == Upos::Propn)
    }

    /// The run of proper nouns at the end of the chunk, without titles and nationalities before it.
    fn proper_name(&self, chunk: &Chunk) -> String {
        let analysis = self.analysis();
        let mut words: Vec<WordIdx> = Vec::new();
        for word in chunk.words.iter().rev() {
            let title = analysis.rel(*word) == Rel::NmodDesc || self.world.is_title(analysis.form(*word));
            let nationality = self.names.at(*word).is_some_and(|name| self.is_nation(name));
            if analysis.upos(*word) != Upos::Propn || title || nationality && !words.is_empty() {
                break;
            }
            words.insert(0, *word);
        }
        match (words.first(), words.last()) {
            (Some(first), Some(last)) => {
                analysis.word(*first).span.cover(analysis.word(*last).span).of(analysis.text()).to_owned()
            }
            _ => analysis.form(chunk.top).to_owned(),
        }
    }

    fn is_nation(&self, name: &Name) -> bool {
        name.senses.iter().any(|id| matches!(self.world.entry(*id).kind, EntryKind::Nationality | EntryKind::State))
    }

    /// What an unknown name is the name of, as far as the language core can tell.
    fn kind_of_unknown(&self, chunk: &Chunk) -> ReferentKind {
        let named = chunk.words.iter().rev().find_map(|word| self.analysis().word(*word).name.kind());
        match named {
            Some(NameKind::Person) => ReferentKind::Person,
            Some(NameKind::Organization) => ReferentKind::Organisation,
            _ if self.is_addressed(chunk) => ReferentKind::Person,
            None if self.acts_in_a_sentence(chunk.top) => ReferentKind::Person,
            _ => ReferentKind::Thing,
        }
    }

    /// "*Mr* Maduro": a form of address makes a person.
    fn is_addressed(&self, chunk: &Chunk) -> bool {
        let analysis = self.analysis();
        let addresses = |word: &WordIdx| {
            let form = analysis.form(*word).to_lowercase();
            self.world.modifier(form.trim_end_matches('.')).is_some_and(|modifier| modifier.effect == Effect::Honorific)
        };
        chunk.words.iter().any(addresses)
    }

    /// "Foreign Minister Araghchi", "Mr Putin": a title with a name that the world knows as person.
    fn name_known_person(&self, chunk: &Chunk, referent: &mut Referent) {
        let name = chunk
            .words
            .iter()
            .rev()
            .filter_map(|word| self.names.at(*word))
            .find(|name| name.senses.iter().any(|id| self.world.entry(*id).kind == EntryKind::Person));
        let known = name.and_then(|name| name.senses.iter().copied().find(|id| self.world.entry(*id).kind == EntryKind::Person));
        let Some(id) = known.or_else(|| self.person_by_surname(chunk, referent)) else {
            if referent.office.is_some() {
                referent.country = referent.name.as_deref().and_then(|name| self.country_of_surname(name));
            }
            return;
        };
        let title = (referent.office.clone(), referent.sectors.clone());
        let entry = self.world.entry(id);
        referent.kind = ReferentKind::Person;
        referent.entry = Some(id);
        referent.name = Some(entry.name.to_owned());
        referent.country = entry.country;
        self.give_office(id, referent);
        // What the phrase itself says of the office outweighs the table.
        if title.0.is_some() {
            (referent.office, referent.sectors) = title;
        }
    }

    /// "former", "rebel", "opposition" and their like.
    fn add_modifiers(&self, chunk: &Chunk, referent: &mut Referent) {
        if referent.kind == ReferentKind::Thing {
            return;
        }
        // "a Jewish community leader"
        let religious = |word: &WordIdx| {
            let names = self.names.at(*word).filter(|_| *word != chunk.top);
            names.is_some_and(|name| name.senses.iter().any(|id| self.world.entry(*id).kind == EntryKind::Religion))
        };
        if matches!(referent.sectors.first(), None | Some(Sector::Cvl))
            && referent.entry.is_none()
            && chunk.words.iter().any(religious)
        {
            referent.put_first(&[Sector::Rel]);
        }
        for word in chunk.words.iter().filter(|word| **word != chunk.top) {
            let Some(modifier) = self.world.modifier(&lower_lemma(self.analysis(), *word)) else { continue };
            match modifier.effect {
                Effect::Former => {
                    referent.sectors = vec![Sector::Eli];
                    referent.office = None;
                }
                Effect::Foreign if referent.office.is_none() && !self.is_part_of_role(chunk, *word) => referent.abroad = true,
                Effect::Pair if self.analysis().feature(chunk.top, "Number") == Some("Plur") => {
                    let analysis = self.analysis();
                    let of_states = matches!(referent.sectors.first(), None | Some(Sector::Gov));
                    // "both", "the two", but not "two".
                    let definite = analysis.upos(*word) == Upos::Det
                        || analysis.kids_by(chunk.top, Rel::Det).any(|det| analysis.feature(det, "Definite") == Some("Def"));
                    referent.pair = of_states && definite && referent.country.is_none() && referent.name.is_none();
                    referent.abroad |= referent.pair;
                }
                Effect::Sector if referent.entry.is_none() => {
                    referent.put_first(&modifier.sectors);
                }
                _ => {}
            }
        }
    }

    fn finish(&self, chunk: &Chunk, referent: &mut Referent) {
        let analysis = self.analysis();
        referent.plural = referent.name.is_none() && analysis.feature(chunk.top, "Number") == Some("Plur");
        if referent.plural && referent.kind == ReferentKind::Person {
            referent.kind = ReferentKind::Group;
        }
    }
}
