//! The desk: codes posted texts, a few at a time; a short queue waits, what comes beyond it is told to come again.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chancery::record::Record;
use chancery::{Chancery, Given, Report};
use tokio::sync::Semaphore;

use crate::Problem;

/// Where texts are coded.
pub(crate) struct Desk {
    seats: Arc<Semaphore>,
    waiting: AtomicUsize,
    most: usize,
}

/// One in the queue; it leaves the queue also when its client goes away.
struct Place<'a>(&'a AtomicUsize);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Desk {
    pub(crate) fn new(seats: usize, most: usize) -> Desk {
        Desk { seats: Arc::new(Semaphore::new(seats.max(1))), waiting: AtomicUsize::new(0), most }
    }

    /// Texts that wait now.
    pub(crate) fn n_waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// Does work with the program, when a seat is free.
    pub(crate) async fn work<T: Send + 'static>(
        &self,
        chancery: &'static Chancery,
        work: impl FnOnce(&Chancery) -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let seat = {
            if self.waiting.fetch_add(1, Ordering::Relaxed) >= self.most {
                self.waiting.fetch_sub(1, Ordering::Relaxed);
                return Err(Problem::busy("too many texts wait to be coded"));
            }
            let _place = Place(&self.waiting);
            self.seats.clone().acquire_owned().await.map_err(|_| Problem::busy("the room is closing"))?
        };
        let done = tokio::task::spawn_blocking(move || {
            let done = work(chancery);
            drop(seat);
            done
        });
        done.await.map_err(|error| Problem::failed("coding", error))
    }

    /// Codes a text.
    pub(crate) async fn code(
        &self,
        chancery: &'static Chancery,
        text: String,
        given: Given,
    ) -> Result<(Report, Record), Problem> {
        self.work(chancery, move |chancery| {
            let report = chancery.report_from_text(&text, given);
            let record = chancery.code(&report);
            (report, record)
        })
        .await
    }
}
