//! [`Body`]: the body of a response as it arrives, with its compression undone.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::Body as _;
use reqwest::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, HeaderMap, HeaderValue};
use reqwest::{Response, StatusCode};

use super::error::Error;
use super::inflate::{Compression, Inflater};
use super::request::Request;
use super::resolver::is_loopback;
use super::response::{connection_lost, unexpected, unexpected_because};
use super::trace::CallTrace;

/// A response whose body is still to be read.
pub(crate) struct Incoming {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
}

/// A body of unknown length, read in pieces.
pub(crate) struct Body {
    status: StatusCode,
    arriving: reqwest::Body,
    coding: Coding,
    /// Follows the call to the end of the body. Who reads the body reports the end.
    pub(crate) trace: CallTrace,
}

enum Coding {
    /// The bytes are passed on as they arrive.
    Plain,
    Compressed(Box<Inflater>),
    /// A content encoding that cannot be undone, by its name.
    Unknown(String),
}

/// Returns the value of `Accept-Encoding` for a request that does not set its own.
pub(crate) fn accepted_encoding(request: &Request, is_read_whole: bool) -> HeaderValue {
    // Gateways that compress a stream hold it back, and on one machine compression takes longer than it saves.
    let is_near = request.url.host_str().is_some_and(is_loopback);
    HeaderValue::from_static(if is_read_whole && !is_near { "gzip" } else { "identity" })
}

impl Incoming {
    /// Prepares to read the body. If the request itself says which encodings it accepts, those that cannot be undone are passed on.
    pub(crate) fn new(request: &Request, response: Response) -> Self {
        let status = response.status();
        let mut headers = response.headers().clone();
        let coding = match Coding::of(&headers) {
            _ if request.is_undecoded => Coding::Plain,
            Coding::Unknown(_) if request.headers.contains_key(ACCEPT_ENCODING) => Coding::Plain,
            coding => coding,
        };
        if matches!(coding, Coding::Compressed(_)) {
            // They describe the compressed body.
            headers.remove(CONTENT_ENCODING);
            headers.remove(CONTENT_LENGTH);
        }
        Self { status, headers, body: Body { status, arriving: response.into(), coding, trace: CallTrace::none() } }
    }
}

impl Coding {
    fn of(headers: &HeaderMap) -> Self {
        let values = headers.get_all(CONTENT_ENCODING).iter();
        let names = values.flat_map(|value| value.as_bytes().split(|byte| *byte == b','));
        let names: Vec<String> = names
            .map(|name| String::from_utf8_lossy(name).trim().to_ascii_lowercase())
            // Not encodings, but found in the wild.
            .filter(|name| !matches!(name.as_str(), "" | "identity" | "none" | "utf-8" | "utf8"))
            .collect();
        match names.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            [] => Self::Plain,
            ["gzip" | "x-gzip"] => Self::Compressed(Box::new(Inflater::new(Compression::Gzip))),
            ["deflate"] => Self::Compressed(Box::new(Inflater::new(Compression::Deflate))),
            _ => Self::Unknown(names.join(", ")),
        }
    }
}

impl Body {
    /// Returns a body with nothing in it.
    pub(crate) fn empty() -> Self {
        Self { status: StatusCode::OK, arriving: Bytes::new().into(), coding: Coding::Plain, trace: CallTrace::none() }
    }

    /// Returns the next piece, `None` at the end. A piece is never empty, and never large, however well it was compressed.
    pub(crate) async fn chunk(&mut self, request: &Request) -> Result<Option<Bytes>, Error> {
        std::future::poll_fn(|context| self.poll_chunk(request, context)).await
    }

    /// [`Body::chunk`] for streams.
    pub(crate) fn poll_chunk(
        &mut self,
        request: &Request,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<Bytes>, Error>> {
        let polled = self.poll_piece(request, context);
        if let Poll::Ready(Ok(Some(piece))) = &polled {
            self.trace.received(piece.len());
        }
        polled
    }

    fn poll_piece(&mut self, request: &Request, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Error>> {
        loop {
            if let Coding::Compressed(inflater) = &mut self.coding {
                match inflater.next_piece() {
                    Ok(None) => {}
                    Ok(Some(piece)) => return Poll::Ready(Ok(Some(piece).filter(|piece| !piece.is_empty()))),
                    Err(error) => {
                        let reason = format!("the body cannot be decompressed: {error}");
                        return Poll::Ready(Err(unexpected_because(request, self.status, reason, Some(error.into()))));
                    }
                }
            }
            let data = match ready!(Pin::new(&mut self.arriving).poll_frame(context)) {
                // Trailers carry nothing that is of use.
                Some(Ok(frame)) => frame.into_data().ok().filter(|data| !data.is_empty()),
                Some(Err(error)) => return Poll::Ready(Err(connection_lost(request, error))),
                None => match &mut self.coding {
                    Coding::Compressed(inflater) if !inflater.has_ended() => {
                        inflater.end();
                        continue;
                    }
                    _ => return Poll::Ready(Ok(None)),
                },
            };
            let Some(data) = data else { continue };
            match &mut self.coding {
                Coding::Plain => return Poll::Ready(Ok(Some(data))),
                Coding::Compressed(inflater) => inflater.push(data),
                Coding::Unknown(name) => {
                    let reason = format!("the body is encoded with `{name}`, which cannot be decoded");
                    return Poll::Ready(Err(unexpected(request, self.status, reason)));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use reqwest::Method;

    use super::*;

    #[test]
    fn compression_is_asked_for_where_it_saves_time() {
        for (url, is_read_whole, expected) in [
            ("https://proxy.example/llm", true, "gzip"),
            ("https://proxy.example/llm", false, "identity"),
            ("http://127.0.0.1:4000", true, "identity"),
            ("http://[::1]:4000", true, "identity"),
            ("http://localhost:4000", true, "identity"),
            ("http://10.0.0.1:4000", true, "gzip"),
        ] {
            let client = crate::Client::new(url, "sk-key").expect("a client");
            let request = client.inner.request(Method::GET, &["models"]).expect("a request");
            assert_eq!(accepted_encoding(&request, is_read_whole), expected, "{url}");
        }
    }
}
