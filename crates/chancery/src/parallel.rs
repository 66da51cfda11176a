//! Many reports on all cores, in the order they came in, with bounded memory.
//!
//! The calling thread reads reports and writes records; the other threads code. Only a window of reports is under way at a time, so a
//! million reports take no more memory than a hundred, and the order of the records does not depend on who is ready first.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{Receiver, sync_channel};

use chancery_record::Record;
use chancery_report::Report;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::Chancery;

/// Reports under way for each thread: enough that none waits for a neighbour's long report, few enough to stay small.
const AHEAD: usize = 16;

/// Bytes of text under way after which no more are read: many long reports take no more memory than one.
const AHEAD_BYTES: usize = 4 << 20;

/// How a stream of reports is coded.
#[derive(Clone, Copy, Debug, Default)]
pub struct Manner {
    /// Threads that code; 0: one for each core.
    pub threads: usize,
    /// Whether reports that are marked as duplicates are coded as well; else their records have a head and no events.
    pub code_duplicates: bool,
}

/// A report with its record.
type Coded = (Report, Record);

/// An item on its way to the writer.
enum Slot<T> {
    /// No report: it passes through in its place.
    Passed(T),
    /// A report of so many bytes, whose record will come.
    Coming(usize, Receiver<std::thread::Result<Coded>>),
}

impl Chancery {
    /// Codes a stream of reports and hands each record to `write`, in the order of the reports; `write` returns whether to go on. Items
    /// that are no reports pass through in their place.
    pub fn code_all<T>(
        &self,
        reports: impl Iterator<Item = Result<Report, T>>,
        manner: Manner,
        mut write: impl FnMut(Result<Coded, T>) -> bool,
    ) {
        let Some(pool) = pool(manner.threads) else {
            // A system that gives no thread still gets its records.
            let _ =
                reports.map(|item| item.map(|report| self.one(report, manner))).try_for_each(|item| write(item).then_some(()));
            return;
        };
        let most = AHEAD * pool.current_num_threads();
        pool.in_place_scope_fifo(|scope| {
            let mut reports = reports.fuse();
            let mut window = VecDeque::new();
            let mut bytes = 0;
            loop {
                while window.len() < most && bytes < AHEAD_BYTES {
                    let Some(item) = reports.next() else { break };
                    window.push_back(match item {
                        Err(other) => Slot::Passed(other),
                        Ok(report) => {
                            let length = report.text.len();
                            bytes += length;
                            let (done, coming) = sync_channel(1);
                            scope.spawn_fifo(move |_| {
                                let coded = catch_unwind(AssertUnwindSafe(|| self.one(report, manner)));
                                // Nobody waits for it when the run has been stopped.
                                let _ = done.send(coded);
                            });
                            Slot::Coming(length, coming)
                        }
                    });
                }
                let item = match window.pop_front() {
                    None => return,
                    Some(Slot::Passed(other)) => Err(other),
                    Some(Slot::Coming(length, coming)) => {
                        bytes -= length;
                        match coming.recv() {
                            Ok(Ok(coded)) => Ok(coded),
                            Ok(Err(panic)) => resume_unwind(panic),
                            // The sender sends whatever happens, so this does not come; and if it did, the run could not go on.
                            Err(_) => return,
                        }
                    }
                };
                if !write(item) {
                    return;
                }
            }
        });
    }

    fn one(&self, report: Report, manner: Manner) -> Coded {
        let skipped = report.duplicate_of.is_some() && !manner.code_duplicates;
        let record = if skipped { self.head(&report) } else { self.code(&report) };
        (report, record)
    }
}

fn pool(threads: usize) -> Option<ThreadPool> {
    ThreadPoolBuilder::new().num_threads(threads).build().ok()
}
