//! Tests of a small model with random weights: whatever its numbers say, trees are trees and bytes are checked.

use super::lists::Lists;
use super::script::Script;
use super::sizes::Sizes;
use super::*;

/// The bytes of a model that was never trained.
fn random_model() -> Vec<u8> {
    let lists = Lists {
        words: ["the", "police"].map(Box::from).to_vec(),
        xpos: ["DT", "NN"].map(Box::from).to_vec(),
        feats: ["_", "Number=Sing"].map(Box::from).to_vec(),
        scripts: [("a", "a"), ("Dogs", "dog"), ("went", "go")].map(|(form, lemma)| Script::between(form, lemma)).to_vec(),
        lemmas: vec![("police".into(), 1, "police".into())],
        marks: vec![("minsk".into(), 16)],
        readings: vec![(0, 0, 0), (7, 1, 1), (16, 1, 0)],
    };
    let sizes = lists.sizes(Sizes { input: 6, hidden: 5, tag: 7, arc: 4, relation: 3, pieces: 32, ..Sizes::default() });
    let mut state = 1u64;
    let mut random = |count: usize| -> Vec<f32> {
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f32 / 8_388_608.0 - 1.0
        };
        (0..count).map(|_| next()).collect()
    };
    let numbers = write(&sizes, &random(sizes.words * 6), &random(sizes.pieces * 6), &random(sizes.layout().total));
    let mut writer = Writer::default();
    lists.write(&mut writer);
    linear::write(&[(3, vec![(1, 5)])], &mut writer);
    pack(&writer.0, &numbers)
}

fn forms(count: usize) -> Vec<&'static str> {
    ["The", "police", "in", "Minsk", "detained", "40", "demonstrators", "."].into_iter().cycle().take(count).collect()
}

fn check_tree(words: &[Annotation]) {
    assert_eq!(words.iter().filter(|word| word.head.is_none()).count(), usize::from(!words.is_empty()));
    for word in words {
        assert_eq!(word.head.is_none(), word.rel == Rel::Root);
        let way = std::iter::successors(word.head, |head| words[*head].head);
        assert!(way.take(words.len() + 1).count() <= words.len(), "a cycle");
    }
}

#[test]
fn every_length_gives_a_tree() {
    let model = Model::load(&random_model()).unwrap();
    for length in [0, 1, 2, 3, 9, 60, 249, 250, 251, 1700] {
        let said = model.annotate(&[forms(length)]);
        assert_eq!(said[0].len(), length);
        check_tree(&said[0]);
    }
    let odd = model.annotate(&[vec!["", "\u{0}", "İ", "👍🏽"]]);
    check_tree(&odd[0]);
}

#[test]
fn a_sentence_is_read_the_same_in_any_company() {
    let model = Model::load(&random_model()).unwrap();
    let sentences: Vec<Vec<&str>> = (1..40).map(forms).collect();
    let together = model.annotate(&sentences);
    assert_eq!(together, model.annotate(&sentences));
    for (forms, said) in sentences.iter().zip(together) {
        assert_eq!(model.annotate(std::slice::from_ref(forms)), [said]);
    }
}

#[test]
fn damaged_bytes_are_an_error() {
    let good = random_model();
    assert!(Model::load(&good).is_ok());
    for end in 0..good.len() {
        assert!(Model::load(&good[..end]).is_err(), "cut at {end}");
        let mut bad = good.clone();
        bad[end] ^= 0x55;
        assert!(Model::load(&bad).is_err(), "changed at {end}");
    }
}

#[test]
fn nonsense_behind_a_right_checksum_is_an_error_and_no_panic() {
    let good = random_model();
    let (lists, numbers) = file::unpack(&good).unwrap();
    for at in 0..lists.len() {
        let mut bad = lists.clone();
        bad[at] ^= 0x11;
        if let Ok(model) = Model::load(&pack(&bad, numbers)) {
            check_tree(&model.annotate(&[forms(12)])[0]);
        }
    }
    for at in 0..numbers.len() {
        let mut bad = numbers.to_vec();
        bad[at] ^= 0x7F;
        if let Ok(model) = Model::load(&pack(&lists, &bad)) {
            check_tree(&model.annotate(&[forms(12)])[0]);
        }
        assert!(Model::load(&pack(&lists, &numbers[..at])).is_err());
    }
}
