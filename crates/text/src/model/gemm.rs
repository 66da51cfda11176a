//! Matrix products for the network: the right-hand side is packed once, the kernel uses AVX2 and FMA where the machine has them.

#![allow(unsafe_code)]

/// Columns of one panel of a packed matrix.
const PANEL: usize = 16;
/// Rows of the left-hand side that one kernel call handles.
const TILE: usize = 6;
/// Longest stretch of the inner dimension between two stores, so that a panel stays in the first-level cache.
const DEPTH: usize = 256;
/// Rows handled per sweep over the panels, so that they stay in the first-level cache.
const SWEEP: usize = 48;

/// The right-hand side of a product, `depth` rows by `width` columns, stored in panels of sixteen columns.
#[derive(Clone, Debug, Default)]
pub(crate) struct Packed {
    depth: usize,
    width: usize,
    panels: Vec<f32>,
}

impl Packed {
    /// Packs a row-major matrix.
    #[cfg(test)]
    pub(crate) fn new(source: &[f32], depth: usize, width: usize) -> Packed {
        let mut packed = Packed::default();
        packed.fill(source, depth, width, width);
        packed
    }

    /// Packs the first `depth` rows and `width` columns of a row-major matrix whose rows lie `stride` apart.
    pub(crate) fn fill(&mut self, source: &[f32], depth: usize, width: usize, stride: usize) {
        self.shape(depth, width);
        for (k, row) in source.chunks(stride.max(1)).take(depth).enumerate() {
            for (panel, piece) in row[..width].chunks(PANEL).enumerate() {
                let start = (panel * depth + k) * PANEL;
                self.panels[start..start + piece.len()].copy_from_slice(piece);
            }
        }
    }

    /// Packs the transpose of a row-major matrix of `width` rows and `depth` columns whose rows lie `stride` apart.
    pub(crate) fn fill_transposed(&mut self, source: &[f32], depth: usize, width: usize, stride: usize) {
        self.shape(depth, width);
        for (n, row) in source.chunks(stride.max(1)).take(width).enumerate() {
            let base = (n / PANEL) * depth * PANEL + n % PANEL;
            for (k, &value) in row[..depth].iter().enumerate() {
                self.panels[base + k * PANEL] = value;
            }
        }
    }

    fn shape(&mut self, depth: usize, width: usize) {
        self.depth = depth;
        self.width = width;
        self.panels.clear();
        self.panels.resize(width.div_ceil(PANEL) * depth * PANEL, 0.0);
    }

    /// Number of rows.
    pub(crate) fn depth(&self) -> usize {
        self.depth
    }

    /// Number of columns.
    pub(crate) fn width(&self) -> usize {
        self.width
    }
}

/// `c += a * b`: `a` has `rows` rows that lie `a_stride` apart, `c` likewise `c_stride`.
///
/// # Panics
/// If a slice is too short for the sizes: that is a mistake in this crate, never in a text or a model file.
pub(crate) fn multiply_add(a: &[f32], a_stride: usize, rows: usize, b: &Packed, c: &mut [f32], c_stride: usize) {
    if rows == 0 || b.depth == 0 || b.width == 0 {
        return;
    }
    assert!(a.len() >= (rows - 1) * a_stride + b.depth && a_stride >= b.depth.min(a.len()), "left side too short");
    assert!(c.len() >= (rows - 1) * c_stride + b.width && c_stride >= b.width, "result too short");
    let fast = has_fma();
    for depth_from in (0..b.depth).step_by(DEPTH) {
        let depth = DEPTH.min(b.depth - depth_from);
        for sweep in (0..rows).step_by(SWEEP) {
            let sweep_end = rows.min(sweep + SWEEP);
            for column in (0..b.width).step_by(PANEL) {
                let width = PANEL.min(b.width - column);
                let panel_start = column * b.depth + depth_from * PANEL;
                let panel = &b.panels[panel_start..panel_start + depth * PANEL];
                let mut row = sweep;
                while row < sweep_end {
                    let tile = TILE.min(sweep_end - row);
                    let a = &a[row * a_stride + depth_from..];
                    let c = &mut c[row * c_stride + column..];
                    tile_product(fast, tile, a, a_stride, panel, c, c_stride, width);
                    row += tile;
                }
            }
        }
    }
}

/// True where the machine has the instructions of the fast kernels.
pub(crate) fn has_fma() -> bool {
    #[cfg(target_arch = "x86_64")]
    {
        std::is_x86_feature_detected!("avx2") && std::is_x86_feature_detected!("fma")
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        false
    }
}

