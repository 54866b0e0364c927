//! A client for LiteLLM proxy servers: chat, models, virtual keys, users, teams, budgets, spend, and any other endpoint.
//!
//! # Quick start
//!
//! ```no_run
//! # async fn run() -> Result<(), litellm_proxy_client::Error> {
//! use litellm_proxy_client::Client;
//! use litellm_proxy_client::chat::{ChatRequest, Message};
//!
//! let client = Client::new("http://localhost:4000", "sk-api-key")?;
//!
//! let request = ChatRequest::new("gpt-3.5-turbo", [Message::user("Hello, how are you?")]);
//! let response = client.chat().completions().create(&request).await?;
//! println!("{}", response.text());
//! # Ok(()) }
//! ```
//!
//! [`Client::from_env`] reads server and key from the environment, or from the login of the `litellm-proxy` command.
//! [`Client::builder`] has the settings: timeouts, retries, proxies, certificates, a key that is renewed. A client is cheap
//! to clone; clones share their connections.
//!
//! # Resources
//!
//! | method | resource |
//! |---|---|
//! | [`client.chat()`](Client::chat) | chat completions, whole and [streamed](chat::ChatStream) |
//! | [`client.embeddings()`](Client::embeddings), [`client.rerank()`](Client::rerank), [`client.moderations()`](Client::moderations) | embeddings, rankings and moderations |
//! | [`client.images()`](Client::images), [`client.audio()`](Client::audio), [`client.responses()`](Client::responses) | images, speech, transcriptions and the Responses API |
//! | [`client.models()`](Client::models), [`client.model_groups()`](Client::model_groups) | deployments, and deployments with the same public name |
//! | [`client.credentials()`](Client::credentials) | provider credentials |
//! | [`client.keys()`](Client::keys) | virtual keys |
//! | [`client.users()`](Client::users), [`client.teams()`](Client::teams), [`client.customers()`](Client::customers) | users, teams and end users |
//! | [`client.organizations()`](Client::organizations) | organizations (require a license on newer servers) |
//! | [`client.budgets()`](Client::budgets), [`client.access_groups()`](Client::access_groups) | limits |
//! | [`client.spend()`](Client::spend) | usage |
//! | [`client.health()`](Client::health), [`client.sso()`](Client::sso) | the server's health and version, and logins |
//! | [`client.http()`](Client::http), [`client.openapi()`](Client::openapi) | any endpoint, and what the server says of each |
//!
//! [`python`] maps each call of LiteLLM's Python client to this crate, [`testing`] shows how to test programs that use it, and
//! [`guesses`] says what does not compile and why.
//!
//! # Calls
//!
//! A method that makes one request returns a [`Call`]: a [`Future`] that sends the request and decodes the response. Before that,
//! you can add a [header](Call::header), a [query parameter](Call::query) or a [timeout](Call::timeout).
//! [`Call::request`] returns the request without sending it; [`Call::raw`] returns status, headers and bytes instead of the
//! typed response.
//!
//! ```no_run
//! # async fn run(client: litellm_proxy_client::Client) -> Result<(), litellm_proxy_client::Error> {
//! let request = client.models().list().request()?;
//! println!("{} {}", request.method, request.url); // GET http://localhost:4000/models
//!
//! let response = client.models().list().header("litellm-changed-by", "alice").raw().await?;
//! println!("{} {} bytes", response.status, response.body.len());
//! # Ok(()) }
//! ```
//!
//! Responses are [`Lossless`]: typed where this crate knows the fields, together with the server's own JSON, so that fields
//! added by newer servers are available too. Request types are created with `new` or `default`, and have a setter for each
//! field, which takes an [`IntoField`], and `extra` for fields that this crate does not know. They are passed by value or by
//! reference.
//!
//! # Lists
//!
//! A paged list can be read page by page, or as a stream of all its items, with several pages in flight:
//!
//! ```no_run
//! # async fn run(client: litellm_proxy_client::Client) -> Result<(), litellm_proxy_client::Error> {
//! use litellm_proxy_client::keys::KeyFilter;
//!
//! let first = client.keys().list(&KeyFilter::default().page(1).size(10)).await?;
//! println!("{} of {:?}", first.keys.len(), first.total_count);
//!
//! let mut keys = client.keys().list_all(&KeyFilter::default().user_id("user123"));
//! while let Some(key) = keys.next().await {
//!     println!("{}", key?.token().unwrap_or_default());
//! }
//! # Ok(()) }
//! ```
//!
//! # Errors
//!
//! ```no_run
//! # async fn run(client: litellm_proxy_client::Client) {
//! use litellm_proxy_client::Error;
//!
//! match client.models().list().await {
//!     Ok(models) => println!("{} models", models.len()),
//!     Err(Error::Unauthorized(refusal)) => eprintln!("authentication failed: {refusal}"),
//!     Err(error) if error.is_retryable() => eprintln!("try again later: {error}"),
//!     Err(error) => eprintln!("request failed: {error}"),
//! }
//! # }
//! ```
//!
//! [`Error::refusal`] returns the server's error response: status, message, type, param, code, request id, `Retry-After`,
//! body. [`Refusal::kind`] names what it is about, whatever the version of the server: a budget that is used up, a key that has
//! expired, a model that the key may not call. [`source`](std::error::Error::source) returns the error underneath.
//!
//! # The guard
//!
//! Servers show secrets masked, and store a mask that they are sent in place of the secret. Before a request is sent, the client
//! looks at its body, and fails with [`Error::Guarded`] if a value is not what it seems:
//!
//! - a masked value (`sk****56`, `[redacted]`, `REDACTED_BY_LITELM`) in a body to an administrative endpoint. In descriptions and
//!   other text, Markdown such as `**bold**` is free, and bodies to models are not looked at;
//! - the shortened name of a key in lists (`sk-...1234`) in place of the key, also in a URL;
//! - a null that makes a key unusable (`aliases`, `budget_fallbacks`, `config`, `metadata`, `model_max_budget`, `permissions`), or
//!   with which a team loses the budget of its members (`metadata`). `{}` clears these fields.
//!
//! [`guarded_fields`] returns the fields that would be refused, for programs that check a file before they send anything.
//! [`Call::unguarded`] sends a request as it is.
//!
//! # Retries
//!
//! A request is attempted up to three times: if it was not sent, if the server reports that it did nothing (429), and, for
//! idempotent methods, after a 502, 503 or 504 response or without any. A `POST` that the server may have acted on is never sent
//! twice. [`RetryPolicy`] has the details; set one with [`ClientBuilder::retry`] or, for a single call, [`Call::retry`].
//!
//! # Connections
//!
//! Clones of a client share a pool of connections, as do clients with the same
//! [`reqwest::Client`](ClientBuilder::http_client). A connection returns to the pool when its response is read to the end;
//! for a stream, that is when [`next`](chat::ChatStream::next) returns `None`. A stream that is dropped before closes its
//! connection, by which the server learns that nobody reads on.
//!
//! LiteLLM closes a connection that is unused for 5 s, while other clients, `reqwest` included, keep it for longer. A request
//! that is sent just then is lost, and a `POST` cannot be repeated, since the server may have received it. This crate keeps unused
//! connections for 4 s. If a gateway in front of your server is quicker, set
//! [`ClientBuilder::pool_idle_timeout`] below its time, for example to 1 s.
//!
//! # Concurrency
//!
//! [`Client`] is `Send`, `Sync` and cheap to clone, so a task can own one. Calls own what they need; futures and streams are
//! `Send`. Nothing limits how many calls are under way at once, and over HTTP/1 each takes a connection, so bound them where there
//! are many:
//!
//! ```no_run
//! # async fn run(client: litellm_proxy_client::Client, names: Vec<String>) -> Result<(), litellm_proxy_client::Error> {
//! use futures_util::stream::{StreamExt as _, TryStreamExt as _, iter};
//! use litellm_proxy_client::keys::NewKey;
//!
//! let calls = names.iter().map(|name| client.keys().generate(&NewKey::default().key_alias(name)).into_future());
//! let keys: Vec<_> = iter(calls).buffered(8).try_collect().await?;
//! # Ok(()) }
//! ```
//!
//! # Cancellation
//!
//! A call does nothing until it is awaited. Dropping its future, as `tokio::select!` and `tokio::time::timeout` do, stops
//! waiting and closes the connection; nothing runs on in the background. It does not undo the request: a server that has
//! received a change may finish it. After a dropped change, look at what is there before you repeat it, as after
//! [`Error::Timeout`] and [`Error::Interrupted`].
//!
//! [`ChatStream::next`](chat::ChatStream::next), [`pages::Pages::next`] and [`StreamingResponse::chunk`] are safe to cancel: no
//! item is lost if their future is dropped. A method that makes several requests can be left half done: each of them, in order, has
//! been sent or not.
//!
//! # Observing
//!
//! An [`Observer`] is called for each request, response and retry, and exactly once for the end of each call: a success, a failure,
//! the end of a stream, or a call that was dropped. With the feature `tracing`, each call is also a span of the target
//! `litellm_proxy_client`, with the fields of OpenTelemetry's conventions for generative AI and HTTP clients:
//! `gen_ai.operation.name`, `gen_ai.request.model`, `gen_ai.response.id`, `gen_ai.response.model`,
//! `gen_ai.usage.input_tokens`, `gen_ai.usage.output_tokens`, `server.address`, `server.port`, `http.request.method`,
//! `http.request.resend_count`, `http.response.status_code`, `url.full` with its secrets masked, `error.type`, which is
//! [`Error::code`], and LiteLLM's `litellm.call_id`. Messages and answers are not recorded.
//!
//! # Secrets
//!
//! An [`ApiKey`] never prints itself. `Debug` of every type here, and every error, masks known secrets and anything that
//! looks like a key. A key is never part of a URL; its hash is used instead.
//!
//! # Features
//!
//! | feature | default | |
//! |---|---|---|
//! | `rustls` | yes | TLS with rustls, and the system's certificate authorities or those in `SSL_CERT_FILE` and `SSL_CERT_DIR` |
//! | `rustls-no-provider` | no | The same, with the crypto provider that your program installs |
//! | `native-tls` | no | TLS with the operating system's library |
//! | `tracing` | no | A span for each call, for subscribers of the crate `tracing` |
//!
//! The first three enable the features of the same name of [`reqwest`] 0.13, which is part of this crate's public API. Without
//! any of them, `http://` servers work, and so does a [`reqwest::Client` of your own](ClientBuilder::http_client). The crate
//! installs nothing process-wide, enables no feature that changes how other code behaves, and reads no environment variable
//! or file unless you call [`Client::from_env`] (TLS reads the authorities when a server needs them, and `reqwest` itself
//! reads the proxy variables and ignores a proxy that it cannot use; see [`ClientBuilder::environment_proxy`] and
//! [`ClientBuilder::no_proxy`]). It requires a tokio runtime with time and I/O, so it does not build for
//! `wasm32-unknown-unknown`.

