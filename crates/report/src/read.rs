//! The readers: plain text and lines of JSON become reports.

use std::fmt;

use chancery_base::{Day, Notice, NoticeCode, Span};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::report::{Given, Published, PublishedBasis, Report};
use crate::rules::Rules;
use crate::{language, layout};

/// No report may be longer than this (16 MiB); no news is, and a longer one would only be a file handed in by mistake.
pub const MAX_BYTES: usize = 8 << 20;

/// How many places of broken encoding a notice shows.
const MOST_SHOWN: usize = 20;

/// Names under which scrapers and coders keep the text, the day, the outlet and the title; read where ours are missing.
const TEXTS: [&str; 6] = ["maintext", "content", "event_text", "body", "articleBody", "content_text"];
const DATES: [&str; 5] = ["published", "publish_date", "date_publish", "pub_date", "datePublished"];
const SOURCES: [&str; 4] = ["publisher", "outlet", "source_domain", "hostname"];
const TITLES: [&str; 1] = ["headline"];

/// Why a line of JSON is no report, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
}

impl fmt::Display for LineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}; {}", self.line, self.message, self.remedy)
    }
}

impl std::error::Error for LineError {}

impl Report {
    /// Reads a text. It stays as it is, to the last blank.
    pub fn from_text(text: impl Into<String>, given: Given, rules: &Rules) -> Report {
        let text = text.into();
        let layout = layout::read(&text, given.title.as_deref(), rules);
        let in_text = layout.published.map(|(span, day)| Published { day, basis: PublishedBasis::Text, span: Some(span) });
        let mut notices = Vec::new();
        let mut other_language = None;
        if layout.parts.is_empty() {
            notices.push(notice(NoticeCode::Empty, "The report holds no text, so there is nothing to code.", Vec::new()));
        } else if let Some(message) = language::foreign(&text, given.language.as_deref(), rules) {
            notices.push(notice(NoticeCode::NotEnglish, message, Vec::new()));
            other_language = language::language_of(&text, rules).map(str::to_owned);
        }
        Report {
            id: given.id.unwrap_or_else(|| name_of(&text)),
            source: given.source.or(layout.outlet),
            url: given.url,
            title: given.title.or(layout.headline),
            language: given.language.or(other_language),
            published: given.date.map(|day| Published { day, basis: given.date_basis, span: None }).or(in_text),
            parts: layout.parts,
            dateline: layout.dateline,
            dated: layout.dated,
            notices,
            duplicate_of: None,
            extra: given.extra,
            text,
        }
    }

    /// Reads the bytes of a text file. UTF-8, or UTF-16 with its mark at the start; other bytes become U+FFFD, and a notice says where.
    pub fn from_bytes(bytes: &[u8], given: Given, rules: &Rules) -> Report {
        let (text, broken) = decode(bytes);
        let mut report = Report::from_text(text, given, rules);
        report.notices.extend(bad_encoding(&report.text, broken));
        report
    }
}

