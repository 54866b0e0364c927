//! Responses that end early: after some events of a stream, or within the body.

use std::io;

use bytes::Bytes;
use futures_util::stream;
use http_body_util::{BodyExt as _, StreamBody};
use hyper::Response;
use hyper::body::Frame;
use hyper::header::{CONTENT_TYPE, HeaderValue};

use crate::http::Body;

/// Cuts a stream after this many events. Of another body, the first half is sent.
pub(crate) fn cut(response: Response<Body>, events: u32) -> Response<Body> {
    let content_type = response.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    let left = content_type.starts_with(b"text/event-stream").then_some(events);
    response.map(|body| {
        let cutter = Cutter { body, left, is_over: left == Some(0) };
        StreamBody::new(stream::unfold(Some(cutter), next)).boxed_unsync()
    })
}

struct Cutter {
    body: Body,
    /// The events that are still sent; `None` if the body is not a stream of events.
    left: Option<u32>,
    is_over: bool,
}

async fn next(cutter: Option<Cutter>) -> Option<(io::Result<Frame<Bytes>>, Option<Cutter>)> {
    let mut cutter = cutter?;
    let data = if cutter.is_over { None } else { cutter.body.frame().await };
    let Some(data) = data.and_then(Result::ok).and_then(|frame| frame.into_data().ok()) else {
        // What was sent before the failure is written first.
        tokio::task::yield_now().await;
        return Some((Err(io::Error::other("an injected fault")), None));
    };
    Some((Ok(Frame::data(cutter.shorten(&data))), Some(cutter)))
}

impl Cutter {
    fn shorten(&mut self, data: &Bytes) -> Bytes {
        let Some(left) = &mut self.left else {
            self.is_over = true;
            return data.slice(..data.len() / 2);
        };
        let ends = data.windows(2).enumerate().filter(|(_, pair)| pair == b"\n\n").map(|(place, _)| place + 2);
        let mut last = data.len();
        for end in ends {
            *left = left.saturating_sub(1);
            if *left == 0 {
                (last, self.is_over) = (end, true);
                break;
            }
        }
        data.slice(..last)
    }
}