pub mod settings;

mod api;
mod core;
#[cfg(any(test, fuzzing))]
pub mod fuzzing;

pub use bytes::Bytes;
pub use jiff;
pub use reqwest;

pub use self::api::{
    access, access_groups, audio, budgets, changes, chat, credentials, customers, embeddings, health, http, images,
    kept, keys, known_fields, limits, model_groups, models, moderations, names, openapi, organizations, probes, rerank,
    responses, spend, sso, teams, users, uses,
};
pub use self::core::{
    ApiKey, BoxError, Call, CallContext, CallEnd, CallId, CallInfo, CallOutcome, Certificate, Client, ClientBuilder,
    DEFAULT_CHAT_TIMEOUT, DEFAULT_TIMEOUT, Empty, Error, FailureCause, Field, Form, GuardReason, Guarded, GuardedField,
    Interval, IntoField, Items, KeyFuture, KeyProvider, Lossless, ObservedResponse, ObservedRetry, Observer, REDACTED,
    RawResponse, Refusal, RefusalKind, Request, RetryPolicy, ServerVersion, StreamingResponse, failure_line,
    guarded_fields, is_key_hash, json, key_hash, key_in, pages, parse_base_url, parse_server_time, redact_json,
    redact_text, sse,
};
#[cfg(feature = "rustls-no-provider")]
pub use self::core::{CertificateDetails, ClientIdentity};

#[cfg(any(doc, doctest))]
#[doc = include_str!("../docs/python.md")]
pub mod python {}

#[cfg(any(doc, doctest))]
#[doc = include_str!("../docs/testing.md")]
pub mod testing {}

#[cfg(any(doc, doctest))]
#[doc = include_str!("../docs/guesses.md")]
pub mod guesses {}

/// Compiles the README's examples.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
