//! The native half of the Python package: texts and lines in, JSON out, with the interpreter free to run other threads meanwhile.
//!
//! Shapes for people (`Report`, notebooks, Arrow, Spark) are made in `python/chancery/`; here is only what must be Rust. What goes over the
//! wall is the contract itself, an input line and a record line, so that Python cannot have other fields than the command.

mod coding;
mod explaining;

use std::path::PathBuf;

use chancery::own::{Texts, joined, read_lexicon, read_world};
use chancery::{Chancery, parse_day};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// The loaded program: model, lexicon and world.
#[pyclass(frozen, module = "chancery._core")]
struct Core {
    chancery: Chancery,
}

#[pymethods]
impl Core {
    /// Loads the program's data together with the user's, which is given as names and texts.
    #[new]
    fn new(py: Python<'_>, lexicon: Texts, world: Texts) -> PyResult<Self> {
        let loaded = py.detach(|| Chancery::with(&joined(&lexicon, &world)));
        Ok(Core { chancery: loaded.map_err(refused)? })
    }

    /// Codes input lines on `threads` threads (0: all cores), in order. Each answer is `(record, rows of the flat table, number of
    /// events)`, or `(None, message, 0)` where the line is refused.
    fn code_lines(&self, py: Python<'_>, lines: Vec<String>, threads: usize) -> Vec<coding::Answer> {
        py.detach(|| coding::code_lines(&self.chancery, lines, threads))
    }

    /// Why, and why not, of the report on an input line, as JSON.
    fn explain(&self, py: Python<'_>, line: String) -> PyResult<String> {
        py.detach(|| explaining::explain(&self.chancery, &line)).map_err(PyValueError::new_err)
    }

    /// Who a phrase stands for on a day, as JSON.
    fn actor(&self, py: Python<'_>, phrase: String, date: Option<String>) -> PyResult<String> {
        let day = match date {
            None => None,
            Some(date) => Some(parse_day(&date).ok_or_else(|| {
                PyValueError::new_err(format!("`date` is {date:?}, which is no date; write it as 2026-01-18, or leave it out"))
            })?),
        };
        Ok(py.detach(|| explaining::actor(&self.chancery, &phrase, day)))
    }

    /// Tags, lemmas and trees of a text, as CoNLL-U.
    fn parse(&self, py: Python<'_>, text: String) -> String {
        py.detach(|| self.chancery.analyser().analyse_text(&text).to_trees(0).iter().map(ToString::to_string).collect())
    }
}

/// The user's frame files, as names and texts.
#[pyfunction]
fn lexicon_texts(paths: Vec<PathBuf>) -> PyResult<Texts> {
    read_lexicon(&paths).map_err(refused)
}

/// The user's files of people, bodies, places and roles, as names and texts.
#[pyfunction]
fn world_texts(paths: Vec<PathBuf>) -> PyResult<Texts> {
    read_world(&paths).map_err(refused)
}

/// The columns of the flat table, in order.
#[pyfunction]
fn columns() -> Vec<&'static str> {
    chancery::record::CSV_COLUMNS.to_vec()
}

fn refused(error: chancery::Error) -> PyErr {
    PyValueError::new_err(error.to_string().trim_end().to_owned())
}

#[pymodule]
fn _core(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("SCHEMA", chancery::record::SCHEMA)?;
    module.add_class::<Core>()?;
    module.add_function(wrap_pyfunction!(lexicon_texts, module)?)?;
    module.add_function(wrap_pyfunction!(world_texts, module)?)?;
    module.add_function(wrap_pyfunction!(columns, module)?)
}
