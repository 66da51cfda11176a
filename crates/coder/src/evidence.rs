//! What a report itself says of its date: dates in captions, weekdays of events, and the offices its people are said to hold.

use chancery_base::{Day, Notice, Span};
use chancery_report::{PartKind, Report};

use crate::Coder;
use crate::entities::Entities;
use crate::when::{DateEvidence, FoundDay, HeldOffice, TimeExpression, date_conflicts};

impl Coder {
    /// Notices where the evidence contradicts itself, and the day that fits all of it, if there is one.
    pub(crate) fn date_evidence(
        &self,
        report: &Report,
        times: &[TimeExpression],
        entities: &Entities,
        given: Option<Day>,
    ) -> (Vec<Notice>, Option<Day>) {
        let captions: Vec<Span> = report
            .parts
            .iter()
            .filter(|part| matches!(part.kind, PartKind::Caption | PartKind::Dateline))
            .map(|part| part.span)
            .collect();
        let mut evidence = DateEvidence::of(times, &captions, given);
        // Datelines are not analysed: the report's own reader found their dates.
        for (span, day) in &report.dated {
            if !evidence.dates.iter().any(|known| known.span.overlaps(*span)) {
                evidence.dates.push(FoundDay { day: *day, span: *span });
            }
        }
        evidence.offices = self.offices_told(entities);
        date_conflicts(&evidence)
    }

    /// The people of the report with an office that the text gives them and the world knows the days of.
    fn offices_told(&self, entities: &Entities) -> Vec<HeldOffice> {
        let told = entities.list().iter().filter(|entity| entity.referent.office_told);
        told.filter_map(|entity| {
            let office = entity.referent.office.as_deref()?;
            let tenures = self.world.offices_on(entity.referent.entry?, None);
            let terms: Vec<_> =
                tenures.iter().filter(|tenure| tenure.office == office).map(|tenure| (tenure.first, tenure.last)).collect();
            let person = entity.referent.name.clone()?;
            let office = self.world.office_name(office).to_owned();
            (!terms.is_empty()).then_some(HeldOffice { span: entity.best, person, office, terms })
        })
        .collect()
    }
}
