//! Sentences side by side: all first words, then all second words, and so on, so that a recurrent layer reads whole rows.

/// The order in which the words of several sentences lie in the network's matrices.
#[derive(Clone, Debug, Default)]
pub(crate) struct Batch {
    /// Sentences, longest first: their numbers in the caller's order.
    pub(crate) order: Vec<usize>,
    /// Their lengths, in the same order.
    pub(crate) lengths: Vec<usize>,
    /// For each position, the row of the first sentence's word there; one more at the end.
    pub(crate) starts: Vec<usize>,
}

impl Batch {
    /// Lays out sentences of these lengths.
    pub(crate) fn new(lengths: &[usize]) -> Batch {
        let mut order: Vec<usize> = (0..lengths.len()).filter(|&i| lengths[i] > 0).collect();
        order.sort_by_key(|&i| (std::cmp::Reverse(lengths[i]), i));
        let lengths: Vec<usize> = order.iter().map(|&i| lengths[i]).collect();
        let longest = lengths.first().copied().unwrap_or(0);
        let mut starts = Vec::with_capacity(longest + 1);
        let (mut row, mut alive) = (0, lengths.len());
        for position in 0..longest {
            while lengths[alive - 1] <= position {
                alive -= 1;
            }
            starts.push(row);
            row += alive;
        }
        starts.push(row);
        Batch { order, lengths, starts }
    }

    /// Number of words.
    pub(crate) fn rows(&self) -> usize {
        self.starts.last().copied().unwrap_or(0)
    }

    /// Number of positions: the length of the longest sentence.
    pub(crate) fn positions(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Number of sentences that have a word at a position.
    pub(crate) fn alive(&self, position: usize) -> usize {
        self.starts[position + 1] - self.starts[position]
    }

    /// The row of a word: `sentence` counts in the batch's own order.
    pub(crate) fn row(&self, sentence: usize, position: usize) -> usize {
        self.starts[position] + sentence
    }
}
