//! The best tree under given scores: one root, no cycle (Chu and Liu; Edmonds).

/// The heads of `n` words: 0 for the root, otherwise the head's number from 1. `scores` holds, for each word, the
/// score of the root and then of every word as its head (`n` rows of `n + 1`). Exactly one word gets the root.
pub(crate) fn best_tree(scores: &[f32], n: usize) -> Vec<usize> {
    if n == 0 {
        return Vec::new();
    }
    let score = |dependent: usize, head: usize| {
        let value = scores[(dependent - 1) * (n + 1) + head];
        if value.is_nan() { -1e9 } else { value.clamp(-1e9, 1e9) }
    };
    let greedy: Vec<usize> = (1..=n).map(|d| best_head(d, n, &score)).collect();
    let roots = greedy.iter().filter(|&&head| head == 0).count();
    if roots == 1 && !has_cycle(&greedy) {
        return greedy;
    }
    let free = spanning(n, &|d, h| score(d, h), None);
    let candidates: Vec<usize> = (1..=n).filter(|&d| free[d - 1] == 0).collect();
    if candidates.len() == 1 {
        return free;
    }
    // More than one root: try each word as the only one. Only a few promising words are tried, so time stays low.
    let mut tries: Vec<usize> = (1..=n).collect();
    tries.sort_by(|&a, &b| score(b, 0).total_cmp(&score(a, 0)).then(a.cmp(&b)));
    tries.truncate(5);
    let mut best: Option<(f64, Vec<usize>)> = None;
    for root in tries {
        let heads = spanning(n, &|d, h| score(d, h), Some(root));
        let sum: f64 = (1..=n).map(|d| f64::from(score(d, heads[d - 1]))).sum();
        if best.as_ref().is_none_or(|(top, _)| sum > *top) {
            best = Some((sum, heads));
        }
    }
    best.map_or(free, |(_, heads)| heads)
}

fn best_head(dependent: usize, n: usize, score: &impl Fn(usize, usize) -> f32) -> usize {
    let mut best = usize::from(dependent == 0);
    let mut top = f32::NEG_INFINITY;
    for head in 0..=n {
        if head != dependent && score(dependent, head) > top {
            top = score(dependent, head);
            best = head;
        }
    }
    best
}

/// A cycle among heads (`heads[0]` belongs to the root and is not read), as a list of its vertices.
fn cycle_in(heads: &[usize], is_alive: impl Fn(usize) -> bool) -> Option<Vec<usize>> {
    let mut colour = vec![0usize; heads.len()];
    for start in (1..heads.len()).filter(|start| is_alive(*start)) {
        let mut at = start;
        while at != 0 && colour[at] == 0 {
            colour[at] = start;
            at = heads[at];
        }
        if at != 0 && colour[at] == start {
            let around = std::iter::successors(Some(heads[at]), |next| Some(heads[*next]));
            return Some(std::iter::once(at).chain(around.take_while(|next| *next != at)).collect());
        }
    }
    None
}

/// Whether the heads of the words from 1 on hold a cycle.
fn has_cycle(heads: &[usize]) -> bool {
    let all: Vec<usize> = std::iter::once(0).chain(heads.iter().copied()).collect();
    cycle_in(&all, |_| true).is_some()
}

/// The best tree, with `only` as the one word under the root if it is given.
fn spanning(n: usize, score: &dyn Fn(usize, usize) -> f32, only: Option<usize>) -> Vec<usize> {
    let size = n + 1;
    let mut matrix = vec![f64::NEG_INFINITY; size * size];
    for d in 1..size {
        for h in 0..size {
            let allowed = match only {
                Some(root) => (d == root) == (h == 0),
                None => true,
            };
            if d != h && allowed {
                matrix[d * size + h] = f64::from(score(d, h));
            }
        }
    }
    let mut heads = contract(matrix, size);
    heads.remove(0);
    heads
}

/// A dependent and its head.
type Edge = (u32, u32);

/// A cycle that became one vertex: the vertex that stands for it from then on, and each of its vertices with the edge inside.
struct Merged {
    keep: usize,
    inner: Vec<(usize, Edge)>,
}

