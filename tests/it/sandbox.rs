//! The sandbox: the binary's own LiteLLM, started for a test and gone with it. What it answers is in `sandbox_*`.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use super::harness::Cli;

/// A sandbox with an empty database in memory, on a port of its own. It ends when it is dropped.
pub(crate) struct Sandbox {
    process: Child,
    /// Its home, with what it writes there.
    cli: Cli,
    pub(crate) url: String,
    pub(crate) master_key: String,
}

/// An answer of the sandbox.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) text: String,
}

impl Sandbox {
    /// With the models that it has without a configuration.
    pub(crate) fn start() -> Self {
        Self::of(Cli::new(), &[])
    }

    /// With this `config.yaml`.
    pub(crate) fn configured(config: &str) -> Self {
        Self::of(Cli::new().file("config.yaml", config), &["--config", "config.yaml"])
    }

    /// In the home of this binary, with these options beside a free port.
    pub(crate) fn of(cli: Cli, options: &[&str]) -> Self {
        let words = ["sandbox", "start", "--port", "0", "--format", "json"];
        let memory: &[&str] = if options.contains(&"--db") { &[] } else { &["--db", ":memory:"] };
        let mut command: Command = cli.shell("exec \"$@\"", &[&words, memory, options].concat());
        let process = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("the binary runs");
        // From here on it ends with the test, whatever becomes of that.
        let mut sandbox = Self { process, cli, url: String::new(), master_key: String::new() };
        let mut line = String::new();
        let stdout = sandbox.process.stdout.take().expect("its stdout");
        BufReader::new(stdout).read_line(&mut line).expect("a line when it listens");
        let told: Value = serde_json::from_str(&line).expect("what it listens on, as JSON");
        let text = |name: &str| told[name].as_str().expect("a text").to_owned();
        (sandbox.url, sandbox.master_key) = (text("url"), text("master_key"));
        sandbox
    }

    /// The binary, to be run against it with its master key.
    pub(crate) fn cli(&self) -> Cli {
        Cli::at(&self.url).env("LITELLM_PROXY_API_KEY", &self.master_key)
    }

    /// Asks with the master key; `null` is no body.
    pub(crate) fn ask(&self, method: &str, path: &str, body: Value) -> Answer {
        self.ask_as(&self.master_key, method, path, body)
    }

    /// Asks with another key.
    #[expect(clippy::needless_pass_by_value, reason = "bodies are made in place")]
    pub(crate) fn ask_as(&self, key: &str, method: &str, path: &str, body: Value) -> Answer {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.send(method, path, &[("Authorization", &format!("Bearer {key}"))], &body)
    }

    /// Asks with the master key, of one that may end meanwhile.
    pub(crate) fn try_ask(&self, method: &str, path: &str, body: &Value) -> Option<Answer> {
        let key = format!("Bearer {}", self.master_key);
        self.try_send(method, path, &[("Authorization", &key)], &body.to_string())
            .ok()
            .filter(|answer| answer.status != 0)
    }

    /// Ends it as a crash does: it has no say in it.
    pub(crate) fn kill(&self) {
        let pid = self.process.id().to_string();
        let killed = Command::new("kill").args(["-9", &pid]).status().expect("kill runs");
        assert!(killed.success());
    }

    /// Sends any request.
    pub(crate) fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        self.try_send(method, path, headers, body).expect("it listens and answers")
    }

    fn try_send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> std::io::Result<Answer> {
        let address = self.url.strip_prefix("http://").expect("an http:// URL");
        let mut stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        let is_typed = headers.iter().any(|(name, _)| *name == "Content-Type");
        let headers = headers.iter().chain((!is_typed).then_some(&("Content-Type", "application/json")));
        let headers: String = headers.map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(Answer::parse(&String::from_utf8(answer).expect("UTF-8")))
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Answer {
    fn parse(text: &str) -> Self {
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            return Self { status: 0, headers: Vec::new(), text: text.to_owned() };
        };
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).expect("a status");
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        let answer = Self { status, headers, text: body.to_owned() };
        match answer.header("transfer-encoding") {
            Some("chunked") => Self { text: pieces_joined(body), ..answer },
            _ => answer,
        }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// All headers of that name.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
    }

    /// The body as JSON, whatever the status.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }

    /// The JSON of a success.
    #[track_caller]
    pub(crate) fn ok(&self) -> Value {
        assert_eq!(self.status, 200, "{self:#?}");
        self.json()
    }

    /// The JSON of a refusal with this status.
    #[track_caller]
    pub(crate) fn refused(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{self:#?}");
        self.json()
    }
}

/// A chunked body as one.
fn pieces_joined(mut body: &str) -> String {
    let mut joined = String::new();
    while let Some((length, rest)) = body.split_once("\r\n") {
        let length = usize::from_str_radix(length, 16).expect("the length of a piece");
        let (piece, rest) = rest.split_at(length);
        joined.push_str(piece);
        body = rest.trim_start_matches("\r\n");
    }
    joined
}

#[test]
fn it_starts_is_there_and_is_stopped() {
    let mut sandbox = Sandbox::start();
    let status = sandbox.ask("GET", "/sandbox/status", Value::Null).ok();
    assert_eq!((&status["pid"], &status["keys"]), (&json!(sandbox.process.id()), &json!(0)));
    // What `status` and `stop` know of it is in the home of the one that started it.
    let running = sandbox.cli.run(&["sandbox", "status", "--format", "json"]).json();
    assert_eq!(running[0]["url"], sandbox.url);
    sandbox.cli.run(&["sandbox", "stop"]).ok();
    assert!(sandbox.process.wait().expect("its end").success());
    assert_eq!(sandbox.cli.run(&["sandbox", "status", "--format", "json"]).json(), json!([]));
}

#[test]
fn the_binary_is_run_against_it() {
    let sandbox = Sandbox::configured("model_list:\n  - {model_name: m, litellm_params: {model: openai/m}}\n");
    let models = sandbox.cli().run(&["models", "list", "--format", "json"]).json();
    assert_eq!(models[0]["id"], "m");
    assert_eq!(sandbox.send("GET", "/models", &[], "").refused(401)["error"]["type"], "auth_error");
}
