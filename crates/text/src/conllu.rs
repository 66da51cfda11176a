//! CoNLL-U: trees as treebanks write them, read and written back unchanged.

use std::fmt;

/// The number in a row's first column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowId {
    /// A syntactic word: `3`.
    Word(u32),
    /// A surface token of several words: `3-4`.
    Range(u32, u32),
    /// An empty node of the enhanced graph: `8.1`.
    Empty(u32, u32),
}

/// One line of ten columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// First column.
    pub id: RowId,
    /// Form as the text writes it.
    pub form: String,
    /// Lemma.
    pub lemma: String,
    /// Universal part of speech.
    pub upos: String,
    /// Tag of the treebank's own set.
    pub xpos: String,
    /// Features.
    pub feats: String,
    /// Number of the head, `0` for the root, `_` where not known.
    pub head: String,
    /// Relation to the head.
    pub rel: String,
    /// Enhanced graph.
    pub deps: String,
    /// Anything else.
    pub misc: String,
}

/// One sentence with its comments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// The comment lines, each with its `#`.
    pub comments: Vec<String>,
    /// The rows in order.
    pub rows: Vec<Row>,
}

/// A line that is no CoNLL-U.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// Line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for BadLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for BadLine {}

impl Tree {
    /// The rows that are syntactic words.
    pub fn words(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| matches!(row.id, RowId::Word(_)))
    }

    /// The same, to be changed.
    pub fn words_mut(&mut self) -> impl Iterator<Item = &mut Row> {
        self.rows.iter_mut().filter(|row| matches!(row.id, RowId::Word(_)))
    }
}

impl Row {
    /// Whether white space follows the token in the text.
    pub fn space_after(&self) -> bool {
        !self.misc.split('|').any(|item| item == "SpaceAfter=No")
    }
}

impl fmt::Display for RowId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RowId::Word(at) => write!(f, "{at}"),
            RowId::Range(from, to) => write!(f, "{from}-{to}"),
            RowId::Empty(at, part) => write!(f, "{at}.{part}"),
        }
    }
}

impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for comment in &self.comments {
            writeln!(f, "{comment}")?;
        }
        for row in &self.rows {
            let Row { id, form, lemma, upos, xpos, feats, head, rel, deps, misc } = row;
            writeln!(f, "{id}\t{form}\t{lemma}\t{upos}\t{xpos}\t{feats}\t{head}\t{rel}\t{deps}\t{misc}")?;
        }
        writeln!(f)
    }
}

/// Reads a whole file. Line ends may be `\n` or `\r\n`; the first bad line is the error.
///
/// ```
/// let trees = chancery_text::conllu::read(b"# text = Hi\n1\tHi\thi\tINTJ\tUH\t_\t0\troot\t_\t_\n\n").unwrap();
/// assert_eq!(trees[0].rows[0].form, "Hi");
/// ```
pub fn read(bytes: &[u8]) -> Result<Vec<Tree>, BadLine> {
    let mut trees = Vec::new();
    let mut tree = Tree::default();
    for (at, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        let bad = |message: String| BadLine { line: at + 1, message };
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let line = std::str::from_utf8(line).map_err(|_| bad("not UTF-8".into()))?;
        let line = if at == 0 { line.strip_prefix('\u{feff}').unwrap_or(line) } else { line };
        if line.trim().is_empty() {
            if !tree.rows.is_empty() {
                trees.push(close(std::mem::take(&mut tree)).map_err(bad)?);
            }
        } else if line.starts_with('#') && tree.rows.is_empty() {
            tree.comments.push(line.to_string());
        } else {
            tree.rows.push(row(line).map_err(bad)?);
        }
    }
    if !tree.rows.is_empty() {
        let line = bytes.split(|byte| *byte == b'\n').count();
        trees.push(close(tree).map_err(|message| BadLine { line, message })?);
    }
    Ok(trees)
}

fn row(line: &str) -> Result<Row, String> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [id, form, lemma, upos, xpos, feats, head, rel, deps, misc] = columns[..] else {
        return Err(format!("{} columns, not 10", columns.len()));
    };
    if form.is_empty() {
        return Err("the form is empty".into());
    }
    let id = row_id(id).ok_or_else(|| format!("{id:?} is no id"))?;
    let [form, lemma, upos, xpos, feats, head, rel, deps, misc] =
        [form, lemma, upos, xpos, feats, head, rel, deps, misc].map(str::to_string);
    Ok(Row { id, form, lemma, upos, xpos, feats, head, rel, deps, misc })
}

fn row_id(id: &str) -> Option<RowId> {
    if let Some((from, to)) = id.split_once('-') {
        let (from, to) = (from.parse().ok()?, to.parse().ok()?);
        return (0 < from && from <= to).then_some(RowId::Range(from, to));
    }
    if let Some((at, part)) = id.split_once('.') {
        return Some(RowId::Empty(at.parse().ok()?, part.parse().ok()?));
    }
    id.parse().ok().map(RowId::Word)
}

/// Checks that the words of a finished sentence are numbered from 1, and that ranges stand before the words they name.
fn close(tree: Tree) -> Result<Tree, String> {
    let mut next = 1;
    let mut last = 0;
    for row in &tree.rows {
        match row.id {
            RowId::Word(at) if at != next => return Err(format!("word {at} stands where word {next} was expected")),
            RowId::Word(_) => next += 1,
            RowId::Range(from, _) if from != next => return Err(format!("range {} stands before word {next}", row.id)),
            RowId::Range(_, to) => last = last.max(to),
            RowId::Empty(..) => {}
        }
    }
    if next <= last {
        return Err(format!("a range ends at word {last}, but the last word is {}", next - 1));
    }
    if next == 1 {
        return Err("a sentence without words".into());
    }
    Ok(tree)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "# sent_id = 1\n# text = Don’t go\n1-2\tDon’t\t_\t_\t_\t_\t_\t_\t_\t_\n1\tDo\tdo\tAUX\tVBP\t_\t3\taux\t_\t_\n\
                        2\tn’t\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_\n3\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\t_\n3.1\tx\t_\t_\t_\t_\t_\t_\t_\t_\n\n";

    #[test]
    fn what_is_read_is_written_back_unchanged() {
        let trees = read(GOOD.as_bytes()).unwrap();
        assert_eq!(trees.iter().map(Tree::to_string).collect::<String>(), GOOD);
        assert_eq!(trees[0].words().count(), 3);
        let windows = GOOD.replace('\n', "\r\n");
        assert_eq!(read(windows.as_bytes()).unwrap(), trees);
        assert_eq!(read(GOOD.trim_end().as_bytes()).unwrap(), trees);
    }

    #[test]
    fn a_bad_line_is_told_by_its_number() {
        let line = |id: &str| format!("{id}\tx\t_\t_\t_\t_\t_\t_\t_\t_\n");
        for (text, number) in [
            ("1\ttoo few\n".to_string(), 1),
            (line("1") + &line("x"), 2),
            (line("1") + &line("3") + "\n", 3),
            (line("2") + "\n", 2),
            (line("1-2") + &line("1") + "\n", 3),
            (line("2-1") + "\n", 1),
            (line("1") + "# late\n", 2),
            ("\n1\t\t_\t_\t_\t_\t_\t_\t_\t_\n".into(), 2),
        ] {
            assert_eq!(read(text.as_bytes()).unwrap_err().line, number, "{text:?}");
        }
        assert_eq!(read(b"\xff\xfe").unwrap_err().line, 1);
    }
}
