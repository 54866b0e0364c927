//! [`PrivateFile`]: a new file that secrets are appended to as they arrive.

use std::fs::{File, OpenOptions};
use std::io::{self, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use super::atomic::sweep_unfinished;
use super::{AtomicFile, Existing};
use crate::config::describe_io;
use crate::failure::Failure;

/// A new file with mode 0600. It is created before the secret it is for, so that no secret is created that cannot be
/// saved. It is removed if dropped empty.
pub(crate) struct PrivateFile {
    file: File,
    path: PathBuf,
    is_empty: bool,
}

impl PrivateFile {
    /// Fails if the file could not be created, and creates nothing.
    pub(crate) fn check(path: &Path) -> Result<()> {
        sweep_unfinished(path);
        AtomicFile::create(path, Existing::Refuse).map(drop).map_err(|error| cannot_create(path, &error))
    }

    pub(crate) fn create(path: &Path) -> Result<Self> {
        // It may be all that a killed run has left.
        sweep_unfinished(path);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt as _;
            options.mode(0o600);
        }
        let file = options.open(path).map_err(|error| cannot_create(path, &error))?;
        Ok(Self { file, path: path.to_owned(), is_empty: true })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Appends to the file and returns once the data is on disk.
    pub(crate) fn append(&mut self, text: &str) -> Result<()> {
        self.is_empty = false;
        let written = self.file.write_all(text.as_bytes()).and_then(|()| self.file.sync_data());
        written.with_context(|| format!("cannot write {}", self.path.display()))
    }

    /// Replaces the content, and returns once it is on disk.
    pub(crate) fn rewrite(&mut self, text: &str) -> Result<()> {
        let emptied = self.file.set_len(0).and_then(|()| self.file.rewind());
        emptied.with_context(|| format!("cannot write {}", self.path.display()))?;
        self.append(text)
    }

    /// Removes the file.
    pub(crate) fn discard(mut self) {
        self.is_empty = true;
    }
}

fn cannot_create(path: &Path, error: &io::Error) -> anyhow::Error {
    Failure::usage(format!("cannot create `{}`: {}", path.display(), describe_io(error)))
}

impl Drop for PrivateFile {
    fn drop(&mut self) {
        if self.is_empty {
            // An empty file left behind is harmless.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}
