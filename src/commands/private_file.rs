//! Files for secrets: never readable by others, never in place of something that was there.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::config::describe_io;
use crate::failure::Failure;

/// A new file with mode 0600. It is made before the secret is, so that no secret is made that cannot be kept; dropped
/// empty, it is removed again.
pub(super) struct PrivateFile {
    file: File,
    path: PathBuf,
    is_empty: bool,
}

impl PrivateFile {
    pub(super) fn create(path: &Path) -> Result<Self> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt as _;
            options.mode(0o600);
        }
        let file = options
            .open(path)
            .map_err(|error| Failure::usage(format!("cannot create `{}`: {}", path.display(), describe_io(&error))))?;
        Ok(Self { file, path: path.to_owned(), is_empty: true })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Appends, and returns once it is on the disk.
    pub(super) fn append(&mut self, text: &str) -> Result<()> {
        self.is_empty = false;
        let written = self.file.write_all(text.as_bytes()).and_then(|()| self.file.sync_data());
        written.with_context(|| format!("cannot write {}", self.path.display()))
    }
}

impl Drop for PrivateFile {
    fn drop(&mut self) {
        if self.is_empty {
            // Nothing was put in; that it cannot be removed harms nobody.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}
