//! Where in a data file something stands, for the problems that readers report.

use chancery_base::Problem;

/// The first line (from 1) of `text` that holds `word`; 0 where none does.
pub(crate) fn line_of(text: &str, word: &str) -> usize {
    text.lines().position(|line| line.contains(word)).map_or(0, |at| at + 1)
}

/// A fault of the TOML reader as a problem with its line.
pub(crate) fn toml_problem(file: &str, text: &str, fault: &toml::de::Error) -> Problem {
    let line = fault.span().map_or(0, |span| text.get(..span.start).map_or(0, |before| before.matches('\n').count() + 1));
    Problem::new(file, line, fault.message().trim()).hint("docs/frames.md tells what each file may hold")
}
