//! Files for settings and secrets: readable only by their owner, and always replaced as a whole.

mod atomic;
mod private;
mod program;

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use anyhow::{Result, bail};
use tokio::time::Instant;

pub(crate) use self::atomic::{AtomicFile, Existing, Parked, sweep, unfinished};
pub(crate) use self::private::PrivateFile;
pub(crate) use self::program::{NewProgram, ProgramPlace};
use crate::config::describe_io;

/// Long enough for the holder of a lock to finish its requests.
const MAX_LOCK_WAIT: Duration = Duration::from_secs(60);
const LOCK_POLL_INTERVAL: Duration = Duration::from_millis(20);

/// Creates a directory that only its owner may enter. An existing directory keeps its mode: it may be the user's.
pub(crate) fn create_private_dir(path: &Path) -> Result<()> {
    private_dir_builder().create(path).or_else(|error| match error {
        _ if path.is_dir() => Ok(()),
        _ if path.exists() => bail!("{} exists and is not a directory", path.display()),
        error => Err(cannot("create", path, &error)),
    })
}

/// Creates a directory and those above it, as [`create_private_dir`] does.
pub(crate) fn create_private_dirs(path: &Path) -> Result<()> {
    private_dir_builder().recursive(true).create(path).map_err(|error| cannot("create", path, &error))
}

fn private_dir_builder() -> DirBuilder {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "only Unix has modes"))]
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

/// Returns whether other users may read or write a file, or list a directory or enter it.
#[cfg(unix)]
pub(crate) fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
pub(crate) fn is_open_to_others(_: &Path) -> bool {
    false
}

/// Writes a private file atomically: readers never see a partial file, and a symbolic link is replaced rather than
/// followed.
pub(crate) fn replace(path: &Path, text: &str) -> Result<()> {
    AtomicFile::create(path, Existing::Replace)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.commit()))
        .map_err(|error| cannot("write", path, &error))
}

/// As [`replace`], and returns the file, which stays locked for as long as it is open.
pub(crate) fn replace_and_lock(path: &Path, text: &str) -> Result<File> {
    AtomicFile::create(path, Existing::Replace)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.publish_open()))
        .map_err(|error| cannot("write", path, &error))
}

/// Opens a file for reading, and fails on a symbolic link.
pub(crate) fn open_no_follow(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        let flags = i32::try_from(flags.bits()).unwrap_or_default();
        std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, flags);
    }
    options.open(path)
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
    let file = open_lock(path).map_err(|error| cannot("open", path, &error))?;
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

/// Acquires a lock unless another process holds it.
pub(crate) fn try_lock(path: &Path) -> Option<File> {
    let file = open_lock(path).ok()?;
    match file.try_lock() {
        Ok(()) => Some(file),
        Err(TryLockError::Error(error)) if error.kind() == std::io::ErrorKind::Unsupported => Some(file),
        Err(_) => None,
    }
}

fn open_lock(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Builds an error such as `cannot write FILE: permission denied`.
pub(crate) fn cannot(action: &str, path: &Path, error: &std::io::Error) -> anyhow::Error {
    anyhow::anyhow!("cannot {action} {}: {}", path.display(), describe_io(error))
}
