//! PLOVER 0.8 JSON lines; `according_to` is Chancery's addition, the draft has no field for it.

use serde_json::{Map, Value, json};

use super::{Row, Told};
use crate::Party;

/// The event's line. Parties stay together in one event.
pub fn rows(told: &Told<'_>) -> Vec<Row> {
    let (head, event) = (told.head, told.event);
    let id = format!("{}_{}", head.id, event.id);
    let mut line = Map::new();
    let mut put = |name: &str, value: Value| drop(line.insert(name.to_owned(), value));
    put("id", json!(id));
    let (day, is_told) = super::day(told);
    put("date", json!(day.map(|day| day.to_string())));
    put("enddate", json!(event.date.map(|range| range.last.to_string())));
    put("actor", event.actors.iter().map(entity).collect());
    put("recipient", event.recipients.iter().map(entity).collect());
    put("event", json!([event.kind]));
    put("mode", json!(event.modes));
    put("context", json!(event.contexts));
    put("quad_code", json!(event.quad));
    put("event_scale", json!(event.scale));
    put("event_text", json!([event.trigger_text().unwrap_or_default()]));
    if let Some(place) = &event.place {
        let resolution = match place.precision.as_deref() {
            Some("country") => Some(1),
            Some("region") => Some(2),
            Some("county") => Some(3),
            Some("city") => Some(4),
            _ => None,
        };
        put(
            "event_loc",
            json!({
                "extracted_place": place.text, "resolved_place": place.name, "geonameid": place.geonameid, "lat": place.lat, "lon": place.lon,
                "country_code": place.country.map(|code| code.to_string()), "resolution": resolution,
            }),
        );
    }
    if !told.happening.is_empty() {
        put("link", json!([told.happening]));
    }
    put("text", json!(event.text));
    put("text_info", json!({ "start": event.evidence.0, "end": event.evidence.1 }));
    put(
        "cite_info",
        json!({
            "citation": head.id, "publication": head.source, "title": head.title, "url": head.url, "language": head.language,
            "published": head.published.map(|day| day.to_string()),
        }),
    );
    put("coder", json!("Chancery"));
    let comment = if is_told { event.rule.clone() } else { format!("{}; date: day of publication", event.rule) };
    put("comment", json!(comment));
    put("aux", json!(event.aux));
    put("cameo", json!(event.cameo));
    put("confidence", json!(event.confidence));
    put("according_to", serde_json::to_value(&event.according_to).unwrap_or_default());
    vec![Row { id, line: Value::Object(line).to_string() }]
}

fn entity(party: &Party) -> Value {
    json!({
        "code": party.country.map(|code| code.to_string()).unwrap_or_default(),
        "sector": party.sectors.iter().map(|sector| sector.as_str()).collect::<Vec<_>>(),
        "entity_text": party.text,
    })
}
