//! Opens an input: looks at its first bytes, takes off what it is packed in, and hands it to the reader of its kind.

use std::io::{self, BufReader, Read};
use std::sync::Arc;

use chancery_report::{Given, MAX_BYTES, Report, Rules};
use encoding_rs::{CoderResult, Decoder, Encoding, UTF_16BE, UTF_16LE};

use crate::context::{Context, Settings};
use crate::feed::{self, Items};
use crate::json::Objects;
use crate::limits::{MAX_FEED, MAX_LAYERS};
use crate::lines::{Lines, broken_off, empty_file};
use crate::refusal::Refusal;
use crate::sniff::{HEAD, Kind, sniff};
use crate::table::Rows;
use crate::unpack::{Bytes, Gzip, Zstd};
use crate::warc::Pages;
use crate::zip::Entries;
use crate::{charset, markdown, page};

/// Reports and refusals, one at a time.
pub(crate) type Stream<'a> = Box<dyn Iterator<Item = Result<Report, Refusal>> + Send + 'a>;

/// The reports of one input, in their order, one in memory at a time. What cannot be read comes as a refusal in its place; the iterator
/// goes on behind it as far as the input can be read.
pub struct Reports<'a>(Stream<'a>);

impl Iterator for Reports<'_> {
    type Item = Result<Report, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }
}

/// Reads an input. `name` is how messages name it; `file` is what the report of a file with one report remembers (none for a stream).
pub fn read<'a>(
    name: &str,
    file: Option<&str>,
    bytes: impl Read + Send + 'a,
    settings: &Settings,
    rules: &'a Rules,
) -> Reports<'a> {
    let context =
        Context { name: name.to_owned(), file: file.map(str::to_owned), settings: Arc::new(settings.clone()), rules, layer: 0 };
    Reports(open(context, Box::new(bytes)))
}

fn once<'a>(item: Result<Report, Refusal>) -> Stream<'a> {
    Box::new(std::iter::once(item))
}

/// Looks at the first bytes and opens.
pub(crate) fn open<'a>(context: Context<'a>, mut bytes: Bytes<'a>) -> Stream<'a> {
    let mut head = Vec::new();
    let looked = (&mut bytes).take(HEAD as u64).read_to_end(&mut head);
    let fault = match looked {
        Err(error) if head.is_empty() => return once(Err(broken_off(&context, &error))),
        looked => looked.err(),
    };
    let mut kind = match sniff(&head, &|line| context.settings.columns.kind_of(line)) {
        Ok(kind) => kind,
        Err(foreign) => return once(Err(context.refuse(foreign.what, foreign.remedy))),
    };
    let packed = matches!(kind, Kind::Gzip | Kind::Zstd | Kind::Zip);
    if let Some(from) = context.settings.from.filter(|_| !packed) {
        kind = from;
    }
    let looked = charset::head(&head);
    let first = looked.lines().next().unwrap_or("").to_owned();
    let utf16 = Encoding::for_bom(&head).map(|(encoding, _)| encoding).filter(|known| *known == UTF_16LE || *known == UTF_16BE);
    let bytes: Bytes<'a> = Box::new(io::Cursor::new(head).chain(Fault(fault)).chain(bytes));
    let context = Context { layer: context.layer + usize::from(packed), ..context };
    if context.layer > MAX_LAYERS {
        return once(Err(
            context.refuse(format!("archives stand more than {MAX_LAYERS} deep in each other"), "unpack it yourself")
        ));
    }
    // Lines and tables are cut at single bytes, so they are turned into UTF-8 on the way.
    let plain = |bytes: Bytes<'a>| -> Bytes<'a> {
        match utf16 {
            Some(encoding) => Box::new(Recoded::new(bytes, encoding)),
            None => Box::new(WithoutMark { inner: bytes, begun: false }),
        }
    };
    let buffered = |bytes: Bytes<'a>| BufReader::with_capacity(1 << 16, bytes);
    match kind {
        Kind::Gzip => open(context, Box::new(Gzip::new(bytes))),
        Kind::Zstd => open(context, Box::new(Zstd::new(bytes))),
        Kind::Zip => Box::new(Entries::new(context, bytes)),
        Kind::Warc => Box::new(Pages::new(context, buffered(bytes))),
        Kind::Jsonl => Box::new(Lines { context, reader: Some(buffered(plain(bytes))), line_no: 0, n_reports: 0 }),
        Kind::Json => Box::new(Objects { context, reader: Some(buffered(plain(bytes))), n_objects: 0 }),
        Kind::Csv | Kind::Tsv => Box::new(Rows::new(context, plain(bytes), &first, kind)),
        Kind::Feed | Kind::JsonFeed => match whole(&context, bytes, MAX_FEED) {
            Err(refusal) => once(Err(refusal)),
            Ok(bytes) => {
                let text = charset::decode(&bytes, None).0;
                match kind {
                    Kind::Feed => Box::new(Items::new(context, text)),
                    _ => feed::json_items(context, &text),
                }
            }
        },
        Kind::Text | Kind::Markdown | Kind::Html => once(single(&context, bytes, kind)),
    }
}

