//! Names: their kinds, the label of each word inside or outside of one, and the best row of labels under given scores.

use std::fmt;

use crate::model::forward::best;

/// What a name is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// A person.
    Person,
    /// A body: government, company, party, armed group, outlet.
    Organization,
    /// A country, town, region, river, building.
    Place,
    /// A nation, people or faith ("Iraqi", "Kurds").
    Group,
    /// Anything else: works, events, laws, products.
    Other,
}

const KINDS: [(NameKind, &str); 5] = [
    (NameKind::Person, "PER"),
    (NameKind::Organization, "ORG"),
    (NameKind::Place, "LOC"),
    (NameKind::Group, "GRP"),
    (NameKind::Other, "MISC"),
];

/// The label of one word (IOB2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum NameTag {
    /// Part of no name.
    #[default]
    Outside,
    /// First word of a name.
    Begin(NameKind),
    /// A later word of a name.
    Inside(NameKind),
}

impl NameTag {
    /// Number of labels.
    pub(crate) const COUNT: usize = 1 + 2 * KINDS.len();

    /// The label’s number: 0 outside, then first and later words of each kind.
    #[cfg(any(feature = "train", test))]
    pub(crate) fn number(self) -> usize {
        match self {
            NameTag::Outside => 0,
            NameTag::Begin(kind) => 1 + 2 * kind as usize,
            NameTag::Inside(kind) => 2 + 2 * kind as usize,
        }
    }

    /// The label with that number.
    pub(crate) fn numbered(number: usize) -> NameTag {
        match (number.checked_sub(1), KINDS.get(number.saturating_sub(1) / 2)) {
            (Some(at), Some((kind, _))) if at % 2 == 0 => NameTag::Begin(*kind),
            (Some(_), Some((kind, _))) => NameTag::Inside(*kind),
            _ => NameTag::Outside,
        }
    }

    /// The label as IOB2 files write it ("O", "B-PER"); nothing for anything else.
    pub fn parse(label: &str) -> Option<NameTag> {
        if label == "O" {
            return Some(NameTag::Outside);
        }
        let (place, kind) = label.split_once('-')?;
        let kind = KINDS.iter().find(|(_, name)| *name == kind)?.0;
        match place {
            "B" => Some(NameTag::Begin(kind)),
            "I" => Some(NameTag::Inside(kind)),
            _ => None,
        }
    }

    /// The kind of the name that the word is part of.
    pub fn kind(self) -> Option<NameKind> {
        match self {
            NameTag::Outside => None,
            NameTag::Begin(kind) | NameTag::Inside(kind) => Some(kind),
        }
    }
}

impl fmt::Display for NameKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(KINDS[*self as usize].1)
    }
}

impl fmt::Display for NameTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NameTag::Outside => f.write_str("O"),
            NameTag::Begin(kind) => write!(f, "B-{kind}"),
            NameTag::Inside(kind) => write!(f, "I-{kind}"),
        }
    }
}

/// The best row of labels: the sum of scores is highest, and a later word of a name follows a word of the same name.
pub(crate) fn best_row<'a>(scores: impl Iterator<Item = &'a [f32]>) -> Vec<NameTag> {
    const COUNT: usize = NameTag::COUNT;
    let mut before = [0.0f32; COUNT];
    let mut ways: Vec<[u8; COUNT]> = Vec::new();
    for (at, scores) in scores.enumerate() {
        let top = best(before.iter().enumerate());
        let (mut now, mut way) = ([f32::NEG_INFINITY; COUNT], [top as u8; COUNT]);
        for label in 0..COUNT {
            let is_inside = label > 0 && label % 2 == 0;
            if is_inside {
                let begin = label - 1;
                way[label] = if before[begin] >= before[label] { begin } else { label } as u8;
            }
            if !(is_inside && at == 0) {
                now[label] = before[usize::from(way[label])] + scores.get(label).copied().unwrap_or(0.0).clamp(-1e6, 1e6);
            }
        }
        ways.push(way);
        before = now;
    }
    let mut label = best(before.iter().enumerate());
    let mut row = vec![NameTag::Outside; ways.len()];
    for (at, way) in ways.iter().enumerate().rev() {
        row[at] = NameTag::numbered(label);
        label = usize::from(way[label]);
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_read_back_from_numbers_and_names() {
        for number in 0..NameTag::COUNT {
            let tag = NameTag::numbered(number);
            assert_eq!(tag.number(), number);
            assert_eq!(NameTag::parse(&tag.to_string()), Some(tag));
        }
        assert_eq!(NameTag::parse("B-XYZ"), None);
    }

    #[test]
    fn a_name_begins_before_it_goes_on() {
        let mut scores = [[0.0f32; NameTag::COUNT]; 3];
        scores[0][2] = 9.0; // "inside a person" on the first word: not allowed
        scores[0][1] = 1.0;
        scores[1][2] = 2.0;
        scores[2][4] = 3.0; // "inside a body" behind a person: not allowed
        scores[2][3] = 2.5;
        let row = best_row(scores.iter().map(|row| &row[..]));
        let labels: Vec<String> = row.iter().map(ToString::to_string).collect();
        assert_eq!(labels, ["B-PER", "I-PER", "B-ORG"]);
        assert!(best_row(std::iter::repeat_n(&[f32::NAN; NameTag::COUNT][..], 4)).len() == 4);
        assert!(best_row(std::iter::empty()).is_empty());
    }
}
