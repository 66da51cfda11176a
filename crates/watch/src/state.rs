//! What is kept between two visits: what was seen of each feed, and how old it was.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Items that are remembered beyond those that stand in the feed.
const MOST_SEEN: usize = 5_000;

/// All feeds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// By address.
    pub feeds: BTreeMap<String, Feed>,
    /// Bytes of the output when this was kept: what stands behind them was written later.
    pub written: u64,
}

/// One feed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feed {
    /// The `ETag` of the last answer.
    pub etag: Option<String>,
    /// The `Last-Modified` of the last answer.
    pub modified: Option<String>,
    /// Ids of items, the oldest first.
    pub seen: Vec<String>,
}

impl Feed {
    /// Whether an item was seen before.
    pub fn has_seen(&self, id: &str) -> bool {
        self.seen.iter().any(|seen| seen == id)
    }

    /// Remembers an item; the oldest is forgotten when there are too many.
    pub fn see(&mut self, id: &str) {
        if !self.has_seen(id) {
            self.seen.push(id.to_owned());
            let surplus = self.seen.len().saturating_sub(MOST_SEEN);
            self.seen.drain(..surplus);
        }
    }
}
