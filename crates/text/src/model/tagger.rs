//! Tags: the Penn tag from left to right, then the universal part of speech, and, once the tree is known, the features.

use super::features::{Features, Seen};
use super::weights::{Scorer, best};

/// Number that stands for "no tag here".
pub(crate) const NO_TAG: u8 = 255;

/// Features of the Penn tag of the word at `at`; `tags` holds the tags of the words before it.
pub(crate) fn xpos_features(words: &[Seen], tags: &[u8], at: usize, f: &mut Features) {
    f.clear();
    let place = at as isize;
    let word = &words[at];
    let [before2, before, after, after2] = [-2, -1, 1, 2].map(|step| Seen::at(words, place + step));
    let tag = |back: usize| u32::from(at.checked_sub(back).map_or(NO_TAG, |at| tags[at]));
    let (tag1, tag2) = (tag(1), tag(2));
    let first = u32::from(at == 0);
    f.add([0]);
    f.add([word.norm]);
    f.add([word.form, first]);
    for suffix in word.suffixes {
        f.add([suffix]);
    }
    for prefix in word.prefixes {
        f.add([prefix]);
    }
    f.add([word.shape, first]);
    f.add([word.shape, word.suffixes[2]]);
    f.add([tag1]);
    f.add([tag1, tag2]);
    f.add([tag1, word.norm]);
    f.add([tag1, tag2, word.norm]);
    f.add([tag1, word.suffixes[2]]);
    f.add([before.norm]);
    f.add([before.norm, word.norm]);
    f.add([before2.norm]);
    f.add([before2.norm, before.norm]);
    f.add([after.norm]);
    f.add([word.norm, after.norm]);
    f.add([after2.norm]);
    f.add([after.norm, after2.norm]);
    f.add([after.suffixes[2]]);
    f.add([after.suffixes[1], tag1]);
    f.add([after.shape, word.shape]);
    f.add([before.shape, word.shape]);
    f.add([before.suffixes[2]]);
    f.add([before.norm, after.norm]);
    f.add([tag1, after.norm]);
    f.add([after.suffixes[2], after2.suffixes[2]]);
}

/// Features of the universal part of speech; all Penn tags are known, `upos` holds those before the word.
pub(crate) fn upos_features(words: &[Seen], xpos: &[u8], upos: &[u8], at: usize, f: &mut Features) {
    f.clear();
    let tag = |step: isize| {
        let place = usize::try_from(at as isize + step).ok();
        u32::from(place.and_then(|place| xpos.get(place)).copied().unwrap_or(NO_TAG))
    };
    let word = &words[at];
    let [before, after] = [-1, 1].map(|step| Seen::at(words, at as isize + step));
    let upos1 = u32::from(at.checked_sub(1).map_or(NO_TAG, |at| upos[at]));
    let x = tag(0);
    f.add([x]);
    f.add([word.norm]);
    f.add([x, word.norm]);
    f.add([x, word.form]);
    f.add([x, word.suffixes[2]]);
    f.add([x, word.shape]);
    f.add([x, tag(-1)]);
    f.add([x, tag(1)]);
    f.add([x, tag(-1), tag(1)]);
    f.add([x, tag(-2), tag(-1)]);
    f.add([x, tag(1), tag(2)]);
    f.add([x, word.norm, tag(1)]);
    f.add([x, word.norm, tag(-1)]);
    f.add([x, word.norm, tag(1), tag(2)]);
    f.add([x, word.norm, after.norm]);
    f.add([x, word.norm, before.norm]);
    f.add([x, word.norm, tag(1), tag(2), tag(3)]);
    f.add([x, upos1]);
    f.add([x, upos1, word.norm]);
}

/// The tree around a word, for its features.
pub(crate) struct Tree<'a> {
    /// Head of each word; the number of words for the root.
    pub(crate) heads: &'a [usize],
    /// Relation of each word.
    pub(crate) rels: &'a [u8],
    /// The last dependant before each word that is a subject or an auxiliary, else the word itself.
    pub(crate) helpers: Vec<[usize; 2]>,
}

impl<'a> Tree<'a> {
    /// Finds each word's subject and auxiliary by what `kind` says of a relation (0 subject, 1 auxiliary).
    pub(crate) fn new(heads: &'a [usize], rels: &'a [u8], kind: impl Fn(u8) -> Option<usize>) -> Self {
        let mut helpers: Vec<[usize; 2]> = (0..heads.len()).map(|at| [at, at]).collect();
        for (at, head) in heads.iter().enumerate() {
            if let (Some(kind), Some(of_head)) = (kind(rels[at]), helpers.get_mut(*head)) {
                of_head[kind] = at;
            }
        }
        Tree { heads, rels, helpers }
    }
}

