//! How large things may be. Each limit is far above what news needs; what passes one is refused by name and the run goes on.

/// Bytes of one report, page, line or row, as in the reader of reports.
pub use chancery_report::MAX_BYTES;

/// Bytes of a feed or of a file of JSON that is read as a whole.
pub const MAX_FEED: usize = 64 << 20;

/// Bytes of a record of a web archive. Longer ones are films and programs, and are skipped.
pub const MAX_RECORD: u64 = 32 << 20;

/// Bytes of the head of a record or of an HTTP answer.
pub const MAX_HEAD: usize = 64 << 10;

/// How often more a compressed stream may unpack to than it holds, once it is larger than [`RATIO_FROM`]. Text packs by 3 to 20.
pub const MAX_RATIO: u64 = 300;

/// Unpacked bytes from which the ratio counts.
pub const RATIO_FROM: u64 = 64 << 20;

/// Unpacked bytes of one compressed stream.
pub const MAX_UNPACKED: u64 = 1 << 40;

/// Entries of a zip archive.
pub const MAX_ENTRIES: u64 = 1_000_000;

/// Archives and compressed streams inside each other.
pub const MAX_LAYERS: usize = 4;

/// Elements of a page inside each other, as in browsers. Parsers take time that grows with the square of it.
pub const MAX_DEPTH: usize = 512;

/// Elements of a page, with those that a parser opens anew because they were left open.
pub const MAX_ELEMENTS: usize = 150_000;

/// The depths of all elements of a page, added up: what it takes to look below each.
pub const MAX_DEPTHS: usize = 3_000_000;

/// Memory that a zstd stream may ask for as its window.
pub const MAX_WINDOW: u64 = 128 << 20;
