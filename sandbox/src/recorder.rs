//! The recorder: keeps the requests in memory and appends them to a file, one JSON object per line. Secrets are masked.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde_json::{Value, json};

use super::error::Error;
use super::secrets::mask_key;
use super::time;

/// A request that a sandbox received. Secrets are masked.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RecordedRequest {
    /// The time of the response.
    pub time: Timestamp,
    /// The method, such as `POST`.
    pub method: String,
    /// The path, such as `/key/generate`.
    pub path: String,
    /// The query without its `?`; empty if there is none.
    pub query: String,
    /// The body as JSON, or the fields of a form; `None` without a body, and where the body was not read.
    pub body: Option<Value>,
    /// The status of the response; `None` if a fault dropped it.
    pub status: Option<u16>,
}

/// Where requests are recorded.
#[derive(Debug, Default)]
pub(super) struct Recorder {
    file: Option<Mutex<File>>,
    /// `None` if requests are not kept in memory.
    memory: Option<Mutex<Vec<RecordedRequest>>>,
}

impl Recorder {
    /// Opens the file for appending, if there is one.
    pub(super) fn new(path: Option<&Path>, in_memory: bool) -> Result<Self, Error> {
        let file = path.map(|path| open(path).map_err(|source| Error::Record { path: path.to_owned(), source }));
        Ok(Self { file: file.transpose()?.map(Mutex::new), memory: in_memory.then(Mutex::default) })
    }

    /// Returns whether anything is recorded at all.
    pub(super) fn is_on(&self) -> bool {
        self.file.is_some() || self.memory.is_some()
    }

    pub(super) fn requests(&self) -> Vec<RecordedRequest> {
        self.memory.as_ref().map(|requests| lock(requests).clone()).unwrap_or_default()
    }

    pub(super) fn record(&self, request: RecordedRequest) {
        let request = RecordedRequest {
            path: mask_uri(&request.path),
            query: mask_uri(&request.query),
            body: request.body.as_ref().map(mask_body),
            ..request
        };
        if let Some(file) = &self.file {
            let separator = if request.query.is_empty() { "" } else { "?" };
            let line = json!({
                "time": time::format(request.time), "method": request.method,
                "path": format!("{}{separator}{}", request.path, request.query), "body": request.body,
                "status": request.status,
            });
            // A full disk must not stop the sandbox.
            let _ = lock(file).write_all(format!("{line}\n").as_bytes());
        }
        if let Some(memory) = &self.memory {
            lock(memory).push(request);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn open(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Masks a path or query that contains a key.
fn mask_uri(uri: &str) -> String {
    match uri.find("sk-") {
        Some(start) => format!("{}sk-***", uri.get(..start).unwrap_or_default()),
        None => uri.to_owned(),
    }
}

fn mask_body(value: &Value) -> Value {
    match value {
        Value::String(text) if text.starts_with("sk-") => mask_key(text).into(),
        Value::Array(items) => items.iter().map(mask_body).collect(),
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| {
                let is_secret = ["api_key", "secret", "password", "token", "credential_values"]
                    .iter()
                    .any(|part| name.contains(part));
                let value = if is_secret && !value.is_null() && !name.ends_with("tokens") {
                    json!("***")
                } else {
                    mask_body(value)
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
    fn secrets_are_masked_in_records() {
        let body = json!({
            "key": "sk-1234567890abcd", "litellm_params": { "model": "x", "api_key": "abc", "aws_secret_access_key": "y" },
            "credential_values": { "a": "b" }, "max_tokens": 5, "models": ["sk-aaaaaaaaaaaaaa"],
        });
        let expected = json!({
            "key": "sk-...abcd", "litellm_params": { "model": "x", "api_key": "***", "aws_secret_access_key": "***" },
            "credential_values": "***", "max_tokens": 5, "models": ["sk-...aaaa"],
        });
        assert_eq!(mask_body(&body), expected);
        assert_eq!(mask_uri("key=sk-abc"), "key=sk-***");
    }
}
