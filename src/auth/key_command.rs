//! Provides the key of a context from a command, such as one of a password manager, that is run when a request is sent.

use std::io::IsTerminal as _;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;
use thiserror::Error;
use tokio::io::AsyncReadExt as _;
use tokio::process::{Child, Command};
use tokio::sync::Mutex;

use crate::children::{self, Guard, Interrupts};
use crate::config::describe_io;
use crate::env;
use litellm_proxy_client::{ApiKey, KeyFuture, KeyProvider, redact_text};

/// How long a command may take.
const LIMIT: Duration = Duration::from_secs(30);
/// How long output is read that something else has kept open after the command's end.
const GRACE: Duration = Duration::from_millis(200);
/// The bytes that a command may print.
const MAX_OUTPUT: u64 = 8 << 10;

/// Runs a command for a key, once, and once more after the server has refused that key or it has expired.
pub(crate) struct KeyCommand {
    context: String,
    words: Vec<String>,
    limit: Duration,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// What the last run printed, or why it failed.
    outcome: Option<Result<Printed, KeyCommandError>>,
    /// Whether it was run again because the server refused the key.
    was_repeated: bool,
}

/// A key as printed by a command.
#[derive(Debug, Clone)]
struct Printed {
    key: ApiKey,
    expires_at: Option<Timestamp>,
}

/// The failure of a command to print a key.
#[derive(Debug, Clone, Error)]
#[error("the key_command of context {context}, `{command}`, {reason}")]
pub(crate) struct KeyCommandError {
    context: String,
    command: String,
    reason: String,
}

impl KeyCommand {
    /// Creates a provider with the key that a command, given as its words, prints for a context.
    pub(crate) fn new(context: String, words: Vec<String>) -> Self {
        Self { context, words, limit: LIMIT, state: Mutex::default() }
    }

    /// Returns the key, running the command if that has not been done yet. `refused` is the key that the server has just
    /// refused.
    ///
    /// # Errors
    /// Returns an error if the command fails or prints no key. It is not run again then.
    pub(crate) async fn current(&self, refused: Option<&ApiKey>) -> Result<ApiKey, KeyCommandError> {
        let mut state = self.state.lock().await;
        if let Some(outcome) = &state.outcome {
            let printed = outcome.clone()?;
            let is_refused = refused == Some(&printed.key) && !state.was_repeated;
            if !is_refused && printed.expires_at.is_none_or(|end| end > Timestamp::now()) {
                return Ok(printed.key);
            }
            state.was_repeated |= is_refused;
        }
        let outcome = self.run().await.map_err(|reason| KeyCommandError {
            context: self.context.clone(),
            command: redact_text(&shlex::try_join(self.words.iter().map(String::as_str)).unwrap_or_default()).into(),
            reason,
        });
        Ok(state.outcome.insert(outcome).clone()?.key)
    }

    async fn run(&self) -> Result<Printed, String> {
        let outer = env::get(env::LITELLM_PROXY_IN_KEY_COMMAND).unwrap_or_default();
        if outer.split(',').any(|name| name == self.context) {
            return Err("was not run, since it runs this program with the same context".to_owned());
        }
        let (program, arguments) = self.words.split_first().ok_or("has no words")?;
        let mut command = Command::new(program);
        command.args(arguments).env(env::LITELLM_PROXY_IN_KEY_COMMAND, format!("{outer},{}", self.context));
        // A prompt needs the terminal; anything else on stdin belongs to this program.
        command.stdin(if std::io::stdin().is_terminal() { Stdio::inherit() } else { Stdio::null() });
        command.stdout(Stdio::piped()).kill_on_drop(true);
        let is_group = children::separate(command.as_std_mut());
        let (mut child, _guard) = Guard::start(is_group, Interrupts::EndBoth, || command.spawn())
            .map_err(|error| format!("cannot be run: {}", describe_io(&error)))?;
        let pid = child.id();
        let Ok(finished) = tokio::time::timeout(self.limit, finish(&mut child)).await else {
            kill(&mut child, pid.filter(|_| is_group)).await;
            return Err(format!("did not end within {} s and was killed", self.limit.as_secs_f64()));
        };
        let (status, output) = finished.map_err(|error| format!("cannot be read: {}", describe_io(&error)))?;
        let Some(status) = status else {
            kill(&mut child, pid.filter(|_| is_group)).await;
            return Err(format!("printed more than {MAX_OUTPUT} bytes"));
        };
        if !status.success() {
            return Err(format!("failed ({status}); what it printed is not used"));
        }
        parse(&output)
    }
}

