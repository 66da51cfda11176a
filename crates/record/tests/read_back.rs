//! What is written is read back equal, for records of any content: strings from any language, numbers to the last bit.

use chancery_base::{Country, Day, DayRange, Sector};
use chancery_record::{
    AccordingTo, Attribution, Aux, Entity, EntityKind, Event, Notice, Part, PartKind, Party, Place, PublishedBasis, Record,
    ReportHead, Span, from_jsonl, read_jsonl, to_csv, to_jsonl,
};
use proptest::prelude::*;

fn words() -> impl Strategy<Value = String> {
    any::<String>()
}

fn span() -> impl Strategy<Value = Span> {
    (0usize..500, 0usize..80).prop_map(|(start, len)| Span(start, start + len))
}

fn spans() -> impl Strategy<Value = Vec<Span>> {
    prop::collection::vec(span(), 0..3)
}

fn country() -> impl Strategy<Value = Option<Country>> {
    prop::option::of(prop::sample::select(vec!["IRQ", "USA", "UNO"]).prop_map(|code| code.parse().unwrap()))
}

fn sectors() -> impl Strategy<Value = Vec<Sector>> {
    prop::collection::vec(prop::sample::select(vec![Sector::Gov, Sector::Mil, Sector::Soc]), 0..3)
}

fn day() -> impl Strategy<Value = Day> {
    (1800i16..2100, 1i8..13, 1i8..29).prop_map(|(year, month, day)| Day::new(year, month, day).unwrap())
}

fn days() -> impl Strategy<Value = DayRange> {
    (day(), day()).prop_map(|(one, other)| DayRange::new(one, other))
}

fn number() -> impl Strategy<Value = f64> {
    prop::num::f64::NORMAL | prop::num::f64::ZERO
}

fn party() -> impl Strategy<Value = Party> {
    (words(), words(), span(), country(), sectors()).prop_map(|(entity, text, span, country, sectors)| Party {
        entity,
        text,
        span,
        country,
        sectors,
    })
}

fn according_to() -> impl Strategy<Value = AccordingTo> {
    (party(), prop::option::of(span()), any::<bool>()).prop_map(|(party, cue, quoted)| AccordingTo {
        entity: party.entity,
        text: party.text,
        span: party.span,
        country: party.country,
        sectors: party.sectors,
        cue,
        quoted,
    })
}

fn place() -> impl Strategy<Value = Place> {
    (words(), span(), prop::option::of(words()), country(), prop::option::of(number()), prop::option::of(any::<u64>())).prop_map(
        |(text, span, name, country, lat, geonameid)| Place {
            text,
            span,
            name,
            country,
            lat,
            lon: lat.map(|lat| lat / 3.0),
            precision: geonameid.map(|_| "city".to_owned()),
            geonameid,
        },
    )
}

fn event() -> impl Strategy<Value = Event> {
    let act = (words(), prop::collection::vec(words(), 0..3), prop::option::of(words()), span(), span(), words());
    let who =
        (prop::collection::vec(party(), 0..3), prop::collection::vec(party(), 0..3), prop::collection::vec(according_to(), 0..2));
    let when = (prop::option::of(days()), prop::option::of(span()), prop::option::of(place()));
    let scores =
        (number(), prop::option::of(number()), 0u8..5, prop::sample::select(vec![None, Some(Aux::Future), Some(Aux::Negation)]));
    (act, who, when, scores).prop_map(|(act, who, when, scores)| {
        let mut event = Event::new("V1", act.0, act.3, act.4);
        event.modes = act.1;
        event.cameo = act.2;
        event.rule = act.5.clone();
        event.text = act.5;
        (event.actors, event.recipients, event.according_to) = who;
        (event.date, event.date_span, event.place) = when;
        (event.scale, event.goldstein, event.quad, event.aux) = scores;
        event.confidence = event.scale / 7.0;
        event
    })
}

