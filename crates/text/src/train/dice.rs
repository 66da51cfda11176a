//! Random numbers that are the same on every machine.

/// A generator of random numbers (SplitMix64), started from a seed.
#[derive(Clone, Debug)]
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// The next number.
    pub(crate) fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 up to but not including 1.
    pub(crate) fn unit(&mut self) -> f32 {
        (self.roll() >> 40) as f32 / 16_777_216.0
    }

    /// A number between minus and plus `size`.
    pub(crate) fn around(&mut self, size: f32) -> f32 {
        (self.unit() * 2.0 - 1.0) * size
    }

    /// Mixes a list.
    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, (self.roll() % (at as u64 + 1)) as usize);
        }
    }

    /// Factors that drop numbers: zero with probability `rate`, otherwise so large that their mean is one.
    pub(crate) fn mask(&mut self, len: usize, rate: f32) -> Vec<f32> {
        let keep = 1.0 / (1.0 - rate);
        (0..len).map(|_| if self.unit() < rate { 0.0 } else { keep }).collect()
    }
}
