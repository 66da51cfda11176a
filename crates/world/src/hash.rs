//! Hash tables with a quick hash: the keys are our own data, so nobody can choose them to collide.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A hash table whose order must not be shown.
pub(crate) type Table<K, V> = HashMap<K, V, BuildHasherDefault<Quick>>;

/// Multiplies and rotates, eight bytes at a time.
#[derive(Clone, Copy, Default)]
pub(crate) struct Quick(u64);

impl Quick {
    fn mix(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.mix(u64::from_le_bytes(word));
        }
    }

    fn write_u8(&mut self, byte: u8) {
        self.mix(u64::from(byte));
    }

    fn write_u32(&mut self, word: u32) {
        self.mix(u64::from(word));
    }

    fn finish(&self) -> u64 {
        // The table takes its bucket from the low bits, which a product mixes least.
        self.0 ^ (self.0 >> 32)
    }
}

/// The hash of a string, the same on every machine.
pub(crate) fn hash_of(text: &str) -> u64 {
    let mut quick = Quick::default();
    quick.write(text.as_bytes());
    quick.mix(text.len() as u64);
    quick.finish()
}

/// Numbers by hashes: open addressing, a power of two of slots.
#[derive(Clone, Debug, Default)]
pub(crate) struct Slots {
    /// Hash and number + 1; 0 is free.
    slots: Vec<(u64, u32)>,
    used: usize,
}

impl Slots {
    /// The slot of a hash, or the free one where it belongs.
    fn at(&self, hash: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = (hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize & mask;
        while self.slots[at].1 != 0 && self.slots[at].0 != hash {
            at = (at + 1) & mask;
        }
        at
    }

    pub(crate) fn get(&self, hash: u64) -> Option<u32> {
        if self.slots.is_empty() { None } else { self.slots[self.at(hash)].1.checked_sub(1) }
    }

    /// Makes room for so many numbers in an empty table.
    pub(crate) fn reserve(&mut self, count: usize) {
        if self.slots.is_empty() {
            self.slots = vec![(0, 0); (count * 2).next_power_of_two()];
        }
    }

    pub(crate) fn set(&mut self, hash: u64, number: u32) {
        if (self.used + 1) * 2 > self.slots.len() {
            let larger = vec![(0, 0); (self.slots.len() * 2).max(1 << 14)];
            let old = std::mem::replace(&mut self.slots, larger);
            for (hash, number) in old.into_iter().filter(|(_, number)| *number != 0) {
                let at = self.at(hash);
                self.slots[at] = (hash, number);
            }
        }
        let at = self.at(hash);
        self.used += usize::from(self.slots[at].1 == 0);
        self.slots[at] = (hash, number + 1);
    }
}
