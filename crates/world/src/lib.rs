//! Name and day → people, dated offices, bodies, countries, sectors and places.
//!
//! Its nouns: an [`Entry`] is something with a name; a [`Tenure`] says who held which office when; a [`Role`] is a noun that gives sectors
//! ("soldier"), a [`Modifier`] a word that changes them ("former"). Every question has a day: the same name in 2012 and 2026 has different
//! offices. This crate knows neither tokens nor trees, has no "today", and reads no files: the tables of `data/world` come as text.
//!
//! ```
//! use chancery_world::World;
//! let countries = "code,iso2,fips,name,aliases,adjectives,demonyms,capital,capital_lat,capital_lon,lat,lon,geonameid,source\n\
//!                  IRQ,IQ,IZ,Iraq,,Iraqi,Iraqi|Iraqis,Baghdad,33.34,44.4,33.0,44.0,99237,own knowledge\n";
//! let world = World::read(&[("world/countries.csv", countries)]).unwrap();
//! let found = world.longest(&["Iraqi", "troops"]).unwrap();
//! assert_eq!(world.entry(found.senses[0]).country.unwrap().as_str(), "IRQ");
//! assert!(world.longest(&["troops"]).is_none());
//! ```

mod arena;
mod entry;
mod fold;
mod hash;
mod names;
mod own;
pub mod petrarch;
mod place;
mod read;
mod store;
mod table;
mod towns;

use std::collections::BTreeMap;

use chancery_base::{Country, Day, Problem, Sector};

pub use entry::{Codes, Effect, Entry, EntryId, EntryKind, Held, Modifier, Role, RoleKind, Tenure};
pub use names::Found;
pub use own::OWN;
pub use place::{PlaceContext, PlaceSense, fit, kilometres};

use names::{NameIndex, Surnames};
use store::{Draft, Store};

/// An office by its id.
#[derive(Clone, Debug)]
pub(crate) struct Office {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) sectors: Vec<Sector>,
    /// The smaller, the higher.
    pub(crate) rank: u8,
}

/// A term of office.
#[derive(Clone, Debug)]
pub(crate) struct WorldTenure {
    pub(crate) person: EntryId,
    pub(crate) office: u16,
    pub(crate) country: Option<Country>,
    pub(crate) first: Option<Day>,
    pub(crate) last: Option<Day>,
}

/// A title of an office: its words, and the country where alone it means that office.
#[derive(Clone, Debug)]
struct Title {
    words: Vec<String>,
    office: String,
    country: Option<Country>,
}

/// An office title found at the beginning of a run of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundOffice<'a> {
    /// How many of the words it takes.
    pub words: usize,
    /// Office id.
    pub office: &'a str,
    /// Its sectors.
    pub sectors: &'a [Sector],
}

/// Everything the program knows of the world.
#[derive(Clone, Debug, Default)]
pub struct World {
    entries: Store,
    names: NameIndex,
    surnames: Surnames,
    states: BTreeMap<Country, EntryId>,
    capitals: BTreeMap<Country, EntryId>,
    codes: BTreeMap<Country, Codes>,
    offices: Vec<Office>,
    office_ids: BTreeMap<String, u16>,
    titles: hash::Table<String, Vec<Title>>,
    /// Tenures, sorted by person.
    tenures: Vec<WorldTenure>,
    roles: hash::Table<String, Role>,
    /// Roles by their words without plural endings.
    role_lemmas: hash::Table<String, String>,
    modifiers: hash::Table<String, Modifier>,
    /// Where peoples without a state live.
    homelands: BTreeMap<EntryId, Vec<Country>>,
    towns: towns::Towns,
    /// The first of the user's own entries; all later ones are theirs too.
    own_from: Option<EntryId>,
    /// Where the facts come from, each named once.
    sources: Vec<String>,
}

impl World {
    /// Reads the tables, each as name ("world/countries.csv") and text. A name that begins with [`OWN`] is a user's file, CSV or TOML.
    pub fn read(files: &[(&str, &str)]) -> Result<World, Vec<Problem>> {
        let mut reader = read::Reader::new(files);
        reader.read_all();
        if reader.problems.is_empty() { Ok(reader.world) } else { Err(reader.problems) }
    }

