//! A call that is ready but not sent: look at it with [`Call::request`], send it with `.await`.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{CONTENT_TYPE, HeaderValue};
use reqwest::{Method, Response, Url};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use super::client::Client;
use super::error::Error;
use super::form::Form;
use super::headers::header;
use super::html;
use super::request::{FORM, Request};
use super::response::{RawResponse, StreamingResponse};

/// How an answer is read: whole, or as it comes.
enum Decode<T> {
    Whole(fn(&RawResponse) -> serde_json::Result<T>),
    Stream(fn(Request, Response) -> T),
}

/// A prepared request with a typed answer. Nothing is sent until it is awaited.
#[must_use = "a call is sent when it is awaited"]
pub struct Call<T> {
    client: Client,
    request: Result<Request, Error>,
    decode: Decode<T>,
    answer: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Call<T> {
    /// A call whose answer is the whole body.
    pub(crate) fn new(client: &Client, method: Method, path: &[&str]) -> Self {
        Self::with_decoder(client.inner.request(method, path), client, RawResponse::json)
    }

    /// A call whose answer is the `data` of the body.
    pub(crate) fn data(client: &Client, method: Method, path: &[&str]) -> Self {
        #[derive(serde::Deserialize)]
        struct Envelope<T> {
            data: T,
        }
        Self::with_decoder(client.inner.request(method, path), client, |RawResponse { body, .. }| {
            if !body.trim_ascii_start().starts_with(b"{") {
                // A derived struct would also read itself from a list.
                return Err(serde::de::Error::custom("expected an object with `data`"));
            }
            // By way of raw text: generic structs around `RawValue` fields do not borrow.
            let envelope: Envelope<Box<RawValue>> = serde_json::from_slice(body)?;
            serde_json::from_str(envelope.data.get())
        })
    }
}

impl Call<Value> {
    /// Reads the answer as another type.
    ///
    /// ```no_run
    /// # async fn run(client: litellm_proxy_client::Client) -> Result<(), litellm_proxy_client::Error> {
    /// #[derive(serde::Deserialize)]
    /// struct Tokens {
    ///     total_tokens: u64,
    /// }
    /// let body = serde_json::json!({"model": "gpt-4", "prompt": "Hello"});
    /// let tokens = client.http().request("POST", "/utils/token_counter").json(&body).typed::<Tokens>().await?;
    /// println!("{}", tokens.total_tokens);
    /// # Ok(()) }
    /// ```
    pub fn typed<T: DeserializeOwned>(self) -> Call<T> {
        Call::with_decoder(self.request, &self.client, RawResponse::json)
    }
}

impl<T> Call<T> {
    /// A call whose answer is read by `decode`.
    pub(crate) fn with_decoder(
        request: Result<Request, Error>,
        client: &Client,
        decode: fn(&RawResponse) -> serde_json::Result<T>,
    ) -> Self {
        Self { client: client.clone(), request, decode: Decode::Whole(decode), answer: PhantomData }
    }

    /// A call whose answer is a stream of events, which `begin` reads.
    pub(crate) fn streaming(
        request: Result<Request, Error>,
        client: &Client,
        begin: fn(Request, Response) -> T,
    ) -> Self {
        Self { client: client.clone(), request, decode: Decode::Stream(begin), answer: PhantomData }
    }

    /// Sends `body` as JSON, in place of any other body.
    pub fn json(self, body: &(impl Serialize + ?Sized)) -> Self {
        self.edit(|request| {
            let body = serde_json::to_vec(body)
                .map_err(|error| Error::InvalidRequest(format!("the body is no JSON: {error}")))?;
            request.body = body.into();
            request.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            Ok(())
        })
    }

    /// Sends bytes as they are, in place of any other body. Their content type, if they have one, is set by
    /// [`Call::header`].
    pub fn body(self, body: impl Into<Bytes>) -> Self {
        self.edit(|request| {
            request.body = body.into();
            request.headers.remove(CONTENT_TYPE);
            Ok(())
        })
    }

    /// Sends fields as `application/x-www-form-urlencoded`, in place of any other body.
    pub fn form<N: AsRef<str>, V: AsRef<str>>(self, fields: impl IntoIterator<Item = (N, V)>) -> Self {
        self.edit(|request| {
            let mut form = form_urlencoded::Serializer::new(String::new());
            form.extend_pairs(fields);
            request.body = form.finish().into();
            request.headers.insert(CONTENT_TYPE, HeaderValue::from_static(FORM));
            Ok(())
        })
    }

    /// Sends fields and files as `multipart/form-data`, in place of any other body.
    pub fn multipart(self, form: &Form) -> Self {
        self.edit(|request| {
            let (kind, body) = form.encode();
            request.body = body;
            request.headers.insert(CONTENT_TYPE, header(CONTENT_TYPE.as_str(), &kind)?.1);
            Ok(())
        })
    }

