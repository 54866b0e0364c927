//! The sandbox as the CLI's tests use it: started in-process, and the binary configured for it.

use litellm_proxy_sandbox::Builder;
use serde_json::json;

use super::harness::Cli;

/// A sandbox with an empty database in memory, on a free port.
pub(crate) struct Sandbox(litellm_proxy_sandbox::Sandbox);

impl Sandbox {
    /// Starts with this `config.yaml`.
    pub(crate) fn configured(config: &str) -> Self {
        Self::from(litellm_proxy_sandbox::Sandbox::builder().config(config))
    }

    /// Starts with the models of a sandbox without a configuration.
    pub(crate) fn with_default_models() -> Self {
        Self::from(litellm_proxy_sandbox::Sandbox::builder())
    }

    /// Starts with this fault and the default models.
    pub(crate) fn failing(fault: &str) -> Self {
        Self::from(litellm_proxy_sandbox::Sandbox::builder().fault(fault.parse().expect("a fault")))
    }

    fn from(builder: Builder) -> Self {
        Self(builder.start_blocking().expect("a sandbox"))
    }

    pub(crate) fn url(&self) -> &str {
        self.0.url()
    }

    pub(crate) fn master_key(&self) -> &str {
        self.0.master_key()
    }

    /// Returns the binary, configured for the sandbox with its master key.
    pub(crate) fn cli(&self) -> Cli {
        Cli::at(self.url()).env("LITELLM_PROXY_API_KEY", self.master_key())
    }
}

#[test]
fn the_binary_runs_against_an_embedded_sandbox() {
    let sandbox = Sandbox::configured("model_list:\n  - {model_name: m, litellm_params: {model: openai/m}}\n");
    let models = sandbox.cli().run(&["models", "list", "--format", "json"]).json();
    assert_eq!(models[0]["id"], "m");
    let without_key = Cli::new().env("LITELLM_PROXY_URL", sandbox.url()).run(&["models", "list"]);
    assert_eq!(without_key.code, 4, "{without_key:?}");
}

#[test]
fn start_status_and_stop_find_each_other() {
    let cli = Cli::new();
    let started =
        cli.run(&["sandbox", "start", "--port", "0", "--detach", "--db", ":memory:", "--format", "json"]).json();
    let running = cli.run(&["sandbox", "status", "--format", "json"]).json();
    assert_eq!((&running[0]["url"], &running[0]["pid"]), (&started["url"], &started["pid"]));
    assert_eq!(running[0]["litellm_version"], "1.110.2");
    cli.run(&["sandbox", "stop"]).ok();
    assert_eq!(cli.run(&["sandbox", "status", "--format", "json"]).json(), json!([]));
}
