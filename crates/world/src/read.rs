//! Reads the tables of `data/world` and checks them; all problems are collected before it gives up.

use chancery_base::{Country, Day, Problem, Sector};

use crate::entry::{Class, Codes, Effect, Entry, EntryId, EntryKind, Modifier, Role, RoleKind};
use crate::fold::fold;
use crate::hash::hash_of;
use crate::own::{self, OWN, OwnKind};
use crate::store::Draft;
use crate::table::{Row, Table};
use crate::towns::Towns;
use crate::{Office, World, WorldTenure, hash};

const COUNTRIES: [&str; 14] = [
    "code",
    "iso2",
    "fips",
    "name",
    "aliases",
    "adjectives",
    "demonyms",
    "capital",
    "capital_lat",
    "capital_lon",
    "lat",
    "lon",
    "geonameid",
    "source",
];
const BODIES: [&str; 7] = ["id", "name", "aliases", "kind", "country", "sectors", "source"];
const PEOPLE: [&str; 6] = ["id", "name", "aliases", "country", "wikidata", "source"];
const TENURES: [&str; 6] = ["person", "country", "office", "first", "last", "source"];
const PLACES: [&str; 10] = ["name", "aliases", "kind", "country", "admin1", "lat", "lon", "population", "geonameid", "source"];
const OFFICES: [&str; 5] = ["id", "titles", "sectors", "rank", "source"];
const ROLES: [&str; 4] = ["term", "sectors", "kind", "source"];
const MODIFIERS: [&str; 4] = ["word", "effect", "sectors", "source"];
const HOMELANDS: [&str; 3] = ["people", "countries", "source"];

/// The kinds of bodies and what they are as entries.
const BODY_KINDS: [(&str, EntryKind); 18] = [
    ("armed", EntryKind::Armed),
    ("army", EntryKind::Body),
    ("body", EntryKind::Body),
    ("company", EntryKind::Body),
    ("court", EntryKind::Body),
    ("ethnic", EntryKind::Ethnic),
    ("igo", EntryKind::Body),
    ("intelligence", EntryKind::Body),
    ("media", EntryKind::Media),
    ("metonym", EntryKind::Metonym),
    ("ministry", EntryKind::Body),
    ("ngo", EntryKind::Body),
    ("parliament", EntryKind::Body),
    ("party", EntryKind::Party),
    ("police", EntryKind::Body),
    ("rebel-government", EntryKind::Armed),
    ("religion", EntryKind::Religion),
    ("union", EntryKind::Body),
];
const PLACE_KINDS: [(&str, EntryKind); 4] =
    [("capital", EntryKind::Capital), ("city", EntryKind::City), ("place", EntryKind::Place), ("region", EntryKind::Region)];
const ROLE_KINDS: [(&str, RoleKind); 7] = [
    ("counterpart", RoleKind::Counterpart),
    ("group", RoleKind::Group),
    ("other", RoleKind::Other),
    ("owner", RoleKind::Owner),
    ("person", RoleKind::Person),
    ("place", RoleKind::Place),
    ("vehicle", RoleKind::Vehicle),
];
const EFFECTS: [(&str, Effect); 10] = [
    ("descent", Effect::Descent),
    ("foreign", Effect::Foreign),
    ("foreign-link", Effect::ForeignLink),
    ("former", Effect::Former),
    ("hint", Effect::Hint),
    ("honorific", Effect::Honorific),
    ("nothing", Effect::Nothing),
    ("own", Effect::Own),
    ("pair", Effect::Pair),
    ("sector", Effect::Sector),
];