/// Chu–Liu–Edmonds on a dense matrix (`matrix[d * size + h]`), contracting one cycle at a time without recursion.
fn contract(mut matrix: Vec<f64>, size: usize) -> Vec<usize> {
    // For every live edge, the original edge it stands for.
    let mut origin: Vec<Edge> = (0..size * size).map(|i| ((i / size) as u32, (i % size) as u32)).collect();
    let mut alive = vec![true; size];
    let mut merged: Vec<Merged> = Vec::new();
    let mut heads = vec![0usize; size];
    loop {
        for d in 1..size {
            if alive[d] {
                let mut top = f64::NEG_INFINITY;
                heads[d] = 0;
                for h in 0..size {
                    if h != d && alive[h] && matrix[d * size + h] > top {
                        top = matrix[d * size + h];
                        heads[d] = h;
                    }
                }
            }
        }
        let Some(cycle) = cycle_in(&heads, |at| alive[at]) else { break };
        let keep = cycle[0];
        let mut in_cycle = vec![false; size];
        for &v in &cycle {
            in_cycle[v] = true;
        }
        let inner: Vec<(usize, Edge)> = cycle.iter().map(|&v| (v, origin[v * size + heads[v]])).collect();
        let weight: Vec<f64> = cycle.iter().map(|&v| matrix[v * size + heads[v]]).collect();
        for other in 0..size {
            if !alive[other] || in_cycle[other] {
                continue;
            }
            let (mut into, mut into_origin) = (f64::NEG_INFINITY, (0, 0));
            let (mut out, mut out_origin) = (f64::NEG_INFINITY, (0, 0));
            for (&v, &w) in cycle.iter().zip(&weight) {
                let value = matrix[v * size + other] - w;
                if value > into {
                    into = value;
                    into_origin = origin[v * size + other];
                }
                if matrix[other * size + v] > out {
                    out = matrix[other * size + v];
                    out_origin = origin[other * size + v];
                }
            }
            matrix[keep * size + other] = into;
            origin[keep * size + other] = into_origin;
            matrix[other * size + keep] = out;
            origin[other * size + keep] = out_origin;
        }
        for &v in &cycle[1..] {
            alive[v] = false;
        }
        merged.push(Merged { keep, inner });
    }
    // Open the cycles again, the last one first: the edge that enters a cycle replaces that word's inner edge.
    let mut result = vec![usize::MAX; size];
    result[0] = 0;
    let mut chosen: Vec<Edge> = (1..size).filter(|&d| alive[d]).map(|d| origin[d * size + heads[d]]).collect();
    // Which live vertex stood for each original vertex at each level is recomputed from the merges.
    let mut levels: Vec<Vec<u32>> = Vec::with_capacity(merged.len());
    let mut stands: Vec<u32> = (0..size as u32).collect();
    for Merged { keep, inner } in &merged {
        levels.push(stands.clone());
        let members: Vec<u32> = inner.iter().map(|e| e.0 as u32).collect();
        for s in &mut stands {
            if members.contains(s) {
                *s = *keep as u32;
            }
        }
    }
    for (Merged { inner, .. }, stands) in merged.iter().zip(&levels).rev() {
        let entered: Vec<u32> = chosen.iter().map(|&(d, _)| stands[d as usize]).collect();
        for (v, edge) in inner {
            if !entered.contains(&(*v as u32)) {
                chosen.push(*edge);
            }
        }
    }
    for (d, h) in chosen {
        result[d as usize] = h as usize;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_tree(heads: &[usize]) -> bool {
        heads.iter().filter(|&&h| h == 0).count() == 1 && heads.iter().all(|&h| h <= heads.len()) && !has_cycle(heads)
    }

    fn brute(scores: &[f32], n: usize) -> f64 {
        let mut best = f64::NEG_INFINITY;
        let mut heads = vec![0usize; n];
        loop {
            if is_tree(&heads) {
                let sum = (0..n).map(|d| f64::from(scores[d * (n + 1) + heads[d]])).sum();
                best = f64::max(best, sum);
            }
            let mut i = 0;
            while i < n {
                heads[i] += 1;
                if heads[i] <= n {
                    break;
                }
                heads[i] = 0;
                i += 1;
            }
            if i == n {
                return best;
            }
        }
    }

    #[test]
    fn random_scores_give_the_best_tree() {
        let mut state = 12345u64;
        let mut random = || {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (state >> 40) as f32 / 16_777_216.0 * 4.0
        };
        for n in 1..=5 {
            for _ in 0..200 {
                let scores: Vec<f32> = (0..n * (n + 1)).map(|_| random()).collect();
                let heads = best_tree(&scores, n);
                assert!(is_tree(&heads), "{heads:?}");
                let sum: f64 = (0..n).map(|d| f64::from(scores[d * (n + 1) + heads[d]])).sum();
                assert!((sum - brute(&scores, n)).abs() < 1e-4, "{n} {heads:?}");
            }
        }
        for n in [20, 60, 250] {
            let scores: Vec<f32> = (0..n * (n + 1)).map(|_| random()).collect();
            assert!(is_tree(&best_tree(&scores, n)));
        }
    }

    #[test]
    fn bad_numbers_still_give_a_tree() {
        for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 0.0] {
            assert!(is_tree(&best_tree(&[value; 7 * 8], 7)));
        }
    }
}
