//! What the view asks the server, again and again: new requests each time, and now and then how the server is. Only GETs.

use std::time::{Duration, Instant};

use litellm_proxy_client::spend::{LogCursor, LogFilter};
use litellm_proxy_client::{Client, Error};

use super::state::Server;
use super::window::Entry;

/// The server is asked how it is at each of so many looks at the log.
const STATE_EVERY: u32 = 4;
/// The longest pause after failures.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// A look that takes longer costs the server too much to repeat it that often.
const LONG_LOOK: Duration = Duration::from_secs(1);

/// The place in the log, and when to look again.
pub(super) struct Poll {
    client: Client,
    cursor: LogCursor,
    filter: LogFilter,
    interval: Duration,
    failures: u32,
    looks: u32,
    server: Server,
}

/// What a look has found.
pub(super) struct Polled {
    poll: Poll,
    entries: Result<Vec<Entry>, Error>,
}

impl Poll {
    pub(super) fn new(client: &Client, cursor: LogCursor, interval: Duration) -> Self {
        let url = client.base_url().as_str();
        let address = url.split_once("://").map_or(url, |(_, address)| address).trim_end_matches('/').to_owned();
        let server = Server { address, interval_seconds: interval.as_secs(), ..Server::default() };
        let filter = LogFilter::between("", "");
        Self { client: client.clone(), cursor, filter, interval, failures: 0, looks: 0, server }
    }

    /// Looks for the first time.
    pub(super) async fn first(self) -> Result<Polled, Error> {
        let polled = self.look().await;
        match polled.entries {
            Err(error) => Err(error),
            Ok(_) => Ok(polled),
        }
    }

    async fn look(mut self) -> Polled {
        let began = Instant::now();
        let client = self.client.clone();
        let asks_state = self.looks.is_multiple_of(STATE_EVERY);
        let now = client.server_now();
        let (logs, ()) = tokio::join!(client.spend().new_logs(&mut self.cursor, &self.filter, now, |_| true), async {
            if asks_state {
                ask_state(&client, &mut self.server).await;
            }
        },);
        let in_flight = in_flight(&client).await;
        self.looks = self.looks.wrapping_add(1);
        self.server.in_flight = in_flight;
        let entries = logs.map(|logs| logs.iter().filter_map(Entry::of).collect());
        match &entries {
            Ok(_) => {
                let taken = began.elapsed();
                if taken > LONG_LOOK && taken > self.interval / 2 {
                    self.interval = taken.saturating_mul(2).min(LONGEST_PAUSE.max(self.interval));
                    self.server.is_slow = true;
                    self.server.interval_seconds = self.interval.as_secs();
                }
                (self.failures, self.server.trouble) = (0, None);
            }
            Err(error) => {
                self.failures = self.failures.saturating_add(1);
                self.server.trouble = Some(error.to_string());
            }
        }
        Polled { poll: self, entries }
    }

    fn pause(&self) -> Duration {
        let factor = 1_u32.checked_shl(self.failures).unwrap_or(u32::MAX);
        self.interval.saturating_mul(factor).min(LONGEST_PAUSE.max(self.interval))
    }
}

impl Polled {
    /// Returns the new requests, oldest end first.
    pub(super) fn entries(&mut self) -> Result<Vec<Entry>, Error> {
        std::mem::replace(&mut self.entries, Ok(Vec::new()))
    }

    pub(super) fn server(&self) -> &Server {
        &self.poll.server
    }

    /// Waits and looks again.
    pub(super) async fn next(self) -> Self {
        tokio::time::sleep(self.poll.pause()).await;
        self.poll.look().await
    }
}

/// Returns whether the same request may succeed later.
pub(super) fn is_transient(error: &Error) -> bool {
    matches!(error, Error::Server(_) | Error::UnexpectedResponse { .. }) || error.is_retryable()
}

/// Asks whether the database is connected, and at first for the version. Not every key and server tells.
async fn ask_state(client: &Client, server: &mut Server) {
    let text = |body: &serde_json::Value, name: &str| body.get(name)?.as_str().map(str::to_owned);
    let readiness = client.http().request("GET", "/health/readiness").await;
    let details = match server.version {
        None => client.http().request("GET", "/health/readiness/details").await.ok(),
        Some(_) => None,
    };
    server.database = match readiness {
        Ok(body) => {
            server.version = server.version.take().or_else(|| text(&body, "litellm_version"));
            text(&body, "db").map(|state| state == "connected")
        }
        // Newer servers refuse readiness while their database is down.
        Err(Error::Server(_)) => Some(false),
        Err(_) => None,
    };
    server.version = server.version.take().or_else(|| text(details.as_ref()?, "litellm_version"));
}

/// Returns how many requests the server works on, without this one. Older servers do not tell.
async fn in_flight(client: &Client) -> Option<u64> {
    let body = client.http().request("GET", "/health/backlog").await.ok()?;
    body.get("in_flight_requests")?.as_u64().map(|count| count.saturating_sub(1))
}
