//! The file: opened, brought up to date, and written in batches that are kept whole or not at all.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::batch::Batch;
use crate::{Error, Result, functions, schema};

/// How long a command waits for another one that writes.
const PATIENCE: Duration = Duration::from_secs(30);

/// A store: one SQLite file with its write-ahead log beside it.
pub struct Store {
    pub(crate) db: Connection,
}

impl Store {
    /// Opens a store for reading and writing; where there is no file, an empty store is made.
    pub fn open(path: &Path) -> Result<Store> {
        let store = Store::connect(path, OpenFlags::default() | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        Store::ready(store)
    }

    /// Opens a store that must be there, for reading and writing.
    pub fn open_existing(path: &Path) -> Result<Store> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Store::ready(Store::connect(&existing(path)?, flags)?)
    }

    /// Opens a store that must be there, for reading only; one of an older version must be opened for writing once.
    pub fn open_to_read(path: &Path) -> Result<Store> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        // A log that a killed writer left behind can be read only by who may write; where that is forbidden, the file alone must do.
        let store = Store::connect(&existing(path)?, flags)
            .or_else(|_| Store::connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX))?;
        if schema::version(&store.db)? < schema::VERSION {
            return Store::ready(store);
        }
        store.db.pragma_update(None, "query_only", true)?;
        Ok(store)
    }

    /// An empty store in memory, for tests and passing questions.
    pub fn in_memory() -> Result<Store> {
        let db = Connection::open_in_memory()?;
        Store::ready(Store::configured(db)?)
    }

    fn connect(path: &Path, flags: OpenFlags) -> Result<Store> {
        let open = Connection::open_with_flags(path, flags).map_err(Error::from).and_then(Store::configured);
        open.and_then(|store| schema::version(&store.db).map(|_| store))
            .map_err(|error| Error::caused(format!("cannot open the store {}", path.display()), error))
    }

    fn configured(db: Connection) -> Result<Store> {
        db.busy_timeout(PATIENCE)?;
        db.set_prepared_statement_cache_capacity(64);
        // 256 MB of cache at the most, 1 GB of the file mapped: what is read often is not copied.
        db.execute_batch("PRAGMA cache_size = -262144; PRAGMA mmap_size = 1073741824; PRAGMA temp_store = MEMORY;")?;
        functions::register(&db)?;
        Ok(Store { db })
    }

    fn ready(mut store: Store) -> Result<Store> {
        // In the log mode readers never wait for a writer; with NORMAL a commit survives the death of the process, and the file stays
        // whole when the power fails.
        store.db.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = 8000;")?;
        schema::migrate(&mut store.db)?;
        Ok(store)
    }

    /// Begins a batch of changes; `now` is the time that the history will show.
    pub fn batch(&mut self, now: &str) -> Result<Batch<'_>> {
        let change = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        Batch::new(change, now)
    }

    /// Lets SQLite look at the tables again, so that it plans well; worth it after many reports were added.
    pub fn optimize(&self) -> Result<()> {
        self.db.execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(PASSIVE);")?;
        Ok(())
    }
}

fn existing(path: &Path) -> Result<std::path::PathBuf> {
    match path.is_file() {
        true => Ok(path.to_owned()),
        false => Err(Error::new(format!("there is no store {}; `chancery store add` makes one", path.display()))),
    }
}
