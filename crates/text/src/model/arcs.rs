//! The arc-eager transition system: its states, its moves, and what each move costs against a known tree.

use crate::tag::Rel;

/// Number of relations.
pub(crate) const N_RELS: usize = 51;
/// Number of moves: shift, reduce, and an arc in each direction for each relation.
pub(crate) const N_MOVES: usize = 2 + 2 * N_RELS;
/// No word.
pub(crate) const NONE: usize = usize::MAX;

/// One step of the parser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Move {
    /// The next word goes on the stack, its head comes later.
    Shift,
    /// The top of the stack has its head and all its dependants.
    Reduce,
    /// The top of the stack depends on the next word.
    Left(u8),
    /// The next word depends on the top of the stack and goes onto it.
    Right(u8),
}

impl Move {
    /// The move of a class of the linear model.
    pub(crate) fn of(class: usize) -> Move {
        match class {
            0 => Move::Shift,
            1 => Move::Reduce,
            class if class < 2 + N_RELS => Move::Left((class - 2) as u8),
            class => Move::Right((class - 2 - N_RELS) as u8),
        }
    }
}

/// Where the parser stands: the root is the last word of the buffer, one past the sentence.
pub(crate) struct State {
    /// Number of words.
    pub(crate) n: usize,
    /// Words waiting for dependants or a head, the latest last.
    pub(crate) stack: Vec<usize>,
    /// The next word; `n` is the root.
    pub(crate) next: usize,
    /// Heads so far.
    pub(crate) heads: Vec<usize>,
    /// Relations so far.
    pub(crate) rels: Vec<u8>,
    /// Dependants so far: the outermost two on each side (`[first, second]`), and the relations that occur, as bits.
    pub(crate) left: Vec<Kids>,
    /// The same on the right.
    pub(crate) right: Vec<Kids>,
}

/// The dependants of a word on one side.
#[derive(Clone, Copy)]
pub(crate) struct Kids {
    /// The outermost one.
    pub(crate) first: usize,
    /// The one added before it.
    pub(crate) second: usize,
    /// How many there are.
    pub(crate) count: u32,
    /// Which relations occur.
    pub(crate) rels: u64,
}

const NO_KIDS: Kids = Kids { first: NONE, second: NONE, count: 0, rels: 0 };

impl Kids {
    fn push(&mut self, kid: usize, rel: u8) {
        self.second = self.first;
        self.first = kid;
        self.count += 1;
        self.rels |= 1 << rel;
    }
}

impl State {
    /// Before the first move on `n` words.
    pub(crate) fn new(n: usize) -> State {
        State {
            n,
            stack: Vec::new(),
            next: 0,
            heads: vec![NONE; n],
            rels: vec![Rel::Dep as u8; n],
            left: vec![NO_KIDS; n + 1],
            right: vec![NO_KIDS; n + 1],
        }
    }

    /// The top of the stack.
    pub(crate) fn top(&self) -> Option<usize> {
        self.stack.last().copied()
    }

    /// Whether only the root is left.
    pub(crate) fn is_done(&self) -> bool {
        self.next == self.n && self.stack.is_empty()
    }

    /// Whether a move may be made here. Only the root gives the relation `root`.
    pub(crate) fn allows(&self, step: Move) -> bool {
        let at_root = self.next == self.n;
        match (step, self.top()) {
            (Move::Shift, _) => !at_root,
            (_, None) => false,
            (Move::Reduce, Some(top)) => self.heads[top] != NONE,
            (Move::Left(rel), Some(top)) => self.heads[top] == NONE && (rel == Rel::Root as u8) == at_root,
            (Move::Right(rel), Some(_)) => !at_root && rel != Rel::Root as u8,
        }
    }

