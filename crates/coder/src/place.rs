//! Places: every place named in a report with its coordinates. Where an event takes place is told by `scene`.

use std::collections::HashMap;

use chancery_base::{Country, Span};
use chancery_lexicon::{Grammar, lower_lemma};
use chancery_text::{Analysis, NameKind, NameTag, Rel, Upos, WordIdx};
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
    /// What its point is the middle of: "country", "region", "county", "city", "place".
    pub precision: &'static str,
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

/// The most words of a town's name.
const LONGEST: usize = 4;

/// Every place named in the report. What stands beside a name, and the places that the report names elsewhere, decide between places of
/// one name; one name means one place throughout a report unless another container stands beside it.
pub fn places(grammar: &Grammar<'_>, world: &World, names: &Names) -> Vec<PlaceMention> {
    let analysis = grammar.analysis;
    let candidates = candidates(grammar, world, names);
    let containers: Vec<&[PlaceSense<'_>]> = (0..candidates.len()).map(|at| container(analysis, &candidates, at)).collect();
    let mut told: HashMap<&str, &[PlaceSense<'_>]> = HashMap::new();
    for (candidate, container) in candidates.iter().zip(&containers).filter(|(_, container)| !container.is_empty()) {
        told.entry(&candidate.text).or_insert(container);
    }
    let choose = |context: &PlaceContext<'_>, candidate: &Candidate<'_>, own: &[PlaceSense<'_>]| {
        let beside = if own.is_empty() { told.get(candidate.text.as_str()).copied().unwrap_or_default() } else { own };
        let mut best: Option<(f64, usize)> = None;
        for (at, sense) in candidate.senses.iter().enumerate() {
            let score = fit(sense, beside, context);
            if best.is_none_or(|(top, _)| score > top) {
                best = Some((score, at));
            }
        }
        best.map_or(0, |(_, at)| at)
    };
    let mut context = context(&candidates, world, names);
    // What is chosen by what is certain makes the rest more certain.
    let first: Vec<usize> = candidates.iter().zip(&containers).map(|(one, beside)| choose(&context, one, beside)).collect();
    let chosen: Vec<PlaceSense<'_>> = candidates.iter().zip(&first).map(|(one, at)| one.senses[*at]).collect();
    widen(&mut context, &chosen);
    let mention = |(candidate, beside): (&Candidate<'_>, &&[PlaceSense<'_>])| {
        let sense = &candidate.senses[choose(&context, candidate, beside)];
        PlaceMention {
            span: analysis.word(candidate.first).span.cover(analysis.word(candidate.last).span),
            word: candidate.last,
            name: sense.name.to_owned(),
            country: sense.country,
            precision: sense.precision(),
            point: sense.point,
            geonameid: sense.geonameid,
        }
    };
    candidates.iter().zip(&containers).map(mention).collect()
}

/// The names of the world that are places; and towns and counties, where the language core, a preposition or a container says that a
/// place is meant.
fn candidates<'w>(grammar: &Grammar<'_>, world: &'w World, names: &Names) -> Vec<Candidate<'w>> {
    let analysis = grammar.analysis;
    let text = |first: usize, last: usize| {
        analysis.word(WordIdx(first as u32)).span.cover(analysis.word(WordIdx(last as u32)).span).of(analysis.text()).to_owned()
    };
    let kind = |at: usize| analysis.word(WordIdx(at as u32)).name.kind();
    let mut found: Vec<Candidate<'w>> = Vec::new();
    let mut taken = vec![false; analysis.words().len()];
    for name in names.iter() {
        let (first, last) = (name.first.at(), name.last.at());
        let written = text(first, last);
        let is_place = name.senses.iter().any(|id| world.entry(*id).is_place());
        let is_certain = name.senses.iter().any(|id| matches!(world.entry(*id).kind, EntryKind::State | EntryKind::Capital));
        // "Lincoln said": the core takes the whole name for a person's, and no preposition speaks against it.
        let is_person = (first..=last).any(|at| kind(at) == Some(NameKind::Person)) && !is_located(grammar, name.last);
        taken[first..=last].fill(true);
        if is_place && (is_certain || !is_person) {
            found.push(Candidate {
                first: name.first,
                last: name.last,
                senses: world.place_senses(&written, &name.senses),
                text: written,
            });
        }
    }
    for sentence in analysis.sentences() {
        let mut at = sentence.words.start;
        while at < sentence.words.end {
            let is_part = |at: &usize| !taken[*at] && analysis.upos(WordIdx(*at as u32)) == Upos::Propn;
            let run = (at..sentence.words.end.min(at + LONGEST)).take_while(is_part).count();
            let named =
                (at + 1..at + run).take_while(|next| matches!(analysis.word(WordIdx(*next as u32)).name, NameTag::Inside(_)));
            let named = if kind(at) == Some(NameKind::Place) { 1 + named.count() } else { 0 };
            let starts = at == sentence.words.start || taken[at - 1] || analysis.upos(WordIdx(at as u32 - 1)) != Upos::Propn;
            let town = (1..=run).rev().find_map(|length| {
                let (last, written) = (WordIdx((at + length - 1) as u32), text(at, at + length - 1));
                let senses = world.place_senses(&written, &[]);
                // A town's name is the core's whole name, or the whole run of capitals: "Center" of "Medical Center" is none.
                let is_whole = length == run && kind(at).is_none() && is_located(grammar, last);
                let is_meant = starts && (length == named || is_whole) || senses.iter().any(|sense| sense.is_county);
                (!senses.is_empty() && is_meant)
                    .then_some((length, Candidate { first: WordIdx(at as u32), last, text: written, senses }))
            });
            match town {
                Some((length, candidate)) => {
                    found.push(candidate);
                    at += length;
                }
                None => at += 1,
            }
        }
    }
    found.sort_by_key(|candidate| candidate.first);
    found
}

/// Whether a preposition of place stands before the name.
fn is_located(grammar: &Grammar<'_>, word: WordIdx) -> bool {
    let analysis = grammar.analysis;
    let is_place = |case: WordIdx| grammar.words.place.contains(&*lower_lemma(analysis, case));
    analysis.kids_by(top_of(analysis, word), Rel::Case).any(is_place)
}

/// The states, regions and certain places of the report.
fn context<'w>(candidates: &[Candidate<'w>], world: &World, names: &Names) -> PlaceContext<'w> {
    let mut context = PlaceContext::default();
    for name in names.iter() {
        if let [only] = name.senses[..] {
            let entry = world.entry(only);
            if matches!(entry.kind, EntryKind::State | EntryKind::Nationality | EntryKind::Capital | EntryKind::Region) {
                context.countries.extend(entry.country.filter(|country| !context.countries.contains(country)));
            }
        }
    }
    let certain: Vec<PlaceSense<'w>> = candidates.iter().filter(|one| one.senses.len() == 1).map(|one| one.senses[0]).collect();
    widen(&mut context, &certain);
    context
}

