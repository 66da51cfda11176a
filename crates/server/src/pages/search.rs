//! Search: names of the world, sentences that tell events, reports.

use axum::extract::{Query, State};
use axum::response::Response;
use chancery_store::Filter;
use maud::html;
use serde::Deserialize;

use super::{layout, parts, report};
use crate::asking::{Asking, escape};
use crate::{Problem, Shared};

/// What is looked for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Sought {
    #[serde(default)]
    q: String,
}

/// `/search`.
pub(crate) async fn page(State(room): State<Shared>, Query(sought): Query<Sought>) -> Result<Response, Problem> {
    let words: String = sought.q.trim().chars().take(200).collect();
    let asking = Asking { text: Some(words.clone()), ..Asking::default() };
    let filter = asking.filter()?;
    // Signs alone are no words; then nothing is asked.
    let (found, records) = match filter.texts.clone() {
        texts if texts.is_empty() => (Vec::new(), Vec::new()),
        texts => (room.shelf.find(Filter { limit: Some(20), ..filter }).await?, room.shelf.reports(texts, None, 20).await?),
    };
    let world = room.chancery.world();
    let named: Vec<_> = if words.is_empty() {
        Vec::new()
    } else {
        world.named(&words).into_iter().map(|at| world.entry(at)).filter(|one| room.entry(&one.id()).is_some()).take(12).collect()
    };
    let nothing = found.is_empty() && records.is_empty() && named.is_empty();
    Ok(layout::page(
        &format!("Search: {words}"),
        "",
        html! {
            h1 { "Search" }
            form.filter action="/search" role="search" aria-label="Search the record" { div.field.wide { label for="q" { "Words" } input id="q" type="search" name="q" value=(words) maxlength="200"; } div.field.act { button { "Find" } } }
            @if words.is_empty() { p.quiet { "Write a name, a place, or words of a report." } } @else if nothing { p.lead { "Nothing is found for “" (words) "”." } }
            @if !named.is_empty() { section { h2 { "Known by this name" } ul.plain { @for one in &named { li {
                a href={ "/actors/" (escape(&one.id())) } { (one.name) } @if let Some(country) = one.country { " " span.code { (country) } }
            } } } } }
            @if !found.is_empty() { section { h2 { "Events told with these words" } (parts::events(&found)) p { a href={ "/events" (asking.query()) } { "All of them, over time" } } } }
            @if !records.is_empty() { section { h2 { "Reports" } (report::listed(&records)) } }
        },
    ))
}
