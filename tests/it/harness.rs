//! What every test uses: a run of the binary in a scrubbed environment with a home of its own.

use std::path::Path;
use std::time::Duration;

use assert_cmd::Command;
use tempfile::TempDir;
pub(crate) use test_bed::Run;
use test_bed::{FakeServer, KEY};

/// The binary in a home of its own; it can be run repeatedly.
pub(crate) struct Cli {
    home: TempDir,
    environment: Vec<(String, String)>,
    stdin: Vec<u8>,
}

impl Cli {
    /// Creates an empty home without configuration or the caller's environment.
    pub(crate) fn new() -> Self {
        let home = TempDir::new().expect("a temporary home");
        let path = home.path().to_str().expect("a UTF-8 path").to_owned();
        let environment = [("HOME", path.as_str()), ("TZ", "UTC"), ("RUST_BACKTRACE", "0"), ("PATH", "/usr/bin:/bin")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        Self { home, environment: environment.into(), stdin: Vec::new() }
    }

    /// Configures a server and [`KEY`] by the environment.
    pub(crate) fn of(server: &FakeServer) -> Self {
        Self::at(&server.uri())
    }

    /// Configures a URL and [`KEY`] by the environment.
    pub(crate) fn at(url: &str) -> Self {
        Self::new().env("LITELLM_PROXY_URL", url).env("LITELLM_PROXY_API_KEY", KEY)
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.environment.retain(|(known, _)| known != name);
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sets what is piped in; nothing by default.
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

    /// A shell script in which `"$@"` is the binary with these arguments.
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

/// [`test_bed::are_usage_errors`] of this command line.
#[track_caller]
pub(crate) fn are_usage_errors(cases: &[(&[&str], &str)]) {
    test_bed::are_usage_errors(cases, |server, words| Cli::of(server).run(words));
}

/// Runs each case on a thread of its own, for tests that mostly wait.
pub(crate) fn in_parallel<T: Send>(cases: impl IntoIterator<Item = T>, test: impl Fn(T) + Sync) {
    let test = &test;
    std::thread::scope(|scope| {
        for case in cases {
            scope.spawn(move || test(case));
        }
    });
}
