//! Reads the bodies of requests: within a size, within a time, and within the memory that all requests share.
//!
//! Callers are authenticated first. Endpoints without a key accept small bodies only, from a share of their own.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt as _;
use hyper::StatusCode;
use hyper::body::Body;
use hyper::header::{EXPECT, HeaderMap};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::response::Refusal;

/// How long a body may take, and how long it may wait for memory.
const DEADLINE: Duration = Duration::from_secs(30);
/// How long, and how much of, the body of a request that is refused is read and discarded. A client that only reads
/// the response after sending would otherwise see a broken connection.
const DISCARD_DEADLINE: Duration = Duration::from_secs(5);
const MAX_DISCARDED: u64 = 64 << 20;

/// The limits of a kind of request, in bytes.
#[derive(Debug, Clone, Copy)]
struct Limits {
    one: u32,
    all: u32,
}

/// With a key: a body, and all bodies of requests in flight.
const WITH_KEY: Limits = Limits { one: 32 << 20, all: 128 << 20 };
/// Without a key.
const WITHOUT_KEY: Limits = Limits { one: 64 << 10, all: 4 << 20 };

/// The memory for bodies.
#[derive(Debug)]
pub(super) struct Bodies {
    with_key: Share,
    without_key: Share,
}

/// The memory for one kind of request.
#[derive(Debug)]
struct Share {
    max_body: u32,
    deadline: Duration,
    /// The bytes that are left.
    left: Arc<Semaphore>,
}

/// A body that was read, and its part of the memory for bodies.
#[derive(Debug, Default)]
pub(super) struct ReceivedBody {
    pub(super) bytes: Bytes,
    pub(super) reservation: Option<OwnedSemaphorePermit>,
}

impl Default for Bodies {
    fn default() -> Self {
        Self { with_key: Share::new(WITH_KEY, DEADLINE), without_key: Share::new(WITHOUT_KEY, DEADLINE) }
    }
}

impl Bodies {
    /// Reads a body. The reservation lasts until it is dropped.
    pub(super) async fn read<B>(&self, body: &mut B, has_key: bool) -> Result<ReceivedBody, Refusal>
    where
        B: Body<Data = Bytes> + Unpin,
    {
        let share = if has_key { &self.with_key } else { &self.without_key };
        share.read(body).await
    }
}

impl Share {
    fn new(limits: Limits, deadline: Duration) -> Self {
        let all = usize::try_from(limits.all).unwrap_or(usize::MAX);
        Self { max_body: limits.one, deadline, left: Arc::new(Semaphore::new(all)) }
    }

    async fn read<B>(&self, body: &mut B) -> Result<ReceivedBody, Refusal>
    where
        B: Body<Data = Bytes> + Unpin,
    {
        if body.is_end_stream() {
            return Ok(ReceivedBody::default());
        }
        // A body of unknown length takes as much as it may have, so that no two wait for each other.
        let expected = body.size_hint().exact();
        let size = u32::try_from(expected.unwrap_or(self.max_body.into())).unwrap_or(u32::MAX);
        if size > self.max_body {
            return Err(self.too_large());
        }
        let reserved = tokio::time::timeout(self.deadline, Arc::clone(&self.left).acquire_many_owned(size)).await;
        let Ok(Ok(mut reservation)) = reserved else { return Err(too_many()) };
        let bytes = tokio::time::timeout(self.deadline, self.collect(body, expected.map(|_| size)));
        let bytes = bytes.await.map_err(|_| self.too_slow())??;
        drop(reservation.split(usize::try_from(size).unwrap_or_default().saturating_sub(bytes.len())));
        Ok(ReceivedBody { bytes, reservation: Some(reservation) })
    }

    async fn collect<B>(&self, body: &mut B, size: Option<u32>) -> Result<Bytes, Refusal>
    where
        B: Body<Data = Bytes> + Unpin,
    {
        let max = usize::try_from(self.max_body).unwrap_or(usize::MAX);
        let mut bytes = Vec::with_capacity(size.and_then(|size| usize::try_from(size).ok()).unwrap_or_default());
        while let Some(frame) = body.frame().await {
            let Ok(data) = frame.map_err(|_| incomplete())?.into_data() else { continue };
            if data.len() > max.saturating_sub(bytes.len()) {
                return Err(self.too_large());
            }
            bytes.extend_from_slice(&data);
        }
        Ok(bytes.into())
    }

