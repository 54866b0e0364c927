//! A client of LiteLLM proxy servers: models, keys, users, teams, credentials, chat, and any other endpoint.
//!
//! ```no_run
//! # async fn run() -> Result<(), litellm_proxy::Error> {
//! use litellm_proxy::Client;
//!
//! let client = Client::new("http://localhost:4000", "sk-1234")?;
//! for model in client.models().list().await? {
//!     println!("{}", model.id);
//! }
//! # Ok(()) }
//! ```
//!
//! A method that makes one request returns a [`Call`]: await it to send it, or ask it for its
//! [`request`](Call::request) to see what would be sent. Answers are [`Lossless`]: typed where this crate knows the
//! fields, and the server's own JSON beside it.
//!
//! The `cli` feature, on by default, is the `litellm-proxy` binary and is of no use to a program:
//! depend on the crate with `default-features = false`.

mod client;

pub use client::{
    Answer, ApiKey, BoxError, Bytes, Call, CallInfo, Client, ClientBuilder, DEFAULT_CHAT_TIMEOUT, DEFAULT_TIMEOUT,
    Error, Form, KeyFuture, KeyProvider, Lossless, Observer, REDACTED, Refusal, Request, is_key_hash, key_hash,
    parse_base_url, redact_json, redact_text, reqwest,
};
pub use client::{
    access_groups, budgets, chat, credentials, customers, health, http, keys, model_groups, models, pages, spend, sse,
    sso, teams, users,
};

#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;

mod auth;
#[cfg(feature = "cli")]
mod commands;
mod config;
#[cfg(feature = "cli")]
mod context;
#[cfg(feature = "cli")]
mod debug;
mod env;
#[cfg(feature = "cli")]
mod failure;
#[cfg(feature = "cli")]
mod output;