/// Reads one line of JSON: `{"id", "text", "date"?, "source"?, "title"?, "url"?, "language"?}`. Other fields are carried along.
pub fn read_line(line_no: usize, bytes: &[u8], rules: &Rules) -> Result<Report, LineError> {
    let refuse = |message: String, remedy: &str| LineError { line: line_no, message, remedy: remedy.to_owned() };
    if bytes.len() > MAX_BYTES {
        let message =
            format!("the line has {} MB, more than the {} MB that one report may have", bytes.len() >> 20, MAX_BYTES >> 20);
        return Err(refuse(message, "put one report on a line, and split what is longer"));
    }
    let (line, broken) = decode(bytes);
    let value: Value = serde_json::from_str(&line).map_err(|error| {
        let message = format!("not JSON: {}", located(&error));
        refuse(message, "a line is one object, as {\"id\": \"a1\", \"text\": \"…\"}; for plain text, use --from text")
    })?;
    let Value::Object(mut fields) = value else {
        return Err(refuse("JSON, but no object".to_owned(), "a line is one object, as {\"id\": \"a1\", \"text\": \"…\"}"));
    };
    let mut take =
        |name: &str| string(&mut fields, name).map_err(|message| refuse(message, "give it as a string, or leave it out"));
    let (id, text, date) = (take("id")?, take("text")?, take("date")?);
    let text = text.or_else(|| known_as(&mut fields, &TEXTS));
    // A date under another name is no promise of ours: one that cannot be read is carried along.
    let other_date = DATES.iter().find_map(|name| fields.get(*name)?.as_str().and_then(parse_day));
    // What only describes the report is no reason to refuse it: in another shape it is carried along.
    let mut describe = |name: &str| match fields.get(name) {
        Some(Value::String(_) | Value::Null) => string(&mut fields, name).ok().flatten(),
        _ => None,
    };
    let (source, title, url, language) = (describe("source"), describe("title"), describe("url"), describe("language"));
    let source = source.or_else(|| known_as(&mut fields, &SOURCES));
    let title = title.or_else(|| known_as(&mut fields, &TITLES));
    let text = text.ok_or_else(|| refuse("there is no `text`".to_owned(), "put the report's text into the field `text`"))?;
    let date = date.map(|date| {
        parse_day(&date)
            .ok_or_else(|| refuse(format!("`date` is {date:?}, which is no date"), "write it as 2026-01-18, or leave it out"))
    });
    let given = Given {
        id,
        source,
        url,
        title,
        language,
        date: date.transpose()?.or(other_date),
        date_basis: PublishedBasis::Given,
        extra: fields,
    };
    let mut report = Report::from_text(text, given, rules);
    report.notices.extend(bad_encoding(&report.text, broken));
    Ok(report)
}

/// Takes out the first of these fields that holds words.
fn known_as(fields: &mut Map<String, Value>, names: &[&str]) -> Option<String> {
    let name =
        names.iter().find(|name| fields.get(**name).and_then(Value::as_str).is_some_and(|words| !words.trim().is_empty()))?;
    string(fields, name).ok().flatten()
}

/// A day written as 2026-01-18, alone or before a time ("2026-01-18T10:00:00Z").
pub fn parse_day(written: &str) -> Option<Day> {
    let date = written.get(..10)?;
    let after = &written[10..];
    let shape = date.bytes().enumerate().all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() });
    let time = after.is_empty() || after.starts_with(['T', ' ']) && after[1..].starts_with(|c: char| c.is_ascii_digit());
    (shape && time).then(|| date.parse().ok()).flatten()
}

/// Takes a field out: `None` where it is missing or null. An id may be a number.
fn string(fields: &mut Map<String, Value>, name: &str) -> Result<Option<String>, String> {
    match fields.shift_remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(value)) => Ok(Some(value)),
        Some(Value::Number(value)) if name == "id" => Ok(Some(value.to_string())),
        Some(other) => Err(format!("`{name}` is {}, not a string", kind_of(&other))),
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// What the JSON reader says, with its column; its own line is always 1 and would mislead.
fn located(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let message = message.rsplit_once(" at line").map_or(message.as_str(), |(message, _)| message).to_owned();
    format!("{message} at column {}", error.column())
}

/// The text that the bytes mean, and whether some of them mean none.
fn decode(bytes: &[u8]) -> (String, bool) {
    let utf16 = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        let odd = bytes.len() % 2 == 1;
        match String::from_utf16(&units) {
            Ok(text) => (text, odd),
            Err(_) => (String::from_utf16_lossy(&units), true),
        }
    };
    match bytes {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        // The mark at the start of a UTF-8 file is no part of the text.
        [0xEF, 0xBB, 0xBF, rest @ ..] => decode_utf8(rest),
        _ => decode_utf8(bytes),
    }
}

fn decode_utf8(bytes: &[u8]) -> (String, bool) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), false),
        Err(_) => (String::from_utf8_lossy(bytes).into_owned(), true),
    }
}

fn bad_encoding(text: &str, broken: bool) -> Option<Notice> {
    let places = text.match_indices('\u{FFFD}').map(|(at, found)| Span::new(at, at + found.len()));
    let message =
        "Some bytes are no UTF-8 and were replaced by the sign \u{FFFD}; save the report as UTF-8 to have all its words read.";
    broken.then(|| notice(NoticeCode::BadEncoding, message, places.take(MOST_SHOWN).collect()))
}