/// The bytes of an input that is read as a whole.
fn whole(context: &Context<'_>, bytes: Bytes<'_>, most: usize) -> Result<Vec<u8>, Refusal> {
    let mut read = Vec::new();
    bytes.take(most as u64 + 1).read_to_end(&mut read).map_err(|error| broken_off(context, &error))?;
    if read.len() > most {
        let one = if most == MAX_FEED { "a feed" } else { "one report" };
        let what = format!("the file has more than the {} MB that {one} may have", most >> 20);
        return Err(context.refuse(what, "give one report a file, or many as JSON Lines (--from jsonl)"));
    }
    if read.iter().all(u8::is_ascii_whitespace) {
        return Err(empty_file(context));
    }
    Ok(read)
}

/// The report of a file that holds one.
fn single(context: &Context<'_>, bytes: Bytes<'_>, kind: Kind) -> Result<Report, Refusal> {
    let bytes = whole(context, bytes, MAX_BYTES)?;
    let utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    if !utf16 && bytes.iter().take(8192).any(|byte| *byte == 0) {
        return Err(context.refuse("this is no text: it holds zero bytes", "save the report as plain text in UTF-8"));
    }
    match kind {
        Kind::Html => {
            let given: Given = context.given();
            page::report(&bytes, None, given, context).map_err(|what| context.refuse(what, "save the article's text"))
        }
        Kind::Markdown => {
            let (text, _) = charset::decode(&bytes, None);
            let mut given = context.given();
            let body = markdown::read(&text, &mut given, context.rules);
            let headed = given.title.as_ref().is_some_and(|title| body.starts_with(title.as_str()));
            Ok(match headed {
                true => Report::from_text(body, given, context.rules),
                false => context.titled(given, body, None),
            })
        }
        _ => Ok(Report::from_bytes(&bytes, context.given(), context.rules)),
    }
}

/// A fault that was met while the first bytes were looked at; the reader of the kind meets it in its place.
struct Fault(Option<io::Error>);

impl Read for Fault {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Leaves the mark out that some programs put before UTF-8.
struct WithoutMark<R> {
    inner: R,
    begun: bool,
}

impl<R: Read> Read for WithoutMark<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        if std::mem::replace(&mut self.begun, true) || !buffer[..read].starts_with(b"\xef\xbb\xbf") {
            return Ok(read);
        }
        buffer.copy_within(3..read, 0);
        if read == 3 { self.inner.read(buffer) } else { Ok(read - 3) }
    }
}

/// UTF-16 as UTF-8.
struct Recoded<R> {
    inner: R,
    decoder: Decoder,
    input: Vec<u8>,
    ready: Vec<u8>,
    at: usize,
    ended: bool,
}

impl<R: Read> Recoded<R> {
    fn new(inner: R, encoding: &'static Encoding) -> Self {
        Recoded {
            inner,
            decoder: encoding.new_decoder_with_bom_removal(),
            input: vec![0; 8192],
            ready: Vec::new(),
            at: 0,
            ended: false,
        }
    }
}

impl<R: Read> Read for Recoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.ready.len() && !self.ended {
            let read = self.inner.read(&mut self.input)?;
            self.ended = read == 0;
            let mut text = String::with_capacity(4 * read + 16);
            let mut used = 0;
            loop {
                let (result, count, _) = self.decoder.decode_to_string(&self.input[used..read], &mut text, self.ended);
                used += count;
                match result {
                    CoderResult::InputEmpty => break,
                    CoderResult::OutputFull => text.reserve(1024),
                }
            }
            (self.ready, self.at) = (text.into_bytes(), 0);
        }
        let count = (self.ready.len() - self.at).min(buffer.len());
        buffer[..count].copy_from_slice(&self.ready[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}
