//! Where a follower of the log stands, for `logs tail --since last`: a private file per server and filter.

use std::fs::File;
use std::io::Write as _;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use directories::ProjectDirs;
use litellm_proxy_client::Client;
use litellm_proxy_client::spend::{LogCursor, LogPosition};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::query::LogQuery;
use crate::config::read_text;
use crate::context::Context;
use crate::failure::Failure;
use crate::files::{self, AtomicFile, Existing};

/// The file of a server and filter.
pub(super) struct Place {
    path: PathBuf,
    base_url: String,
}

/// A file that no other process writes meanwhile.
pub(super) struct LockedPlace {
    place: Place,
    _lock: File,
}

#[derive(Serialize)]
struct Content<'a> {
    base_url: &'a str,
    position: LogPosition,
}

#[derive(Deserialize)]
struct Stored {
    position: LogPosition,
}

impl Place {
    pub(super) fn of(client: &Client, query: &LogQuery) -> Result<Self> {
        let directories = ProjectDirs::from("", "", "litellm-proxy")
            .ok_or_else(|| Failure::usage("--since last needs a home directory, to store how far it has come"))?;
        let directory = directories.state_dir().unwrap_or_else(|| directories.data_local_dir()).join("logs");
        let base_url = client.base_url().to_string();
        let hash = Sha256::digest(format!("{base_url}\n{}", query.identity()));
        let name: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { path: directory.join(format!("{name}.json")), base_url })
    }

    pub(super) fn lock(self) -> Result<LockedPlace> {
        if let Some(directory) = self.path.parent() {
            files::create_private_dirs(directory)?;
            files::sweep(directory);
        }
        let lock = files::try_lock(&self.path.with_extension("lock")).ok_or_else(|| Failure::Conflict {
            message: "another `logs tail --since last` follows the same requests".to_owned(),
            hint: "end it, or follow without `--since last`".to_owned(),
        })?;
        Ok(LockedPlace { place: self, _lock: lock })
    }
}

impl LockedPlace {
    /// Returns a cursor that continues where the last follower stood; `None` if there was none.
    pub(super) fn cursor(&self, context: &mut Context) -> Result<Option<LogCursor>> {
        let Place { path, base_url } = &self.place;
        let Some(text) = read_text(path).map_err(Failure::from)? else {
            context.output.note(format_args!("following {base_url} for the first time; from now on nothing is missed"));
            return Ok(None);
        };
        let stored: Stored = serde_json::from_str(&text)
            .with_context(|| format!("{} does not say where to continue; remove it to begin again", path.display()))?;
        Ok(Some(LogCursor::resume(stored.position)))
    }

    /// Writes where the cursor stands to a file that does not count before it is [stored](Self::store).
    pub(super) fn prepare(&self, cursor: &LogCursor) -> Result<AtomicFile> {
        let Place { path, base_url } = &self.place;
        let position = cursor.position().context("the log was not read yet")?;
        let text = serde_json::to_string(&Content { base_url, position })?;
        AtomicFile::create(path, Existing::Replace)
            .and_then(|mut file| file.write_all(text.as_bytes()).map(|()| file))
            .map_err(|error| files::cannot("write", path, &error))
    }

    pub(super) fn store(&self, file: AtomicFile) -> Result<()> {
        file.publish().map_err(|error| files::cannot("write", &self.place.path, &error))
    }
}