fn notice(code: NoticeCode, message: impl Into<String>, spans: Vec<Span>) -> Notice {
    Notice { code, message: message.into(), spans }
}

/// The first 16 hexadecimal digits of the SHA-256 of the text.
fn name_of(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The rules that the program ships.
    pub(crate) fn rules() -> Rules {
        Rules::read(&[
            ("data/text/calendar.csv", include_str!("../../../data/text/calendar.csv")),
            ("data/text/outlets.csv", include_str!("../../../data/text/outlets.csv")),
            ("data/text/layout.csv", include_str!("../../../data/text/layout.csv")),
        ])
        .unwrap()
    }

    #[test]
    fn a_line_gives_its_fields_and_carries_the_others() {
        let line = br#"{"id": 7, "text": "Police in Minsk detained 40 demonstrators.", "date": "2024-05-12T08:00:00Z", "source": "BelTA", "url": null, "desk": [1, 2]}"#;
        let report = read_line(3, line, &rules()).unwrap();
        assert_eq!((report.id.as_str(), report.source.as_deref()), ("7", Some("BelTA")));
        assert_eq!(
            report.published.map(|p| (p.day.to_string(), p.basis)),
            Some(("2024-05-12".to_owned(), PublishedBasis::Given))
        );
        assert_eq!(Value::Object(report.extra).to_string(), r#"{"desk":[1,2]}"#);
        assert!(report.notices.is_empty());
    }

    #[test]
    fn a_line_that_is_no_report_says_what_to_do() {
        for (line, message, remedy) in [
            ("{\"text\": \"a\"", "not JSON: EOF while parsing an object at column", "one object"),
            ("Iran said on Sunday", "not JSON", "--from text"),
            ("[1]", "no object", "one object"),
            ("{\"id\": \"a\"}", "no `text`", "field `text`"),
            ("{\"text\": null}", "no `text`", "field `text`"),
            ("{\"text\": 5}", "`text` is a number", "string"),
            ("{\"text\": \"a\", \"date\": \"2025-02-30\"}", "\"2025-02-30\"", "2026-01-18"),
            ("{\"text\": \"a\", \"date\": \"yesterday\"}", "no date", "2026-01-18"),
            ("{\"text\": \"a\", \"date\": \"\"}", "no date", "2026-01-18"),
            ("{\"text\": \"a\", \"date\": \"2025-01-18th\"}", "no date", "2026-01-18"),
        ] {
            let error = read_line(9, line.as_bytes(), &rules()).unwrap_err();
            assert!(error.message.contains(message) && error.remedy.contains(remedy) && error.line == 9, "{line}: {error}");
        }
        let long = vec![b' '; MAX_BYTES + 1];
        assert!(read_line(1, &long, &rules()).unwrap_err().message.contains("8 MB"));
    }

    #[test]
    fn bytes_that_are_no_utf_8_are_shown() {
        let rules = rules();
        for (bytes, text, codes) in [
            (&b"Caf\xe9 closed."[..], "Caf\u{FFFD} closed.", &[NoticeCode::BadEncoding][..]),
            (b"\xef\xbb\xbfPlain.", "Plain.", &[]),
            (b"\xff\xfeO\0k\0.\0", "Ok.", &[]),
            (b"", "", &[NoticeCode::Empty]),
            (b" \n ", " \n ", &[NoticeCode::Empty]),
        ] {
            let report = Report::from_bytes(bytes, Given::default(), &rules);
            assert_eq!(report.text, text);
            assert_eq!(report.notices.iter().map(|notice| notice.code).collect::<Vec<_>>(), codes, "{text:?}");
        }
        let report = Report::from_bytes(b"Caf\xe9 closed.", Given::default(), &rules);
        assert_eq!(report.notices[0].spans, [Span::new(3, 6)]);
    }

    #[test]
    fn a_report_without_an_id_is_named_after_its_text() {
        let report = Report::from_text("abc", Given::default(), &rules());
        assert_eq!(report.id, "ba7816bf8f01cfea");
    }
}
