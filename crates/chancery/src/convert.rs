//! A coding → the public record: bytes become characters, ids become names, nothing is decided.

use chancery_base::{CharIndex, Day, Notice, Span as Bytes};
use chancery_coder::{Coder, Coding, EntityIdx, Event, Participant, PlaceMention, ReferentKind};
use chancery_record as out;
use chancery_report::{PartKind, PublishedBasis, Report};
use chancery_text::Analysis;

struct Converter<'a> {
    text: &'a str,
    index: CharIndex,
    coding: &'a Coding,
    coder: &'a Coder,
    /// Record ids by entity; entities that nothing names are left out.
    ids: Vec<Option<String>>,
}

pub(crate) fn record(report: &Report, analysis: &Analysis, coding: &Coding, coder: &Coder) -> out::Record {
    let mut ids = Vec::new();
    let mut next = 0;
    for entity in coding.entities.list() {
        let listed = entity.referent.kind != ReferentKind::Thing;
        next += usize::from(listed);
        ids.push(listed.then(|| format!("E{next}")));
    }
    let converter = Converter { text: analysis.text(), index: CharIndex::new(analysis.text()), coding, coder, ids };
    let mut record = out::Record::new(head(report, coding.published, &coding.notices));
    record.entities = converter.entities();
    record.events = coding.events.iter().enumerate().map(|(at, event)| converter.event(at, event)).collect();
    record.attributions = converter.attributions();
    record.places = coding.places.iter().map(|place| converter.place(place)).collect();
    record
}

/// Which report the record is about; `coded_day` and `coded_notices` are what coding has found beyond the report itself.
pub(crate) fn head(report: &Report, coded_day: Option<Day>, coded_notices: &[Notice]) -> out::ReportHead {
    let index = CharIndex::new(&report.text);
    let spans = |spans: &[Bytes]| spans.iter().map(|span| index.chars(*span).into()).collect();
    let published = report.published.map(|published| (published.day, basis(published.basis)));
    let published = published.or_else(|| coded_day.map(|day| (day, out::PublishedBasis::Text)));
    let notices = report.notices.iter().chain(coded_notices);
    out::ReportHead {
        source: report.source.clone(),
        url: report.url.clone(),
        title: report.title.clone(),
        language: report.language.clone().or_else(|| report.is_coded().then(|| "en".to_owned())),
        published: published.map(|(day, _)| day),
        published_basis: published.map(|(_, basis)| basis),
        parts: report
            .parts
            .iter()
            .map(|part| out::Part { kind: part_kind(part.kind), span: index.chars(part.span).into() })
            .collect(),
        duplicate_of: report.duplicate_of.clone(),
        notices: notices.map(|one| out::Notice::new(one.code, one.message.clone(), spans(&one.spans))).collect(),
        extra: report.extra.clone(),
        ..out::ReportHead::new(report.id.clone())
    }
}

