//! Places: every place named in a report with its coordinates, and where an event takes place.

use std::collections::HashMap;

use chancery_base::{Country, Span};
use chancery_lexicon::Grammar;
use chancery_text::{Analysis, NameKind, Rel, WordIdx};
use chancery_world::{EntryKind, PlaceContext, PlaceSense, World, fit};

use crate::chunk::top_of;
use crate::names::Names;

/// A place named in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceMention {
    /// Its words, in bytes.
    pub span: Span,
    /// Last word of the name.
    pub word: WordIdx,
    /// Its name in the gazetteer.
    pub name: String,
    /// Country it lies in.
    pub country: Option<Country>,
    /// Whether it is the whole country.
    pub whole_country: bool,
    /// Latitude and longitude in degrees.
    pub point: Option<(f64, f64)>,
    /// Id in GeoNames.
    pub geonameid: Option<u64>,
}

/// A name that may be a place's.
struct Candidate<'w> {
    first: WordIdx,
    last: WordIdx,
    text: String,
    senses: Vec<PlaceSense<'w>>,
}

/// Every place named in the report. What stands beside a name, and the places that the report names elsewhere, decide between places of
/// one name; one name means one place throughout a report unless another container stands beside it.
pub fn places(analysis: &Analysis, world: &World, names: &Names) -> Vec<PlaceMention> {
    let candidates = candidates(analysis, world, names);
    let context = context(&candidates, world, names);
    let containers: Vec<&[PlaceSense<'_>]> = (0..candidates.len()).map(|at| container(analysis, &candidates, at)).collect();
    let mut told: HashMap<&str, &[PlaceSense<'_>]> = HashMap::new();
    for (candidate, container) in candidates.iter().zip(&containers).filter(|(_, container)| !container.is_empty()) {
        told.entry(&candidate.text).or_insert(container);
    }
    let chosen = |(candidate, own): (&Candidate<'_>, &&[PlaceSense<'_>])| {
        let beside = if own.is_empty() { told.get(candidate.text.as_str()).copied().unwrap_or_default() } else { own };
        let mut best: Option<(f64, &PlaceSense<'_>)> = None;
        for sense in &candidate.senses {
            let score = fit(sense, beside, &context);
            if best.is_none_or(|(top, _)| score > top) {
                best = Some((score, sense));
            }
        }
        let span = analysis.word(candidate.first).span.cover(analysis.word(candidate.last).span);
        match best {
            Some((_, sense)) => PlaceMention {
                span,
                word: candidate.last,
                name: sense.name.to_owned(),
                country: sense.country,
                whole_country: sense.kind == EntryKind::State,
                point: sense.point,
                geonameid: sense.geonameid,
            },
            None => {
                let name = candidate.text.clone();
                PlaceMention { span, word: candidate.last, name, country: None, whole_country: false, point: None, geonameid: None }
            }
        }
    };
    candidates.iter().zip(&containers).map(chosen).collect()
}

/// The names of the world that are places, and what the language core takes for the name of a place.
fn candidates<'w>(analysis: &Analysis, world: &'w World, names: &Names) -> Vec<Candidate<'w>> {
    let text = |first: WordIdx, last: WordIdx| analysis.word(first).span.cover(analysis.word(last).span).of(analysis.text()).to_owned();
    let mut found = Vec::new();
    for name in names.iter() {
        let written = text(name.first, name.last);
        let is_place = name.senses.iter().any(|id| world.entry(*id).is_place());
        // "Lincoln said": the core takes the whole name for a person's.
        let is_person = (name.first.0..=name.last.0).any(|at| analysis.word(WordIdx(at)).name.kind() == Some(NameKind::Person));
        let is_certain = name.senses.iter().any(|id| matches!(world.entry(*id).kind, EntryKind::State | EntryKind::Capital));
        if is_place && (is_certain || !is_person) {
            let senses = world.place_senses(&written, &name.senses);
            found.push(Candidate { first: name.first, last: name.last, text: written, senses });
        }
    }
    for (words, kind) in analysis.names() {
        let (first, last) = (WordIdx(words.start as u32), WordIdx(words.end as u32 - 1));
        let is_new = words.clone().all(|at| names.at(WordIdx(at as u32)).is_none());
        let written = text(first, last);
        if kind == NameKind::Place && is_new && written.chars().any(char::is_uppercase) {
            found.push(Candidate { first, last, senses: world.place_senses(&written, &[]), text: written });
        }
    }
    found.sort_by_key(|candidate| candidate.first);
    found
}

