//! Files of this program's own, for settings and secrets: readable by their owner alone, whole or not there at all.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use tokio::time::Instant;

use crate::config::describe_io;
use crate::failure::Failure;

/// Whoever holds a lock asks a server meanwhile.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(20);

/// Makes a directory that only its owner may enter, or makes one that is there such a directory.
pub(crate) fn make_private_directory(path: &Path) -> Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(path) {
        Err(_) if path.is_dir() => narrow(path),
        Err(_) if path.exists() => bail!("{} is in the way: it is not a directory", path.display()),
        made => made.map_err(|error| cannot("create", path, &error))?,
    }
    Ok(())
}

#[cfg(unix)]
fn narrow(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    let is_wide = std::fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0);
    if is_wide {
        // Somebody else's directory stays as it is; the files in it are private all the same.
        let _ = std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700));
    }
}

#[cfg(not(unix))]
fn narrow(_: &Path) {}

/// Writes a file as a whole: no reader ever sees half of it, and a symbolic link of its name is replaced, not followed.
pub(crate) fn replace(path: &Path, text: &str) -> Result<()> {
    let directory = path.parent().unwrap_or(Path::new("."));
    let failed = |error: &std::io::Error| cannot("write", path, error);
    // Made with mode 0600, and moved over the old file once it is on the disk.
    let mut file = tempfile::Builder::new()
        .prefix(&unfinished_prefix(path))
        .tempfile_in(directory)
        .map_err(|error| failed(&error))?;
    file.write_all(text.as_bytes()).and_then(|()| file.as_file().sync_all()).map_err(|error| failed(&error))?;
    file.persist(path).map_err(|error| failed(&error.error))?;
    // The new name too; not every file system knows how.
    let _ = File::open(directory).and_then(|directory| directory.sync_all());
    Ok(())
}

/// Removes what writers of a file left behind when they were killed. Nobody else may be writing it.
pub(crate) fn remove_unfinished(path: &Path) {
    let prefix = unfinished_prefix(path);
    let Some(Ok(entries)) = path.parent().map(std::fs::read_dir) else { return };
    for entry in entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with(&prefix)) {
        // It can wait for the next writer.
        let _ = std::fs::remove_file(entry.path());
    }
}

fn unfinished_prefix(path: &Path) -> String {
    format!(".{}.", path.file_name().unwrap_or_default().to_string_lossy())
}

/// Removes a file, and says whether it was there.
pub(crate) fn remove(path: &Path) -> Result<bool> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        removed => removed.map(|()| true).map_err(|error| cannot("remove", path, &error)),
    }
}

/// Waits until no other process holds a lock, and holds it until the file is dropped, or this process is killed.
pub(crate) async fn lock(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path).map_err(|error| cannot("open", path, &error))?;
    let end = Instant::now() + LONGEST_WAIT;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            // Some network file systems have no locks: what is left is that files are replaced as a whole.
            Err(TryLockError::Error(error)) if error.kind() == std::io::ErrorKind::Unsupported => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(cannot("lock", path, &error)),
            Err(TryLockError::WouldBlock) if Instant::now() > end => {
                bail!("another process has been holding {} for {} s", path.display(), LONGEST_WAIT.as_secs())
            }
            Err(TryLockError::WouldBlock) => tokio::time::sleep(PAUSE).await,
        }
    }
}

/// What could not be done to a file, and why.
pub(crate) fn cannot(what: &str, path: &Path, error: &std::io::Error) -> anyhow::Error {
    anyhow::anyhow!("cannot {what} {}: {}", path.display(), describe_io(error))
}

/// A new file with mode 0600. It is made before the secret is, so that no secret is made that cannot be kept; dropped
/// empty, it is removed again.
pub(crate) struct PrivateFile {
    file: File,
    path: PathBuf,
    is_empty: bool,
}

impl PrivateFile {
    pub(crate) fn create(path: &Path) -> Result<Self> {
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

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Appends, and returns once it is on the disk.
    pub(crate) fn append(&mut self, text: &str) -> Result<()> {
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
