//! What all pages have: the head, the way through the room, the foot.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};

const WAY: [(&str, &str); 7] = [
    ("/", "Overview"),
    ("/events", "Events"),
    ("/dyads", "Dyads"),
    ("/happenings", "Happenings"),
    ("/map", "Map"),
    ("/reports", "Reports"),
    ("/try", "Try it"),
];

/// A whole page; `here` is the part of the way it belongs to.
pub(crate) fn page(title: &str, here: &str, main: Markup) -> Response {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · Chancery" }
                link rel="stylesheet" href="/style.css";
                link rel="icon" type="image/svg+xml" href="/icon.svg";
                script src="/script.js" defer {}
            }
            body {
                a.skip href="#main" { "To the contents" }
                header {
                    div.band {
                        a.name href="/" { "Chancery" }
                        form.find action="/search" role="search" {
                            label for="find" { "Search" }
                            input id="find" type="search" name="q" placeholder="A name, a place, words" maxlength="200";
                            button { "Find" }
                        }
                    }
                    nav aria-label="Rooms" { ul {
                        @for (path, words) in WAY { li {
                            a href=(path) aria-current=[(path == here).then_some("page")] { (words) }
                        } }
                    } }
                }
                main id="main" tabindex="-1" { (main) }
                footer {
                    p { "Chancery reads news reports and writes evidenced event records. What is shown is what reports tell, not what is known to be true. "
                        a href="/api/v1/openapi.json" { "API" } }
                }
            }
        }
    };
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page.into_string()).into_response()
}