impl Converter<'_> {
    fn span(&self, span: Bytes) -> out::Span {
        self.index.chars(span).into()
    }

    fn spans(&self, spans: &[Bytes]) -> Vec<out::Span> {
        spans.iter().map(|span| self.span(*span)).collect()
    }

    fn words(&self, span: Bytes) -> String {
        span.of(self.text).to_owned()
    }

    fn entities(&self) -> Vec<out::Entity> {
        let listed = self.coding.entities.list().iter().zip(&self.ids);
        listed
            .filter_map(|(entity, id)| {
                let referent = &entity.referent;
                Some(out::Entity {
                    id: id.clone()?,
                    name: entity.name(self.text),
                    kind: entity_kind(referent.kind)?,
                    country: referent.country,
                    sectors: referent.sectors.clone(),
                    office: referent.office.as_deref().map(|office| self.coder.world.office_name(office).to_owned()),
                    known_as: referent.entry.map(|entry| self.coder.world.entry(entry).id()),
                    mentions: self.spans(&entity.mentions),
                })
            })
            .collect()
    }

    fn id(&self, entity: Option<EntityIdx>) -> String {
        entity.and_then(|at| self.ids[at.0 as usize].clone()).unwrap_or_default()
    }

    fn party(&self, party: &Participant) -> out::Party {
        out::Party {
            entity: self.id(party.entity),
            text: self.words(party.span),
            span: self.span(party.span),
            country: party.country,
            sectors: party.sectors.clone(),
        }
    }

    fn event(&self, at: usize, event: &Event) -> out::Event {
        let ontology = &self.coder.lexicon.ontology;
        let known = ontology.get(event.event_type);
        let sources = event.according_to.iter().map(|source| {
            let party = self.party(&source.participant);
            out::AccordingTo {
                entity: party.entity,
                text: party.text,
                span: party.span,
                country: party.country,
                sectors: party.sectors,
                cue: source.cue.map(|cue| self.span(cue)),
                quoted: source.quoted,
            }
        });
        out::Event {
            modes: event.modes.clone(),
            contexts: event.contexts.clone(),
            aux: event.aux.map(aux),
            cameo: Some(event.cameo.clone()),
            quad: known.quad,
            scale: ontology.score(event.event_type, &event.modes),
            goldstein: ontology.goldstein(&event.cameo),
            text: self.words(event.evidence),
            actors: event.actors.iter().map(|one| self.party(one)).collect(),
            recipients: event.recipients.iter().map(|one| self.party(one)).collect(),
            according_to: sources.collect(),
            date: event.date,
            date_span: event.date_span.map(|span| self.span(span)),
            place: event.place.as_ref().map(|place| self.place(place)),
            confidence: event.confidence,
            rule: self.coder.lexicon.frame(event.frame).id.clone(),
            ..out::Event::new(format!("V{}", at + 1), known.name.clone(), self.span(event.trigger), self.span(event.evidence))
        }
    }

    fn attributions(&self) -> Vec<out::Attribution> {
        let each = self.coding.attributions.iter().map(|one| out::Attribution {
            source: self.spans(&one.source),
            cue: self.spans(&one.cue),
            content: self.spans(&one.content),
            speaker: one
                .source_head
                .and_then(|word| self.coding.entities.of(word))
                .and_then(|at| self.ids[at.0 as usize].clone()),
            quoted: one.quoted,
        });
        each.collect()
    }

    fn place(&self, place: &PlaceMention) -> out::Place {
        out::Place {
            text: self.words(place.span),
            span: self.span(place.span),
            name: Some(place.name.clone()),
            country: place.country,
            lat: place.point.map(|(lat, _)| lat),
            lon: place.point.map(|(_, lon)| lon),
            precision: Some(place.precision.to_owned()),
            geonameid: place.geonameid,
        }
    }
}

fn basis(basis: PublishedBasis) -> out::PublishedBasis {
    match basis {
        PublishedBasis::Given => out::PublishedBasis::Given,
        PublishedBasis::Metadata => out::PublishedBasis::Metadata,
        PublishedBasis::Text => out::PublishedBasis::Text,
    }
}

fn part_kind(kind: PartKind) -> out::PartKind {
    match kind {
        PartKind::Headline => out::PartKind::Headline,
        PartKind::Deck => out::PartKind::Deck,
        PartKind::Byline => out::PartKind::Byline,
        PartKind::Dateline => out::PartKind::Dateline,
        PartKind::Caption => out::PartKind::Caption,
        PartKind::Body => out::PartKind::Body,
        PartKind::Boilerplate => out::PartKind::Boilerplate,
    }
}

fn entity_kind(kind: ReferentKind) -> Option<out::EntityKind> {
    Some(match kind {
        ReferentKind::Person => out::EntityKind::Person,
        ReferentKind::Group => out::EntityKind::Group,
        ReferentKind::Organisation => out::EntityKind::Organisation,
        ReferentKind::State => out::EntityKind::State,
        ReferentKind::Place => out::EntityKind::Place,
        ReferentKind::Thing => return None,
    })
}

fn aux(aux: chancery_coder::Aux) -> out::Aux {
    match aux {
        chancery_coder::Aux::Historical => out::Aux::Historical,
        chancery_coder::Aux::Future => out::Aux::Future,
        chancery_coder::Aux::Hypothetical => out::Aux::Hypothetical,
        chancery_coder::Aux::Negation => out::Aux::Negation,
    }
}
