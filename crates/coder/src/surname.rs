//! Surnames that stand alone: "President Bush", "the Trump administration", "Assad's forces".

use chancery_base::{Country, Sector};
use chancery_text::{Upos, WordIdx};
use chancery_world::EntryId;

use crate::chunk::Chunk;
use crate::referent::{Referent, ReferentKind};
use crate::resolve::Resolver;

/// The lowest rank of an office whose holders need no first name: heads of state and government, foreign ministers.
const FIRST_RANK: u8 = 25;

impl Resolver<'_> {
    /// A surname that only one office-holder of the day bears, if the office told fits.
    pub(crate) fn person_by_surname(&self, chunk: &Chunk, referent: &Referent) -> Option<EntryId> {
        let last = chunk.words.iter().rev().find(|word| self.analysis().upos(**word) == Upos::Propn)?;
        let only_name = referent.name.as_deref() == Some(self.analysis().form(*last));
        if !only_name {
            return None;
        }
        let told = self.modifier_country(chunk).map(|(country, _)| country);
        let candidates: Vec<EntryId> = self
            .world
            .surname(self.analysis().form(*last), self.day)
            .into_iter()
            .filter(|id| told.is_none_or(|country| self.world.entry(*id).country == Some(country)))
            .filter(|id| told.is_some() || referent.office.is_some() || self.is_expected(*id))
            .filter(|id| {
                referent
                    .office
                    .as_deref()
                    .is_none_or(|office| self.world.offices_on(*id, self.day).iter().any(|tenure| tenure.office == office))
            })
            .collect();
        // Of several, one of a country that the text speaks of; then the one of the highest office.
        let standing = |id: &EntryId| {
            let named = self.world.entry(*id).country.map_or(0, |country| self.names.mentions(country));
            (named.min(2), std::cmp::Reverse(self.world.rank_on(*id, self.day)))
        };
        let best = candidates.iter().map(standing).max()?;
        let mut first = candidates.iter().filter(|id| standing(id) == best);
        match (first.next(), first.next()) {
            (Some(only), None) => Some(*only),
            _ => None,
        }
    }

    /// Whether a bare surname may mean this person: somebody of a country that the text names, or of the first rank. Any other Burton is
    /// likelier a private one.
    fn is_expected(&self, id: EntryId) -> bool {
        let named = self.world.entry(id).country.is_some_and(|country| self.names.mentions(country) > 0);
        named || self.world.rank_on(id, self.day) <= FIRST_RANK
    }

    /// The country of all leaders of this surname, if they are of one ("Bush", on whatever day).
    pub(crate) fn country_of_surname(&self, surname: &str) -> Option<Country> {
        let known = self.world.surname(surname, self.day);
        let mut leaders = known.into_iter().filter(|id| self.world.highest_rank(*id) <= FIRST_RANK);
        let country = self.world.entry(leaders.next()?).country?;
        leaders.all(|id| self.world.entry(id).country == Some(country)).then_some(country)
    }

    /// "the *Trump* administration", "*Obama* officials": the country of the leader whose name stands before a role.
    pub(crate) fn leader_before(&self, chunk: &Chunk, referent: &Referent) -> Option<Country> {
        let official = referent.sectors.iter().any(|sector| matches!(sector, Sector::Gov | Sector::Mil | Sector::Spy));
        if referent.entry.is_some() || referent.name.is_some() || referent.kind == ReferentKind::Thing || !official {
            return None;
        }
        let analysis = self.analysis();
        let named = |word: &&WordIdx| **word < chunk.top && analysis.upos(**word) == Upos::Propn;
        chunk.words.iter().filter(named).find_map(|word| self.country_of_surname(analysis.form(*word)))
    }
}
