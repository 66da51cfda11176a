//! Phoenix (`events.full.*.txt`): tab-separated, no header, 26 columns, empty where not known.

use super::{Crosswalk, Row, Told, cameo, cell, day, dyads, number};
use crate::Party;

/// The rows of an event, one a pair.
pub fn rows(told: &Told<'_>, crosswalk: &Crosswalk) -> Vec<Row> {
    let (head, event) = (told.head, told.event);
    let rows = dyads(event).into_iter().enumerate().map(|(at, (source, target))| {
        let id = format!("{}_v1", number(&[&head.id, &event.id, &at.to_string()]) >> 20);
        let mut cells = vec![id.clone()];
        match day(told).0 {
            Some(day) => {
                let (year, month, day) =
                    (format!("{:04}", day.year()), format!("{:02}", day.month()), format!("{:02}", day.day()));
                cells.extend([format!("{year}{month}{day}"), year, month, day]);
            }
            None => cells.extend(vec![String::new(); 4]),
        }
        cells.extend(actor(source, crosswalk));
        cells.extend(actor(target, crosswalk));
        let code = crosswalk.code(cameo(event));
        let root = cameo(event).get(..2).unwrap_or("");
        cells.extend([cameo(event).to_owned(), root.to_owned(), code.penta, code.phoenix, event.contexts.join(";")]);
        let place = event.place.as_ref();
        let degrees = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
        cells.extend([degrees(place.and_then(|place| place.lat)), degrees(place.and_then(|place| place.lon))]);
        cells.push(place.map(|place| cell(place.name.as_deref().unwrap_or(&place.text))).unwrap_or_default());
        cells.push(String::new());
        cells.push(place.and_then(|place| place.country).map(|code| code.to_string()).unwrap_or_default());
        cells.push(format!("{}_{}", cell(&head.id), event.id));
        cells.extend([cell(head.url.as_deref().unwrap_or("")), cell(head.source.as_deref().unwrap_or(""))]);
        Row { id, line: cells.join("\t") }
    });
    rows.collect()
}

/// Full code, entity, role, and what is left.
fn actor(party: Option<&Party>, crosswalk: &Crosswalk) -> [String; 4] {
    let Some(party) = party else { return Default::default() };
    let country = party.country.map(|code| code.to_string()).unwrap_or_default();
    let mut roles: Vec<String> = party.sectors.iter().map(|sector| crosswalk.sector(sector.as_str()).cameo).collect();
    roles.retain(|role| !role.is_empty());
    // A role without a country is led by dashes.
    let lead = if country.is_empty() { "---".to_owned() } else { country.clone() };
    let whole = format!("{lead}{}", roles.concat());
    let (role, rest) = roles.split_first().map_or((String::new(), String::new()), |(role, rest)| (role.clone(), rest.join(";")));
    [whole, country, role, rest]
}