    fn too_large(&self) -> Refusal {
        let message = format!("the body is larger than {} KiB", self.max_body >> 10);
        refusal(StatusCode::PAYLOAD_TOO_LARGE, message)
    }

    fn too_slow(&self) -> Refusal {
        let message = format!("the body did not arrive within {} s", self.deadline.as_secs());
        refusal(StatusCode::REQUEST_TIMEOUT, message)
    }
}

fn incomplete() -> Refusal {
    refusal(StatusCode::BAD_REQUEST, "the body is incomplete or malformed")
}

fn too_many() -> Refusal {
    refusal(StatusCode::SERVICE_UNAVAILABLE, "too many large requests are in flight; try again later")
}

fn refusal(status: StatusCode, message: impl Into<String>) -> Refusal {
    Refusal::error(status, "invalid_request_error", Some("request_body"), message)
}

/// Discards what is left of a body in the background, up to a size and a time; then the connection closes.
pub(super) fn discard<B>(headers: &HeaderMap, mut body: B)
where
    B: Body<Data = Bytes> + Send + Unpin + 'static,
    B::Error: Send,
{
    // A client that waits for `100 Continue` sends nothing unless it is asked to.
    if body.is_end_stream() || headers.contains_key(EXPECT) {
        return;
    }
    let discarding = async move {
        let mut discarded = 0_u64;
        while let Some(Ok(frame)) = body.frame().await {
            let length = frame.data_ref().map_or(0, Bytes::len);
            discarded = discarded.saturating_add(u64::try_from(length).unwrap_or(u64::MAX));
            if discarded > MAX_DISCARDED {
                return;
            }
        }
    };
    tokio::spawn(tokio::time::timeout(DISCARD_DEADLINE, discarding));
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use futures_util::{StreamExt as _, stream};
    use http_body_util::{Full, StreamBody};
    use hyper::body::Frame;

    use super::*;

    const LIMITS: Limits = Limits { one: 8, all: 16 };

    fn chunks(chunks: &'static [&'static str]) -> impl Body<Data = Bytes, Error = Infallible> + Unpin {
        StreamBody::new(stream::iter(chunks).map(|chunk| Ok(Frame::data(Bytes::from_static(chunk.as_bytes())))))
    }

    fn status<T: std::fmt::Debug>(result: Result<T, Refusal>) -> u16 {
        match result {
            Err(Refusal::Error { status, .. }) => status.as_u16(),
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn bodies_are_limited_with_and_without_a_length() {
        let share = Share::new(LIMITS, DEADLINE);
        assert_eq!(share.read(&mut Full::from("12345678")).await.unwrap().bytes, "12345678");
        assert_eq!(status(share.read(&mut Full::from("123456789")).await), 413);
        assert_eq!(share.read(&mut chunks(&["1234", "", "5678"])).await.unwrap().bytes, "12345678");
        assert_eq!(status(share.read(&mut chunks(&["1234", "5678", "9"])).await), 413);
        assert_eq!(share.left.available_permits(), 16);
    }

    #[tokio::test]
    async fn memory_is_shared_and_freed() {
        let share = Share::new(LIMITS, Duration::from_millis(20));
        let first = share.read(&mut Full::from("12345678")).await.unwrap();
        // Only what it holds stays reserved.
        let second = share.read(&mut chunks(&["123"])).await.unwrap();
        assert_eq!(share.left.available_permits(), 5);
        assert_eq!(status(share.read(&mut Full::from("123456")).await), 503);
        drop(first);
        drop(share.read(&mut Full::from("123456")).await.unwrap());
        drop(second);
        assert_eq!(share.left.available_permits(), 16);
    }

    #[tokio::test]
    async fn slow_bodies_are_refused_and_hold_no_memory() {
        let share = Share::new(LIMITS, Duration::from_millis(20));
        let one = stream::iter([Ok::<_, Infallible>(Frame::data(Bytes::from_static(b"1")))]);
        let mut slow = StreamBody::new(one.chain(stream::pending()));
        assert_eq!(status(share.read(&mut slow).await), 408);
        assert_eq!(share.left.available_permits(), 16);
    }
}
