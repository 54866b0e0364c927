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
    pub(super) fn new(request: Request, response: RawResponse) -> Result<Self, Error> {
        match first_item(&response.body) {
            Ok(next) => Ok(Self { request, response, next, item: PhantomData }),
            Err(error) => Err(unreadable(&request, &response, &error)),
        }
    }
}

/// Returns where the items begin. The body is valid JSON.
fn first_item(body: &[u8]) -> serde_json::Result<usize> {
    #[derive(Deserialize)]
    struct Envelope<'json> {
        #[serde(borrow)]
        data: &'json RawValue,
    }
    let list: &RawValue = match body.trim_ascii_start().first() {
        Some(b'{') => serde_json::from_slice::<Envelope<'_>>(body)?.data,
        _ => serde_json::from_slice(body)?,
    };
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
            unreadable(&self.request, &self.response, &error)
        }))
    }
}
