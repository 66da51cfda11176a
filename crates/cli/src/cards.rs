//! Cards: a record as a person reads it on a terminal.

use chancery::Report;
use chancery::record::{AccordingTo, Aux, Event, Party, PublishedBasis, Record, ReportHead, Span};

use crate::paint::{Mark, Painter, Piece, Role, piece};

/// The head of the report and a card for each of its events.
pub(crate) fn cards(report: &Report, record: &Record, painter: Painter) -> String {
    let mut text = head(&record.report, record.events.len(), painter);
    for event in &record.events {
        text.push('\n');
        text.push_str(&card(event, painter));
    }
    if record.events.is_empty() {
        text.push('\n');
        let why = match report.segments().is_empty() {
            true => "No events: there is no text to code.",
            false => {
                "No events: no sentence tells an act that the lexicon knows, done by or to a political actor. `chancery explain` shows what came near."
            }
        };
        text.push_str(&painter.paragraph(&[piece(why, Role::Faint)], "  "));
    }
    text
}

fn head(head: &ReportHead, n_events: usize, painter: Painter) -> String {
    let title = head.title.as_deref().unwrap_or(&head.id);
    let mut text = painter.paragraph(&[piece(title, Role::Title)], "");
    let outlet = head.source.as_deref().unwrap_or("outlet not known");
    let day = match (head.published, head.published_basis) {
        (Some(day), Some(PublishedBasis::Given)) => format!("{day} (as given)"),
        (Some(day), Some(PublishedBasis::Metadata)) => format!("{day} (from the page)"),
        (Some(day), _) => format!("{day} (from the text)"),
        (None, _) => "day of publication not known".to_owned(),
    };
    let events = if n_events == 1 { "1 event".to_owned() } else { format!("{n_events} events") };
    text.push_str(&painter.paragraph(&[piece(format!("{outlet} · {day} · {events}"), Role::Faint)], ""));
    for notice in &head.notices {
        text.push_str(&painter.paragraph(&[piece(format!("! {}", notice.message), Role::Notice)], ""));
    }
    text
}

fn card(event: &Event, painter: Painter) -> String {
    let mut pieces = vec![piece(&event.kind, Role::Title)];
    for mode in &event.modes {
        pieces.push(piece(format!(" {mode}"), Role::Plain));
    }
    pieces.push(piece(" : ", Role::Faint));
    parties(&event.actors, Role::Actor, &mut pieces);
    if !event.recipients.is_empty() {
        pieces.push(piece(" → ", Role::Plain));
        parties(&event.recipients, Role::Recipient, &mut pieces);
    }
    let mut text = painter.paragraph(&pieces, "  ");
    text.push_str(&painter.paragraph(&details(event), "    "));
    text.push_str(&painter.marked(&event.text, &marks(event), "    "));
    text
}

fn parties(parties: &[Party], role: Role, pieces: &mut Vec<Piece>) {
    if parties.is_empty() {
        pieces.push(piece("(nobody named)", Role::Faint));
    }
    for (at, party) in parties.iter().enumerate() {
        if at > 0 {
            pieces.push(piece(", ", Role::Plain));
        }
        pieces.push(piece(&party.text, role));
        pieces.push(piece(codes(party.country, &party.sectors), Role::Plain));
    }
}

/// " (USA MIL)", or nothing.
fn codes(country: Option<chancery::Country>, sectors: &[chancery::Sector]) -> String {
    let codes = chancery::record::codes(country, sectors);
    if codes.is_empty() { codes } else { format!(" ({codes})") }
}

/// On whose word, in which sense, when, where, how sure.
fn details(event: &Event) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (at, source) in event.according_to.iter().enumerate() {
        pieces.push(piece(if at == 0 { "on the word of " } else { ", by " }, Role::Plain));
        speaker(source, &mut pieces);
    }
    let mut facts = Vec::new();
    facts.extend(event.aux.map(sense).map(str::to_owned));
    facts.extend(event.date.map(|range| {
        let days = match range.first == range.last {
            true => range.first.to_string(),
            false => format!("{} to {}", range.first, range.last),
        };
        format!("{days}{}", date_words(event))
    }));
    facts.extend(event.place.as_ref().map(|place| {
        let country = place.country.map(|country| format!(" ({country})")).unwrap_or_default();
        format!("in {}{country}", place.name.as_deref().unwrap_or(&place.text))
    }));
    facts.push(format!("confidence {:.2}", event.confidence));
    for fact in facts {
        let between = if pieces.is_empty() { "" } else { " · " };
        pieces.push(piece(format!("{between}{fact}"), Role::Plain));
    }
    pieces
}

