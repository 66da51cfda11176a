//! Chooses among places of one name: the states that the text is about, the place's rank and its size decide.

use chancery_base::Country;

use crate::World;
use crate::entry::{Entry, EntryId, EntryKind};

/// A city this many times larger than its namesake is meant, whatever else the text names: London is not in Ontario.
const OVERWHELMING: u64 = 20;

/// A smaller city than this never wins against a capital: Paris is not in Texas.
const RIVAL_OF_CAPITAL: u64 = 150_000;

/// The place that a name means: the most important one, unless the context speaks for another that is important enough.
pub(crate) fn resolve<'w>(world: &'w World, senses: &[EntryId], context: &[Country]) -> Option<&'w Entry> {
    let places: Vec<&Entry> = senses.iter().map(|id| world.entry(*id)).filter(|entry| entry.is_place()).collect();
    let first = *places.first()?;
    let is_here = |entry: &Entry| entry.country.is_some_and(|country| context.contains(&country));
    if is_here(first) {
        return Some(first);
    }
    let rivals = |entry: &&&Entry| match (first.kind, entry.kind) {
        (EntryKind::State | EntryKind::Capital, EntryKind::City) => entry.population >= RIVAL_OF_CAPITAL,
        (EntryKind::City, EntryKind::City) => entry.population.saturating_mul(OVERWHELMING) >= first.population,
        _ => true,
    };
    Some(places.iter().filter(|entry| is_here(entry)).find(rivals).copied().unwrap_or(first))
}
