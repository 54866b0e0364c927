//! A running sandbox, and the builder that starts one. The server has a thread of its own, so that it also serves
//! callers that block theirs.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::clock::Clock;
use super::config::{Config, ConfigSource};
use super::error::Error;
use super::faults::{Fault, Faults};
use super::recorder::{RecordedRequest, Recorder};
use super::server::Server;
use super::state::State;
use super::store::{Database, Store};
use super::upstream_client::UpstreamClient;

/// A running sandbox. Dropping it stops the server at once.
///
/// ```
/// use litellm_proxy_sandbox::Sandbox;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sandbox = Sandbox::builder()
///     .config("model_list: [{model_name: m, litellm_params: {model: openai/m, mock_response: hello}}]")
///     .fault("POST /key/generate=500:1".parse()?)
///     .start_blocking()?;
/// assert!(sandbox.url().starts_with("http://127.0.0.1:"));
/// assert_eq!(sandbox.master_key(), "sk-1234");
/// assert!(sandbox.requests().is_empty());
/// # Ok(())
/// # }
/// ```
pub struct Sandbox {
    server: Arc<Server>,
    address: SocketAddr,
    url: String,
    master_key: String,
    ignored_settings: Vec<String>,
    /// Stops the server: gracefully by a message, at once when dropped.
    stop: Option<oneshot::Sender<()>>,
    /// Completes when the server has stopped.
    stopped: Option<oneshot::Receiver<()>>,
    thread: Option<JoinHandle<()>>,
}

/// Configures and starts a [`Sandbox`].
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct Builder {
    config: Option<ConfigSource>,
    master_key: Option<String>,
    database: Database,
    faults: Vec<Fault>,
    record: Option<PathBuf>,
    forgets_requests: bool,
    clock: Clock,
    log_delay: Duration,
    address: Option<SocketAddr>,
}

impl Builder {
    /// Sets the configuration: a [`Config`](super::Config), the path of a file, or YAML text.
    ///
    /// Without one there are three models that respond by themselves.
    pub fn config(mut self, config: impl Into<ConfigSource>) -> Self {
        self.config = Some(config.into());
        self
    }

    /// Sets the master key. The default is that of the configuration, else `sk-1234`.
    pub fn master_key(mut self, key: impl Into<String>) -> Self {
        self.master_key = Some(key.into());
        self
    }

    /// Sets the database. The default is in memory.
    pub fn database(mut self, database: Database) -> Self {
        self.database = database;
        self
    }

    /// Adds a fault. For each request, the first one that matches applies.
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }

    /// Appends each request to a file, one JSON object per line, with secrets masked.
    pub fn record(mut self, path: impl Into<PathBuf>) -> Self {
        self.record = Some(path.into());
        self
    }

    /// Keeps no requests in memory: [`Sandbox::requests`] stays empty. For a sandbox that runs for long.
    pub fn forget_requests(mut self) -> Self {
        self.forgets_requests = true;
        self
    }

    /// Sets the clock. The default is the system's.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Sets how long after its end a request appears in the log, at most: some appear after half of that time. LiteLLM writes
    /// its log in batches. The default is at once.
    pub fn log_delay(mut self, delay: Duration) -> Self {
        self.log_delay = delay;
        self
    }

    /// Sets the address to listen on. The default is a free port on 127.0.0.1.
    ///
    /// Beyond this machine, the page for signing in asks for the master key.
    pub fn bind(mut self, address: SocketAddr) -> Self {
        self.address = Some(address);
        self
    }

    /// Starts the sandbox; returns once it listens.
    ///
    /// Fails if the configuration is invalid, or the database, the recording or the address cannot be opened.
    pub async fn start(self) -> Result<Sandbox, Error> {
        let (starting, started) = self.spawn()?;
        let result = started.await.unwrap_or_else(|_| Err(ended_early()));
        starting.finish(result)
    }

    /// As [`start`](Self::start), for code that is not async.
    ///
    /// Panics if called from async code, where blocking is not allowed.
    pub fn start_blocking(self) -> Result<Sandbox, Error> {
        let (starting, started) = self.spawn()?;
        let result = started.blocking_recv().unwrap_or_else(|_| Err(ended_early()));
        starting.finish(result)
    }

    /// Starts the thread of the server.
    fn spawn(self) -> Result<(Starting, oneshot::Receiver<Result<Listening, Error>>), Error> {
        let mut config = self.config.map_or_else(|| Ok(Config::default()), ConfigSource::load)?;
        if let Some(key) = self.master_key {
            config.set_master_key(key);
        }
        config.log_delay = self.log_delay;
        let (master_key, ignored_settings) = (config.master_key().to_owned(), config.ignored_settings().to_vec());
        let store = Store::open(&self.database)?;
        let recorder = Recorder::new(self.record.as_deref(), !self.forgets_requests)?;
        let state =
            State { store, config, clock: self.clock, rates: Arc::default(), upstream: UpstreamClient::default() };
        let address = self.address.unwrap_or_else(|| SocketAddr::from((Ipv4Addr::LOCALHOST, 0)));
        let server = Arc::new(Server::new(state, Faults::new(self.faults), recorder, address.ip())?);

        let (stop, stop_requested) = oneshot::channel();
        let (report, started) = oneshot::channel();
        let (on_stopped, stopped) = oneshot::channel();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Error::Thread)?;
        let serving = Arc::clone(&server);
        let thread = std::thread::Builder::new()
            .name("litellm-sandbox".to_owned())
            .spawn(move || {
                runtime.block_on(run(serving, address, report, stop_requested));
                drop(runtime);
                let _ = on_stopped.send(());
            })
            .map_err(Error::Thread)?;
        Ok((Starting { server, master_key, ignored_settings, stop, stopped, thread }, started))
    }
}

