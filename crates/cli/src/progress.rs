//! Progress on standard error, drawn only for somebody who watches.

use std::io::Write;
use std::time::{Duration, Instant};

/// How often the line is drawn anew.
const EVERY: Duration = Duration::from_millis(200);

/// Counts reports and draws one line that overwrites itself.
pub(crate) struct Progress {
    watched: bool,
    began: Instant,
    drawn: Option<Instant>,
    n_reports: usize,
    n_notices: usize,
    n_events: usize,
}

impl Progress {
    /// Draws nothing when nobody watches.
    pub(crate) fn new(watched: bool) -> Self {
        Progress { watched, began: Instant::now(), drawn: None, n_reports: 0, n_notices: 0, n_events: 0 }
    }

    /// One more report is done.
    pub(crate) fn done(&mut self, n_events: usize, n_notices: usize) {
        self.n_reports += 1;
        self.n_events += n_events;
        self.n_notices += n_notices;
        let due = self.drawn.unwrap_or(self.began).elapsed() > EVERY;
        if self.watched && due {
            self.draw();
        }
    }

    fn draw(&mut self) {
        let seconds = self.began.elapsed().as_secs_f64();
        let rate = self.n_reports as f64 / seconds.max(0.001);
        let line = format!(
            "\r{} reports, {} events, {} notices; {rate:.0} reports a second ",
            self.n_reports, self.n_events, self.n_notices
        );
        let _ = std::io::stderr().write_all(line.as_bytes());
        self.drawn = Some(Instant::now());
    }

    /// Wipes the line, so that a message or the prompt has the place to itself.
    pub(crate) fn clear(&mut self) {
        if self.drawn.take().is_some() {
            let _ = std::io::stderr().write_all(b"\r\x1b[K");
        }
    }
}
