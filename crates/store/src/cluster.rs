//! Records that are near each other, directly or by way of others, are parted into happenings: average linkage, under what people decided.
//!
//! The parting depends on the set of records only: they are put into one order first, and ties go to what stands earlier in it.

use std::collections::BTreeMap;

use crate::score::{LINKED, compare};
use crate::sketch::Sketch;

/// A record on its way into a happening.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) eid: i64,
    /// Id of its report and its own: what it is called in rulings, and its place in the order.
    pub(crate) report: String,
    pub(crate) event: String,
    pub(crate) kind: String,
    pub(crate) sketch: Sketch,
    /// The happening it is in now.
    pub(crate) hid: i64,
}

/// What people decided about two members, by position. `false`: they do not tell one happening.
pub(crate) type Rulings = BTreeMap<(usize, usize), bool>;

/// More than this are not compared each with each; the links must be stronger then.
const MOST: usize = 400;

/// Puts members into the order on which all else rests.
pub(crate) fn order(members: &mut [Member]) {
    members.sort_by(|a, b| {
        let key = |one: &Member| (one.sketch.published, one.sketch.day);
        key(a).cmp(&key(b)).then_with(|| (&a.report, &a.event).cmp(&(&b.report, &b.event)))
    });
}

/// The score of two members; only records of one type tell one happening. Two records of one report tell two happenings: the coder has joined
/// retellings within a report.
pub(crate) fn score(a: &Member, b: &Member) -> f32 {
    if a.report == b.report || a.kind != b.kind { 0.0 } else { compare(&a.sketch, &b.sketch).sum() }
}

/// The members in groups that are connected by scores or by rulings; each a sorted list of positions.
pub(crate) fn components(members: &[Member], rulings: &Rulings, least: f32) -> Vec<Vec<usize>> {
    let mut up: Vec<usize> = (0..members.len()).collect();
    for b in 0..members.len() {
        for a in 0..b {
            let ruled = rulings.get(&(a, b)).copied();
            let joined = find(&mut up, a) == find(&mut up, b);
            if !joined && (ruled == Some(true) || ruled.is_none() && score(&members[a], &members[b]) >= least) {
                let (one, other) = (find(&mut up, a), find(&mut up, b));
                up[one.max(other)] = one.min(other);
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..members.len() {
        groups.entry(find(&mut up, at)).or_default().push(at);
    }
    groups.into_values().collect()
}

fn find(up: &mut [usize], mut at: usize) -> usize {
    while up[at] != at {
        up[at] = up[up[at]];
        at = up[at];
    }
    at
}

/// Parts one component into happenings, each a sorted list of positions with the mean score of its pairs.
pub(crate) fn happenings(members: &[Member], rulings: &Rulings, component: &[usize], least: f32) -> Vec<(Vec<usize>, f32)> {
    if component.len() > MOST && least < 0.95 {
        // Too many to compare: only stronger links hold, so that the parts are smaller.
        let inner: Vec<Member> = component.iter().map(|at| members[*at].clone()).collect();
        let position: BTreeMap<usize, usize> = component.iter().enumerate().map(|(inner, outer)| (*outer, inner)).collect();
        let within = |at: &usize| position.get(at).copied();
        let inner_rulings: Rulings =
            rulings.iter().filter_map(|((a, b), same)| Some(((within(a)?, within(b)?), *same))).collect();
        let least = least + 0.08;
        let parts = components(&inner, &inner_rulings, least);
        let parted = parts.iter().flat_map(|part| happenings(&inner, &inner_rulings, part, least));
        return parted.map(|(part, mean)| (part.into_iter().map(|at| component[at]).collect(), mean)).collect();
    }
    merge(members, rulings, component)
}

/// Merges the two likeliest groups until none are likely enough.
fn merge(members: &[Member], rulings: &Rulings, component: &[usize]) -> Vec<(Vec<usize>, f32)> {
    let n = component.len();
    let mut sums = vec![0.0f32; n * n];
    let mut barred = vec![false; n * n];
    let mut bound = vec![false; n * n];
    for i in 0..n {
        for j in 0..i {
            let (a, b) = (component[j], component[i]);
            let ruled = rulings.get(&(a, b)).copied();
            let value = score(&members[a], &members[b]);
            let same_report = members[a].report == members[b].report;
            for at in [i * n + j, j * n + i] {
                sums[at] = value;
                bound[at] = ruled == Some(true);
                barred[at] = ruled == Some(false) || same_report && ruled.is_none();
            }
        }
    }
    let mut groups: Vec<Option<Vec<usize>>> = (0..n).map(|at| Some(vec![at])).collect();
    loop {
        let mut best: Option<(bool, f32, usize, usize)> = None;
        for i in 0..n {
            let Some(one) = &groups[i] else { continue };
            for j in i + 1..n {
                let Some(other) = &groups[j] else { continue };
                let ruled = bound[i * n + j];
                // A ruling that joins is stronger than the rule about one report, and weaker than a ruling that parts.
                if barred[i * n + j] {
                    continue;
                }
                let mean = sums[i * n + j] / (one.len() * other.len()) as f32;
                let better = match best {
                    None => ruled || mean >= LINKED,
                    Some((was_ruled, was, ..)) => (ruled, mean) > (was_ruled, was) && (ruled || mean >= LINKED),
                };
                if better {
                    best = Some((ruled, mean, i, j));
                }
            }
        }
        let Some((_, _, i, j)) = best else { break };
        let other = groups[j].take().unwrap_or_default();
        if let Some(one) = &mut groups[i] {
            one.extend(other);
        }
        for k in (0..n).filter(|k| *k != i) {
            for (to, from) in [(i * n + k, j * n + k), (k * n + i, k * n + j)] {
                sums[to] += sums[from];
                barred[to] |= barred[from];
                bound[to] |= bound[from];
            }
        }
    }
    let finished = groups.into_iter().flatten().map(|mut group| {
        group.sort_unstable();
        let mean = mean(members, component, &group);
        (group.into_iter().map(|at| component[at]).collect(), mean)
    });
    finished.collect()
}

fn mean(members: &[Member], component: &[usize], group: &[usize]) -> f32 {
    let mut sum = 0.0;
    for (at, one) in group.iter().enumerate() {
        sum += group[..at].iter().map(|other| score(&members[component[*other]], &members[component[*one]])).sum::<f32>();
    }
    let n_pairs = group.len() * (group.len() - 1) / 2;
    if n_pairs == 0 { 1.0 } else { sum / n_pairs as f32 }
}
