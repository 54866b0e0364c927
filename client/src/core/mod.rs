//! The mechanism: client, calls, the one place that sends requests, errors, pages, secrets. Nothing in here names an API
//! resource; those are in [`crate::api`].

mod base_url;
pub(crate) mod body;
mod builder;
pub(crate) mod call;
mod call_info;
mod certificate;
mod client;
mod error;
mod failures;
pub(crate) mod fields;
mod form;
mod headers;
mod html;
mod inflate;
pub mod json;
mod key_provider;
mod lossless;
mod observer;
pub(crate) mod options;
pub mod pages;
mod phrases;
mod refusal;
mod request;
pub(crate) mod request_fields;
mod resolver;
pub(crate) mod response;
pub(crate) mod secret;
mod server_clock;
mod server_version;
pub mod sse;
pub(crate) mod surrogates;
pub(crate) mod time;
#[cfg(feature = "rustls-no-provider")]
mod tls;
pub(crate) mod transport;

pub use self::base_url::parse_base_url;
pub use self::builder::ClientBuilder;
pub use self::call::Call;
pub use self::call_info::CallInfo;
pub use self::certificate::Certificate;
pub use self::client::Client;
pub use self::error::Error;
pub use self::form::Form;
pub use self::key_provider::{BoxError, KeyFuture, KeyProvider};
pub use self::lossless::Lossless;
pub use self::observer::Observer;
pub use self::phrases::Meaning;
pub use self::refusal::Refusal;
pub use self::request::Request;
pub use self::request_fields::{Empty, Field};
pub use self::response::{RawResponse, StreamingResponse};
pub use self::secret::{ApiKey, REDACTED, is_key_hash, key_hash, key_in, redact_json, redact_text};
pub use self::server_version::ServerVersion;
pub use self::time::parse_server_time;
pub use self::transport::{DEFAULT_CHAT_TIMEOUT, DEFAULT_TIMEOUT};
