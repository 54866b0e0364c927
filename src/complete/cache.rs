//! Lists from servers, cached for a minute so that repeated TABs do not each send a request.
//!
//! A list belongs to a server and a key, because keys see different items. Files are named by a hash of both.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use directories::ProjectDirs;

use super::Value;
use crate::config::{self, Config};
use crate::files::{self, AtomicFile, Existing};
use litellm_proxy_client::key_hash;

const MAX_AGE: Duration = Duration::from_secs(60);

/// The cached lists of one server for one key.
pub(super) struct Cache {
    directory: PathBuf,
    prefix: String,
}

impl Cache {
    /// Returns the cache of a server; `None` without a home directory.
    pub(super) fn of(config: &Config) -> Option<Self> {
        // `None` also with an empty `HOME`, which `ProjectDirs` would ignore.
        config::config_dir()?;
        let directory = ProjectDirs::from("", "", "litellm-proxy")?.cache_dir().join("completions");
        let key = config.api_key.as_ref().map(|key| key.value.expose()).unwrap_or_default();
        let prefix = key_hash(&format!("{}\n{}\n{key}", config.base_url.value, config.auth_header));
        Some(Self { directory, prefix })
    }

    fn path(&self, list: &str) -> PathBuf {
        self.directory.join(format!("{}-{list}.json", self.prefix))
    }

    /// Returns a list that is less than a minute old.
    pub(super) fn read(&self, list: &str) -> Option<Vec<Value>> {
        let path = self.path(list);
        if !is_fresh(&path) {
            return None;
        }
        let values: Vec<(String, Option<String>)> = serde_json::from_slice(&std::fs::read(path).ok()?).ok()?;
        Some(values.into_iter().map(|(text, help)| Value { text, help }).collect())
    }

    /// Writes a list, and removes the expired lists of all servers. Returns `None` on failure.
    pub(super) fn write(&self, list: &str, values: &[Value]) -> Option<()> {
        files::create_private_dirs(&self.directory).ok()?;
        files::sweep(&self.directory);
        for entry in std::fs::read_dir(&self.directory).ok()?.flatten() {
            if !is_fresh(&entry.path()) {
                // Another process may have removed it.
                let _ = std::fs::remove_file(entry.path());
            }
        }
        let values: Vec<(&str, Option<&str>)> =
            values.iter().map(|value| (value.text.as_str(), value.help.as_deref())).collect();
        let mut file = AtomicFile::create(&self.path(list), Existing::Replace).ok()?;
        file.write_all(&serde_json::to_vec(&values).ok()?).ok()?;
        // A cache need not survive a crash, so nothing is synced.
        file.publish().ok()
    }
}

fn is_fresh(path: &Path) -> bool {
    let modified =
        std::fs::symlink_metadata(path).ok().filter(std::fs::Metadata::is_file).and_then(|file| file.modified().ok());
    // `elapsed` fails for a time in the future, which does not count as fresh.
    modified.and_then(|modified| modified.elapsed().ok()).is_some_and(|age| age < MAX_AGE)
}
