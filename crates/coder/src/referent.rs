//! Who a phrase stands for: kind, country, sectors, office, name, and why.

use chancery_base::{Country, Sector};
use chancery_lexicon::{Kind, Kinds};
use chancery_world::EntryId;

/// What sort of thing a phrase stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReferentKind {
    /// One person.
    Person,
    /// Several people, or people as such.
    Group,
    /// A body: government, ministry, army, party, firm, newspaper.
    Organisation,
    /// A state, or its seat of government.
    State,
    /// A place.
    Place,
    /// Something that cannot act.
    Thing,
}

impl ReferentKind {
    /// The kind as the record writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            ReferentKind::Person => "person",
            ReferentKind::Group => "group",
            ReferentKind::Organisation => "organisation",
            ReferentKind::State => "state",
            ReferentKind::Place => "place",
            ReferentKind::Thing => "thing",
        }
    }
}

/// Who a phrase stands for, as far as the phrase itself and the world tell.
#[derive(Clone, Debug, PartialEq)]
pub struct Referent {
    /// What sort of thing.
    pub kind: ReferentKind,
    /// Its country.
    pub country: Option<Country>,
    /// Further countries of a coordinated description ("Hungarian *and Romanian* officials").
    pub also: Vec<Country>,
    /// Its sectors, the main one first.
    pub sectors: Vec<Sector>,
    /// Its name, where it has one.
    pub name: Option<String>,
    /// What the world knows of it.
    pub entry: Option<EntryId>,
    /// The office that the phrase or the world gives it, by id ("foreign-minister").
    pub office: Option<String>,
    /// Whether the text itself gives it that office.
    pub office_told: bool,
    /// Whether the phrase is a plural.
    pub plural: bool,
    /// A title that relates it to another's office ("his Iraqi counterpart").
    pub counterpart: bool,
    /// Whether the phrase stands for two that were told before ("both countries").
    pub pair: bool,
    /// Whether the phrase says that it is of another country than the one spoken of ("foreign troops").
    pub abroad: bool,
    /// What decided, in words: the reason that `explain` shows.
    pub why: String,
}

impl Referent {
    /// Something that cannot act.
    pub fn thing() -> Referent {
        Referent {
            kind: ReferentKind::Thing,
            country: None,
            also: Vec::new(),
            sectors: Vec::new(),
            name: None,
            entry: None,
            office: None,
            office_told: false,
            plural: false,
            counterpart: false,
            pair: false,
            abroad: false,
            why: String::new(),
        }
    }

    /// Puts sectors before its own: "*Hamas* fighters", "*rebel* spokesman".
    pub(crate) fn put_first(&mut self, sectors: &[Sector]) {
        self.sectors.retain(|sector| !sectors.contains(sector));
        self.sectors.splice(0..0, sectors.iter().copied());
    }

    /// Whether it has a country or a sector.
    pub fn is_known(&self) -> bool {
        self.country.is_some() || !self.sectors.is_empty()
    }

    /// Whether it can be an actor: anything but a thing, or a mere place.
    pub fn can_act(&self) -> bool {
        !matches!(self.kind, ReferentKind::Thing | ReferentKind::Place)
    }

    /// The same as the lexicon asks it.
    pub fn kinds(&self) -> Kinds {
        let mut kinds = match self.kind {
            ReferentKind::Person => Kinds::default().with(Kind::Person),
            ReferentKind::Group => Kinds::default().with(Kind::Group).with(Kind::Person),
            ReferentKind::Organisation => Kinds::default().with(Kind::Group),
            ReferentKind::State => Kinds::default().with(Kind::State),
            ReferentKind::Place => Kinds::default().with(Kind::Place),
            ReferentKind::Thing => Kinds::default().with(Kind::Thing),
        };
        if self.can_act() {
            kinds = kinds.with(Kind::Actor);
        }
        if let Some(country) = self.country.filter(Country::is_supranational) {
            kinds = kinds.with(Kind::Above(country));
        }
        self.sectors.iter().fold(kinds, |kinds, sector| kinds.with(Kind::Sector(*sector)))
    }
}
