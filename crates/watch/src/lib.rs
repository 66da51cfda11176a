//! Watch: feeds and pages are fetched politely, and what was seen before is remembered.
//!
//! In: addresses. Out: bytes ([`Polite::get`]), "nothing new", or the reason why not and how long to wait. A [`Polite`] visitor asks
//! robots.txt first, leaves time between two requests to a host, follows few redirects and waits longer after each failure; a
//! [`Fetcher`] limits time and size and connects to public addresses only. [`State`] is what is kept between two visits.
//!
//! This room knows no reports and no events, and it reads no clock but the one it is given ([`Clock`]).

mod address;
mod clock;
mod fetch;
mod opml;
mod polite;
mod robots;
mod state;

pub use address::is_public;
pub use clock::{Clock, SystemClock};
pub use fetch::{Answer, Fetcher, Known, Limits};
pub use opml::feeds;
pub use polite::Polite;
pub use robots::Robots;
pub use state::{Feed, State};
