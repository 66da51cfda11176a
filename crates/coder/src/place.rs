//! Places: every place named in a report with its coordinates, and where an event takes place.

use chancery_base::{Country, Span};
use chancery_lexicon::Grammar;
use chancery_text::{Analysis, Rel, WordIdx};
use chancery_world::{EntryKind, World};

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

/// Every place named in the report. The countries that the report names elsewhere decide between places of one name.
pub fn places(analysis: &Analysis, world: &World, names: &Names) -> Vec<PlaceMention> {
    let mut context: Vec<Country> = Vec::new();
    for name in names.iter() {
        if let [only] = name.senses[..] {
            let entry = world.entry(only);
            if matches!(entry.kind, EntryKind::State | EntryKind::Nationality | EntryKind::Capital) {
                context.extend(entry.country.filter(|country| !context.contains(country)));
            }
        }
    }
    names
        .iter()
        .filter_map(|name| {
            let entry = world.resolve_place(&name.senses, &context)?;
            let span = analysis.word(name.first).span.cover(analysis.word(name.last).span);
            Some(PlaceMention {
                span,
                word: name.last,
                name: entry.name.clone(),
                country: entry.country,
                whole_country: entry.kind == EntryKind::State,
                point: entry.point,
                geonameid: entry.geonameid,
            })
        })
        .collect()
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
