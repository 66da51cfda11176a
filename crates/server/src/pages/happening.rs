//! Happenings: all reports that tell one thing, who asserts it, who denies it, and how the telling changed.

use axum::extract::{Path, State};
use axum::response::Response;
use chancery_store::Happening;
use maud::{Markup, html};

use super::{layout, parts};
use crate::asking::Asked;
use crate::{Problem, Shared};

/// Happenings as lines.
pub(crate) fn listed(told: &[Happening]) -> Markup {
    html! { ul.plain { @for one in told { li {
        a href={ "/happenings/" (one.happening) } { (parts::type_words(&one.kind)) @if let Some((first, _)) = &one.days { ", " (first) } }
        " " span.quiet { (one.n_reports) " reports, " (one.n_outlets) @if one.n_outlets == 1 { " independent outlet" } @else { " independent outlets" } }
        @if let Some(telling) = one.tellings.first() { p.quiet { (telling.text) } }
    } } } }
}

/// `/happenings`.
pub(crate) async fn list(State(room): State<Shared>, asked: Asked) -> Result<Response, Problem> {
    let told = room.shelf.widely_told(&asked.filter, 50).await?;
    Ok(layout::page(
        "Happenings",
        "/happenings",
        html! {
            h1 { "Happenings" }
            p.lead { "What records of different reports tell in common, the most widely told first." }
            @if told.is_empty() { p.quiet { "No two reports of the store tell the same happening." } }
            (listed(&told))
        },
    ))
}

/// `/happenings/{name}`.
pub(crate) async fn page(State(room): State<Shared>, Path(name): Path<String>) -> Result<Response, Problem> {
    let one = room.shelf.happening(&name).await?;
    let kind = parts::type_words(&one.kind);
    Ok(layout::page(
        &format!("{kind} {name}"),
        "/happenings",
        html! {
            h1 { (kind) }
            p.lead {
                @if let Some((first, last)) = &one.days { (first) @if first != last { " to " (last) } ". " }
                "Told by " (one.n_reports) @if one.n_reports == 1 { " report" } @else { " reports" } " of " (one.n_outlets)
                @if one.n_outlets == 1 { " independent outlet." } @else { " independent outlets." }
            }
            dl.facts {
                dt { "Asserted by" } dd { (one.asserted_by.iter().cloned().collect::<Vec<_>>().join(", ")) @if one.asserted_by.is_empty() { "nobody" } }
                dt { "Denied by" } dd { (one.denied_by.iter().cloned().collect::<Vec<_>>().join(", ")) @if one.denied_by.is_empty() { "nobody" } }
                @if let (Some(first), Some(last)) = (&one.first_told, &one.last_told) { dt { "Told" } dd { (first) " to " (last) } }
                dt { "Name" } dd { code { (one.happening) } }
            }
            h2 { "The tellings, oldest first" }
            ol.tellings { @for telling in &one.tellings { li {
                p.quiet { (telling.source.as_deref().unwrap_or("Unknown outlet")) @if let Some(day) = &telling.published { ", " (day) } " · voice " (telling.voice) }
                blockquote { a href=(parts::report_link(&telling.report, &telling.event)) { @if telling.text.is_empty() { "The words are withheld" } @else { (telling.text) } } }
                @if !telling.changes.is_empty() { p { "Otherwise than before: " } ul { @for change in &telling.changes { li { (change) } } } }
            } } }
            p.downloads { a href={ "/download/events.csv?happening=" (one.happening) } download { "These events as CSV" } ", "
                a href={ "/api/v1/happenings/" (one.happening) } { "by the API" } "." }
        },
    ))
}
