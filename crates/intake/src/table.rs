//! Tables: CSV and TSV, a report a row. The columns are named by the user, else guessed from the first line.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chancery_report::{MAX_BYTES, PublishedBasis, Report};

use crate::charset;
use crate::context::Context;
use crate::date::metadata_day;
use crate::lines::{broken_off, empty_file};
use crate::refusal::Refusal;
use crate::sniff::Kind;

/// What a column may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The id of the report.
    Id,
    /// Its text.
    Text,
    /// Its title.
    Title,
    /// Its day of publication.
    Date,
    /// Its outlet.
    Source,
    /// Its address.
    Url,
    /// Its language.
    Language,
}

impl Role {
    const ALL: [Role; 7] = [Role::Id, Role::Text, Role::Title, Role::Date, Role::Source, Role::Url, Role::Language];

    /// The word of the flag: `text` in `--column text=Body`.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Id => "id",
            Role::Text => "text",
            Role::Title => "title",
            Role::Date => "date",
            Role::Source => "source",
            Role::Url => "url",
            Role::Language => "language",
        }
    }

    /// Names that exports give such a column, the surest first; without capitals, blanks and marks.
    fn names(self) -> &'static [&'static str] {
        match self {
            Role::Id => &["id", "reportid", "storyid", "articleid", "docid", "documentid", "uid", "guid", "key"],
            Role::Text => &[
                "text",
                "maintext",
                "fulltext",
                "articletext",
                "bodytext",
                "body",
                "articlebody",
                "content",
                "contenttext",
                "articlecontent",
                "article",
                "story",
                "eventtext",
                "sentence",
                "paragraph",
                "description",
                "summary",
            ],
            Role::Title => &["title", "headline", "headlines", "articletitle", "heading"],
            Role::Date => &[
                "date",
                "published",
                "publisheddate",
                "publishdate",
                "publicationdate",
                "datepublished",
                "datepublish",
                "pubdate",
                "publishedat",
                "articledate",
                "storydate",
                "timestamp",
                "time",
                "day",
            ],
            Role::Source => &[
                "source",
                "outlet",
                "publisher",
                "publication",
                "sourcename",
                "newspaper",
                "media",
                "agency",
                "sourcedomain",
                "domain",
            ],
            Role::Url => &["url", "link", "uri", "href", "weblink", "address", "permalink"],
            Role::Language => &["language", "lang"],
        }
    }
}

impl std::str::FromStr for Role {
    type Err = String;

    fn from_str(word: &str) -> Result<Role, String> {
        let found = Role::ALL.into_iter().find(|role| role.as_str() == word);
        let all = || Role::ALL.map(Role::as_str).join(", ");
        found.ok_or_else(|| format!("{word:?} is nothing that a column may hold; there are {}", all()))
    }
}

/// Which columns hold what, as the user says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns(pub BTreeMap<Role, String>);

impl Columns {
    /// What each column of a first line holds; or which column the user names that is not there.
    fn find(&self, header: &[String]) -> Result<Vec<Option<Role>>, String> {
        let mut roles = vec![None; header.len()];
        for (role, name) in &self.0 {
            let same = |cell: &String| cell.trim() == name || evened(cell) == evened(name);
            let exact = header.iter().position(|cell| cell.trim() == name).or_else(|| header.iter().position(same));
            let at = exact.or_else(|| name.parse::<usize>().ok()?.checked_sub(1).filter(|at| *at < header.len()));
            match at {
                Some(at) => roles[at] = Some(*role),
                None => return Err(format!("there is no column {name:?}; the first line names {}", header.join(", "))),
            }
        }
        for role in Role::ALL {
            if roles.contains(&Some(role)) {
                continue;
            }
            let free = |name: &&str| (0..header.len()).find(|at| roles[*at].is_none() && evened(&header[*at]) == **name);
            if let Some(at) = role.names().iter().find_map(free) {
                roles[at] = Some(role);
            }
        }
        Ok(roles)
    }

