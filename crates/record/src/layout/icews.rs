//! ICEWS: tab-separated with a header, 20 columns, country names in English, sectors as words, empty where not known.

use super::{Crosswalk, Row, Told, cameo, cell, day, dyads, number};
use crate::Party;

/// The columns, in order.
pub const COLUMNS: [&str; 20] = [
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
];

/// The rows of an event, one a pair; those of one event have successive ids.
pub fn rows(told: &Told<'_>, crosswalk: &Crosswalk) -> Vec<Row> {
    let (head, event) = (told.head, told.event);
    // 50 bits, so that a reader with floating-point numbers keeps them; the last ones count the pairs.
    let base = number(&[&head.id, &event.id]) >> 20 << 8;
    let rows = dyads(event).into_iter().enumerate().map(|(at, (source, target))| {
        let id = (base + at as u64).to_string();
        let code = crosswalk.code(cameo(event));
        let mut cells = vec![id.clone(), day(told).0.map_or_else(String::new, |day| day.to_string())];
        cells.extend(actor(source, crosswalk));
        cells.extend([cell(&code.label), cameo(event).to_owned(), code.icews]);
        cells.extend(actor(target, crosswalk));
        cells.push((number(&[&head.id]) >> 12).to_string());
        let before = head.parts.iter().filter(|part| part.span.0 <= event.evidence.0).count().max(1);
        cells.push(before.to_string());
        cells.push(cell(head.source.as_deref().unwrap_or("")));
        let place = event.place.as_ref();
        let name = place.and_then(|place| place.name.as_deref()).map(cell).unwrap_or_default();
        let precision = place.and_then(|place| place.precision.as_deref()).unwrap_or("city");
        let only = |kinds: &[&str]| if place.is_some() && kinds.contains(&precision) { name.clone() } else { String::new() };
        cells.extend([only(&["city", "place"]), only(&["county"]), only(&["region"])]);
        cells.push(place.and_then(|place| place.country).map(|code| crosswalk.country(code.as_str()).name).unwrap_or_default());
        let degrees = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
        cells.extend([degrees(place.and_then(|place| place.lat)), degrees(place.and_then(|place| place.lon))]);
        Row { id, line: cells.join("\t") }
    });
    rows.collect()
}

/// Name, sectors and country of an actor. A state as a whole has no sectors.
fn actor(party: Option<&Party>, crosswalk: &Crosswalk) -> [String; 3] {
    let Some(party) = party else { return [String::new(), String::new(), String::new()] };
    let country = party.country.map(|code| crosswalk.country(code.as_str()).name).unwrap_or_default();
    let is_state = country == party.text || party.text.is_empty() && party.sectors.is_empty();
    let mut sectors: Vec<String> = party.sectors.iter().map(|sector| crosswalk.sector(sector.as_str()).icews).collect();
    sectors.retain(|sector| !sector.is_empty());
    let is_generic = party.text.chars().next().is_none_or(|c| !c.is_uppercase());
    let generic = party.sectors.first().map(|sector| crosswalk.sector(sector.as_str()).generic).filter(|name| !name.is_empty());
    let name = match generic {
        Some(generic) if is_generic && !country.is_empty() => format!("{generic} ({country})"),
        _ => cell(&party.text),
    };
    [name, if is_state { String::new() } else { sectors.join(",") }, country]
}
