//! The map: countries shaded by the events that take place in them. No pins: a country is all that a shade says.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use chancery_store::By;
use maud::{Markup, html};

use super::{layout, parts};
use crate::asking::{Asked, Asking};
use crate::chart::drawn;
use crate::{Problem, Shared, download};

/// Shapes of countries, drawn in Equal Earth by `tools/outlines.mjs`: code, name, path.
const OUTLINES: &str = include_str!("../../assets/outlines.tsv");
/// Shades of a map that stands alone; in pages the style sheet decides.
const SHADES: [&str; 6] = ["#e8e4da", "#cfe0da", "#a3c8bd", "#6ba697", "#3a7d6e", "#1e5247"];

async fn counts(room: &Shared, asked: &Asked) -> Result<BTreeMap<String, (i64, f64)>, Problem> {
    let groups = room.shelf.groups(&asked.filter, &[By::Place]).await?;
    Ok(groups
        .iter()
        .filter(|group| !group.values[0].is_empty())
        .map(|group| (group.values[0].clone(), (group.n_events, group.mean_scale)))
        .collect())
}

fn drawing(counts: &BTreeMap<String, (i64, f64)>, asking: &Asking) -> Markup {
    let most = counts.values().map(|(n, _)| *n).max().unwrap_or(1).max(1) as f64;
    // Steps of a logarithm: a country with a tenth of the events is still seen.
    let shade = |n: i64| if n == 0 { 0 } else { ((n as f64).ln_1p() / most.ln_1p() * 5.0).ceil().clamp(1.0, 5.0) as usize };
    html! {
        svg.map xmlns="http://www.w3.org/2000/svg" viewBox="0 -4 980 480" role="group" aria-label="Countries by the number of events that take place in them; the table below has the numbers" {
            @for line in OUTLINES.lines() {
                @let mut parts = line.splitn(3, '\t');
                @let (code, name, path) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
                @let n = counts.get(code).map_or(0, |(n, _)| *n);
                @if n > 0 {
                    a href={ "/events" (Asking { place: Some(code.to_owned()), ..asking.plain() }.query()) } aria-label=(format!("{name}: {n}")) {
                        path.{ "m" (shade(n)) } fill=(SHADES[shade(n)]) stroke="#8888" stroke-width="0.5" d=(drawn(path)) { title { (name) ": " (n) } }
                    }
                } @else {
                    path.m0 fill=(SHADES[0]) stroke="#8888" stroke-width="0.5" d=(drawn(path)) { title { (name) } }
                }
            }
        }
    }
}

/// `/map`.
pub(crate) async fn page(State(room): State<Shared>, asked: Asked) -> Result<Response, Problem> {
    let counts = counts(&room, &asked).await?;
    let all: i64 = room.shelf.count(&asked.filter).await?;
    let placed: i64 = counts.values().map(|(n, _)| n).sum();
    let mut order: Vec<_> = counts.iter().collect();
    order.sort_by_key(|(code, (n, _))| (std::cmp::Reverse(*n), code.as_str()));
    let query = asked.asking.plain().query();
    Ok(layout::page(
        "Map",
        "/map",
        html! {
            h1 { "Where" }
            p.lead { (placed) " of " (all) " events tell a place. A country is shaded by what takes place in it; how precise a place is stands with each event." }
            figure {
                div.scroll { (drawing(&counts, &asked.asking)) }
                figcaption { span { "Shapes: Natural Earth, 1:110 million. Borders are de facto and no statement; small states have no shape and stand in the table." } a href={ "/charts/map.svg" (query) } download { "SVG" } }
            }
            div.scroll tabindex="0" role="region" aria-label="Countries" { table {
                caption { "Countries by events" }
                thead { tr { th scope="col" { "Country" } th.n scope="col" { "Events" } th.n scope="col" { "Mean score" } } }
                tbody { @for (code, (n, scale)) in order { tr {
                    th scope="row" { a href={ "/events" (Asking { place: Some(code.clone()), ..asked.asking.plain() }.query()) } { (room.country_name(code)) } }
                    td.n { (n) } td.n { (format!("{scale:+.1}")) }
                } } }
            } }
            (parts::downloads(&asked.asking))
        },
    ))
}

/// `/charts/map.svg`.
pub(crate) async fn svg(State(room): State<Shared>, asked: Asked) -> Result<Response, Problem> {
    download::svg(drawing(&counts(&room, &asked).await?, &asked.asking).into_string())
}