/// The words that tell the day: " (“earlier Sunday”)"; of another sentence, that it does.
fn date_words(event: &Event) -> String {
    let Some(span) = event.date_span else { return String::new() };
    if span.0 < event.evidence.0 || event.evidence.1 < span.1 {
        return " (from another sentence)".to_owned();
    }
    let words = span.relative_to(event.evidence.0).map(|span| span.of(&event.text)).filter(|words| !words.is_empty());
    words.map_or_else(String::new, |words| format!(" (“{words}”)"))
}

fn speaker(source: &AccordingTo, pieces: &mut Vec<Piece>) {
    pieces.push(piece(&source.text, Role::Speaker));
    pieces.push(piece(codes(source.country, &source.sectors), Role::Plain));
}

/// What an auxiliary value means, in words.
fn sense(aux: Aux) -> &'static str {
    match aux {
        Aux::Historical => "historical: background",
        Aux::Future => "future: still to come",
        Aux::Hypothetical => "hypothetical: may or might happen",
        Aux::Negation => "negation: did not happen",
    }
}

/// The trigger and whoever of the participants stands in the sentence, counted from its start.
fn marks(event: &Event) -> Vec<Mark> {
    let sources = event.according_to.iter().map(|source| (source.span, Role::Speaker));
    let recipients = event.recipients.iter().map(|party| (party.span, Role::Recipient));
    let actors = event.actors.iter().map(|party| (party.span, Role::Actor));
    let trigger = std::iter::once((event.trigger, Role::Trigger));
    let inside = |span: Span| event.evidence.0 <= span.0 && span.1 <= event.evidence.1;
    let all = sources.chain(recipients).chain(actors).chain(trigger).filter(|(span, _)| inside(*span));
    all.filter_map(|(span, role)| Some((span.relative_to(event.evidence.0)?, role))).collect()
}

#[cfg(test)]
mod tests {
    use chancery::Given;

    use super::*;

    /// "Police in Minsk detained 40 demonstrators, the minister said." with everything a card can show.
    fn record() -> Record {
        let mut record = Record::new(ReportHead::new("minsk"));
        record.report.title = Some("Police act\u{1b}[31m".to_owned());
        let mut event = Event::new("V1", "COERCE", Span(16, 24), Span(0, 61));
        event.text = "Police in Minsk detained 40 demonstrators, the minister said.".to_owned();
        event.modes = vec!["arrest".to_owned()];
        event.aux = Some(Aux::Negation);
        event.confidence = 0.9;
        let party = |text: &str, span, sector: &str| Party {
            entity: "E1".to_owned(),
            text: text.to_owned(),
            span,
            country: "BLR".parse().ok(),
            sectors: sector.parse().into_iter().collect(),
        };
        event.actors = vec![party("Police in Minsk", Span(0, 15), "COP")];
        event.recipients = vec![party("40 demonstrators", Span(25, 41), "CVL")];
        let minister = party("the minister", Span(43, 55), "GOV");
        event.according_to = vec![AccordingTo {
            entity: minister.entity,
            text: minister.text,
            span: minister.span,
            country: minister.country,
            sectors: minister.sectors,
            cue: None,
            quoted: false,
        }];
        record.events.push(event);
        record
    }

    fn report() -> Report {
        Report::from_text("Police in Minsk detained 40 demonstrators, the minister said.", Given::default(), &Default::default())
    }

    #[test]
    fn a_card_tells_who_did_what_to_whom_on_whose_word() {
        let text = cards(&report(), &record(), Painter { color: false, width: 100 });
        assert_eq!(
            text,
            "Police act\u{FFFD}[31m\noutlet not known · day of publication not known · 1 event\n\n  \
             COERCE arrest : Police in Minsk (BLR COP) → 40 demonstrators (BLR CVL)\n    \
             on the word of the minister (BLR GOV) · negation: did not happen · confidence 0.90\n    \
             {Police in Minsk} [detained] {40 demonstrators}, {the minister} said.\n"
        );
    }

    #[test]
    fn no_event_has_a_reason() {
        let record = Record::new(ReportHead::new("x"));
        assert!(cards(&report(), &record, Painter { color: false, width: 80 }).contains("No events: no sentence tells"));
    }
}