    /// The kind of table that a first line shows by itself: at least two names of columns, one of them of texts.
    pub(crate) fn kind_of(&self, line: &str) -> Option<Kind> {
        let delimiter = delimiter(line)?;
        let cells: Vec<String> = line.split(char::from(delimiter)).map(|cell| cell.trim_matches(['"', ' ']).to_owned()).collect();
        let roles = self.find(&cells).ok()?;
        let known = roles.iter().flatten().count();
        let short = cells.iter().all(|cell| cell.len() <= 60);
        let is_table = short && known >= 2 && roles.contains(&Some(Role::Text));
        is_table.then_some(if delimiter == b'\t' { Kind::Tsv } else { Kind::Csv })
    }
}

/// The sign that parts the cells of a first line: the commonest of tab, semicolon, bar and comma.
fn delimiter(line: &str) -> Option<u8> {
    let count = |sign: u8| line.bytes().filter(|byte| *byte == sign).count();
    [b'\t', b';', b',', b'|'].into_iter().filter(|sign| count(*sign) > 0).max_by_key(|sign| count(*sign))
}

fn evened(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Fails when too much is read since the count was set to zero: no row may fill the memory.
struct Limited<R> {
    inner: R,
    count: Arc<AtomicUsize>,
}

/// Bytes of a row: a text and as much again of other cells and quotation marks.
const MAX_ROW: usize = 2 * MAX_BYTES;

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        if self.count.fetch_add(read, Ordering::Relaxed) > MAX_ROW {
            let what = format!("the row has more than {} MB", MAX_ROW >> 20);
            return Err(io::Error::new(io::ErrorKind::QuotaExceeded, what));
        }
        Ok(read)
    }
}

/// The reports of a table.
pub(crate) struct Rows<'a, R> {
    context: Context<'a>,
    rows: Option<csv::Reader<Limited<R>>>,
    count: Arc<AtomicUsize>,
    header: Vec<String>,
    roles: Vec<Option<Role>>,
    row: csv::ByteRecord,
    n_rows: usize,
    failed: Option<Refusal>,
}

impl<'a, R: Read> Rows<'a, R> {
    /// `first` is the first line, as far as it was looked at.
    pub(crate) fn new(context: Context<'a>, reader: R, first: &str, kind: Kind) -> Self {
        let sign = if kind == Kind::Tsv { b'\t' } else { delimiter(first).filter(|sign| *sign != b'\t').unwrap_or(b',') };
        let count = Arc::new(AtomicUsize::new(0));
        let limited = Limited { inner: reader, count: Arc::clone(&count) };
        let mut rows = csv::ReaderBuilder::new().delimiter(sign).flexible(true).has_headers(false).from_reader(limited);
        let mut row = csv::ByteRecord::new();
        let read = rows.read_byte_record(&mut row);
        let header: Vec<String> = row.iter().map(|cell| charset::decode(cell, None).0.trim().to_owned()).collect();
        let found = context.settings.columns.find(&header);
        let failed = match (&read, &found) {
            (Ok(false), _) => Some(empty_file(&context)),
            (Err(error), _) => {
                Some(context.refuse(format!("the table cannot be read ({error})"), "save it as CSV in UTF-8").at("line 1"))
            }
            (_, Err(message)) => Some(context.refuse(message.clone(), "name one of them with --column").at("line 1")),
            (_, Ok(roles)) if !roles.contains(&Some(Role::Text)) => {
                let what = format!("no column is known to hold the text; the first line names {}", shortened(&header.join(", ")));
                Some(context.refuse(what, "say which one does, as --column text=NAME").at("line 1"))
            }
            _ => None,
        };
        let roles = found.unwrap_or_default();
        let rows = failed.is_none().then_some(rows);
        Rows { context, rows, count, header, roles, row, n_rows: 0, failed }
    }

