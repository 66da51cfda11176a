//! Labels of names for training: read off GUM's entities and marked rows, and where a treebank marks none, what is certain.

use std::collections::BTreeMap;

use super::Marks;
use crate::conllu::{Row, Tree};
use crate::model::pieces::normal;
use crate::name::{NameKind, NameTag};

/// Bit of the marks of words that name nations, peoples and faiths.
const GROUP: u8 = 1 << 2;

/// The marks of the words of names, each name given with the number of its kind (see [`Marks`]); small words and initials get none.
pub fn marks<'a>(names: impl Iterator<Item = (&'a str, u8)>) -> Marks {
    let mut marks: BTreeMap<Box<str>, u8> = BTreeMap::new();
    for (name, kind) in names {
        for word in name.split([' ', '-', '/', '(', ')', ',']) {
            let word = word.trim_matches(['\'', '’', '.', '"']);
            if is_capital(word) && word.chars().count() > 1 {
                *marks.entry(normal(word).into()).or_default() |= 1 << kind;
            }
        }
    }
    marks.into_iter().collect()
}

/// The names of a tree with gold marks (`Name=` or GUM's `Entity=`), a label a word; nations and the like are no names here.
pub fn gold_names(tree: &Tree) -> Vec<NameTag> {
    labels(tree, |_| 0).into_iter().map(Option::unwrap_or_default).collect()
}

/// The labels of a tree's words; none for a word of which nothing is certain.
pub(crate) fn labels(tree: &Tree, marks: impl Fn(&str) -> u8) -> Vec<Option<NameTag>> {
    let rows: Vec<&Row> = tree.words().collect();
    let misc = |row: &Row, key: &str| row.misc.split('|').find_map(|part| part.strip_prefix(key).map(str::to_owned));
    let is_group = |row: &Row| {
        marks(&row.form) & GROUP != 0 && is_capital(&row.form) && matches!(row.upos.as_str(), "ADJ" | "NOUN" | "PROPN")
    };
    if rows.iter().any(|row| misc(row, "Name=").is_some()) {
        let label = |row: &&Row| misc(row, "Name=").and_then(|label| NameTag::parse(&label)).unwrap_or_default();
        return rows.iter().map(|row| Some(label(row)).filter(|tag| *tag != NameTag::Outside || !is_group(row))).collect();
    }
    let spans = entities(&rows, |row| misc(row, "Entity="));
    let is_annotated = rows.iter().any(|row| misc(row, "Entity=").is_some());
    let mut labels: Vec<Option<NameTag>> = rows
        .iter()
        .map(|row| {
            let is_certain = is_annotated || !is_capital(&row.form) && row.upos != "PROPN";
            is_certain.then_some(NameTag::Outside)
        })
        .collect();
    for (at, row) in rows.iter().enumerate() {
        if is_group(row) && row.upos != "PROPN" {
            labels[at] = Some(NameTag::Begin(NameKind::Group));
        }
    }
    let mut names: Vec<(usize, usize, NameKind)> =
        spans.iter().filter_map(|(first, last, kind)| name(&rows, *first, *last, *kind)).collect();
    names.sort_by_key(|(first, last, _)| (std::cmp::Reverse(last - first), *first));
    let mut taken = vec![false; rows.len()];
    for (first, last, kind) in names {
        if taken[first..=last].contains(&true) {
            continue;
        }
        taken[first..=last].fill(true);
        labels[first..=last].fill(Some(NameTag::Inside(kind)));
        labels[first] = Some(NameTag::Begin(kind));
    }
    labels
}

/// The mentions of GUM's `Entity=` brackets within one sentence: first word, last word, kind.
fn entities(rows: &[&Row], entity: impl Fn(&Row) -> Option<String>) -> Vec<(usize, usize, NameKind)> {
    let mut open: Vec<(String, usize, NameKind)> = Vec::new();
    let mut found = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let Some(text) = entity(row) else { continue };
        let mut rest = text.as_str();
        while !rest.is_empty() {
            if let Some(inside) = rest.strip_prefix('(') {
                let end = inside.find(['(', ')']).unwrap_or(inside.len());
                let mut parts = inside[..end].split('-');
                let (id, kind) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
                open.push((id.to_owned(), at, kind_of(kind)));
                rest = &inside[end..];
                if let Some(more) = rest.strip_prefix(')') {
                    found.extend(open.pop().map(|(_, first, kind)| (first, at, kind)));
                    rest = more;
                }
            } else {
                let end = rest.find(')').map_or(rest.len(), |end| end + 1);
                let id = rest[..end].trim_end_matches(')');
                if let Some(place) = open.iter().rposition(|(known, ..)| known == id) {
                    let (_, first, kind) = open.remove(place);
                    found.push((first, at, kind));
                }
                rest = &rest[end..];
            }
        }
    }
    found
}

