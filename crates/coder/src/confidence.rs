//! The probability that a careful reader agrees with an event: a logistic model over what the coder was sure of, fitted to gold.
//!
//! Method, reliability table and the script that fits the weights: `docs/confidence.md`, `tools/calibrate.py`.

use crate::event::{Event, Participant};

/// Weights of the traits below, as `tools/calibrate.py` prints them: a constant; all actors have a country; all recipients have one, or
/// actors of several countries need none; more
/// than two take part; the trigger is longer than a word; the event is not simply told as done; it rests on somebody's word; it is verbal.
const WEIGHTS: [f64; 8] = [-4.0, 2.42, 2.65, -0.94, 0.54, -1.47, -0.52, -0.33];

/// A trigger of more characters than this is more than one word, nearly always.
const LONG_TRIGGER: usize = 12;

/// The confidence of one event, between 0 and 1; `verbal` tells whether its type is one of words (PLOVER's quads 1 and 3).
pub(crate) fn of(event: &Event, verbal: bool) -> f64 {
    let known = |list: &[Participant]| !list.is_empty() && list.iter().all(|one| one.country.is_some());
    let are_several = |list: &[Participant]| list.iter().any(|one| one.country != list[0].country);
    let traits = [
        true,
        known(&event.actors),
        known(&event.recipients) || event.recipients.is_empty() && are_several(&event.actors),
        event.actors.len() + event.recipients.len() > 2,
        event.trigger.len() > LONG_TRIGGER,
        event.aux.is_some(),
        !event.according_to.is_empty(),
        verbal,
    ];
    let sum: f64 = WEIGHTS.iter().zip(traits).filter(|(_, holds)| *holds).map(|(weight, _)| weight).sum();
    (100.0 / (1.0 + (-sum).exp())).round() / 100.0
}
