//! Where the time goes, for `cargo xtask bench`: nanoseconds spent in each stage, summed over threads. Without the feature `clock`
//! nothing is measured.

/// A stage of the language core.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Tokens and sentence ends.
    Tokens,
    /// From forms to vectors.
    Words,
    /// First layer: tags and lemmas.
    Tags,
    /// Second layer: heads and relations.
    Trees,
    /// The best row of labels of names.
    Names,
}

impl Stage {
    /// All stages, in the order of the work.
    pub const ALL: [Stage; 5] = [Stage::Tokens, Stage::Words, Stage::Tags, Stage::Trees, Stage::Names];
}

#[cfg(feature = "clock")]
mod on {
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::time::Instant;

    use super::Stage;

    static SPENT: [AtomicU64; Stage::ALL.len()] = [const { AtomicU64::new(0) }; Stage::ALL.len()];

    /// Runs some work of a stage.
    pub(crate) fn timed<T>(stage: Stage, work: impl FnOnce() -> T) -> T {
        let begin = Instant::now();
        let result = work();
        SPENT[stage as usize].fetch_add(begin.elapsed().as_nanos() as u64, Ordering::Relaxed);
        result
    }

    /// Takes the nanoseconds of each stage since the last call.
    pub fn take() -> [u64; Stage::ALL.len()] {
        SPENT.each_ref().map(|spent| spent.swap(0, Ordering::Relaxed))
    }
}

#[cfg(feature = "clock")]
pub use on::take;
#[cfg(feature = "clock")]
pub(crate) use on::timed;

#[cfg(not(feature = "clock"))]
pub(crate) fn timed<T>(_: Stage, work: impl FnOnce() -> T) -> T {
    work()
}
