//! The crate against the embedded proxy: each field of each kind, whole stories, and properties that hold for any file.

#![expect(clippy::expect_used, clippy::panic, reason = "what a test expects and does not get is how it fails")]

mod bed;
mod faults;
mod keys_without_alias;
mod kills;
mod matrix;
mod people;
mod processes;
mod properties;
mod published;
mod services;
mod settings;
mod stories;
mod two_runs;
