//! A client of LiteLLM proxy servers: chat, models, virtual keys, users, teams, budgets, spend, and any other endpoint.
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
//! [`Client::from_env`] takes server and key from the environment or from the login of the `litellm-proxy` command,
//! [`Client::builder`] has the settings: timeouts, retries, proxies, certificates, a key that is renewed. A client is cheap
//! to clone; clones share their connections.
//!
//! # Resources
//!
//! | | |
//! |---|---|
//! | [`client.chat()`](Client::chat) | completions, whole and [streamed](chat::ChatStream) |
//! | [`client.models()`](Client::models), [`client.model_groups()`](Client::model_groups) | deployments, and those that share a name |
//! | [`client.credentials()`](Client::credentials) | secrets of providers, by name |
//! | [`client.keys()`](Client::keys) | virtual keys |
//! | [`client.users()`](Client::users), [`client.teams()`](Client::teams), [`client.customers()`](Client::customers) | who uses them |
//! | [`client.organizations()`](Client::organizations) | what teams belong to (licensed on newer servers) |
//! | [`client.budgets()`](Client::budgets), [`client.access_groups()`](Client::access_groups) | what they may |
//! | [`client.spend()`](Client::spend) | what they did |
//! | [`client.health()`](Client::health), [`client.sso()`](Client::sso) | the server, and logging in to it |
//! | [`client.http()`](Client::http) | any endpoint |
//!
//! Those who know the Python client find each of its calls in [`python`].
//!
//! # Calls
//!
//! A method that makes one request returns a [`Call`]. Awaiting it sends it and reads the answer. Before that it takes a
//! [header](Call::header), a [query parameter](Call::query) or a [timeout](Call::timeout) of its own, and
//! [`Call::request`] shows what would be sent; [`Call::raw`] gives status, headers and bytes in place of the typed answer.
//!
//! ```no_run
//! # async fn run(client: litellm_proxy_client::Client) -> Result<(), litellm_proxy_client::Error> {
//! let request = client.models().list().request()?;
//! println!("{} {}", request.method, request.url); // GET http://localhost:4000/models
//!
//! let answer = client.models().list().header("litellm-changed-by", "alice").raw().await?;
//! println!("{} {} bytes", answer.status, answer.body.len());
//! # Ok(()) }
//! ```
//!
//! Answers are [`Lossless`]: typed where this crate knows the fields, and the server's own JSON beside it, so that a
//! field of next week's server is there too. Types of requests are made by `new` or `default` and have a setter for each
//! field, and `extra` for those that this crate does not know.
//!
//! # Lists
//!
//! A list that the server gives in pages is read page by page, or as one stream of all its items, several pages at a time:
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
//!     Err(error) if error.is_retryable() => eprintln!("later, perhaps: {error}"),
//!     Err(error) => eprintln!("request failed: {error}"),
//! }
//! # }
//! ```
//!
//! [`Error::refusal`] has the server's own words: status, type, param, code, request id, `Retry-After`, body. What was not
//! sent, and an idempotent request that was answered with 429, 502, 503 or 504, is tried up to three times before it
//! becomes an error; a `POST` that may have been received is never sent twice.
//!
//! # Secrets
//!
//! An [`ApiKey`] never prints itself. `Debug` of every type here, and every error, masks what it knows to be a secret, and
//! what looks like a key. A key never becomes part of a URL: its hash does.
//!
//! # Features
//!
//! | feature | default | |
//! |---|---|---|
//! | `rustls` | yes | TLS by rustls, set up as `reqwest` itself does, with the system's certificate authorities |
//! | `rustls-no-provider` | no | The same with the crypto provider that the program installs |
//! | `native-tls` | no | TLS by the system's library |
//!
//! These are the TLS features of [`reqwest`] 0.13, which is part of this crate's interface. Without any of them, `http://`
//! servers work, and a [`reqwest::Client` of your own](ClientBuilder::http_client). The crate installs nothing
//! process-wide and turns on no feature that changes how other code behaves. It needs a tokio runtime with time and I/O, so
//! it does not build for `wasm32-unknown-unknown`.

pub mod settings;

mod api;
mod core;

pub use bytes::Bytes;
pub use reqwest;

pub use self::api::{
    access_groups, budgets, chat, credentials, customers, health, http, keys, model_groups, models, names,
    organizations, spend, sso, teams, users,
};
pub use self::core::{
    ApiKey, BoxError, Call, CallInfo, Client, ClientBuilder, DEFAULT_CHAT_TIMEOUT, DEFAULT_TIMEOUT, Error, Form,
    KeyFuture, KeyProvider, Lossless, Meaning, Observer, REDACTED, RawResponse, Refusal, Request, ServerVersion,
    StreamingResponse, is_key_hash, json, key_hash, pages, parse_base_url, parse_server_time, redact_json, redact_text,
    sse,
};

#[cfg(any(doc, doctest))]
#[doc = include_str!("../docs/python.md")]
pub mod python {}

/// The README's own Rust, compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
