//! The room asked in-process: every page and the API, hostile text, limits, overload, tags.

use std::sync::OnceLock;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use chancery::{Chancery, Given};
use chancery_record::{Record, from_jsonl};
use chancery_server::{Limits, Room, app};
use chancery_store::{Keeping, Store};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

fn chancery() -> &'static Chancery {
    static LOADED: OnceLock<Chancery> = OnceLock::new();
    LOADED.get_or_init(|| Chancery::bundled().unwrap())
}

fn samples(limits: Limits) -> Router {
    app(Room::with_samples(chancery(), limits).unwrap())
}

fn free() -> Limits {
    Limits { requests_per_second: 0, ..Limits::default() }
}

async fn ask(app: &Router, request: Request<Body>) -> (StatusCode, axum::http::HeaderMap, String) {
    let response: Response<Body> = app.clone().oneshot(request).await.unwrap();
    let (head, body) = response.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes();
    (head.status, head.headers, String::from_utf8_lossy(&bytes).into_owned())
}

async fn get(app: &Router, path: &str) -> (StatusCode, axum::http::HeaderMap, String) {
    ask(app, Request::get(path).body(Body::empty()).unwrap()).await
}

fn post(path: &str, kind: &str, body: impl Into<String>) -> Request<Body> {
    Request::post(path).header(header::CONTENT_TYPE, kind).body(Body::from(body.into())).unwrap()
}

#[tokio::test]
async fn every_page_shows_the_samples() {
    let app = samples(free());
    for (path, holds) in [
        ("/", "Most active dyads"),
        ("/events", "By type and month"),
        ("/events?quad=4&since=2026", "of this filter"),
        ("/events?actor=XXX", "No event fits"),
        ("/dyads", "Who → to whom"),
        ("/dyads/SRB/HRV", "Serbia → Croatia"),
        ("/happenings", "the most widely told first"),
        ("/reports", "Fiji and Australia open patrol base"),
        ("/reports/sample-balkans", "class=\"trigger\""),
        ("/reports/sample-balkans?event=V1", "Light up all"),
        ("/reports/sample-balkans/why", "because"),
        ("/actors/SRB", "What it does"),
        ("/map", "Natural Earth"),
        ("/search?q=diplomats", "Events told with these words"),
        ("/search?q=%22%20*%20(", "Nothing is found"),
        ("/search", "Write a name"),
        ("/try", "Paste a news text"),
        ("/charts/quads.svg", "<svg"),
        ("/charts/types.svg?quad=4", "<svg"),
        ("/charts/score.svg", "<svg"),
        ("/charts/map.svg", "<svg"),
        ("/download/events.csv", "report,source,published"),
        ("/download/events.jsonl", "\"happening\":\"H"),
        ("/style.css", "--paper"),
        ("/script.js", "data-event"),
        ("/icon.svg", "<svg"),
        ("/health", "ok"),
        ("/metrics", "chancery_requests_total{status=\"2xx\"}"),
    ] {
        let (status, headers, body) = get(&app, path).await;
        assert_eq!(status, StatusCode::OK, "{path}: {body}");
        assert!(body.contains(holds), "{path} lacks {holds:?}: {body}");
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{path}");
        assert!(
            !body.contains(" style=\"") && !body.contains("<style") && !body.contains(" onclick"),
            "{path} has inline style or script"
        );
    }
}

