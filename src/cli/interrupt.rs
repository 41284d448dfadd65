//! Ctrl-C, and what else asks a process to end: the first time the run is asked to stop, the
//! second time the process ends at once. Nothing is lost by that either; the journal tells which
//! steps may have happened.

use std::io::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};

static STOP: AtomicBool = AtomicBool::new(false);

/// What a shell reports of a process that an interrupt ended.
const INTERRUPTED: i32 = 130;

/// From now on an interrupt sets the flag.
pub fn watch() -> &'static AtomicBool {
    // A process that cannot watch can still be ended.
    let _ = ctrlc::set_handler(|| {
        if STOP.swap(true, Ordering::Relaxed) {
            std::process::exit(INTERRUPTED);
        }
        let _ = std::io::stderr()
            .write_all(b"\nstopping: steps on their way will end; interrupt again to leave them\n");
    });
    &STOP
}