impl KeyProvider for KeyCommand {
    fn key<'a>(&'a self, refused: Option<&'a ApiKey>) -> KeyFuture<'a> {
        Box::pin(async move { self.current(refused).await.map_err(Into::into) })
    }
}

/// Waits for a command and returns its status and output; no status if it prints too much.
async fn finish(child: &mut Child) -> std::io::Result<(Option<ExitStatus>, Vec<u8>)> {
    let mut output = Vec::new();
    let status = {
        let mut stdout = child.stdout.take().ok_or(std::io::ErrorKind::BrokenPipe)?.take(MAX_OUTPUT + 1);
        let reading = stdout.read_to_end(&mut output);
        tokio::pin!(reading);
        tokio::select! {
            read = &mut reading => {
                if read? as u64 > MAX_OUTPUT { None } else { Some(child.wait().await?) }
            }
            status = child.wait() => {
                // A program that continues in the background may have kept the output open.
                let _ = tokio::time::timeout(GRACE, reading).await;
                Some(status?)
            }
        }
    };
    Ok((status.filter(|_| output.len() as u64 <= MAX_OUTPUT), output))
}

/// Kills a command, and all of its group if it has one of its own.
async fn kill(child: &mut Child, group: Option<u32>) {
    #[cfg(unix)]
    if let Some(pid) = group.and_then(|pid| rustix::process::Pid::from_raw(pid.cast_signed())) {
        // It may have ended meanwhile.
        let _ = rustix::process::kill_process_group(pid, rustix::process::Signal::KILL);
    }
    #[cfg(not(unix))]
    let _ = group;
    let _ = child.kill().await;
}

/// Reads what a command printed: the key, or a JSON object with it and its end.
fn parse(output: &[u8]) -> Result<Printed, String> {
    let text = std::str::from_utf8(output).map_err(|_| "printed something that is not UTF-8".to_owned())?.trim();
    if text.is_empty() {
        return Err("printed nothing".to_owned());
    }
    if text.starts_with('{') {
        let json: Value = serde_json::from_str(text).map_err(|_| "printed invalid JSON".to_owned())?;
        let key = json.get("key").and_then(Value::as_str).ok_or("printed JSON without a string `key`")?;
        let end = json.get("expires_at").or_else(|| json.get("Expiration")).filter(|end| !end.is_null());
        let expires_at = end.map(time).transpose()?;
        if expires_at.is_some_and(|end| end <= Timestamp::now()) {
            return Err("printed a key that has expired".to_owned());
        }
        return Ok(Printed { key: plain(key.trim())?, expires_at });
    }
    Ok(Printed { key: plain(text)?, expires_at: None })
}

/// Returns a key, if it is one line that can be sent in a header.
fn plain(key: &str) -> Result<ApiKey, String> {
    if key.contains(['\n', '\r']) {
        return Err("printed more than one line".to_owned());
    }
    if key.contains(char::is_control) {
        return Err("printed a control character".to_owned());
    }
    if key.is_empty() {
        return Err("printed an empty key".to_owned());
    }
    Ok(ApiKey::new(key))
}

