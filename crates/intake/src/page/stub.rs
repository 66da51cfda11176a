//! Pages that keep their article from the reader: what they show is no report, and coding it would be coding an advertisement.

use super::furniture::{self, Cue};

/// Why a page does not hold its article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stub {
    /// Only subscribers may read it.
    Paywall,
    /// The page asks about cookies, and shows nothing else.
    Consent,
    /// No article was found.
    Nothing,
}

impl Stub {
    /// What a notice says.
    pub fn message(self) -> &'static str {
        match self {
            Stub::Paywall => "The page shows only the beginning of its article, for subscribers have the rest; it was not coded.",
            Stub::Consent => "The page asks about cookies and shows no article; it was not coded.",
            Stub::Nothing => "No article was found on the page; it was not coded.",
        }
    }
}

/// A body with more words than this is worth coding, whatever stands around it.
const WHOLE: usize = 150;
/// A body with fewer words is none.
const NOTHING: usize = 8;

/// Tells whether a page with this body is a stub. `free`: what the page says of who may read it.
pub(crate) fn find(html: &str, body: &str, free: Option<bool>) -> Option<Stub> {
    let words = body.split_whitespace().count();
    // Languages without blanks have long "words".
    if words > WHOLE || body.chars().count() > 8 * WHOLE {
        return None;
    }
    if furniture::OWN.holds(Cue::Consent, body) && words <= WHOLE / 2 {
        return Some(Stub::Consent);
    }
    if free == Some(false) || furniture::OWN.holds(Cue::Stub, body) || shows(html, Cue::Stub) {
        return Some(Stub::Paywall);
    }
    if words < NOTHING && body.chars().count() < 8 * NOTHING {
        return Some(if shows(html, Cue::Consent) { Stub::Consent } else { Stub::Nothing });
    }
    None
}

/// Whether the page says so in text that a reader sees.
fn shows(html: &str, cue: Cue) -> bool {
    let document = dom_query::Document::from(html);
    super::blocks::blocks(document.root()).iter().any(|block| block.n_words() <= 60 && furniture::OWN.holds(cue, &block.text))
}
