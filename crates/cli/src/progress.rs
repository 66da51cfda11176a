//! Progress on standard error, drawn only for somebody who watches, and the counts of a run.

use std::io::Write;
use std::time::{Duration, Instant};

use chancery::record::Record;
use serde::{Deserialize, Serialize};

use crate::counted::bytes_read;

/// How often the line is drawn anew.
const EVERY: Duration = Duration::from_millis(200);
/// Before that, a guess of the time left would only jump about.
const FIRST_GUESS: Duration = Duration::from_secs(3);

/// What a run has counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Counts {
    /// Reports with a record, duplicates among them.
    pub(crate) reports: u64,
    /// Lines, files or records that were refused.
    pub(crate) refused: u64,
    /// Those of them that could not even be opened.
    pub(crate) unopened: u64,
    /// Reports that tell the same as an earlier one.
    pub(crate) duplicates: u64,
    /// Events.
    pub(crate) events: u64,
    /// Notices.
    pub(crate) notices: u64,
}

impl Counts {
    /// One more record.
    pub(crate) fn add(&mut self, record: &Record) {
        self.add_counted(record.events.len(), record.report.notices.len(), record.report.duplicate_of.is_some());
    }

    /// One more record, of which this is known.
    pub(crate) fn add_counted(&mut self, n_events: usize, n_notices: usize, is_duplicate: bool) {
        self.reports += 1;
        self.events += n_events as u64;
        self.notices += n_notices as u64;
        self.duplicates += u64::from(is_duplicate);
    }

    /// All counts in one line for people.
    pub(crate) fn told(&self) -> String {
        let Counts { reports, refused, duplicates, events, notices, .. } = self;
        format!("{reports} reports, {duplicates} duplicates, {refused} refused, {events} events, {notices} notices")
    }
}

/// Draws one line that overwrites itself.
pub(crate) struct Progress {
    watched: bool,
    began: Instant,
    drawn: Option<Instant>,
    /// Bytes of all inputs, where they are known.
    total: Option<u64>,
    /// What was there when this process began to code, so that the rate is that of coding.
    before: (u64, u64),
}

impl Progress {
    /// Draws nothing when nobody watches; `total` are the bytes of all inputs.
    pub(crate) fn new(watched: bool, total: Option<u64>) -> Self {
        Progress { watched, began: Instant::now(), drawn: None, total, before: (0, 0) }
    }

    /// Coding begins here: what was passed over before says nothing about its rate.
    pub(crate) fn begin(&mut self, counts: &Counts) {
        self.began = Instant::now();
        self.before = (counts.reports, bytes_read());
    }

    /// Draws the line when it is time to.
    pub(crate) fn show(&mut self, counts: &Counts) {
        if self.watched && self.drawn.unwrap_or(self.began).elapsed() > EVERY {
            let line = self.line(counts, self.began.elapsed(), bytes_read());
            let _ = std::io::stderr().write_all(format!("\r\x1b[K{line}").as_bytes());
            self.drawn = Some(Instant::now());
        }
    }

    fn line(&self, counts: &Counts, elapsed: Duration, read: u64) -> String {
        let rate = (counts.reports - self.before.0) as f64 / elapsed.as_secs_f64().max(0.001);
        let mut line = format!("{}; {rate:.0} reports a second", counts.told());
        if let Some(total) = self.total.filter(|total| *total > 0) {
            let read = read.min(total);
            line += &format!(", {} %", read * 100 / total);
            let now = read.saturating_sub(self.before.1);
            if now > 0 && elapsed > FIRST_GUESS {
                let left = elapsed.as_secs_f64() * (total - read) as f64 / now as f64;
                line += &format!(", {} left", duration(left as u64));
            }
        }
        line
    }

    /// Wipes the line, so that a message or the prompt has the place to itself.
    pub(crate) fn clear(&mut self) {
        if self.drawn.take().is_some() {
            let _ = std::io::stderr().write_all(b"\r\x1b[K");
        }
    }
}

/// Seconds as people say them: "1 h 20 min", "3 min", "40 s".
fn duration(seconds: u64) -> String {
    match seconds {
        0..90 => format!("{seconds} s"),
        90..5400 => format!("{} min", (seconds + 30) / 60),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_tells_rate_share_and_time_left() {
        let counts = Counts { reports: 300, refused: 2, unopened: 1, duplicates: 20, events: 900, notices: 4 };
        let mut progress = Progress::new(true, Some(1000));
        let line = progress.line(&counts, Duration::from_secs(10), 250);
        assert_eq!(line, "300 reports, 20 duplicates, 2 refused, 900 events, 4 notices; 30 reports a second, 25 %, 30 s left");
        // A run that goes on is measured from where it goes on.
        progress.before = (200, 150);
        let line = progress.line(&counts, Duration::from_secs(10), 250);
        assert!(line.ends_with("; 10 reports a second, 25 %, 75 s left"), "{line}");
        assert!(Progress::new(true, None).line(&counts, Duration::from_secs(10), 250).ends_with("30 reports a second"));
        assert_eq!((duration(89), duration(100), duration(7260)), ("89 s".into(), "2 min".into(), "2 h 1 min".into()));
    }
}
