//! What every request passes: its name for the room, how often it asks, how long it takes; and what every answer carries.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use axum::Router;
use axum::body::{Body, HttpBody, to_bytes};
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use crate::{Problem, Shared};

/// Who asks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// Nothing from elsewhere, nothing inline, no frames.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";
const HEADERS: [(HeaderName, &str); 5] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Puts the guard around all paths.
pub(crate) fn around(app: Router<Shared>, room: Shared) -> Router<Shared> {
    let text_bytes = room.limits.text_bytes;
    app.layer(from_fn(tagged))
        .layer(CompressionLayer::new())
        .layer(DefaultBodyLimit::max(text_bytes))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            Problem::failed("answering", "a panic").into_response()
        }))
        .layer(from_fn_with_state(room, watched))
}

/// Writes a line of the log.
#[allow(clippy::print_stderr)]
pub(crate) fn log(line: &Value) {
    // JSON escapes what a terminal could take as a command.
    eprintln!("{line}");
}

async fn watched(State(room): State<Shared>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let peer = request.extensions().get::<Peer>().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.0);
    let mut response = match admitted(&room, peer, &request) {
        Err(problem) => problem.into_response(),
        Ok(()) => match tokio::time::timeout(room.limits.time, next.run(request)).await {
            Ok(response) => response,
            Err(_) => Problem::busy("the answer took too long and was given up").into_response(),
        },
    };
    for (name, value) in HEADERS {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    let took = began.elapsed();
    room.metrics.answered(response.status().as_u16(), took);
    if room.limits.log {
        let status = response.status().as_u16();
        log(
            &json!({ "method": method.as_str(), "path": path, "status": status, "ms": took.as_millis() as u64, "peer": peer.to_string() }),
        );
    }
    response
}

fn admitted(room: &Shared, peer: IpAddr, request: &Request) -> Result<(), Problem> {
    // A page of elsewhere could name this machine as its own and read the record; its requests carry its name.
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|c| c.is_ascii_digit())).map_or(host, |(name, _)| name);
    let hosts = &room.limits.hosts;
    if !hosts.is_empty() && !host.is_empty() && !hosts.iter().any(|one| one.eq_ignore_ascii_case(name)) {
        return Err(Problem::new(StatusCode::MISDIRECTED_REQUEST, "the room is not asked under this name; allow it with --host"));
    }
    let from_elsewhere = request.headers().get("sec-fetch-site").is_some_and(|site| site == "cross-site");
    if from_elsewhere && request.method() != Method::GET && request.method() != Method::HEAD {
        return Err(Problem::new(StatusCode::FORBIDDEN, "another site may not post here"));
    }
    let free = matches!(request.uri().path(), "/health" | "/metrics");
    if free || room.clients.may(peer) { Ok(()) } else { Err(Problem::too_often()) }
}

/// Gives whole answers a tag, and says "not modified" to who has them already.
async fn tagged(request: Request, next: Next) -> Response {
    let is_read = request.method() == Method::GET || request.method() == Method::HEAD;
    let known = request.headers().get(header::IF_NONE_MATCH).cloned();
    let response = next.run(request).await;
    // Streams have no end yet, and so no tag.
    let is_whole = response.body().size_hint().exact().is_some_and(|n_bytes| n_bytes > 0 && n_bytes < 1 << 24);
    if !is_read || response.status() != StatusCode::OK || !is_whole {
        return response;
    }
    let (mut head, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, 1 << 24).await else { return Problem::failed("answering", "the body").into_response() };
    let digest = Sha256::digest(&bytes);
    let tag = format!("W/\"{}\"", digest[..12].iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    let is_known = known.is_some_and(|known| known.to_str().is_ok_and(|known| known.split(',').any(|one| one.trim() == tag)));
    if let Ok(value) = HeaderValue::from_str(&tag) {
        head.headers.insert(header::ETAG, value);
    }
    head.headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    if is_known {
        head.status = StatusCode::NOT_MODIFIED;
        head.headers.remove(header::CONTENT_LENGTH);
        return Response::from_parts(head, Body::empty());
    }
    Response::from_parts(head, Body::from(bytes))
}

/// How often each client asked of late.
pub(crate) struct Clients {
    per_second: u32,
    /// What each may still ask, and when that was counted.
    left: Mutex<HashMap<IpAddr, (f64, Instant)>>,
}

/// Clients remembered; beyond that, those are forgotten that may ask freely.
const REMEMBERED: usize = 10_000;

impl Clients {
    pub(crate) fn new(per_second: u32) -> Clients {
        Clients { per_second, left: Mutex::new(HashMap::new()) }
    }

    fn may(&self, peer: IpAddr) -> bool {
        if self.per_second == 0 {
            return true;
        }
        let (now, rate) = (Instant::now(), f64::from(self.per_second));
        let most = rate * 2.0;
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        if left.len() >= REMEMBERED && !left.contains_key(&peer) {
            left.retain(|_, (n, at)| *n + now.duration_since(*at).as_secs_f64() * rate < most);
            if left.len() >= REMEMBERED {
                return false;
            }
        }
        let (n, at) = left.entry(peer).or_insert((most, now));
        *n = (*n + now.duration_since(*at).as_secs_f64() * rate).min(most);
        *at = now;
        let may = *n >= 1.0;
        if may {
            *n -= 1.0;
        }
        may
    }
}
