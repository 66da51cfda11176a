//! Dyads: who acts towards whom, how often and how; and the history of one.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use axum::response::Response;
use chancery::Country;
use chancery_store::{By, Filter};
use maud::html;

use super::{events, layout, parts};
use crate::asking::{Asked, Asking};
use crate::chart::{months, spark};
use crate::{Problem, Shared};

/// Dyads of one page.
const LISTED: usize = 100;

/// Events of a dyad, the sum of their scores, and events by month.
type Row<'a> = (i64, f64, BTreeMap<&'a str, i64>);

/// The two sides of a dyad; none where one is not known.
pub(crate) fn sides(dyad: &str) -> Option<(&str, &str)> {
    dyad.split_once('>').filter(|(actor, recipient)| actor.len() == 3 && recipient.len() == 3)
}

/// `/dyads`.
pub(crate) async fn list(State(room): State<Shared>, asked: Asked) -> Result<Response, Problem> {
    let groups = room.shelf.groups(&asked.filter, &[By::Month, By::Dyad]).await?;
    let months = months(groups.iter().map(|group| group.values[0].as_str()));
    let mut dyads: BTreeMap<(&str, &str), Row<'_>> = BTreeMap::new();
    for group in groups.iter() {
        let Some(pair) = sides(&group.values[1]).filter(|(actor, recipient)| actor != recipient) else { continue };
        let known = dyads.entry(pair).or_default();
        known.0 += group.n_events;
        known.1 += group.mean_scale * group.n_events as f64;
        *known.2.entry(&group.values[0]).or_default() += group.n_events;
    }
    let mut order: Vec<_> = dyads.into_iter().collect();
    order.sort_by_key(|(pair, (n, ..))| (std::cmp::Reverse(*n), *pair));
    let n_dyads = order.len();
    Ok(layout::page(
        "Dyads",
        "/dyads",
        html! {
            h1 { "Dyads" }
            p.lead { (n_dyads) " pairs of states and bodies, the most active first. The direction counts: who acts stands before the arrow." }
            div.scroll tabindex="0" role="region" aria-label="Dyads" { table {
                caption.hidden { "Dyads by number of events" }
                thead { tr { th scope="col" { "Who → to whom" } th.n scope="col" { "Events" } th.n scope="col" { "Mean score" } th scope="col" { "Over time" } } }
                tbody { @for ((actor, recipient), (n, scale, by_month)) in order.iter().take(LISTED) { tr {
                    th scope="row" { a href={ "/dyads/" (actor) "/" (recipient) } { (room.country_name(actor)) " → " (room.country_name(recipient)) } }
                    td.n { (n) }
                    td.n { (format!("{:+.1}", scale / (*n).max(1) as f64)) }
                    td { (spark(&months.iter().map(|month| by_month.get(month.as_str()).copied().unwrap_or(0)).collect::<Vec<_>>())) }
                } } }
            } }
            @if n_dyads > LISTED { p.quiet { "The first " (LISTED) " are shown; all are in the table below." } }
            p.downloads { a href={ "/api/v1/aggregates?by=dyad,month&to=csv" } download="dyads.csv" { "All dyads by month as CSV" } }
        },
    ))
}

/// `/dyads/{actor}/{recipient}`.
pub(crate) async fn page(
    State(room): State<Shared>,
    Path((actor, recipient)): Path<(String, String)>,
) -> Result<Response, Problem> {
    for code in [&actor, &recipient] {
        code.parse::<Country>().map_err(|_| Problem::not_found(format!("{code} is no code of a country; codes are as IRQ")))?;
    }
    let asking = Asking { actor: Some(actor.clone()), recipient: Some(recipient.clone()), ..Asking::default() };
    let filter = asking.filter()?;
    let chart = events::quads(&room, &asking, &filter).await?;
    let types = room.shelf.groups(&filter, &[By::Type]).await?;
    let mut latest = Vec::new();
    for group in types.iter() {
        let one = Filter { kinds: vec![group.values[0].clone()], newest: true, limit: Some(3), ..filter.clone() };
        latest.push((group, room.shelf.find(one).await?));
    }
    latest.sort_by_key(|(group, _)| std::cmp::Reverse(group.n_events));
    let (one, other) = (room.country_name(&actor), room.country_name(&recipient));
    let query = asking.query();
    Ok(layout::page(
        &format!("{one} → {other}"),
        "/dyads",
        html! {
            h1 { (one) " → " (other) }
            p.lead { "What " (one) " is told to have done towards " (other) ". " a href={ "/dyads/" (recipient) "/" (actor) } { "The other direction" } " · "
                a href={ "/actors/" (actor) } { (one) } " · " a href={ "/actors/" (recipient) } { (other) } }
            (chart.figure(&format!("/charts/quads.svg{query}")))
            @for (group, found) in &latest { section {
                h2 { (parts::type_words(&group.values[0])) " " span.quiet { (group.n_events) } }
                (parts::events(found))
                @if group.n_events > found.len() as i64 {
                    p { a href={ "/events" (Asking { r#type: Some(group.values[0].clone()), ..asking.clone() }.query()) } { "All " (group.n_events) } }
                }
            } }
            @if latest.is_empty() { p.quiet { "No report of the store tells anything of this pair." } }
            (parts::downloads(&asking))
        },
    ))
}
