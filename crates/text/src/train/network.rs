//! Training of the network: rounds over the treebanks, small steps down the losses' slope, a running average of the weights.

use std::time::Instant;

use super::Settings;
use super::dice::Dice;
use super::graph::{Back, Net, step};
use super::input::Tables;
use super::samples::{Casing, Sample, samples};
use super::table::{Adam, Table};
use crate::conllu::Tree;
use crate::model::lists::Lists;
use crate::model::sizes::{Layout, Matrix, Sizes};
use crate::model::weights::Weights;

/// Embeddings start between minus and plus this.
const START: f32 = 0.15;
/// Steps over which the rate grows to its full size.
const WARM_UP: f32 = 150.0;
/// Longest gradient; a longer one is shortened to it.
const LONGEST: f32 = 2.0;
/// Share of itself that the running average keeps at each step, at most.
const KEPT: f32 = 0.998;

/// Trains the network and gives its numbers as a model file holds them.
pub(crate) fn train(trees: &[Tree], lists: &Lists, settings: &Settings, log: &(dyn Fn(&str) + Sync)) -> Vec<u8> {
    let sizes = lists.sizes(settings.sizes());
    let layout = sizes.layout();
    let [data, title, upper] =
        [Casing::AsIs, Casing::Title, Casing::Upper].map(|casing| samples(trees, lists, sizes.pieces, casing));
    let n_words: usize = data.iter().map(Vec::len).sum();
    log(&format!("{} sentences, {n_words} words, {} weights, {sizes:?}", data.len(), layout.total));
    let mut dice = Dice(settings.seed);
    let mut all = start(&sizes, &layout, &mut dice);
    let mut tables = Tables {
        words: Table::new(sizes.words, sizes.input, START, &mut dice),
        pieces: Table::new(sizes.pieces, sizes.input, START, &mut dice),
    };
    let mut average = all.clone();
    let (mut mean, mut square, mut gradients) = (vec![0.0; layout.total], vec![0.0; layout.total], vec![0.0; layout.total]);
    let mut adam = Adam { rate: settings.rate, beta1: 0.9, beta2: 0.95, average: 0.0, step: 0 };
    let (mut weights, mut back) = (Weights::default(), Back::default());
    let steps = (n_words * settings.rounds / settings.batch.max(1)) as f32;
    let begin = Instant::now();
    for round in 1..=settings.rounds {
        let mut losses = [0.0; 7];
        for numbers in batches(&data, settings.batch, &mut dice) {
            adam.step += 1;
            let now = adam.step as f32;
            adam.rate = settings.rate * (now / WARM_UP).min(1.0) * (1.0 - now / steps).max(0.01);
            adam.average = (1.0 - 1.0 / (1.0 + now * 0.3)).min(KEPT);
            weights.fill(&sizes, &layout, &all);
            back.fill(&layout, &all);
            let mut cased = |at: usize| match dice.unit() {
                roll if roll < settings.noise.title => &title[at][..],
                roll if roll < settings.noise.title + settings.noise.upper => &upper[at],
                _ => &data[at],
            };
            let sentences: Vec<&[Sample]> = numbers.iter().map(|at| cased(*at)).collect();
            let net = Net { sizes: &sizes, layout: &layout, weights: &weights, back: &back };
            let added = step(&net, &mut tables, &sentences, &settings.noise, &mut dice, &mut gradients);
            losses.iter_mut().zip(added).for_each(|(sum, loss)| *sum += loss);
            let square_sum = f64::from(gradients.iter().map(|g| g * g).sum::<f32>()) + tables.words.norm() + tables.pieces.norm();
            let scale = (LONGEST / square_sum.sqrt() as f32).min(1.0);
            adam.change(&mut all, &gradients, &mut mean, &mut square, scale);
            gradients.fill(0.0);
            for (average, value) in average.iter_mut().zip(&all) {
                *average = value + (*average - value) * adam.average;
            }
            tables.words.update(&adam, scale);
            tables.pieces.update(&adam, scale);
        }
        let means = losses.map(|loss| (loss / n_words as f64 * 1000.0).round() / 1000.0);
        log(&format!("round {round}, {:.0} s: losses {means:?}", begin.elapsed().as_secs_f64()));
    }
    crate::model::write(&sizes, &tables.words.averaged(&adam), &tables.pieces.averaged(&adam), &average)
}

/// Sentences of about the same length in batches of about so many words, in random order.
fn batches(data: &[Vec<Sample>], words: usize, dice: &mut Dice) -> Vec<Vec<usize>> {
    let mut order: Vec<(f32, usize)> = data.iter().enumerate().map(|(at, s)| (s.len() as f32 + dice.around(2.0), at)).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut batches: Vec<Vec<usize>> = Vec::new();
    let mut size = usize::MAX;
    for (_, at) in order {
        let length = data[at].len();
        if size.saturating_add(length) > words {
            batches.push(Vec::new());
            size = 0;
        }
        size += length;
        if let Some(batch) = batches.last_mut() {
            batch.push(at);
        }
    }
    dice.shuffle(&mut batches);
    batches
}

/// Weights before the first step (Glorot and Bengio); the cells start out remembering.
pub(crate) fn start(sizes: &Sizes, layout: &Layout, dice: &mut Dice) -> Vec<f32> {
    let mut all = vec![0.0; layout.total];
    let mut fill = |m: &Matrix, size: f32| all[m.range()].iter_mut().for_each(|value| *value = dice.around(size));
    let width = |rows: usize, columns: usize| (6.0 / (rows + columns) as f32).sqrt();
    for recurrent in [&layout.first, &layout.second] {
        fill(&recurrent.input, width(recurrent.input.rows, sizes.hidden));
        for state in &recurrent.state {
            fill(state, width(sizes.hidden, sizes.hidden));
        }
    }
    for m in [&layout.tag, &layout.parse, &layout.relation, &layout.classes, &layout.arc] {
        fill(m, width(m.rows, m.columns.min(128)));
    }
    for m in [&layout.arc_root, &layout.relation_root] {
        fill(m, 0.1);
    }
    for recurrent in [&layout.first, &layout.second] {
        for direction in 0..2 {
            let forget = recurrent.bias.start + (direction * 4 + 1) * sizes.hidden;
            all[forget..forget + sizes.hidden].fill(1.0);
        }
    }
    all
}
