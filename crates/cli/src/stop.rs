//! Ctrl-C stops a run cleanly: no more reports are read, those under way are finished, and the output ends with a whole line.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// The exit status of a run that was stopped: that of a process that the interrupt signal has ended.
pub(crate) const STOPPED: u8 = 130;

static ASKED: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// From now on, the first Ctrl-C (or SIGTERM) only asks to stop; a second one ends the process at once.
pub(crate) fn listen(reads_stdin: bool) {
    if reads_stdin && std::io::stdin().is_terminal() {
        // Somebody who types the report would wait for nothing: the signal cannot wake the reader.
        return;
    }
    let asked = ASKED.get_or_init(Arc::default);
    for signal in [SIGINT, SIGTERM] {
        // Without the handlers a run still ends on Ctrl-C, if less cleanly.
        let _ = flag::register_conditional_shutdown(signal, STOPPED.into(), Arc::clone(asked));
        let _ = flag::register(signal, Arc::clone(asked));
    }
}

/// Whether somebody has asked to stop.
pub(crate) fn asked() -> bool {
    ASKED.get().is_some_and(|asked| asked.load(Ordering::Relaxed))
}
