//! All events of a filter as a table or as lines, streamed: no answer is too long.

use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use chancery_record::{Record, csv_header, csv_rows};
use chancery_store::{Filter, Found};
use futures_util::stream;
use tokio::sync::mpsc;

use crate::asking::Asked;
use crate::{Problem, Shared};

/// Bytes that are gathered before they are sent.
const PIECE: usize = 1 << 16;

/// `/download/events.csv`.
pub(crate) async fn csv(State(room): State<Shared>, asked: Asked) -> Response {
    sent(room, asked.filter, "events.csv", "text/csv; charset=utf-8", csv_header(), row)
}

/// `/download/events.jsonl`.
pub(crate) async fn jsonl(State(room): State<Shared>, asked: Asked) -> Response {
    sent(room, asked.filter, "events.jsonl", "application/x-ndjson", String::new(), |found| found.line().to_json() + "\n")
}

/// The row of an event in the table of the contract.
pub(crate) fn row(found: &Found) -> String {
    let mut record = Record::new(found.record.report.clone());
    record.events.push(found.event().clone());
    csv_rows(&record)
}

fn sent(room: Shared, filter: Filter, name: &str, kind: &'static str, head: String, line: fn(&Found) -> String) -> Response {
    let filter = Filter { limit: None, after: None, ..filter };
    let (sender, receiver) = mpsc::channel::<Result<String, std::io::Error>>(4);
    tokio::spawn(async move {
        let pieces = sender.clone();
        let asked = room.shelf.ask(move |store| {
            let mut piece = head;
            store.each(&filter, |found| {
                piece.push_str(&line(&found));
                // A client that went away ends the question.
                piece.len() < PIECE || pieces.blocking_send(Ok(std::mem::take(&mut piece))).is_ok()
            })?;
            let _ = pieces.blocking_send(Ok(piece));
            Ok(())
        });
        if asked.await.is_err() {
            // Cut off, so that nobody takes a part for the whole.
            let _ = sender.send(Err(std::io::Error::other("the store failed"))).await;
        }
    });
    let body = stream::unfold(receiver, |mut receiver| async move { Some((receiver.recv().await?, receiver)) });
    let attachment = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, attachment.as_str())], Body::from_stream(body)).into_response()
}

/// A chart as a file.
pub(crate) fn svg(chart: String) -> Result<Response, Problem> {
    let head = [(header::CONTENT_TYPE, "image/svg+xml"), (header::CONTENT_DISPOSITION, "attachment; filename=\"chart.svg\"")];
    Ok((head, chart).into_response())
}
