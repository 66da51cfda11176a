//! The parser: features of a state, greedy decoding, and the repair that leaves exactly one root.

use super::arcs::{Kids, Move, N_MOVES, N_RELS, NONE, State};
use super::features::{Features, Seen};
use super::weights::Scorer;
use crate::tag::{Rel, Upos};

/// The tags of a sentence as the parser reads them.
pub(crate) struct Tagged<'a> {
    /// The words.
    pub(crate) words: &'a [Seen],
    /// Their Penn tags.
    pub(crate) xpos: &'a [u8],
    /// Their universal parts of speech.
    pub(crate) upos: &'a [u8],
}

/// Word and tags at a place, also at the root and at no place.
#[derive(Clone, Copy)]
struct Node {
    w: u32,
    p: u32,
    u: u32,
    rel: u32,
}

impl Tagged<'_> {
    fn node(&self, state: &State, at: usize) -> Node {
        if at < self.words.len() {
            let rel = if state.heads[at] == NONE { 99 } else { u32::from(state.rels[at]) };
            Node { w: self.words[at].norm, p: u32::from(self.xpos[at]), u: u32::from(self.upos[at]), rel }
        } else if at == self.words.len() {
            Node { w: 2, p: 200, u: 200, rel: 97 }
        } else {
            Node { w: 3, p: 201, u: 201, rel: 98 }
        }
    }
}

const NO_KIDS: Kids = Kids { first: NONE, second: NONE, count: 0, rels: 0 };

/// All features of a state (after Zhang and Nivre 2011, with some of our own).
pub(crate) fn features(tagged: &Tagged<'_>, state: &State, f: &mut Features) {
    f.clear();
    let top = state.top().unwrap_or(NONE);
    let under = state.stack.len().checked_sub(2).map_or(NONE, |at| state.stack[at]);
    let after = |step: usize| if state.next + step <= state.n { state.next + step } else { NONE };
    let head_of = |at: usize| state.heads.get(at).copied().unwrap_or(NONE);
    let left = |at: usize| state.left.get(at).copied().unwrap_or(NO_KIDS);
    let right = |at: usize| state.right.get(at).copied().unwrap_or(NO_KIDS);
    let node = |at: usize| tagged.node(state, at);
    let (top_left, top_right, next_left) = (left(top), right(top), left(state.next));
    let (s0, s1) = (node(top), node(under));
    let (n0, n1, n2, n3) = (node(state.next), node(after(1)), node(after(2)), node(after(3)));
    let (h, h2) = (node(head_of(top)), node(head_of(head_of(top))));
    let (sl, sl2) = (node(top_left.first), node(top_left.second));
    let (sr, sr2) = (node(top_right.first), node(top_right.second));
    let (nl, nl2) = (node(next_left.first), node(next_left.second));
    let distance = if top == NONE { 0 } else { (state.next - top).min(8) as u32 };
    let distance = if distance > 4 { 4 + distance / 8 } else { distance };
    let (vl, vr, vn) = (top_left.count.min(4), top_right.count.min(4), next_left.count.min(4));
    let set = |rels: u64| (rels ^ (rels >> 32)) as u32;
    single(f, [s0, n0, n1, n2]);
    pairs(f, s0, n0, n1);
    // Three at a time.
    f.add([n0.p, n1.p, n2.p]);
    f.add([s0.p, n0.p, n1.p]);
    f.add([s0.p, n0.p, n1.p, n2.p]);
    f.add([n0.p, n1.p, n2.p, n3.p]);
    f.add([h.p, s0.p, n0.p]);
    f.add([h.p, s0.w, n0.p]);
    f.add([h.p, h2.p, s0.p, n0.p]);
    for kid in [sl, sr, sl2, sr2] {
        f.add([s0.p, kid.p, n0.p]);
        f.add([s0.p, kid.rel, n0.p]);
        f.add([s0.w, kid.rel, n0.p]);
    }
    for kid in [nl, nl2] {
        f.add([s0.p, n0.p, kid.p]);
        f.add([s0.p, n0.p, kid.rel]);
        f.add([s0.p, n0.w, kid.rel]);
    }
    f.add([s0.p, sr.p, sr2.p, n0.p]);
    f.add([s0.p, sl.p, sl2.p, n0.p]);
    f.add([n0.p, nl.p, nl2.p]);
    f.add([s0.p, sr.rel, n0.w]);
    f.add([s0.w, sr.w, n0.p]);
    f.add([s0.p, sr.w, n0.p]);
    f.add([s0.p, n0.p, nl.w]);
    f.add([s0.p, n0.w, nl.w]);
    // Distance and number of dependants.
    f.add([s0.w, distance]);
    f.add([s0.p, distance]);
    f.add([n0.w, distance]);
    f.add([n0.p, distance]);
    f.add([s0.w, n0.w, distance]);
    f.add([s0.p, n0.p, distance]);
    f.add([s0.w, vl]);
    f.add([s0.p, vl, n0.p]);
    f.add([s0.w, vr]);
    f.add([s0.p, vr, n0.p]);
    f.add([n0.w, vn]);
    f.add([s0.p, n0.p, vn]);
    // Relations around the top and the next word.
    f.add([s0.w, set(top_right.rels), n0.p]);
    f.add([s0.p, set(top_right.rels), n0.p]);
    f.add([s0.p, set(top_left.rels), n0.p]);
    f.add([n0.p, set(next_left.rels), s0.p]);
    f.add([n0.w, set(next_left.rels), s0.p]);
    f.add([s0.rel, s0.p, n0.p]);
    f.add([s0.rel, s0.w, n0.p]);
    f.add([h.w, s0.rel, n0.p]);
    f.add([h.w, s0.p, n0.p]);
    f.add([h.w, s0.w, n0.w]);
    f.add([h.w, s0.p, n0.w]);
    f.add([h.u, s0.u, n0.u, n1.u]);
    f.add([h.rel, s0.rel, s0.u, n0.u]);
    // What stands below the top, and next to the words in the text.
    f.add([s1.p, s0.p, n0.p]);
    f.add([s1.w, s0.p, n0.p]);
    f.add([s1.p, s0.p, n0.p, n1.p]);
    f.add([s1.u, s1.rel, s0.u, s0.rel, n0.u]);
    f.add([s1.w, s0.w, n0.p]);
    let [s_before, s_after, n_before] =
        [top.wrapping_sub(1), top.wrapping_add(1), state.next.wrapping_sub(1)].map(|at| if top == NONE { NONE } else { at });
    f.add([node(s_before).p, s0.p, n0.p]);
    f.add([s0.p, node(s_after).p, node(n_before).p, n0.p]);
    f.add([s0.w, node(s_after).w, n0.p]);
    f.add([node(n_before).w, n0.w, s0.p]);
    f.add([node(n_before).p, n0.p, n1.p, s0.p]);
    f.add([state.stack.len().min(5) as u32, s0.p, n0.p]);
}

