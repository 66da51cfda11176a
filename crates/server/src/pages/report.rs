//! A report with its events lit up in the text.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use chancery_record::{Event, Record, Span};
use maud::{Markup, html};
use serde::Deserialize;

use super::{layout, parts};
use crate::asking::{Asked, Asking, escape};
use crate::{Problem, Shared};

/// Which event is lit up.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Lit {
    /// Its id; without one, all are.
    event: Option<String>,
}

/// `/reports`.
pub(crate) async fn list(State(room): State<Shared>, asked: Asked) -> Result<Response, Problem> {
    let limit = asked.filter.limit.unwrap_or(50);
    let after = asked.filter.after.map(|(_, report, _)| report);
    let mut records = room.shelf.reports(asked.filter.report_texts, after, limit + 1).await?;
    let more = records.len() > limit;
    records.truncate(limit);
    let later = records
        .last()
        .filter(|_| more)
        .map(|last| Asking { cursor: Some(format!("0.0.{}", last.report.id)), ..asked.asking.clone() });
    Ok(layout::page(
        "Reports",
        "/reports",
        html! {
            h1 { "Reports" }
            (listed(&records))
            @if records.is_empty() { p.quiet { "No report fits." } }
            @if let Some(later) = later { p { a.more rel="next" href={ "/reports" (later.query()) } { "More reports" } } }
        },
    ))
}

/// Reports as lines.
pub(crate) fn listed(records: &[Record]) -> Markup {
    html! { ul.plain.reports { @for record in records { li {
        a href={ "/reports/" (escape(&record.report.id)) } { (title(record)) }
        p.quiet { (origin(record)) " · " (record.events.len()) @if record.events.len() == 1 { " event" } @else { " events" } }
    } } } }
}

fn title(record: &Record) -> &str {
    record.report.title.as_deref().filter(|title| !title.trim().is_empty()).unwrap_or(&record.report.id)
}

fn origin(record: &Record) -> String {
    let day = record.report.published.map_or("no day known".to_owned(), |day| day.to_string());
    format!("{}, {day}", record.report.source.as_deref().unwrap_or("Unknown outlet"))
}

/// `/reports/{id}`.
pub(crate) async fn page(
    State(room): State<Shared>,
    Path(id): Path<String>,
    Query(lit): Query<Lit>,
) -> Result<Response, Problem> {
    let kept = room.shelf.report(&id).await?;
    let record = &kept.record;
    let address = format!("/reports/{}", escape(&id));
    let link = |event: Option<&str>| {
        event.map_or(address.clone(), |event| format!("{address}?event={}#{}", escape(event), escape(event)))
    };
    Ok(layout::page(
        title(record),
        "/reports",
        html! {
            h1 { (title(record)) }
            p.quiet { (origin(record)) @if record.report.published_basis.is_some() { }
                @if let Some(url) = record.report.url.as_deref().filter(|url| url.starts_with("https://") || url.starts_with("http://")) {
                    " · " a href=(url) rel="noreferrer nofollow" { "where it was found" } } }
            (body(record, kept.text.as_deref(), lit.event.as_deref(), &link))
            p.downloads {
                @if kept.text.is_some() { a href={ (address) "/why" } { "Why these records?" } " · " }
                a href={ "/api/v1" (address) } { "The record as JSON" } ", "
                a href={ "/download/events.csv?report=" (escape(&id)) } download { "its events as CSV" } "."
            }
        },
    ))
}

/// The text with its marks beside the cards of the events; `link` gives the address with an event lit up, where there is one.
pub(crate) fn body(record: &Record, text: Option<&str>, lit: Option<&str>, link: &dyn Fn(Option<&str>) -> String) -> Markup {
    let lit = lit.filter(|lit| record.events.iter().any(|event| event.id == *lit));
    html! {
        @for notice in &record.report.notices { p.note role="note" { (notice.message) } }
        div.reading {
            section.paper aria-label="The text" {
                p.legend aria-hidden="true" {
                    mark.trigger { "act" } " " mark.actor { "who" } " " mark.recipient { "to whom" } " " mark.source { "on whose word" } " " mark.date { "when" } " " mark.place { "where" }
                }
                @match text {
                    Some(text) => div.text { (marked(text, 0, &shown(record, lit))) },
                    None => { p.quiet { "The text is not in the store; the sentences that tell its events are." }
                        @for event in shown(record, lit) { p.text { (marked(&event.text, event.evidence.0, &[event])) } } }
                }
            }
            section.cards aria-label="Its events" {
                h2 { (record.events.len()) @if record.events.len() == 1 { " event" } @else { " events" } }
                @if lit.is_some() { p { a href=(link(None)) { "Light up all" } } }
                @if record.events.is_empty() { p.quiet { "The text tells no event of the sixteen types." } }
                ol { @for event in &record.events { li id=(event.id) data-event=(event.id) .lit[lit == Some(event.id.as_str())] { (card(event, link)) } } }
            }
        }
    }
}

