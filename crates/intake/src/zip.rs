//! Zip archives, read from front to back without their directory at the end: entries come as they stand, a cut archive gives all that
//! came before the cut, and nothing is ever written.

use std::io::{self, BufRead, BufReader, Read};
use std::sync::{Arc, Mutex, MutexGuard};

use chancery_report::Report;
use flate2::{Decompress, FlushDecompress, Status};

use crate::charset;
use crate::context::Context;
use crate::limits::{MAX_ENTRIES, MAX_RATIO, MAX_UNPACKED, RATIO_FROM};
use crate::open::{Stream, open};
use crate::refusal::Refusal;
use crate::unpack::Bytes;

const ENTRY: [u8; 4] = *b"PK\x03\x04";
const DESCRIPTOR: [u8; 4] = *b"PK\x07\x08";
/// Beginnings of the directory: behind them there are no entries.
const DIRECTORY: [[u8; 4]; 4] = [*b"PK\x01\x02", *b"PK\x05\x06", *b"PK\x06\x06", *b"PK\x06\x07"];

/// What is packed in an entry, and how far it is read.
enum Packed {
    Stored,
    Deflated(Box<Decompress>),
    Done,
}

/// The archive's bytes and the entry in hand; shared between the archive and the reader of its entry.
struct Source<'a> {
    inner: BufReader<Bytes<'a>>,
    at: u64,
    packed: Packed,
    /// Packed bytes of the entry that are left; none: it says so behind itself.
    left: Option<u64>,
    n_packed: u64,
    n_unpacked: u64,
}

impl Source<'_> {
    fn exactly<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.inner.read_exact(&mut bytes)?;
        self.at += N as u64;
        Ok(bytes)
    }

    fn skip(&mut self, length: u64) -> io::Result<()> {
        let skipped = io::copy(&mut (&mut self.inner).take(length), &mut io::sink())?;
        self.at += skipped;
        if skipped < length { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
    }

    /// Reads on in the entry.
    fn unpack(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            let input = self.inner.fill_buf()?;
            let room = self.left.map_or(input.len(), |left| input.len().min(usize::try_from(left).unwrap_or(usize::MAX)));
            let ended = input.is_empty();
            let (used, made, done) = match &mut self.packed {
                Packed::Done => return Ok(0),
                Packed::Stored => {
                    let length = room.min(out.len());
                    out[..length].copy_from_slice(&input[..length]);
                    (length, length, self.left == Some(length as u64))
                }
                Packed::Deflated(state) => {
                    let (was_in, was_out) = (state.total_in(), state.total_out());
                    let status = state
                        .decompress(&input[..room], out, FlushDecompress::None)
                        .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, format!("the entry is damaged ({error})")))?;
                    let used = (state.total_in() - was_in) as usize;
                    let made = (state.total_out() - was_out) as usize;
                    (used, made, status == Status::StreamEnd)
                }
            };
            self.inner.consume(used);
            self.at += used as u64;
            self.n_packed += used as u64;
            self.n_unpacked += made as u64;
            self.left = self.left.map(|left| left - used as u64);
            if done {
                self.packed = Packed::Done;
            }
            if self.n_unpacked > MAX_UNPACKED || self.n_unpacked > RATIO_FROM && self.n_unpacked / MAX_RATIO > self.n_packed {
                self.packed = Packed::Done;
                let what = format!("it unpacks to more than {MAX_RATIO} times its size, as no text does");
                return Err(io::Error::new(io::ErrorKind::FileTooLarge, what));
            }
            if made > 0 || done {
                return Ok(made);
            }
            if ended || used == 0 {
                self.packed = Packed::Done;
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the archive ends inside the entry"));
            }
        }
    }
}

/// Reads an entry.
struct Entry<'a>(Arc<Mutex<Source<'a>>>);

impl Read for Entry<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        lock(&self.0).unpack(buffer)
    }
}

