//! The tables of the store, version by version: an older store is brought up to date when it is opened for writing.

use rusqlite::Connection;

use crate::{Error, Result};

/// "chan" in the file's header says that it is a store of Chancery.
const APPLICATION: i32 = 0x6368_616e;

/// One script a version; a script that was released is never changed, a new one is added behind it.
const MIGRATIONS: [&str; 1] = [include_str!("schema/1.sql")];

/// The version that this program writes.
pub const VERSION: usize = MIGRATIONS.len();

/// The version of a file, 0 where it is empty; an error where it is no store of ours or one of a newer program.
pub(crate) fn version(db: &Connection) -> Result<usize> {
    let pragma = |name: &str| db.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0));
    let (application, version) = (pragma("application_id")?, pragma("user_version")?);
    if application != i64::from(APPLICATION) {
        let n_tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        return match n_tables {
            0 => Ok(0),
            _ => Err(Error::new("the file is a database, but no store of Chancery; name another file")),
        };
    }
    let version = usize::try_from(version).unwrap_or(0);
    if version > VERSION {
        let newer = format!("the store has version {version}, this program knows {VERSION}; use a newer chancery");
        return Err(Error::new(newer));
    }
    Ok(version)
}

/// Brings an empty or older file to this program's version, all or nothing.
pub(crate) fn migrate(db: &mut Connection) -> Result<()> {
    if version(db)? == VERSION {
        return Ok(());
    }
    let change = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    // Another process may have done it while this one waited.
    for script in &MIGRATIONS[version(&change)?..] {
        change.execute_batch(script)?;
    }
    change.pragma_update(None, "application_id", APPLICATION)?;
    change.pragma_update(None, "user_version", VERSION as i64)?;
    change.commit()?;
    Ok(())
}
