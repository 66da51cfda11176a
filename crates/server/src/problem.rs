//! What a client is told when something cannot be done: problem+json for programs (RFC 9457), a page for people.

use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// Why a request was refused.
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    detail: String,
    retry_after: Option<u32>,
}

/// As RFC 9457 writes it.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Written<'a> {
    /// Kind of problem; always `about:blank`: the status says it.
    r#type: &'a str,
    /// The status in words.
    title: &'a str,
    /// The status.
    status: u16,
    /// One sentence for people, with the remedy.
    detail: &'a str,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, detail: impl Into<String>) -> Problem {
        Problem { status, detail: detail.into(), retry_after: None }
    }

    pub(crate) fn not_found(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::NOT_FOUND, detail)
    }

    pub(crate) fn bad(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::BAD_REQUEST, detail)
    }

    /// Nothing is wrong with the request: it came at a bad time.
    pub(crate) fn busy(detail: impl Into<String>) -> Problem {
        Problem { retry_after: Some(1), ..Problem::new(StatusCode::SERVICE_UNAVAILABLE, format!("{}; try again", detail.into())) }
    }

    pub(crate) fn too_often() -> Problem {
        let detail = "too many requests from this address; wait a second";
        Problem { retry_after: Some(1), ..Problem::new(StatusCode::TOO_MANY_REQUESTS, detail) }
    }

    /// Our fault: the log gets the cause, the client a safe sentence.
    pub(crate) fn failed(doing: &str, cause: impl std::fmt::Display) -> Problem {
        crate::guard::log(&serde_json::json!({ "level": "error", "doing": doing, "cause": cause.to_string() }));
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, format!("{doing} failed; the log of the server tells why"))
    }

    fn title(&self) -> &'static str {
        self.status.canonical_reason().unwrap_or("Problem")
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let written = Written { r#type: "about:blank", title: self.title(), status: self.status.as_u16(), detail: &self.detail };
        let body = serde_json::to_string(&written).unwrap_or_default();
        let mut response = (self.status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// Makes a page of a problem.
pub(crate) async fn for_people(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let Some(problem) = response.extensions_mut().remove::<Problem>() else { return response };
    let page = crate::pages::layout::page(
        problem.title(),
        "",
        maud::html! {
            h1 { (problem.title()) }
            p.lead { (problem.detail) "." }
            p { a href="/" { "To the overview" } }
        },
    );
    let mut shown = (problem.status, page).into_response();
    if let Some(seconds) = problem.retry_after {
        shown.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    shown
}
