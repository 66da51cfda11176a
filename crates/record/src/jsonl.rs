//! JSON Lines: one record a line, UTF-8; what is written is read back equal.

use std::fmt;
use std::io::BufRead;

use crate::{Record, SCHEMA};

/// Why records could not be read, with the line where that is known.
#[derive(Debug)]
pub struct Error {
    /// Line of the input, counted from 1; 0 where none is meant.
    pub line: usize,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Json(serde_json::Error),
    Schema(String),
    Io(std::io::Error),
}

impl Error {
    fn at(line: usize, kind: Kind) -> Self {
        Error { line, kind }
    }

    /// The failure of the reader below, if that was it.
    pub fn io(&self) -> Option<&std::io::Error> {
        match &self.kind {
            Kind::Io(error) => Some(error),
            _ => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(f, "line {}: ", self.line)?;
        }
        match &self.kind {
            Kind::Json(error) => write!(f, "not a record: {error}"),
            Kind::Schema(found) => write!(f, "a record of schema {found:?}; this version reads {SCHEMA:?}"),
            Kind::Io(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            Kind::Json(error) => Some(error),
            Kind::Io(error) => Some(error),
            Kind::Schema(_) => None,
        }
    }
}

/// The record as one line of JSON, without the line's end.
pub fn to_jsonl(record: &Record) -> String {
    // A record holds strings, numbers and lists only; JSON has a form for each of them.
    serde_json::to_string(record).unwrap_or_default()
}

/// Reads one line back.
pub fn from_jsonl(line: &str) -> Result<Record, Error> {
    let record: Record = serde_json::from_str(line).map_err(|error| Error::at(0, Kind::Json(error)))?;
    if record.schema == SCHEMA { Ok(record) } else { Err(Error::at(0, Kind::Schema(record.schema))) }
}

/// Reads record after record; blank lines are passed over, a bad line is an error and the next one is read all the same.
pub fn read_jsonl(reader: impl BufRead) -> impl Iterator<Item = Result<Record, Error>> {
    reader.lines().enumerate().filter_map(|(at, line)| match line {
        Ok(line) if line.trim().is_empty() => None,
        Ok(line) => Some(from_jsonl(&line).map_err(|error| Error::at(at + 1, error.kind))),
        Err(error) => Some(Err(Error::at(at + 1, Kind::Io(error)))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ReportHead;

    #[test]
    fn a_bad_line_names_itself_and_the_next_one_is_read() {
        let good = to_jsonl(&Record::new(ReportHead::new("a")));
        let old = good.replace(SCHEMA, "chancery/0");
        let input = format!("{good}\n\n{{\n{old}\n{good}\n");
        let read: Vec<_> = read_jsonl(input.as_bytes()).collect();
        assert_eq!(read.len(), 4);
        assert!(read[0].is_ok() && read[3].is_ok());
        assert!(read[1].as_ref().unwrap_err().to_string().starts_with("line 3: not a record"));
        assert!(read[2].as_ref().unwrap_err().to_string().contains("schema \"chancery/0\""));
    }

    #[test]
    fn codes_and_days_that_are_none_are_refused() {
        let good = to_jsonl(&Record::new(ReportHead::new("a")));
        for bad in ["\"2026-13-01\"", "\"yesterday\"", "7"] {
            let line = good.replace("\"published\":null", &format!("\"published\":{bad}"));
            assert!(from_jsonl(&line).is_err(), "{bad}");
        }
        let line = good.replace("\"published\":null", "\"published\":\"2026-01-18\"");
        assert_eq!(to_jsonl(&from_jsonl(&line).unwrap()), line);
    }
}
