//! The overview: what is in the store, how it went over time, the newest events, the most active dyads.

use axum::extract::State;
use axum::response::Response;
use chancery_store::{By, Filter};
use maud::html;

use super::{events, layout, parts};
use crate::asking::Asking;
use crate::{Problem, Shared};

/// `/`.
pub(crate) async fn page(State(room): State<Shared>) -> Result<Response, Problem> {
    let all = Filter::default();
    let (asking, n_events) = (Asking::default(), room.shelf.count(&all).await?);
    let chart = events::quads(&room, &asking, &all).await?;
    let newest = room.shelf.find(Filter { newest: true, limit: Some(6), ..Filter::default() }).await?;
    let told = room.shelf.widely_told(&all, 5).await?;
    let mut dyads = room.shelf.groups(&all, &[By::Dyad]).await?.to_vec();
    dyads.retain(|group| super::dyads::sides(&group.values[0]).is_some_and(|(one, other)| one != other));
    dyads.sort_by_key(|group| std::cmp::Reverse(group.n_events));
    Ok(layout::page(
        "Overview",
        "/",
        html! {
            h1 { "The record" }
            @if room.samples {
                p.note role="note" { "These are invented sample reports. "
                    "Show your own with " code { "chancery store add --store FILE REPORTS…" } " and " code { "chancery serve --store FILE" }
                    ", or " a href="/try" { "paste a text" } "." }
            }
            p.lead { (n_events) " events that news reports tell: who did what to whom, when, where, and on whose word." }
            section aria-labelledby="over-time" {
                h2 id="over-time" { "Over time" }
                (chart.figure("/charts/quads.svg"))
            }
            div.columns {
                section aria-labelledby="newest" {
                    h2 id="newest" { "Newest events" }
                    (parts::events(&newest))
                    p { a href="/events" { "All events" } }
                }
                section aria-labelledby="active" {
                    h2 id="active" { "Most active dyads" }
                    table {
                        caption.hidden { "Pairs of countries by number of events" }
                        thead { tr { th scope="col" { "Who → to whom" } th.n scope="col" { "Events" } th.n scope="col" { "Mean score" } } }
                        tbody { @for group in dyads.iter().take(12) { @if let Some((actor, recipient)) = super::dyads::sides(&group.values[0]) { tr {
                            th scope="row" { a href={ "/dyads/" (actor) "/" (recipient) } { (room.country_name(actor)) " → " (room.country_name(recipient)) } }
                            td.n { (group.n_events) }
                            td.n { (format!("{:+.1}", group.mean_scale)) }
                        } } } }
                    }
                    p { a href="/dyads" { "All dyads" } }
                    @if !told.is_empty() {
                        h2 { "Told by several reports" }
                        (super::happening::listed(&told))
                    }
                }
            }
            (parts::downloads(&asking))
        },
    ))
}
