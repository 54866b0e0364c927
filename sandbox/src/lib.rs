//! A LiteLLM proxy inside the binary, to try things, to test scripts against, and to teach.
//!
//! It answers as LiteLLM 1.106.2 does wherever this command line and its documents look: shapes, status codes, paging,
//! and the rules of virtual keys. It is a development server: one process, one SQLite file, loopback unless told
//! otherwise. With the client it shares no code, so that an error in one cannot hide in the other.
//!
//! A request goes through it in one direction: `server` reads it, `routes` finds what it is for, `caller` says who asks,
//! `fields` checks what it carries, a function of `api` answers it inside one transaction of `store`; requests for models
//! go on to `chat`, by the `rules`.

mod answer;
mod api;
mod caller;
mod chat;
mod clock;
mod faults;
mod fields;
mod record;
mod routes;
mod row;
mod rules;
mod server;
mod settings;
mod store;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use tokio::net::TcpListener;

pub use self::faults::Fault;
pub use self::record::Record;
pub use self::settings::{DEFAULT_MASTER_KEY, Settings};

/// The version of LiteLLM that is answered as.
pub const SERVER_VERSION: &str = "1.106.2";

/// Where the data is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Database {
    /// Gone when the sandbox ends.
    Memory,
    /// In this SQLite file.
    File(PathBuf),
}

/// What a sandbox is made of.
#[derive(Debug)]
pub struct Setup {
    /// Models, keys and limits.
    pub settings: Settings,
    /// Where the data is kept.
    pub database: Database,
    /// What goes wrong, and where.
    pub faults: Vec<Fault>,
    /// The file that requests are written to.
    pub record: Option<Record>,
}

/// A sandbox that listens, and answers once it is [run](Sandbox::run).
pub struct Sandbox {
    listener: TcpListener,
    state: Arc<server::State>,
}

impl Sandbox {
    /// Opens the database and listens at the address; port 0 takes a free one.
    pub async fn bind(address: SocketAddr, setup: Setup) -> Result<Self> {
        let store = store::Store::open(&setup.database)?;
        let listener = TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))?;
        let state = Arc::new(server::State::new(store, setup, address.ip())?);
        Ok(Self { listener, state })
    }

    /// Where it listens.
    pub fn address(&self) -> Result<SocketAddr> {
        Ok(self.listener.local_addr()?)
    }

    /// Answers until `stop` comes, then lets the requests that are under way finish.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        server::serve(self.listener, self.state, stop).await;
    }
}
