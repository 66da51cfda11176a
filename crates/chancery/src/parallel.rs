//! Many reports on all cores, in the order they came in, with bounded memory.

use chancery_record::Record;
use chancery_report::Report;
use rayon::prelude::*;

use crate::Chancery;

/// Reports coded at a time: enough to keep all cores busy, few enough to stay small.
const BATCH: usize = 64;

/// Bytes of text after which a batch is full: many long reports take no more memory than one.
const BATCH_BYTES: usize = 4 << 20;

impl Chancery {
    /// Codes reports on `threads` threads (0: all cores) and hands each record to `write`, in the order of the reports; `write` returns
    /// whether to go on. Items that are no reports pass through in their place.
    pub fn code_all<T: Send>(
        &self,
        reports: impl Iterator<Item = Result<Report, T>>,
        threads: usize,
        mut write: impl FnMut(Result<(Report, Record), T>) -> bool,
    ) {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().ok();
        let mut reports = reports.peekable();
        while reports.peek().is_some() {
            let mut batch: Vec<Result<Report, T>> = Vec::new();
            let mut bytes = 0;
            while let Some(item) = (batch.len() < BATCH && bytes < BATCH_BYTES).then(|| reports.next()).flatten() {
                bytes += item.as_ref().map_or(0, |report| report.text.len());
                batch.push(item);
            }
            let code = || -> Vec<Result<(Report, Record), T>> {
                let each = |item: Result<Report, T>| {
                    item.map(|report| {
                        let record = self.code(&report);
                        (report, record)
                    })
                };
                batch.into_par_iter().map(each).collect()
            };
            let done = match &pool {
                Some(pool) => pool.install(code),
                None => code(),
            };
            for item in done {
                if !write(item) {
                    return;
                }
            }
        }
    }
}
