//! The files named on the command line become reports, one after the other and never all at once; what cannot be read is refused by name.

use std::collections::VecDeque;
use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use chancery::{Given, PublishedBasis, Report};
use chancery_report::{MAX_BYTES, Published, Rules, read_line};

use crate::args::{From, Inputs};
use crate::counted::Counted;

/// Why an input was passed over, and what to do about it.
#[derive(Debug)]
pub(crate) struct Refusal {
    /// File and line.
    at: String,
    what: String,
    remedy: String,
    /// Whether the file could not even be opened.
    pub(crate) unopened: bool,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.at, self.what, self.remedy)
    }
}

impl Refusal {
    /// Something opened, but not usable.
    pub(crate) fn new(at: impl Into<String>, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Refusal { at: at.into(), what: what.into(), remedy: remedy.into(), unopened: false }
    }

    fn unopened(name: &str, error: &io::Error) -> Self {
        let (what, remedy) = match error.kind() {
            io::ErrorKind::NotFound => ("there is no such file".to_owned(), "check the name"),
            io::ErrorKind::PermissionDenied => ("the file may not be read".to_owned(), "check its permissions"),
            io::ErrorKind::IsADirectory => ("it is a directory".to_owned(), "name the files in it, as with *.txt"),
            _ => (format!("the file cannot be read ({error})"), "check the disk and the name"),
        };
        Refusal { at: name.to_owned(), what, remedy: remedy.to_owned(), unopened: true }
    }
}

/// A file or standard input, opened.
pub(crate) struct Opened {
    /// How messages name it.
    pub(crate) name: String,
    /// Its path; none for standard input.
    pub(crate) path: Option<PathBuf>,
    /// Its bytes.
    pub(crate) reader: Box<dyn BufRead>,
}

/// Opens a file; `-` is standard input.
pub(crate) fn open(path: &Path) -> Result<Opened, Refusal> {
    if path == Path::new("-") {
        return Ok(Opened { name: "standard input".to_owned(), path: None, reader: Box::new(BufReader::new(io::stdin())) });
    }
    let name = path.display().to_string();
    let refuse = |error: io::Error| Refusal::unopened(&name, &error);
    if std::fs::metadata(path).map_err(refuse)?.is_dir() {
        return Err(refuse(io::ErrorKind::IsADirectory.into()));
    }
    let reader = Box::new(BufReader::with_capacity(1 << 16, Counted(File::open(path).map_err(refuse)?)));
    Ok(Opened { name, path: Some(path.to_owned()), reader })
}

/// A line, without its end.
pub(crate) enum Line {
    /// Its bytes.
    Whole(Vec<u8>),
    /// It is longer than a report may be: only its length is kept.
    TooLong(usize),
}

/// The next line; none at the end. A line that is too long is read past, not into memory.
pub(crate) fn next_line(reader: &mut dyn BufRead) -> io::Result<Option<Line>> {
    let mut line = Vec::new();
    let mut length = 0;
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            break;
        }
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let piece = &buffer[..end.unwrap_or(buffer.len())];
        length += piece.len();
        if length <= MAX_BYTES + 1 {
            line.extend_from_slice(piece);
        }
        let used = piece.len() + usize::from(end.is_some());
        reader.consume(used);
        if end.is_some() {
            return Ok(Some(finish(line, length)));
        }
    }
    Ok((length > 0).then(|| finish(line, length)))
}

fn finish(mut line: Vec<u8>, length: usize) -> Line {
    if length > MAX_BYTES {
        return Line::TooLong(length);
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    Line::Whole(line)
}

/// What the first bytes that are no blanks say the file is.
fn guess(opened: &mut Opened) -> io::Result<From> {
    let head = opened.reader.fill_buf()?;
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let first = head.iter().find(|byte| !byte.is_ascii_whitespace());
    Ok(if first == Some(&b'{') { From::Jsonl } else { From::Text })
}

/// The reports of all inputs, in order.
pub(crate) struct Reports<'a> {
    inputs: &'a Inputs,
    rules: &'a Rules,
    left: VecDeque<PathBuf>,
    lines: Option<Lines>,
}

/// An opened file of lines.
struct Lines {
    opened: Opened,
    line_no: usize,
    n_reports: usize,
}

impl<'a> Reports<'a> {
    pub(crate) fn new(inputs: &'a Inputs, rules: &'a Rules) -> Self {
        let mut left: VecDeque<PathBuf> = inputs.files.iter().cloned().collect();
        if left.is_empty() {
            left.push_back(PathBuf::from("-"));
        }
        Reports { inputs, rules, left, lines: None }
    }

    fn given(&self) -> Given {
        Given { date: self.inputs.date, source: self.inputs.source.clone(), ..Given::default() }
    }

