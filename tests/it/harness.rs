//! What every test stands on: a run of the binary in a scrubbed environment, and a server to run it against.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::time::Duration;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;
use wiremock::matchers::{any, method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

/// The key that [`Cli::of`] gives the binary.
pub(crate) const KEY: &str = "sk-test-master-key";

/// The binary in a home of its own, to be run as often as a test needs.
pub(crate) struct Cli {
    home: TempDir,
    environment: Vec<(String, String)>,
    stdin: Vec<u8>,
}

/// What came of a run.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Cli {
    /// With an empty home, no configuration, and nothing of the caller's environment.
    pub(crate) fn new() -> Self {
        let home = TempDir::new().expect("a temporary home");
        let path = home.path().to_str().expect("a UTF-8 path").to_owned();
        let environment = [("HOME", path.as_str()), ("TZ", "UTC"), ("RUST_BACKTRACE", "0"), ("PATH", "/usr/bin:/bin")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        Self { home, environment: environment.into(), stdin: Vec::new() }
    }

    /// Configured by the environment for a server, with [`KEY`].
    pub(crate) fn of(server: &MockServer) -> Self {
        Self::at(&server.uri())
    }

    /// Configured by the environment for a URL, with [`KEY`].
    pub(crate) fn at(url: &str) -> Self {
        Self::new().env("LITELLM_PROXY_URL", url).env("LITELLM_PROXY_API_KEY", KEY)
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.environment.retain(|(known, _)| known != name);
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// What is piped in; nothing by default.
    pub(crate) fn stdin(mut self, text: impl Into<Vec<u8>>) -> Self {
        self.stdin = text.into();
        self
    }

    /// Writes a file into the home, which is also the working directory.
    pub(crate) fn file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.home().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
        std::fs::write(path, content).expect("a file");
        self
    }

    /// The home and working directory.
    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// A POSIX shell's script, in which `"$@"` is the binary with these words.
    pub(crate) fn shell(&self, script: &str, words: &[&str]) -> std::process::Command {
        let mut command = std::process::Command::new("sh");
        command.args(["-c", script, "sh", env!("CARGO_BIN_EXE_litellm-proxy")]).args(words);
        command.env_clear().envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.current_dir(self.home());
        command
    }

    pub(crate) fn run(&self, words: &[&str]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_litellm-proxy"));
        command.env_clear().envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.current_dir(self.home()).write_stdin(self.stdin.clone()).timeout(Duration::from_secs(60)).args(words);
        let output = command.output().expect("the binary runs");
        Run {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).expect("UTF-8 on stdout"),
            stderr: String::from_utf8(output.stderr).expect("UTF-8 on stderr"),
        }
    }
}

impl Run {
    /// stdout of a success.
    #[track_caller]
    pub(crate) fn ok(&self) -> &str {
        assert_eq!(self.code, 0, "{self:#?}");
        &self.stdout
    }

    /// stdout of a success, as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(self.ok()).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }

    /// stderr of a failure with this exit code, which has printed nothing on stdout.
    #[track_caller]
    pub(crate) fn fails(&self, code: i32) -> &str {
        assert_eq!((self.code, self.stdout.as_str()), (code, ""), "{self:#?}");
        assert!(!self.stderr.contains("panicked"), "{self:#?}");
        &self.stderr
    }
}

/// Runs one test of this program again, in a process of its own whose environment is these variables and no others, and
/// expects it to pass: for what can only be set or measured for a whole process.
pub(crate) fn again(test: &str, variables: &[(&str, &str)]) {
    let mut command = std::process::Command::new(std::env::current_exe().expect("this program"));
    command.args(["--exact", test, "--nocapture"]).env_clear().envs(variables.iter().copied());
    let output = command.output().expect("this program runs");
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && out.contains("test result: ok. 1 passed"), "{test}: {out}{err}");
}

/// A server that gives every request the same answer.
pub(crate) async fn answering(answer: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer).mount(&server).await;
    server
}

/// A server that answers every request with this JSON.
pub(crate) async fn answering_json(body: Value) -> MockServer {
    answering(ResponseTemplate::new(200).set_body_json(body)).await
}