/// A reader that panicked has left nothing half done here.
fn lock<'l, 'a>(source: &'l Mutex<Source<'a>>) -> MutexGuard<'l, Source<'a>> {
    source.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// The head of an entry.
struct Head {
    name: String,
    flags: u16,
    method: u16,
    packed: u64,
}

/// The reports of an archive.
pub(crate) struct Entries<'a> {
    context: Context<'a>,
    source: Option<Arc<Mutex<Source<'a>>>>,
    entry: Option<Stream<'a>>,
    name: String,
    described: bool,
    /// Whether the last item of the entry was a refusal.
    refused: bool,
    n_entries: u64,
    n_read: u64,
}

impl<'a> Entries<'a> {
    pub(crate) fn new(context: Context<'a>, bytes: Bytes<'a>) -> Self {
        let inner = BufReader::with_capacity(1 << 16, bytes);
        let source = Source { inner, at: 0, packed: Packed::Done, left: Some(0), n_packed: 0, n_unpacked: 0 };
        let source = Some(Arc::new(Mutex::new(source)));
        Entries { context, source, entry: None, name: String::new(), described: false, refused: false, n_entries: 0, n_read: 0 }
    }

    fn refuse(&self, what: String, remedy: &str) -> Refusal {
        let place = if self.name.is_empty() { format!("entry {}", self.n_entries) } else { format!("entry {}", self.name) };
        self.context.refuse(what, remedy).at(place)
    }

    /// The archive ends here, with this refusal.
    fn end(&mut self, error: &io::Error) -> Option<Result<Report, Refusal>> {
        self.source = None;
        let remedy = match error.kind() {
            io::ErrorKind::UnexpectedEof => "the archive is cut off: fetch it again; what came before was read",
            _ => "the rest of the archive was not read; unpack it yourself, and name the folder",
        };
        let what = match error.kind() {
            io::ErrorKind::UnexpectedEof => "the archive ends inside the entry".to_owned(),
            _ => format!("the archive cannot be read on ({error})"),
        };
        Some(Err(self.refuse(what, remedy)))
    }

    /// Passes what is left of the entry before, and what describes it behind it.
    fn finish_entry(&mut self, source: &mut Source<'_>) -> io::Result<()> {
        let mut waste = [0; 8192];
        while source.unpack(&mut waste)? > 0 {}
        if let Some(left) = source.left.filter(|_| !self.described) {
            source.skip(left)?;
        }
        if !std::mem::take(&mut self.described) {
            return Ok(());
        }
        let first = source.exactly::<4>()?;
        let rest = if first == DESCRIPTOR { 12 } else { 8 };
        source.skip(rest)?;
        // The sizes have eight bytes each in large archives: then no entry begins here, but eight bytes further on.
        let next = source.inner.fill_buf()?;
        if next.first() != Some(&b'P') {
            source.skip(8)?;
        }
        Ok(())
    }

    /// The head of the next entry; none at the directory.
    fn head(&mut self, source: &mut Source<'_>) -> io::Result<Option<Head>> {
        if source.inner.fill_buf()?.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let signature = source.exactly::<4>()?;
        if DIRECTORY.contains(&signature) {
            return Ok(None);
        }
        if signature != ENTRY {
            return Err(io::Error::new(io::ErrorKind::InvalidData, format!("there is no entry at byte {}", source.at - 4)));
        }
        let head = source.exactly::<26>()?;
        let short = |at: usize| u16::from_le_bytes([head[at], head[at + 1]]);
        let long = |at: usize| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
        let (flags, method, mut packed) = (short(2), short(4), u64::from(long(14)));
        let mut name = vec![0; usize::from(short(22))];
        source.inner.read_exact(&mut name)?;
        let mut extra = vec![0; usize::from(short(24))];
        source.inner.read_exact(&mut extra)?;
        source.at += (name.len() + extra.len()) as u64;
        if packed == u64::from(u32::MAX) {
            packed = large_size(&extra).unwrap_or(packed);
        }
        Ok(Some(Head { name: charset::decode(&name, None).0, flags, method, packed }))
    }

