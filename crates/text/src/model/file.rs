//! The bytes of a model file: magic and version, then the compressed lists and the plain numbers, both checked.

use std::fmt;
use std::io::Read;

const MAGIC: &[u8; 8] = b"CHANTEXT";

/// Version of the format that this program reads and writes.
pub const FORMAT: u32 = 3;

/// Why a model could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The bytes are no model file at all.
    NotAModel,
    /// A model of another version of the format.
    Version(u32),
    /// The file is cut short or damaged.
    Damaged,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::NotAModel => f.write_str("these bytes are no Chancery model; make one with `cargo xtask train`"),
            Error::Version(found) => {
                write!(f, "the model has format {found}, this program reads format {FORMAT}; ")?;
                f.write_str("make a new one with `cargo xtask train`, or use the model of this release")
            }
            Error::Damaged => {
                f.write_str("the model is cut short or damaged; fetch it again, or make a new one with `cargo xtask train`")
            }
        }
    }
}

impl std::error::Error for Error {}

/// Bytes inside a section that make no sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BadBytes;

impl From<BadBytes> for Error {
    fn from(_: BadBytes) -> Self {
        Error::Damaged
    }
}

/// Opens a file: checks magic, version, lengths and checksum; gives the unpacked lists and the numbers behind them.
pub(crate) fn unpack(bytes: &[u8]) -> Result<(Vec<u8>, &[u8]), Error> {
    let rest = bytes.strip_prefix(MAGIC).ok_or(Error::NotAModel)?;
    let (version, rest) = four(rest).ok_or(Error::Damaged)?;
    if version != FORMAT {
        return Err(Error::Version(version));
    }
    let (sum, rest) = four(rest).ok_or(Error::Damaged)?;
    if checksum(rest) != sum {
        return Err(Error::Damaged);
    }
    let (plain_length, rest) = four(rest).ok_or(Error::Damaged)?;
    let (packed_length, rest) = four(rest).ok_or(Error::Damaged)?;
    let (packed, numbers) = rest.split_at_checked(packed_length as usize).ok_or(Error::Damaged)?;
    let mut plain = Vec::new();
    let limit = u64::from(plain_length) + 1;
    flate2::read::ZlibDecoder::new(packed).take(limit).read_to_end(&mut plain).map_err(|_| Error::Damaged)?;
    if plain.len() != plain_length as usize { Err(Error::Damaged) } else { Ok((plain, numbers)) }
}

/// Closes a file: the other way round.
#[cfg(any(feature = "train", test))]
pub(crate) fn pack(lists: &[u8], numbers: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    // Writing to memory cannot fail.
    let _ = encoder.write_all(lists);
    let packed = encoder.finish().unwrap_or_default();
    let mut rest = (lists.len() as u32).to_le_bytes().to_vec();
    rest.extend_from_slice(&(packed.len() as u32).to_le_bytes());
    rest.extend_from_slice(&packed);
    rest.extend_from_slice(numbers);
    let mut bytes = MAGIC.to_vec();
    bytes.extend_from_slice(&FORMAT.to_le_bytes());
    bytes.extend_from_slice(&checksum(&rest).to_le_bytes());
    bytes.extend_from_slice(&rest);
    bytes
}

fn four(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (number, rest) = bytes.split_first_chunk::<4>()?;
    Some((u32::from_le_bytes(*number), rest))
}

fn checksum(bytes: &[u8]) -> u32 {
    let mut sum = flate2::Crc::new();
    sum.update(bytes);
    sum.sum()
}

/// Takes numbers and strings from unpacked bytes.
pub(crate) struct Reader<'a>(pub(crate) &'a [u8]);

impl<'a> Reader<'a> {
    /// A number of seven bits a byte, lowest first.
    pub(crate) fn number(&mut self) -> Result<u32, BadBytes> {
        let mut number = 0u64;
        for shift in (0..35).step_by(7) {
            let (byte, rest) = self.0.split_first().ok_or(BadBytes)?;
            self.0 = rest;
            number |= u64::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return u32::try_from(number).map_err(|_| BadBytes);
            }
        }
        Err(BadBytes)
    }

    /// How many things follow; each takes at least one byte, so more than are left is a fault.
    pub(crate) fn count(&mut self) -> Result<usize, BadBytes> {
        let count = self.number()? as usize;
        if count > self.0.len() { Err(BadBytes) } else { Ok(count) }
    }

    /// A string with its length before it.
    pub(crate) fn string(&mut self) -> Result<&'a str, BadBytes> {
        let length = self.count()?;
        let (string, rest) = self.0.split_at(length);
        self.0 = rest;
        std::str::from_utf8(string).map_err(|_| BadBytes)
    }

    /// A list of strings.
    pub(crate) fn strings(&mut self) -> Result<Vec<Box<str>>, BadBytes> {
        let count = self.count()?;
        (0..count).map(|_| self.string().map(Box::from)).collect()
    }
}

/// Puts numbers and strings together.
#[cfg(any(feature = "train", test))]
#[derive(Default)]
pub(crate) struct Writer(pub(crate) Vec<u8>);

#[cfg(any(feature = "train", test))]
impl Writer {
    /// A number of seven bits a byte, lowest first.
    pub(crate) fn number(&mut self, mut number: u32) {
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    /// A string with its length before it.
    pub(crate) fn string(&mut self, string: &str) {
        self.number(string.len() as u32);
        self.0.extend_from_slice(string.as_bytes());
    }

    /// A list of strings.
    pub(crate) fn strings(&mut self, strings: &[Box<str>]) {
        self.number(strings.len() as u32);
        for string in strings {
            self.string(string);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked() {
        let plain: Vec<u8> = (0..=255).cycle().take(5000).collect();
        assert_eq!(unpack(&pack(&plain, b"numbers")), Ok((plain, &b"numbers"[..])));
    }

    #[test]
    fn other_bytes_are_an_error_that_says_what_to_do() {
        let good = pack(b"some plain bytes", b"and numbers");
        assert_eq!(unpack(b""), Err(Error::NotAModel));
        assert_eq!(unpack(b"PK\x03\x04 something else"), Err(Error::NotAModel));
        for end in MAGIC.len()..good.len() {
            assert_eq!(unpack(&good[..end]), Err(Error::Damaged), "cut at {end}");
        }
        let mut other = good.clone();
        other[8] = 9;
        assert_eq!(unpack(&other), Err(Error::Version(9)));
        for error in [Error::NotAModel, Error::Version(9), Error::Damaged] {
            assert!(error.to_string().contains("cargo xtask train"), "{error}");
        }
    }

    #[test]
    fn numbers_and_strings_are_read_back() {
        let mut writer = Writer::default();
        for number in [0, 1, 127, 128, 300, u32::MAX] {
            writer.number(number);
        }
        writer.strings(&["é".into(), "".into()]);
        let mut reader = Reader(&writer.0);
        for number in [0, 1, 127, 128, 300, u32::MAX] {
            assert_eq!(reader.number(), Ok(number));
        }
        assert_eq!(reader.strings().unwrap(), ["é".into(), "".into()]);
        assert_eq!(reader.number(), Err(BadBytes));
    }
}
