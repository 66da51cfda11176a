//! A table of embeddings as it is shipped: a byte a number, with one factor a row.

/// Rows of numbers in bytes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Table {
    /// Numbers in a row.
    pub(crate) width: usize,
    /// All rows; a byte times its row's factor is the number.
    pub(crate) values: Vec<i8>,
    /// A factor a row.
    pub(crate) factors: Vec<f32>,
}

impl Table {
    /// Rounds numbers to bytes, row by row.
    #[cfg(any(feature = "train", test))]
    pub(crate) fn new(values: &[f32], width: usize) -> Table {
        let mut table = Table { width, values: Vec::with_capacity(values.len()), factors: Vec::new() };
        for row in values.chunks_exact(width) {
            let factor = row.iter().fold(0.0f32, |top, value| top.max(value.abs())) / 127.0;
            table.factors.push(factor);
            table.values.extend(row.iter().map(|value| if factor > 0.0 { (value / factor).round() as i8 } else { 0 }));
        }
        table
    }

    /// Adds `factor` times a row to `to`; a row that does not exist adds nothing.
    pub(crate) fn add(&self, row: u32, factor: f32, to: &mut [f32]) {
        let at = row as usize;
        let Some(own) = self.factors.get(at) else { return };
        let factor = factor * own;
        for (sum, value) in to.iter_mut().zip(&self.values[at * self.width..][..self.width]) {
            *sum += factor * f32::from(*value);
        }
    }
}

/// The number of the given half-precision bits.
pub(crate) fn from_half(bits: u16) -> f32 {
    let sign = u32::from(bits & 0x8000) << 16;
    let rest = u32::from(bits & 0x7FFF);
    match rest >> 10 {
        0 => f32::from_bits(sign | (rest as f32 / 16_777_216.0).to_bits()),
        31 => f32::from_bits(sign | 0x7F80_0000 | (rest & 0x3FF) << 13),
        _ => f32::from_bits(sign | ((rest << 13) + (112 << 23))),
    }
}

/// The nearest half-precision number's bits; what is too large becomes the largest.
#[cfg(any(feature = "train", test))]
pub(crate) fn to_half(value: f32) -> u16 {
    let sign = (value.to_bits() >> 16 & 0x8000) as u16;
    let size = value.abs().min(65_504.0);
    if size < 6.103_515_6e-5 {
        return sign | (size * 16_777_216.0).round() as u16;
    }
    sign | ((size.to_bits() - (112 << 23) + 0x1000) >> 13) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_precision_is_read_back() {
        for bits in (0..0x7C00).chain(0x8000..0xFC00) {
            assert_eq!(to_half(from_half(bits)), bits);
        }
        assert_eq!(from_half(to_half(0.1)), 0.099_975_586);
        assert_eq!(from_half(to_half(1e9)), 65_504.0);
        assert!(from_half(0x7E00).is_nan());
    }

    #[test]
    fn rows_are_close_to_what_they_were_made_from() {
        let values = [0.5, -1.0, 0.25, 0.0, 0.0, 0.0];
        let table = Table::new(&values, 3);
        for row in 0..2 {
            let mut sum = vec![1.0; 3];
            table.add(row as u32, 2.0, &mut sum);
            for (sum, value) in sum.iter().zip(&values[row * 3..]) {
                assert!((sum - 1.0 - 2.0 * value).abs() < 0.01);
            }
        }
        table.add(99, 1.0, &mut [0.0; 3]);
    }
}
