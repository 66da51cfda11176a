//! The event types of the ontology: quad class, score, modes, and what a type becomes when it is told as coming or demanded.

use std::collections::{BTreeMap, HashMap};

use chancery_base::Problem;
use serde::Deserialize;

use crate::place::line_of;

/// An event type, as a position in the ontology.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub u8);

/// A mode of an event type.
#[derive(Clone, Debug, PartialEq)]
pub struct Mode {
    /// Its name in the record, "withdraw".
    pub name: String,
    /// Its score from -10 (conflict) to 10 (cooperation).
    pub score: f64,
}

/// One event type.
#[derive(Clone, Debug, PartialEq)]
pub struct EventType {
    /// Its name in the record, "RETREAT".
    pub name: String,
    /// Quad class: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub quad: u8,
    /// Its score where no mode gives one.
    pub score: f64,
    /// CAMEO root code, where no frame gives a finer one.
    pub cameo: String,
    /// Whether an event without a recipient is suspect.
    pub expects_recipient: bool,
    /// Its modes.
    pub modes: Vec<Mode>,
    /// What it is coded as when told as coming; none: it stays, with the auxiliary "future".
    pub future: Option<TypeId>,
    /// What it is coded as when its own actor announces it.
    pub announced: Option<TypeId>,
    /// The mode of a speech act of this type by the type of act that it is about.
    pub content_modes: Vec<(TypeId, String)>,
    /// Types that belong to an event of this type in the same clause and are no events of their own.
    pub parts: Vec<TypeId>,
}

/// All event types, with the Goldstein scores of CAMEO codes.
#[derive(Clone, Debug, Default)]
pub struct Ontology {
    types: Vec<EventType>,
    goldstein: HashMap<String, f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TypesFile {
    #[serde(rename = "type")]
    types: Vec<TypeRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TypeRow {
    name: String,
    quad: u8,
    score: f64,
    cameo: String,
    recipient: Option<String>,
    #[serde(default)]
    modes: BTreeMap<String, f64>,
    future: Option<String>,
    announced: Option<String>,
    #[serde(default)]
    content_modes: BTreeMap<String, String>,
    #[serde(default)]
    parts: Vec<String>,
}

impl Ontology {
    /// Reads `types.toml` and the CAMEO table (code, label, Goldstein score; tab-separated).
    pub fn read(types: (&str, &str), cameo: (&str, &str)) -> Result<Ontology, Vec<Problem>> {
        let (file, text) = types;
        let rows = match toml::from_str::<TypesFile>(text) {
            Ok(parsed) => parsed.types,
            Err(fault) => return Err(vec![crate::place::toml_problem(file, text, &fault)]),
        };
        let mut problems = Vec::new();
        let names: Vec<String> = rows.iter().map(|row| row.name.clone()).collect();
        let mut find = |name: &str| {
            let found = names.iter().position(|known| known == name).map(|at| TypeId(at as u8));
            if found.is_none() {
                problems.push(Problem::new(file, line_of(text, name), format!("there is no event type {name:?}")));
            }
            found
        };
        let types = rows
            .into_iter()
            .map(|row| EventType {
                future: row.future.as_deref().and_then(&mut find),
                announced: row.announced.as_deref().and_then(&mut find),
                content_modes: row.content_modes.iter().filter_map(|(name, mode)| Some((find(name)?, mode.clone()))).collect(),
                parts: row.parts.iter().filter_map(|name| find(name)).collect(),
                modes: row.modes.into_iter().map(|(name, score)| Mode { name, score }).collect(),
                expects_recipient: row.recipient.is_some(),
                name: row.name,
                quad: row.quad,
                score: row.score,
                cameo: row.cameo,
            })
            .collect();
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Ontology { types, goldstein: goldstein(cameo)? })
    }

    /// The type of that name.
    pub fn find(&self, name: &str) -> Option<TypeId> {
        self.types.iter().position(|known| known.name == name).map(|at| TypeId(at as u8))
    }

    /// One type.
    pub fn get(&self, id: TypeId) -> &EventType {
        &self.types[usize::from(id.0)]
    }

    /// Goldstein's score of a CAMEO code, from -10 to 10.
    pub fn goldstein(&self, cameo: &str) -> Option<f64> {
        self.goldstein.get(cameo).copied()
    }

    /// PLOVER's score of a type with these modes: the strongest mode's, else the type's own.
    pub fn score(&self, id: TypeId, modes: &[String]) -> f64 {
        let known = self.get(id);
        let scores = modes.iter().filter_map(|name| known.modes.iter().find(|mode| mode.name == *name)).map(|mode| mode.score);
        scores.max_by(|a, b| a.abs().total_cmp(&b.abs())).unwrap_or(known.score)
    }
}

fn goldstein((file, text): (&str, &str)) -> Result<HashMap<String, f64>, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut scores = HashMap::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.is_empty()) {
        let cells: Vec<&str> = line.split('\t').collect();
        match cells[..] {
            [_, _, ""] => {}
            [code, _, score] if score.parse::<f64>().is_ok() => {
                scores.insert(code.to_owned(), score.parse().unwrap_or(0.0));
            }
            _ => problems.push(Problem::new(file, at + 1, "a row is: code, label, Goldstein score, with tabs between")),
        }
    }
    if problems.is_empty() { Ok(scores) } else { Err(problems) }
}
