//! The country of a phrase: its modifiers, its possessor, where or whom it is of, its apposition.
//!
//! A wrong country of a phrase is mended here; of a party that tells none, in `events`.

use chancery_base::Country;
use chancery_lexicon::lower_lemma;
use chancery_text::{Rel, WordIdx};
use chancery_world::{Effect, EntryId, EntryKind};

use crate::chunk::{Chunk, is_nominal, top_of};
use crate::referent::{Referent, ReferentKind};
use crate::resolve::Resolver;

impl Resolver<'_> {
    /// A nationality, state or body before the top: "*Iraqi* officials", "*US* troops", "*Hezbollah* fighters".
    pub(crate) fn modifier_country(&self, chunk: &Chunk) -> Option<(Country, EntryId)> {
        let own = self.names.at(chunk.top);
        if self.is_descent(chunk) {
            return None;
        }
        chunk.words.iter().filter(|word| **word != chunk.top).find_map(|word| {
            let name = self.names.at(*word).filter(|name| own != Some(*name))?;
            if self.is_foreign_link(*word) {
                return None;
            }
            name.senses.iter().find_map(|id| {
                let entry = self.world.entry(*id);
                (entry.kind != EntryKind::Person).then_some((self.country_of(*id)?, *id))
            })
        })
    }

    /// The country of an entry; of a people without a state, that of its homelands which the text names most.
    pub(crate) fn country_of(&self, id: EntryId) -> Option<Country> {
        let homelands = self.world.homelands(id);
        let [first, others @ ..] = homelands else { return self.world.entry(id).country };
        let named = homelands.iter().rev().max_by_key(|country| self.names.mentions(**country));
        named
            .filter(|country| others.is_empty() || self.names.mentions(**country) > 0)
            .or(others.is_empty().then_some(first))
            .copied()
    }

    /// "*ethnic* Albanians": the nationality tells descent.
    pub(crate) fn is_descent(&self, chunk: &Chunk) -> bool {
        let tells = |word: &WordIdx| {
            self.world.modifier(&lower_lemma(self.analysis(), *word)).is_some_and(|modifier| modifier.effect == Effect::Descent)
        };
        chunk.words.iter().any(tells)
    }

    /// "Hungarian *and Romanian* officials": the nationalities coordinated with a modifier.
    fn coordinated_countries(&self, chunk: &Chunk) -> Vec<Country> {
        let modifiers = chunk.words.iter().filter(|word| **word < chunk.top && self.names.at(**word).is_some());
        let coordinated = modifiers.flat_map(|word| self.analysis().kids_by(*word, Rel::Conj)).filter(|word| *word < chunk.top);
        coordinated
            .filter_map(|word| self.names.at(word))
            .flat_map(|name| name.senses.first())
            .filter_map(|id| self.world.entry(*id).country)
            .collect()
    }

    /// "US-backed forces" are not American: the nationality hangs on a participle that says so.
    fn is_foreign_link(&self, word: WordIdx) -> bool {
        let analysis = self.analysis();
        let mut at = Some(word);
        for _ in 0..3 {
            let Some(here) = at else { return false };
            let links = |word: &str| self.world.modifier(word).is_some_and(|modifier| modifier.effect == Effect::ForeignLink);
            if links(&lower_lemma(analysis, here)) || links(&analysis.form(here).to_lowercase()) {
                return true;
            }
            at = analysis.head(here).filter(|head| !is_nominal(analysis, *head));
        }
        false
    }

    /// The country that the phrase gives: its modifiers, its possessor, where or whom it is of, its apposition.
    pub(crate) fn add_country(&self, chunk: &Chunk, referent: &mut Referent, depth: u32) {
        let analysis = self.analysis();
        if referent.kind != ReferentKind::Thing {
            referent.also = self.coordinated_countries(chunk);
        }
        if let Some((country, id)) = self.modifier_country(chunk) {
            let entry = self.world.entry(id);
            let body = !matches!(
                entry.kind,
                EntryKind::State
                    | EntryKind::Nationality
                    | EntryKind::Capital
                    | EntryKind::City
                    | EntryKind::Region
                    | EntryKind::Place
                    | EntryKind::Ethnic
            );
            if referent.kind != ReferentKind::Thing || self.names.at(chunk.top).is_none() {
                if referent.country.is_none()
                    || matches!(referent.kind, ReferentKind::Person | ReferentKind::Organisation) && referent.entry.is_none()
                {
                    referent.country = Some(country);
                }
                if body && referent.entry.is_none() && referent.kind != ReferentKind::Thing && referent.office.is_none() {
                    // "Hamas fighters", "Taliban commander": the body's sectors come first.
                    referent.put_first(entry.sectors);
                }
            }
        }
        if referent.country.is_none() {
            referent.country = self.leader_before(chunk, referent);
        }
        // "America's allies" are of another country than America.
        if referent.country.is_some() || referent.abroad || depth == 0 {
            return;
        }
        let complements = chunk.words.iter().flat_map(|word| {
            let mut found = self.grammar.possessors(*word);
            found.extend(self.grammar.with_case(*word, |lemma| self.grammar.words.belonging.contains(lemma)));
            found
        });
        for complement in complements {
            let other = self.resolve(top_of(analysis, complement), depth - 1);
            if let Some(country) = other.country {
                referent.country = Some(country);
                // "the president's office" is of the president's sectors.
                if referent.sectors.is_empty() && referent.kind == ReferentKind::Organisation && referent.entry.is_none() {
                    referent.sectors = other.sectors.clone();
                }
                // "the foreign ministers of Ethiopia *and Somalia*"
                let others =
                    self.grammar.coordinated(complement).into_iter().skip(1).filter(|_| other.kind == ReferentKind::State);
                referent.also = others.filter_map(|word| self.resolve(word, depth - 1).country).collect();
                return;
            }
        }
        for word in &chunk.words {
            for kid in analysis.kids(*word) {
                match analysis.rel(*kid) {
                    Rel::Appos => {
                        let other = self.resolve(*kid, depth - 1);
                        if other.kind == ReferentKind::Thing {
                            continue;
                        }
                        referent.country = referent.country.or(other.country);
                        if referent.sectors.is_empty() {
                            referent.sectors = other.sectors;
                            referent.office = referent.office.take().or(other.office);
                        }
                        if referent.kind == ReferentKind::Thing {
                            referent.kind = other.kind;
                        }
                    }
                    // "a group based in Lebanon"
                    Rel::Acl => {
                        for place in self.grammar.with_case(*kid, |lemma| self.grammar.words.belonging.contains(lemma)) {
                            referent.country = referent.country.or(self.resolve(top_of(analysis, place), depth - 1).country);
                        }
                    }
                    _ => {}
                }
            }
        }
    }
}
