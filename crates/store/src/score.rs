//! How likely two records of one type tell one happening: a sum of parts that a person can read, no part a secret.
//!
//! The score looks at the two sketches and at nothing else, so that it is the same whatever else is in the store. `docs/happenings.md`
//! tells why each part weighs what it does.

use crate::days::NO_DAY;
use crate::sketch::{Side, Sketch};

/// From this score on two records are held to tell one happening.
pub const LINKED: f32 = 0.5;

/// Days between two records beyond which nothing links them.
pub(crate) const REACH: i32 = 4;

/// The parts of a score; each in points of the whole.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Parts {
    /// Same actors and recipients.
    pub parties: f32,
    /// Same day.
    pub date: f32,
    /// Same place.
    pub place: f32,
    /// Same words and numbers in the evidence.
    pub words: f32,
    /// Same modes and CAMEO code.
    pub kind: f32,
    /// Whether something excludes that it is one happening.
    pub excluded: bool,
}

impl Parts {
    /// The score, 0 to 1.
    pub fn sum(&self) -> f32 {
        if self.excluded {
            return 0.0;
        }
        (self.parties + self.date + self.place + self.words + self.kind).clamp(0.0, 1.0)
    }
}

/// Compares two records of the same type.
pub(crate) fn compare(a: &Sketch, b: &Sketch) -> Parts {
    let mut parts = Parts::default();
    let words = dice(&a.words, &b.words);
    let numbers = common(&a.numbers, &b.numbers);
    let verbatim = words >= 0.8 && a.words.len().min(b.words.len()) >= 5;

    let straight = (match_sides(&a.actors, &b.actors), match_sides(&a.recipients, &b.recipients));
    let crossed = (match_sides(&a.actors, &b.recipients), match_sides(&a.recipients, &b.actors));
    let sides = |(actors, recipients): (Option<f32>, Option<f32>)| match (actors, recipients) {
        (Some(one), Some(other)) => one.min(other) * 0.6 + one.max(other) * 0.4,
        // A side that one of the two does not know says little.
        (Some(one), None) | (None, Some(one)) => one * 0.7,
        (None, None) => 0.3,
    };
    let likeness = sides(straight).max(sides(crossed) * 0.9);
    if likeness < 0.25 {
        parts.excluded = true;
    }
    parts.parties = 0.25 * likeness;

    match date(a, b) {
        Some(likeness) => parts.date = 0.25 * likeness,
        // One outlet has the day wrong: only the same words can tell.
        None if verbatim => {}
        None => parts.excluded = true,
    }

    parts.place = match place(a, b) {
        Some(Near::Same) => 0.15,
        Some(Near::Within) => 0.06,
        None => 0.0,
        // Two towns are two happenings, unless the words are the same.
        Some(Near::Far) if verbatim => -0.1,
        Some(Near::Far) => -0.35,
    };

    parts.words = 0.55 * words.min(0.75) / 0.75;
    parts.words += match numbers {
        Some(0) => -0.04,
        Some(n) => 0.05 * n.min(2) as f32,
        None => 0.0,
    };

    // Each names what the other does not: another town, another minister.
    let apart = |one: &[u32], other: &[u32]| one.iter().filter(|name| other.binary_search(name).is_err()).count();
    parts.words -= 0.1 * apart(&a.names, &b.names).min(apart(&b.names, &a.names)).min(2) as f32;

    let same_code = a.cameo == b.cameo && a.cameo != 0;
    let modes = match (a.modes.is_empty(), b.modes.is_empty()) {
        (false, false) if a.modes.iter().any(|mode| b.modes.contains(mode)) => 0.08,
        (false, false) => -0.08,
        _ => 0.0,
    };
    parts.kind = modes + if same_code { 0.04 } else { 0.0 };
    parts
}

