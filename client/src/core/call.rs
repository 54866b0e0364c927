//! [`Call`]: a request that is prepared but not sent. Inspect it with [`Call::request`], send it with `.await`.

use std::borrow::Cow;
use std::fmt;
use std::io;
use std::marker::PhantomData;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Url};
use serde::Serialize;
use serde::de::{DeserializeOwned, Error as _};
use serde_json::Value;

use super::client::Client;
use super::error::Error;
use super::form::Form;
use super::guard;
use super::headers::header;
use super::html;
use super::items::{Items, data};
use super::json::{Shallow, parse_shallow};
use super::refusal::Refusal;
use super::request::{FORM, Redirects, Request};
use super::response::{Opened, RawResponse, StreamingResponse, unexpected_because};
use super::retry::RetryPolicy;
use super::secret::holds_random_key;
use super::surrogates::without_lone_surrogates;
use super::transport::key_in_url;
use super::upload::{FilePiece, Piece, Upload};

/// A call that is being sent. The mutex is never locked: it makes the call `Sync`.
type Sending<T> = Mutex<Pin<Box<dyn Future<Output = Result<T, Error>> + Send>>>;

/// How a response is decoded: whole, or as a stream.
enum Decode<T> {
    Whole(fn(&RawResponse) -> serde_json::Result<T>),
    Stream(fn(Request, Opened) -> Result<T, Error>),
    /// The request was taken out of the call to be sent, and is decoded by the future.
    Sending(Sending<T>),
}

/// A prepared request with a typed response. Nothing is sent until it is awaited. A call is a [`Future`], so calls can be
/// joined, spawned, and raced against each other.
///
/// ```no_run
/// # async fn run(client: litellm_proxy_client::Client) -> Result<(), litellm_proxy_client::Error> {
/// # use futures_util as futures;
/// let teams = ["team1", "team2"].map(|id| client.teams().get(id));
/// for team in futures::future::try_join_all(teams).await? {
///     println!("{:?}", team.team_info.team_alias);
/// }
/// # Ok(()) }
/// ```
#[must_use = "a call is sent when it is awaited"]
pub struct Call<T> {
    client: Client,
    request: Result<Request, Error>,
    decode: Decode<T>,
    /// The response is the `data` field of the body.
    is_data: bool,
    response: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Call<T> {
    /// Creates a call whose response is the whole body.
    pub(crate) fn new(client: &Client, method: Method, path: &[&str]) -> Self {
        Self::with_decoder(client.inner.request(method, path), client, RawResponse::json)
    }

    /// Creates a call whose response is the `data` field of the body.
    pub(crate) fn data(client: &Client, method: Method, path: &[&str]) -> Self {
        let request = client.inner.request(method, path);
        let call = Self::with_decoder(request, client, |response| serde_json::from_str(data(&response.body)?.get()));
        Self { is_data: true, ..call }
    }
}

impl<T: DeserializeOwned> Call<Vec<T>> {
    /// Sends the request and returns the items of the list, each decoded when it is asked for: for large lists.
    ///
    /// # Errors
    /// The same as [`Call::send`], except for the shape of an item: that is an error of the iterator.
    pub async fn items(self) -> Result<Items<T>, Error> {
        let is_data = self.is_data;
        let read = |request, response| Items::new(request, response, is_data);
        // Boxed: commands hold several of these futures at once.
        Box::pin(self.client.inner.fetch(&self.request?, read)).await
    }
}

impl<T: DeserializeOwned> Call<T> {
    /// Creates a call that fails with [`Error::InvalidRequest`]: a route cannot take this name.
    pub(crate) fn invalid(client: &Client, message: String) -> Self {
        Self::with_decoder(Err(Error::InvalidRequest(message)), client, RawResponse::json)
    }
}

impl Call<Value> {
    /// Deserializes the response as another type.
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
    /// Creates a call whose response is decoded by `decode`.
    pub(crate) fn with_decoder(
        request: Result<Request, Error>,
        client: &Client,
        decode: fn(&RawResponse) -> serde_json::Result<T>,
    ) -> Self {
        Self { client: client.clone(), request, decode: Decode::Whole(decode), is_data: false, response: PhantomData }
    }

