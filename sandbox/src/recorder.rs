//! A record of the requests, a JSON object on each line, for tests that look at what was sent. Secrets are masked.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context as _, Result};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::caller::masked;
use super::clock;

/// The file that requests are written to.
#[derive(Debug)]
pub struct Record(Mutex<File>);

impl Record {
    /// Opens the file, and adds to what is in it.
    pub fn open(path: &Path) -> Result<Self> {
        let mut options = OpenOptions::new();
        options.create(true).append(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path).with_context(|| format!("cannot write to {}", path.display()))?;
        Ok(Self(Mutex::new(file)))
    }

    /// Writes a request down, at the time when it is answered.
    pub(super) fn write(&self, method: &str, uri: &str, body: Option<&Value>, status: Option<u16>) {
        let line = json!({
            "time": clock::write(Timestamp::now()), "method": method, "path": without_keys(uri), "body": body.map(without_secrets),
            "status": status,
        });
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A full disk must not end the sandbox.
        let _ = file.write_all(format!("{line}\n").as_bytes());
    }
}

/// A path or a query in which somebody put a key.
fn without_keys(uri: &str) -> String {
    match uri.find("sk-") {
        Some(start) => format!("{}sk-***", uri.get(..start).unwrap_or_default()),
        None => uri.to_owned(),
    }
}

fn without_secrets(value: &Value) -> Value {
    match value {
        Value::String(text) if text.starts_with("sk-") => masked(text).into(),
        Value::Array(items) => items.iter().map(without_secrets).collect(),
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| {
                let is_secret = ["api_key", "secret", "password", "token", "credential_values"]
                    .iter()
                    .any(|part| name.contains(part));
                let value = if is_secret && !value.is_null() && !name.ends_with("tokens") {
                    json!("***")
                } else {
                    without_secrets(value)
                };
                (name.clone(), value)
            });
            Value::Object(fields.collect())
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_secret_is_written_down() {
        let body = json!({
            "key": "sk-1234567890abcd", "litellm_params": { "model": "x", "api_key": "abc", "aws_secret_access_key": "y" },
            "credential_values": { "a": "b" }, "max_tokens": 5, "models": ["sk-aaaaaaaaaaaaaa"],
        });
        let expected = json!({
            "key": "sk-...abcd", "litellm_params": { "model": "x", "api_key": "***", "aws_secret_access_key": "***" },
            "credential_values": "***", "max_tokens": 5, "models": ["sk-...aaaa"],
        });
        assert_eq!(without_secrets(&body), expected);
        assert_eq!(without_keys("/key/info?key=sk-abc"), "/key/info?key=sk-***");
    }
}