/// Reads a time: a string as in RFC 3339, or seconds since 1970.
fn time(value: &Value) -> Result<Timestamp, String> {
    let time = match value {
        Value::String(text) => text.parse().ok(),
        value => value.as_i64().and_then(|seconds| Timestamp::from_second(seconds).ok()),
    };
    time.ok_or_else(|| "printed an `expires_at` that is not a time".to_owned())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn command(script: &str) -> KeyCommand {
        KeyCommand::new("prod".to_owned(), ["sh", "-c", script].map(str::to_owned).into())
    }

    async fn key(script: &str) -> Result<String, String> {
        let key = command(script).current(None).await;
        key.map(|key| key.expose().to_owned()).map_err(|error| error.to_string())
    }

    #[tokio::test]
    async fn a_line_or_json_is_a_key_and_everything_else_an_error() {
        for (script, expected) in [
            ("echo opaque", "opaque"),
            ("printf 'sk-1\\r\\n'", "sk-1"),
            ("echo '{\"key\": \"sk-2\", \"expires_at\": \"2099-01-01T00:00:00Z\"}'", "sk-2"),
            ("echo '{\"Version\": 1, \"key\": \"sk-3\", \"Expiration\": \"2099-01-01T00:00:00Z\"}'", "sk-3"),
            ("echo '{\"key\": \"sk-4\", \"expires_at\": 4070908800}'", "sk-4"),
            // What continues in the background keeps the output open.
            ("echo sk-5; sleep 60 &", "sk-5"),
        ] {
            assert_eq!(key(script).await.as_deref(), Ok(expected), "{script}");
        }
        for (script, reason) in [
            ("true", "printed nothing"),
            ("echo; echo ' '", "printed nothing"),
            ("echo sk-hush; exit 3", "failed (exit status: 3)"),
            ("kill -9 $$", "failed (signal: 9"),
            ("echo sk-hush; echo sk-hush", "more than one line"),
            ("printf 'sk-hu\\033sh'", "a control character"),
            ("printf 'sk-\\377'", "not UTF-8"),
            ("head -c 9000 /dev/zero", "more than 8192 bytes"),
            ("cat /dev/zero", "more than 8192 bytes"),
            ("echo '{\"kye\": \"sk-hush\"}'", "without a string `key`"),
            ("echo '{\"key\": \"sk-hush\"'", "invalid JSON"),
            ("echo '{\"key\": \"sk-hush\", \"expires_at\": \"soon\"}'", "not a time"),
            ("echo '{\"key\": \"sk-hush\", \"expires_at\": 1}'", "has expired"),
        ] {
            let error = key(script).await.expect_err(script);
            assert!(error.contains(reason) && error.contains("context prod, `sh -c "), "{script}: {error}");
            assert!(!error.split("`, ").nth(1).is_some_and(|reason| reason.contains("hush")), "{error}");
        }
        let missing = KeyCommand::new("prod".to_owned(), vec!["/missing/program".to_owned()]);
        let error = missing.current(None).await.expect_err("no program").to_string();
        assert!(error.contains("`/missing/program`, cannot be run: No such file"), "{error}");
    }

    #[tokio::test]
    async fn a_slow_command_is_killed() {
        let slow = KeyCommand { limit: Duration::from_millis(50), ..command("sleep 600; echo sk-late") };
        let error = slow.current(None).await.expect_err("slow").to_string();
        assert!(error.contains("did not end within 0.05 s and was killed"), "{error}");
    }

    #[tokio::test]
    async fn a_command_is_run_once_and_once_more_after_a_refusal() {
        let directory = tempfile::tempdir().expect("a directory");
        let runs = directory.path().join("runs");
        let script = format!("echo >> {0}; echo key-$(wc -l < {0})", runs.display());
        let command = command(&script);
        let current = async |refused: Option<&ApiKey>| command.current(refused).await.expect("a key");
        let first = current(None).await;
        assert_eq!(first, current(None).await);
        let second = current(Some(&first)).await;
        assert_ne!(first, second);
        // A request that was sent with the first key, and refused later.
        assert_eq!(second, current(Some(&first)).await);
        assert_eq!(second, current(Some(&second)).await);
        assert_eq!(std::fs::read_to_string(&runs).expect("the runs"), "\n\n");
    }

    #[tokio::test]
    async fn a_failure_is_not_repeated() {
        let directory = tempfile::tempdir().expect("a directory");
        let runs = directory.path().join("runs");
        let command = command(&format!("echo >> {}; exit 1", runs.display()));
        for _ in 0..2 {
            command.current(None).await.expect_err("it fails");
        }
        assert_eq!(std::fs::read_to_string(&runs).expect("the runs"), "\n");
    }
}
