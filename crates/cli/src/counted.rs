//! How many bytes of the inputs have been read, so that progress can tell how much is left.

use std::io::{self, Read};
use std::sync::atomic::{AtomicU64, Ordering};

/// Of all inputs of this process: there is one run in it.
static READ: AtomicU64 = AtomicU64::new(0);

/// A reader that counts what is read of it.
pub(crate) struct Counted<R>(pub(crate) R);

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.0.read(buffer)?;
        READ.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// Bytes read so far.
pub(crate) fn bytes_read() -> u64 {
    READ.load(Ordering::Relaxed)
}
