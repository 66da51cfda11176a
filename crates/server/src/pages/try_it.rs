//! Try it: paste a text, see its events at once. Nothing of it is kept.

use std::sync::atomic::Ordering;

use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use chancery::{Given, parse_day};
use maud::{Markup, html};
use serde::Deserialize;

use super::{layout, report, why};
use crate::{Problem, Shared};

/// What was pasted.
#[derive(Debug, Deserialize)]
pub(crate) struct Pasted {
    text: String,
    #[serde(default)]
    date: String,
}

const EXAMPLE: &str = "Iraq's foreign minister met his Iranian counterpart in Baghdad on Sunday. Police in Minsk detained 40 demonstrators, \
                       Interfax reported. France said it would send 200 tonnes of food aid to Chad next week.";

fn form(text: &str, date: &str) -> Markup {
    html! {
        form.try method="post" action="/try" {
            label for="text" { "Text of a report" }
            textarea id="text" name="text" rows="9" required maxlength="100000" spellcheck="false" { (text) }
            div.row {
                div.field { label for="date" { "Published (if known)" } input id="date" name="date" value=(date) placeholder="2026-01-18" maxlength="10" pattern="\\d{4}-\\d{2}-\\d{2}"; }
                button { "Read it" }
            }
            p.quiet { "The text is read on this machine and not kept." }
        }
    }
}

/// `/try`.
pub(crate) async fn empty() -> Response {
    layout::page(
        "Try it",
        "/try",
        html! { h1 { "Try it" } p.lead { "Paste a news text; its events are lit up at once." } (form(EXAMPLE, "")) },
    )
}

/// `/try` with a text.
pub(crate) async fn page(State(room): State<Shared>, body: Result<Form<Pasted>, FormRejection>) -> Result<Response, Problem> {
    let Form(pasted) = body.map_err(|error| Problem::new(error.status(), error.body_text()))?;
    let date = match pasted.date.trim() {
        "" => None,
        date => Some(parse_day(date).ok_or_else(|| Problem::bad("write the day of publication as 2026-01-18"))?),
    };
    // Forms send line ends as CR LF; offsets are those of the text as it was pasted.
    let text = pasted.text.replace("\r\n", "\n");
    let asked = text.clone();
    let work = room.desk.work(room.chancery, move |chancery| {
        let report = chancery.report_from_text(&asked, Given { date, ..Given::default() });
        (chancery.code(&report), chancery.explain(&report))
    });
    let (record, explained) = work.await?;
    room.metrics.coded.fetch_add(1, Ordering::Relaxed);
    let link = |event: Option<&str>| event.map_or("#text".to_owned(), |event| format!("#{event}"));
    Ok(layout::page(
        "Try it",
        "/try",
        html! {
            h1 { "Try it" }
            (report::body(&record, Some(&text), None, &link))
            details { summary { "Why these records?" } (why::reasons(&explained)) }
            details { summary { "The record as JSON" } div.scroll tabindex="0" role="region" aria-label="The record as JSON" { pre { (serde_json::to_string_pretty(&record).unwrap_or_default()) } } }
            h2 { "Another text" }
            (form(&text, &pasted.date))
        },
    ))
}
