//! What the world knows: entries with kind, country, sectors and place; roles, modifiers, offices and tenures.

use chancery_base::{Country, Day, Sector};

/// An entry, as a position in the world; the same data give the same positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub u32);

/// What sort of thing an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryKind {
    /// A state, territory or PLOVER entity above states.
    State,
    /// An adjective or demonym of a state ("Iraqi", "Iraqis").
    Nationality,
    /// A capital, which stands for its state.
    Capital,
    /// Any other city.
    City,
    /// A first-level region.
    Region,
    /// Another place that makes news: base, strait, camp, contested region.
    Place,
    /// A person.
    Person,
    /// An organisation of states or a body of one: ministry, court, army, agency, firm.
    Body,
    /// An armed or militant group.
    Armed,
    /// A political party.
    Party,
    /// A newspaper, agency or broadcaster.
    Media,
    /// A seat or building that stands for a power ("the Kremlin").
    Metonym,
    /// An ethnic group.
    Ethnic,
    /// A religion or its followers.
    Religion,
}

/// Which table an entry comes from: the beginning of its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    State,
    People,
    Capital,
    Body,
    Person,
    Place,
}

impl Class {
    fn name(self) -> &'static str {
        match self {
            Class::State => "state",
            Class::People => "people",
            Class::Capital => "capital",
            Class::Body => "body",
            Class::Person => "person",
            Class::Place => "place",
        }
    }
}

/// Something with a name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry<'w> {
    pub(crate) class: Class,
    /// The id without its beginning.
    pub(crate) stem: &'w str,
    /// Usual name.
    pub name: &'w str,
    /// What sort of thing.
    pub kind: EntryKind,
    /// Its country.
    pub country: Option<Country>,
    /// Its sectors, the main one first.
    pub sectors: &'w [Sector],
    /// Latitude and longitude in degrees.
    pub point: Option<(f64, f64)>,
    /// Id in GeoNames.
    pub geonameid: Option<u64>,
    /// Inhabitants, where known; 0 elsewhere.
    pub population: u64,
    /// The first-level region that a place lies in; empty where unknown.
    pub admin1: &'w str,
}

impl<'w> Entry<'w> {
    /// An entry of which no more is known yet.
    pub(crate) fn new(class: Class, stem: &'w str, name: &'w str, kind: EntryKind, country: Option<Country>) -> Entry<'w> {
        Entry { class, stem, name, kind, country, sectors: &[], point: None, geonameid: None, population: 0, admin1: "" }
    }

    /// Stable id for joining: "state:IRQ", "person:abbas-araghchi", "body:hamas", "place:ain-al-asad".
    pub fn id(&self) -> String {
        format!("{}:{}", self.class.name(), self.stem)
    }

    /// Whether the entry is somewhere: a state, capital, city, region or other place.
    pub fn is_place(&self) -> bool {
        matches!(self.kind, EntryKind::State | EntryKind::Capital | EntryKind::City | EntryKind::Region | EntryKind::Place)
            && !self.country.is_some_and(|country| country.is_supranational())
    }
}

/// Codes of a state that other records use: GDELT writes FIPS, feeds ISO's two letters.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Codes {
    /// ISO 3166-1 alpha-2.
    pub iso2: String,
    /// FIPS 10-4.
    pub fips: String,
}

/// What a role noun stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleKind {
    /// A person ("soldier").
    Person,
    /// A group or body ("army", "ministry").
    Group,
    /// A vehicle or weapon that acts for its owner ("warplane").
    Vehicle,
    /// A place that acts for its owner ("embassy").
    Place,
    /// A person named by relation to another's office ("counterpart").
    Counterpart,
    /// A person or state named by relation to one of another country ("ally").
    Other,
    /// What acts for its owner and has the owner's sectors ("office", "administration").
    Owner,
}

/// A role noun.
#[derive(Clone, Debug, PartialEq)]
pub struct Role {
    /// Lemma or compound, lower case.
    pub term: String,
    /// Its sectors, the main one first.
    pub sectors: Vec<Sector>,
    /// What it stands for.
    pub kind: RoleKind,
}

/// What a modifier does to the actor it stands before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Out of office: ELI.
    Former,
    /// Adds sectors before the actor's own ("rebel commander").
    Sector,
    /// Gives its sectors only where the head has none of its own or a bare CVL ("Christian leaders", but not "Christian soldiers").
    Hint,
    /// The nationality bound to it is not the actor's own ("US-backed").
    ForeignLink,
    /// The nationality bound to it is the actor's own ("Iraqi-born").
    Own,
    /// The nationality beside it tells descent, not citizenship ("*ethnic* Albanians").
    Descent,
    /// From another country than the one spoken of ("*foreign* troops").
    Foreign,
    /// Says that there are two, told before ("*both* countries").
    Pair,
    /// Stands before the name of a person and is no part of it ("Mr").
    Honorific,
    /// Changes nothing ("acting").
    Nothing,
}

/// A word that changes an actor.
#[derive(Clone, Debug, PartialEq)]
pub struct Modifier {
    /// What it does.
    pub effect: Effect,
    /// What it adds.
    pub sectors: Vec<Sector>,
}

/// How an office stood to its holder on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Held {
    /// Held on that day.
    Now,
    /// No day was asked: the latest.
    Unknown,
    /// Held before.
    Former,
    /// Held only later.
    NotYet,
}

/// An office with its holder's days, seen from one day.
#[derive(Clone, Debug, PartialEq)]
pub struct Tenure<'a> {
    /// Office id, "foreign-minister".
    pub office: &'a str,
    /// Country of the office.
    pub country: Option<Country>,
    /// Sectors of the office.
    pub sectors: &'a [Sector],
    /// First day, as far as known.
    pub first: Option<Day>,
    /// Last day; none: still held as far as known.
    pub last: Option<Day>,
    /// How it stood on the day asked.
    pub held: Held,
    /// Rank of the office: the smaller, the higher (10: heads of state).
    pub rank: u8,
}