pub(crate) struct Reader<'a> {
    files: &'a [(&'a str, &'a str)],
    pub(crate) world: World,
    pub(crate) problems: Vec<Problem>,
    /// People by the hash of their id.
    people: hash::Table<u64, EntryId>,
    /// Ethnic groups by the hash of their id.
    peoples: hash::Table<u64, EntryId>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(files: &'a [(&'a str, &'a str)]) -> Self {
        Reader {
            files,
            world: World::default(),
            problems: Vec::new(),
            people: hash::Table::default(),
            peoples: hash::Table::default(),
        }
    }

    pub(crate) fn read_all(&mut self) {
        let is_large =
            |name: &str| ["people.csv", "bodies.csv", "places.csv", "countries.csv"].iter().any(|file| name.ends_with(file));
        let bytes = self.files.iter().filter(|(name, _)| is_large(name)).map(|(_, text)| text.len()).sum();
        self.world.entries.reserve(bytes);
        self.world.names.reserve(bytes);
        self.each("offices.csv", &OFFICES, Self::office);
        self.each("countries.csv", &COUNTRIES, Self::state);
        self.each("bodies.csv", &BODIES, Self::body);
        self.each("homelands.csv", &HOMELANDS, Self::homeland);
        self.each("people.csv", &PEOPLE, Self::person);
        self.each("tenures.csv", &TENURES, Self::tenure);
        self.each("places.csv", &PLACES, Self::place);
        if let Some((file, text)) = self.file("towns.csv") {
            self.world.towns = Towns::read(file, text, &mut self.problems);
        }
        self.each("roles.csv", &ROLES, Self::role);
        self.each("modifiers.csv", &MODIFIERS, Self::modifier);
        self.own();
        self.world.settle();
    }

    /// The user's own tables, after the program's.
    fn own(&mut self) {
        self.world.own_from = Some(EntryId(self.world.entries.len() as u32));
        self.people.clear();
        for (name, text) in self.files {
            let Some(file) = name.strip_prefix(OWN) else { continue };
            for (kind, table) in own::tables(file, text, &mut self.problems) {
                for row in table.rows() {
                    match kind {
                        OwnKind::Body => self.body(row),
                        OwnKind::Person => self.own_person(row),
                        OwnKind::Place => self.place(row),
                        // It takes the place of the program's role of that name.
                        OwnKind::Role => _ = self.add_role(row),
                    }
                }
            }
        }
    }

    /// A person with one office, if one is told; a second row of the same name adds an office.
    fn own_person(&mut self, row: Row<'_>) {
        if !self.people.contains_key(&hash_of(&id_of(row))) {
            self.person(row);
        }
        if !row.get("office").is_empty() {
            self.tenure(row);
        }
    }

    /// "GOV MIL" in the place of an office: one without a title that gives these sectors.
    fn sectors_as_office(&mut self, office: &str) {
        let sectors: Option<Vec<Sector>> = office.split(' ').map(|code| code.parse().ok()).collect();
        if let Some(sectors) = sectors {
            self.world.add_office(Office { id: office.to_owned(), name: office.to_owned(), sectors, rank: 100 });
        }
    }

    /// The position of a row's source among the world's sources.
    fn source(&mut self, row: Row<'_>) -> u16 {
        let text = match row.get("source") {
            "" => row.file(),
            source => source,
        };
        if self.world.sources.last().is_some_and(|last| last == text) {
            return self.world.sources.len() as u16 - 1;
        }
        let known = self.world.sources.iter().position(|source| source == text);
        known.unwrap_or_else(|| {
            self.world.sources.push(text.to_owned());
            self.world.sources.len() - 1
        }) as u16
    }

    /// The program's file of that name.
    fn file(&self, name: &str) -> Option<(&'a str, &'a str)> {
        let is_it = |file: &str| file.strip_suffix(name).is_some_and(|folder| folder.is_empty() || folder.ends_with('/'));
        self.files.iter().copied().find(|(file, _)| is_it(file))
    }

    /// Every row of one table; a table that is not there has none.
    fn each(&mut self, name: &str, columns: &[&str], mut row: impl FnMut(&mut Self, Row<'_>)) {
        let Some((file, text)) = self.file(name) else { return };
        let mut problems = std::mem::take(&mut self.problems);
        Table::each(file, text, columns, &mut problems, |cells| row(self, cells));
        problems.append(&mut self.problems);
        self.problems = problems;
    }

    /// The kind that a cell names, out of a closed list.
    fn kind<T: Copy>(&mut self, row: Row<'_>, column: &str, kinds: &[(&str, T)]) -> Option<T> {
        let cell = row.get(column);
        let known = kinds.iter().find(|(name, _)| *name == cell).map(|(_, kind)| *kind);
        if known.is_none() {
            let names: Vec<&str> = kinds.iter().map(|(name, _)| *name).collect();
            self.problems.push(row.problem(format!("{cell:?} is no {column}")).hint(names.join(", ")));
        }
        known
    }

    fn office(&mut self, row: Row<'_>) {
        let sectors = row.sectors(&mut self.problems);
        let id = row.get("id").to_owned();
        let rank = row.number("rank", &mut self.problems).map_or(100, |rank| rank.min(100) as u8);
        let titles = row.list("titles");
        let name = titles.first().map_or_else(|| id.clone(), |title| title.split('@').next().unwrap_or(title).to_owned());
        for title in titles {
            let (words, country) = title.split_once('@').map_or((title, None), |(words, code)| (words, Some(code)));
            match country.map(str::parse::<Country>).transpose() {
                Ok(country) => self.world.add_title(words, &id, country),
                Err(bad) => self.problems.push(row.problem(format!("{title:?}: {bad}"))),
            }
        }
        if self.world.add_office(Office { id, name, sectors, rank }).is_none() {
            self.problems.push(row.problem(format!("the office {:?} stands twice", row.get("id"))));
        }
    }

    fn state(&mut self, row: Row<'_>) {
        let Some(country) = row.country("code", &mut self.problems) else { return };
        let point = row.point("lat", "lon", &mut self.problems);
        let source = self.source(row);
        let mut state = Entry::new(Class::State, country.as_str(), row.get("name"), EntryKind::State, Some(country));
        state.sectors = if country.is_supranational() { &[] } else { &[Sector::Gov] };
        (state.point, state.geonameid) = (point, row.number("geonameid", &mut self.problems));
        let names: Vec<&str> = std::iter::once(row.get("name")).chain(row.list("aliases")).collect();
        let id = self.world.add(&Draft { entry: state, source }, &names);
        if self.world.states.insert(country, id).is_some() {
            self.problems.push(row.problem(format!("the country {country} stands twice")));
        }
        let codes = Codes { iso2: row.get("iso2").to_owned(), fips: row.get("fips").to_owned() };
        self.world.codes.insert(country, codes);
        let people: Vec<&str> = row.list("adjectives").into_iter().chain(row.list("demonyms")).collect();
        if let Some(first) = people.first() {
            let mut nationality = Entry::new(Class::People, country.as_str(), first, EntryKind::Nationality, Some(country));
            nationality.point = point;
            self.world.add(&Draft { entry: nationality, source }, &people);
        }
        let capitals = row.list("capital");
        if let Some(first) = capitals.first() {
            let mut capital = Entry::new(Class::Capital, country.as_str(), first, EntryKind::Capital, Some(country));
            capital.sectors = &[Sector::Gov];
            capital.point = row.point("capital_lat", "capital_lon", &mut self.problems);
            let id = self.world.add(&Draft { entry: capital, source }, &capitals);
            self.world.capitals.insert(country, id);
        }
    }

    fn body(&mut self, row: Row<'_>) {
        let Some(kind) = self.kind(row, "kind", &BODY_KINDS) else { return };
        let country = row.country("country", &mut self.problems);
        let (stem, sectors, source) = (id_of(row), row.sectors(&mut self.problems), self.source(row));
        let mut body = Entry::new(Class::Body, &stem, row.get("name"), kind, country);
        body.sectors = &sectors;
        let names: Vec<&str> = std::iter::once(row.get("name")).chain(row.list("aliases")).collect();
        let id = self.world.add(&Draft { entry: body, source }, &names);
        if kind == EntryKind::Ethnic {
            self.peoples.insert(hash_of(&stem), id);
        }
    }

    /// The countries in which a people without a state of its own lives.
    fn homeland(&mut self, row: Row<'_>) {
        let Some(people) = self.peoples.get(&hash_of(row.get("people"))).copied() else {
            let message = format!("no ethnic group in bodies.csv has the id {:?}", row.get("people"));
            self.problems.push(row.problem(message));
            return;
        };
        let countries = row.countries("countries", &mut self.problems);
        self.world.homelands.insert(people, countries);
    }

    /// A person is found by full names; an alias that begins with "=" is one that stands alone ("=Putin"), like the last word of the name.
    fn person(&mut self, row: Row<'_>) {
        let country = row.country("country", &mut self.problems);
        let (stem, source) = (id_of(row), self.source(row));
        let person = Entry::new(Class::Person, &stem, row.get("name"), EntryKind::Person, country);
        let (short, full): (Vec<&str>, Vec<&str>) = row.list("aliases").into_iter().partition(|alias| alias.starts_with('='));
        let names: Vec<&str> = std::iter::once(row.get("name")).chain(full).filter(|name| name.contains(' ')).collect();
        let id = self.world.add(&Draft { entry: person, source }, &names);
        if self.people.insert(hash_of(&stem), id).is_some() {
            self.problems.push(row.problem(format!("the person {:?} stands twice", row.get("id"))));
        }
        let derived = row.get("name").rsplit(' ').find(|word| !is_generation(word)).unwrap_or_default();
        short.iter().map(|name| &name[1..]).chain([derived]).for_each(|surname| self.world.surnames.add(surname, id));
    }

    fn tenure(&mut self, row: Row<'_>) {
        let told = row.get("person");
        let key = if told.is_empty() { hash_of(&id_of(row)) } else { hash_of(told) };
        let Some(person) = self.people.get(&key).copied() else {
            let message = format!("nobody in people.csv has the id {:?}", row.get("person"));
            self.problems.push(row.problem(message));
            return;
        };
        self.sectors_as_office(row.get("office"));
        let Some(office) = self.world.office_ids.get(row.get("office")).copied() else {
            let message = format!("offices.csv has no office {:?}", row.get("office"));
            self.problems.push(row.problem(message).hint("add the office there, or use the nearest one"));
            return;
        };
        let country = row.country("country", &mut self.problems);
        let (first, last) = (self.day(row, "first", false), self.day(row, "last", true));
        if let (Some(first), Some(last)) = (first, last)
            && last < first
        {
            self.problems.push(row.problem(format!("the office ends on {last}, before it begins on {first}")));
        }
        self.world.tenures.push(WorldTenure { person, office, country, first, last });
    }

    fn day(&mut self, row: Row<'_>, column: &str, last: bool) -> Option<Day> {
        let text = row.get(column);
        let day = partial_day(text, last);
        if day.is_none() && !text.is_empty() {
            self.problems.push(row.problem(format!("{text:?} is no day")).hint("YYYY, YYYY-MM or YYYY-MM-DD"));
        }
        day
    }

    /// A place; a capital that countries.csv has is completed, another one (a seat of government, a former capital) is added.
    fn place(&mut self, row: Row<'_>) {
        let Some(kind) = self.kind(row, "kind", &PLACE_KINDS) else { return };
        let country = row.country("country", &mut self.problems);
        let (name, id) = (row.get("name"), row.get("geonameid"));
        let stable = if id.is_empty() { name.to_lowercase().replace(' ', "-") } else { id.to_owned() };
        let source = self.source(row);
        let mut place = Entry::new(Class::Place, &stable, name, kind, country);
        place.geonameid = row.number("geonameid", &mut self.problems);
        place.population = row.number("population", &mut self.problems).unwrap_or(0);
        place.point = row.point("lat", "lon", &mut self.problems);
        place.admin1 = row.get("admin1");
        let names: Vec<&str> = std::iter::once(name).chain(row.list("aliases")).collect();
        if kind == EntryKind::Capital {
            place.sectors = &[Sector::Gov];
            let known = country.and_then(|country| self.world.capitals.get(&country).copied());
            if let Some(known) = known.filter(|known| self.world.entry(*known).name == name) {
                names.iter().for_each(|name| self.world.names.add(name, known));
                let point = self.world.entry(known).point.or(place.point);
                let entry = Entry {
                    class: Class::Capital,
                    stem: country.as_ref().map_or("", |country| country.as_str()),
                    point,
                    ..place
                };
                self.world.entries.replace(known, &Draft { entry, source });
                return;
            }
        }
        self.world.add(&Draft { entry: place, source }, &names);
    }

    /// Adds a role; gives the one of the same term that it replaces.
    fn add_role(&mut self, row: Row<'_>) -> Option<Role> {
        let kind = self.kind(row, "kind", &ROLE_KINDS)?;
        let role = Role { term: row.get("term").to_owned(), sectors: row.sectors(&mut self.problems), kind };
        self.world.add_role(role)
    }

    fn role(&mut self, row: Row<'_>) {
        if self.add_role(row).is_some() {
            self.problems.push(row.problem(format!("the role {:?} stands twice", row.get("term"))));
        }
    }

    fn modifier(&mut self, row: Row<'_>) {
        let Some(effect) = self.kind(row, "effect", &EFFECTS) else { return };
        let modifier = Modifier { effect, sectors: row.sectors(&mut self.problems) };
        if self.world.modifiers.insert(row.get("word").to_owned(), modifier).is_some() {
            self.problems.push(row.problem(format!("the word {:?} stands twice", row.get("word"))));
        }
    }
}

