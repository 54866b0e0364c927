//! A sandbox and an HTTP client for it, and a mocked upstream server, all without async.

use std::sync::LazyLock;
use std::time::Duration;

use litellm_proxy_sandbox::{Builder, Sandbox as Running};
use reqwest::Method;
use reqwest::blocking::Client;
use reqwest::header::HeaderMap;
use serde_json::Value;
use tokio::runtime::Runtime;
use wiremock::{Mock, MockServer, Request};

static CLIENT: LazyLock<Client> = LazyLock::new(|| {
    let client = Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
    client.timeout(Duration::from_secs(30)).build().expect("a client")
});

/// A sandbox with an empty database in memory, on a free port.
pub(crate) struct Sandbox {
    pub(crate) running: Running,
    pub(crate) url: String,
    pub(crate) master_key: String,
}

/// A response of the sandbox.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    headers: HeaderMap,
    pub(crate) text: String,
}

impl Sandbox {
    /// Starts with the default models.
    pub(crate) fn start() -> Self {
        Self::from(Running::builder())
    }

    /// Starts with this `config.yaml`.
    pub(crate) fn configured(config: &str) -> Self {
        Self::from(Running::builder().config(config))
    }

    pub(crate) fn from(builder: Builder) -> Self {
        let running = builder.start_blocking().expect("a sandbox");
        Self { url: running.url().to_owned(), master_key: running.master_key().to_owned(), running }
    }

    /// Sends a request with the master key; null means no body.
    pub(crate) fn request(&self, method: &str, path: &str, body: Value) -> Response {
        self.request_as(&self.master_key, method, path, body)
    }

    /// Sends a request with another key.
    #[expect(clippy::needless_pass_by_value, reason = "tests build bodies in place")]
    pub(crate) fn request_as(&self, key: &str, method: &str, path: &str, body: Value) -> Response {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.send(method, path, &[("Authorization", &format!("Bearer {key}"))], &body)
    }

    /// Sends a request with these headers; the body is JSON unless they set its type.
    pub(crate) fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Response {
        self.try_send(method, path, headers, body).expect("a response")
    }

    pub(crate) fn try_send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> reqwest::Result<Response> {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        let mut request = CLIENT.request(method, format!("{}{path}", self.url)).body(body.to_owned());
        if !headers.iter().any(|(name, _)| *name == "Content-Type") {
            request = request.header("Content-Type", "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send()?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Ok(Response { status, headers, text: response.text()? })
    }
}

impl Response {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().expect("an ASCII header"))
    }

    /// Returns all headers of that name.
    pub(crate) fn headers(&self, name: &str) -> Vec<&str> {
        self.headers.get_all(name).iter().map(|value| value.to_str().expect("an ASCII header")).collect()
    }

    /// Returns the body as JSON, whatever the status.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }

    /// Returns the JSON of a success.
    #[track_caller]
    pub(crate) fn ok(&self) -> Value {
        assert_eq!(self.status, 200, "{self:#?}");
        self.json()
    }

    /// Returns the JSON of a refusal with this status.
    #[track_caller]
    pub(crate) fn refused(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{self:#?}");
        self.json()
    }
}

/// An upstream server.
pub(crate) struct Upstream {
    server: MockServer,
    runtime: Runtime,
}

impl Upstream {
    pub(crate) fn start() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        Self { server: runtime.block_on(MockServer::start()), runtime }
    }

    pub(crate) fn mount(&self, mock: Mock) {
        self.runtime.block_on(mock.mount(&self.server));
    }

    /// Returns the base URL of the OpenAI endpoints.
    pub(crate) fn api_base(&self) -> String {
        format!("{}/v1", self.server.uri())
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.runtime.block_on(self.server.received_requests()).expect("recorded requests")
    }
}
