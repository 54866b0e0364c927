//! The recorder: keeps the requests in memory and appends them to a file, one JSON object per line. Secrets are masked.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use hyper::header::HeaderMap;
use hyper::{Method, Uri};
use jiff::Timestamp;
use litellm_proxy_redact::{Secrets, is_secret_name};
use serde_json::{Value, json};

use super::error::Error;
use super::private_file;
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
        let file = path.map(|path| {
            private_file::open_stream(path).map_err(|source| Error::Record { path: path.to_owned(), source })
        });
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

/// A request that is being recorded, and its secrets.
pub(super) struct Recording {
    secrets: Secrets,
    body: Option<Value>,
}

impl Recording {
    /// Begins with the secrets in the headers and the URL.
    pub(super) fn of(headers: &HeaderMap, uri: &Uri) -> Self {
        let mut secrets = Secrets::default();
        for (name, value) in headers {
            secrets.add_header(name.as_str(), &String::from_utf8_lossy(value.as_bytes()));
        }
        secrets.add_url(&uri.to_string());
        Self { secrets, body: None }
    }

    /// Adds the body: JSON, or the fields of a form.
    pub(super) fn read_body(&mut self, body: &[u8], form: Option<&Value>) {
        let text = String::from_utf8_lossy(body);
        let masked = if let Some(form) = form {
            self.secrets.add_form(&text);
            self.secrets.json(&masked_codes(form).to_string())
        } else {
            self.secrets.add_json(&text);
            self.secrets.json(&text)
        };
        self.body = masked.and_then(|masked| serde_json::from_str(&masked).ok());
    }

    /// Masks everything.
    pub(super) fn finish(self, time: Timestamp, method: &Method, uri: &Uri, status: Option<u16>) -> RecordedRequest {
        RecordedRequest {
            time,
            method: method.as_str().to_owned(),
            path: self.secrets.url(uri.path()),
            query: self.secrets.form(uri.query().unwrap_or_default()),
            body: self.body,
            status,
        }
    }
}

/// Masks the fields of a form that are secret in forms only: the code of a login.
fn masked_codes(form: &Value) -> Value {
    let Value::Object(fields) = form else { return form.clone() };
    let fields = fields.iter().map(|(name, value)| {
        let is_code = matches!(name.as_str(), "code" | "code_verifier" | "device_code") && !is_secret_name(name);
        (name.clone(), if is_code { litellm_proxy_redact::REDACTED.into() } else { value.clone() })
    });
    Value::Object(fields.collect())
}