    /// Makes a move that is allowed.
    pub(crate) fn make(&mut self, step: Move) {
        match step {
            Move::Shift => {
                self.stack.push(self.next);
                self.next += 1;
            }
            Move::Reduce => {
                self.stack.pop();
            }
            Move::Left(rel) => {
                if let Some(top) = self.stack.pop() {
                    self.heads[top] = self.next;
                    self.rels[top] = rel;
                    self.left[self.next].push(top, rel);
                }
            }
            Move::Right(rel) => {
                if let Some(top) = self.top() {
                    self.heads[self.next] = top;
                    self.rels[self.next] = rel;
                    self.right[top].push(self.next, rel);
                    self.stack.push(self.next);
                    self.next += 1;
                }
            }
        }
    }

    #[cfg(any(feature = "train", test))]
    /// How many right arcs of the known tree can no longer be made after each kind of move:
    /// shift, reduce, left, right (relations apart).
    pub(crate) fn costs(&self, gold: &Gold<'_>) -> [u32; 4] {
        let next = self.next;
        // What the next word loses when it leaves the buffer: its dependants on the stack.
        let mut next_kids = 0;
        let mut next_head_below = 0;
        if next < self.n {
            next_kids = self.stack.iter().filter(|at| self.heads[**at] == NONE && gold.heads[**at] == next).count() as u32;
            next_head_below = u32::from(gold.heads[next] < next && self.stack.contains(&gold.heads[next]));
        }
        let shift = next_kids + next_head_below;
        let Some(top) = self.top() else { return [shift, 0, 0, 0] };
        let top_kids = gold.kids(top).iter().filter(|kid| **kid >= next).count() as u32;
        let left = top_kids + u32::from(gold.heads[top] > next);
        let mut right = next_kids;
        if next < self.n && gold.heads[next] != top {
            right += next_head_below + u32::from(gold.heads[next] > next);
        }
        [shift, top_kids, left, right]
    }
}

#[cfg(any(feature = "train", test))]
/// A known tree.
pub(crate) struct Gold<'a> {
    /// Head of each word; the number of words for the root.
    pub(crate) heads: &'a [usize],
    /// Relation of each word.
    pub(crate) rels: &'a [u8],
    kids: Vec<Vec<usize>>,
}

#[cfg(any(feature = "train", test))]
impl<'a> Gold<'a> {
    /// Lists each word's dependants.
    pub(crate) fn new(heads: &'a [usize], rels: &'a [u8]) -> Self {
        let mut kids = vec![Vec::new(); heads.len() + 1];
        for (at, head) in heads.iter().enumerate() {
            kids[*head].push(at);
        }
        Gold { heads, rels, kids }
    }

    fn kids(&self, at: usize) -> &[usize] {
        &self.kids[at]
    }

    /// What one move costs, relation included.
    pub(crate) fn cost(&self, state: &State, costs: &[u32; 4], step: Move) -> u32 {
        match step {
            Move::Shift => costs[0],
            Move::Reduce => costs[1],
            Move::Left(rel) => {
                let top = state.top().unwrap_or(0);
                costs[2] + u32::from(self.heads[top] == state.next && self.rels[top] != rel)
            }
            Move::Right(rel) => {
                let top = state.top().unwrap_or(0);
                costs[3] + u32::from(self.heads[state.next] == top && self.rels[state.next] != rel)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moves_without_cost_lead_to_the_known_tree() {
        // "Police in Minsk detained forty demonstrators": heads as positions, 6 is the root.
        let heads = [3, 2, 0, 6, 5, 3];
        let rels = [Rel::Nsubj, Rel::Case, Rel::Nmod, Rel::Root, Rel::Nummod, Rel::Obj].map(|rel| rel as u8);
        let gold = Gold::new(&heads, &rels);
        let mut state = State::new(6);
        while !state.is_done() {
            let costs = state.costs(&gold);
            let step = (0..N_MOVES).map(Move::of).find(|step| state.allows(*step) && gold.cost(&state, &costs, *step) == 0);
            state.make(step.expect("one move is always right on a projective tree"));
        }
        assert_eq!(state.heads, heads);
        assert_eq!(state.rels, rels);
    }
}
