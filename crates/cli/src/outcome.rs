//! How a run ended, as a value: the exit status is made from it in one place.

use std::process::ExitCode;

use crate::stop::STOPPED;

/// How a run, or a piece of it, ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// Inputs or lines that were taken.
    pub(crate) n_taken: usize,
    /// Lines or texts that were opened, but refused.
    pub(crate) n_refused: usize,
    /// Files that could not even be opened.
    pub(crate) n_unopened: usize,
    /// Whether somebody has stopped the run.
    pub(crate) stopped: bool,
}

impl Outcome {
    /// 0: all was taken; 1: finished, but some input was refused; 2: there was nothing to run on; 130: stopped.
    pub(crate) fn status(self) -> u8 {
        match self {
            Outcome { stopped: true, .. } => STOPPED,
            Outcome { n_refused: 0, n_unopened: 0, .. } => 0,
            Outcome { n_taken: 0, n_refused: 0, .. } => 2,
            _ => 1,
        }
    }
}

/// What a subcommand gives back to `main`.
pub(crate) type Finished = anyhow::Result<Outcome>;

/// The exit status of a finished or failed run. A closed pipe is success: whoever read has read enough.
pub(crate) fn exit(finished: Finished, say: impl FnOnce(&str)) -> ExitCode {
    match finished {
        Ok(outcome) => ExitCode::from(outcome.status()),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("{error:#}"));
            ExitCode::from(2)
        }
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let closed = |error: &std::io::Error| error.kind() == std::io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| cause.downcast_ref::<std::io::Error>().is_some_and(closed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_states() {
        for (n_taken, n_refused, n_unopened, status) in
            [(3, 0, 0, 0), (0, 0, 0, 0), (3, 1, 0, 1), (3, 0, 1, 1), (0, 1, 0, 1), (0, 1, 1, 1), (0, 0, 2, 2)]
        {
            assert_eq!(
                Outcome { n_taken, n_refused, n_unopened, stopped: false }.status(),
                status,
                "{n_taken} {n_refused} {n_unopened}"
            );
        }
    }

    #[test]
    fn a_closed_pipe_is_found_below_other_causes() {
        let pipe = std::io::Error::from(std::io::ErrorKind::BrokenPipe);
        assert!(is_closed_pipe(&anyhow::Error::new(pipe).context("cannot write")));
        let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
        assert!(!is_closed_pipe(&anyhow::Error::new(full)));
    }
}