#[tokio::test]
async fn what_is_not_there_is_told() {
    let app = samples(free());
    for (path, status) in [
        ("/nothing", 404),
        ("/reports/none", 404),
        ("/happenings/none", 404),
        ("/happenings/H0123456789abcde", 404),
        ("/actors/none", 404),
        ("/dyads/Iran/Iraq", 404),
        ("/events?quad=7", 400),
        ("/events?colour=red", 400),
        ("/events?since=yesterday", 400),
        ("/api/v1/records?limit=0", 400),
        ("/api/v1/records?cursor=x", 400),
        ("/api/v1/aggregates?by=dyad,actor", 400),
        ("/api/v1/entities", 400),
        ("/api/v1/none", 404),
    ] {
        let (found, headers, body) = get(&app, path).await;
        assert_eq!(found.as_u16(), status, "{path}: {body}");
        let kind = headers[header::CONTENT_TYPE].to_str().unwrap();
        if path.starts_with("/api") {
            assert_eq!(kind, "application/problem+json", "{path}");
            let problem: Value = serde_json::from_str(&body).unwrap();
            assert_eq!(problem["status"], status, "{path}");
        } else {
            assert!(kind.starts_with("text/html"), "{path}");
        }
    }
    let (status, ..) = ask(&app, post("/events", "text/plain", "")).await;
    assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn the_lit_words_are_those_of_the_record() {
    let app = samples(free());
    let (_, _, line) = get(&app, "/api/v1/reports/sample-balkans").await;
    let record = from_jsonl(&line).unwrap();
    for event in &record.events {
        let (_, _, page) = get(&app, &format!("/reports/sample-balkans?event={}", event.id)).await;
        let mark = format!(">{}</mark>", event.trigger_text().unwrap());
        assert!(page.contains(&mark), "{mark} is not in {page}");
    }
}

#[tokio::test]
async fn the_api_pages_through_all_events_in_three_layouts() {
    let app = samples(free());
    let mut path = "/api/v1/records?limit=3".to_owned();
    let mut seen = Vec::new();
    loop {
        let (status, _, body) = get(&app, &path).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        let page: Value = serde_json::from_str(&body).unwrap();
        seen.extend(page["items"].as_array().unwrap().iter().map(|one| format!("{}:{}", one["report"]["id"], one["id"])));
        match page["next"].as_str() {
            Some(next) => path = format!("/api/v1/records?limit=3&cursor={next}"),
            None => break,
        }
    }
    let (_, _, all) = get(&app, "/download/events.jsonl").await;
    assert_eq!(seen.len(), all.lines().count(), "{seen:?}");
    let n_seen = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), n_seen, "an event came twice");
    for (accept, begins) in
        [("text/csv", "report,source"), ("application/x-ndjson", "{\"report\""), ("application/json", "{\"items\"")]
    {
        let request = Request::get("/api/v1/records").header(header::ACCEPT, accept).body(Body::empty()).unwrap();
        let (_, headers, body) = ask(&app, request).await;
        assert!(body.starts_with(begins), "{accept}: {body}");
        assert!(headers[header::CONTENT_TYPE].to_str().unwrap().starts_with(accept));
    }
    let (_, _, counts) = get(&app, "/api/v1/aggregates?by=month,dyad&to=csv").await;
    assert!(counts.starts_with("month,dyad,n_events"), "{counts}");
    let (_, _, reports) = get(&app, "/api/v1/reports?limit=2").await;
    let reports: Value = serde_json::from_str(&reports).unwrap();
    let (_, _, later) = get(&app, &format!("/api/v1/reports?limit=2&cursor={}", reports["next"].as_str().unwrap())).await;
    let later: Value = serde_json::from_str(&later).unwrap();
    assert_ne!(reports["items"][0]["report"]["id"], later["items"][0]["report"]["id"]);
}

