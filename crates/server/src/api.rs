//! `/api/v1`: what the pages show, for programs; as JSON, JSON lines or CSV.

use std::sync::atomic::Ordering;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use chancery::{Given, parse_day};
use chancery_record::{csv_header, csv_rows, to_jsonl};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::asking::{Asked, Asking, next};
use crate::problem::Written;
use crate::{Problem, Shared};

/// In what layout to answer.
#[derive(Clone, Copy, PartialEq)]
enum Layout {
    Json,
    Lines,
    Csv,
}

fn layout(headers: &HeaderMap, asking: &Asking) -> Result<Layout, Problem> {
    match asking.to.as_deref() {
        None | Some("") => {}
        Some("json") => return Ok(Layout::Json),
        Some("jsonl") => return Ok(Layout::Lines),
        Some("csv") => return Ok(Layout::Csv),
        Some(_) => return Err(Problem::bad("to: write json, jsonl or csv")),
    }
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    Ok(match accept.split(',').next().unwrap_or_default().split(';').next().unwrap_or_default().trim() {
        "text/csv" => Layout::Csv,
        "application/x-ndjson" | "application/jsonl" => Layout::Lines,
        _ => Layout::Json,
    })
}

fn answer(layout: Layout, items: Vec<Value>, next: Option<String>, csv: impl FnOnce() -> String) -> Response {
    let link = next.as_deref().map(|next| [("x-next-cursor", next.to_owned())]);
    let body = match layout {
        Layout::Json => return Json(json!({ "items": items, "next": next })).into_response(),
        Layout::Lines => {
            ([(header::CONTENT_TYPE, "application/x-ndjson")], items.iter().map(|one| format!("{one}\n")).collect::<String>())
        }
        Layout::Csv => ([(header::CONTENT_TYPE, "text/csv; charset=utf-8")], csv()),
    };
    match link.filter(|link| header::HeaderValue::from_str(&link[0].1).is_ok()) {
        Some(link) => (link, body).into_response(),
        None => body.into_response(),
    }
}

fn value(one: impl Serialize) -> Value {
    serde_json::to_value(one).unwrap_or_default()
}

/// Reports with their records, in the order of their ids; `report-text` narrows.
#[utoipa::path(get, path = "/api/v1/reports", params(Asking), responses((status = 200, body = crate::openapi::Records,
    content_type = "application/json"), (status = 400, body = Written, content_type = "application/problem+json"),
    (status = 429, body = Written, content_type = "application/problem+json")))]
pub(crate) async fn reports(State(room): State<Shared>, headers: HeaderMap, asked: Asked) -> Result<Response, Problem> {
    let layout = layout(&headers, &asked.asking)?;
    let limit = asked.filter.limit.unwrap_or(50);
    let after = asked.filter.after.map(|(_, report, _)| report);
    let mut records = room.shelf.reports(asked.filter.report_texts, after, limit + 1).await?;
    let more = records.len() > limit;
    records.truncate(limit);
    let next = records.last().filter(|_| more).map(|last| format!("0.0.{}", last.report.id));
    let csv = || csv_header() + &records.iter().map(csv_rows).collect::<String>();
    Ok(answer(layout, records.iter().map(value).collect(), next, csv))
}

/// The record of one report.
#[utoipa::path(get, path = "/api/v1/reports/{id}", params(("id" = String, Path, description = "The id of the report.")),
    responses((status = 200, body = crate::openapi::Record), (status = 400, body = Written, content_type = "application/problem+json"),
    (status = 404, body = Written, content_type = "application/problem+json")))]
pub(crate) async fn report(State(room): State<Shared>, Path(id): Path<String>) -> Result<Response, Problem> {
    let kept = room.shelf.report(&id).await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], to_jsonl(&kept.record)).into_response())
}

/// Events, each with its report and its happening.
#[utoipa::path(get, path = "/api/v1/records", params(Asking), responses((status = 200, body = crate::openapi::Events),
    (status = 400, body = Written, content_type = "application/problem+json")))]
