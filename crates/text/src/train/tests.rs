//! Tests of the trainer: gradients agree with measured slopes, a small network learns its sentences, twice gives the same bytes.

use super::dice::Dice;
use super::graph::{Back, Net, step};
use super::input::Tables;
use super::table::Table;
use super::*;
use crate::conllu;
use crate::model::Model;
use crate::model::weights::Weights;

const TREES: &str = "1\tThe\tthe\tDET\tDT\tA=1\t2\tdet\t_\t_
2\tdogs\tdog\tNOUN\tNNS\tB=1\t3\tnsubj\t_\t_
3\tbark\tbark\tVERB\tVB\t_\t0\troot\t_\t_
4\tloudly\tloudly\tADV\tRB\t_\t3\tadvmod\t_\t_

1\tYes\tyes\tX\tUH\t_\t0\troot\t_\t_
2\tthe\tthe\tDET\tDT\tA=1\t3\tdet\t_\t_
3\tdogs\tdog\tNOUN\tNNS\tB=1\t1\tobj\t_\t_

1\tYes\tyes\tX\tUH\t_\t0\troot\t_\t_

";

fn trees(copies: usize) -> Vec<Tree> {
    conllu::read(TREES.repeat(copies).as_bytes()).unwrap()
}

fn small() -> Settings {
    // Nothing is dropped: so few numbers could not do without the others.
    let noise = Noise { input: 0.0, state: 0.0, layer: 0.0, inner: 0.0, piece: 0.0, title: 0.0, upper: 0.0, ..Noise::default() };
    Settings {
        rounds: 200,
        batch: 16,
        noise,
        input: 8,
        hidden: 8,
        tag: 8,
        arc: 8,
        relation: 8,
        pieces: 64,
        ..Settings::default()
    }
}

#[test]
fn gradients_agree_with_measured_slopes() {
    let trees = trees(3);
    let lists = samples::lists(&trees, Vec::new());
    let settings = Settings { input: 5, hidden: 4, tag: 6, arc: 5, relation: 3, ..small() };
    let sizes = lists.sizes(settings.sizes());
    let layout = sizes.layout();
    let data = samples::samples(&trees[..3], &lists, sizes.pieces, samples::Casing::AsIs);
    let sentences: Vec<_> = data.iter().map(|sentence| &sentence[..]).collect();
    let n: f64 = sentences.iter().map(|sentence| sentence.len() as f64).sum();
    let mut dice = Dice(1);
    let all = network::start(&sizes, &layout, &mut dice);
    let noise = Noise { tasks: [0.5, 0.7, 0.3, 0.4, 0.2, 1.0, 0.9], ..Noise::default() };
    let starts = [sizes.words, sizes.pieces].map(|rows| Table::new(rows, sizes.input, 0.4, &mut dice));
    let tables = |starts: &[Table; 2]| Tables { words: starts[0].clone(), pieces: starts[1].clone() };
    let run = |all: &[f32], tables: &mut Tables| {
        let mut gradients = vec![0.0; layout.total];
        let mut back = Back::default();
        back.fill(&layout, all);
        let net = Net { sizes: &sizes, layout: &layout, weights: &Weights::new(&sizes, &layout, all), back: &back };
        let losses = step(&net, tables, &sentences, &noise, &mut Dice(7), &mut gradients);
        (losses.iter().zip(noise.tasks).map(|(loss, task)| loss * f64::from(task)).sum::<f64>() / n, gradients)
    };
    let check = |name: &str, slope: f64, up: f64, down: f64| {
        let measured = (up - down) / 2e-3;
        assert!((slope - measured).abs() < 2e-3 + 0.02 * slope.abs(), "{name}: {slope}, measured {measured}");
    };
    let mut before = tables(&starts);
    let (_, gradients) = run(&all, &mut before);
    let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| f64::from(a * b)).sum::<f64>();
    let shift = |values: &[f32], way: &[f32], by: f32| values.iter().zip(way).map(|(v, w)| v + by * w).collect::<Vec<f32>>();
    let l = layout;
    let recurrent = [l.first, l.second].into_iter().flat_map(|r| [r.input, r.state[0], r.state[1], r.bias]);
    let tags = [l.tag, l.tag_bias, l.classes, l.classes_bias, l.parse, l.parse_bias, l.arc, l.arc_bias, l.arc_root];
    let relations = [l.relation_root, l.relation_distance, l.relation, l.relation_bias];
    for matrix in recurrent.chain(tags).chain(relations) {
        let mut way = vec![0.0; layout.total];
        way[matrix.range()].iter_mut().for_each(|value| *value = dice.around(1.0));
        let at = |by: f32| run(&shift(&all, &way, by), &mut tables(&starts)).0;
        let (up, down) = (at(1e-3), at(-1e-3));
        check(&format!("{matrix:?}"), dot(&gradients, &way), up, down);
    }
    for which in 0..2 {
        let d = [&before.words, &before.pieces][which].gradients.clone();
        let way: Vec<f32> = d.iter().map(|_| dice.around(1.0)).collect();
        let at = |by: f32| {
            let mut starts = starts.clone();
            starts[which].values = shift(&starts[which].values, &way, by);
            run(&all, &mut tables(&starts)).0
        };
        let (up, down) = (at(1e-3), at(-1e-3));
        check(["words", "pieces"][which], dot(&d, &way), up, down);
    }
}

#[test]
fn a_small_network_learns_its_sentences_and_twice_the_same() {
    let trees = trees(8);
    let rules = Rules::read(&chancery_data::texts("text/")).unwrap();
    let bytes = train(&trees, Vec::new(), &rules, small(), &|_| ());
    assert!(bytes == train(&trees, Vec::new(), &rules, small(), &|_| ()), "two trainings differ");
    let model = Model::load(&bytes).unwrap();
    let said = model.annotate(&[vec!["The", "dogs", "bark", "loudly"]]);
    let heads: Vec<_> = said[0].iter().map(|word| word.head).collect();
    assert_eq!(heads, [Some(1), Some(2), None, Some(2)]);
    let lemmas: Vec<&str> = said[0].iter().map(|word| &*word.lemma).collect();
    assert_eq!(lemmas, ["the", "dog", "bark", "loudly"]);
}
