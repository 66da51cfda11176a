//! Questions in SQL, for reading only: what would write, open another file or run without end is stopped.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rusqlite::hooks::{AuthAction, Authorization};
use rusqlite::types::ValueRef;

use crate::{Error, Result, Store};

/// What a question in SQL may cost.
#[derive(Clone, Copy, Debug)]
pub struct Allowance {
    /// Rows after which the answer ends.
    pub rows: usize,
    /// Time after which it is given up.
    pub time: Duration,
}

impl Default for Allowance {
    fn default() -> Self {
        Allowance { rows: 100_000, time: Duration::from_secs(60) }
    }
}

/// An answer: the names of the columns, and rows of values.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Rows, a value for each column.
    pub rows: Vec<Vec<serde_json::Value>>,
    /// Whether there were more rows than allowed.
    pub cut: bool,
}

/// Steps of SQLite's machine between two looks at the clock.
const STEPS: i32 = 100_000;

impl Store {
    /// Answers a question in SQL.
    pub fn ask(&mut self, sql: &str, allowance: Allowance) -> Result<Answer> {
        self.db.pragma_update(None, "query_only", true)?;
        let late = Arc::new(AtomicBool::new(false));
        let (began, told) = (Instant::now(), late.clone());
        self.db.progress_handler(
            STEPS,
            Some(move || {
                let is_late = began.elapsed() > allowance.time;
                told.fetch_or(is_late, Ordering::Relaxed);
                is_late
            }),
        )?;
        self.db.authorizer(Some(|context: rusqlite::hooks::AuthContext<'_>| match context.action {
            AuthAction::Select | AuthAction::Read { .. } | AuthAction::Recursive => Authorization::Allow,
            // Functions that load code or read files are not for questions.
            AuthAction::Function { function_name } if !function_name.eq_ignore_ascii_case("load_extension") => {
                Authorization::Allow
            }
            // The full-text tables look into themselves.
            AuthAction::Pragma { pragma_name: "data_version", .. } => Authorization::Allow,
            _ => Authorization::Deny,
        }))?;
        let answer = self.answer(sql, allowance.rows);
        self.db.authorizer(None::<fn(rusqlite::hooks::AuthContext<'_>) -> Authorization>)?;
        self.db.progress_handler(0, None::<fn() -> bool>)?;
        match answer {
            Err(_) if late.load(Ordering::Relaxed) => Err(Error::new(format!(
                "the question took more than {} seconds and was given up; ask for less, or allow more with --sql-seconds",
                allowance.time.as_secs()
            ))),
            Err(error) => Err(Error::caused("the question cannot be answered (only SELECT is)", error)),
            Ok(answer) => Ok(answer),
        }
    }

    fn answer(&self, sql: &str, most: usize) -> rusqlite::Result<Answer> {
        let mut select = self.db.prepare(sql)?;
        let columns: Vec<String> = select.column_names().map(str::to_owned).collect();
        let mut answer = Answer { columns, rows: Vec::new(), cut: false };
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            if answer.rows.len() == most {
                answer.cut = true;
                break;
            }
            answer.rows.push((0..answer.columns.len()).map(|at| row.get_ref(at).map(value)).collect::<rusqlite::Result<_>>()?);
        }
        Ok(answer)
    }
}

fn value(value: ValueRef<'_>) -> serde_json::Value {
    match value {
        ValueRef::Null => serde_json::Value::Null,
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(number) => number.into(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned().into(),
        ValueRef::Blob(bytes) => format!("{} bytes", bytes.len()).into(),
    }
}
