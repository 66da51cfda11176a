//! Records and texts inside the store: compressed, and read back byte for byte.

use chancery_record::{Record, from_jsonl};
use sha2::{Digest, Sha256};

use crate::{Error, Result};

/// Level of compression: the best that still keeps far ahead of the indexes.
const LEVEL: i32 = 3;
/// No report or record unpacks to more than this: a damaged length cannot take all memory.
const LARGEST: usize = 1 << 30;

/// Compresses with one context for many texts.
pub(crate) struct Packer(zstd::bulk::Compressor<'static>);

impl Packer {
    pub(crate) fn new() -> Result<Self> {
        let compressor = zstd::bulk::Compressor::new(LEVEL);
        compressor.map(Packer).map_err(|error| Error::caused("cannot compress", error))
    }

    pub(crate) fn pack(&mut self, text: &str) -> Result<Vec<u8>> {
        self.0.compress(text.as_bytes()).map_err(|error| Error::caused("cannot compress", error))
    }
}

/// The text that was packed.
pub(crate) fn unpack(bytes: &[u8]) -> Result<String> {
    let size = zstd::bulk::Decompressor::upper_bound(bytes).unwrap_or(LARGEST).min(LARGEST);
    let text = zstd::bulk::decompress(bytes, size).map_err(|error| Error::caused("a packed text is damaged", error))?;
    String::from_utf8(text).map_err(|error| Error::caused("a packed text is damaged", error))
}

/// The record that was packed.
pub(crate) fn unpack_record(bytes: &[u8]) -> Result<Record> {
    from_jsonl(&unpack(bytes)?).map_err(|error| Error::caused("a packed record is damaged", error))
}

/// The first 16 bytes of the SHA-256 of some pieces, each led by its length.
pub(crate) fn digest(pieces: &[&[u8]]) -> Vec<u8> {
    let mut hasher = Sha256::new();
    for piece in pieces {
        hasher.update((piece.len() as u64).to_le_bytes());
        hasher.update(piece);
    }
    hasher.finalize()[..16].to_vec()
}