/// "Jr.", "III": no surname.
fn is_generation(word: &str) -> bool {
    matches!(word.trim_end_matches('.'), "Jr" | "Sr") || word.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
}

/// A row's id; where the table has none, its name in small letters with hyphens.
fn id_of(row: Row<'_>) -> String {
    match row.get("id") {
        "" => fold(row.get("name")).to_lowercase().replace(|c: char| !c.is_alphanumeric(), "-"),
        id => id.to_owned(),
    }
}

/// A day that may lack its day or month: the first or the last that it may mean.
fn partial_day(text: &str, last: bool) -> Option<Day> {
    let mut parts = text.split('-');
    let year: i16 = parts.next()?.parse().ok()?;
    let (month, day) = (parts.next(), parts.next());
    match (month, day, parts.next()) {
        (None, ..) => Day::new(year, if last { 12 } else { 1 }, if last { 31 } else { 1 }).ok(),
        (Some(month), None, _) => {
            let first = Day::new(year, month.parse().ok()?, 1).ok()?;
            Some(if last { first.last_of_month() } else { first })
        }
        (Some(month), Some(day), None) => Day::new(year, month.parse().ok()?, day.parse().ok()?).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partial_day_is_the_first_or_last_it_may_mean() {
        for (text, last, day) in [
            ("2024", false, Some("2024-01-01")),
            ("2024", true, Some("2024-12-31")),
            ("2024-02", true, Some("2024-02-29")),
            ("2024-02-03", true, Some("2024-02-03")),
            ("2024-13", true, None),
            ("c. 2024", false, None),
            ("", false, None),
        ] {
            assert_eq!(partial_day(text, last).map(|day| day.to_string()).as_deref(), day, "{text}");
        }
    }
}
