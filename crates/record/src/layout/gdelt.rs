//! GDELT 2.0 events (61 fields) and mentions (16): tab-separated, no header, no quotation marks, blank where not known.

use super::{Crosswalk, Row, Told, cameo, cell, day, dyads, number};
use crate::{Event, PartKind, Party};

/// The rows of an event, one a pair.
pub fn rows(told: &Told<'_>, crosswalk: &Crosswalk) -> Vec<Row> {
    dyads(told.event).into_iter().map(|dyad| row(told, dyad, crosswalk)).collect()
}

fn id(told: &Told<'_>, (actor, recipient): super::Dyad<'_>) -> String {
    let span = |party: Option<&Party>| party.map_or_else(String::new, |party| party.span.0.to_string());
    number(&[&told.head.id, &told.event.id, &span(actor), &span(recipient)]).to_string()
}

fn row(told: &Told<'_>, dyad: super::Dyad<'_>, crosswalk: &Crosswalk) -> Row {
    let (head, event) = (told.head, told.event);
    let id = id(told, dyad);
    let (day, _) = day(told);
    let mut cells: Vec<String> = vec![id.clone()];
    cells.push(day.map_or_else(String::new, |day| format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())));
    cells.push(day.map_or_else(String::new, |day| format!("{:04}{:02}", day.year(), day.month())));
    cells.push(day.map_or_else(String::new, |day| format!("{:04}", day.year())));
    cells.push(day.map_or_else(String::new, |day| {
        format!("{:.4}", f64::from(day.year()) + (f64::from(day.month()) * 30.0 + f64::from(day.day())) / 365.0)
    }));
    cells.extend(actor(dyad.0, crosswalk));
    cells.extend(actor(dyad.1, crosswalk));
    let code = cameo(event);
    let scores = crosswalk.code(code);
    cells.push(if is_root(told) { "1" } else { "0" }.to_owned());
    cells.extend([code, code.get(..3).unwrap_or(code), code.get(..2).unwrap_or(code)].map(str::to_owned));
    cells.push(scores.quad);
    cells.push(scores.gdelt);
    let n_reports = told.n_reports.max(1).to_string();
    cells.extend([n_reports.clone(), told.n_outlets.max(1).to_string(), n_reports, "0".to_owned()]);
    // Where the parties are is not coded; the place of the event is.
    cells.extend(no_place());
    cells.extend(no_place());
    cells.extend(place(event, crosswalk));
    cells.push(quarter(told.now));
    let source = head
        .url
        .clone()
        .unwrap_or_else(|| [head.source.as_deref(), head.title.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(": "));
    cells.push(if source.is_empty() { cell(&head.id) } else { cell(&source) });
    Row { id, line: cells.join("\t") }
}

/// The time, rounded down to a quarter of an hour.
fn quarter(now: &str) -> String {
    let minute: u32 = now.get(10..12).and_then(|minute| minute.parse().ok()).unwrap_or(0);
    format!("{}{:02}00", now.get(..10).unwrap_or("1970010100"), minute / 15 * 15)
}

/// Ten fields of an actor.
fn actor(party: Option<&Party>, crosswalk: &Crosswalk) -> Vec<String> {
    let Some(party) = party else { return vec![String::new(); 10] };
    let own = party.country.map(|code| code.to_string()).unwrap_or_default();
    let is_body = party.country.is_some_and(|country| country.is_supranational());
    let mut roles: Vec<String> = party.sectors.iter().map(|sector| crosswalk.sector(sector.as_str()).cameo).collect();
    roles.retain(|role| !role.is_empty());
    roles.dedup();
    roles.truncate(3);
    let whole = format!("{own}{}", roles.concat());
    let (country, group) = if is_body { (String::new(), own) } else { (own, String::new()) };
    roles.resize(3, String::new());
    let mut cells = vec![whole, cell(&party.text).to_uppercase(), country, group];
    cells.extend(vec![String::new(); 3]);
    cells.extend(roles);
    cells
}

fn no_place() -> Vec<String> {
    let mut cells = vec!["0".to_owned()];
    cells.extend(vec![String::new(); 7]);
    cells
}

fn place(event: &Event, crosswalk: &Crosswalk) -> Vec<String> {
    let Some(place) = &event.place else { return no_place() };
    let Some(country) = place.country else { return no_place() };
    let names = crosswalk.country(country.as_str());
    let is_us = country.as_str() == "USA";
    let precision = place.precision.as_deref().unwrap_or("place");
    let kind = match (precision, is_us) {
        ("country", _) => "1",
        ("region" | "county", true) => "2",
        ("region" | "county", false) => "5",
        (_, true) => "3",
        (_, false) => "4",
    };
    let own = cell(place.name.as_deref().unwrap_or(&place.text));
    let whole = if kind == "1" { names.name } else { format!("{own}, {}", names.name) };
    let degrees = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    // The number of GeoNames is no number of GNS: the feature is left blank below countries.
    let feature = if kind == "1" { names.fips.clone() } else { String::new() };
    vec![kind.to_owned(), whole, names.fips.clone(), names.fips, String::new(), degrees(place.lat), degrees(place.lon), feature]
}

/// Told in the headline or in the first paragraph.
fn is_root(told: &Told<'_>) -> bool {
    let lead = told.head.parts.iter().find(|part| part.kind == PartKind::Body);
    let holds = |part: &crate::Part| part.span.0 <= told.event.trigger.0 && told.event.trigger.1 <= part.span.1;
    let headline = told.head.parts.iter().filter(|part| part.kind == PartKind::Headline).any(holds);
    headline || lead.is_some_and(holds)
}

/// The mentions of an event, one a pair, under the ids of [`rows`].
pub fn mentions(told: &Told<'_>) -> Vec<Row> {
    let (head, event) = (told.head, told.event);
    let mentions = dyads(event).into_iter().map(|dyad| {
        let id = id(told, dyad);
        let offset = |party: Option<&Party>| party.map_or_else(|| "-1".to_owned(), |party| party.span.0.to_string());
        let published = head.published.map(|day| format!("{:04}{:02}{:02}000000", day.year(), day.month(), day.day()));
        let percent = ((event.confidence * 10.0).round() as i64 * 10).clamp(10, 100).to_string();
        let length = head.parts.iter().map(|part| part.span.1).max().unwrap_or(event.evidence.1).to_string();
        let mention = head.url.as_deref().map(cell).unwrap_or_else(|| cell(&head.id));
        let sentence =
            head.parts.iter().filter(|part| part.kind == PartKind::Body && part.span.0 <= event.evidence.0).count().max(1);
        let language = head.language.as_deref().filter(|language| *language != "en");
        let cells = [
            id.clone(),
            quarter(told.now),
            published.unwrap_or_else(|| quarter(told.now)),
            if head.url.is_some() { "1" } else { "2" }.to_owned(),
            cell(head.source.as_deref().unwrap_or("")),
            mention,
            sentence.to_string(),
            offset(dyad.0),
            offset(dyad.1),
            event.trigger.0.to_string(),
            "1".to_owned(),
            percent,
            length,
            "0".to_owned(),
            language.map_or_else(String::new, |language| format!("srclc:{language};eng:Chancery")),
            String::new(),
        ];
        Row { id, line: cells.join("\t") }
    });
    mentions.collect()
}
