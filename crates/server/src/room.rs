//! What all requests share: the loaded program, the shelf, the limits and the counters.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use chancery::Chancery;
use chancery::world::{EntryId, EntryKind};

use crate::coding::Desk;
use crate::guard::Clients;
use crate::metrics::Metrics;
use crate::shelf::Shelf;

/// What clients may ask.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Bytes of a text to be coded.
    pub text_bytes: usize,
    /// Requests of one client in a second; 0: any number.
    pub requests_per_second: u32,
    /// Texts that wait to be coded; more are refused.
    pub waiting: usize,
    /// Texts coded at the same time.
    pub coding: usize,
    /// Time after which a request is given up.
    pub time: Duration,
    /// Names under which the room may be asked; empty: any.
    pub hosts: Vec<String>,
    /// Whether a line is written to standard error for every request.
    pub log: bool,
}

impl Default for Limits {
    fn default() -> Self {
        let coding = std::thread::available_parallelism().map_or(2, usize::from);
        Limits {
            text_bytes: 1 << 20,
            requests_per_second: 100,
            waiting: 64,
            coding,
            time: Duration::from_secs(20),
            hosts: Vec::new(),
            log: false,
        }
    }
}

/// The reading room.
pub struct Room {
    pub(crate) chancery: &'static Chancery,
    pub(crate) shelf: Shelf,
    pub(crate) limits: Limits,
    pub(crate) desk: Desk,
    pub(crate) clients: Clients,
    pub(crate) metrics: Metrics,
    /// Whether it shows the samples, for want of a store.
    pub(crate) samples: bool,
    people: OnceLock<HashMap<String, EntryId>>,
}

/// The room as every request gets it.
pub type Shared = Arc<Room>;

impl Room {
    /// A room over a store.
    pub fn with_store(chancery: &'static Chancery, file: &Path, limits: Limits) -> chancery_store::Result<Shared> {
        Ok(Room::new(chancery, Shelf::open(file)?, limits, false))
    }

    /// A room over the sample reports, coded now.
    pub fn with_samples(chancery: &'static Chancery, limits: Limits) -> chancery_store::Result<Shared> {
        Ok(Room::new(chancery, Shelf::of(crate::samples::store(chancery)?), limits, true))
    }

    fn new(chancery: &'static Chancery, shelf: Shelf, limits: Limits, samples: bool) -> Shared {
        let desk = Desk::new(limits.coding, limits.waiting);
        let clients = Clients::new(limits.requests_per_second);
        Arc::new(Room { chancery, shelf, limits, desk, clients, metrics: Metrics::default(), samples, people: OnceLock::new() })
    }

    /// Somebody or something of the world by its id; places are not looked for.
    pub(crate) fn entry(&self, id: &str) -> Option<EntryId> {
        let people = self.people.get_or_init(|| {
            let all = self.chancery.world().entries();
            let kept = all.filter(|(_, one)| !one.is_place() || one.kind == EntryKind::State);
            kept.map(|(at, one)| (one.id(), at)).collect()
        });
        people.get(id).copied()
    }

    /// A country's name; its code where it has none.
    pub(crate) fn country_name(&self, code: &str) -> String {
        let world = self.chancery.world();
        let state = code.parse().ok().and_then(|country| world.state(country));
        state.map_or_else(
            || if code.is_empty() { "unknown".to_owned() } else { code.to_owned() },
            |id| world.entry(id).name.to_owned(),
        )
    }
}