/// How alike the days are, 0 to 1; none where they exclude each other.
fn date(a: &Sketch, b: &Sketch) -> Option<f32> {
    if a.day == NO_DAY || b.day == NO_DAY {
        return Some(0.0);
    }
    let gap = (a.day.max(b.day) - a.last.min(b.last)).max(0);
    match (a.dated, b.dated) {
        (true, true) => match gap {
            // A range of many days meets almost any day.
            0 if (a.last - a.day).max(b.last - b.day) > 7 => Some(0.3),
            0 => Some(1.0),
            1 => Some(0.5),
            2 => Some(0.1),
            _ => None,
        },
        (false, false) => [Some(0.7), Some(0.5), Some(0.2), Some(0.0)].get(gap as usize).copied().flatten(),
        _ => {
            // The report without a day came out on the day told, or soon after.
            let (told, heard) = if a.dated { (a, b) } else { (b, a) };
            match heard.published - told.last {
                0 | 1 => Some(0.7),
                2 => Some(0.4),
                3 | -1 => Some(0.1),
                _ if heard.published >= told.day && heard.published <= told.last => Some(0.3),
                _ => None,
            }
        }
    }
}

enum Near {
    Same,
    Within,
    Far,
}

/// How near the places are; none where one is not told.
fn place(a: &Sketch, b: &Sketch) -> Option<Near> {
    let (one, other) = (a.spot.as_ref()?, b.spot.as_ref()?);
    if one.name == other.name && one.country == other.country {
        return Some(Near::Same);
    }
    match (one.point, other.point) {
        (Some(one), Some(other)) => {
            let degrees = (one.0 - other.0).hypot((one.1 - other.1) * one.0.to_radians().cos());
            Some(if degrees < 0.35 { Near::Same } else { Near::Far })
        }
        _ if one.country == other.country => Some(Near::Within),
        _ if one.country == [0; 3] || other.country == [0; 3] => None,
        _ => Some(Near::Far),
    }
}

/// How alike two sides are, 0 to 1: each party of the shorter side with its best match; none where a side is not known.
fn match_sides(a: &[Side], b: &[Side]) -> Option<f32> {
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if few.is_empty() {
        return None;
    }
    let best = |side: &Side| many.iter().map(|other| alike(side, other)).fold(0.0, f32::max);
    let sum: f32 = few.iter().map(best).sum();
    let mean = sum / few.len() as f32;
    // Parties that only one of the two names cost a little.
    Some(mean * (1.0 - 0.08 * (many.len() - few.len()).min(3) as f32))
}

fn alike(a: &Side, b: &Side) -> f32 {
    let same_name = common(&a.names, &b.names).is_some_and(|n| n > 0);
    let country = match (a.is_known(), b.is_known()) {
        (true, true) if a.country == b.country => 0.5,
        (true, true) => return if same_name { 0.2 } else { 0.0 },
        _ => 0.25,
    };
    let sectors = match (a.sectors, b.sectors) {
        (0, _) | (_, 0) => 0.15,
        (one, other) if one & other != 0 => 0.3,
        _ => 0.0,
    };
    country + sectors + if same_name { 0.2 } else { 0.1 }
}

/// How many values two sorted lists share; none where one is empty.
fn common(a: &[u32], b: &[u32]) -> Option<usize> {
    (!a.is_empty() && !b.is_empty()).then(|| a.iter().filter(|one| b.binary_search(one).is_ok()).count())
}

/// Twice what two lists share, of all they have. Short lists are no proof: four words are added to the whole.
fn dice(a: &[u32], b: &[u32]) -> f32 {
    let shared = common(a, b).unwrap_or(0) as f32;
    let whole = (a.len() + b.len()) as f32;
    if whole == 0.0 { 0.0 } else { 2.0 * shared / whole.max(6.0) }
}

/// Whether one is a copy of the other: what an agency wrote is printed by many and is one voice.
pub(crate) fn is_copy(a: &Sketch, b: &Sketch) -> bool {
    let n = a.words.len().min(b.words.len());
    n >= 5 && dice(&a.words, &b.words) >= 0.9 && a.numbers == b.numbers
}
