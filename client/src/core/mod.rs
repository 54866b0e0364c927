//! The mechanism: client, calls, the one place that sends requests, errors, pages, secrets. Nothing in here names an API
//! resource; those are in [`crate::api`].

mod base_url;
pub(crate) mod body;
mod builder;
pub(crate) mod call;
mod call_info;
mod certificate;
#[cfg(feature = "rustls-no-provider")]
mod certificate_details;
mod client;
pub(crate) mod created;
mod error;
pub(crate) mod failure_cause;
mod failures;
pub(crate) mod fields;
mod form;
mod guard;
mod headers;
mod html;
mod inflate;
mod interval;
pub(crate) mod into_field;
mod items;
pub mod json;
mod key_provider;
mod lossless;
mod observer;
pub(crate) mod options;
pub mod pages;
mod phrases;
mod refusal;
mod refusal_kind;
mod request;
pub(crate) mod request_fields;
mod resolver;
pub(crate) mod response;
mod retry;
pub(crate) mod router_text;
pub(crate) mod secret;
mod server_clock;
mod server_version;
mod shown;
mod span;
pub mod sse;
pub(crate) mod string_enum;
pub(crate) mod surrogates;
pub(crate) mod time;
#[cfg(feature = "rustls-no-provider")]
mod tls;
pub(crate) mod trace;
pub(crate) mod transport;
mod upload;

pub use self::base_url::parse_base_url;
pub use self::builder::ClientBuilder;
pub use self::call::Call;
pub use self::call_info::CallInfo;
pub use self::certificate::Certificate;
#[cfg(feature = "rustls-no-provider")]
pub use self::certificate_details::CertificateDetails;
pub use self::client::Client;
pub use self::error::Error;
pub use self::failure_cause::{FailureCause, failure_line};
pub use self::form::Form;
pub use self::guard::{GuardReason, Guarded, GuardedField, guarded_fields};
pub use self::interval::Interval;
pub use self::into_field::IntoField;
pub use self::items::Items;
pub use self::key_provider::{BoxError, KeyFuture, KeyProvider};
pub use self::lossless::Lossless;
pub use self::observer::{CallContext, CallEnd, CallId, CallOutcome, ObservedResponse, ObservedRetry, Observer};
pub use self::refusal::Refusal;
pub(crate) use self::refusal::{retry_after, server_time};
pub use self::refusal_kind::RefusalKind;
pub use self::request::Request;
pub use self::request_fields::{Empty, Field};
pub use self::response::{RawResponse, StreamingResponse};
pub use self::retry::RetryPolicy;
pub use self::secret::{ApiKey, REDACTED, is_key_hash, key_hash, key_in, redact_json, redact_text};
pub use self::server_version::ServerVersion;
pub use self::time::parse_server_time;
#[cfg(feature = "rustls-no-provider")]
pub use self::tls::ClientIdentity;
pub use self::transport::{DEFAULT_CHAT_TIMEOUT, DEFAULT_TIMEOUT};
