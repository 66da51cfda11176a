//! Events of a filter: how they went over time, and the list.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use chancery_store::{By, Filter};
use maud::html;

use super::{layout, parts};
use crate::asking::{Asked, Asking, next};
use crate::chart::{Link, Stacked, score};
use crate::{Problem, Shared, download};

/// Types that have a colour of their own; the rest share one.
const SHOWN: usize = 7;

/// `/events`.
pub(crate) async fn page(State(room): State<Shared>, asked: Asked) -> Result<Response, Problem> {
    let Asked { asking, filter } = asked;
    let limit = filter.limit.unwrap_or(50);
    let mut found = room.shelf.find(Filter { limit: Some(limit + 1), ..filter.clone() }).await?;
    let more = found.len() > limit;
    found.truncate(limit);
    let n_events = room.shelf.count(&filter).await?;
    let chart = types(&room, &asking, &filter).await?;
    let points = scores(&room, &filter).await?;
    let query = asking.plain().query();
    let later = found.last().filter(|_| more).map(|last| Asking { cursor: Some(next(last)), ..asking.clone() }.query());
    Ok(layout::page(
        "Events",
        "/events",
        html! {
            h1 { "Events" }
            (parts::filter_form(&asking))
            p.lead aria-live="polite" { (n_events) @if n_events == 1 { " event" } @else { " events" } @if !asking.is_all() { " of this filter" } }
            @if n_events > 0 {
                section aria-labelledby="types" {
                    h2 id="types" { "By type and month" }
                    (chart.figure(&format!("/charts/types.svg{query}")))
                    h3 { "Mean score" }
                    figure { div.scroll tabindex="0" role="region" aria-label="Mean score by month" { (score(&points)) } figcaption { span { "10 is cooperation, -10 is conflict." } a href={ "/charts/score.svg" (query) } download { "SVG" } } }
                }
            }
            section aria-labelledby="list" {
                h2 id="list" { "The events, newest first" }
                @if found.is_empty() { p.quiet { "No event fits. Widen the filter: fewer values, a longer time." } }
                (parts::events(&found))
                @if let Some(later) = later { p { a.more rel="next" href={ "/events" (later) } { "Older events" } } }
            }
            (parts::downloads(&asking))
        },
    ))
}

fn narrowed<'a>(asking: &Asking, set: impl Fn(&mut Asking, &str) + Send + Sync + 'a) -> Link<'a> {
    let plain = asking.plain();
    Box::new(move |month, series| {
        let mut narrow = Asking { since: Some(month.to_owned()), until: Some(month.to_owned()), ..plain.clone() };
        set(&mut narrow, series);
        format!("/events{}", narrow.query())
    })
}

/// Events by quad class and month.
pub(crate) async fn quads(room: &Shared, asking: &Asking, filter: &Filter) -> Result<Stacked<'static>, Problem> {
    let groups = room.shelf.groups(filter, &[By::Month, By::Quad]).await?;
    let cells = groups.iter().map(|group| ((group.values[0].clone(), group.values[1].clone()), group.n_events)).collect();
    let series = (1..=4u8).map(|quad| (quad.to_string(), parts::quad_words(quad).to_owned(), format!("s{}", quad - 1)));
    let link = narrowed(asking, |narrow, quad| narrow.quad = Some(quad.to_owned()));
    Ok(Stacked { title: "Events by month and quad class", series: series.collect(), cells, link })
}

/// Events by type and month: the most frequent types, and the rest as one.
async fn types(room: &Shared, asking: &Asking, filter: &Filter) -> Result<Stacked<'static>, Problem> {
    let groups = room.shelf.groups(filter, &[By::Month, By::Type]).await?;
    let mut totals: BTreeMap<&str, i64> = BTreeMap::new();
    groups.iter().for_each(|group| *totals.entry(&group.values[1]).or_default() += group.n_events);
    let mut order: Vec<(&str, i64)> = totals.into_iter().collect();
    order.sort_by_key(|(kind, n)| (std::cmp::Reverse(*n), *kind));
    let shown: Vec<&str> = order.iter().take(SHOWN).map(|(kind, _)| *kind).collect();
    let mut cells = BTreeMap::new();
    for group in groups.iter() {
        let kind = if shown.contains(&group.values[1].as_str()) { group.values[1].clone() } else { "rest".to_owned() };
        *cells.entry((group.values[0].clone(), kind)).or_default() += group.n_events;
    }
    let mut series: Vec<(String, String, String)> =
        shown.iter().enumerate().map(|(at, kind)| ((*kind).to_owned(), parts::type_words(kind), format!("t{at}"))).collect();
    let rest: Vec<String> = order.iter().skip(SHOWN).map(|(kind, _)| (*kind).to_owned()).collect();
    if !rest.is_empty() {
        series.push(("rest".to_owned(), "Other types".to_owned(), "t7".to_owned()));
    }
    let rest = rest.join(",");
    let link =
        narrowed(asking, move |narrow, kind| narrow.r#type = Some(if kind == "rest" { rest.clone() } else { kind.to_owned() }));
    Ok(Stacked { title: "Events by month and type", series, cells, link })
}

async fn scores(room: &Shared, filter: &Filter) -> Result<BTreeMap<String, f64>, Problem> {
    let groups = room.shelf.groups(filter, &[By::Month]).await?;
    Ok(groups.iter().map(|group| (group.values[0].clone(), group.mean_scale)).collect())
}

/// `/charts/quads.svg`.
pub(crate) async fn quads_svg(State(room): State<Shared>, asked: Asked) -> Result<Response, Problem> {
    let drawing = quads(&room, &asked.asking, &asked.filter).await?.svg();
    download::svg(drawing.into_string())
}

/// `/charts/types.svg`.
pub(crate) async fn types_svg(State(room): State<Shared>, asked: Asked) -> Result<Response, Problem> {
    let drawing = types(&room, &asked.asking, &asked.filter).await?.svg();
    download::svg(drawing.into_string())
}

/// `/charts/score.svg`.
pub(crate) async fn score_svg(State(room): State<Shared>, asked: Asked) -> Result<Response, Problem> {
    download::svg(score(&scores(&room, &asked.filter).await?).into_string())
}