    /// Opens the next entry that is a file; the inner refusal is of one that cannot be read.
    fn next_entry(&mut self, shared: &Arc<Mutex<Source<'a>>>) -> io::Result<Option<Result<(), Refusal>>> {
        loop {
            let mut source = lock(shared);
            self.finish_entry(&mut source)?;
            self.n_entries += 1;
            self.name = String::new();
            let Some(head) = self.head(&mut source)? else { return Ok(None) };
            self.name = head.name.clone();
            if self.n_entries > MAX_ENTRIES {
                let what = format!("there are more than {MAX_ENTRIES} entries");
                return Err(io::Error::new(io::ErrorKind::FileTooLarge, what));
            }
            self.described = head.flags & 8 != 0;
            source.left = if self.described && head.packed == 0 { None } else { Some(head.packed) };
            (source.n_packed, source.n_unpacked) = (0, 0);
            source.packed = match head.method {
                0 if source.left.is_some() => Packed::Stored,
                8 => Packed::Deflated(Box::new(Decompress::new(false))),
                _ => Packed::Done,
            };
            if source.left == Some(0) && head.method == 0 {
                source.packed = Packed::Done;
            }
            let encrypted = head.flags & 1 != 0;
            let unknown = !matches!(head.method, 0 | 8);
            if encrypted || unknown {
                source.packed = Packed::Done;
                if source.left.is_none() {
                    return Err(io::Error::new(io::ErrorKind::InvalidData, "an entry is packed in a way that is not known"));
                }
                self.described = false;
                let what = if encrypted {
                    "the entry is encrypted".to_owned()
                } else {
                    format!("the entry is packed by method {}", head.method)
                };
                return Ok(Some(Err(self.refuse(what, "unpack the archive, and name the folder"))));
            }
            if head.name.starts_with("[Content_Types].xml") || head.name == "mimetype" {
                return Ok(Some(Err(self.refuse("this is a document of an office program".to_owned(), "save it as plain text"))));
            }
            let base = head.name.rsplit(['/', '\\']).next().unwrap_or("");
            // Folders, and what systems leave behind.
            if base.is_empty() || base.starts_with('.') || head.name.starts_with("__MACOSX/") {
                continue;
            }
            drop(source);
            self.n_read += 1;
            let name = format!("{}/{}", self.context.name, head.name);
            let file = Some(self.context.file.as_ref().map_or_else(|| head.name.clone(), |file| format!("{file}/{}", head.name)));
            let context = Context { name, file, ..self.context.clone() };
            self.entry = Some(open(context, Box::new(Entry(Arc::clone(shared)))));
            return Ok(Some(Ok(())));
        }
    }
}

/// The packed size in the extra field of large archives: behind the unpacked one.
fn large_size(mut extra: &[u8]) -> Option<u64> {
    while let [id_low, id_high, low, high, rest @ ..] = extra {
        let length = usize::from(u16::from_le_bytes([*low, *high]));
        let field = rest.get(..length)?;
        if (*id_low, *id_high) == (1, 0) {
            return field.get(8..16).and_then(|bytes| bytes.try_into().ok()).map(u64::from_le_bytes);
        }
        extra = &rest[length..];
    }
    None
}

impl Iterator for Entries<'_> {
    type Item = Result<Report, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(entry) = &mut self.entry {
                match entry.next() {
                    Some(item) => {
                        self.refused = item.is_err();
                        return Some(item);
                    }
                    None => self.entry = None,
                }
            }
            let shared = Arc::clone(self.source.as_ref()?);
            match self.next_entry(&shared) {
                Ok(Some(Ok(()))) => self.refused = false,
                Ok(Some(Err(refusal))) => {
                    if refusal.what.contains("office") {
                        self.source = None;
                    }
                    return Some(Err(refusal));
                }
                Ok(None) => {
                    self.source = None;
                    let what = "the archive holds no file";
                    return (self.n_read == 0).then(|| Err(self.context.refuse(what, "there is nothing to code in it")));
                }
                // The reader of the entry has told already that the archive ends here.
                Err(error) if self.refused && error.kind() == io::ErrorKind::UnexpectedEof => {
                    self.source = None;
                    return None;
                }
                Err(error) => return self.end(&error),
            }
        }
    }
}
