//! Web archives (WARC): a report a page, one record in memory at a time. A damaged record is refused with its place, and reading goes on
//! at the next one.

use std::io::{self, BufRead, Read};

use chancery_report::{Given, Report};

use crate::charset;
use crate::context::Context;
use crate::http::{self, Fault};
use crate::limits::{MAX_BYTES, MAX_HEAD, MAX_RECORD};
use crate::page;
use crate::refusal::Refusal;

/// A stream that knows where it is and can take bytes back.
struct Stream<R> {
    inner: R,
    again: Vec<u8>,
    at: u64,
}

impl<R: BufRead> Stream<R> {
    /// The next line with its end, cut at [`MAX_HEAD`]; empty at the end.
    fn line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        Read::take(self, MAX_HEAD as u64).read_until(b'\n', &mut line)?;
        Ok(line)
    }

    fn unread(&mut self, bytes: &[u8]) {
        self.at = self.at.saturating_sub(bytes.len() as u64);
        self.again.splice(0..0, bytes.iter().copied());
    }
}

impl<R: BufRead> Read for Stream<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Stream<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self.again.is_empty() {
            true => self.inner.fill_buf(),
            false => Ok(&self.again),
        }
    }

    fn consume(&mut self, amount: usize) {
        self.at += amount as u64;
        match self.again.is_empty() {
            true => self.inner.consume(amount),
            false => drop(self.again.drain(..amount)),
        }
    }
}

/// The named fields of a record that matter here.
#[derive(Clone, Debug, Default)]
struct Head {
    kind: String,
    id: Option<String>,
    url: Option<String>,
    date: Option<String>,
    media: String,
    charset: Option<String>,
    truncated: bool,
    length: Option<u64>,
}

/// What stands at a place where a record should begin.
enum Found {
    Record(Head),
    End,
    /// No record, or one without a length.
    Damage(&'static str),
}

/// The reports of an archive.
pub(crate) struct Pages<'a, R> {
    context: Context<'a>,
    stream: Option<Stream<R>>,
    n_records: usize,
    n_reports: usize,
    n_refused: usize,
}

impl<'a, R: BufRead> Pages<'a, R> {
    pub(crate) fn new(context: Context<'a>, reader: R) -> Self {
        let stream = Some(Stream { inner: reader, again: Vec::new(), at: 0 });
        Pages { context, stream, n_records: 0, n_reports: 0, n_refused: 0 }
    }

    fn refuse(&mut self, at: u64, what: String, remedy: &str) -> Option<Result<Report, Refusal>> {
        self.n_refused += 1;
        let place = format!("record {} (byte {at})", self.n_records);
        Some(Err(self.context.refuse(what, remedy).at(place)))
    }

    /// What to say where reading failed; after a damaged place reading goes on, else the archive ends here.
    fn failed(&mut self, at: u64, error: &io::Error) -> Option<Result<Report, Refusal>> {
        if error.kind() != io::ErrorKind::InvalidData {
            self.stream = None;
        }
        let remedy = match error.kind() {
            io::ErrorKind::UnexpectedEof => "the archive is cut off: fetch it again; what came before was read",
            io::ErrorKind::FileTooLarge => "unpack it yourself if you trust it",
            _ => "the record is lost; what comes after it is read",
        };
        self.refuse(at, error.to_string(), remedy)
    }
}

impl<R: BufRead> Iterator for Pages<'_, R> {
    type Item = Result<Report, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let stream = self.stream.as_mut()?;
            let found = find_record(stream);
            let at = stream.at;
            self.n_records += 1;
            let head = match found {
                Ok(Found::Record(head)) => head,
                Ok(Found::End) => {
                    self.stream = None;
                    let what = "the archive holds no page";
                    let remedy = "pages are records of type response, resource or conversion with HTML or text";
                    return (self.n_reports + self.n_refused == 0).then(|| Err(self.context.refuse(what, remedy)));
                }
                Ok(Found::Damage(what)) => {
                    if let Err(error) = resynchronise(stream) {
                        return self.failed(at, &error);
                    }
                    return self.refuse(at, what.to_owned(), "the record is lost; what comes after it is read");
                }
                Err(error) => return self.failed(at, &error),
            };
            let length = head.length.unwrap_or(0);
            if !is_wanted(&head) || length > MAX_RECORD {
                let skipped = io::copy(&mut Read::take(&mut *stream, length), &mut io::sink());
                match skipped {
                    Err(error) => return self.failed(at, &error),
                    Ok(_) if is_wanted(&head) => {
                        let what = format!(
                            "the record has {} MB, more than the {} MB that one may have",
                            length >> 20,
                            MAX_RECORD >> 20
                        );
                        return self.refuse(at, what, "it is hardly a page; cut it out if it is");
                    }
                    Ok(_) => continue,
                }
            }
            let block = match block(stream, length) {
                Ok(Some(block)) => block,
                Ok(None) => {
                    let error = io::Error::new(io::ErrorKind::UnexpectedEof, "the archive ends inside the record");
                    return self.failed(at, &error);
                }
                Err(error) => return self.failed(at, &error),
            };
            match self.page(&head, &block) {
                Ok(Some(report)) => {
                    self.n_reports += 1;
                    return Some(Ok(report));
                }
                Ok(None) => {}
                Err(what) => return self.refuse(at, what, "it is no page of news; leave it out"),
            }
        }
    }
}

