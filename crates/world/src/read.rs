//! Reads the tables of `data/world` and checks them; all problems are collected before it gives up.

use std::collections::{BTreeMap, HashMap};

use chancery_base::{Country, Day, Problem, Sector};

use crate::entry::{Effect, Entry, EntryId, EntryKind, Modifier, Role, RoleKind};
use crate::{Office, World, WorldTenure};

/// A row of a table with the place it came from.
struct Row<'a> {
    file: &'a str,
    line: usize,
    cells: HashMap<String, String>,
}

impl Row<'_> {
    fn get(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    fn list(&self, column: &str) -> Vec<&str> {
        self.get(column).split('|').map(str::trim).filter(|item| !item.is_empty()).collect()
    }

    fn problem(&self, message: impl Into<String>) -> Problem {
        Problem::new(self.file, self.line, message)
    }
}

pub(crate) struct Reader<'a> {
    files: &'a [(&'a str, &'a str)],
    pub(crate) world: World,
    pub(crate) problems: Vec<Problem>,
    people: BTreeMap<String, EntryId>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(files: &'a [(&'a str, &'a str)]) -> Self {
        Reader { files, world: World::default(), problems: Vec::new(), people: BTreeMap::new() }
    }

    pub(crate) fn read_all(&mut self) {
        self.offices();
        self.countries();
        self.bodies();
        self.people();
        self.tenures();
        self.places();
        self.roles();
        self.modifiers();
        self.world.settle();
    }

    /// The rows of one table; a table that is not there has none.
    fn rows(&mut self, name: &str) -> Vec<Row<'a>> {
        let Some((file, text)) = self.files.iter().copied().find(|(file, _)| file.ends_with(name)) else { return Vec::new() };
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let headers: Vec<String> = match reader.headers() {
            Ok(headers) => headers.iter().map(str::to_owned).collect(),
            Err(fault) => {
                self.problems.push(Problem::new(file, 1, fault.to_string()));
                return Vec::new();
            }
        };
        let mut rows = Vec::new();
        for record in reader.records() {
            match record {
                Ok(record) => {
                    let line = record.position().map_or(0, |position| position.line() as usize);
                    if record.len() != headers.len() {
                        let message = format!("{} cells, but the head names {}", record.len(), headers.len());
                        self.problems.push(Problem::new(file, line, message).hint("quote cells that hold a comma"));
                        continue;
                    }
                    let cells = headers.iter().cloned().zip(record.iter().map(str::to_owned)).collect();
                    rows.push(Row { file, line, cells });
                }
                Err(fault) => self.problems.push(Problem::new(file, 0, fault.to_string())),
            }
        }
        rows
    }

    fn country(&mut self, row: &Row<'_>, column: &str) -> Option<Country> {
        let code = row.get(column);
        if code.is_empty() {
            return None;
        }
        code.parse()
            .map_err(|_| self.problems.push(row.problem(format!("{code:?} is no country code")).hint("three capitals")))
            .ok()
    }

    fn sectors(&mut self, row: &Row<'_>) -> Vec<Sector> {
        let mut sectors = Vec::new();
        for code in row.get("sectors").split([' ', '|']).filter(|code| !code.is_empty()) {
            match code.parse() {
                Ok(sector) => sectors.push(sector),
                Err(_) => self.problems.push(row.problem(format!("{code:?} is no sector")).hint("PLOVER's, with spaces between")),
            }
        }
        sectors
    }

    fn point(&mut self, row: &Row<'_>, lat: &str, lon: &str) -> Option<(f64, f64)> {
        Some((row.get(lat).parse().ok()?, row.get(lon).parse().ok()?))
    }

    fn offices(&mut self) {
        for row in self.rows("world/offices.csv") {
            let sectors = self.sectors(&row);
            let id = row.get("id").to_owned();
            let titles = row.list("titles");
            let name = titles.first().map_or_else(|| id.clone(), |title| title.split('@').next().unwrap_or(title).to_owned());
            for title in titles {
                let (words, country) = title.split_once('@').map_or((title, None), |(words, code)| (words, Some(code)));
                let country = match country.map(str::parse::<Country>) {
                    Some(Err(bad)) => {
                        self.problems.push(row.problem(format!("{title:?}: {bad}")));
                        continue;
                    }
                    Some(Ok(country)) => Some(country),
                    None => None,
                };
                self.world.add_title(words, &id, country);
            }
            self.world.offices.insert(id, Office { name, sectors });
        }
    }

    fn countries(&mut self) {
        for row in self.rows("world/countries.csv") {
            let Some(country) = self.country(&row, "code") else { continue };
            let name = row.get("name").to_owned();
            let sectors = if country.is_supranational() { Vec::new() } else { vec![Sector::Gov] };
            let point = self.point(&row, "lat", "lon");
            let state = Entry {
                id: format!("state:{country}"),
                name: name.clone(),
                kind: EntryKind::State,
                country: Some(country),
                sectors,
                point,
                geonameid: row.get("geonameid").parse().ok(),
                population: 0,
            };
            let names: Vec<&str> = std::iter::once(row.get("name")).chain(row.list("aliases")).collect();
            let id = self.world.add(state, &names);
            self.world.states.insert(country, id);
            let people: Vec<&str> = row.list("adjectives").into_iter().chain(row.list("demonyms")).collect();
            if !people.is_empty() {
                let nationality = Entry {
                    id: format!("people:{country}"),
                    name: people[0].to_owned(),
                    kind: EntryKind::Nationality,
                    country: Some(country),
                    sectors: Vec::new(),
                    point,
                    geonameid: None,
                    population: 0,
                };
                self.world.add(nationality, &people);
            }
            let capitals = row.list("capital");
            if let Some(capital) = capitals.first() {
                let entry = Entry {
                    id: format!("capital:{country}"),
                    name: (*capital).to_owned(),
                    kind: EntryKind::Capital,
                    country: Some(country),
                    sectors: vec![Sector::Gov],
                    point: self.point(&row, "capital_lat", "capital_lon"),
                    geonameid: None,
                    population: 0,
                };
                self.world.add(entry, &capitals);
            }
        }
    }

    fn bodies(&mut self) {
        for row in self.rows("world/bodies.csv") {
            let kind = match row.get("kind") {
                "armed" | "rebel-government" => EntryKind::Armed,
                "party" => EntryKind::Party,
                "media" => EntryKind::Media,
                "ethnic" => EntryKind::Ethnic,
                "religion" => EntryKind::Religion,
                "metonym" => EntryKind::Metonym,
                _ => EntryKind::Body,
            };
            let entry = Entry {
                id: format!("body:{}", row.get("id")),
                name: row.get("name").to_owned(),
                kind,
                country: self.country(&row, "country"),
                sectors: self.sectors(&row),
                point: None,
                geonameid: None,
                population: 0,
            };
            let names: Vec<&str> = std::iter::once(row.get("name")).chain(row.list("aliases")).collect();
            self.world.add(entry, &names);
        }
    }

    fn people(&mut self) {
        for row in self.rows("world/people.csv") {
            let entry = Entry {
                id: format!("person:{}", row.get("id")),
                name: row.get("name").to_owned(),
                kind: EntryKind::Person,
                country: self.country(&row, "country"),
                sectors: Vec::new(),
                point: None,
                geonameid: None,
                population: 0,
            };
            let aliases = row.list("aliases");
            let (short, full): (Vec<&str>, Vec<&str>) = aliases.into_iter().partition(|alias| alias.starts_with('='));
            let names: Vec<&str> = std::iter::once(row.get("name")).chain(full).filter(|name| name.contains(' ')).collect();
            let id = self.world.add(entry, &names);
            if self.people.insert(row.get("id").to_owned(), id).is_some() {
                self.problems.push(row.problem(format!("the id {:?} stands twice", row.get("id"))));
            }
            let derived = row.get("name").rsplit(' ').next().unwrap_or_default();
            let surnames: Vec<&str> =
                if short.is_empty() { vec![derived] } else { short.iter().map(|name| &name[1..]).chain([derived]).collect() };
            for surname in surnames {
                self.world.add_surname(surname, id);
            }
        }
    }

    fn tenures(&mut self) {
        for row in self.rows("world/tenures.csv") {
            let Some(person) = self.people.get(row.get("person")).copied() else {
                let message = format!("nobody in people.csv has the id {:?}", row.get("person"));
                self.problems.push(row.problem(message));
                continue;
            };
            let office = row.get("office").to_owned();
            if !self.world.offices.contains_key(&office) {
                self.problems.push(row.problem(format!("offices.csv has no office {office:?}")));
            }
            let country = self.country(&row, "country");
            let mut day = |column: &str, last: bool| {
                let text = row.get(column);
                let parsed = if text.is_empty() { None } else { partial_day(text, last) };
                if parsed.is_none() && !text.is_empty() {
                    self.problems.push(row.problem(format!("{text:?} is no day")).hint("YYYY, YYYY-MM or YYYY-MM-DD"));
                }
                parsed
            };
            let (first, last) = (day("first", false), day("last", true));
            self.world.tenures.push(WorldTenure { person, office, country, first, last });
        }
    }

    fn places(&mut self) {
        for row in self.rows("world/places.csv") {
            let kind = match row.get("kind") {
                "city" => EntryKind::City,
                "region" => EntryKind::Region,
                _ => EntryKind::Place,
            };
            let entry = Entry {
                id: format!("place:{}", if row.get("geonameid").is_empty() { row.get("name") } else { row.get("geonameid") }),
                name: row.get("name").to_owned(),
                kind,
                country: self.country(&row, "country"),
                sectors: Vec::new(),
                point: self.point(&row, "lat", "lon"),
                geonameid: row.get("geonameid").parse().ok(),
                population: row.get("population").parse().unwrap_or(0),
            };
            let names: Vec<&str> = std::iter::once(row.get("name")).chain(row.list("aliases")).collect();
            self.world.add(entry, &names);
        }
    }

    fn roles(&mut self) {
        for row in self.rows("world/roles.csv") {
            let kind = match row.get("kind") {
                "person" => RoleKind::Person,
                "group" => RoleKind::Group,
                "vehicle" => RoleKind::Vehicle,
                "place" => RoleKind::Place,
                "counterpart" => RoleKind::Counterpart,
                other => {
                    self.problems.push(
                        row.problem(format!("{other:?} is no kind of role")).hint("person, group, vehicle, place, counterpart"),
                    );
                    continue;
                }
            };
            let sectors = self.sectors(&row);
            let term = row.get("term").to_owned();
            self.world.roles.insert(term.clone(), Role { term, sectors, kind });
        }
    }

    fn modifiers(&mut self) {
        for row in self.rows("world/modifiers.csv") {
            let effect = match row.get("effect") {
                "former" => Effect::Former,
                "sector" => Effect::Sector,
                "foreign-link" => Effect::ForeignLink,
                "own" => Effect::Own,
                _ => Effect::Nothing,
            };
            let sectors = self.sectors(&row);
            self.world.modifiers.insert(row.get("word").to_owned(), Modifier { effect, sectors });
        }
    }
}

/// A day that may lack its day or month: the first or the last that it may mean.
fn partial_day(text: &str, last: bool) -> Option<Day> {
    let mut numbers = text.split('-').map(|part| part.parse::<i16>().ok());
    let year = numbers.next()??;
    let month = numbers.next().map_or(Some(if last { 12 } else { 1 }), |month| month)?;
    let day = numbers.next();
    let month = i8::try_from(month).ok()?;
    match day {
        Some(day) => Day::new(year, month, i8::try_from(day?).ok()?).ok(),
        None => {
            let first = Day::new(year, month, 1).ok()?;
            Some(if last { first.last_of_month() } else { first })
        }
    }
}
