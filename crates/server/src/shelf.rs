//! The store as this room asks it: a few connections, questions off the async threads, counts kept until the store changes.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use chancery_record::Record;
use chancery_store::{By, Filter, Found, Group, Happening, Kept, Store};
use tokio::sync::Semaphore;

use crate::Problem;

/// Questions answered at the same time.
const CONNECTIONS: usize = 8;
/// Time that a question waits for its turn.
const PATIENCE: Duration = Duration::from_secs(5);
/// Counts that are kept.
const KEPT: usize = 256;

/// When and how large a store and its log were.
type Stamp = Vec<Option<(SystemTime, u64)>>;

/// Counts, and the store they were taken from.
type Counted = (Stamp, Arc<Vec<Group>>);

/// The store.
pub(crate) struct Shelf {
    file: Option<PathBuf>,
    idle: Arc<Mutex<Vec<Store>>>,
    turns: Arc<Semaphore>,
    counts: Mutex<HashMap<String, Counted>>,
}

impl Shelf {
    /// The store of a file.
    pub(crate) fn open(file: &Path) -> chancery_store::Result<Shelf> {
        let first = Store::open_to_read(file)?;
        Ok(Shelf::new(Some(file.to_owned()), first, CONNECTIONS))
    }

    /// A store in memory: one connection is all there is.
    pub(crate) fn of(store: Store) -> Shelf {
        Shelf::new(None, store, 1)
    }

    fn new(file: Option<PathBuf>, store: Store, turns: usize) -> Shelf {
        Shelf { file, idle: Arc::new(Mutex::new(vec![store])), turns: Arc::new(Semaphore::new(turns)), counts: Mutex::default() }
    }

    /// Asks the store something.
    pub(crate) async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Store) -> chancery_store::Result<T> + Send + 'static,
    ) -> Result<T, Problem> {
        let turn = tokio::time::timeout(PATIENCE, self.turns.clone().acquire_owned()).await;
        let turn = turn.ok().and_then(Result::ok).ok_or_else(|| Problem::busy("the store is busy"))?;
        let (idle, file) = (self.idle.clone(), self.file.clone());
        let asked = tokio::task::spawn_blocking(move || {
            let waiting = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let store = match (waiting, file) {
                (Some(store), _) => store,
                (None, Some(file)) => Store::open_to_read(&file)?,
                (None, None) => return Err(chancery_store::Error::new("the store in memory was lost")),
            };
            let answer = question(&store);
            idle.lock().unwrap_or_else(PoisonError::into_inner).push(store);
            drop(turn);
            answer
        });
        let answer = asked.await.map_err(|error| Problem::failed("asking the store", error))?;
        answer.map_err(|error| Problem::failed("asking the store", error))
    }

    /// Events.
    pub(crate) async fn find(&self, filter: Filter) -> Result<Vec<Found>, Problem> {
        self.ask(move |store| store.find(&filter)).await
    }

    /// How many events.
    pub(crate) async fn count(&self, filter: &Filter) -> Result<i64, Problem> {
        if !filter.contexts.is_empty() {
            let filter = filter.clone();
            return self.ask(move |store| store.count(&filter)).await.map(|n| n as i64);
        }
        // The counts by quad class are kept, and an event has one.
        Ok(self.groups(filter, &[By::Quad]).await?.iter().map(|group| group.n_events).sum())
    }

    /// Counts, kept until the store changes.
    pub(crate) async fn groups(&self, filter: &Filter, by: &[By]) -> Result<Arc<Vec<Group>>, Problem> {
        let filter = Filter { limit: None, after: None, newest: false, ..filter.clone() };
        let (key, stamp) = (format!("{filter:?} {by:?}"), self.stamp());
        let known = self.counts.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some((_, groups)) = known.filter(|(when, _)| *when == stamp) {
            return Ok(groups);
        }
        let by = by.to_vec();
        let groups = Arc::new(self.ask(move |store| store.aggregate(&filter, &by)).await?);
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() >= KEPT {
            counts.clear();
        }
        counts.insert(key, (stamp, groups.clone()));
        Ok(groups)
    }

    /// A happening.
    pub(crate) async fn happening(&self, name: &str) -> Result<Happening, Problem> {
        if chancery_store::happening_number(name).is_none() {
            return Err(Problem::not_found("happenings are named as H0123456789abcde"));
        }
        let asked = name.to_owned();
        let found = self.ask(move |store| store.happening(&asked)).await?;
        found.ok_or_else(|| Problem::not_found(format!("no report of the store tells {name}")))
    }

    /// The most widely told happenings.
    pub(crate) async fn widely_told(&self, filter: &Filter, limit: usize) -> Result<Vec<Happening>, Problem> {
        let filter = filter.clone();
        let told = move |store: &Store| {
            let names = store.widely_told(&filter, limit)?;
            names.iter().filter_map(|name| store.happening(name).transpose()).collect()
        };
        self.ask(told).await
    }

    /// A report.
    pub(crate) async fn report(&self, id: &str) -> Result<Kept, Problem> {
        let asked = id.to_owned();
        let found = self.ask(move |store| store.report(&asked)).await?;
        found.ok_or_else(|| Problem::not_found(format!("the store has no report {id}")))
    }

    /// Reports, in the order of their ids.
    pub(crate) async fn reports(&self, words: Vec<String>, after: Option<String>, limit: usize) -> Result<Vec<Record>, Problem> {
        self.ask(move |store| store.reports(&words, after.as_deref(), limit)).await
    }

    fn stamp(&self) -> Stamp {
        let Some(file) = &self.file else { return Vec::new() };
        let log = PathBuf::from(format!("{}-wal", file.display()));
        let stamp = |path: &Path| path.metadata().ok().and_then(|data| Some((data.modified().ok()?, data.len())));
        vec![stamp(file), stamp(&log)]
    }
}