    /// Creates a call whose response is an event stream, read by what `begin` returns.
    pub(crate) fn streaming(
        request: Result<Request, Error>,
        client: &Client,
        begin: fn(Request, Opened) -> Result<T, Error>,
    ) -> Self {
        Self { client: client.clone(), request, decode: Decode::Stream(begin), is_data: false, response: PhantomData }
    }

    /// Sends `body` as JSON, replacing any other body.
    pub fn json(self, body: &(impl Serialize + ?Sized)) -> Self {
        self.edit(|request| {
            let body = serde_json::to_vec(body)
                .map_err(|error| Error::InvalidRequest(format!("the body is not valid JSON: {error}")))?;
            request.set_body(body);
            request.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            Ok(())
        })
    }

    /// Sends bytes as they are, replacing any other body. Set their content type with [`Call::header`].
    pub fn body(self, body: impl Into<Bytes>) -> Self {
        self.edit(|request| {
            request.set_body(body);
            request.headers.remove(CONTENT_TYPE);
            Ok(())
        })
    }

    /// Sends a file as it is, replacing any other body. Its content is read while the request is sent, and not held in memory.
    /// Each attempt to send the request reads it again; a file that has become shorter by then is an error. Set its content type
    /// with [`Call::header`]. [The guard](crate#the-guard) looks into JSON of up to 64 MiB.
    ///
    /// # Errors
    /// If the file does not exist or is not a regular file.
    pub fn body_at(self, path: impl Into<PathBuf>) -> io::Result<Self> {
        let file = Upload(vec![Piece::File(FilePiece::new(path.into())?)]);
        Ok(self.edit(|request| {
            request.set_upload(file);
            request.headers.remove(CONTENT_TYPE);
            Ok(())
        }))
    }

    /// Sends fields as `application/x-www-form-urlencoded`, replacing any other body.
    pub fn form<N: AsRef<str>, V: AsRef<str>>(self, fields: impl IntoIterator<Item = (N, V)>) -> Self {
        self.edit(|request| {
            let mut form = form_urlencoded::Serializer::new(String::new());
            form.extend_pairs(fields);
            request.set_body(form.finish());
            request.headers.insert(CONTENT_TYPE, HeaderValue::from_static(FORM));
            Ok(())
        })
    }

    /// Sends fields and files as `multipart/form-data`, replacing any other body.
    pub fn multipart(self, form: &Form) -> Self {
        self.edit(|request| {
            let (kind, body) = form.encode();
            request.set_upload(body);
            request.headers.insert(CONTENT_TYPE, header(CONTENT_TYPE.as_str(), &kind)?.1);
            Ok(())
        })
    }

    /// Adds every set field of a struct to the query. Lists become repeated parameters; nulls are omitted.
    pub(crate) fn query_from(self, fields: &impl Serialize) -> Self {
        self.edit(|request| {
            // By way of text: a map would sort the fields unless the program's `serde_json` preserves order.
            let json = serde_json::to_string(fields).map_err(|error| Error::InvalidRequest(error.to_string()))?;
            let Some(Shallow::Object(fields)) = parse_shallow(&json) else { return Ok(()) };
            for (name, value) in fields {
                let values = match parse_shallow(value.get()) {
                    Some(Shallow::Array(values)) => values,
                    _ => vec![value],
                };
                for value in values {
                    match parse_shallow(value.get()) {
                        Some(Shallow::Literal("null")) | None => {}
                        Some(Shallow::String(text)) => append_query(&mut request.url, &name, &text)?,
                        Some(_) => append_query(&mut request.url, &name, value.get())?,
                    }
                }
            }
            Ok(())
        })
    }

    /// Adds a query parameter.
    pub fn query(self, name: &str, value: impl AsRef<str>) -> Self {
        self.edit(|request| append_query(&mut request.url, name, value.as_ref()))
    }

    /// Sets a header, replacing all of the same name.
    pub fn header(self, name: &str, value: &str) -> Self {
        self.edit_headers(name, value, |headers, name, value| {
            headers.insert(name, value);
        })
    }

    /// Adds a header to those of the same name, which are sent one after another.
    pub fn add_header(self, name: &str, value: &str) -> Self {
        self.edit_headers(name, value, |headers, name, value| {
            headers.append(name, value);
        })
    }