fn single(f: &mut Features, nodes: [Node; 4]) {
    f.add([0]);
    for node in nodes {
        f.add([node.w, node.p]);
        f.add([node.w]);
        f.add([node.p]);
        f.add([node.u]);
    }
}

fn pairs(f: &mut Features, s0: Node, n0: Node, n1: Node) {
    f.add([s0.w, s0.p, n0.w, n0.p]);
    f.add([s0.w, s0.p, n0.w]);
    f.add([s0.w, n0.w, n0.p]);
    f.add([s0.w, s0.p, n0.p]);
    f.add([s0.p, n0.w, n0.p]);
    f.add([s0.w, n0.w]);
    f.add([s0.p, n0.p]);
    f.add([s0.u, n0.u]);
    f.add([s0.u, n0.w]);
    f.add([s0.w, n0.u]);
    f.add([n0.p, n1.p]);
    f.add([n0.w, n1.w]);
    f.add([n0.p, n1.w]);
    f.add([s0.w, n1.w]);
    f.add([s0.w, n0.p, n1.p]);
    f.add([s0.p, n0.w, n1.p]);
    f.add([s0.p, n0.p, n1.w]);
}

/// The best of the allowed moves.
pub(crate) fn best_move(state: &State, scores: &[i32]) -> usize {
    let mut best = usize::MAX;
    for (class, score) in scores.iter().enumerate().take(N_MOVES) {
        if (best == usize::MAX || *score > scores[best]) && state.allows(Move::of(class)) {
            best = class;
        }
    }
    // One of shift, reduce, left and right is always allowed; with the root next, `Left(root)` or reduce.
    if best == usize::MAX { 0 } else { best }
}

/// Heads (the number of words for the root) and relations of a sentence.
pub(crate) fn parse(scorer: &impl Scorer, tagged: &Tagged<'_>) -> (Vec<usize>, Vec<u8>) {
    let mut state = State::new(tagged.words.len());
    let mut f = Features::default();
    let mut scores = [0; N_MOVES];
    while !state.is_done() {
        features(tagged, &state, &mut f);
        scores.fill(0);
        scorer.score(&f.keys, &mut scores);
        state.make(Move::of(best_move(&state, &scores)));
    }
    let State { mut heads, mut rels, .. } = state;
    one_root(&mut heads, &mut rels, tagged.upos);
    (heads, rels)
}

/// Keeps the best of several roots; the others depend on it.
fn one_root(heads: &mut [usize], rels: &mut [u8], upos: &[u8]) {
    let n = heads.len();
    let rank = |at: &usize| match upos[*at] {
        tag if tag == Upos::Verb as u8 => 0,
        tag if tag == Upos::Punct as u8 => 2,
        _ => 1,
    };
    let Some(root) = (0..n).filter(|at| heads[*at] >= n).min_by_key(rank) else { return };
    for at in 0..n {
        if heads[at] >= n && at != root {
            heads[at] = root;
            rels[at] = if upos[at] == Upos::Punct as u8 { Rel::Punct } else { Rel::Parataxis } as u8;
        }
    }
    rels[root] = Rel::Root as u8;
}

/// The relation of a number below [`N_RELS`].
pub(crate) fn relation(number: u8) -> Rel {
    debug_assert!(usize::from(number) < N_RELS);
    Rel::ALL[usize::from(number) % N_RELS]
}