/// A sandbox whose thread runs and has not reported its address yet.
struct Starting {
    server: Arc<Server>,
    master_key: String,
    ignored_settings: Vec<String>,
    stop: oneshot::Sender<()>,
    stopped: oneshot::Receiver<()>,
    thread: JoinHandle<()>,
}

/// The address a server listens on.
struct Listening(SocketAddr);

impl Starting {
    fn finish(self, result: Result<Listening, Error>) -> Result<Sandbox, Error> {
        let Listening(address) = result?;
        Ok(Sandbox {
            server: self.server,
            address,
            url: format!("http://{address}"),
            master_key: self.master_key,
            ignored_settings: self.ignored_settings,
            stop: Some(self.stop),
            stopped: Some(self.stopped),
            thread: Some(self.thread),
        })
    }
}

fn ended_early() -> Error {
    Error::Internal("its thread ended early".to_owned())
}

/// The body of the server's thread.
async fn run(
    server: Arc<Server>,
    address: SocketAddr,
    report: oneshot::Sender<Result<Listening, Error>>,
    stop: oneshot::Receiver<()>,
) {
    let bound = async {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        Ok((listener, address))
    };
    let (listener, address) = match bound.await {
        Ok(bound) => bound,
        Err(source) => {
            let _ = report.send(Err(Error::Listen { address, source }));
            return;
        }
    };
    if report.send(Ok(Listening(address))).is_err() {
        return;
    }
    let (stop_gracefully, stopping) = oneshot::channel::<()>();
    let serving = server.serve(listener, async {
        let _ = stopping.await;
    });
    tokio::pin!(serving);
    let requested = tokio::select! {
        () = &mut serving => return,
        requested = stop => requested.is_ok(),
    };
    // A dropped sandbox does not wait for requests in flight.
    if requested {
        let _ = stop_gracefully.send(());
        serving.await;
    }
}

impl Sandbox {
    /// Returns a builder with the defaults: three mocked models, a database in memory, a free port on 127.0.0.1.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Returns the URL of the server, such as `http://127.0.0.1:41234`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the master key.
    pub fn master_key(&self) -> &str {
        &self.master_key
    }

    /// Returns the address the server listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the settings of the configuration that the sandbox does not support.
    pub fn ignored_settings(&self) -> &[String] {
        &self.ignored_settings
    }

    /// Adds a fault, after those that exist.
    pub fn fault(&self, fault: Fault) {
        self.server.faults.add(fault);
    }

    /// Describes the faults that were not used up so far, a sentence each, for tests that expect them to apply.
    pub fn unused_faults(&self) -> Vec<String> {
        self.server.faults.unused()
    }

    /// Returns the requests received so far, in the order of their responses.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.server.recorder.requests()
    }

    /// Stops the server, and waits up to five seconds for requests in flight. Returns the faults that were not used up,
    /// as [`unused_faults`](Self::unused_faults) does.
    pub async fn stop(self) -> Vec<String> {
        self.run_until(std::future::ready(())).await
    }

    /// Serves until `stop` completes or somebody calls `POST /sandbox/stop`, then stops as [`stop`](Self::stop) does.
    pub async fn run_until(mut self, stop: impl Future<Output = ()>) -> Vec<String> {
        let Some(mut stopped) = self.stopped.take() else { return self.unused_faults() };
        tokio::select! {
            _ = &mut stopped => return self.unused_faults(),
            () = stop => {}
        }
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        let _ = stopped.await;
        self.unused_faults()
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox").field("url", &self.url).finish_non_exhaustive()
    }
}
