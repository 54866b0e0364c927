//! [`Items`]: a list in one response, decoded item by item.

use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{DeserializeOwned, Error as _};
use serde_json::value::RawValue;

use super::call::unreadable;
use super::error::Error;
use super::request::Request;
use super::response::RawResponse;

/// The items of a list that is a whole response, or its `data`. Each is decoded when it is asked for, so that a large
/// list takes no more memory than the response. Ends after the first item that has another shape.
#[derive(Debug)]
pub struct Items<T> {
    request: Request,
    response: RawResponse,
    /// Where the next item is in the body, after separators.
    next: usize,
    item: PhantomData<fn() -> T>,
}

impl<T> Items<T> {
    pub(super) fn new(request: Request, response: RawResponse, is_data: bool) -> Result<Self, Error> {
        match first_item(&response.body, is_data) {
            Ok(next) => Ok(Self { request, response, next, item: PhantomData }),
            Err(error) => Err(unreadable(&request, &response, error)),
        }
    }
}

/// Returns the `data` field of a body.
pub(super) fn data(body: &[u8]) -> serde_json::Result<&RawValue> {
    #[derive(Deserialize)]
    struct Envelope<'json> {
        // Borrowed: the list may be large.
        #[serde(borrow)]
        data: &'json RawValue,
    }
    if !body.trim_ascii_start().starts_with(b"{") {
        // A derived struct would also deserialize from a list.
        return Err(serde_json::Error::custom("expected an object with `data`"));
    }
    serde_json::from_slice(body).map(|envelope: Envelope<'_>| envelope.data)
}

/// Returns where the items begin. The body is valid JSON.
fn first_item(body: &[u8], is_data: bool) -> serde_json::Result<usize> {
    let list: &RawValue = if is_data { data(body)? } else { serde_json::from_slice(body)? };
    if !list.get().starts_with('[') {
        return Err(serde_json::Error::custom("expected a list"));
    }
    // The list was borrowed from the body.
    Ok(list.get().as_ptr().addr() - body.as_ptr().addr() + 1)
}

impl<T: DeserializeOwned> Iterator for Items<T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.response.body.get(self.next..)?;
        let separators = rest.iter().take_while(|byte| byte.is_ascii_whitespace() || **byte == b',').count();
        let rest = rest.get(separators..).filter(|rest| !rest.starts_with(b"]"))?;
        let mut values = serde_json::Deserializer::from_slice(rest).into_iter();
        let item = values.next()?;
        self.next += separators + values.byte_offset();
        Some(item.map_err(|error| {
            self.next = usize::MAX;
            unreadable(&self.request, &self.response, error)
        }))
    }
}
