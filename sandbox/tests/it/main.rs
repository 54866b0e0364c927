//! The sandbox as a library: started in-process, and asked over HTTP.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails where a response is not what it expects"
)]

mod access;
mod budgets;
mod builder;
mod chat;
mod chat_rules;
mod connections;
mod faults;
mod forwarded;
mod hang_ups;
mod harness;
mod health;
mod inference;
mod key_rights;
mod login;
mod models;
mod people;
mod pkce;
mod server;
mod storage;
mod testing;
