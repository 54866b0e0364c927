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

pub(crate) use self::faults::Fault;
pub(crate) use self::record::Record;
pub(crate) use self::settings::{DEFAULT_MASTER_KEY, Settings};

/// The version of LiteLLM that is answered as.
pub(crate) const SERVER_VERSION: &str = "1.106.2";

/// Where the data is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Database {
    /// Gone when the sandbox ends.
    Memory,
    File(PathBuf),
}

/// What a sandbox is made of.
#[derive(Debug)]
pub(crate) struct Setup {
    pub(crate) settings: Settings,
    pub(crate) database: Database,
    pub(crate) faults: Vec<Fault>,
    pub(crate) record: Option<Record>,
}

/// A sandbox that listens, and answers once it is [run](Sandbox::run).
pub(crate) struct Sandbox {
    listener: TcpListener,
    state: Arc<server::State>,
}

impl Sandbox {
    /// Opens the database and listens at the address; port 0 takes a free one.
    pub(crate) async fn bind(address: SocketAddr, setup: Setup) -> Result<Self> {
        let store = store::Store::open(&setup.database)?;
        let listener = TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))?;
        let state = Arc::new(server::State::new(store, setup, address.ip())?);
        Ok(Self { listener, state })
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> Result<SocketAddr> {
        Ok(self.listener.local_addr()?)
    }

    /// Answers until `stop` comes, then lets the requests that are under way finish.
    pub(crate) async fn run(self, stop: impl Future<Output = ()>) {
        server::serve(self.listener, self.state, stop).await;
    }
}
