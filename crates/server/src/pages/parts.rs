//! Pieces that several pages show: an event as a line, parties, the form of a filter, downloads.

use chancery_record::{Aux, Event, Party, codes};
use chancery_store::Found;
use maud::{Markup, html};

use crate::asking::{Asking, escape};

/// The quad classes in words.
pub(crate) const QUADS: [&str; 4] = ["Verbal cooperation", "Material cooperation", "Verbal conflict", "Material conflict"];

/// A type as people read it: "Coerce".
pub(crate) fn type_words(kind: &str) -> String {
    let lower = kind.to_lowercase();
    let mut letters = lower.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A type with the mark of its quad class.
pub(crate) fn type_mark(event: &Event) -> Markup {
    html! { span.kind.{ "q" (event.quad) } title=(quad_words(event.quad)) { (type_words(&event.kind)) } }
}

/// A quad class in words.
pub(crate) fn quad_words(quad: u8) -> &'static str {
    usize::from(quad).checked_sub(1).and_then(|at| QUADS.get(at)).copied().unwrap_or("No class")
}

/// Parties with their codes.
pub(crate) fn parties(parties: &[Party]) -> Markup {
    html! {
        @if parties.is_empty() { span.quiet { "nobody named" } }
        @for (at, party) in parties.iter().enumerate() {
            @if at > 0 { ", " }
            (party.text) @let codes = codes(party.country, &party.sectors); @if !codes.is_empty() { " " span.code { (codes) } }
        }
    }
}

/// In which sense it did not simply happen.
pub(crate) fn aux_words(aux: Option<Aux>) -> Markup {
    html! { @if let Some(aux) = aux { " " span.aux { (match aux {
        Aux::Historical => "told as background",
        Aux::Future => "to come",
        Aux::Hypothetical => "hypothetical",
        Aux::Negation => "said not to have happened",
    }) } } }
}

/// The day of an event as its text tells it.
pub(crate) fn day(event: &Event) -> Markup {
    html! { @match event.date {
        Some(range) if range.first == range.last => time datetime=(range.first) { (range.first) },
        Some(range) => { time datetime=(range.first) { (range.first) } " to " time datetime=(range.last) { (range.last) } },
        None => span.quiet { "no day told" },
    } }
}

/// On whose word.
pub(crate) fn word_of(event: &Event) -> Markup {
    html! {
        @if event.according_to.is_empty() { "the outlet’s own voice" }
        @for (at, source) in event.according_to.iter().enumerate() {
            @if at > 0 { ", as told by " }
            (source.text) @let codes = codes(source.country, &source.sectors); @if !codes.is_empty() { " " span.code { (codes) } }
        }
    }
}

/// The address of a report with one of its events lit up.
pub(crate) fn report_link(report: &str, event: &str) -> String {
    format!("/reports/{}?event={}#{}", escape(report), escape(event), escape(event))
}

/// Events, each with its sentence.
pub(crate) fn events(found: &[Found]) -> Markup {
    html! { ol.events { @for one in found {
        @let event = one.event();
        li {
            p.head { (type_mark(event)) (aux_words(event.aux)) " " span.when { (day(event)) } }
            p.who { (parties(&event.actors)) span.arrow aria-label=" to " { " → " } (parties(&event.recipients)) }
            blockquote { a href=(report_link(&one.record.report.id, &event.id)) {
                @if event.text.is_empty() { "The words are withheld" } @else { (event.text) }
            } }
            p.quiet {
                (one.record.report.source.as_deref().unwrap_or("Unknown outlet"))
                @if let Some(day) = one.record.report.published { ", " (day) }
                @if !event.according_to.is_empty() { " · on the word of " (word_of(event)) }
                @if one.n_outlets > 1 || one.n_reports > 1 { " · " a href={ "/happenings/" (one.happening) } { (one.n_reports) " reports tell it" } }
            }
        }
    } } }
}

/// The form of a filter.
pub(crate) fn filter_form(asking: &Asking) -> Markup {
    let field = |name: &str, label: &str, hint: &str, value: &Option<String>| {
        html! {
            div.field {
                label for={ "f-" (name) } { (label) }
                input id={ "f-" (name) } name=(name) value=[value.as_deref()] placeholder=(hint) maxlength="400" autocomplete="off";
            }
        }
    };
    let quads = asking.quad.as_deref().unwrap_or_default();
    html! {
        form.filter action="/events" aria-label="Filter" {
            (field("actor", "Who", "IRN/GOV", &asking.actor))
            (field("recipient", "To whom", "IRQ", &asking.recipient))
            (field("said-by", "On whose word", "USA", &asking.said_by))
            (field("type", "Types", "CONSULT,AGREE", &asking.r#type))
            div.field {
                label for="f-quad" { "Class" }
                select id="f-quad" name="quad" {
                    option value="" { "All" }
                    @for (at, words) in QUADS.iter().enumerate() {
                        @let n = (at + 1).to_string();
                        option value=(n) selected[quads == n] { (words) }
                    }
                    @if quads.contains(',') { option value=(quads) selected { (quads) } }
                }
            }
            (field("since", "Since", "2026-01", &asking.since))
            (field("until", "Until", "2026-12", &asking.until))
            (field("place", "Country of the place", "IRQ", &asking.place))
            (field("text", "Words of the sentence", "Ain al-Asad", &asking.text))
            (field("source", "Outlet", "", &asking.source))
            @for (name, value) in [("mode", &asking.mode), ("aux", &asking.aux), ("min-outlets", &asking.min_outlets),
                ("min-confidence", &asking.min_confidence), ("report-text", &asking.report_text), ("report", &asking.report), ("happening", &asking.happening)] {
                @if let Some(value) = value.as_deref().filter(|value| !value.is_empty()) { input type="hidden" name=(name) value=(value); }
            }
            div.field.act { button { "Narrow" } " " a href="/events" { "Clear" } }
        }
    }
}

/// The filter's events as files.
pub(crate) fn downloads(asking: &Asking) -> Markup {
    let query = asking.plain().query();
    html! { p.downloads { "This filter’s events as "
    a href={ "/download/events.csv" (query) } download { "CSV" } ", "
    a href={ "/download/events.jsonl" (query) } download { "JSON lines" } ", or "
    a href={ "/api/v1/records" (query) } { "by the API" } "." } }
}
