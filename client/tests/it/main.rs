//! The library against a fake server.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "what a test expects and does not get is how it fails"
)]

mod access;
mod activity;
mod builder;
mod calls;
mod environment;
mod errors;
mod groups;
mod guard;
mod guesses;
mod health;
mod keys;
mod logins;
#[cfg(target_os = "linux")]
mod memory;
mod observers;
mod organizations;
mod pages;
mod people;
mod replacements;
mod request_fields;
mod responses;
mod retries;
mod rotations;
mod secrets;
mod sequences;
mod setters;
#[cfg(feature = "tracing")]
mod spans;
mod spend;
mod streams;
