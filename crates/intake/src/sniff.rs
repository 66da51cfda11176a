//! What an input is, told from its first bytes and not from its name.

use crate::charset;

/// The kinds of inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Plain text: one report.
    Text,
    /// Markdown: one report.
    Markdown,
    /// A web page: one report.
    Html,
    /// RSS or Atom: a report an item.
    Feed,
    /// JSON Feed: a report an item.
    JsonFeed,
    /// A JSON object a line: a report a line.
    Jsonl,
    /// A JSON list of objects, or objects over several lines: a report an object.
    Json,
    /// A table with commas or semicolons: a report a row.
    Csv,
    /// A table with tabs.
    Tsv,
    /// A web archive: a report a page.
    Warc,
    /// A zip archive of any of these.
    Zip,
    /// Any of these, compressed with gzip.
    Gzip,
    /// Any of these, compressed with zstd.
    Zstd,
}

/// Bytes that are looked at.
pub(crate) const HEAD: usize = 16 << 10;

/// What no reader takes: what it is, and what to do.
pub(crate) struct Foreign {
    pub(crate) what: &'static str,
    pub(crate) remedy: &'static str,
}

const FOREIGN: [(&[u8], &str, &str); 10] = [
    (b"%PDF", "this is a PDF", "save its text, as with pdftotext"),
    (b"\xd0\xcf\x11\xe0", "this is an old Office document", "save it as plain text"),
    (b"{\\rtf", "this is a Rich Text document", "save it as plain text"),
    (b"BZh", "this is compressed with bzip2", "unpack it first, or pack it with gzip or zstd"),
    (b"\xfd7zXZ\0", "this is compressed with xz", "unpack it first, or pack it with gzip or zstd"),
    (b"7z\xbc\xaf\x27\x1c", "this is a 7z archive", "unpack it, and name the folder"),
    (b"Rar!", "this is a rar archive", "unpack it, and name the folder"),
    (b"PAR1", "this is a Parquet file", "write it as CSV or JSON Lines first"),
    (b"SQLite format 3\0", "this is a database", "write the table as CSV or JSON Lines first"),
    (b"\x1f\x9d", "this is compressed with compress", "unpack it first, or pack it with gzip or zstd"),
];

