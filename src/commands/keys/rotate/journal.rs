//! Journals of rotations in progress: `~/.litellm/rotations/<new key's hash>.json`, mode 0600, each holding the new
//! secret until the rotation finishes. Also delivers the secret to stdout or to a file.

use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};

use crate::config::{self, read_text};
use crate::context::Context;
use crate::failure::Failure;
use crate::files::{self, PrivateFile};
use litellm_proxy_client::Client;
use litellm_proxy_client::keys::RotationJournal;

/// A rotation, its server, and where its new key goes.
#[derive(Clone, Deserialize, Serialize)]
pub(super) struct JournalFile {
    base_url: String,
    /// `None` is stdout.
    destination: Option<PathBuf>,
    pub(super) rotation: RotationJournal,
}

impl JournalFile {
    pub(super) fn new(client: &Client, rotation: RotationJournal, destination: Option<PathBuf>) -> Self {
        Self { base_url: client.base_url().to_string(), destination, rotation }
    }

    /// Returns the file with the rotation at another step.
    pub(super) fn at(&self, rotation: &RotationJournal) -> Self {
        Self { rotation: rotation.clone(), ..self.clone() }
    }

    pub(super) fn destination(&self) -> Option<&Path> {
        self.destination.as_deref()
    }

    /// Delivers the new secret before its key is created. A file that an earlier run created may hold it already.
    pub(super) fn deliver(&self, context: &mut Context) -> Result<()> {
        let secret = self.rotation.new_key().expose();
        let Some(path) = &self.destination else {
            if context.output.is_for_people() {
                context.output.text(&format!("{secret}\n"))?;
            } else {
                // The ids follow when the rotation is finished.
                context.output.value(&serde_json::json!({ "key": secret }))?;
            }
            context.output.flush()?;
            if context.output.is_closed() {
                return Err(Failure::Refused("stdout is closed, so the new key cannot be printed".to_owned()).into());
            }
            return Ok(());
        };
        let line = format!("{secret}\n");
        match read_text(path).map_err(Failure::from)? {
            Some(text) if text == line => Ok(()),
            // An interrupted run leaves a file that it has just created empty.
            Some(text) if text.is_empty() => files::replace(path, &line),
            None => PrivateFile::create(path)?.append(&line),
            Some(_) => {
                let hint = format!("move {} away, and resume again", path.display());
                let message = format!("{} does not hold the new key", path.display());
                Err(Failure::Usage { message, hint: Some(hint) }.into())
            }
        }
    }

    /// Removes the file with the secret of a key that does not exist.
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
            Failure::usage("no home directory: without a place to record the rotation, a key could be lost")
        })?;
        Ok(Self { directory: home.join(config::ROTATIONS) })
    }

    /// Reads the journals of a server, in the order of the old keys' hashes.
    pub(super) fn of(&self, client: &Client) -> Result<Vec<JournalFile>> {
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
            let file: JournalFile = serde_json::from_str(&text).with_context(|| {
                format!("{} is not a valid rotation journal: repair it, or move it away", path.display())
            })?;
            if file.base_url == client.base_url().as_str() {
                found.push(file);
            }
        }
        found.sort_by(|one, other| one.rotation.old_key_hash().cmp(other.rotation.old_key_hash()));
        Ok(found)
    }

    /// Waits until no other process rotates keys.
    pub(super) async fn lock(&self) -> Result<File> {
        self.make_directory()?;
        files::sweep(&self.directory);
        files::lock(&self.directory.with_extension("lock")).await
    }

    fn make_directory(&self) -> Result<()> {
        if let Some(parent) = self.directory.parent() {
            files::create_private_dir(parent)?;
        }
        files::create_private_dir(&self.directory)
    }

    pub(super) fn save(&self, file: &JournalFile) -> Result<()> {
        self.make_directory()?;
        files::replace(&self.path_of(file), &format!("{}\n", serde_json::to_string_pretty(file)?))
    }

    pub(super) fn remove(&self, file: &JournalFile) -> Result<()> {
        files::remove(&self.path_of(file)).map(drop)
    }

    fn path_of(&self, file: &JournalFile) -> PathBuf {
        let hash = file.rotation.new_key().hash();
        self.directory.join(format!("{}.json", hash.get(..16).unwrap_or(&hash)))
    }
}