fn entity() -> impl Strategy<Value = Entity> {
    let kind = prop::sample::select(vec![EntityKind::Person, EntityKind::Organisation, EntityKind::State]);
    (words(), kind, country(), sectors(), prop::option::of(words()), spans()).prop_map(
        |(name, kind, country, sectors, office, mentions)| Entity {
            id: "E1".to_owned(),
            known_as: office.clone(),
            name,
            kind,
            country,
            sectors,
            office,
            mentions,
        },
    )
}

fn head() -> impl Strategy<Value = ReportHead> {
    let parts = prop::collection::vec((prop::sample::select(vec![PartKind::Headline, PartKind::Body]), span()), 0..3);
    let notices = prop::collection::vec((words(), words(), spans()), 0..2);
    (words(), prop::option::of(words()), prop::option::of(day()), parts, notices, words(), number()).prop_map(
        |(id, name, published, parts, notices, key, value)| {
            let mut head = ReportHead::new(id);
            head.source = name.clone();
            head.title = name;
            head.published_basis = published.map(|_| PublishedBasis::Given);
            head.published = published;
            head.parts = parts.into_iter().map(|(kind, span)| Part { kind, span }).collect();
            head.notices = notices.into_iter().map(|(code, message, spans)| Notice { code, message, spans }).collect();
            head.extra.insert(key, value.into());
            head
        },
    )
}

fn record() -> impl Strategy<Value = Record> {
    let attribution = (spans(), spans(), prop::option::of(words()), any::<bool>())
        .prop_map(|(source, cue, speaker, quoted)| Attribution { source, content: cue.clone(), cue, speaker, quoted });
    (
        head(),
        prop::collection::vec(entity(), 0..2),
        prop::collection::vec(event(), 0..3),
        prop::collection::vec(attribution, 0..2),
        prop::collection::vec(place(), 0..2),
    )
        .prop_map(|(report, entities, events, attributions, places)| {
            let mut record = Record::new(report);
            (record.entities, record.events, record.attributions, record.places) = (entities, events, attributions, places);
            record
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn written_and_read_back_is_equal(record in record()) {
        let line = to_jsonl(&record);
        prop_assert!(!line.contains('\n'), "a record is one line");
        prop_assert_eq!(&from_jsonl(&line).unwrap(), &record);
        let twice = format!("{line}\n{line}\n");
        let read: Result<Vec<_>, _> = read_jsonl(twice.as_bytes()).collect();
        prop_assert_eq!(read.unwrap(), vec![record.clone(), record]);
    }

    #[test]
    fn a_table_has_a_row_an_event_and_nothing_a_spreadsheet_runs(record in record()) {
        let table = to_csv([&record]);
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.unwrap()).collect();
        prop_assert_eq!(rows.len(), record.events.len());
        for cell in rows.iter().flat_map(csv::StringRecord::iter) {
            prop_assert!(!cell.starts_with(['=', '+', '@']), "{cell:?}");
            prop_assert!(!cell.starts_with('-') || cell.parse::<f64>().is_ok(), "{cell:?}");
        }
    }
}

#[test]
fn the_contract_has_its_fields_in_order() {
    let mut record = Record::new(ReportHead::new("r"));
    record.events.push(Event::new("V1", "AGREE", Span(0, 1), Span(0, 1)));
    let line = to_jsonl(&record);
    let fields = [
        "schema",
        "report",
        "id",
        "source",
        "url",
        "title",
        "language",
        "published",
        "published_basis",
        "parts",
        "notices",
        "entities",
        "events",
        "id",
        "type",
        "modes",
        "contexts",
        "aux",
        "cameo",
        "quad",
        "scale",
        "goldstein",
        "trigger",
        "evidence",
        "actors",
        "recipients",
        "according_to",
        "date",
        "date_span",
        "place",
        "confidence",
        "rule",
        "attributions",
        "places",
    ];
    let mut rest = line.as_str();
    for field in fields {
        let at = rest.find(&format!("\"{field}\":")).unwrap_or_else(|| panic!("{field} is not next in {rest}"));
        rest = &rest[at + 1..];
    }
}
