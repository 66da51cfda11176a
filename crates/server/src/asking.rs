//! A filter as a query string: the names of `chancery query`, values with commas between them.

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use chancery::{Country, Day, Sector, parse_day};
use chancery_store::{By, Filter, happening_number};
use serde::{Deserialize, Serialize};

use crate::Problem;

/// What a client asks for, as it was written. Every field narrows; several values of one field, with commas between them: any of them.
#[derive(Clone, Debug, Default, Deserialize, Serialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
#[into_params(parameter_in = Query)]
pub(crate) struct Asking {
    /// Who did it: a country and, if wanted, sectors (`IRN`, `IRN/GOV`, `/MIL`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) actor: Option<String>,
    /// To whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) recipient: Option<String>,
    /// On whose word it is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) said_by: Option<String>,
    /// Event types, as `CONSULT,AGREE`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) r#type: Option<String>,
    /// Modes, as `visit,phone`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) mode: Option<String>,
    /// Quad classes, 1 to 4.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) quad: Option<String>,
    /// From this day, month or year on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) since: Option<String>,
    /// To this day, month or year, with all of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) until: Option<String>,
    /// Countries of the place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) place: Option<String>,
    /// `none` (it happened), `historical`, `future`, `hypothetical`, `negation`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) aux: Option<String>,
    /// Independent outlets that tell the happening.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) min_outlets: Option<String>,
    /// Least confidence, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) min_confidence: Option<String>,
    /// A word or phrase of the sentence that tells the event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) text: Option<String>,
    /// A word or phrase of the report or its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) report_text: Option<String>,
    /// The id of a report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) report: Option<String>,
    /// An outlet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) source: Option<String>,
    /// A happening, as `H0123456789abcde`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) happening: Option<String>,
    /// `newest` or `oldest` first; newest, unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) order: Option<String>,
    /// At most so many, 1 to 1000.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) limit: Option<String>,
    /// Where the page before ended: its `next`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cursor: Option<String>,
    /// By what to count: year, month, day, dyad, actor, recipient, said-by, type, quad, place, source, aux.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) by: Option<String>,
    /// The layout, where `Accept` cannot be set: json, jsonl or csv.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) to: Option<String>,
}

/// The asking and the filter it means.
pub(crate) struct Asked {
    pub(crate) asking: Asking,
    pub(crate) filter: Filter,
}

impl<S: Sync> FromRequestParts<S> for Asked {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let Query(asking) = Query::<Asking>::try_from_uri(&parts.uri).map_err(|error| Problem::bad(error.body_text()))?;
        Ok(Asked { filter: asking.filter()?, asking })
    }
}

