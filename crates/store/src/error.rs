//! What can go wrong with a store: the database, a record in it, or what the user asked.

use std::fmt;

/// Why the store could not do what was asked.
#[derive(Debug)]
pub struct Error {
    /// What was being done, with the file where it matters.
    what: String,
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// The result of everything that touches the store.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error that no other caused: the user asked for what cannot be.
    pub fn new(what: impl Into<String>) -> Self {
        Error { what: what.into(), cause: None }
    }

    pub(crate) fn caused(what: impl Into<String>, cause: impl std::error::Error + Send + Sync + 'static) -> Self {
        Error { what: what.into(), cause: Some(Box::new(cause)) }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        match &self.cause {
            Some(cause) => write!(f, ": {cause}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let hint = match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseBusy) => "another command is writing to the store; try again when it is done",
            Some(rusqlite::ErrorCode::DiskFull) => "the disk is full; nothing of the report at hand was kept",
            Some(rusqlite::ErrorCode::ReadOnly) => "the store may not be written; check its permissions and those of its folder",
            Some(rusqlite::ErrorCode::DatabaseCorrupt) => "the store is damaged; run `chancery store check`",
            Some(rusqlite::ErrorCode::NotADatabase) => "the file is no store; name another, or none, and one is made",
            Some(rusqlite::ErrorCode::CannotOpen) => "the store cannot be opened; check the name and the folder",
            _ => "the database failed",
        };
        Error::caused(hint, error)
    }
}