/// Features of the column of features; tags and tree are known.
pub(crate) fn feats_features(words: &[Seen], xpos: &[u8], upos: &[u8], tree: &Tree<'_>, at: usize, f: &mut Features) {
    f.clear();
    let word = &words[at];
    let tag = |step: isize| {
        let place = usize::try_from(at as isize + step).ok();
        u32::from(place.and_then(|place| xpos.get(place)).copied().unwrap_or(NO_TAG))
    };
    let both = u32::from(xpos[at]) << 8 | u32::from(upos[at]);
    let rel = u32::from(tree.rels[at]);
    let head = tree.heads[at];
    let (head_seen, head_tag) = words.get(head).map_or((0, 255), |seen| (seen.norm, u32::from(xpos[head])));
    let [subject, auxiliary] = tree.helpers[at];
    let [head_subject, head_auxiliary] = tree.helpers.get(head).copied().unwrap_or([at, at]);
    let seen = |place: usize| if place == at { 0 } else { words[place].norm };
    let tag_of = |place: usize| if place == at { 254 } else { u32::from(xpos[place]) };
    f.add([both]);
    f.add([word.norm]);
    f.add([both, word.norm]);
    f.add([both, word.form]);
    f.add([both, word.suffixes[1]]);
    f.add([both, word.suffixes[2]]);
    f.add([both, word.shape]);
    f.add([both, rel]);
    f.add([both, rel, word.norm]);
    f.add([both, word.norm, tag(-1)]);
    f.add([both, word.norm, tag(1)]);
    f.add([both, Seen::at(words, at as isize - 1).norm]);
    f.add([both, Seen::at(words, at as isize + 1).norm]);
    f.add([both, seen(subject)]);
    f.add([both, tag_of(subject)]);
    f.add([both, seen(auxiliary), word.norm]);
    f.add([both, seen(head_subject), rel]);
    f.add([both, tag_of(head_subject), rel]);
    f.add([both, word.norm, tag_of(subject)]);
    f.add([both, word.norm, seen(head_subject), rel]);
    f.add([both, word.norm, tag_of(head_subject), rel]);
    f.add([both, head_tag, rel]);
    f.add([both, head_tag, rel, word.norm]);
    f.add([both, head_seen, rel]);
    f.add([both, seen(head_auxiliary), rel]);
    f.add([both, tag(-1), tag(-2)]);
    f.add([both, tag(-1), tag(1)]);
}

/// Penn tags of a sentence, greedily from left to right.
pub(crate) fn tag_xpos(scorer: &impl Scorer, n_classes: usize, words: &[Seen]) -> Vec<u8> {
    let mut tags = vec![NO_TAG; words.len()];
    let mut features = Features::default();
    let mut scores = vec![0; n_classes];
    for at in 0..words.len() {
        xpos_features(words, &tags, at, &mut features);
        scores.fill(0);
        scorer.score(&features.keys, &mut scores);
        tags[at] = best(&scores) as u8;
    }
    tags
}

/// Universal parts of speech of a sentence.
pub(crate) fn tag_upos(scorer: &impl Scorer, n_classes: usize, words: &[Seen], xpos: &[u8]) -> Vec<u8> {
    let mut tags = vec![NO_TAG; words.len()];
    let mut features = Features::default();
    let mut scores = vec![0; n_classes];
    for at in 0..words.len() {
        upos_features(words, xpos, &tags, at, &mut features);
        scores.fill(0);
        scorer.score(&features.keys, &mut scores);
        tags[at] = best(&scores) as u8;
    }
    tags
}

/// The column of features of a sentence, as classes.
pub(crate) fn tag_feats(
    scorer: &impl Scorer,
    n_classes: usize,
    words: &[Seen],
    xpos: &[u8],
    upos: &[u8],
    tree: &Tree<'_>,
) -> Vec<usize> {
    let mut features = Features::default();
    let mut scores = vec![0; n_classes];
    (0..words.len())
        .map(|at| {
            feats_features(words, xpos, upos, tree, at, &mut features);
            scores.fill(0);
            scorer.score(&features.keys, &mut scores);
            best(&scores)
        })
        .collect()
}
