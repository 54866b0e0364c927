//! The fake server for the tests of the command line and of the client library, and what else they share.

#![expect(
    missing_docs,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::panic,
    reason = "a test fails where its server cannot do what the test expects"
)]

pub mod deployments;
pub mod fake_server;
pub mod gate;
#[cfg(target_os = "linux")]
pub mod long_stream;
pub mod process;
mod run;

pub use fake_server::{
    FakeRequest, FakeResponse, FakeServer, Feed, Respond, in_turn, json_response, request, request_with, with_fields,
};
pub use gate::Gate;
pub use run::{Run, are_usage_errors};

/// The key that clients of the fake server send.
pub const KEY: &str = "sk-test-master-key";
