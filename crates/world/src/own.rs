//! A user's own entries: TOML or CSV files whose rows come before the program's ("--world"). A name that stands here means only this.

use chancery_base::Problem;
use serde::Deserialize;

use crate::table::Table;

/// Begins the name of a user's file among the files of a world.
pub const OWN: &str = "own:";

/// What the rows of a user's table are, told by its columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OwnKind {
    Body,
    Person,
    Place,
    Role,
}

/// The columns of each kind of table.
pub(crate) const COLUMNS: [(OwnKind, &[&str]); 4] = [
    (OwnKind::Body, &["name", "aliases", "kind", "country", "sectors"]),
    (OwnKind::Person, &["name", "aliases", "country", "office", "first", "last"]),
    (OwnKind::Place, &["name", "aliases", "kind", "country", "admin1", "lat", "lon", "population"]),
    (OwnKind::Role, &["term", "sectors", "kind"]),
];

/// A TOML file of entries.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnFile {
    #[serde(default)]
    body: Vec<toml::Spanned<Body>>,
    #[serde(default)]
    person: Vec<toml::Spanned<Person>>,
    #[serde(default)]
    place: Vec<toml::Spanned<Place>>,
    #[serde(default)]
    role: Vec<toml::Spanned<Role>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    kind: String,
    #[serde(default)]
    country: String,
    #[serde(default)]
    sectors: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    country: String,
    #[serde(default)]
    offices: Vec<Office>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Office {
    office: String,
    #[serde(default)]
    first: String,
    #[serde(default)]
    last: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    kind: String,
    country: String,
    #[serde(default)]
    admin1: String,
    lat: f64,
    lon: f64,
    #[serde(default)]
    population: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Role {
    term: String,
    sectors: Vec<String>,
    kind: String,
}

/// The tables of one file.
pub(crate) fn tables<'a>(file: &'a str, text: &str, problems: &mut Vec<Problem>) -> Vec<(OwnKind, Table<'a>)> {
    if file.ends_with(".toml") { from_toml(file, text, problems) } else { from_csv(file, text, problems).into_iter().collect() }
}

fn from_csv<'a>(file: &'a str, text: &str, problems: &mut Vec<Problem>) -> Option<(OwnKind, Table<'a>)> {
    let head: Vec<&str> = text.lines().next().unwrap_or("").trim_start_matches('\u{feff}').split(',').map(str::trim).collect();
    let known = COLUMNS.iter().find(|(_, columns)| head == *columns);
    let Some((kind, columns)) = known else {
        let heads: Vec<String> = COLUMNS.iter().map(|(_, columns)| columns.join(",")).collect();
        problems.push(Problem::new(file, 1, "the head is of no table of entries").hint(format!("one of: {}", heads.join("; "))));
        return None;
    };
    Some((*kind, Table::read(file, text.trim_start_matches('\u{feff}'), columns, problems)))
}

fn from_toml<'a>(file: &'a str, text: &str, problems: &mut Vec<Problem>) -> Vec<(OwnKind, Table<'a>)> {
    let own: OwnFile = match toml::from_str(text) {
        Ok(own) => own,
        Err(fault) => {
            let line = fault.span().map_or(1, |span| line_of(text, span.start));
            let hint = "tables are [[body]], [[person]], [[place]] and [[role]]; see docs/world.md";
            problems.push(Problem::new(file, line, fault.message().to_owned()).hint(hint));
            return Vec::new();
        }
    };
    let bodies = own.body.into_iter().map(|body| {
        let (line, Body { name, aliases, kind, country, sectors }) = with_line(text, body);
        (line, vec![name, aliases.join("|"), kind, country, sectors.join(" ")])
    });
    let persons = own.person.into_iter().flat_map(|person| {
        let (line, Person { name, aliases, country, mut offices }) = with_line(text, person);
        if offices.is_empty() {
            offices.push(Office::default());
        }
        let row = move |office: Office| {
            (line, vec![name.clone(), aliases.join("|"), country.clone(), office.office, office.first, office.last])
        };
        offices.into_iter().map(row)
    });
    let places = own.place.into_iter().map(|place| {
        let (line, Place { name, aliases, kind, country, admin1, lat, lon, population }) = with_line(text, place);
        (line, vec![name, aliases.join("|"), kind, country, admin1, lat.to_string(), lon.to_string(), population.to_string()])
    });
    let roles = own.role.into_iter().map(|role| {
        let (line, Role { term, sectors, kind }) = with_line(text, role);
        (line, vec![term, sectors.join(" "), kind])
    });
    let [body, person, place, role] = COLUMNS;
    vec![
        (body.0, Table::of(file, body.1, bodies)),
        (person.0, Table::of(file, person.1, persons)),
        (place.0, Table::of(file, place.1, places)),
        (role.0, Table::of(file, role.1, roles)),
    ]
}

fn with_line<T>(text: &str, spanned: toml::Spanned<T>) -> (usize, T) {
    (line_of(text, spanned.span().start), spanned.into_inner())
}

fn line_of(text: &str, at: usize) -> usize {
    text[..at.min(text.len())].matches('\n').count() + 1
}
