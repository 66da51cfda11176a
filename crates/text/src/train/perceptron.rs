//! The averaged perceptron, in whole numbers, so that every machine learns the same weights.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::model::linear::Scorer;

/// Feature keys are hashes already.
#[derive(Default)]
pub(crate) struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01B3);
        }
    }
    fn write_u32(&mut self, key: u32) {
        self.0 = u64::from(key).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}

struct Entry {
    class: u16,
    weight: i32,
    since: u32,
    total: i64,
}

/// Weights that grow while examples pass by.
#[derive(Default)]
pub(crate) struct Perceptron {
    rows: HashMap<u32, Vec<Entry>, BuildHasherDefault<KeyHasher>>,
    now: u32,
}

/// Rows of weights, sorted by key.
pub(crate) type Rows = Vec<(u32, Vec<(u16, i16)>)>;

impl Perceptron {
    /// Counts one decision; if the guess was wrong, moves weight from it to the truth.
    pub(crate) fn learn(&mut self, features: &[u32], truth: usize, guess: usize) {
        self.now += 1;
        if truth == guess {
            return;
        }
        for feature in features {
            let row = self.rows.entry(*feature).or_default();
            change(row, truth as u16, 1, self.now);
            change(row, guess as u16, -1, self.now);
        }
    }

    /// The averaged weights, times `scale`, rounded; what rounds to less than `least` is left out.
    pub(crate) fn finish(self, scale: f64, least: i16) -> Rows {
        let now = self.now;
        let mut rows: Rows = Vec::new();
        let mut all: Vec<_> = self.rows.into_iter().collect();
        all.sort_unstable_by_key(|(key, _)| *key);
        for (key, entries) in all {
            let mut kept: Vec<(u16, i16)> = entries
                .iter()
                .filter_map(|entry| {
                    let total = entry.total + i64::from(entry.weight) * i64::from(now - entry.since);
                    let weight = (total as f64 * scale / f64::from(now.max(1))).round().clamp(-32000.0, 32000.0) as i16;
                    (weight.abs() >= least).then_some((entry.class, weight))
                })
                .collect();
            if !kept.is_empty() {
                kept.sort_unstable();
                rows.push((key, kept));
            }
        }
        rows
    }
}

fn change(row: &mut Vec<Entry>, class: u16, by: i32, now: u32) {
    match row.iter_mut().find(|entry| entry.class == class) {
        Some(entry) => {
            entry.total += i64::from(entry.weight) * i64::from(now - entry.since);
            entry.since = now;
            entry.weight += by;
        }
        None => row.push(Entry { class, weight: by, since: now, total: 0 }),
    }
}

impl Scorer for Perceptron {
    fn score(&self, features: &[u32], scores: &mut [i32]) {
        for feature in features {
            if let Some(row) = self.rows.get(feature) {
                for entry in row {
                    scores[usize::from(entry.class)] += entry.weight;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::linear::{Weights, best};

    #[test]
    fn a_simple_distinction_is_learned_and_frozen() {
        let mut perceptron = Perceptron::default();
        for round in 0..20 {
            let (features, truth) = if round % 2 == 0 { ([1, 2], 0) } else { ([1, 3], 1) };
            let mut scores = [0; 2];
            perceptron.score(&features, &mut scores);
            perceptron.learn(&features, truth, best(&scores));
        }
        let weights = Weights::new(&perceptron.finish(100.0, 1));
        for (features, truth) in [([1, 2], 0), ([1, 3], 1)] {
            let mut scores = [0; 2];
            weights.score(&features, &mut scores);
            assert_eq!(best(&scores), truth);
        }
    }
}