    fn add(&mut self, draft: &Draft<'_>, names: &[&str]) -> EntryId {
        let id = self.entries.add(draft);
        names.iter().filter(|name| !name.is_empty()).for_each(|name| self.names.add(name, id));
        id
    }

    /// A title as the text's words: "chief of staff", "prime minister 's office".
    fn add_title(&mut self, title: &str, office: &str, country: Option<Country>) {
        let spaced = fold::fold(title).to_lowercase().replace("'s ", " 's ");
        let words: Vec<String> = spaced.split([' ', '-']).map(fold::singular).collect();
        if let Some(first) = words.first().cloned() {
            self.titles.entry(first).or_default().push(Title { words, office: office.to_owned(), country });
        }
    }

    /// Adds an office; nothing if its id is known.
    fn add_office(&mut self, office: Office) -> Option<u16> {
        if self.office_ids.contains_key(&office.id) {
            return None;
        }
        let at = self.offices.len() as u16;
        self.office_ids.insert(office.id.clone(), at);
        self.offices.push(office);
        Some(at)
    }

    fn add_role(&mut self, role: Role) -> Option<Role> {
        // Sorted tables come in one order, so the first of two terms with the same lemmas stays.
        self.role_lemmas.entry(lemmas(&role.term)).or_insert_with(|| role.term.clone());
        self.roles.insert(role.term.clone(), role)
    }

    fn settle(&mut self) {
        let entries = &self.entries;
        let own = self.own_from.map_or(u32::MAX, |id| id.0);
        self.names.settle(own, |id| {
            let (kind, population) = entries.rank(id);
            (rank(kind), u64::MAX - population)
        });
        self.surnames.settle(own);
        #[allow(clippy::iter_over_hash_type, reason = "each list is sorted by itself; their order does not matter")]
        for titles in self.titles.values_mut() {
            titles.sort_by(|a, b| b.words.len().cmp(&a.words.len()).then_with(|| a.country.is_none().cmp(&b.country.is_none())));
        }
        self.tenures.sort_by_key(|tenure| tenure.person);
    }

    /// The tenures of a person.
    fn held_by(&self, person: EntryId) -> &[WorldTenure] {
        let first = self.tenures.partition_point(|tenure| tenure.person < person);
        let count = self.tenures[first..].partition_point(|tenure| tenure.person == person);
        &self.tenures[first..first + count]
    }