/// Adds what certain places tell of where the report happens.
fn widen<'w>(context: &mut PlaceContext<'w>, certain: &[PlaceSense<'w>]) {
    context.shares.clear();
    for sense in certain {
        let Some(country) = sense.country else { continue };
        match context.shares.iter_mut().find(|(known, _)| *known == country) {
            Some((_, share)) => *share += 1.0,
            None => context.shares.push((country, 1.0)),
        }
        let region = match sense.kind {
            EntryKind::Region if !sense.is_county => sense.region(),
            EntryKind::State => "",
            _ => {
                let known = sense.point.map(|point| (sense.name, point)).filter(|point| !context.points.contains(point));
                context.points.extend(known);
                sense.admin1
            }
        };
        if !region.is_empty() && !context.regions.contains(&(country, region)) {
            context.regions.push((country, region));
        }
    }
    let all: f64 = context.shares.iter().map(|(_, share)| share).sum();
    context.shares.iter_mut().for_each(|(_, share)| *share /= all.max(1.0));
}

/// What the name behind a comma may mean: "Paris, *Texas*", "Springfield, *Ill.*".
fn container<'c, 'w>(analysis: &Analysis, candidates: &'c [Candidate<'w>], at: usize) -> &'c [PlaceSense<'w>] {
    let (own, Some(next)) = (&candidates[at], candidates.get(at + 1)) else { return &[] };
    let between =
        Span::new(analysis.word(own.last).span.end, analysis.word(next.first).span.start.max(analysis.word(own.last).span.end));
    if between.of(analysis.text()).trim() == "," { &next.senses } else { &[] }
}
