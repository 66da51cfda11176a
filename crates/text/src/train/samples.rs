//! Training sentences in numbers, and the lists of classes read off the treebanks.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use super::{Marks, names};
use crate::conllu::{Row, Tree};
use crate::model::lists::{KnownLemma, Lists, Reading};
use crate::model::pieces::{Pieces, normal, pieces};
use crate::model::script::Script;
use crate::name::NameTag;
use crate::tag::{Rel, Upos};

/// Stands where a word has no class: it does not count for that task.
pub(crate) const NONE: u32 = u32::MAX;

/// One word in numbers.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    /// Row in the table of known forms; 0 for all others.
    pub(crate) word: u32,
    /// How often the form occurs in training.
    pub(crate) count: u32,
    /// Rows in the table of pieces.
    pub(crate) pieces: Pieces,
    /// Part of speech, Penn tag, feature line, name, lemma script.
    pub(crate) tags: [u32; 5],
    /// Head, from 1; 0 for the root; none where it is not known.
    pub(crate) head: Option<usize>,
    /// Relation.
    pub(crate) relation: u32,
}

/// Items that occur at least so often, the commonest first.
fn common<T: Ord>(items: impl Iterator<Item = T>, least: usize) -> Vec<T> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    for item in items {
        *counts.entry(item).or_default() += 1;
    }
    let mut list: Vec<(T, usize)> = counts.into_iter().filter(|(_, count)| *count >= least).collect();
    list.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    list.into_iter().map(|(item, _)| item).collect()
}

/// The lemmas of forms that occur twice at least under a tag, nearly always with the same lemma.
fn known_lemmas<'a>(words: impl Iterator<Item = (&'a str, u16, &'a str)>) -> Vec<KnownLemma> {
    let mut counts: BTreeMap<(&str, u16), BTreeMap<&str, usize>> = BTreeMap::new();
    for (form, xpos, lemma) in words {
        *counts.entry((form, xpos)).or_default().entry(lemma).or_default() += 1;
    }
    let mut known = Vec::new();
    for ((form, xpos), lemmas) in counts {
        let all: usize = lemmas.values().sum();
        let commonest = lemmas.into_iter().max_by_key(|(lemma, count)| (*count, std::cmp::Reverse(*lemma)));
        if let Some((lemma, _)) = commonest.filter(|(_, count)| all >= 2 && *count * 100 >= all * 95) {
            known.push((form.into(), xpos, lemma.into()));
        }
    }
    known
}

fn index<T: Clone + Eq + Hash>(list: &[T]) -> HashMap<T, u32> {
    list.iter().cloned().enumerate().map(|(at, item)| (item, at as u32)).collect()
}

/// Whether the row has a part of speech.
fn is_tagged(row: &Row) -> bool {
    row.upos != "_"
}

/// The case in which the words of a sentence are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Casing {
    /// As the treebank has it.
    AsIs,
    /// As in many headlines: capitals but for small words.
    Title,
    /// Capitals only.
    Upper,
}

impl Casing {
    fn form(self, row: &Row, is_first: bool) -> String {
        let is_small = matches!(row.upos.as_str(), "ADP" | "DET" | "CCONJ" | "PART" | "SCONJ" | "PUNCT");
        match self {
            Casing::Upper => row.form.to_uppercase(),
            Casing::Title if is_first || !is_small => {
                let mut chars = row.form.chars();
                chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
            }
            _ => row.form.clone(),
        }
    }
}

/// The script that makes a word's lemma; none where the treebank gives no lemma.
fn script(row: &Row, form: &str) -> Option<Script> {
    (is_tagged(row) && (row.lemma != "_" || row.form == "_")).then(|| Script::between(form, &row.lemma))
}

/// Reads the lists off the treebanks. What occurs once or twice only is mostly error or oddity, and not learned.
pub(crate) fn lists(trees: &[Tree], marks: Marks) -> Lists {
    let rows = || trees.iter().flat_map(Tree::words).filter(|row| is_tagged(row));
    let mut lists = Lists {
        words: common(rows().map(|row| normal(&row.form).into()), 2),
        xpos: common(rows().map(|row| row.xpos.as_str().into()), 1),
        feats: common(rows().map(|row| row.feats.as_str().into()), 2),
        scripts: common(rows().filter_map(|row| script(row, &row.form)), 3),
        lemmas: Vec::new(),
        marks,
        readings: Vec::new(),
    };
    let (xpos, feats) = (index(&lists.xpos), index(&lists.feats));
    let reading = |row: &Row| -> Option<Reading> {
        let (x, f) = (xpos.get(row.xpos.as_str())?, feats.get(row.feats.as_str())?);
        Some((Upos::parse(&row.upos) as u16, *x as u16, *f as u16))
    };
    lists.readings = common(rows().filter_map(reading), 2);
    let known = rows().filter_map(|row| Some((row.form.as_str(), *xpos.get(row.xpos.as_str())? as u16, row.lemma.as_str())));
    lists.lemmas = known_lemmas(known.filter(|(_, _, lemma)| *lemma != "_"));
    lists
}

/// Turns the treebanks into numbers. A tree whose heads are no numbers of its words is passed over.
pub(crate) fn samples(trees: &[Tree], lists: &Lists, buckets: usize, casing: Casing) -> Vec<Vec<Sample>> {
    let (words, xpos, feats, scripts) = (index(&lists.words), index(&lists.xpos), index(&lists.feats), index(&lists.scripts));
    let mut counts: HashMap<String, u32> = HashMap::new();
    for row in trees.iter().flat_map(Tree::words).filter(|row| is_tagged(row)) {
        *counts.entry(normal(&row.form)).or_default() += 1;
    }
    let marks = lists.marks_of();
    let sample = |row: &Row, is_first: bool, name: Option<NameTag>, length: usize| -> Option<Sample> {
        let form = casing.form(row, is_first);
        let key = normal(&form);
        let known = |list: &HashMap<Box<str>, u32>, name: &str| list.get(name).copied().unwrap_or(NONE);
        let script = script(row, &form).and_then(|script| scripts.get(&script).copied()).unwrap_or(NONE);
        Some(Sample {
            word: words.get(key.as_str()).map_or(0, |at| at + 1),
            count: counts.get(&key).copied().unwrap_or(0),
            pieces: pieces(&form, &key, marks.get(key.as_str()).copied().unwrap_or(0), buckets),
            tags: [
                if is_tagged(row) { Upos::parse(&row.upos) as u32 } else { NONE },
                if is_tagged(row) { known(&xpos, &row.xpos) } else { NONE },
                if is_tagged(row) { known(&feats, &row.feats) } else { NONE },
                name.map_or(NONE, |name| name.number() as u32),
                script,
            ],
            head: match row.head.as_str() {
                "_" => None,
                head => Some(head.parse().ok().filter(|head| *head <= length)?),
            },
            relation: if row.head == "_" { NONE } else { Rel::parse(&row.rel) as u32 },
        })
    };
    let whole = |tree: &Tree| {
        let length = tree.words().count();
        let names = names::labels(tree, |form| marks.get(normal(form).as_str()).copied().unwrap_or(0));
        let words = tree.words().zip(names).enumerate();
        words
            .map(|(at, (row, name))| sample(row, at == 0, name, length))
            .collect::<Option<Vec<Sample>>>()
            .filter(|words| !words.is_empty())
    };
    trees.iter().filter_map(whole).collect()
}
