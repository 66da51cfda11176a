//! The pages: each a function from a request to a document.

pub(crate) mod actor;
pub(crate) mod dyads;
pub(crate) mod events;
pub(crate) mod happening;
pub(crate) mod layout;
pub(crate) mod map;
pub(crate) mod overview;
pub(crate) mod parts;
pub(crate) mod report;
pub(crate) mod search;
pub(crate) mod try_it;
pub(crate) mod why;
