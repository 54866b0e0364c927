//! What a watch has seen, in a private file for each server and watch. It is locked while the watch runs, so that two do not act
//! upon the same change.

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use directories::ProjectDirs;
use jiff::Timestamp;
use litellm_proxy_client::key_hash;
use serde::{Deserialize, Serialize};

use crate::config;
use crate::failure::Failure;
use crate::files;

/// The content of the file.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Stored {
    url: String,
    watch: String,
    /// What was bad.
    pub(super) bad: Vec<String>,
    /// Since when.
    since: Timestamp,
}

impl Stored {
    pub(super) fn new(url: &str, watch: &str, bad: &[String]) -> Self {
        Self { url: url.to_owned(), watch: watch.to_owned(), bad: bad.to_vec(), since: Timestamp::now() }
    }
}

pub(super) struct StateFile {
    path: PathBuf,
    url: String,
    pub(super) name: String,
    /// Locked while it is open.
    _lock: File,
}

impl StateFile {
    /// Locks the file of a watch: the named one, or its own in the user's directory.
    pub(super) async fn open(path: Option<&Path>, url: &str, name: &str) -> Result<Self> {
        let path = match path {
            Some(path) => path.to_owned(),
            None => own_path(url, name)?,
        };
        let mut lock = path.clone().into_os_string();
        lock.push(".lock");
        let lock = files::lock(Path::new(&lock)).await?;
        Ok(Self { path, url: url.to_owned(), name: name.to_owned(), _lock: lock })
    }

    /// Returns what was seen before, if anything.
    pub(super) fn read(&self) -> Result<Option<Stored>> {
        let Some(text) = config::read_text(&self.path).map_err(Failure::from)? else { return Ok(None) };
        let path = self.path.display();
        let stored: Stored = serde_json::from_str(&text).with_context(|| {
            format!("{path} is not the state of a watch: move it away, or name another with --state")
        })?;
        if (stored.url.as_str(), stored.watch.as_str()) != (self.url.as_str(), self.name.as_str()) {
            return Err(Failure::Usage {
                message: format!("{path} is the state of another watch: {} of {}", stored.watch, stored.url),
                hint: Some("name another file with --state".to_owned()),
            }
            .into());
        }
        Ok(Some(stored))
    }

    pub(super) fn write(&self, stored: &Stored) -> Result<()> {
        files::replace(&self.path, &serde_json::to_string(stored)?)
    }
}

fn own_path(url: &str, name: &str) -> Result<PathBuf> {
    let none = || Failure::Usage {
        message: "there is no home directory to keep what was seen in".to_owned(),
        hint: Some("name a file with --state FILE".to_owned()),
    };
    // `None` also with an empty `HOME`, which `ProjectDirs` would ignore.
    config::config_dir().ok_or_else(none)?;
    let directory = ProjectDirs::from("", "", "litellm-proxy").ok_or_else(none)?.data_dir().join("watch");
    files::create_private_dirs(&directory)?;
    files::sweep(&directory);
    Ok(directory.join(format!("{}.json", key_hash(&format!("{url}\n{name}")))))
}
