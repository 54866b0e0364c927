//! The configuration of a LiteLLM proxy server as a file: [read](mod@file) the files, compare them with the server, and make the
//! server as they say.
//!
//! Neither state nor cluster is needed: next to each resource the server keeps an ownership [mark], which says who applied what.

mod address;
pub mod apply;
pub mod desired;
pub mod export;
pub mod fields;
pub mod file;
mod kind;
pub mod lint;
mod live;
pub mod mark;
pub mod migrate;
mod place;
pub mod plan;
pub mod print;
pub mod rename;
pub mod server;
pub mod value;

pub use self::address::{Address, InvalidAddress, Selector};
pub use self::desired::{Desired, Header, Resource};
pub use self::kind::Kind;
pub use self::live::{LeftOut, Live, LiveResource, Seen, canonical};
pub use self::place::{Diagnostic, Place, Severity};
pub use self::server::Server;

/// Compiles the README's example.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
