//! Counters in Prometheus' text format.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;

use crate::Shared;

/// What is counted.
#[derive(Default)]
pub(crate) struct Metrics {
    /// Answers by hundreds of their status.
    answers: [AtomicU64; 6],
    micros: AtomicU64,
    pub(crate) coded: AtomicU64,
}

impl Metrics {
    pub(crate) fn answered(&self, status: u16, took: Duration) {
        self.answers[usize::from(status / 100).min(5)].fetch_add(1, Ordering::Relaxed);
        self.micros.fetch_add(took.as_micros() as u64, Ordering::Relaxed);
    }
}

/// `/metrics`.
pub(crate) async fn page(State(room): State<Shared>) -> impl IntoResponse {
    let metrics = &room.metrics;
    let mut text =
        String::from("# HELP chancery_requests_total Answers by class of status.\n# TYPE chancery_requests_total counter\n");
    for (class, n) in metrics.answers.iter().enumerate().skip(2) {
        text.push_str(&format!("chancery_requests_total{{status=\"{class}xx\"}} {}\n", n.load(Ordering::Relaxed)));
    }
    text.push_str(&format!(
        "# HELP chancery_request_seconds_total Time spent on answers.\n# TYPE chancery_request_seconds_total counter\n\
         chancery_request_seconds_total {}\n\
         # HELP chancery_coded_total Texts coded.\n# TYPE chancery_coded_total counter\nchancery_coded_total {}\n\
         # HELP chancery_coding_waiting Texts that wait to be coded.\n# TYPE chancery_coding_waiting gauge\nchancery_coding_waiting {}\n",
        metrics.micros.load(Ordering::Relaxed) as f64 / 1e6,
        metrics.coded.load(Ordering::Relaxed),
        room.desk.n_waiting(),
    ));
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text)
}
