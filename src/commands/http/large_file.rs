//! Files that are sent as they are and need not fit into memory.

use std::fs::File;
use std::io::BufReader;

use anyhow::Result;
use serde::de::IgnoredAny;

use crate::config::describe_io;
use crate::failure::Failure;
use litellm_proxy_client::Call;

/// Smaller files are read, checked and shown as a whole.
const LARGE: u64 = 4 << 20;

/// A regular file that is read while it is sent.
pub(super) struct LargeFile<'a> {
    path: &'a str,
    pub(super) is_json: bool,
}

impl<'a> LargeFile<'a> {
    /// Returns a file that is large; `None` for others, standard input, and what cannot be read.
    pub(super) fn of(path: &'a str) -> Option<Self> {
        if !std::fs::metadata(path).is_ok_and(|metadata| metadata.is_file() && metadata.len() > LARGE) {
            return None;
        }
        let file = File::open(path).ok()?;
        let is_json = serde_json::from_reader::<_, IgnoredAny>(BufReader::with_capacity(1 << 16, file)).is_ok();
        Some(Self { path, is_json })
    }

    /// Sends it as the body.
    pub(super) fn body<T>(&self, call: Call<T>) -> Result<Call<T>> {
        let call = call
            .body_at(self.path)
            .map_err(|error| Failure::usage(format!("cannot read `{}`: {}", self.path, describe_io(&error))))?;
        Ok(if self.is_json { call.header("content-type", "application/json") } else { call })
    }
}
