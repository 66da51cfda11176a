//! Report + analysis → coding: mentions, entities, events, attribution, modality, dates, places, and the reasons for each.
//!
//! The stages, each of which reads what came before and writes only its own:
//!
//! 1. [`names`](Names): names that the world knows, and `places` with their coordinates;
//! 2. `attribution`: who says what, and where;
//! 3. `resolve` and `entities`: who each phrase stands for, and which stand for the same;
//! 4. the lexicon's matching, and `events`: participants and types;
//! 5. `modality`, `when`, `place`: how real, when, where;
//! 6. `retell`: one act told twice becomes one event.
//!
//! This crate reads no files, has no clock and no shared state: the same report gives the same coding.

mod attribution;
mod chunk;
mod confidence;
mod country;
mod entities;
mod event;
mod events;
mod evidence;
mod modality;
mod names;
mod occasion;
mod place;
mod referent;
mod resolve;
mod retell;
mod scene;
mod surname;
mod when;

use chancery_base::{Day, Notice, Sector, Span};
use chancery_lexicon::{Cues, Grammar, Lexicon, Matches, lower_lemma};
use chancery_report::{PartKind, Report};
use chancery_text::{Analysis, Rel, Upos, WordIdx};
use chancery_world::World;

pub use attribution::{Attribution, according_to, attribute, covers};
pub use entities::{Entities, Entity, EntityIdx};
pub use event::{Aux, Event, Participant, Source};
pub use modality::{Modality, modality};
pub use names::{Name, Names};
pub use place::PlaceMention;
pub use referent::{Referent, ReferentKind};
pub use when::{Dated, TimeExpression, times, when};

use crate::events::{Asked, Stage};
use crate::resolve::Resolver;

/// Everything the coder knows: the world, the frames, the cues.
pub struct Coder {
    /// People, offices, bodies, places.
    pub world: World,
    /// Event types and frames.
    pub lexicon: Lexicon,
    /// Words of speech, modality and time.
    pub cues: Cues,
}

/// What the coder found in one report.
#[derive(Clone, Debug)]
pub struct Coding {
    /// Who takes part.
    pub entities: Entities,
    /// What happened, in the order of the text.
    pub events: Vec<Event>,
    /// Who says what.
    pub attributions: Vec<Attribution>,
    /// Every place named.
    pub places: Vec<PlaceMention>,
    /// What a person should know before trusting the record.
    pub notices: Vec<Notice>,
    /// The day that the text's own evidence gives, where the report itself has none.
    pub published: Option<Day>,
    /// The frames that fitted and those that came near, for `explain`.
    pub matches: Matches,
}

impl Coder {
    /// Codes one report from its analysis.
    pub fn code(&self, report: &Report, analysis: &Analysis) -> Coding {
        let grammar = Grammar { analysis, words: &self.lexicon.words };
        let names = Names::find(analysis, &self.world);
        let attributions = attribution::attribute(analysis, &self.cues.speech);
        let given = report.published.as_ref().map(|published| published.day);
        let resolver = |day| Resolver { grammar, world: &self.world, names: &names, day };
        // The names on the day that the report gives; only where it gives none may the text's evidence date it.
        let mut times = when::times(analysis, given, &self.cues.time);
        let timed: Vec<Span> = times.iter().map(|time| time.span).collect();
        let (mut entities, mut day) = (Entities::find(&resolver(given), &attributions, &timed), given);
        let (notices, fitting) = self.date_evidence(report, &times, &entities, given);
        if day.is_none() && fitting.is_some() {
            day = fitting;
            entities = Entities::find(&resolver(day), &attributions, &timed);
            times = when::times(analysis, day, &self.cues.time);
        }
        let places = place::places(&grammar, &self.world, &names);
        let matches = self.lexicon.matches(analysis, &Asked { analysis, entities: &entities });
        let stage = Stage {
            grammar,
            lexicon: &self.lexicon,
            entities: &entities,
            attributions: &attributions,
            places: &places,
            subject: names.main_country(),
        };
        let mut events = stage.events(&matches);
        for event in &mut events {
            let dated = when::when(analysis, event.head, &times, &self.cues.time);
            let told = dated.map(|dated| (dated.range, times[dated.at].head));
            stage.apply_modality(event, &modality::modality(analysis, event.head, &self.cues.modality, day, told));
            stage.drop_own_word(event);
            event.date = dated.map(|dated| dated.range);
            event.date_span = dated.map(|dated| times[dated.at].span);
            event.reasons.extend(event.date_span.map(|span| format!("date “{}”", span.of(analysis.text()))));
        }
        let speeches = occasion::Speeches {
            grammar,
            entities: &entities,
            attributions: &attributions,
            places: &places,
            times: &times,
            words: &self.cues.time,
        };
        speeches.apply(&mut events, |event| matches!(self.lexicon.ontology.get(event.event_type).quad, 1 | 3));
        occasion::take_up(&grammar, &mut events);
        let lesser: Vec<Span> = report
            .parts
            .iter()
            .filter(|part| matches!(part.kind, PartKind::Headline | PartKind::Deck | PartKind::Caption))
            .map(|part| part.span)
            .collect();
        let mut events = retell::join(&self.lexicon, analysis, events, &lesser);
        for event in &mut events {
            let sentence = analysis.sentence_of(event.head);
            event.contexts = self.cues.contexts.of(analysis, sentence).into_iter().map(str::to_owned).collect();
            let verbal = matches!(self.lexicon.ontology.get(event.event_type).quad, 1 | 3);
            event.confidence = confidence::of(event, verbal);
        }
        let attributions = attribution::of_report(attributions, &events);
        Coding { entities, events, attributions, places, notices, published: fitting, matches }
    }

    /// Who a lone phrase stands for on a day: what `chancery actor` answers.
    pub fn actor(&self, analysis: &Analysis, day: Option<Day>) -> Option<Referent> {
        let grammar = Grammar { analysis, words: &self.lexicon.words };
        let names = Names::find(analysis, &self.world);
        let resolver = Resolver { grammar, world: &self.world, names: &names, day };
        let entities = Entities::find(&resolver, &[], &[]);
        let root = (0..analysis.words().len()).map(|at| WordIdx(at as u32)).find(|word| analysis.head(*word).is_none())?;
        let mut referent = entities.referent(root).cloned().unwrap_or_else(|| resolver.referent(root));
        let is_personal = analysis.upos(root) == Upos::Pron && analysis.feature(root, "PronType") == Some("Prs");
        if referent.sectors.is_empty() && referent.name.is_none() {
            // "an army accountant": of the army, whatever an accountant is.
            let modifiers = analysis.kids(root).iter().filter(|kid| analysis.rel(**kid) == Rel::Compound);
            let roles = modifiers.filter_map(|kid| self.world.role(&[&*lower_lemma(analysis, *kid)]));
            referent.sectors = roles.map(|role| role.sectors.clone()).next().unwrap_or_default();
        }
        if referent.sectors.is_empty() && is_personal {
            referent.sectors = vec![Sector::Unk];
        }
        Some(referent)
    }
}