#[allow(clippy::too_many_arguments)]
fn tile_product(
    fast: bool,
    tile: usize,
    a: &[f32],
    a_stride: usize,
    panel: &[f32],
    c: &mut [f32],
    c_stride: usize,
    width: usize,
) {
    #[cfg(target_arch = "x86_64")]
    if fast {
        let depth = panel.len() / PANEL;
        assert!(a.len() >= (tile - 1) * a_stride + depth && c.len() >= (tile - 1) * c_stride + width);
        // SAFETY: the assertion above keeps every read of `a` and `panel` and every write of `c` inside the slices,
        // and the caller has asked the machine for AVX2 and FMA.
        unsafe {
            match tile {
                1 => avx::tile::<1>(a, a_stride, panel, c, c_stride, width),
                2 => avx::tile::<2>(a, a_stride, panel, c, c_stride, width),
                3 => avx::tile::<3>(a, a_stride, panel, c, c_stride, width),
                4 => avx::tile::<4>(a, a_stride, panel, c, c_stride, width),
                5 => avx::tile::<5>(a, a_stride, panel, c, c_stride, width),
                _ => avx::tile::<6>(a, a_stride, panel, c, c_stride, width),
            }
        }
        return;
    }
    let _ = fast;
    for row in 0..tile {
        let mut sum = [0.0f32; PANEL];
        for (values, &left) in panel.chunks_exact(PANEL).zip(&a[row * a_stride..]) {
            for (s, v) in sum.iter_mut().zip(values) {
                *s += left * v;
            }
        }
        for (to, s) in c[row * c_stride..].iter_mut().zip(&sum[..width]) {
            *to += s;
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod avx {
    use super::PANEL;
    use std::arch::x86_64::{
        _mm256_add_ps, _mm256_broadcast_ss, _mm256_fmadd_ps, _mm256_loadu_ps, _mm256_setzero_ps, _mm256_storeu_ps,
    };

    /// Adds `ROWS` rows of `a` times the panel to `c`.
    ///
    /// # Safety
    /// The machine has AVX2 and FMA; `a` holds `ROWS` rows of the panel's depth, `c` as many of `width` columns.
    #[target_feature(enable = "avx2,fma")]
    pub(super) unsafe fn tile<const ROWS: usize>(
        a: &[f32],
        a_stride: usize,
        panel: &[f32],
        c: &mut [f32],
        c_stride: usize,
        width: usize,
    ) {
        let depth = panel.len() / PANEL;
        let (a, mut b) = (a.as_ptr(), panel.as_ptr());
        let mut sums = [[_mm256_setzero_ps(); 2]; ROWS];
        // SAFETY: the caller's sizes keep all pointers inside their slices.
        unsafe {
            for k in 0..depth {
                let low = _mm256_loadu_ps(b);
                let high = _mm256_loadu_ps(b.add(8));
                b = b.add(PANEL);
                for (row, sum) in sums.iter_mut().enumerate() {
                    let left = _mm256_broadcast_ss(&*a.add(row * a_stride + k));
                    sum[0] = _mm256_fmadd_ps(left, low, sum[0]);
                    sum[1] = _mm256_fmadd_ps(left, high, sum[1]);
                }
            }
            if width == PANEL {
                for (row, sum) in sums.iter().enumerate() {
                    let to = c.as_mut_ptr().add(row * c_stride);
                    _mm256_storeu_ps(to, _mm256_add_ps(_mm256_loadu_ps(to), sum[0]));
                    _mm256_storeu_ps(to.add(8), _mm256_add_ps(_mm256_loadu_ps(to.add(8)), sum[1]));
                }
            } else {
                let mut buffer = [0.0f32; PANEL];
                for (row, sum) in sums.iter().enumerate() {
                    _mm256_storeu_ps(buffer.as_mut_ptr(), sum[0]);
                    _mm256_storeu_ps(buffer.as_mut_ptr().add(8), sum[1]);
                    for (to, s) in c[row * c_stride..].iter_mut().zip(&buffer[..width]) {
                        *to += s;
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_of_all_sizes_are_right() {
        for (rows, depth, width) in [(1, 1, 1), (5, 7, 16), (13, 300, 33), (50, 16, 48), (6, 9, 15)] {
            let a: Vec<f32> = (0..rows * depth).map(|i| (i % 7) as f32 - 3.0).collect();
            let b: Vec<f32> = (0..depth * width).map(|i| (i % 5) as f32 - 2.0).collect();
            let mut c = vec![1.0; rows * width];
            multiply_add(&a, depth, rows, &Packed::new(&b, depth, width), &mut c, width);
            let mut turned = vec![0.0; b.len()];
            for k in 0..depth {
                for n in 0..width {
                    turned[n * depth + k] = b[k * width + n];
                }
            }
            let mut packed = Packed::default();
            packed.fill_transposed(&turned, depth, width, depth);
            let mut again = vec![1.0; rows * width];
            multiply_add(&a, depth, rows, &packed, &mut again, width);
            assert_eq!(c, again);
            for m in 0..rows {
                for n in 0..width {
                    let sum: f32 = (0..depth).map(|k| a[m * depth + k] * b[k * width + n]).sum();
                    assert_eq!(c[m * width + n], 1.0 + sum);
                }
            }
        }
    }
}
