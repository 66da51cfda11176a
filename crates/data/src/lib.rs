//! The bundle: every file of `data/` that the program needs, as bytes inside the program. No logic beyond looking a file up.
//!
//! ```
//! assert!(chancery_data::folder("world/").count() > 0);
//! assert!(chancery_data::file("no/such.csv").is_none());
//! ```

include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// The bytes of one file, named from `data/` on: `world/countries.csv`.
pub fn file(name: &str) -> Option<&'static [u8]> {
    FILES.binary_search_by(|(known, _)| (*known).cmp(name)).ok().map(|at| FILES[at].1)
}

/// All files whose name begins with `prefix`, in the order of their names.
pub fn folder(prefix: &str) -> impl Iterator<Item = (&'static str, &'static [u8])> {
    FILES.iter().copied().filter(move |(name, _)| name.starts_with(prefix))
}

/// All files below `prefix` as text, for readers that take names and texts; a file that is no UTF-8 is left out.
pub fn texts(prefix: &str) -> Vec<(&'static str, &'static str)> {
    folder(prefix).filter_map(|(name, bytes)| Some((name, std::str::from_utf8(bytes).ok()?))).collect()
}
