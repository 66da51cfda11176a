//! What can go wrong before any report is read: the bundle, or the user's own data files.

use std::fmt;

use chancery_base::Problem;

/// Why Chancery could not start.
#[derive(Debug)]
pub enum Error {
    /// Faults in data files, all that were found.
    Data(Vec<Problem>),
    /// The trained model cannot be used.
    Model(String),
    /// A file of the user's own data cannot be read.
    Unread(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Data(problems) => {
                writeln!(f, "{} problems in the data files:", problems.len())?;
                problems.iter().try_for_each(|problem| writeln!(f, "  {problem}"))
            }
            Error::Model(why) => write!(f, "the trained model cannot be used: {why}"),
            Error::Unread(why) => write!(f, "{why}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<Vec<Problem>> for Error {
    fn from(problems: Vec<Problem>) -> Self {
        Error::Data(problems)
    }
}