    /// Adds every set field of a struct to the query: lists are repeated, nulls left out.
    pub(crate) fn query_from(self, fields: &impl Serialize) -> Self {
        self.edit(|request| {
            let fields = serde_json::to_value(fields).map_err(|error| Error::InvalidRequest(error.to_string()))?;
            let Value::Object(fields) = fields else { return Ok(()) };
            for (name, value) in &fields {
                let values =
                    if let Value::Array(values) = value { values.as_slice() } else { std::slice::from_ref(value) };
                for value in values {
                    match value {
                        Value::Null => {}
                        Value::String(text) => append_query(&mut request.url, name, text),
                        other => append_query(&mut request.url, name, &other.to_string()),
                    }
                }
            }
            Ok(())
        })
    }

    /// Adds a query parameter.
    pub fn query(self, name: &str, value: impl AsRef<str>) -> Self {
        self.edit(|request| {
            append_query(&mut request.url, name, value.as_ref());
            Ok(())
        })
    }

    /// Sets a header, in place of one of the same name.
    pub fn header(self, name: &str, value: &str) -> Self {
        let auth_header = self.client.inner.auth_header.clone();
        self.edit(|request| {
            let (name, mut value) = header(name, value)?;
            if name == auth_header {
                value.set_sensitive(true);
            }
            request.headers.insert(name, value);
            Ok(())
        })
    }

    /// Allows another time for each attempt, from connecting to the last byte; of a stream of events, from connecting to
    /// the answer's beginning, and then from each of its pieces to the next.
    pub fn timeout(self, timeout: Duration) -> Self {
        self.edit(|request| {
            request.timeout = timeout;
            Ok(())
        })
    }

    /// Leaves the client's key out: a login is not its business.
    pub(crate) fn without_key(self) -> Self {
        let name = self.client.inner.auth_header.clone();
        self.edit(|request| {
            request.headers.remove(name);
            request.without_key = true;
            Ok(())
        })
    }

    /// Sends the body to its own URL and to no other, whatever the server says.
    pub(crate) fn without_redirects(self) -> Self {
        self.edit(|request| {
            request.may_be_redirected = false;
            Ok(())
        })
    }

    fn edit(mut self, change: impl FnOnce(&mut Request) -> Result<(), Error>) -> Self {
        if let Ok(request) = &mut self.request
            && let Err(error) = change(request)
        {
            self.request = Err(error);
        }
        self
    }

    /// The request, without sending it.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] when it cannot be made, for example of a name that no path can hold.
    pub fn request(self) -> Result<Request, Error> {
        self.request
    }

    /// Sends it and gives status, headers and bytes of a success.
    ///
    /// # Errors
    /// Any [`Error`]; a status other than 2xx is one.
    pub async fn raw(self) -> Result<RawResponse, Error> {
        self.client.inner.answer(&self.request?).await.map(|(_, answer)| answer)
    }

    /// Sends it and gives any answer, refusals included, as soon as it begins: its body is read piece by piece.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn open(self) -> Result<StreamingResponse, Error> {
        let (request, response) = self.client.inner.exchange(&self.request?).await?;
        Ok(StreamingResponse::new(request, response))
    }

    /// Sends it and reads the answer; `.await` on the call itself does the same.
    ///
    /// # Errors
    /// Any [`Error`]; [`Error::UnexpectedResponse`] when the answer is not what the endpoint gives.
    pub async fn send(self) -> Result<T, Error> {
        let request = self.request?;
        match self.decode {
            Decode::Whole(decode) => {
                let (request, answer) = self.client.inner.answer(&request).await?;
                decode(&answer).map_err(|error| unreadable(&request, &answer, &error))
            }
            Decode::Stream(begin) => {
                let (request, response) = self.client.inner.stream(&request).await?;
                Ok(begin(request, response))
            }
        }
    }
}

impl<T: Send + 'static> IntoFuture for Call<T> {
    type Output = Result<T, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Call").field(&self.request).finish()
    }
}

fn append_query(url: &mut Url, name: &str, value: &str) {
    url.query_pairs_mut().append_pair(name, value);
}

fn unreadable(request: &Request, answer: &RawResponse, error: &serde_json::Error) -> Error {
    let text = String::from_utf8_lossy(&answer.body);
    let reason = if let Some(page) = html::describe(text.trim()) {
        format!("with {page}, not with JSON")
    } else if text.trim().is_empty() {
        "with nothing".to_owned()
    } else if error.is_data() {
        format!("not with what it gives: {}", request.redact(&error.to_string()))
    } else {
        format!("not with valid JSON: {error}")
    };
    Error::UnexpectedResponse {
        method: request.method.clone(),
        url: request.redacted_url(),
        status: answer.status,
        reason,
    }
}
