//! An analysis as CoNLL-U trees, with the comments and marks from which the text can be rebuilt.

use crate::analysis::{Analysis, Word};
use crate::conllu::{Row, RowId, Tree};
use crate::name::NameTag;
use crate::token::is_gap;

impl Analysis {
    /// The sentences as CoNLL-U, numbered from `before` + 1: `# newpar` where a blank line stands before, `# text`, ranges for split tokens, `SpaceAfter=No`.
    pub fn to_trees(&self, before: usize) -> Vec<Tree> {
        let mut trees = Vec::new();
        let mut done = 0;
        for (number, sentence) in self.sentences().iter().enumerate() {
            let gap = self.text().get(done..sentence.span.start).unwrap_or("");
            let mut tree = Tree::default();
            if number == 0 || gap.matches('\n').count() > 1 {
                tree.comments.push("# newpar".into());
            }
            tree.comments.push(format!("# sent_id = {}", before + number + 1));
            let text = sentence.span.of(self.text());
            tree.comments.push(format!(
                "# text = {}",
                text.split(char::is_whitespace).filter(|s| !s.is_empty()).collect::<Vec<_>>().join(" ")
            ));
            self.rows(sentence.words.clone(), &mut tree);
            done = sentence.span.end;
            trees.push(tree);
        }
        trees
    }

    fn rows(&self, words: std::ops::Range<usize>, tree: &mut Tree) {
        let all = self.words();
        let first = words.start;
        let mut at = first;
        while at < words.end {
            let last = (at + 1..words.end).take_while(|next| all[*next].continues).last().unwrap_or(at);
            let span = all[at].span.cover(all[last].span);
            let misc = if self.space_follows(span.end) { "_" } else { "SpaceAfter=No" };
            if last > at {
                let mut row = blank(RowId::Range((at - first + 1) as u32, (last - first + 1) as u32), span.of(self.text()));
                row.misc = misc.into();
                tree.rows.push(row);
            }
            for (place, word) in all.iter().enumerate().take(last + 1).skip(at) {
                let mut row = self.row(place - first, first, word);
                if last == at {
                    row.misc = misc.into();
                }
                mark_name(&mut row, word.name);
                tree.rows.push(row);
            }
            at = last + 1;
        }
    }

    fn space_follows(&self, end: usize) -> bool {
        self.text()[end..].chars().next().is_none_or(is_gap)
    }

    fn row(&self, number: usize, first: usize, word: &Word) -> Row {
        let mut row = blank(RowId::Word(number as u32 + 1), word.span.of(self.text()));
        row.lemma = word.lemma.to_string();
        row.upos = word.upos.to_string();
        row.xpos = word.xpos.to_string();
        row.feats = word.feats.to_string();
        row.head = word.head.map_or(0, |head| head.at() - first + 1).to_string();
        row.rel = word.rel.to_string();
        row
    }
}

/// Writes a word's label of a name into the last column: `Name=B-PER`; other entries stay.
pub(crate) fn mark_name(row: &mut Row, name: NameTag) {
    let mut entries: Vec<String> =
        row.misc.split('|').filter(|entry| *entry != "_" && !entry.starts_with("Name=")).map(String::from).collect();
    if name != NameTag::Outside {
        entries.insert(0, format!("Name={name}"));
    }
    row.misc = if entries.is_empty() { "_".into() } else { entries.join("|") };
}

fn blank(id: RowId, form: &str) -> Row {
    let none = || "_".to_string();
    Row {
        id,
        form: form.into(),
        lemma: none(),
        upos: none(),
        xpos: none(),
        feats: none(),
        head: none(),
        rel: none(),
        deps: none(),
        misc: none(),
    }
}
