//! Ctrl-C where a prompt has been: the prompt reads it as a key, and whatever comes after it can be interrupted again.

use futures_util::FutureExt as _;
use tokio::sync::Notify;

static PROMPTED: Notify = Notify::const_new();

/// From now on Ctrl-C ends the prompt, not the program; and after the prompt, the command.
pub(crate) fn leave_to_prompt() {
    let _ = tokio::signal::ctrl_c().now_or_never();
    PROMPTED.notify_one();
}

/// Comes back when a command is interrupted after it has asked something.
pub(crate) async fn after_a_prompt() {
    PROMPTED.notified().await;
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
