//! A server, files and secrets for tests, and what went over the wire.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use litellm_proxy_client::{CallContext, Client, Observer, ServerVersion};
use litellm_proxy_desired::apply::{ApplyError, ApplyOptions, ItemResult, Progress, apply};
use litellm_proxy_desired::file::{self, Loader, Source};
use litellm_proxy_desired::mark::SecretFingerprints;
use litellm_proxy_desired::plan::{Inputs, Plan, PlanOptions, plan, resolve_secrets};
use litellm_proxy_desired::value::SecretSource;
use litellm_proxy_desired::{Desired, Kind, Live, Server, Severity, server};
use litellm_proxy_sandbox::Sandbox;
use tokio::sync::Notify;

/// A server, and what this program can see of the machine.
pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    pub(crate) server: Server,
    pub(crate) wire: Arc<Wire>,
    pub(crate) machine: Machine,
}

impl World {
    pub(crate) async fn start() -> Self {
        Self::with_config("model_list: []\n").await
    }

    /// Starts a server with a configuration file of its own.
    pub(crate) async fn with_config(config: &str) -> Self {
        let sandbox = Sandbox::builder().config(config).master_key("sk-1234").start().await.expect("a sandbox");
        let wire = Arc::new(Wire::default());
        let client =
            Client::builder(sandbox.url()).api_key("sk-1234").observer(wire.clone()).build().expect("a client");
        let version = client.health().version().await.expect("a version").unwrap_or_else(|| ServerVersion::new(""));
        let server = Server { client, version };
        Self { sandbox, server, wire, machine: Machine::default() }
    }

    pub(crate) async fn live(&self) -> Live {
        server::list(&self.server, &Kind::ALL.into_iter().collect::<BTreeSet<_>>()).await.expect("what the server has")
    }

    pub(crate) async fn plan(&self, yaml: &str) -> Plan {
        self.plan_with(yaml, &PlanOptions::default()).await
    }

    pub(crate) async fn plan_with(&self, yaml: &str, options: &PlanOptions) -> Plan {
        let (desired, live) = (read(yaml), self.live().await);
        let secrets = resolve_secrets(&desired, &self.machine);
        plan(&Inputs {
            server: self.sandbox.url(),
            version: &self.server.version,
            desired: &desired,
            live: &live,
            secrets: &secrets,
            fingerprints: &SecretFingerprints::default(),
            options,
        })
    }

    pub(crate) async fn make(&self, plan: &Plan) -> Result<Vec<ItemResult>, ApplyError> {
        let options = ApplyOptions::default();
        let fingerprints = SecretFingerprints::default();
        apply(&self.server, plan, &self.machine, &fingerprints, &options, &mut Unobserved).await
    }

    /// Makes the changes of a plan one after another, as a run that has just read the server.
    pub(crate) async fn make_at_once(&self, plan: &Plan) -> Vec<ItemResult> {
        let options = ApplyOptions { parallel: 1, is_fresh: true, ..ApplyOptions::default() };
        let fingerprints = SecretFingerprints::default();
        let made = apply(&self.server, plan, &self.machine, &fingerprints, &options, &mut Unobserved).await;
        made.unwrap_or_else(|error| panic!("{error}"))
    }

    /// Applies a file and checks that every change was made.
    pub(crate) async fn apply(&self, yaml: &str) -> Plan {
        self.apply_with(yaml, &PlanOptions::default()).await
    }

    pub(crate) async fn apply_with(&self, yaml: &str, options: &PlanOptions) -> Plan {
        let plan = self.plan_with(yaml, options).await;
        for result in self.make(&plan).await.unwrap_or_else(|error| panic!("{error}\n{yaml}")) {
            assert!(result.outcome.is_success(), "{}: {:?}\n{yaml}", result.address, result.outcome);
        }
        plan
    }

    /// Sends a request as somebody else would.
    pub(crate) async fn by_hand(&self, path: &str, body: serde_json::Value) -> serde_json::Value {
        let client = Client::new(self.sandbox.url(), "sk-1234").expect("a client");
        let sent = client.http().request("POST", path).json(&body).await;
        sent.unwrap_or_else(|error| panic!("{path} {body}: {error}"))
    }
}