    /// Removes a header, including one that is sent by default: `User-Agent`, `Content-Type`, `Accept-Encoding`, or that of
    /// the key, without which the request is anonymous. Setting the header again sends it.
    ///
    /// `Host`, `Content-Length` and `Accept` belong to every request; removing them is [`Error::InvalidRequest`].
    pub fn remove_header(self, name: &str) -> Self {
        let auth_header = self.client.inner.auth_header.clone();
        self.edit(|request| {
            let (name, _) = header(name, "")?;
            if matches!(name, HOST | CONTENT_LENGTH | ACCEPT) {
                return Err(Error::InvalidRequest(format!("the header `{name}` belongs to every request")));
            }
            request.without_key |= name == auth_header;
            request.headers.remove(&name);
            request.removed.push(name);
            Ok(())
        })
    }

    fn edit_headers(
        self,
        name: &str,
        value: &str,
        change: impl FnOnce(&mut HeaderMap, HeaderName, HeaderValue),
    ) -> Self {
        let auth_header = self.client.inner.auth_header.clone();
        self.edit(|request| {
            let (name, mut value) = header(name, value)?;
            if name == auth_header {
                value.set_sensitive(true);
            }
            request.removed.retain(|removed| *removed != name);
            change(&mut request.headers, name, value);
            Ok(())
        })
    }

    /// Sets the timeout of each attempt, from connecting to the last byte. For event streams, it covers the wait for the
    /// response headers, and then the wait for each chunk.
    pub fn timeout(self, timeout: Duration) -> Self {
        self.edit(|request| {
            request.timeout = timeout;
            Ok(())
        })
    }

    /// Sets when this request is sent again, instead of the client's policy.
    pub fn retry(self, policy: RetryPolicy) -> Self {
        self.edit(|request| {
            request.retry = Some(Arc::new(policy));
            Ok(())
        })
    }

    /// Follows no redirect: [`Call::open`] returns it as the response, and for the other methods it is an error.
    pub fn no_redirects(self) -> Self {
        self.edit(|request| {
            request.redirects = Redirects::None;
            Ok(())
        })
    }

    /// Returns a compressed body as it arrives, with the headers that describe it.
    pub fn undecoded(self) -> Self {
        self.edit(|request| {
            request.is_undecoded = true;
            Ok(())
        })
    }

    /// Sends the request even if [the guard](crate#the-guard) would refuse it: with a masked value that is meant literally,
    /// or a null that makes a key unusable.
    ///
    /// ```no_run
    /// # async fn run(client: litellm_proxy_client::Client) -> Result<(), litellm_proxy_client::Error> {
    /// let body = serde_json::json!({"model_name": "m", "litellm_params": {"model": "openai/m", "api_key": "***"}});
    /// client.http().request("POST", "/model/new").json(&body).unguarded().await?;
    /// # Ok(()) }
    /// ```
    pub fn unguarded(self) -> Self {
        self.edit(|request| {
            request.is_unguarded = true;
            Ok(())
        })
    }

    /// Omits the client's key, for the endpoints of a login.
    pub(crate) fn without_key(self) -> Self {
        let name = self.client.inner.auth_header.clone();
        self.edit(|request| {
            request.headers.remove(name);
            request.without_key = true;
            Ok(())
        })
    }

