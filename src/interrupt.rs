//! Ctrl-C where it must not end the program at once: at a prompt, which reads it as a key, and while something is done that
//! must not be left half done. What comes after can be interrupted again.

use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context as _, Result};
use futures_util::FutureExt as _;
use tokio::sync::{Notify, RwLock};

static TAKEN_OVER: Notify = Notify::const_new();
static IS_LOOKED_AFTER: AtomicBool = AtomicBool::new(false);
/// Shared by whatever must be finished.
static HELD: RwLock<()> = RwLock::const_new(());

/// From now on Ctrl-C ends the prompt, not the program; and after the prompt, the command.
pub(crate) fn leave_to_prompt() {
    take_over();
}

/// From now on Ctrl-C ends the command, not the program.
fn take_over() {
    let _ = tokio::signal::ctrl_c().now_or_never();
    TAKEN_OVER.notify_one();
}

/// Comes back at Ctrl-C. From now on the command looks after it, and is not ended by it.
pub(crate) fn pressed() -> impl Future<Output = ()> {
    IS_LOOKED_AFTER.store(true, Ordering::Relaxed);
    heard()
}

async fn heard() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Comes back when a command is interrupted after Ctrl-C was taken over, and does not look after it itself.
pub(crate) async fn after_taking_over() {
    TAKEN_OVER.notified().await;
    loop {
        heard().await;
        if !IS_LOOKED_AFTER.load(Ordering::Relaxed) {
            return;
        }
    }
}

/// Does what must not be left half done: it goes on when nobody waits for it any more, and the program ends after it.
///
/// # Errors
/// When it panics.
pub(crate) async fn finish<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> Result<T> {
    let held = HELD.read().await;
    take_over();
    // Whoever ends the command listens from here on.
    tokio::task::yield_now().await;
    let work = async move {
        let _held = held;
        work.await
    };
    tokio::spawn(work).await.context("it could not be finished")
}

/// Waits for what must be finished, but not beyond a Ctrl-C from now on.
pub(crate) async fn all_finished() {
    let Err(_) = HELD.try_write() else { return };
    tokio::select! {
        biased;
        _ = HELD.write() => {}
        () = heard() => {}
    }
}
