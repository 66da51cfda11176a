//! The linear model that finds the ends of sentences: hashed features, a sparse row of class weights for each.

#[cfg(any(feature = "train", test))]
use super::file::Writer;
use super::file::{BadBytes, Reader};

/// Anything that adds up the weights of features: frozen weights, or a trainer’s.
pub(crate) trait Scorer {
    /// Adds each feature's weights to the scores, one score a class.
    fn score(&self, features: &[u32], scores: &mut [i32]);
}

/// The position of the highest score among the first classes; the first of equals.
#[cfg(feature = "train")]
pub(crate) fn best(scores: &[i32]) -> usize {
    let mut best = 0;
    for (class, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = class;
        }
    }
    best
}

/// Weights as they are shipped.
pub(crate) struct Weights {
    /// Open addressing: a power of two of slots, each with a feature's key and row number + 1 (0: free).
    slots: Vec<(u32, u32)>,
    starts: Vec<u32>,
    entries: Vec<(u16, i16)>,
}

impl Weights {
    /// From rows in the order of their keys, without doubles.
    pub(crate) fn new(rows: &[(u32, Vec<(u16, i16)>)]) -> Weights {
        let size = (rows.len() * 2).next_power_of_two().max(2);
        let mut weights = Weights { slots: vec![(0, 0); size], starts: vec![0], entries: Vec::new() };
        for (row, (key, entries)) in rows.iter().enumerate() {
            let mut at = spread(*key) & (size - 1);
            while weights.slots[at].1 != 0 {
                at = (at + 1) & (size - 1);
            }
            weights.slots[at] = (*key, row as u32 + 1);
            weights.entries.extend_from_slice(entries);
            weights.starts.push(weights.entries.len() as u32);
        }
        weights
    }

    fn row(&self, key: u32) -> &[(u16, i16)] {
        let mask = self.slots.len() - 1;
        let mut at = spread(key) & mask;
        loop {
            match self.slots[at] {
                (_, 0) => return &[],
                (known, row) if known == key => {
                    let row = row as usize;
                    return &self.entries[self.starts[row - 1] as usize..self.starts[row] as usize];
                }
                _ => at = (at + 1) & mask,
            }
        }
    }

    /// Reads what [`write`] wrote; every class must be below `classes`.
    pub(crate) fn read(reader: &mut Reader<'_>, classes: usize) -> Result<Weights, BadBytes> {
        let n_rows = reader.count()?;
        let mut rows: Vec<(u32, Vec<(u16, i16)>)> = Vec::with_capacity(n_rows.min(1 << 24));
        let mut key = 0u32;
        for at in 0..n_rows {
            let step = reader.number()?;
            key = key.checked_add(step).filter(|_| at == 0 || step > 0).ok_or(BadBytes)?;
            rows.push((key, Vec::new()));
        }
        for (_, entries) in &mut rows {
            let n_entries = reader.count()?;
            let mut class = 0u32;
            for at in 0..n_entries {
                class += reader.number()? + u32::from(at > 0);
                if class as usize >= classes {
                    return Err(BadBytes);
                }
                entries.push((class as u16, 0));
            }
        }
        for (_, entries) in &mut rows {
            for (_, weight) in entries {
                let number = reader.number()?;
                *weight = i16::try_from((number >> 1) as i32 ^ -((number & 1) as i32)).map_err(|_| BadBytes)?;
            }
        }
        Ok(Weights::new(&rows))
    }
}

impl Scorer for Weights {
    fn score(&self, features: &[u32], scores: &mut [i32]) {
        for feature in features {
            for (class, weight) in self.row(*feature) {
                scores[*class as usize] += i32::from(*weight);
            }
        }
    }
}

/// Writes rows (sorted by key, classes sorted in each) so that they compress well: keys, classes and weights apart.
#[cfg(any(feature = "train", test))]
pub(crate) fn write(rows: &[(u32, Vec<(u16, i16)>)], writer: &mut Writer) {
    writer.number(rows.len() as u32);
    let mut before = 0;
    for (key, _) in rows {
        writer.number(key - before);
        before = *key;
    }
    for (_, entries) in rows {
        writer.number(entries.len() as u32);
        let mut before = 0;
        for (at, (class, _)) in entries.iter().enumerate() {
            writer.number(u32::from(*class) - before - u32::from(at > 0));
            before = u32::from(*class);
        }
    }
    for (_, weight) in rows.iter().flat_map(|(_, entries)| entries) {
        let weight = i32::from(*weight);
        writer.number(((weight << 1) ^ (weight >> 31)) as u32);
    }
}

fn spread(key: u32) -> usize {
    (u64::from(key).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize
}
