//! Files for settings and secrets: readable only by their owner, and always replaced as a whole.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use tokio::time::Instant;

use crate::config::describe_io;
use crate::failure::Failure;

/// Long enough for the holder of a lock to finish its requests.
const MAX_LOCK_WAIT: Duration = Duration::from_secs(60);
const LOCK_POLL_INTERVAL: Duration = Duration::from_millis(20);

/// Creates a directory that only its owner may enter, or restricts an existing one.
pub(crate) fn create_private_dir(path: &Path) -> Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(path) {
        Err(_) if path.is_dir() => restrict_to_owner(path),
        Err(_) if path.exists() => bail!("{} exists and is not a directory", path.display()),
        result => result.map_err(|error| cannot("create", path, &error))?,
    }
    Ok(())
}

#[cfg(unix)]
fn restrict_to_owner(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    let is_wide = std::fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0);
    if is_wide {
        // This fails for another user's directory; the files in it are private anyway.
        let _ = std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700));
    }
}

#[cfg(not(unix))]
fn restrict_to_owner(_: &Path) {}

/// Writes a file atomically: readers never see a partial file, and a symbolic link is replaced rather than followed.
pub(crate) fn replace(path: &Path, text: &str) -> Result<()> {
    let directory = path.parent().unwrap_or(Path::new("."));
    let failed = |error: &std::io::Error| cannot("write", path, error);
    // Created with mode 0600, and renamed over the old file once it is on disk.
    let mut file =
        tempfile::Builder::new().prefix(&temp_prefix(path)).tempfile_in(directory).map_err(|error| failed(&error))?;
    file.write_all(text.as_bytes()).and_then(|()| file.as_file().sync_all()).map_err(|error| failed(&error))?;
    file.persist(path).map_err(|error| failed(&error.error))?;
    // Syncs the rename too; not every file system supports this.
    let _ = File::open(directory).and_then(|directory| directory.sync_all());
    Ok(())
}

/// Removes temporary files left behind by killed writers of a file. No other process may be writing it.
pub(crate) fn remove_temp_files(path: &Path) {
    let prefix = temp_prefix(path);
    let Some(Ok(entries)) = path.parent().map(std::fs::read_dir) else { return };
    for entry in entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with(&prefix)) {
        // The next writer tries again.
        let _ = std::fs::remove_file(entry.path());
    }
}

fn temp_prefix(path: &Path) -> String {
    format!(".{}.", path.file_name().unwrap_or_default().to_string_lossy())
}

/// Removes a file and returns whether it existed.
pub(crate) fn remove(path: &Path) -> Result<bool> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        removed => removed.map(|()| true).map_err(|error| cannot("remove", path, &error)),
    }
}

/// Acquires a lock, waiting for other processes. It is held until the file is dropped or this process ends.
pub(crate) async fn lock(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path).map_err(|error| cannot("open", path, &error))?;
    let deadline = Instant::now() + MAX_LOCK_WAIT;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            // Some network file systems have no locks; replacing files atomically has to suffice there.
            Err(TryLockError::Error(error)) if error.kind() == std::io::ErrorKind::Unsupported => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(cannot("lock", path, &error)),
            Err(TryLockError::WouldBlock) if Instant::now() > deadline => {
                bail!(
                    "another process has held the lock {} for more than {} s",
                    path.display(),
                    MAX_LOCK_WAIT.as_secs()
                )
            }
            Err(TryLockError::WouldBlock) => tokio::time::sleep(LOCK_POLL_INTERVAL).await,
        }
    }
}

/// Builds an error such as `cannot write FILE: permission denied`.
pub(crate) fn cannot(action: &str, path: &Path, error: &std::io::Error) -> anyhow::Error {
    anyhow::anyhow!("cannot {action} {}: {}", path.display(), describe_io(error))
}

/// A new file with mode 0600. It is created before the secret it is for, so that no secret is created that cannot be
/// saved. It is removed if dropped empty.
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

    /// Appends to the file and returns once the data is on disk.
    pub(crate) fn append(&mut self, text: &str) -> Result<()> {
        self.is_empty = false;
        let written = self.file.write_all(text.as_bytes()).and_then(|()| self.file.sync_data());
        written.with_context(|| format!("cannot write {}", self.path.display()))
    }
}

impl Drop for PrivateFile {
    fn drop(&mut self) {
        if self.is_empty {
            // An empty file left behind is harmless.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}