impl<R> Pages<'_, R> {
    /// The report of a record; none where it holds no page.
    fn page(&self, head: &Head, block: &[u8]) -> Result<Option<Report>, String> {
        let is_http = head.kind == "response" || head.media == "application/http";
        let too_long = || format!("its page has more than the {} MB that one report may have", MAX_BYTES >> 20);
        let (media, charset, body) = match is_http {
            false => (head.media.clone(), head.charset.clone(), block.to_vec()),
            true => match http::answer(block) {
                Ok(answer) if answer.status == 200 => (answer.media, answer.charset, answer.body),
                Ok(_) => return Ok(None),
                Err(Fault::TooLong) => return Err(too_long()),
                Err(Fault::NoAnswer) => return Err("it holds no answer of a web server".to_owned()),
            },
        };
        if body.len() > MAX_BYTES {
            return Err(too_long());
        }
        let blank = body.iter().all(u8::is_ascii_whitespace);
        let is_markup = body.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<');
        let mut given = Given { id: head.id.clone(), url: head.url.clone(), ..self.context.given() };
        given.extra.shift_remove("file");
        if let Some(date) = &head.date {
            given.extra.insert("fetched".to_owned(), date.clone().into());
        }
        if head.truncated {
            given.extra.insert("truncated".to_owned(), true.into());
        }
        match media.as_str() {
            _ if blank => Ok(None),
            "text/html" | "application/xhtml+xml" => page::report(&body, charset.as_deref(), given, &self.context).map(Some),
            "" if is_markup => page::report(&body, charset.as_deref(), given, &self.context).map(Some),
            "text/plain" => {
                let (text, _) = charset::decode(&body, charset.as_deref());
                Ok(Some(self.context.completed(Report::from_text(text, given, self.context.rules))))
            }
            _ => Ok(None),
        }
    }
}

/// Only these records hold pages; a revisit has no body, and a request no page.
fn is_wanted(head: &Head) -> bool {
    let http = head.media == "application/http" || head.media.is_empty();
    match head.kind.as_str() {
        "response" => http,
        "resource" | "conversion" => matches!(head.media.as_str(), "text/html" | "application/xhtml+xml" | "text/plain"),
        _ => false,
    }
}

fn is_start(line: &[u8]) -> bool {
    line.starts_with(b"WARC/") && line.get(5).is_some_and(u8::is_ascii_digit)
}

fn find_record<R: BufRead>(stream: &mut Stream<R>) -> io::Result<Found> {
    let mut line = stream.line()?;
    while !line.is_empty() && line.iter().all(u8::is_ascii_whitespace) {
        line = stream.line()?;
    }
    if line.is_empty() {
        return Ok(Found::End);
    }
    if !is_start(&line) {
        return Ok(Found::Damage("what stands here is no record"));
    }
    let mut head = Head::default();
    let mut size = 0;
    loop {
        let line = stream.line()?;
        size += line.len();
        if line.is_empty() {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the archive ends inside the head of a record"));
        }
        if size > MAX_HEAD {
            return Ok(Found::Damage("the head of the record has no end"));
        }
        let text = String::from_utf8_lossy(&line);
        if text.trim().is_empty() {
            break;
        }
        let Some((name, value)) = text.split_once(':') else { continue };
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "warc-type" => head.kind = value.to_ascii_lowercase(),
            "warc-record-id" => head.id = Some(value.trim_matches(['<', '>']).trim_start_matches("urn:uuid:").to_owned()),
            "warc-target-uri" => head.url = Some(value.trim_matches(['<', '>']).to_owned()),
            "warc-date" => head.date = Some(value.to_owned()),
            "warc-truncated" => head.truncated = true,
            "content-type" => (head.media, head.charset) = http::media_type(value),
            "content-length" => head.length = value.parse().ok(),
            _ => {}
        }
    }
    match head.length {
        Some(_) => Ok(Found::Record(head)),
        None => Ok(Found::Damage("the record does not say how long it is")),
    }
}

/// Goes on to the next line that begins a record.
fn resynchronise<R: BufRead>(stream: &mut Stream<R>) -> io::Result<()> {
    loop {
        let line = stream.line()?;
        if line.is_empty() {
            return Ok(());
        }
        if is_start(&line) {
            stream.unread(&line);
            return Ok(());
        }
    }
}

/// The block of a record. Where its length is wrong, it ends where the next record begins. None: the archive ends inside.
fn block<R: BufRead>(stream: &mut Stream<R>, length: u64) -> io::Result<Option<Vec<u8>>> {
    let mut block = Vec::new();
    Read::take(&mut *stream, length).read_to_end(&mut block)?;
    let whole = block.len() as u64 == length;
    // A damaged place behind the block is told when the next record is sought; it is no fault of this one.
    let next = if whole { next_line(stream)? } else { Vec::new() };
    if whole && (next.is_empty() || is_start(&next)) {
        stream.unread(&next);
        return Ok(Some(block));
    }
    // The next record may begin inside, or across the end.
    block.extend(next);
    let inside = block.windows(6).position(|window| window == b"\nWARC/").filter(|at| is_start(&block[at + 1..]));
    if let Some(at) = inside {
        stream.unread(&block[at + 1..]);
        block.truncate(at);
        return Ok(Some(block));
    }
    if !whole {
        return Ok(None);
    }
    loop {
        let line = stream.line()?;
        if line.is_empty() || is_start(&line) {
            stream.unread(&line);
            return Ok(Some(block));
        }
        if block.len() as u64 <= MAX_RECORD {
            block.extend(line);
        }
    }
}

/// The next line that is not blank.
fn next_line<R: BufRead>(stream: &mut Stream<R>) -> io::Result<Vec<u8>> {
    loop {
        match stream.line() {
            Ok(line) if !line.is_empty() && line.iter().all(u8::is_ascii_whitespace) => {}
            other => return other,
        }
    }
}
