//! Handles Ctrl-C where it must not end the program at once: at a prompt, which reads it as a key, and during work that
//! must not be left half done. Work that starts later can be interrupted again.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context as _, Result};
use futures_util::FutureExt as _;
use tokio::sync::{Notify, RwLock};

/// Whether a prompt or the command handles Ctrl-C, for code that knows neither.
static IS_HANDLED: AtomicBool = AtomicBool::new(false);

/// Returns whether a prompt or the command handles Ctrl-C.
pub(crate) fn is_handled() -> bool {
    IS_HANDLED.load(Ordering::Relaxed)
}

/// Tracks what handles Ctrl-C: the system, a prompt or the command. Clones share their state.
#[derive(Debug, Clone, Default)]
pub(crate) struct Interrupt {
    state: Arc<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Notified once Ctrl-C no longer ends the program by itself.
    taken_over: Notify,
    /// The command handles Ctrl-C itself.
    is_handled: AtomicBool,
    /// Held for reading by work that must finish.
    unfinished: Arc<RwLock<()>>,
}

impl Interrupt {
    /// From now on Ctrl-C ends the prompt and, after the prompt, the command instead of the program.
    pub(crate) fn leave_to_prompt(&self) {
        self.take_over();
    }

    /// From now on Ctrl-C ends the command instead of the program.
    fn take_over(&self) {
        IS_HANDLED.store(true, Ordering::Relaxed);
        let _ = tokio::signal::ctrl_c().now_or_never();
        self.state.taken_over.notify_one();
    }

    /// Completes when Ctrl-C is pressed. From now on Ctrl-C does not end the command, which handles it itself.
    pub(crate) fn pressed(&self) -> impl Future<Output = ()> + use<> {
        self.state.is_handled.store(true, Ordering::Relaxed);
        IS_HANDLED.store(true, Ordering::Relaxed);
        ctrl_c()
    }

    /// Completes when Ctrl-C is pressed after being taken over, unless the command handles it itself.
    pub(crate) async fn interrupted(&self) {
        self.state.taken_over.notified().await;
        loop {
            ctrl_c().await;
            if !self.state.is_handled.load(Ordering::Relaxed) {
                return;
            }
        }
    }

    /// Runs work that must not be left half done: it continues if the caller is dropped, and the program waits for it.
    ///
    /// # Errors
    /// Returns an error if the work panics.
    pub(crate) async fn finish<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> Result<T> {
        let unfinished = Arc::clone(&self.state.unfinished).read_owned().await;
        self.take_over();
        // Lets `interrupted` start listening.
        tokio::task::yield_now().await;
        let work = async move {
            let _unfinished = unfinished;
            work.await
        };
        tokio::spawn(work).await.context("a background task failed")
    }

    /// Waits for unfinished work, until Ctrl-C is pressed again.
    pub(crate) async fn all_finished(&self) {
        let Err(_) = self.state.unfinished.try_write() else { return };
        tokio::select! {
            biased;
            _ = self.state.unfinished.write() => {}
            () = ctrl_c() => {}
        }
    }
}

async fn ctrl_c() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
