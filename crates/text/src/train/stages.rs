//! The stages of a training: taggers (in folds, so that the parser sees honest mistakes), parser, features, lemmas, sentence ends.

use super::Settings;
use super::order;
use super::perceptron::{Dice, Perceptron, Rows};
use crate::model::arcs::{Gold, Move, N_MOVES, State};
use crate::model::features::{Features, Seen};
use crate::model::parser::{self, Tagged, best_move};
use crate::model::tagger::{self, NO_TAG};
use crate::model::weights::{Scorer, Weights, best};
use crate::model::{helper, lemma};

/// One sentence of a treebank, in numbers.
#[derive(Clone, Default)]
pub(crate) struct Sample {
    pub(crate) words: Vec<Seen>,
    pub(crate) xpos: Vec<u8>,
    pub(crate) upos: Vec<u8>,
    pub(crate) feats: Vec<usize>,
    pub(crate) edits: Vec<Option<usize>>,
    pub(crate) heads: Vec<usize>,
    pub(crate) rels: Vec<u8>,
}

/// What all stages need to know.
pub(crate) struct Plan<'a> {
    pub(crate) n_xpos: usize,
    pub(crate) n_upos: usize,
    pub(crate) n_feats: usize,
    pub(crate) n_edits: usize,
    pub(crate) settings: Settings,
    pub(crate) log: &'a (dyn Fn(&str) + Sync),
}

const SCALE: f64 = 16.0;

/// Runs all stages; gives the rows of Penn tags, parts of speech, features, lemmas and moves.
pub(crate) fn run(plan: &Plan<'_>, samples: Vec<Sample>) -> [Rows; 5] {
    let all: Vec<&Sample> = samples.iter().collect();
    // Tags as they come out on sentences that the tagger has not seen.
    let folds = plan.settings.folds.max(2);
    let fold = |number: usize| {
        let seen: Vec<&Sample> = samples.iter().enumerate().filter(|(at, _)| at / 20 % folds != number).map(|(_, s)| s).collect();
        let weights = Weights::new(&train_xpos(plan, &seen));
        let unseen = samples.iter().enumerate().filter(|(at, _)| at / 20 % folds == number);
        unseen.map(|(at, s)| (at, tagger::tag_xpos(&weights, plan.n_xpos, &s.words))).collect::<Vec<_>>()
    };
    let mut tagged = samples.clone();
    let mut xpos_rows = Rows::new();
    std::thread::scope(|scope| {
        let full = scope.spawn(|| train_xpos(plan, &all));
        for number in 0..folds {
            for (at, tags) in fold(number) {
                tagged[at].xpos = tags;
            }
        }
        xpos_rows = full.join().unwrap_or_default();
    });
    let (wrong, n) = differences(&samples, &tagged, |sample| &sample.xpos);
    (plan.log)(&format!("Penn tags of unseen folds: {wrong} of {n} wrong"));
    let gold_upos: Vec<Vec<u8>> = samples.iter().map(|sample| sample.upos.clone()).collect();
    let mut upos_tags: Vec<(usize, Vec<u8>)> = Vec::new();
    for number in 0..folds {
        let seen: Vec<&Sample> = tagged.iter().enumerate().filter(|(at, _)| at / 20 % folds != number).map(|(_, s)| s).collect();
        let weights = Weights::new(&train_upos(plan, &seen));
        let unseen = tagged.iter().enumerate().filter(|(at, _)| at / 20 % folds == number);
        upos_tags.extend(unseen.map(|(at, s)| (at, tagger::tag_upos(&weights, plan.n_upos, &s.words, &s.xpos))));
    }
    let upos_rows = train_upos(plan, &tagged.iter().collect::<Vec<_>>());
    for (at, tags) in upos_tags {
        tagged[at].upos = tags;
    }
    let wrong: usize =
        gold_upos.iter().zip(&tagged).map(|(gold, s)| gold.iter().zip(&s.upos).filter(|(a, b)| a != b).count()).sum();
    (plan.log)(&format!("parts of speech of unseen folds: {wrong} of {n} wrong"));
    std::thread::scope(|scope| {
        let tagged = &tagged;
        let others = scope.spawn(move || (train_feats(plan, tagged), train_lemmas(plan, tagged)));
        let moves = train_parser(plan, tagged);
        let (feats, lemmas) = others.join().unwrap_or_default();
        [xpos_rows, upos_rows, feats, lemmas, moves]
    })
}

fn differences<'a>(a: &'a [Sample], b: &'a [Sample], of: impl Fn(&'a Sample) -> &'a Vec<u8>) -> (usize, usize) {
    let mut counts = (0, 0);
    for (a, b) in a.iter().zip(b) {
        counts.0 += of(a).iter().zip(of(b)).filter(|(a, b)| a != b).count();
        counts.1 += of(a).len();
    }
    counts
}

fn train_xpos(plan: &Plan<'_>, samples: &[&Sample]) -> Rows {
    train_tags(
        plan,
        samples,
        plan.n_xpos,
        |sample| &sample.xpos,
        |sample, tags, at, f| {
            tagger::xpos_features(&sample.words, tags, at, f);
        },
    )
}

fn train_upos(plan: &Plan<'_>, samples: &[&Sample]) -> Rows {
    train_tags(
        plan,
        samples,
        plan.n_upos,
        |sample| &sample.upos,
        |sample, tags, at, f| {
            tagger::upos_features(&sample.words, &sample.xpos, tags, at, f);
        },
    )
}