fn kind_of(entity: &str) -> NameKind {
    match entity {
        "person" => NameKind::Person,
        "organization" => NameKind::Organization,
        "place" => NameKind::Place,
        _ => NameKind::Other,
    }
}

/// The name at the head of a mention: the run of capitals around its head word, with small words inside ("of", "de"), without titles.
fn name(rows: &[&Row], first: usize, last: usize, kind: NameKind) -> Option<(usize, usize, NameKind)> {
    let outside =
        |at: &usize| rows[*at].head.parse::<usize>().map_or(true, |head| head == 0 || head - 1 < first || head > last + 1);
    let head = (first..=last).find(outside)?;
    if rows[head].upos != "PROPN" || !is_capital(&rows[head].form) {
        return None;
    }
    let is_title = |at: usize| rows[at].rel == "nmod:desc" && kind == NameKind::Person;
    let is_part = |at: usize| is_capital(&rows[at].form) && !is_title(at) || rows[at].upos == "NUM";
    let is_small = |at: usize| matches!(rows[at].upos.as_str(), "ADP" | "DET" | "CCONJ" | "PART") || rows[at].form == "-";
    let (mut start, mut end) = (head, head);
    loop {
        if start > first && is_part(start - 1) && rows[start - 1].upos != "DET" {
            start -= 1;
        } else if start > first + 1 && is_small(start - 1) && is_part(start - 2) && belongs(rows, start - 2, head) {
            start -= 2;
        } else {
            break;
        }
    }
    let limit = if kind == NameKind::Place { last.min(head) } else { last };
    loop {
        if end < last && is_part(end + 1) && belongs(rows, end + 1, head) {
            end += 1;
        } else if end + 1 < limit && is_small(end + 1) && is_part(end + 2) && belongs(rows, end + 2, head) {
            end += 2;
        } else {
            break;
        }
    }
    Some((start, end, kind))
}

/// Whether a word hangs on the head as part of its name, directly or through other parts.
fn belongs(rows: &[&Row], at: usize, head: usize) -> bool {
    let mut at = at;
    for _ in 0..6 {
        if at == head {
            return true;
        }
        if !matches!(
            rows[at].rel.as_str(),
            "flat" | "compound" | "nmod" | "amod" | "nummod" | "conj" | "nmod:poss" | "nmod:unmarked"
        ) {
            return false;
        }
        match rows[at].head.parse::<usize>().ok().and_then(|head| head.checked_sub(1)) {
            Some(next) if next < rows.len() => at = next,
            _ => return false,
        }
    }
    false
}

fn is_capital(form: &str) -> bool {
    form.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| c.is_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conllu;

    const TREE: &str = "1\tPresident\tPresident\tPROPN\tNNP\t_\t3\tnmod:desc\t_\tEntity=(1-person-new-x-Jane_Doe
2\tJane\tJane\tPROPN\tNNP\t_\t3\tcompound\t_\t_
3\tDoe\tDoe\tPROPN\tNNP\t_\t4\tnsubj\t_\tEntity=1)
4\tmet\tmeet\tVERB\tVBD\t_\t0\troot\t_\t_
5\tIraqi\tIraqi\tADJ\tJJ\t_\t6\tamod\t_\tEntity=(2-person-new-x
6\tstudents\tstudent\tNOUN\tNNS\t_\t4\tobj\t_\tEntity=2)
7\tat\tat\tADP\tIN\t_\t9\tcase\t_\t_
8\tthe\tthe\tDET\tDT\t_\t9\tdet\t_\tEntity=(3-organization-new-x
9\tUniversity\tUniversity\tPROPN\tNNP\t_\t4\tobl\t_\t_
10\tof\tof\tADP\tIN\t_\t11\tcase\t_\t_
11\tOslo\tOslo\tPROPN\tNNP\t_\t9\tnmod\t_\tEntity=(4-place-new-x)3)

";

    fn of(tree: &str) -> Vec<String> {
        let tree = &conllu::read(tree.as_bytes()).unwrap()[0];
        let label = |tag: &Option<NameTag>| tag.map_or("?".to_owned(), |tag| tag.to_string());
        labels(tree, |form| if form == "Iraqi" { GROUP } else { 0 }).iter().map(label).collect()
    }

    #[test]
    fn entities_become_flat_names_without_titles() {
        assert_eq!(of(TREE).join(" "), "O B-PER I-PER O B-GRP O O O B-ORG I-ORG I-ORG");
    }

    #[test]
    fn where_nothing_is_marked_only_small_words_are_certain() {
        let bare: String = TREE
            .lines()
            .map(|line| line.rsplit_once('\t').map_or(String::new(), |(row, _)| format!("{row}\t_")) + "\n")
            .collect();
        assert_eq!(of(&(bare + "\n")).join(" "), "? ? ? O B-GRP O O O ? O ?");
    }
}
