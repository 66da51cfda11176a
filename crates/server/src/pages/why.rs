//! "Why these records?": sentence by sentence what decided, and what came near.

use axum::extract::{Path, State};
use axum::response::Response;
use chancery::{Explanation, Given};
use maud::{Markup, html};

use super::{layout, parts};
use crate::asking::escape;
use crate::{Problem, Shared};

/// `/reports/{id}/why`.
pub(crate) async fn page(State(room): State<Shared>, Path(id): Path<String>) -> Result<Response, Problem> {
    let kept = room.shelf.report(&id).await?;
    let text = kept
        .text
        .ok_or_else(|| Problem::not_found("the text of this report is not in the store, so that nothing can be explained"))?;
    let head = kept.record.report;
    let given = Given {
        id: Some(head.id),
        source: head.source,
        url: head.url,
        title: head.title.clone(),
        date: head.published,
        ..Given::default()
    };
    let explained =
        room.desk.work(room.chancery, move |chancery| chancery.explain(&chancery.report_from_text(&text, given))).await?;
    Ok(layout::page(
        "Why these records?",
        "/reports",
        html! {
            h1 { "Why these records?" }
            p.lead { a href={ "/reports/" (escape(&id)) } { (head.title.as_deref().unwrap_or(&id)) } }
            (reasons(&explained))
        },
    ))
}

/// Sentence by sentence.
pub(crate) fn reasons(explained: &Explanation) -> Markup {
    html! { ol.why { @for sentence in &explained.sentences { li {
        p.text { (sentence.text) }
        @for (kind, reasons) in &sentence.events {
            p { strong { (parts::type_words(kind)) } ", because" }
            ul { @for reason in reasons { li { (reason) } } }
        }
        @let near: Vec<&String> = sentence.inside.iter().chain(&sentence.near).collect();
        @if !near.is_empty() {
            details { summary { "What came near, and why it is no event (" (near.len()) ")" } ul { @for one in near { li { (one) } } } }
        } @else if sentence.events.is_empty() { p.quiet { "No word of the sentence is a trigger in the lexicon." } }
        details { summary { "The words" } div.scroll tabindex="0" role="region" aria-label="Words of the sentence" { table {
            caption.hidden { "Words with lemma, part of speech, head" }
            thead { tr { th scope="col" { "Word" } th scope="col" { "Lemma" } th scope="col" { "Part of speech" } th scope="col" { "Relation" } th scope="col" { "Head" } th scope="col" { "Stands for" } } }
            tbody { @for word in &sentence.words { tr {
                th scope="row" { (word.form) } td { (word.lemma) } td { (word.upos) } td { (word.relation) }
                td { (word.head.checked_sub(1).and_then(|head| sentence.words.get(head)).map_or("–", |head| head.form.as_str())) }
                td { (word.stands_for.as_deref().unwrap_or_default()) }
            } } }
        } } }
    } } } }
}
