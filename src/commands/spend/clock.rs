//! The current time by the server's clock, which dates requests and days of spend.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::context::Context;
use crate::output::roughly;
use litellm_proxy_client::Client;

/// Smaller differences are those of the network and of whole seconds.
const TOLERANCE: SignedDuration = SignedDuration::from_secs(30);

/// Counts relative times by the server's clock.
pub(in crate::commands) struct ServerTime {
    client: Client,
    /// Whether anything depends on the current time.
    matters: bool,
    is_corrected: bool,
}

impl ServerTime {
    pub(in crate::commands) fn new(client: &Client, matters: bool) -> Self {
        Self { client: client.clone(), matters, is_corrected: false }
    }

    /// Returns the current time, by the server's clock if it is known to differ.
    pub(in crate::commands) fn now(&self) -> Timestamp {
        if self.differs() { self.client.server_now() } else { Timestamp::now() }
    }

    /// Returns the current time by the server's clock if it has turned out to differ since the last call, and warns of the
    /// difference. `None` if what was computed before is right.
    pub(in crate::commands) fn correction(&mut self, context: &mut Context) -> Option<Timestamp> {
        if !self.matters || self.is_corrected || !self.differs() {
            return None;
        }
        self.is_corrected = true;
        let ahead = self.client.clock_ahead()?;
        let direction = if ahead.is_negative() { "behind" } else { "ahead of" };
        context.output.warn(format_args!(
            "the server's clock is {} {direction} this machine's; times are by the server's clock",
            roughly(rounded(ahead))
        ));
        Some(self.client.server_now())
    }

    fn differs(&self) -> bool {
        self.client.clock_ahead().is_some_and(|ahead| ahead.abs() > TOLERANCE)
    }
}

/// Returns the length to ten seconds: the header counts whole ones, and the network takes some.
fn rounded(ahead: SignedDuration) -> Duration {
    Duration::from_secs(ahead.unsigned_abs().as_secs().saturating_add(5) / 10 * 10)
}
