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
//! | [`client.models()`](Client::models), [`client.model_groups()`](Client::model_groups) | deployments, and deployments with the same public name |
//! | [`client.credentials()`](Client::credentials) | provider credentials |
//! | [`client.keys()`](Client::keys) | virtual keys |
//! | [`client.users()`](Client::users), [`client.teams()`](Client::teams), [`client.customers()`](Client::customers) | users, teams and end users |
//! | [`client.organizations()`](Client::organizations) | organizations (require a license on newer servers) |
//! | [`client.budgets()`](Client::budgets), [`client.access_groups()`](Client::access_groups) | limits |
//! | [`client.spend()`](Client::spend) | usage |
//! | [`client.health()`](Client::health), [`client.sso()`](Client::sso) | the server's health and version, and logins |
//! | [`client.http()`](Client::http) | any endpoint |
//!
//! [`python`] maps each call of LiteLLM's Python client to this crate.
//!
//! # Calls
//!
//! A method that makes one request returns a [`Call`]. Awaiting it sends the request and decodes the response. Before that,
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
//! field, and `extra` for fields that this crate does not know.
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
//! body. Requests that were not sent, and idempotent requests with a 429, 502, 503 or 504 response or with none, are attempted up
//! to three times; a `POST` that the server may have received is never sent twice.
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
//!
//! They enable the features of the same name of [`reqwest`] 0.13, which is part of this crate's public API. Without any of
//! them, `http://` servers work, and so does a [`reqwest::Client` of your own](ClientBuilder::http_client). The crate
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
pub use reqwest;

pub use self::api::{
    access, access_groups, budgets, chat, credentials, customers, health, http, kept, keys, known_fields, limits,
    model_groups, models, names, organizations, spend, sso, teams, users,
};
pub use self::core::{
    ApiKey, BoxError, Call, CallInfo, Certificate, Client, ClientBuilder, DEFAULT_CHAT_TIMEOUT, DEFAULT_TIMEOUT, Empty,
    Error, Field, Form, Items, KeyFuture, KeyProvider, Lossless, Meaning, Observer, REDACTED, RawResponse, Refusal,
    Request, ServerVersion, StreamingResponse, is_key_hash, json, key_hash, key_in, pages, parse_base_url,
    parse_server_time, redact_json, redact_text, sse,
};

#[cfg(any(doc, doctest))]
#[doc = include_str!("../docs/python.md")]
pub mod python {}

/// Compiles the README's examples.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
