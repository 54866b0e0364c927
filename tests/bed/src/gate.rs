//! A gate that holds back responses until the test opens it.

use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(60);
const NO_PANIC: &str = "nothing panics while it holds the lock";

/// Closed at first; once open it stays open.
#[derive(Clone, Default)]
pub struct Gate(Arc<(Mutex<bool>, Condvar)>);

impl Gate {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn open(&self) {
        *self.0.0.lock().expect(NO_PANIC) = true;
        self.0.1.notify_all();
    }

    /// Waits until the gate is open.
    #[track_caller]
    pub fn wait(&self) {
        let is_open = self.0.0.lock().expect(NO_PANIC);
        let waited = self.0.1.wait_timeout_while(is_open, PATIENCE, |is_open| !*is_open);
        let is_late = waited.expect(NO_PANIC).1.timed_out();
        assert!(!is_late, "the gate was not opened");
    }
}
