//! The network's numbers in a model file: sizes, embedding tables in bytes, all other weights in half precision.

use super::file::BadBytes;
use super::lists::Lists;
use super::sizes::Sizes;
use super::table::{Table, from_half};
use super::weights::Weights;
use crate::name::NameTag;
use crate::tag::{Rel, Upos};

/// No size is larger: a guard against nonsense in a file.
const LARGEST: usize = 1 << 20;

/// Takes a given number of bytes.
fn take<'a>(bytes: &mut &'a [u8], count: usize) -> Result<&'a [u8], BadBytes> {
    let (taken, rest) = bytes.split_at_checked(count).ok_or(BadBytes)?;
    *bytes = rest;
    Ok(taken)
}

fn table(bytes: &mut &[u8], rows: usize, width: usize) -> Result<Table, BadBytes> {
    let factors = take(bytes, rows.checked_mul(4).ok_or(BadBytes)?)?;
    let factors = factors.as_chunks::<4>().0.iter().map(|four| f32::from_le_bytes(*four)).collect();
    let values = take(bytes, rows.checked_mul(width).ok_or(BadBytes)?)?;
    Ok(Table { width, values: values.iter().map(|byte| *byte as i8).collect(), factors })
}

/// Reads what [`write`] wrote; the bytes must end where the numbers end.
pub(crate) fn read(mut bytes: &[u8], lists: &Lists) -> Result<(Sizes, Table, Table, Weights), BadBytes> {
    let mut size = || {
        let four = *take(&mut bytes, 4)?.first_chunk::<4>().ok_or(BadBytes)?;
        let size = u32::from_le_bytes(four) as usize;
        if (1..=LARGEST).contains(&size) { Ok(size) } else { Err(BadBytes) }
    };
    let [input, hidden, tag, arc, relation, pieces] = [size()?, size()?, size()?, size()?, size()?, size()?];
    let sizes = lists.sizes(Sizes { input, hidden, tag, arc, relation, pieces, ..Sizes::default() });
    let words = table(&mut bytes, sizes.words, input)?;
    let pieces = table(&mut bytes, sizes.pieces, input)?;
    let halves = bytes.as_chunks::<2>();
    let layout = sizes.layout();
    if !halves.1.is_empty() || halves.0.len() != layout.total {
        return Err(BadBytes);
    }
    let all: Vec<f32> = halves.0.iter().map(|two| from_half(u16::from_le_bytes(*two))).collect();
    Ok((sizes, words, pieces, Weights::new(&sizes, &layout, &all)))
}

impl Lists {
    /// Completes the sizes that the lists decide.
    pub(crate) fn sizes(&self, sizes: Sizes) -> Sizes {
        Sizes {
            words: self.words.len() + 1,
            upos: Upos::ALL.len(),
            xpos: self.xpos.len(),
            feats: self.feats.len(),
            names: NameTag::COUNT,
            scripts: self.scripts.len(),
            relations: Rel::ALL.len(),
            ..sizes
        }
    }
}

/// Writes the numbers: both tables of embeddings and all other weights.
#[cfg(any(feature = "train", test))]
pub(crate) fn write(sizes: &Sizes, words: &[f32], pieces: &[f32], all: &[f32]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for size in [sizes.input, sizes.hidden, sizes.tag, sizes.arc, sizes.relation, sizes.pieces] {
        bytes.extend_from_slice(&(size as u32).to_le_bytes());
    }
    for values in [words, pieces] {
        let table = Table::new(values, sizes.input);
        bytes.extend(table.factors.iter().flat_map(|factor| factor.to_le_bytes()));
        bytes.extend(table.values.iter().map(|value| *value as u8));
    }
    bytes.extend(all.iter().flat_map(|value| super::table::to_half(*value).to_le_bytes()));
    bytes
}