fn train_tags(
    plan: &Plan<'_>,
    samples: &[&Sample],
    n_classes: usize,
    truth: impl Fn(&Sample) -> &Vec<u8>,
    look: impl Fn(&Sample, &[u8], usize, &mut Features),
) -> Rows {
    let mut perceptron = Perceptron::default();
    let mut dice = Dice(plan.settings.seed);
    let mut features = Features::default();
    let mut scores = vec![0; n_classes];
    for _ in 0..plan.settings.tag_rounds {
        for at in order(samples.len(), &mut dice) {
            let sample = samples[at];
            let mut tags = vec![NO_TAG; sample.words.len()];
            for at in 0..tags.len() {
                look(sample, &tags, at, &mut features);
                scores.fill(0);
                perceptron.score(&features.keys, &mut scores);
                let guess = best(&scores);
                perceptron.learn(&features.keys, usize::from(truth(sample)[at]), guess);
                tags[at] = guess as u8;
            }
        }
    }
    perceptron.finish(SCALE, 2)
}

fn train_feats(plan: &Plan<'_>, samples: &[Sample]) -> Rows {
    let mut perceptron = Perceptron::default();
    let mut dice = Dice(plan.settings.seed + 1);
    let mut features = Features::default();
    let mut scores = vec![0; plan.n_feats];
    for _ in 0..plan.settings.tag_rounds {
        for at in order(samples.len(), &mut dice) {
            let sample = &samples[at];
            let tree = tagger::Tree::new(&sample.heads, &sample.rels, helper);
            for at in 0..sample.words.len() {
                tagger::feats_features(&sample.words, &sample.xpos, &sample.upos, &tree, at, &mut features);
                scores.fill(0);
                perceptron.score(&features.keys, &mut scores);
                perceptron.learn(&features.keys, sample.feats[at], best(&scores));
            }
        }
    }
    perceptron.finish(SCALE, 2)
}

fn train_lemmas(plan: &Plan<'_>, samples: &[Sample]) -> Rows {
    let mut perceptron = Perceptron::default();
    let mut dice = Dice(plan.settings.seed + 2);
    let mut features = Features::default();
    let mut scores = vec![0; plan.n_edits];
    for _ in 0..plan.settings.tag_rounds {
        for at in order(samples.len(), &mut dice) {
            let sample = &samples[at];
            for at in 0..sample.words.len() {
                let Some(truth) = sample.edits[at] else { continue };
                lemma::features(&sample.words, &sample.xpos, &sample.upos, at, &mut features);
                scores.fill(0);
                perceptron.score(&features.keys, &mut scores);
                perceptron.learn(&features.keys, truth, best(&scores));
            }
        }
    }
    perceptron.finish(SCALE, 1)
}

/// Follows its own moves, also the wrong ones, and learns the best way on from there (a dynamic oracle).
fn train_parser(plan: &Plan<'_>, samples: &[Sample]) -> Rows {
    let mut perceptron = Perceptron::default();
    let mut dice = Dice(plan.settings.seed + 3);
    let mut features = Features::default();
    let mut scores = [0; N_MOVES];
    for round in 0..plan.settings.parse_rounds {
        let (mut wrong, mut all) = (0, 0);
        for at in order(samples.len(), &mut dice) {
            let sample = &samples[at];
            let tagged = Tagged { words: &sample.words, xpos: &sample.xpos, upos: &sample.upos };
            let gold = Gold::new(&sample.heads, &sample.rels);
            let mut state = State::new(sample.words.len());
            while !state.is_done() {
                parser::features(&tagged, &state, &mut features);
                scores.fill(0);
                perceptron.score(&features.keys, &mut scores);
                let guess = best_move(&state, &scores);
                let costs = state.costs(&gold);
                let cost_of = |class: usize| gold.cost(&state, &costs, Move::of(class));
                let least = (0..N_MOVES).filter(|class| state.allows(Move::of(*class))).map(cost_of).min().unwrap_or(0);
                let truth =
                    if cost_of(guess) == least { guess } else { best_truth(&state, &scores, |class| cost_of(class) == least) };
                perceptron.learn(&features.keys, truth, guess);
                all += 1;
                wrong += usize::from(truth != guess);
                let explore = round > 0 && !dice.roll().is_multiple_of(10);
                state.make(Move::of(if explore { guess } else { truth }));
            }
        }
        (plan.log)(&format!("parser, round {}: {wrong} of {all} moves wrong", round + 1));
    }
    perceptron.finish(SCALE / 2.0, 9)
}

/// The highest score among the moves that cost least.
fn best_truth(state: &State, scores: &[i32], is_cheapest: impl Fn(usize) -> bool) -> usize {
    let candidates = (0..N_MOVES).filter(|class| state.allows(Move::of(*class)) && is_cheapest(*class));
    candidates.max_by_key(|class| (scores[*class], usize::MAX - class)).unwrap_or(0)
}

/// Where sentences end.
pub(crate) fn train_breaks(plan: &Plan<'_>, samples: &crate::breaks::Samples) -> Rows {
    let mut perceptron = Perceptron::default();
    let mut dice = Dice(plan.settings.seed + 4);
    let mut scores = [0; 2];
    for _ in 0..plan.settings.tag_rounds {
        for at in order(samples.0.len(), &mut dice) {
            let (features, is_end) = &samples.0[at];
            scores.fill(0);
            perceptron.score(features, &mut scores);
            perceptron.learn(features, usize::from(*is_end), best(&scores));
        }
    }
    perceptron.finish(SCALE, 1)
}
