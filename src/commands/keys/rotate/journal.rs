//! What is under way, in files that outlive this program: `~/.litellm/rotations/<new key's hash>.json`, mode 0600, each
//! with the new secret in it until the rotation is over.

use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};

use super::steps::Rotation;
use crate::config::{self, read_text};
use crate::context::Context;
use crate::failure::Failure;
use crate::files::{self, PrivateFile};
use litellm_proxy_client::Client;

/// A rotation, and where its new key goes.
#[derive(Deserialize, Serialize)]
pub(super) struct Journal {
    base_url: String,
    /// None is standard output.
    destination: Option<PathBuf>,
    /// The new key is on the server: it is not to be made again.
    pub(super) is_made: bool,
    pub(super) rotation: Rotation,
}

impl Journal {
    pub(super) fn new(client: &Client, rotation: Rotation, destination: Option<PathBuf>) -> Self {
        Self { base_url: client.base_url().to_string(), destination, is_made: false, rotation }
    }

    pub(super) fn destination(&self) -> Option<&Path> {
        self.destination.as_deref()
    }

    /// Puts the new secret where it is wanted, before there is a key of it. `file` is the destination if it was made
    /// just now; one that was made before may have the secret already.
    pub(super) fn deliver(&self, context: &mut Context, file: Option<PrivateFile>) -> Result<()> {
        let secret = self.rotation.new_key().expose();
        let Some(path) = &self.destination else {
            if context.output.is_for_people() {
                context.output.text(&format!("{secret}\n"))?;
            } else {
                // The rest comes when there is more to tell.
                context.output.value(&serde_json::json!({ "key": secret }))?;
            }
            context.output.flush()?;
            if context.output.is_closed() {
                return Err(Failure::Refused("nobody takes the new key: standard output is closed".to_owned()).into());
            }
            return Ok(());
        };
        let line = format!("{secret}\n");
        match (file, read_text(path).map_err(Failure::from)?) {
            (Some(mut file), _) => file.append(&line),
            (None, Some(text)) if text == line => Ok(()),
            // Empty is what an interrupted run leaves of a file that it has just made.
            (None, Some(text)) if text.is_empty() => files::replace(path, &line),
            (None, None) => PrivateFile::create(path)?.append(&line),
            (None, Some(_)) => {
                let hint = format!("move {} away, and resume again", path.display());
                let message = format!("{} holds something else than the new key", path.display());
                Err(Failure::Usage { message, hint: Some(hint) }.into())
            }
        }
    }

    /// Removes the file with the secret of a key that there is not.
    pub(super) fn take_back(&self) -> Result<()> {
        let Some(path) = &self.destination else { return Ok(()) };
        let is_ours = read_text(path)
            .map_err(Failure::from)?
            .is_some_and(|text| text.trim_end() == self.rotation.new_key().expose());
        if is_ours { files::remove(path).map(drop) } else { Ok(()) }
    }
}

/// The directory of all journals.
pub(super) struct Journals {
    directory: PathBuf,
}

impl Journals {
    pub(super) fn of_user() -> Result<Self> {
        let home = config::config_dir().ok_or_else(|| {
            Failure::usage("there is no home directory to note in what is under way, without which a key could be lost")
        })?;
        Ok(Self { directory: home.join("rotations") })
    }

    /// Those of a server.
    pub(super) fn of(&self, client: &Client) -> Result<Vec<Journal>> {
        let mut found = Vec::new();
        let entries = match std::fs::read_dir(&self.directory) {
            Ok(entries) => entries,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(found),
            Err(error) => return Err(files::cannot("read", &self.directory, &error)),
        };
        for entry in entries {
            let path = entry.map_err(|error| files::cannot("read", &self.directory, &error))?.path();
            if path.extension().is_none_or(|extension| extension != "json") {
                continue;
            }
            let Some(text) = read_text(&path).map_err(Failure::from)? else { continue };
            let journal: Journal = serde_json::from_str(&text).with_context(|| {
                format!("{} is not the journal of a rotation: repair it, or move it away", path.display())
            })?;
            if journal.base_url == client.base_url().as_str() {
                found.push(journal);
            }
        }
        found.sort_by(|one, other| one.rotation.old_key().cmp(other.rotation.old_key()));
        Ok(found)
    }

    /// Waits until no other process rotates keys.
    pub(super) async fn lock(&self) -> Result<File> {
        self.make_directory()?;
        files::lock(&self.directory.with_extension("lock")).await
    }

    fn make_directory(&self) -> Result<()> {
        if let Some(parent) = self.directory.parent() {
            files::create_private_dir(parent)?;
        }
        files::create_private_dir(&self.directory)
    }

    pub(super) fn keep(&self, journal: &Journal) -> Result<()> {
        self.make_directory()?;
        files::replace(&self.path_of(journal), &format!("{}\n", serde_json::to_string_pretty(journal)?))
    }

    pub(super) fn forget(&self, journal: &Journal) -> Result<()> {
        files::remove(&self.path_of(journal)).map(drop)
    }

    fn path_of(&self, journal: &Journal) -> PathBuf {
        let hash = journal.rotation.new_key().hash();
        self.directory.join(format!("{}.json", hash.get(..16).unwrap_or(&hash)))
    }
}
