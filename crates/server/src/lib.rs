//! The reading room: pages for people and an API for programs over the records of a store.
//!
//! In: a [`Room`] (the loaded program, a store or the samples, what clients may ask) and requests; out: pages, JSON, tables, charts.
//! Its nouns are the *shelf* (the store as this room asks it), the *asking* (a filter as a query string), the *page*, the *problem*
//! (what a client is told when something cannot be done) and the *guard* (what every request passes).
//!
//! It only reads. It knows no SQL and no coding, and it has no shapes of its own for a record: those of `chancery-record` are written.

mod api;
mod asking;
mod chart;
mod coding;
mod download;
mod guard;
mod listen;
mod metrics;
mod openapi;
mod pages;
mod problem;
mod room;
mod samples;
mod shelf;

use axum::Router;
use axum::http::{Uri, header};
use axum::routing::{get, post};

pub use listen::serve;
pub use problem::Problem;
pub use room::{Limits, Room, Shared};

/// All paths of the room behind its guard.
pub fn app(room: Shared) -> Router {
    let pages = Router::new()
        .route("/", get(pages::overview::page))
        .route("/events", get(pages::events::page))
        .route("/dyads", get(pages::dyads::list))
        .route("/dyads/{actor}/{recipient}", get(pages::dyads::page))
        .route("/happenings", get(pages::happening::list))
        .route("/happenings/{name}", get(pages::happening::page))
        .route("/reports", get(pages::report::list))
        .route("/reports/{id}", get(pages::report::page))
        .route("/reports/{id}/why", get(pages::why::page))
        .route("/actors/{id}", get(pages::actor::page))
        .route("/map", get(pages::map::page))
        .route("/search", get(pages::search::page))
        .route("/try", get(pages::try_it::empty).post(pages::try_it::page))
        .route("/charts/quads.svg", get(pages::events::quads_svg))
        .route("/charts/types.svg", get(pages::events::types_svg))
        .route("/charts/score.svg", get(pages::events::score_svg))
        .route("/charts/map.svg", get(pages::map::svg))
        .fallback(no_such_page)
        .method_not_allowed_fallback(not_that_way)
        .layer(axum::middleware::from_fn(problem::for_people));
    let api = Router::new()
        .route("/reports", get(api::reports))
        .route("/reports/{id}", get(api::report))
        .route("/records", get(api::records))
        .route("/happenings", get(api::happenings))
        .route("/happenings/{name}", get(api::happening))
        .route("/entities", get(api::entities))
        .route("/aggregates", get(api::aggregates))
        .route("/code", post(api::code))
        .route("/openapi.json", get(openapi::document))
        .fallback(no_such_page)
        .method_not_allowed_fallback(not_that_way);
    let app = Router::new()
        .merge(pages)
        .nest("/api/v1", api)
        .route("/download/events.csv", get(download::csv))
        .route("/download/events.jsonl", get(download::jsonl))
        .route(
            "/style.css",
            get(|| async { ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("../assets/style.css")) }),
        )
        .route(
            "/script.js",
            get(|| async { ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], include_str!("../assets/script.js")) }),
        )
        .route("/icon.svg", get(|| async { ([(header::CONTENT_TYPE, "image/svg+xml")], include_str!("../assets/icon.svg")) }))
        .route("/health", get(|| async { "ok\n" }))
        .route("/metrics", get(metrics::page));
    guard::around(app, room.clone()).with_state(room)
}

async fn no_such_page(uri: Uri) -> Problem {
    Problem::not_found(format!("there is nothing at {}", uri.path()))
}

async fn not_that_way(uri: Uri) -> Problem {
    Problem::new(axum::http::StatusCode::METHOD_NOT_ALLOWED, format!("{} cannot be asked in this way", uri.path()))
}
