//! Compressed streams: gzip with any number of members, and zstd with any number of frames, with limits on what they unpack to.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::GzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use crate::limits::{MAX_RATIO, MAX_UNPACKED, MAX_WINDOW, RATIO_FROM};

/// A stream of bytes that may go to another thread.
pub(crate) type Bytes<'a> = Box<dyn Read + Send + 'a>;

/// Counts what is read through it, and can take back a few bytes.
struct Counted<'a> {
    inner: BufReader<Bytes<'a>>,
    count: u64,
    /// Bytes that are to be read again.
    again: Vec<u8>,
}

impl<'a> Counted<'a> {
    fn new(inner: Bytes<'a>) -> Self {
        Counted { inner: BufReader::with_capacity(1 << 16, inner), count: 0, again: Vec::new() }
    }

    fn is_at_end(&mut self) -> io::Result<bool> {
        Ok(self.fill_buf()?.is_empty())
    }

    /// Gives back bytes that were read last.
    fn unread(&mut self, bytes: &[u8]) {
        self.again.splice(0..0, bytes.iter().copied());
        self.count = self.count.saturating_sub(bytes.len() as u64);
    }
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut ready = self.fill_buf()?;
        let read = ready.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Counted<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self.again.is_empty() {
            true => self.inner.fill_buf(),
            false => Ok(&self.again),
        }
    }

    fn consume(&mut self, amount: usize) {
        self.count += amount as u64;
        match self.again.is_empty() {
            true => self.inner.consume(amount),
            false => drop(self.again.drain(..amount)),
        }
    }
}

/// An error that says what a stream unpacks to.
fn check(packed: u64, unpacked: u64) -> io::Result<()> {
    let what = if unpacked > MAX_UNPACKED {
        format!("it unpacks to more than {} GB", MAX_UNPACKED >> 30)
    } else if unpacked > RATIO_FROM && unpacked / MAX_RATIO > packed {
        format!("it unpacks to more than {MAX_RATIO} times its size, as no text does")
    } else {
        return Ok(());
    };
    Err(io::Error::new(io::ErrorKind::FileTooLarge, what))
}

/// Gzip. Where a member is damaged, an error says so once ([`io::ErrorKind::InvalidData`]), and reading may go on with the next member.
pub(crate) struct Gzip<'a> {
    member: Option<GzDecoder<Counted<'a>>>,
    source: Option<Counted<'a>>,
    unpacked: u64,
    n_members: u64,
}

impl<'a> Gzip<'a> {
    pub(crate) fn new(inner: Bytes<'a>) -> Self {
        Gzip { member: None, source: Some(Counted::new(inner)), unpacked: 0, n_members: 0 }
    }

    /// Opens the next member; false at the end.
    fn open(&mut self) -> io::Result<bool> {
        let Some(mut source) = self.source.take() else { return Ok(false) };
        // Some writers fill up the last block with zeros.
        loop {
            let buffer = source.fill_buf()?;
            let zeros = buffer.iter().take_while(|byte| **byte == 0).count();
            if zeros == 0 || self.n_members == 0 {
                break;
            }
            source.consume(zeros);
        }
        if source.is_at_end()? {
            return Ok(false);
        }
        self.n_members += 1;
        self.member = Some(GzDecoder::new(source));
        Ok(true)
    }

    /// Seeks the start of the next member behind a damaged place; where there is none, the stream ends.
    fn resynchronise(&mut self, mut source: Counted<'a>) -> io::Result<()> {
        let mut seen = [0u8; 3];
        loop {
            let buffer = source.fill_buf()?;
            if buffer.is_empty() {
                return Ok(());
            }
            let mut used = 0;
            let mut found = false;
            for byte in buffer {
                used += 1;
                seen = [seen[1], seen[2], *byte];
                if seen == [0x1f, 0x8b, 8] {
                    found = true;
                    break;
                }
            }
            source.consume(used);
            if found {
                source.unread(&seen);
                self.source = Some(source);
                return Ok(());
            }
        }
    }
}

impl Read for Gzip<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            let Some(member) = &mut self.member else {
                if self.open()? {
                    continue;
                }
                return Ok(0);
            };
            match member.read(buffer) {
                Ok(0) => {
                    self.source = self.member.take().map(GzDecoder::into_inner);
                }
                Ok(read) => {
                    self.unpacked += read as u64;
                    if let Err(error) = check(member.get_ref().count, self.unpacked) {
                        (self.member, self.source) = (None, None);
                        return Err(error);
                    }
                    return Ok(read);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    let Some(source) = self.member.take().map(GzDecoder::into_inner) else { return Err(error) };
                    let at = source.count;
                    if error.kind() == io::ErrorKind::UnexpectedEof {
                        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the compressed data end in the middle"));
                    }
                    self.resynchronise(source)?;
                    let what = format!("the compressed data are damaged near byte {at}");
                    return Err(io::Error::new(io::ErrorKind::InvalidData, what));
                }
            }
        }
    }
}

/// Zstd.
pub(crate) struct Zstd<'a> {
    source: Counted<'a>,
    frame: Option<FrameDecoder>,
    unpacked: u64,
    failed: bool,
}

impl<'a> Zstd<'a> {
    pub(crate) fn new(inner: Bytes<'a>) -> Self {
        Zstd { source: Counted::new(inner), frame: None, unpacked: 0, failed: false }
    }

    /// The next frame that holds data; none at the end.
    fn open(&mut self) -> io::Result<Option<FrameDecoder>> {
        while !self.source.is_at_end()? {
            let mut decoder = FrameDecoder::new();
            decoder.set_max_window_size(MAX_WINDOW);
            match decoder.init(&mut self.source) {
                Ok(()) => return Ok(Some(decoder)),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    io::copy(&mut (&mut self.source).take(u64::from(length)), &mut io::sink())?;
                }
                Err(error) => return Err(damaged(self.source.count, &error)),
            }
        }
        Ok(None)
    }

    fn read_on(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.frame.is_none() {
                self.frame = self.open()?;
            }
            let Some(frame) = &mut self.frame else { return Ok(0) };
            if frame.can_collect() > 0 {
                let read = frame.read(buffer)?;
                if read > 0 {
                    self.unpacked += read as u64;
                    check(self.source.count, self.unpacked)?;
                    return Ok(read);
                }
            }
            if frame.is_finished() {
                self.frame = None;
            } else if self.source.is_at_end()? {
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the compressed data end in the middle"));
            } else if let Err(error) = frame.decode_blocks(&mut self.source, BlockDecodingStrategy::UptoBlocks(1)) {
                return Err(damaged(self.source.count, &error));
            }
        }
    }
}

fn damaged(at: u64, error: &FrameDecoderError) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("the compressed data are damaged near byte {at} ({error})"))
}

impl Read for Zstd<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() || self.failed {
            return Ok(0);
        }
        let read = self.read_on(buffer);
        self.failed = read.is_err();
        read
    }
}
