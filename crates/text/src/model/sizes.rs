//! The sizes of the network and where each of its weights lies in one long row of numbers.

/// All sizes of the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Sizes {
    /// Numbers that stand for a word at the input.
    pub(crate) input: usize,
    /// Numbers a recurrent layer keeps per direction.
    pub(crate) hidden: usize,
    /// Numbers of the tagging layer, which the second recurrent layer reads.
    pub(crate) tag: usize,
    /// Numbers that stand for a word when heads are scored.
    pub(crate) arc: usize,
    /// Numbers of the layer that names relations.
    pub(crate) relation: usize,
    /// Known word forms, and one for all others.
    pub(crate) words: usize,
    /// Buckets for pieces of words.
    pub(crate) pieces: usize,
    /// Universal parts of speech.
    pub(crate) upos: usize,
    /// Treebank parts of speech.
    pub(crate) xpos: usize,
    /// Feature lines.
    pub(crate) feats: usize,
    /// Labels of names.
    pub(crate) names: usize,
    /// Lemma scripts.
    pub(crate) scripts: usize,
    /// Relations.
    pub(crate) relations: usize,
}

/// Classes of signed distance between a word and its head.
pub(crate) const DISTANCES: usize = 32;

/// The class of a signed distance (head minus word): fine near zero, coarse far away.
pub(crate) fn distance_class(distance: isize) -> usize {
    let size = distance.unsigned_abs();
    let class = match size {
        0..=8 => size,
        9..=11 => 9,
        12..=15 => 10,
        16..=22 => 11,
        23..=32 => 12,
        33..=48 => 13,
        49..=80 => 14,
        _ => 15,
    };
    if distance < 0 { class } else { 16 + class }
}

/// One matrix of weights: where it starts, its rows and its columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Matrix {
    /// Place of the first number.
    pub(crate) start: usize,
    /// Rows.
    pub(crate) rows: usize,
    /// Columns.
    pub(crate) columns: usize,
}

impl Matrix {
    /// The matrix's stretch of all weights.
    pub(crate) fn range(&self) -> std::ops::Range<usize> {
        self.start..self.start + self.rows * self.columns
    }
}

/// The weights of one recurrent layer of two directions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Recurrent {
    /// From the input to the gates of both directions.
    pub(crate) input: Matrix,
    /// From the state before to the gates, per direction.
    pub(crate) state: [Matrix; 2],
    /// Added to the gates.
    pub(crate) bias: Matrix,
}

/// Where all weights but the embeddings lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    /// First recurrent layer.
    pub(crate) first: Recurrent,
    /// Tagging layer.
    pub(crate) tag: Matrix,
    /// Added to the tagging layer.
    pub(crate) tag_bias: Matrix,
    /// From the tagging layer to the scores of all tags.
    pub(crate) classes: Matrix,
    /// Added to the tags' scores.
    pub(crate) classes_bias: Matrix,
    /// Second recurrent layer.
    pub(crate) second: Recurrent,
    /// From the second layer to dependents, heads, and both sides of relations.
    pub(crate) parse: Matrix,
    /// Added to those.
    pub(crate) parse_bias: Matrix,
    /// Between dependents and heads.
    pub(crate) arc: Matrix,
    /// How much a word likes to be a head at all.
    pub(crate) arc_bias: Matrix,
    /// The root as a head.
    pub(crate) arc_root: Matrix,
    /// The root as the head's side of a relation.
    pub(crate) relation_root: Matrix,
    /// Distances, for relations.
    pub(crate) relation_distance: Matrix,
    /// From the relation layer to the relations' scores.
    pub(crate) relation: Matrix,
    /// Added to the relations' scores.
    pub(crate) relation_bias: Matrix,
    /// Number of all weights.
    pub(crate) total: usize,
}

impl Sizes {
    /// Scores of all tags of one word but the lemma scripts.
    pub(crate) fn tags(&self) -> usize {
        self.upos + self.xpos + self.feats + self.names
    }

    /// Scores of all tags of one word; the lemma scripts come last.
    pub(crate) fn classes(&self) -> usize {
        self.tags() + self.scripts
    }

    /// Numbers of the parser's views of one word: as dependent and as head, then both sides of a relation.
    pub(crate) fn sides(&self) -> usize {
        2 * (self.arc + self.relation)
    }

    /// The places of all weights.
    pub(crate) fn layout(&self) -> Layout {
        let mut total = 0;
        let mut take = |rows: usize, columns: usize| {
            let matrix = Matrix { start: total, rows, columns };
            total += rows * columns;
            matrix
        };
        let recurrent = |take: &mut dyn FnMut(usize, usize) -> Matrix, input: usize| Recurrent {
            input: take(input, 8 * self.hidden),
            state: [take(self.hidden, 4 * self.hidden), take(self.hidden, 4 * self.hidden)],
            bias: take(1, 8 * self.hidden),
        };
        let both = 2 * self.hidden;
        let sides = self.sides();
        let first = recurrent(&mut take, self.input);
        let (tag, tag_bias) = (take(both + self.input, self.tag), take(1, self.tag));
        let (classes, classes_bias) = (take(self.tag, self.classes()), take(1, self.classes()));
        let second = recurrent(&mut take, self.tag);
        let (parse, parse_bias) = (take(both, sides), take(1, sides));
        let (arc, arc_bias, arc_root) = (take(self.arc, self.arc), take(1, self.arc), take(1, self.arc));
        let (relation_root, relation_distance) = (take(1, self.relation), take(DISTANCES, self.relation));
        let (relation, relation_bias) = (take(self.relation, self.relations), take(1, self.relations));
        Layout {
            first,
            tag,
            tag_bias,
            classes,
            classes_bias,
            second,
            parse,
            parse_bias,
            arc,
            arc_bias,
            arc_root,
            relation_root,
            relation_distance,
            relation,
            relation_bias,
            total,
        }
    }
}