#[tokio::test]
async fn a_posted_text_is_coded_and_refusals_say_why() {
    let app = samples(free());
    let text = json!({ "text": "Police in Minsk detained 40 demonstrators on Sunday.", "date": "2026-01-18" }).to_string();
    let (status, _, body) = ask(&app, post("/api/v1/code", "application/json", text)).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    assert_eq!(from_jsonl(&body).unwrap().events[0].kind, "COERCE");
    for (body, status) in [
        ("{", 400),
        ("{}", 422),
        (r#"{"text": "a", "date": "18 January"}"#, 400),
        (r#"{"text": "a", "colour": 1}"#, 422),
        (r#"{"text": ""}"#, 200),
    ] {
        let (found, _, told) = ask(&app, post("/api/v1/code", "application/json", body)).await;
        assert_eq!(found.as_u16(), status, "{body}: {told}");
    }
    let (status, ..) = ask(&app, post("/api/v1/code", "text/plain", "a")).await;
    assert_eq!(status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let (_, _, page) =
        ask(&app, post("/try", "application/x-www-form-urlencoded", "text=Police+in+Minsk+detained+40+demonstrators.")).await;
    assert!(page.contains(">detained</mark>"), "{page}");
}

#[tokio::test]
async fn limits_hold() {
    let small = samples(Limits { text_bytes: 1000, ..free() });
    let long = json!({ "text": "word ".repeat(1000) }).to_string();
    assert_eq!(ask(&small, post("/api/v1/code", "application/json", long)).await.0, StatusCode::PAYLOAD_TOO_LARGE);

    let often = samples(Limits { requests_per_second: 2, ..Limits::default() });
    let mut last = StatusCode::OK;
    for _ in 0..6 {
        let (status, headers, _) = get(&often, "/events").await;
        last = status;
        assert_eq!(status == StatusCode::TOO_MANY_REQUESTS, headers.contains_key(header::RETRY_AFTER));
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(get(&often, "/health").await.0, StatusCode::OK);

    let named = samples(Limits { hosts: vec!["localhost".to_owned()], ..free() });
    for (host, status) in [("localhost:8080", 200), ("evil.example", 421)] {
        let request = Request::get("/").header(header::HOST, host).body(Body::empty()).unwrap();
        assert_eq!(ask(&named, request).await.0.as_u16(), status, "{host}");
    }
    let mut foreign = post("/try", "application/x-www-form-urlencoded", "text=a");
    foreign.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
    assert_eq!(ask(&named, foreign).await.0, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn overload_is_told_and_nothing_is_lost() {
    let app = samples(Limits { coding: 1, waiting: 2, ..free() });
    let text = json!({ "text": "Police in Minsk detained 40 demonstrators on Sunday. ".repeat(60) }).to_string();
    let tasks: Vec<_> = (0..12)
        .map(|_| {
            let (app, request) = (app.clone(), post("/api/v1/code", "application/json", text.clone()));
            tokio::spawn(async move { ask(&app, request).await })
        })
        .collect();
    let (mut n_coded, mut n_refused) = (0, 0);
    for task in tasks {
        let (status, headers, body) = task.await.unwrap();
        match status.as_u16() {
            200 => n_coded += usize::from(from_jsonl(&body).is_ok()),
            503 => n_refused += usize::from(headers.contains_key(header::RETRY_AFTER)),
            other => panic!("{other}: {body}"),
        }
    }
    assert_eq!(n_coded + n_refused, 12);
    assert!(n_coded >= 3 && n_refused >= 1, "{n_coded} coded, {n_refused} refused");
}

#[tokio::test]
async fn a_known_tag_is_not_sent_again() {
    let app = samples(free());
    for path in ["/", "/api/v1/records", "/style.css"] {
        let (_, headers, _) = get(&app, path).await;
        let tag = headers[header::ETAG].clone();
        let request = Request::get(path).header(header::IF_NONE_MATCH, tag).body(Body::empty()).unwrap();
        let (status, _, body) = ask(&app, request).await;
        assert_eq!((status, body.as_str()), (StatusCode::NOT_MODIFIED, ""), "{path}");
    }
}

#[tokio::test]
async fn the_document_names_every_path() {
    let (_, _, body) = get(&samples(free()), "/api/v1/openapi.json").await;
    let document: Value = serde_json::from_str(&body).unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    for path in
        ["/reports", "/reports/{id}", "/records", "/happenings", "/happenings/{name}", "/entities", "/aggregates", "/code"]
    {
        assert!(document["paths"].get(format!("/api/v1{path}")).is_some(), "{path}");
    }
}

/// Text that would run, in every field of a record that holds words.
fn hostile() -> Record {
    let bad = "<script>alert(1)</script>\"><img src=x onerror=alert(2)>'&{{7*7}}";
    let report = chancery()
        .report_from_text("Police in Minsk detained 40 demonstrators in Brest on Sunday, officials said.", Given::default());
    let mut record = chancery().code(&report);
    assert!(!record.events.is_empty());
    let head = &mut record.report;
    head.id = bad.to_owned();
    head.source = Some(bad.to_owned());
    head.url = Some(format!("javascript:alert(3)//{bad}"));
    head.title = Some(bad.to_owned());
    head.language = Some(bad.to_owned());
    head.extra.insert(bad.to_owned(), bad.into());
    head.notices.push(chancery_record::Notice { code: bad.to_owned(), message: bad.to_owned(), spans: Vec::new() });
    for entity in &mut record.entities {
        entity.name = bad.to_owned();
        entity.office = Some(bad.to_owned());
        entity.known_as = Some(bad.to_owned());
    }
    for event in &mut record.events {
        event.id = bad.to_owned();
        event.kind = bad.to_owned();
        event.modes = vec![bad.to_owned()];
        event.contexts = vec![bad.to_owned()];
        event.cameo = Some(bad.to_owned());
        event.text = bad.to_owned();
        event.rule = bad.to_owned();
        event.actors.iter_mut().chain(&mut event.recipients).for_each(|party| party.text = bad.to_owned());
        event.according_to.iter_mut().for_each(|source| source.text = bad.to_owned());
        if let Some(place) = &mut event.place {
            (place.text, place.name, place.precision) = (bad.to_owned(), Some(bad.to_owned()), Some(bad.to_owned()));
        }
    }
    record
}

#[tokio::test]
async fn hostile_text_shows_as_text() {
    let file = std::env::temp_dir().join(format!("chancery-hostile-{}.store", std::process::id()));
    let record = hostile();
    let bad_id = record.report.id.clone();
    {
        let mut store = Store::open(&file).unwrap();
        let mut batch = store.batch("2026-01-18T00:00:00Z").unwrap();
        let text = format!("{bad_id} Police in Minsk detained 40 demonstrators. {bad_id}");
        batch.add(&record, Keeping { text: Some(&text), ..Keeping::default() }).unwrap();
        let mut twin = record.clone();
        twin.report.id = "twin".to_owned();
        batch.add(&twin, Keeping::default()).unwrap();
        batch.commit().unwrap();
    }
    let app = app(Room::with_store(chancery(), &file, free()).unwrap());
    let id: String = bad_id.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let (_, _, lines) = get(&app, "/api/v1/records?to=jsonl").await;
    let happening =
        serde_json::from_str::<Value>(lines.lines().next().unwrap()).unwrap()["happening"].as_str().unwrap().to_owned();
    for path in [
        "/".to_owned(),
        "/events".to_owned(),
        format!("/events?source={id}&type={id}&text={id}&place={id}&mode={id}"),
        "/dyads".to_owned(),
        "/happenings".to_owned(),
        format!("/happenings/{happening}"),
        "/reports".to_owned(),
        format!("/reports/{id}"),
        format!("/reports/{id}?event={id}"),
        format!("/reports/{id}/why"),
        "/reports/twin".to_owned(),
        "/actors/BLR".to_owned(),
        format!("/actors/{id}"),
        "/map".to_owned(),
        format!("/search?q={id}"),
        format!("/{id}"),
        "/charts/types.svg".to_owned(),
    ] {
        let (status, _, body) = get(&app, &path).await;
        assert!(status.is_success() || status == StatusCode::NOT_FOUND, "{path}: {status} {body}");
        for run in ["<script>alert", "<img src=x", "href=\"javascript:", "\"><img"] {
            assert!(!body.contains(run), "{path} holds {run}: {body}");
        }
    }
    let form = format!("text={id}&date=");
    let (status, _, body) = ask(&app, post("/try", "application/x-www-form-urlencoded", form)).await;
    assert!(status == StatusCode::OK && !body.contains("<script>alert") && body.contains("&lt;script&gt;"), "{body}");
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", file.display()));
    }
}