    /// Never follows a redirect with the body.
    pub(crate) fn without_redirects(self) -> Self {
        self.edit(|request| {
            request.redirects = Redirects::WithoutBody;
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

    /// Fails with [`Error::Guarded`] if the request would not be sent; see [the guard](crate#the-guard). Sending and
    /// [`Call::request`] do the same; this is for programs that check several calls before they send the first.
    ///
    /// # Errors
    /// [`Error::Guarded`].
    pub fn check(&self) -> Result<(), Error> {
        let Ok(request) = &self.request else { return Ok(()) };
        guard::check(request, &self.client.inner.base)
    }

    /// Returns the request without sending it.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] if it cannot be built, for example because a name cannot be part of a path, and
    /// [`Error::Guarded`] if it would not be sent.
    pub fn request(self) -> Result<Request, Error> {
        self.check()?;
        self.request
    }

    /// Sends the request and returns status, headers and bytes of a successful response.
    ///
    /// # Errors
    /// Any [`Error`]; a status other than 2xx is an error.
    pub async fn raw(self) -> Result<RawResponse, Error> {
        self.client.inner.fetch(&self.request?, |_, response| Ok(response)).await
    }

    /// Sends the request and returns any response, refusals and redirects that are not followed included, as soon as its
    /// headers arrive. Its body is read chunk by chunk.
    ///
    /// # Errors
    /// If there is no response.
    pub async fn open(self) -> Result<StreamingResponse, Error> {
        self.client.inner.open(&self.request?).await
    }

    /// Sends the request and decodes the response. `.await` on the call does the same.
    ///
    /// # Errors
    /// Any [`Error`]; [`Error::UnexpectedResponse`] if the response does not have the endpoint's shape.
    pub async fn send(self) -> Result<T, Error> {
        match self.decode {
            Decode::Whole(decode) => {
                let read = |request: Request, response: RawResponse| {
                    decode_leniently(decode, &response).map_err(|error| unreadable(&request, &response, error))
                };
                // Boxed: commands hold several of these futures at once.
                Box::pin(self.client.inner.fetch(&self.request?, read)).await
            }
            Decode::Stream(begin) => {
                let (request, response) = Box::pin(self.client.inner.stream(&self.request?)).await?;
                begin(request, response)
            }
            Decode::Sending(sending) => sending.into_inner().unwrap_or_else(PoisonError::into_inner).await,
        }
    }
}

impl<T: Send + 'static> Future for Call<T> {
    type Output = Result<T, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let call = self.get_mut();
        let decode = match call.decode {
            Decode::Whole(decode) => Some(Decode::Whole(decode)),
            Decode::Stream(begin) => Some(Decode::Stream(begin)),
            Decode::Sending(_) => None,
        };
        if let Some(decode) = decode {
            // The call keeps an error in place of the request.
            let sent = Err(Error::InvalidRequest("the call was sent before".to_owned()));
            let request = std::mem::replace(&mut call.request, sent);
            let prepared = Self { client: call.client.clone(), request, decode, ..*call };
            call.decode = Decode::Sending(Mutex::new(Box::pin(prepared.send())));
        }
        match &mut call.decode {
            Decode::Sending(sending) => {
                sending.get_mut().unwrap_or_else(PoisonError::into_inner).as_mut().poll(context)
            }
            Decode::Whole(_) | Decode::Stream(_) => Poll::Pending,
        }
    }
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Call").field(&self.request).finish()
    }
}

fn append_query(url: &mut Url, name: &str, value: &str) -> Result<(), Error> {
    if holds_random_key(value) {
        return Err(key_in_url());
    }
    let mut pair = form_urlencoded::Serializer::new(String::new());
    pair.append_pair(name, value);
    // `GET /user/info` reads its query raw, where `+` is not a blank.
    let pair = pair.finish().replace('+', "%20");
    let query = match url.query() {
        Some(query) if !query.is_empty() => format!("{query}&{pair}"),
        _ => pair,
    };
    url.set_query(Some(&query));
    Ok(())
}

/// Decodes a response; a lone surrogate costs its character, not the response.
pub(crate) fn decode_leniently<T>(
    decode: fn(&RawResponse) -> serde_json::Result<T>,
    response: &RawResponse,
) -> serde_json::Result<T> {
    decode(response).or_else(|error| match without_lone_surrogates(&response.body) {
        Cow::Borrowed(_) => Err(error),
        Cow::Owned(body) => decode(&RawResponse { body: body.into(), ..response.clone() }),
    })
}

pub(crate) fn unreadable(request: &Request, response: &RawResponse, error: serde_json::Error) -> Error {
    let text = String::from_utf8_lossy(&response.body);
    let reason = if let Some(page) = html::describe(text.trim()) {
        format!("{page}, not JSON")
    } else if text.trim().is_empty() {
        "the body is empty".to_owned()
    } else if error.is_data()
        && let Some(detail) = Refusal::detail(request, &response.body)
    {
        format!("{detail} ({error})")
    } else if error.is_data() {
        format!("not the expected JSON: {error}")
    } else {
        format!("not valid JSON: {error}")
    };
    unexpected_because(request, response.status, reason, Some(without_secrets(request, error).into()))
}

/// Returns an error that does not quote a secret of the response.
fn without_secrets(request: &Request, error: serde_json::Error) -> serde_json::Error {
    let text = error.to_string();
    let masked = request.redact(&text);
    if masked == text { error } else { serde_json::Error::custom(masked) }
}
