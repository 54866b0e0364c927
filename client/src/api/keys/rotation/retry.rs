//! Retries of steps whose outcome may be unknown: query, act, and query again.

use std::time::Duration;

use crate::core::{Error, Refusal};

/// Attempts per step while the network or the server fails.
const ATTEMPTS: u32 = 6;
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Returns whether another attempt would end the same way.
pub(super) fn is_final(error: &Error) -> bool {
    let needs_license = error.refusal().is_some_and(Refusal::needs_license);
    needs_license
        || matches!(
            error,
            Error::Unauthorized(_)
                | Error::Forbidden(_)
                | Error::NotFound(_)
                | Error::Conflict(_)
                | Error::Refused(_)
                | Error::InvalidRequest(_)
                | Error::NoKey { .. }
        )
}

/// Does something that may be in progress or done already: queries whether it is done, and acts until it is.
pub(super) async fn retry_until<Q, A>(is_done: impl Fn() -> Q, act: impl Fn() -> A) -> Result<(), Error>
where
    Q: Future<Output = Result<bool, Error>>,
    A: Future<Output = Result<(), Error>>,
{
    let mut backoff = Backoff::new();
    loop {
        let result = match is_done().await {
            Ok(true) => return Ok(()),
            Ok(false) => act().await,
            Err(error) => Err(error),
        };
        match result {
            Ok(()) => return Ok(()),
            Err(error) if is_final(&error) || backoff.is_exhausted() => {
                // An earlier attempt that was still in progress may be why this one was refused.
                return if matches!(is_done().await, Ok(true)) { Ok(()) } else { Err(error) };
            }
            Err(error) => backoff.wait(&error).await,
        }
    }
}

/// Repeats a query until it succeeds or fails for good.
pub(super) async fn retry_query<T, Q: Future<Output = Result<T, Error>>>(query: impl Fn() -> Q) -> Result<T, Error> {
    let mut backoff = Backoff::new();
    loop {
        match query().await {
            Err(error) if !is_final(&error) && !backoff.is_exhausted() => backoff.wait(&error).await,
            result => return result,
        }
    }
}

/// The pauses between attempts.
struct Backoff {
    attempt: u32,
    pause: Duration,
}

impl Backoff {
    fn new() -> Self {
        Self { attempt: 1, pause: FIRST_PAUSE }
    }

    fn is_exhausted(&self) -> bool {
        self.attempt == ATTEMPTS
    }

    /// Waits as long as the server requests, or else longer each time.
    async fn wait(&mut self, error: &Error) {
        tokio::time::sleep(error.retry_after().unwrap_or(self.pause).min(LONGEST_PAUSE)).await;
        self.attempt += 1;
        self.pause *= 2;
    }
}