    /// The longest name that begins at the first of these words, as the text writes them.
    pub fn longest(&self, words: &[&str]) -> Option<Found<'_>> {
        self.names.longest(words)
    }

    /// One entry.
    pub fn entry(&self, id: EntryId) -> Entry<'_> {
        self.entries.get(id)
    }

    /// Where what the entry says comes from.
    pub fn source(&self, id: EntryId) -> &str {
        self.sources.get(usize::from(self.entries.source(id))).map_or("", String::as_str)
    }

    /// All meanings of a name, or the people of a surname.
    pub fn named(&self, name: &str) -> Vec<EntryId> {
        let words: Vec<&str> = name.split_whitespace().collect();
        let found = self.names.longest(&words).filter(|found| found.words == words.len());
        let mut senses = found.map(|found| found.senses.to_vec()).unwrap_or_default();
        for id in self.surnames.get(name) {
            if !senses.contains(&id) {
                senses.push(id);
            }
        }
        senses
    }

    /// Faults of the tables that are too large to be checked whenever they are loaded.
    pub fn problems(&self) -> Vec<Problem> {
        self.towns.problems("world/towns.csv")
    }

    /// The entry of a state.
    pub fn state(&self, country: Country) -> Option<EntryId> {
        self.states.get(&country).copied()
    }

    /// The capital of a state.
    pub fn capital_of(&self, country: Country) -> Option<Entry<'_>> {
        self.capitals.get(&country).map(|id| self.entry(*id))
    }

    /// Latitude and longitude of the middle of a state.
    pub fn country_point(&self, country: Country) -> Option<(f64, f64)> {
        self.state(country).and_then(|id| self.entry(id).point)
    }

    /// The codes of a state in other systems.
    pub fn codes(&self, country: Country) -> Option<&Codes> {
        self.codes.get(&country)
    }

    /// All entries with their ids, in the order of the tables.
    pub fn entries(&self) -> impl Iterator<Item = (EntryId, Entry<'_>)> {
        (0..self.entries.len() as u32).map(|at| (EntryId(at), self.entry(EntryId(at))))
    }

    /// The role noun at the end of these lower-case lemmas, with as many of the words before it as the table knows.
    pub fn role(&self, words: &[&str]) -> Option<&Role> {
        const LONGEST: usize = 5;
        (words.len().saturating_sub(LONGEST)..words.len()).find_map(|at| {
            let spaced = words[at..].join(" ").replace(" - ", "-").replace('’', "'");
            self.roles.get(&spaced).or_else(|| self.roles.get(self.role_lemmas.get(&lemmas(&spaced))?))
        })
    }

    /// The longest office title that begins at the first of these lower-case words, in the country if one is known.
    pub fn office(&self, words: &[&str], country: Option<Country>) -> Option<FoundOffice<'_>> {
        let titles = self.titles.get(&fold::singular(words.first()?))?;
        let fits = |title: &&Title| {
            title.words.len() <= words.len()
                && title.words.iter().zip(words).all(|(title, word)| title == word || *title == fold::singular(word))
                && (title.country.is_none() || title.country == country)
        };
        let title = titles.iter().find(fits)?;
        let office = self.office_by_id(&title.office)?;
        Some(FoundOffice { words: title.words.len(), office: &office.id, sectors: &office.sectors })
    }

    /// The usual name of an office; its id where it has none.
    pub fn office_name<'a>(&'a self, id: &'a str) -> &'a str {
        self.office_by_id(id).map_or(id, |office| office.name.as_str())
    }

    fn office_by_id(&self, id: &str) -> Option<&Office> {
        self.office_ids.get(id).map(|at| &self.offices[usize::from(*at)])
    }

    /// What a word before an actor does to it.
    pub fn modifier(&self, word: &str) -> Option<&Modifier> {
        self.modifiers.get(word)
    }

    /// Whether a capitalised word is an office title, a role or a form of address and so no part of a name.
    pub fn is_title(&self, word: &str) -> bool {
        let lower = word.to_lowercase();
        let address = self.modifiers.get(lower.trim_end_matches('.'));
        address.is_some_and(|modifier| modifier.effect == Effect::Honorific)
            || self.roles.contains_key(&lower)
            || self.titles.get(&fold::singular(&lower)).is_some_and(|titles| titles.iter().any(|title| title.words.len() == 1))
    }

    /// The offices of a person: those held on the day first, then former ones from the latest, then later ones. Without a day, all count
    /// as of unknown time, the latest first.
    pub fn offices_on(&self, person: EntryId, day: Option<Day>) -> Vec<Tenure<'_>> {
        let tenure = |tenure: &WorldTenure| {
            let office = &self.offices[usize::from(tenure.office)];
            Tenure {
                office: &office.id,
                country: tenure.country,
                sectors: &office.sectors,
                first: tenure.first,
                last: tenure.last,
                held: held(tenure, day),
                rank: office.rank,
            }
        };
        let mut found: Vec<Tenure<'_>> = self.held_by(person).iter().map(tenure).collect();
        found.sort_by(|a, b| a.held.cmp(&b.held).then_with(|| b.first.cmp(&a.first)));
        found
    }

    /// The rank of the highest office that a person held on the day (10: heads of state); 100 where they held none.
    pub fn rank_on(&self, person: EntryId, day: Option<Day>) -> u8 {
        let holds = |tenure: &&WorldTenure| matches!(held(tenure, day), Held::Now | Held::Unknown);
        let ranks = self.held_by(person).iter().filter(holds).map(|tenure| self.offices[usize::from(tenure.office)].rank);
        ranks.min().unwrap_or(100)
    }

    /// The rank of the highest office that a person ever held; 100 where they held none.
    pub fn highest_rank(&self, person: EntryId) -> u8 {
        self.held_by(person).iter().map(|tenure| self.offices[usize::from(tenure.office)].rank).min().unwrap_or(100)
    }

    /// The countries in which a people without a state of its own lives ("Kurds"); empty for all else.
    pub fn homelands(&self, people: EntryId) -> &[Country] {
        self.homelands.get(&people).map_or(&[], Vec::as_slice)
    }

    /// Who held an office of a country on a day; without a day, who holds it as far as known.
    pub fn holders(&self, country: Country, office: &str, day: Option<Day>) -> Vec<EntryId> {
        let Some(office) = self.office_ids.get(office) else { return Vec::new() };
        let holds = |tenure: &&WorldTenure| {
            tenure.office == *office
                && tenure.country == Some(country)
                && match day {
                    Some(_) => held(tenure, day) == Held::Now,
                    None => tenure.last.is_none(),
                }
        };
        let mut found: Vec<EntryId> = self.tenures.iter().filter(holds).map(|tenure| tenure.person).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The people of this surname who matter on the day: those in office, else those who were.
    pub fn surname(&self, surname: &str, day: Option<Day>) -> Vec<EntryId> {
        let known = self.surnames.get(surname);
        for wanted in [Held::Now, Held::Unknown, Held::Former] {
            let found: Vec<EntryId> = known
                .iter()
                .copied()
                .filter(|id| {
                    self.offices_on(*id, day)
                        .first()
                        .is_some_and(|tenure| tenure.held == wanted && (day.is_some() || tenure.last.is_none()))
                })
                .collect();
            if !found.is_empty() {
                return found;
            }
        }
        // Of an unknown day, whoever ever held an office; at last, who is known for something else.
        let (officials, others): (Vec<EntryId>, Vec<EntryId>) = known.into_iter().partition(|id| !self.held_by(*id).is_empty());
        if officials.is_empty() || day.is_some() { others } else { officials }
    }

    /// The senses of a name that agree with a nationality told beside it: "the *Saudi* National Guard" is not Mexico's. Senses without a
    /// country and those above states agree with any.
    pub fn agreeing(&self, senses: &[EntryId], country: Country) -> Vec<EntryId> {
        let agrees = |id: &EntryId| self.entry(*id).country.is_none_or(|own| own == country || own.is_supranational());
        senses.iter().copied().filter(agrees).collect()
    }

    /// The places that a name may mean: its senses that are places, and the towns and counties of that name.
    pub fn place_senses(&self, name: &str, senses: &[EntryId]) -> Vec<PlaceSense<'_>> {
        let mut found: Vec<PlaceSense<'_>> =
            senses.iter().map(|id| self.entry(*id)).filter(|entry| entry.is_place()).map(PlaceSense::of).collect();
        for town in self.towns.find(&fold::fold(name)) {
            let is_same = |other: &PlaceSense<'_>| match (other.point, town.point) {
                (Some(one), Some(two)) => other.kind != EntryKind::State && kilometres(one, two) < 25.0,
                _ => false,
            };
            if !found.iter().any(is_same) {
                found.push(town);
            }
        }
        found
    }
}

/// The words of a role without plural endings, the possessive apart as in a text.
fn lemmas(term: &str) -> String {
    let words: Vec<String> = term.replace("'s ", " 's ").split_whitespace().map(fold::singular).collect();
    words.join(" ")
}

/// The order of senses of one name.
fn rank(kind: EntryKind) -> u32 {
    match kind {
        EntryKind::State => 0,
        EntryKind::Capital => 1,
        EntryKind::Nationality => 2,
        EntryKind::Body | EntryKind::Armed | EntryKind::Metonym => 3,
        EntryKind::Person => 4,
        EntryKind::Place => 5,
        EntryKind::Region => 6,
        EntryKind::City => 7,
        EntryKind::Ethnic | EntryKind::Religion | EntryKind::Party | EntryKind::Media => 8,
    }
}

fn held(tenure: &WorldTenure, day: Option<Day>) -> Held {
    let Some(day) = day else { return Held::Unknown };
    if tenure.first.is_some_and(|first| day < first) {
        Held::NotYet
    } else if tenure.last.is_some_and(|last| last < day) {
        Held::Former
    } else {
        Held::Now
    }
}