pub(crate) async fn records(State(room): State<Shared>, headers: HeaderMap, asked: Asked) -> Result<Response, Problem> {
    let layout = layout(&headers, &asked.asking)?;
    let mut filter = asked.filter;
    let limit = filter.limit.unwrap_or(50);
    filter.limit = Some(limit + 1);
    let mut found = room.shelf.find(filter).await?;
    let more = found.len() > limit;
    found.truncate(limit);
    let cursor = found.last().filter(|_| more).map(next);
    let csv = || csv_header() + &found.iter().map(crate::download::row).collect::<String>();
    Ok(answer(layout, found.iter().map(|one| value(one.line())).collect(), cursor, csv))
}

/// Happenings that more than one report tells, the most widely told first; `since` and `until` narrow.
#[utoipa::path(get, path = "/api/v1/happenings", params(Asking), responses((status = 200, body = crate::openapi::Things),
    (status = 400, body = Written, content_type = "application/problem+json")))]
pub(crate) async fn happenings(State(room): State<Shared>, headers: HeaderMap, asked: Asked) -> Result<Response, Problem> {
    let layout = layout(&headers, &asked.asking)?;
    let told = room.shelf.widely_told(&asked.filter, asked.filter.limit.unwrap_or(50)).await?;
    let csv = || {
        let row = |one: &chancery_store::Happening| {
            let days = one.days.clone().unwrap_or_default();
            format!("{},{},{},{},{},{}\r\n", one.happening, one.kind, one.n_reports, one.n_outlets, days.0, days.1)
        };
        "happening,type,n_reports,n_outlets,first_day,last_day\r\n".to_owned() + &told.iter().map(row).collect::<String>()
    };
    Ok(answer(layout, told.iter().map(value).collect(), None, csv))
}

/// One happening with all its tellings.
#[utoipa::path(get, path = "/api/v1/happenings/{name}", params(("name" = String, Path, description = "As `H0123456789abcde`.")),
    responses((status = 200, body = crate::openapi::Thing), (status = 400, body = Written, content_type = "application/problem+json"),
    (status = 404, body = Written, content_type = "application/problem+json")))]
pub(crate) async fn happening(State(room): State<Shared>, Path(name): Path<String>) -> Result<Response, Problem> {
    Ok(Json(room.shelf.happening(&name).await?).into_response())
}

/// Somebody or something of the world.
#[derive(Serialize)]
struct Named<'a> {
    id: String,
    name: &'a str,
    country: Option<String>,
    sectors: Vec<&'static str>,
    offices: Vec<Office>,
}

/// An office with its days.
#[derive(Serialize)]
struct Office {
    office: String,
    country: Option<String>,
    first: Option<String>,
    last: Option<String>,
}

/// People, bodies and states of a name (`text`), with their offices.
#[utoipa::path(get, path = "/api/v1/entities", params(Asking), responses((status = 200, body = crate::openapi::Things),
    (status = 400, body = Written, content_type = "application/problem+json")))]
pub(crate) async fn entities(State(room): State<Shared>, headers: HeaderMap, asked: Asked) -> Result<Response, Problem> {
    let layout = layout(&headers, &asked.asking)?;
    let Some(name) = asked.filter.texts.first() else { return Err(Problem::bad("text: give the name that is looked for")) };
    let world = room.chancery.world();
    let named = |id: &chancery::world::EntryId| {
        let entry = world.entry(*id);
        let office = |one: &chancery::world::Tenure<'_>| Office {
            office: world.office_name(one.office).to_owned(),
            country: one.country.map(|country| country.to_string()),
            first: one.first.map(|day| day.to_string()),
            last: one.last.map(|day| day.to_string()),
        };
        value(Named {
            id: entry.id(),
            name: entry.name,
            country: entry.country.map(|country| country.to_string()),
            sectors: entry.sectors.iter().map(|sector| sector.as_str()).collect(),
            offices: world.offices_on(*id, None).iter().map(office).collect(),
        })
    };
    let items: Vec<Value> = world.named(name).iter().map(named).collect();
    let field =
        |one: &Value, name: &str| one.get(name).and_then(Value::as_str).unwrap_or_default().replace([',', '"', '\n', '\r'], " ");
    let csv = || {
        let row = |one: &Value| format!("{},{},{}\r\n", field(one, "id"), field(one, "name"), field(one, "country"));
        "id,name,country\r\n".to_owned() + &items.iter().map(row).collect::<String>()
    };
    Ok(answer(layout, items.clone(), None, csv))
}