/// Tells the kind from the first [`HEAD`] bytes; `table` says whether a first line names columns with text in them.
pub(crate) fn sniff(head: &[u8], table: &dyn Fn(&str) -> Option<Kind>) -> Result<Kind, Foreign> {
    match head {
        [0x1f, 0x8b, 8, ..] => return Ok(Kind::Gzip),
        [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => return Ok(Kind::Zstd),
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => return Ok(Kind::Zip),
        _ => {}
    }
    if let Some((_, what, remedy)) = FOREIGN.iter().find(|(magic, ..)| head.starts_with(magic)) {
        return Err(Foreign { what, remedy });
    }
    if head.get(257..262) == Some(b"ustar") {
        return Err(Foreign { what: "this is a tar archive", remedy: "unpack it, and name the folder" });
    }
    let text = charset::head(head);
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    if text.starts_with("WARC/") {
        return Ok(Kind::Warc);
    }
    match text.chars().next() {
        Some('<') => markup(text),
        Some('{') => Ok(object(text)),
        Some('[') if text[1..].trim_start().starts_with('{') => Ok(Kind::Json),
        _ => Ok(table(text.lines().next().unwrap_or("")).unwrap_or(if is_markdown(text) { Kind::Markdown } else { Kind::Text })),
    }
}

/// Feeds by their first element; other markup is a page, unless it declares itself XML.
fn markup(text: &str) -> Result<Kind, Foreign> {
    let mut rest = text;
    let mut is_xml = false;
    while let Some(inside) = rest.strip_prefix('<') {
        let end = if let Some(comment) = inside.strip_prefix("!--") {
            comment.find("-->").map(|at| at + 1 + 3 + 3)
        } else if inside.starts_with('?') {
            is_xml = true;
            inside.find("?>").map(|at| at + 3)
        } else if let Some(declared) = inside.strip_prefix('!') {
            if declared.get(..12).is_some_and(|kind| kind.eq_ignore_ascii_case("doctype html")) {
                return Ok(Kind::Html);
            }
            inside.find('>').map(|at| at + 2)
        } else {
            let name: String = inside.chars().take_while(|c| c.is_alphanumeric() || *c == ':').collect();
            return match name.to_ascii_lowercase().as_str() {
                "rss" | "feed" | "rdf:rdf" => Ok(Kind::Feed),
                "html" => Ok(Kind::Html),
                "" => Ok(Kind::Text),
                _ if is_xml => Err(Foreign {
                    what: "this is XML, but no feed and no page",
                    remedy: "write its texts as JSON Lines or CSV first",
                }),
                _ => Ok(Kind::Html),
            };
        };
        match end {
            Some(end) => rest = rest[end..].trim_start(),
            None => return Ok(Kind::Html),
        }
    }
    Ok(Kind::Html)
}

/// A JSON Feed names its version; objects that go on over lines are JSON; else there is one a line.
fn object(text: &str) -> Kind {
    if text.contains("https://jsonfeed.org/version/") && text.contains("\"items\"") {
        return Kind::JsonFeed;
    }
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let open =
        lines.next().is_some_and(|line| serde_json::from_str::<serde_json::Value>(line).is_err_and(|error| error.is_eof()));
    match open && lines.next().is_some_and(|line| !line.trim_start().starts_with('{')) {
        true => Kind::Json,
        false => Kind::Jsonl,
    }
}

/// Front matter, or a heading in the first line, or two lines that only Markdown writes.
fn is_markdown(text: &str) -> bool {
    let mut lines = text.lines();
    let first = lines.next().unwrap_or("").trim_end();
    if first == "---" {
        return lines.take(60).any(|line| line.trim_end() == "---");
    }
    let heading = |line: &str| {
        let marks = line.bytes().take_while(|byte| *byte == b'#').count();
        (1..=6).contains(&marks) && line[marks..].starts_with(' ')
    };
    let other = |line: &str| heading(line) || line.contains("](http") || line.matches("**").count() >= 2;
    heading(first) || text.lines().filter(|line| other(line)).count() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_from_the_first_bytes() {
        for (head, expected) in [
            (&b"\x1f\x8b\x08\0"[..], Some(Kind::Gzip)),
            (b"\x28\xb5\x2f\xfd", Some(Kind::Zstd)),
            (b"PK\x03\x04", Some(Kind::Zip)),
            (b"WARC/1.0\r\n", Some(Kind::Warc)),
            (b"%PDF-1.7", None),
            (b" <!DOCTYPE html><html>", Some(Kind::Html)),
            (b"<?xml version='1.0'?><!-- a --><rss version='2.0'>", Some(Kind::Feed)),
            (b"<feed xmlns='http://www.w3.org/2005/Atom'>", Some(Kind::Feed)),
            (b"<?xml version='1.0'?><nitf>", None),
            (b"<div>Hello</div>", Some(Kind::Html)),
            (b"{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": []}", Some(Kind::JsonFeed)),
            (b"{\"text\": \"a\"}\n{\"text\": \"b\"}", Some(Kind::Jsonl)),
            (b"{\"text\": \"a\"\n{\"text\": \"b\"}", Some(Kind::Jsonl)),
            (b"{\n  \"text\": \"a\"\n}", Some(Kind::Json)),
            (b"[{\"text\": \"a\"}]", Some(Kind::Json)),
            (b"[AP] Talks opened in Geneva.", Some(Kind::Text)),
            (b"# Talks open\n\nEnvoys met.", Some(Kind::Markdown)),
            (b"#1 in the list", Some(Kind::Text)),
            (b"---\ntitle: Talks\n---\nEnvoys met.", Some(Kind::Markdown)),
            (b"< 5 people came", Some(Kind::Text)),
            (b"", Some(Kind::Text)),
        ] {
            assert_eq!(sniff(head, &|_| None).ok(), expected, "{:?}", String::from_utf8_lossy(head));
        }
    }
}
