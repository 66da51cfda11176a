//! POLECAT: tab-separated with a header, 40 columns, `None` where not known, several values joined by a semicolon and a blank.

use super::{Crosswalk, Row, Told, cell, day};
use crate::Party;

/// The columns, in order.
pub const COLUMNS: [&str; 40] = [
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Event Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
];

const QUADS: [&str; 4] = ["VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT"];

/// The event's row: POLECAT keeps several actors in one.
pub fn rows(told: &Told<'_>, crosswalk: &Crosswalk) -> Vec<Row> {
    let (head, event) = (told.head, told.event);
    // What stands before the first underscore groups the events of a story.
    let id = format!("{}_{}", cell(&head.id).replace('_', "-"), event.id);
    let mut cells = vec![id.clone()];
    cells.push(day(told).0.map_or_else(String::new, |day| day.to_string()));
    cells.extend([event.kind.clone(), event.modes.join("; "), event.scale.to_string()]);
    cells.push(QUADS.get(usize::from(event.quad).wrapping_sub(1)).map_or_else(String::new, |quad| (*quad).to_owned()));
    cells.push(event.contexts.join("; "));
    cells.extend(side(&event.actors, crosswalk));
    cells.extend(side(&event.recipients, crosswalk));
    let place = event.place.as_ref();
    let name = place.and_then(|place| place.name.clone()).unwrap_or_default();
    let precision = place.and_then(|place| place.precision.as_deref()).unwrap_or("");
    let only = |kinds: &[&str]| if kinds.contains(&precision) { name.clone() } else { String::new() };
    cells.extend([name.clone(), only(&["city", "place"]), only(&["county"]), only(&["region"])]);
    cells.push(place.and_then(|place| place.country).map(|code| code.to_string()).unwrap_or_default());
    let degrees = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    cells.extend([degrees(place.and_then(|place| place.lat)), degrees(place.and_then(|place| place.lon))]);
    cells.push(place.and_then(|place| place.geonameid).map(|id| id.to_string()).unwrap_or_default());
    cells.push(place.map(|place| place.text.clone()).unwrap_or_default());
    cells.push(String::new());
    cells.push(head.source.clone().unwrap_or_default());
    cells.push(head.published.map(|day| day.to_string()).unwrap_or_default());
    cells.extend(vec![String::new(); 3]);
    cells.push(head.language.clone().unwrap_or_default());
    cells.push("Chancery".to_owned());
    let cells: Vec<String> =
        cells.iter().map(|text| cell(text)).map(|text| if text.is_empty() { "None".to_owned() } else { text }).collect();
    vec![Row { id, line: cells.join("\t") }]
}

/// Eight fields of one side; an unknown value among several is `None` in its place.
fn side(parties: &[Party], crosswalk: &Crosswalk) -> Vec<String> {
    let joined = |of: &dyn Fn(&Party) -> String| -> String {
        let values = parties.iter().map(|party| cell(&of(party)));
        values.map(|value| if value.is_empty() { "None".to_owned() } else { value }).collect::<Vec<_>>().join("; ")
    };
    let country = |party: &Party| party.country.map(|code| code.to_string()).unwrap_or_default();
    let sectors = |party: &Party| party.sectors.iter().map(|sector| sector.as_str()).collect::<Vec<_>>().join("|");
    vec![
        joined(&|party| party.text.clone()),
        joined(&country),
        joined(&|party| crosswalk.country(&country(party)).cow),
        joined(&|party| party.sectors.first().map_or_else(String::new, |sector| sector.as_str().to_owned())),
        joined(&sectors),
        String::new(),
        joined(&|party| party.text.clone()),
        String::new(),
    ]
}