    /// Opens the next file: its report, or the start of its lines.
    fn begin(&mut self, path: &Path) -> Option<Result<Report, Refusal>> {
        let mut opened = match open(path) {
            Ok(opened) => opened,
            Err(refusal) => return Some(Err(refusal)),
        };
        let from = match self.inputs.from {
            Some(from) => from,
            None => match guess(&mut opened) {
                Ok(from) => from,
                Err(error) => return Some(Err(Refusal::unopened(&opened.name, &error))),
            },
        };
        match from {
            From::Text => Some(self.text(opened)),
            From::Jsonl => {
                self.lines = Some(Lines { opened, line_no: 0, n_reports: 0 });
                None
            }
        }
    }

    fn text(&self, mut opened: Opened) -> Result<Report, Refusal> {
        let mut bytes = Vec::new();
        let limited = opened.reader.as_mut().take(MAX_BYTES as u64 + 1);
        read_all(limited, &mut bytes).map_err(|error| Refusal::unopened(&opened.name, &error))?;
        if bytes.len() > MAX_BYTES {
            let what = format!("the file has more than the {} MB that one report may have", MAX_BYTES >> 20);
            return Err(Refusal::new(opened.name, what, "give one report a file, or many as JSON Lines (--from jsonl)"));
        }
        let utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
        if !utf16 && bytes.iter().take(8192).any(|byte| *byte == 0) {
            return Err(Refusal::new(
                opened.name,
                "this is no text: it holds zero bytes",
                "save the report as plain text in UTF-8",
            ));
        }
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Err(Refusal::new(opened.name, "the file is empty", "there is nothing to code in it"));
        }
        let mut given = self.given();
        if let Some(path) = &opened.path {
            given.extra.insert("file".to_owned(), path.display().to_string().into());
        }
        Ok(Report::from_bytes(&bytes, given, self.rules))
    }

    /// The next report of an opened file of lines; none at its end.
    fn line(&self, lines: &mut Lines) -> Option<Result<Report, Refusal>> {
        loop {
            lines.line_no += 1;
            let at = |lines: &Lines| format!("{}: line {}", lines.opened.name, lines.line_no);
            let line = match next_line(lines.opened.reader.as_mut()) {
                Ok(Some(Line::Whole(line))) => line,
                Ok(Some(Line::TooLong(length))) => {
                    lines.n_reports += 1;
                    let what = format!(
                        "the line has {} MB, more than the {} MB that one report may have",
                        length >> 20,
                        MAX_BYTES >> 20
                    );
                    return Some(Err(Refusal::new(at(lines), what, "put one report on a line, and split what is longer")));
                }
                Ok(None) if lines.n_reports == 0 && lines.line_no == 1 => {
                    lines.n_reports = 1;
                    return Some(Err(Refusal::new(&lines.opened.name, "the file is empty", "there is nothing to code in it")));
                }
                Ok(None) => return None,
                Err(error) => {
                    // What cannot be read now cannot be read at the next try: the file ends here.
                    lines.opened.reader = Box::new(io::empty());
                    return Some(Err(Refusal::new(at(lines), format!("the file cannot be read on ({error})"), "check the disk")));
                }
            };
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            lines.n_reports += 1;
            let read = read_line(lines.line_no, &line, self.rules);
            return Some(
                read.map(|report| self.completed(report)).map_err(|error| Refusal::new(at(lines), error.message, error.remedy)),
            );
        }
    }

    /// What the flags say holds where the line says nothing.
    fn completed(&self, mut report: Report) -> Report {
        let unsure = report.published.is_none_or(|published| published.basis == PublishedBasis::Text);
        if let Some(day) = self.inputs.date.filter(|_| unsure) {
            report.published = Some(Published { day, basis: PublishedBasis::Given, span: None });
        }
        report.source = report.source.or_else(|| self.inputs.source.clone());
        report
    }
}

impl Iterator for Reports<'_> {
    type Item = Result<Report, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(mut lines) = self.lines.take()
                && let Some(report) = self.line(&mut lines)
            {
                self.lines = Some(lines);
                return Some(report);
            }
            let path = self.left.pop_front()?;
            if let Some(report) = self.begin(&path) {
                return Some(report);
            }
        }
    }
}

fn read_all(mut reader: impl Read, bytes: &mut Vec<u8>) -> io::Result<()> {
    reader.read_to_end(bytes).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_past_when_they_are_too_long() {
        let mut bytes = b"one\r\n\n".to_vec();
        bytes.extend(std::iter::repeat_n(b'x', MAX_BYTES + 7));
        bytes.extend(b"\nlast");
        let mut reader = BufReader::new(bytes.as_slice());
        let mut read = Vec::new();
        while let Some(line) = next_line(&mut reader).unwrap() {
            read.push(match line {
                Line::Whole(line) => String::from_utf8(line).unwrap(),
                Line::TooLong(length) => format!("{length} bytes"),
            });
        }
        assert_eq!(read, ["one".to_owned(), String::new(), format!("{} bytes", MAX_BYTES + 7), "last".to_owned()]);
    }
}
