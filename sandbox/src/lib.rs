//! A LiteLLM proxy that runs inside a test, a script or a tutorial, without Python, Postgres or a provider's key.
//!
//! It responds as LiteLLM 1.110.2 does: the same JSON, status codes and paging, and the rules of virtual keys. It is
//! for development and tests: one thread, one SQLite database, and by default only reachable from this machine.
//!
//! ```
//! use litellm_proxy_sandbox::Sandbox;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let sandbox = Sandbox::builder().start_blocking()?;
//! // Point the client under test at `sandbox.url()` with the key `sandbox.master_key()` …
//! for request in sandbox.requests() {
//!     println!("{} {}", request.method, request.path);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Inside: `server` receives a request, `origin_check` keeps web pages out, `router` finds its `route`, `caller`
//! identifies the key, `body` reads the body and `fields` validates it, and a handler in `api` responds inside one
//! transaction of `store`. Requests for models go to `chat`, subject to `rules`.

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod api;
mod body;
mod caller;
mod chat;
mod clock;
mod config;
mod error;
mod faults;
mod fields;
mod http;
mod logins;
mod object;
mod origin_check;
mod private_file;
mod providers;
mod recorder;
mod response;
mod route;
mod router;
mod rules;
mod sandbox;
mod secrets;
mod server;
mod state;
mod store;
mod time;
mod ttl_map;
mod upstream_client;
mod version;

pub use self::clock::Clock;
pub use self::config::{Config, ConfigSource, DEFAULT_MASTER_KEY};
pub use self::error::Error;
pub use self::faults::{Fault, ParseFaultError};
pub use self::recorder::RecordedRequest;
pub use self::sandbox::{Builder, Sandbox};
pub use self::store::Database;
pub use self::version::SERVER_VERSION;