    fn report(&self, line: u64) -> Result<Report, Refusal> {
        let place = format!("line {line}");
        let mut given = self.context.given();
        given.extra.shift_remove("file");
        let mut text = None;
        for (at, cell) in self.row.iter().enumerate() {
            let cell = charset::decode(cell, None).0;
            let value = cell.trim();
            if value.is_empty() {
                continue;
            }
            match self.roles.get(at).copied().flatten() {
                Some(Role::Text) => text = Some(cell),
                Some(Role::Id) => given.id = Some(value.to_owned()),
                Some(Role::Title) => given.title = Some(value.to_owned()),
                Some(Role::Source) => given.source = Some(value.to_owned()),
                Some(Role::Url) => given.url = Some(value.to_owned()),
                Some(Role::Language) => given.language = Some(value.to_owned()),
                Some(Role::Date) => {
                    let day = metadata_day(value, self.context.rules).ok_or_else(|| {
                        let what = format!("the date is {:?}, which is no date, or means two", shortened(value));
                        self.context.refuse(what, "write it as 2026-01-18, or leave it out").at(place.clone())
                    })?;
                    (given.date, given.date_basis) = (Some(day), PublishedBasis::Given);
                }
                None => {
                    let name = self
                        .header
                        .get(at)
                        .filter(|name| !name.is_empty())
                        .cloned()
                        .unwrap_or_else(|| format!("column {}", at + 1));
                    given.extra.insert(name, cell.into());
                }
            }
        }
        let text = text.unwrap_or_default();
        if text.len() > MAX_BYTES {
            return Err(self.context.refuse(crate::lines::too_long("text", text.len()), "split what is longer").at(place));
        }
        Ok(Report::from_text(text, given, self.context.rules))
    }
}

/// A piece of foreign text that fits into a message.
fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(200).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

impl<R: Read> Iterator for Rows<'_, R> {
    type Item = Result<Report, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(refusal) = self.failed.take() {
            return Some(Err(refusal));
        }
        loop {
            let rows = self.rows.as_mut()?;
            self.count.store(0, Ordering::Relaxed);
            let line = rows.position().line();
            match rows.read_byte_record(&mut self.row) {
                Ok(true) if self.row.iter().all(<[u8]>::is_empty) => {}
                Ok(true) => {
                    self.n_rows += 1;
                    // The reader stands behind the row before, whose empty lines it has not passed yet.
                    let line = self.row.position().map_or(line, csv::Position::line);
                    return Some(self.report(line));
                }
                Ok(false) => {
                    self.rows = None;
                    let what = "the table has no row below the names of its columns";
                    return (self.n_rows == 0).then(|| Err(self.context.refuse(what, "there is nothing to code in it")));
                }
                Err(error) => {
                    self.rows = None;
                    let place = format!("line {line}");
                    return Some(Err(match error.into_kind() {
                        csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::QuotaExceeded => {
                            let what = format!("{error}: a quotation mark may be open");
                            self.context.refuse(what, "close it, or split the row; the rest of the file was not read").at(place)
                        }
                        csv::ErrorKind::Io(error) => broken_off(&self.context, &error).at(place),
                        other => self
                            .context
                            .refuse(format!("the row cannot be read ({other:?})"), "save the table as CSV in UTF-8")
                            .at(place),
                    }));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_guessed_from_their_names() {
        let columns = Columns::default();
        for (line, expected) in [
            ("id,date,text", Some(Kind::Csv)),
            ("\"Article Title\";\"Full Text\";\"Published at\"", Some(Kind::Csv)),
            ("url\tcontent", Some(Kind::Tsv)),
            ("The text, he said, was long and the date unknown", None),
            ("text", None),
            ("name,age", None),
        ] {
            assert_eq!(columns.kind_of(line), expected, "{line}");
        }
        let own = Columns([(Role::Text, "Bericht".to_owned())].into());
        assert_eq!(own.kind_of("Bericht,Datum,date"), Some(Kind::Csv));
        let header = ["text".to_owned(), "title".to_owned()];
        assert!(own.find(&header).unwrap_err().contains("Bericht"));
    }
}
