//! Embedding tables: rows are read, collect gradients, and only the rows that were read are changed.

use super::dice::Dice;

/// A table of rows of numbers with what training keeps about each.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) width: usize,
    pub(crate) values: Vec<f32>,
    pub(crate) gradients: Vec<f32>,
    pub(crate) touched: Vec<u32>,
    is_touched: Vec<bool>,
    mean: Vec<f32>,
    square: Vec<f32>,
    pub(crate) average: Vec<f32>,
    last: Vec<u32>,
}

impl Table {
    pub(crate) fn new(rows: usize, width: usize, size: f32, dice: &mut Dice) -> Table {
        let len = rows * width;
        let values: Vec<f32> = (0..len).map(|_| dice.around(size)).collect();
        Table {
            width,
            gradients: vec![0.0; len],
            touched: Vec::new(),
            is_touched: vec![false; rows],
            mean: vec![0.0; len],
            square: vec![0.0; len],
            average: values.clone(),
            values,
            last: vec![0; rows],
        }
    }

    pub(crate) fn row(&self, row: u32) -> &[f32] {
        &self.values[row as usize * self.width..][..self.width]
    }

    /// Adds `factor` times `d` to the gradient of a row.
    pub(crate) fn add(&mut self, row: u32, factor: f32, d: &[f32]) {
        let at = row as usize;
        if !self.is_touched[at] {
            self.is_touched[at] = true;
            self.touched.push(row);
        }
        for (g, d) in self.gradients[at * self.width..][..self.width].iter_mut().zip(d) {
            *g += factor * d;
        }
    }

    /// The sum of the squared gradients.
    pub(crate) fn norm(&self) -> f64 {
        let mut sum = 0.0;
        for &row in &self.touched {
            let g = &self.gradients[row as usize * self.width..][..self.width];
            sum += f64::from(g.iter().map(|g| g * g).sum::<f32>());
        }
        sum
    }

    /// Changes the rows that have gradients and clears these.
    pub(crate) fn update(&mut self, adam: &Adam, scale: f32) {
        for row in std::mem::take(&mut self.touched) {
            let at = row as usize;
            let range = at * self.width..(at + 1) * self.width;
            let age = adam.step - self.last[at];
            let decay = adam.average.powi(age.saturating_sub(1) as i32);
            let values = &mut self.values[range.clone()];
            for (a, v) in self.average[range.clone()].iter_mut().zip(values.iter()) {
                *a = v + (*a - v) * decay;
            }
            let (g, m, s) = (&mut self.gradients[range.clone()], &mut self.mean[range.clone()], &mut self.square[range.clone()]);
            adam.change(values, g, m, s, scale);
            for ((a, v), g) in self.average[range].iter_mut().zip(values.iter()).zip(g) {
                *a = v + (*a - v) * adam.average;
                *g = 0.0;
            }
            self.last[at] = adam.step;
            self.is_touched[at] = false;
        }
    }

    /// The running averages as they stand now.
    pub(crate) fn averaged(&self, adam: &Adam) -> Vec<f32> {
        let mut all = self.average.clone();
        for (at, (a, v)) in all.chunks_mut(self.width).zip(self.values.chunks(self.width)).enumerate() {
            let decay = adam.average.powi((adam.step - self.last[at]) as i32);
            for (a, v) in a.iter_mut().zip(v) {
                *a = v + (*a - v) * decay;
            }
        }
        all
    }
}

/// The rule that changes weights (Adam) and what it needs to know.
#[derive(Clone, Debug)]
pub(crate) struct Adam {
    pub(crate) rate: f32,
    pub(crate) beta1: f32,
    pub(crate) beta2: f32,
    /// Share of the old running average that each step keeps.
    pub(crate) average: f32,
    pub(crate) step: u32,
}

impl Adam {
    pub(crate) fn change(&self, values: &mut [f32], gradients: &[f32], mean: &mut [f32], square: &mut [f32], scale: f32) {
        let step = self.step.min(100_000) as i32;
        let rate = self.rate * (1.0 - self.beta2.powi(step)).sqrt() / (1.0 - self.beta1.powi(step));
        let (b1, b2) = (self.beta1, self.beta2);
        for (((v, g), m), s) in values.iter_mut().zip(gradients).zip(mean).zip(square) {
            let g = g * scale;
            *m = b1 * *m + (1.0 - b1) * g;
            *s = b2 * *s + (1.0 - b2) * g * g;
            *v -= rate * *m / (s.sqrt() + 1e-8);
        }
    }
}