/// Counts of events by some of their properties (`by`), with mean scores.
#[utoipa::path(get, path = "/api/v1/aggregates", params(Asking), responses((status = 200, body = crate::openapi::Things),
    (status = 400, body = Written, content_type = "application/problem+json")))]
pub(crate) async fn aggregates(State(room): State<Shared>, headers: HeaderMap, asked: Asked) -> Result<Response, Problem> {
    let layout = layout(&headers, &asked.asking)?;
    let by = asked.asking.keys()?;
    let groups = room.shelf.groups(&asked.filter, &by).await?;
    let object = |group: &chancery_store::Group| {
        let mut object = serde_json::Map::new();
        by.iter().zip(&group.values).for_each(|(by, text)| drop(object.insert(by.name().to_owned(), text.clone().into())));
        object.insert("n_events".to_owned(), group.n_events.into());
        object.insert("n_happenings".to_owned(), group.n_happenings.into());
        object.insert("mean_scale".to_owned(), value(group.mean_scale));
        object.insert("mean_goldstein".to_owned(), value(group.mean_goldstein));
        object.insert("net_cooperation".to_owned(), group.net_cooperation.into());
        Value::Object(object)
    };
    let csv = || {
        let names: Vec<&str> = by.iter().map(|by| by.name()).collect();
        let row = |group: &chancery_store::Group| {
            let quoted: Vec<String> = group.values.iter().map(|text| cell(text)).collect();
            format!("{},{},{},{}\r\n", quoted.join(","), group.n_events, group.n_happenings, group.mean_scale)
        };
        format!("{},n_events,n_happenings,mean_scale\r\n", names.join(",")) + &groups.iter().map(row).collect::<String>()
    };
    Ok(answer(layout, groups.iter().map(object).collect(), None, csv))
}

/// Foreign words in a table: quoted, and no formula.
fn cell(text: &str) -> String {
    let led = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{led}{}\"", text.replace('"', "\"\""))
}

/// A text to be coded.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ToCode {
    /// The text of the report.
    text: String,
    /// Its id; without one, it is named after its text.
    #[serde(default)]
    id: Option<String>,
    /// Day of publication, as `2026-01-18`.
    #[serde(default)]
    date: Option<String>,
    /// The outlet.
    #[serde(default)]
    source: Option<String>,
    /// The title.
    #[serde(default)]
    title: Option<String>,
    /// Where it was found.
    #[serde(default)]
    url: Option<String>,
}

/// Codes a text. Nothing of it is kept.
#[utoipa::path(post, path = "/api/v1/code", request_body = ToCode, responses((status = 200, body = crate::openapi::Record),
    (status = 400, body = Written, content_type = "application/problem+json"),
    (status = 413, body = Written, content_type = "application/problem+json"),
    (status = 415, body = Written, content_type = "application/problem+json"),
    (status = 422, body = Written, content_type = "application/problem+json"),
    (status = 503, body = Written, content_type = "application/problem+json")))]
pub(crate) async fn code(State(room): State<Shared>, body: Result<Json<ToCode>, JsonRejection>) -> Result<Response, Problem> {
    let Json(asked) = body.map_err(|error| Problem::new(error.status(), error.body_text()))?;
    let date = match asked.date.as_deref() {
        None => None,
        Some(date) => Some(parse_day(date).ok_or_else(|| Problem::bad("date: write it as 2026-01-18"))?),
    };
    let given = Given { id: asked.id, date, source: asked.source, title: asked.title, url: asked.url, ..Given::default() };
    let (_, record) = room.desk.code(room.chancery, asked.text, given).await?;
    room.metrics.coded.fetch_add(1, Ordering::Relaxed);
    Ok(([(header::CONTENT_TYPE, "application/json")], to_jsonl(&record)).into_response())
}
