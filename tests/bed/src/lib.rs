//! Servers for the tests of the command line and of the client library.

#![expect(
    missing_docs,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::panic,
    reason = "a test fails where its server cannot do what the test expects"
)]

pub mod fault_server;
#[cfg(target_os = "linux")]
pub mod long_stream;
pub mod servers;
pub mod shop;
pub mod tls;
pub mod wire;
