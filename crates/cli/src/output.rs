//! The two streams: results go to standard output, everything else to standard error.

use std::io::{BufWriter, IsTerminal, Stderr, Stdout, Write};

use anstream::{AutoStream, ColorChoice};

use crate::args::When;
use crate::sanitize::sanitize;

/// Where the command writes, and what these places can show.
pub(crate) struct Output {
    /// Results.
    pub(crate) out: BufWriter<AutoStream<Stdout>>,
    /// Whether results are coloured.
    pub(crate) color: bool,
    /// Whether results go to a terminal.
    pub(crate) is_terminal: bool,
    quiet: bool,
}

impl Output {
    /// Whether nothing is to be said on standard error.
    pub(crate) fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Looks at the streams once.
    pub(crate) fn new(color: When, quiet: bool) -> Self {
        let stdout = std::io::stdout();
        let choice = match color {
            When::Auto => AutoStream::choice(&stdout),
            When::Always => ColorChoice::Always,
            When::Never => ColorChoice::Never,
        };
        Output {
            is_terminal: stdout.is_terminal(),
            color: choice != ColorChoice::Never,
            out: BufWriter::new(AutoStream::new(stdout, choice)),
            quiet,
        }
    }

    /// One line of result.
    pub(crate) fn line(&mut self, line: &str) -> std::io::Result<()> {
        writeln!(self.out, "{line}")
    }

    /// The width to which cards are broken.
    pub(crate) fn width(&self) -> usize {
        let width = terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0));
        if self.is_terminal { width.clamp(40, 120) } else { 100 }
    }

    /// A message on standard error, unless the user wants none.
    pub(crate) fn say(&self, message: &str) {
        if !self.quiet {
            say(message);
        }
    }

    /// Whether messages are wanted and somebody watches standard error.
    pub(crate) fn is_watched(&self) -> bool {
        !self.quiet && std::io::stderr().is_terminal()
    }
}

/// A message on standard error. If that is closed, nobody wants to know.
pub(crate) fn say(message: &str) {
    let mut stderr: Stderr = std::io::stderr();
    let _ = writeln!(stderr, "chancery: {}", sanitize(message));
}