/// The states, regions and certain places of the report.
fn context<'w>(candidates: &[Candidate<'w>], world: &World, names: &Names) -> PlaceContext<'w> {
    let mut context = PlaceContext::default();
    let mut add_country = |country: Option<Country>| {
        context.countries.extend(country.filter(|country| !context.countries.contains(country)));
    };
    for name in names.iter() {
        if let [only] = name.senses[..] {
            let entry = world.entry(only);
            if matches!(entry.kind, EntryKind::State | EntryKind::Nationality | EntryKind::Capital) {
                add_country(entry.country);
            }
        }
    }
    for candidate in candidates {
        if let [only] = candidate.senses[..] {
            match only.kind {
                EntryKind::Region if !only.is_county => {
                    add_country(only.country);
                    if !context.regions.contains(&only) {
                        context.regions.push(only);
                    }
                }
                EntryKind::State => {}
                _ => context.points.extend(only.point),
            }
        }
    }
    context
}

/// What the name behind a comma may mean: "Paris, *Texas*", "Springfield, *Ill.*".
fn container<'c, 'w>(analysis: &Analysis, candidates: &'c [Candidate<'w>], at: usize) -> &'c [PlaceSense<'w>] {
    let (own, Some(next)) = (&candidates[at], candidates.get(at + 1)) else { return &[] };
    let between = Span::new(analysis.word(own.last).span.end, analysis.word(next.first).span.start.max(analysis.word(own.last).span.end));
    if between.of(analysis.text()).trim() == "," { &next.senses } else { &[] }
}

/// Where an act takes place: a place that hangs on the trigger, on the verb that the trigger belongs to, or on the clause around it.
pub fn place_of(grammar: &Grammar<'_>, trigger: WordIdx, fillers: &[WordIdx], places: &[PlaceMention]) -> Option<PlaceMention> {
    let analysis = grammar.analysis;
    let mut heads = vec![trigger];
    heads.extend(grammar.light_verb(trigger));
    if matches!(analysis.rel(trigger), Rel::Nsubj | Rel::NsubjPass | Rel::Obj | Rel::Xcomp | Rel::Conj) {
        heads.extend(analysis.head(trigger));
    }
    for head in heads {
        for complement in grammar.with_case(head, |lemma| grammar.words.place.contains(lemma)) {
            if let Some(place) = place_in(analysis, complement, places) {
                return Some(place);
            }
        }
    }
    // "withdrew from Ain al-Asad": a participant that is itself a place.
    fillers.iter().find_map(|filler| place_in(analysis, *filler, places))
}

/// The innermost place of a phrase: "Iraq's Ain al-Asad airbase" is at the base, not only in Iraq.
fn place_in(analysis: &Analysis, word: WordIdx, places: &[PlaceMention]) -> Option<PlaceMention> {
    let top = top_of(analysis, word);
    let inside = |place: &&PlaceMention| {
        let own = top_of(analysis, place.word);
        own == top
            || analysis.head(own) == Some(top) && matches!(analysis.rel(own), Rel::NmodPoss | Rel::Nmod | Rel::Amod | Rel::Appos)
    };
    let own = places.iter().filter(inside).rfind(|place| top_of(analysis, place.word) == top);
    own.or_else(|| places.iter().find(inside)).cloned()
}
