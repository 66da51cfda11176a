//! The OpenAPI 3.1 document, made from the code of the API.

use axum::Json;
use utoipa::{OpenApi, ToSchema};

use crate::api;
use crate::problem::Written;

/// A record, as docs/record.md tells.
#[derive(ToSchema)]
#[allow(dead_code, reason = "only its schema is wanted: the record's own shape is that of chancery-record")]
pub(crate) struct Record {
    /// `chancery/1`.
    schema: String,
    /// Which report.
    report: serde_json::Map<String, serde_json::Value>,
    /// Who is named.
    entities: Vec<serde_json::Map<String, serde_json::Value>>,
    /// Who did what to whom.
    events: Vec<serde_json::Map<String, serde_json::Value>>,
    /// Who said what.
    attributions: Vec<serde_json::Map<String, serde_json::Value>>,
    /// Every place named.
    places: Vec<serde_json::Map<String, serde_json::Value>>,
}

/// A page of records.
#[derive(ToSchema)]
#[allow(dead_code, reason = "only its schema is wanted")]
pub(crate) struct Records {
    /// The records.
    items: Vec<Record>,
    /// The `cursor` of the next page; null: this is the last.
    next: Option<String>,
}

/// An event with its report beside it.
#[derive(ToSchema)]
#[allow(dead_code, reason = "only its schema is wanted")]
pub(crate) struct Event {
    /// The report that tells it.
    report: serde_json::Map<String, serde_json::Value>,
    /// Its happening.
    happening: String,
    /// `V1` and so on.
    id: String,
    /// Event type.
    r#type: String,
    /// Quad class.
    quad: u8,
    /// Score, -10 to 10.
    scale: f64,
    /// Probability that a careful reader agrees.
    confidence: f64,
}

/// A page of events.
#[derive(ToSchema)]
#[allow(dead_code, reason = "only its schema is wanted")]
pub(crate) struct Events {
    /// The events.
    items: Vec<Event>,
    /// The `cursor` of the next page; null: this is the last.
    next: Option<String>,
}

/// A happening, an entity or a row of counts.
#[derive(ToSchema)]
#[schema(value_type = Object)]
#[allow(dead_code, reason = "only its schema is wanted")]
pub(crate) struct Thing(serde_json::Map<String, serde_json::Value>);

/// A list of such.
#[derive(ToSchema)]
#[allow(dead_code, reason = "only its schema is wanted")]
pub(crate) struct Things {
    /// The list.
    items: Vec<serde_json::Map<String, serde_json::Value>>,
    /// Null.
    next: Option<String>,
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Chancery",
        description = "The reading room: records of news reports, for reading.",
        license(name = "MIT OR Apache-2.0")
    ),
    paths(api::reports, api::report, api::records, api::happenings, api::happening, api::entities, api::aggregates, api::code),
    components(schemas(Record, Records, Event, Events, Thing, Things, Written, api::ToCode))
)]
struct Document;

/// `/api/v1/openapi.json`.
pub(crate) async fn document() -> Json<utoipa::openapi::OpenApi> {
    Json(Document::openapi())
}