fn shown<'a>(record: &'a Record, lit: Option<&str>) -> Vec<&'a Event> {
    record.events.iter().filter(|event| lit.is_none_or(|lit| event.id == lit)).collect()
}

fn card(event: &Event, link: &dyn Fn(Option<&str>) -> String) -> Markup {
    let more = |name: &str, values: &[String]| html! { @if !values.is_empty() { dt { (name) } dd { (values.join(", ")) } } };
    html! {
        h3 { a href=(link(Some(&event.id))) { (parts::type_mark(event)) } (parts::aux_words(event.aux)) }
        dl.facts {
            dt { "Who" } dd { (parts::parties(&event.actors)) }
            dt { "To whom" } dd { (parts::parties(&event.recipients)) }
            dt { "On the word of" } dd { (parts::word_of(event)) }
            dt { "When" } dd { (parts::day(event)) }
            @if let Some(place) = &event.place { dt { "Where" } dd { (place.name.as_deref().unwrap_or(&place.text))
                @if let Some(country) = place.country { " " span.code { (country) } } @if let Some(precision) = &place.precision { " " span.quiet { "(" (precision) ")" } } } }
            (more("Modes", &event.modes))
            (more("Contexts", &event.contexts))
            dt { "Codes" } dd { @if let Some(cameo) = &event.cameo { "CAMEO " (cameo) ", " } "score " (event.scale) }
            dt { "Confidence" } dd { meter min="0" max="1" value=(event.confidence) aria-label="Confidence" {} " " (format!("{:.0} %", event.confidence * 100.0)) }
            dt { "Rule" } dd { code { (event.rule) } }
        }
    }
}

/// A text that begins at character `base`, with the words of the events marked; a piece that several roles claim carries all of them.
fn marked(text: &str, base: usize, events: &[&Event]) -> Markup {
    let mut spans: Vec<(Span, &str, &str)> = Vec::new();
    for event in events {
        let mut add =
            |span: Span, role: &'static str| spans.extend(span.relative_to(base).map(|span| (span, role, event.id.as_str())));
        add(event.trigger, "trigger");
        event.actors.iter().for_each(|one| add(one.span, "actor"));
        event.recipients.iter().for_each(|one| add(one.span, "recipient"));
        for source in &event.according_to {
            add(source.span, "source");
            source.cue.into_iter().for_each(|cue| add(cue, "source"));
        }
        event.date_span.into_iter().for_each(|span| add(span, "date"));
        event.place.iter().for_each(|place| add(place.span, "place"));
    }
    spans.retain(|(Span(first, end), ..)| first < end);
    let mut cuts: Vec<usize> = spans.iter().flat_map(|(Span(first, end), ..)| [*first, *end]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let n_chars = starts.len() - 1;
    cuts.retain(|cut| *cut <= n_chars);
    let edges: Vec<usize> = [0].into_iter().chain(cuts).chain([n_chars]).collect();
    html! { @for edge in edges.windows(2) { @if edge[0] < edge[1] {
        @let words = &text[starts[edge[0]]..starts[edge[1]]];
        @let over: Vec<&(Span, &str, &str)> = spans.iter().filter(|(Span(first, end), ..)| *first <= edge[0] && edge[1] <= *end).collect();
        @if over.is_empty() { (words) } @else {
            @let roles = over.iter().map(|(_, role, _)| *role).collect::<std::collections::BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(" ");
            @let names = over.iter().map(|(_, _, event)| *event).collect::<std::collections::BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(" ");
            mark class=(roles) data-events=(names) title=(format!("{roles} of {names}")) { (words) }
        }
    } } }
}