impl Asking {
    /// What is meant, or which value cannot be.
    pub(crate) fn filter(&self) -> Result<Filter, Problem> {
        let limit = match written(&self.limit) {
            None => 50,
            Some(limit) => limit
                .parse()
                .ok()
                .filter(|limit| (1..=1000).contains(limit))
                .ok_or_else(|| Problem::bad("limit: write 1 to 1000"))?,
        };
        let newest = match written(&self.order) {
            None | Some("newest") => true,
            Some("oldest") => false,
            Some(_) => return Err(Problem::bad("order: write newest or oldest")),
        };
        let number = |field: &Option<String>, name: &str| -> Result<Option<f64>, Problem> {
            let read = |text: &str| text.parse::<f64>().ok().filter(|number| number.is_finite() && *number >= 0.0);
            written(field).map(|text| read(text).ok_or_else(|| Problem::bad(format!("{name}: write a number")))).transpose()
        };
        let happening =
            |text: String| happening_number(&text).ok_or_else(|| Problem::bad("happening: names are as H0123456789abcde"));
        Ok(Filter {
            actors: each(&self.actor, "actor", party)?,
            recipients: each(&self.recipient, "recipient", party)?,
            said_by: each(&self.said_by, "said-by", party)?,
            kinds: list(&self.r#type).map(|kind| kind.to_ascii_uppercase()).collect(),
            modes: list(&self.mode).collect(),
            quads: each(&self.quad, "quad", |text| text.parse().ok().filter(|quad| (1..=4).contains(quad)))?,
            since: written(&self.since).map(|text| day(text, false).ok_or_else(|| bad_day("since"))).transpose()?,
            until: written(&self.until).map(|text| day(text, true).ok_or_else(|| bad_day("until"))).transpose()?,
            places: list(&self.place).map(|place| place.to_ascii_uppercase()).collect(),
            aux: each(&self.aux, "aux", |text| {
                ["none", "historical", "future", "hypothetical", "negation"].contains(&text).then(|| text.to_owned())
            })?,
            min_outlets: number(&self.min_outlets, "min-outlets")?.map_or(0, |n| n as u32),
            min_confidence: number(&self.min_confidence, "min-confidence")?,
            texts: words(&self.text),
            report_texts: words(&self.report_text),
            reports: written(&self.report).map(str::to_owned).into_iter().collect(),
            sources: written(&self.source).map(str::to_owned).into_iter().collect(),
            happenings: list(&self.happening).map(happening).collect::<Result<_, _>>()?,
            after: written(&self.cursor)
                .map(|text| cursor(text).ok_or_else(|| Problem::bad("cursor: give a next of this API")))
                .transpose()?,
            limit: Some(limit),
            newest,
            ..Filter::default()
        })
    }

    /// By what to count.
    pub(crate) fn keys(&self) -> Result<Vec<By>, Problem> {
        let keys: Vec<By> = each(&self.by, "by", |text| text.parse().ok())?;
        let n_sides = keys.iter().filter(|by| matches!(by, By::Dyad | By::Actor | By::Recipient | By::SaidBy)).count();
        match (keys.len(), n_sides) {
            (0, _) => Ok(vec![By::Type]),
            (1..=4, 0 | 1) => Ok(keys),
            (1..=4, _) => Err(Problem::bad("by: count by one of dyad, actor, recipient and said-by at a time")),
            _ => Err(Problem::bad("by: count by at most four")),
        }
    }

    /// The query string, with its question mark; empty where nothing is asked.
    pub(crate) fn query(&self) -> String {
        let fields = match serde_json::to_value(self) {
            Ok(serde_json::Value::Object(fields)) => fields,
            _ => return String::new(),
        };
        let pairs: Vec<String> = fields
            .iter()
            .filter_map(|(name, value)| Some((name, value.as_str().filter(|text| !text.trim().is_empty())?)))
            .map(|(name, value)| format!("{name}={}", escape(value)))
            .collect();
        if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
    }

    /// The same filter from its first page on, in no layout.
    pub(crate) fn plain(&self) -> Asking {
        Asking { cursor: None, limit: None, by: None, to: None, order: None, ..self.clone() }
    }

    /// Whether nothing narrows.
    pub(crate) fn is_all(&self) -> bool {
        self.plain().query().is_empty()
    }
}

/// A part of a path or a query string.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b',' => escaped.push(char::from(byte)),
            _ => escaped.push_str(&format!("%{byte:02X}")),
        }
    }
    escaped
}

/// Where a page ends, for the next one.
pub(crate) fn next(found: &chancery_store::Found) -> String {
    let (day, report, position) = found.place_in_order();
    format!("{day}.{position}.{report}")
}

fn cursor(text: &str) -> Option<(i32, String, usize)> {
    let mut parts = text.splitn(3, '.');
    let (day, position, report) = (parts.next()?.parse().ok()?, parts.next()?.parse::<u32>().ok()?, parts.next()?);
    Some((day, report.to_owned(), position as usize))
}

fn written(field: &Option<String>) -> Option<&str> {
    field.as_deref().map(str::trim).filter(|text| !text.is_empty())
}

fn list(field: &Option<String>) -> impl Iterator<Item = String> {
    written(field).unwrap_or_default().split(',').map(str::trim).filter(|text| !text.is_empty()).take(64).map(str::to_owned)
}

/// A phrase with at least one letter or digit: others are no words to the full-text index.
fn words(field: &Option<String>) -> Vec<String> {
    let phrase = written(field).map(|text| text.replace('\0', " ")).filter(|text| text.chars().any(char::is_alphanumeric));
    phrase.into_iter().collect()
}

fn each<T>(field: &Option<String>, name: &str, read: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, Problem> {
    let one = |text: String| {
        read(&text).ok_or_else(|| Problem::bad(format!("{name}: “{text}” is none; the API's document lists what can be")))
    };
    list(field).map(one).collect()
}

fn bad_day(name: &str) -> Problem {
    Problem::bad(format!("{name}: write 2026, 2026-01 or 2026-01-18"))
}

fn party(text: &str) -> Option<String> {
    let upper = text.to_ascii_uppercase();
    let (country, sectors) = upper.split_once('/').unwrap_or((&upper, ""));
    let is_country = country.parse::<Country>().is_ok();
    let are_sectors = sectors.is_empty() || sectors.split('/').all(|sector| sector.parse::<Sector>().is_ok());
    ((is_country || country.is_empty() && !sectors.is_empty()) && are_sectors).then(|| upper.clone())
}

/// A year, a month or a day: its first or its last.
fn day(text: &str, last: bool) -> Option<Day> {
    let filled = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        10 => text.to_owned(),
        _ => return None,
    };
    let first = parse_day(&filled)?;
    Some(match (last, text.len()) {
        (true, 4) => first.last_of_year(),
        (true, 7) => first.last_of_month(),
        _ => first,
    })
}