struct Unobserved;

impl Progress for Unobserved {
    fn finished(&mut self, _: &ItemResult) {}

    fn is_stopped(&self) -> bool {
        false
    }
}

/// Reads a file that must be free of errors.
pub(crate) fn read(yaml: &str) -> Desired {
    let mut loader = Memory(yaml.to_owned());
    let reading = file::read(&[Source::new("proxy.yaml")], &mut loader).unwrap_or_else(|error| panic!("{error}"));
    let errors = reading.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let errors: Vec<String> = errors.map(ToString::to_string).collect();
    assert!(errors.is_empty(), "{errors:?}\n{yaml}");
    reading.desired
}

struct Memory(String);

impl Loader for Memory {
    fn content(&mut self, _: &Source) -> Result<Vec<u8>, String> {
        Ok(self.0.clone().into_bytes())
    }

    fn files(&mut self, _: &Path) -> Result<Option<Vec<PathBuf>>, String> {
        Ok(None)
    }

    fn identity(&mut self, path: &Path) -> Option<PathBuf> {
        Some(path.to_owned())
    }
}

/// The environment and the files of a machine.
#[derive(Debug, Default)]
pub(crate) struct Machine {
    pub(crate) environment: Mutex<BTreeMap<String, String>>,
    pub(crate) files: Mutex<BTreeMap<PathBuf, String>>,
}

impl Machine {
    pub(crate) fn set(&self, name: &str, value: &str) {
        self.environment.lock().expect("the environment").insert(name.to_owned(), value.to_owned());
    }
}

impl SecretSource for Machine {
    fn environment(&self, name: &str) -> Option<String> {
        self.environment.lock().expect("the environment").get(name).cloned()
    }

    fn file(&self, path: &Path) -> Result<String, String> {
        self.files.lock().expect("the files").get(path).cloned().ok_or_else(|| "no such file".to_owned())
    }

    fn command(&self, _: &[String]) -> Result<String, String> {
        Err("no commands here".to_owned())
    }

    fn in_file(&self, _: &str, _: usize, _: usize) -> Result<String, String> {
        Err("no files here".to_owned())
    }

    fn made(&self, path: &Path) -> Result<String, String> {
        let mut files = self.files.lock().expect("the files");
        let next = format!("sk-made-for-a-test-{}", files.len());
        Ok(files.entry(path.to_owned()).or_insert(next).clone())
    }
}

/// What goes over the wire. A run can be stopped at any request, before it is sent or when its response is there.
#[derive(Default)]
pub(crate) struct Wire {
    writes: Mutex<Vec<(String, String)>>,
    events: Mutex<u64>,
    stop_at: Mutex<Option<u64>>,
    pub(crate) stopped: Notify,
}

impl Wire {
    /// Returns the writes since the last call: method and path, and the body.
    pub(crate) fn take_writes(&self) -> Vec<(String, String)> {
        std::mem::take(&mut self.writes.lock().expect("the writes"))
    }

    /// Notifies [`Wire::stopped`] at the nth event from now: each write has two, its sending and its response.
    pub(crate) fn stop_at(&self, event: Option<u64>) {
        *self.events.lock().expect("the count") = 0;
        *self.stop_at.lock().expect("the end") = event;
    }

    fn count(&self) {
        let mut events = self.events.lock().expect("the count");
        *events += 1;
        if *self.stop_at.lock().expect("the end") == Some(*events) {
            self.stopped.notify_one();
        }
    }
}

impl Observer for Wire {
    fn on_request(&self, call: &CallContext<'_>) {
        if call.request.method != "GET" {
            let path = format!("{} {}", call.request.method, call.request.url.path());
            let body = String::from_utf8_lossy(&call.request.body).into_owned();
            self.writes.lock().expect("the writes").push((path, body));
            self.count();
        }
    }

    fn on_response(&self, call: &CallContext<'_>, _: &litellm_proxy_client::ObservedResponse<'_>) {
        if call.request.method != "GET" {
            self.count();
        }
    }
}
