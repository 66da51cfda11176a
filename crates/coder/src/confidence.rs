//! The probability that a careful reader agrees with an event: a table over what the coder was sure of, measured on gold.
//!
//! Method and reliability table: `docs/confidence.md`.

use crate::event::Event;

/// The share of right events (type, actors and recipients) among those with these traits; rows: actors known, recipients known.
const BASE: [[f64; 2]; 2] = [[0.15, 0.25], [0.30, 0.45]];

/// What an auxiliary takes away: such events are less often as told.
const AUXILIARY: f64 = 0.8;

/// The confidence of one event, between 0 and 1.
pub(crate) fn of(event: &Event) -> f64 {
    let known =
        |list: &[crate::event::Participant]| usize::from(!list.is_empty() && list.iter().all(|one| one.country.is_some()));
    let base = BASE[known(&event.actors)][known(&event.recipients)];
    let told_twice = if event.retold.is_empty() { base } else { base + (1.0 - base) * 0.25 };
    let value = if event.aux.is_some() { told_twice * AUXILIARY } else { told_twice };
    (value * 100.0).round() / 100.0
}
