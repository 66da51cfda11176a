//! Files of lines: a JSON object a line, a report each.

use std::io::{self, BufRead};

use chancery_report::{MAX_BYTES, Report, read_line};

use crate::context::Context;
use crate::refusal::Refusal;

/// A line, without its end.
#[derive(Debug)]
pub enum Line {
    /// Its bytes.
    Whole(Vec<u8>),
    /// It is longer than a report may be: only its length is kept.
    TooLong(usize),
}

/// The next line; none at the end. A line that is too long is read past, not into memory.
pub fn next_line(reader: &mut dyn BufRead) -> io::Result<Option<Line>> {
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

/// The reports of a file of lines.
pub(crate) struct Lines<'a, R> {
    pub(crate) context: Context<'a>,
    pub(crate) reader: Option<R>,
    pub(crate) line_no: usize,
    pub(crate) n_reports: usize,
}

impl<R: BufRead> Iterator for Lines<'_, R> {
    type Item = Result<Report, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let reader = self.reader.as_mut()?;
            self.line_no += 1;
            let place = format!("line {}", self.line_no);
            let line = match next_line(reader) {
                Ok(Some(Line::Whole(line))) => line,
                Ok(Some(Line::TooLong(length))) => {
                    self.n_reports += 1;
                    let what = too_long("line", length);
                    return Some(Err(self.context.refuse(what, "put one report on a line, and split what is longer").at(place)));
                }
                Ok(None) => {
                    self.reader = None;
                    let empty = self.n_reports == 0 && self.line_no == 1;
                    return empty.then(|| Err(empty_file(&self.context)));
                }
                Err(error) => {
                    // What cannot be read now cannot be read at the next try: the file ends here.
                    self.reader = None;
                    return Some(Err(broken_off(&self.context, &error).at(place)));
                }
            };
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            self.n_reports += 1;
            let read = read_line(self.line_no, &line, self.context.rules);
            return Some(match read {
                Ok(report) => Ok(self.context.completed(report)),
                Err(error) => Err(self.context.refuse(error.message, error.remedy).at(place)),
            });
        }
    }
}

/// What to say of a piece that is longer than a report may be.
pub(crate) fn too_long(piece: &str, length: usize) -> String {
    format!("the {piece} has {} MB, more than the {} MB that one report may have", length >> 20, MAX_BYTES >> 20)
}

/// What to say of an input without a report.
pub(crate) fn empty_file(context: &Context<'_>) -> Refusal {
    context.refuse("the file is empty", "there is nothing to code in it")
}

/// What to say where reading fails in the middle; what came before it was read.
pub(crate) fn broken_off(context: &Context<'_>, error: &io::Error) -> Refusal {
    let remedy = match error.kind() {
        io::ErrorKind::UnexpectedEof => "the file is cut off: fetch or copy it again",
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => "the file is damaged: fetch or copy it again",
        io::ErrorKind::FileTooLarge => "unpack it yourself if you trust it, and split it",
        _ => "check the disk",
    };
    context.refuse(format!("the file cannot be read on ({error})"), remedy)
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

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
