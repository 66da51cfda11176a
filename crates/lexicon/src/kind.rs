//! What kind of thing a word stands for: the question the lexicon asks its caller, since it knows no actors itself.

use chancery_base::{Country, Sector};
use chancery_text::WordIdx;

/// A set of kinds; sectors are kinds, too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds(u64);

/// One kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Can act: has a country or a sector.
    Actor,
    /// A state, or a seat that stands for one.
    State,
    /// A person or role noun.
    Person,
    /// A body or group of people.
    Group,
    /// A place.
    Place,
    /// Soldiers, police, rebels, agents, their vehicles.
    Force,
    /// Civilians of every sort.
    Civilian,
    /// A common noun that cannot act.
    Thing,
    /// That sector.
    Sector(Sector),
    /// Of that entity above or beside states (UNO, EUR, IGO, NGO, ISM, IMG, MNC).
    Above(Country),
}

const FIRST_SECTOR: u32 = 16;
const FIRST_ABOVE: u32 = 48;
const ABOVE: [&str; 7] = ["UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC"];

impl Kind {
    fn bit(self) -> u64 {
        match self {
            Kind::Actor => 1,
            Kind::State => 1 << 1,
            Kind::Person => 1 << 2,
            Kind::Group => 1 << 3,
            Kind::Place => 1 << 4,
            Kind::Force => 1 << 5,
            Kind::Civilian => 1 << 6,
            Kind::Thing => 1 << 7,
            Kind::Sector(sector) => 1 << (FIRST_SECTOR + sector as u32),
            // A state's own code is no kind: it asks for nothing.
            Kind::Above(country) => {
                ABOVE.iter().position(|code| *code == country.as_str()).map_or(0, |at| 1 << (FIRST_ABOVE + at as u32))
            }
        }
    }

    /// The kind of that name in a frame file.
    pub fn parse(name: &str) -> Option<Kind> {
        Some(match name {
            "actor" => Kind::Actor,
            "state" => Kind::State,
            "person" => Kind::Person,
            "group" => Kind::Group,
            "place" => Kind::Place,
            "force" => Kind::Force,
            "civilian" => Kind::Civilian,
            "thing" => Kind::Thing,
            code if ABOVE.contains(&code) => Kind::Above(code.parse().ok()?),
            code => Kind::Sector(code.parse().ok()?),
        })
    }
}

const FORCES: [Sector; 6] = [Sector::Mil, Sector::Cop, Sector::Reb, Sector::Prm, Sector::Uaf, Sector::Spy];
const CIVILIANS: [Sector; 10] = [
    Sector::Cvl,
    Sector::Ref,
    Sector::Jrn,
    Sector::Lab,
    Sector::Edu,
    Sector::Rel,
    Sector::Med,
    Sector::Agr,
    Sector::Soc,
    Sector::Opp,
];

impl Kinds {
    /// Adds a kind; a sector brings `Force` or `Civilian` with it.
    pub fn with(mut self, kind: Kind) -> Self {
        self.0 |= kind.bit();
        if let Kind::Sector(sector) = kind {
            if FORCES.contains(&sector) {
                self.0 |= Kind::Force.bit();
            }
            if CIVILIANS.contains(&sector) {
                self.0 |= Kind::Civilian.bit();
            }
        }
        self
    }

    /// Whether the kind is in the set.
    pub fn has(self, kind: Kind) -> bool {
        self.0 & kind.bit() != 0
    }
}

/// Answers what a word stands for; the coder does, from mentions and the world.
pub trait AskKind {
    /// The kinds of the phrase whose head is this word.
    fn kinds(&self, word: WordIdx) -> Kinds;

    /// Whether the phrase has a country or a sector that politics knows: the test for `political`.
    fn is_political(&self, word: WordIdx) -> bool;

    /// Whether two phrases stand for the same: "Iran" and "its".
    fn are_same(&self, one: WordIdx, other: WordIdx) -> bool;
}