/// The requests that a server got, in order.
pub(crate) async fn requests(server: &MockServer) -> Vec<Request> {
    // A test that never yields uses up what tokio grants one poll, and then waits for ever when a server is dropped.
    tokio::task::yield_now().await;
    server.received_requests().await.expect("requests are recorded")
}

/// The one request that a server got, as `METHOD /path?query` and its JSON body, null when it has none.
#[track_caller]
pub(crate) fn one_line(request: &Request) -> (String, Value) {
    let query = request.url.query().map(|query| format!("?{query}")).unwrap_or_default();
    let body = if request.body.is_empty() { Value::Null } else { request.body_json().expect("a JSON body") };
    (format!("{} {}{query}", request.method, request.url.path()), body)
}

/// A server that answers `METHOD /path`, whatever the query, and nothing else.
pub(crate) async fn routed<const N: usize>(routes: [(&str, ResponseTemplate); N]) -> MockServer {
    let server = MockServer::start().await;
    for (route, answer) in routes {
        let (verb, place) = route.split_once(' ').expect("a method and a path");
        Mock::given(method(verb)).and(path(place)).respond_with(answer).mount(&server).await;
    }
    server
}

/// A success with this JSON.
pub(crate) fn json_answer(body: Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

/// What a server was asked, in order, each as [`one_line`]. Each request carried [`KEY`], and said of its body, if it
/// had one, that it is JSON.
pub(crate) async fn asked(server: &MockServer) -> Vec<(String, Value)> {
    let header = |request: &Request, name: &str| {
        request.headers.get(name).map(|value| value.to_str().expect("a text").to_owned())
    };
    let sent = requests(server).await;
    for request in &sent {
        assert_eq!(header(request, "authorization"), Some(format!("Bearer {KEY}")), "{request:?}");
        let kind = (!request.body.is_empty()).then(|| "application/json".to_owned());
        assert_eq!(header(request, "content-type"), kind, "{request:?}");
    }
    sent.iter().map(one_line).collect()
}

/// A question without a body, as [`asked`] gives it.
pub(crate) fn bare(line: &str) -> (String, Value) {
    (line.to_owned(), Value::Null)
}

/// A request with a body, as [`asked`] gives it.
pub(crate) fn with(line: &str, body: Value) -> (String, Value) {
    (line.to_owned(), body)
}

/// Command lines that are usage errors: exit code 2, nothing on stdout, these words on stderr, and nothing sent.
pub(crate) async fn are_usage_errors(cases: &[(&[&str], &str)]) {
    let server = answering_json(Value::Null).await;
    let cli = Cli::of(&server);
    for (words, reason) in cases {
        let run = cli.run(words);
        assert!(run.fails(2).contains(reason), "{words:?} should say {reason:?}: {run:#?}");
        assert_eq!(requests(&server).await.len(), 0, "{words:?}");
    }
}

/// The number of a query parameter.
pub(crate) fn number_in_query(request: &Request, name: &str) -> usize {
    let pair = request.url.query_pairs().find(|(known, _)| known == name);
    pair.unwrap_or_else(|| panic!("{name} in {}", request.url)).1.parse().expect("a number")
}

/// A server that answers the first request with these bytes and then hangs up, whatever they promised; and its URL.
pub(crate) fn hanging_up_after(answer: impl Into<Vec<u8>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let answer = answer.into();
    std::thread::spawn(move || {
        let (mut connection, _) = listener.accept().expect("a connection");
        // The request is read to its end: hanging up on unread bytes would take the answer back.
        let mut request = Vec::new();
        let mut bytes = [0; 4096];
        while !is_complete(&request) {
            match connection.read(&mut bytes).expect("a request") {
                0 => break,
                count => request.extend_from_slice(&bytes[..count]),
            }
        }
        connection.write_all(&answer).expect("the answer is taken");
    });
    url
}

fn is_complete(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request).to_ascii_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    body.len() >= length.map_or(0, |length| length.parse().expect("a number"))
}
