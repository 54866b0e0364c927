//! [`AtomicFile`]: a private file that appears under its name only once it is complete; and the temporary files that
//! killed writers leave.

use std::ffi::{OsStr, OsString};
use std::fs::{File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;
use tempfile::{NamedTempFile, TempPath};

use crate::config::describe_io;
use crate::failure::Failure;

/// The random part of a temporary name, and its end. Nothing else is named like this, so it may be removed.
const RANDOM_LENGTH: usize = 12;
const SUFFIX: &str = ".tmp";
/// Where files cannot be locked, older temporary files count as abandoned.
const MAX_UNLOCKED_AGE: Duration = Duration::from_secs(24 * 60 * 60);

/// What to do if a file of that name exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Existing {
    /// Fail, now or when the file is complete, and leave it alone.
    Refuse,
    /// Replace it once the new one is complete. A symbolic link is replaced rather than followed.
    Replace,
}

/// A file with mode 0600 that appears under its name only when [`committed`](AtomicFile::commit), on disk and as a whole.
/// Dropping it discards it. Pipes and devices are written to directly.
///
/// Where the system has files without a name, a killed writer leaves nothing behind before [`commit`](AtomicFile::commit).
/// A name cannot be replaced by such a file, so replacing takes a temporary name for the moment of the rename.
/// Temporary files are locked while their writer lives, so that others know which are abandoned.
#[derive(Debug)]
pub(crate) struct AtomicFile {
    path: PathBuf,
    existing: Existing,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Unnamed(File),
    Named(NamedTempFile),
    /// A pipe or a device.
    Direct(File),
}

impl AtomicFile {
    /// Begins a file. Fails if it could not be written, or exists and must not be replaced.
    pub(crate) fn create(path: &Path, existing: Existing) -> io::Result<Self> {
        let content = match std::fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            Ok(metadata) if !metadata.is_file() => Content::Direct(File::options().write(true).open(path)?),
            _ if existing == Existing::Refuse && path.symlink_metadata().is_ok() => {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            _ => match unnamed(directory_of(path)) {
                Some(file) => Content::Unnamed(file),
                None => Content::Named(named(path)?),
            },
        };
        Ok(Self { path: path.to_owned(), existing, content })
    }

    /// Begins a file that an argument names. An existing one is replaced only with `--force`.
    pub(crate) fn for_argument(path: &Path, force: bool) -> Result<Self> {
        let existing = if force { Existing::Replace } else { Existing::Refuse };
        Self::create(path, existing).map_err(|error| {
            let is_taken = error.kind() == io::ErrorKind::AlreadyExists;
            let message = format!("cannot create `{}`: {}", path.display(), describe_io(&error));
            let hint = is_taken.then(|| "--force replaces it".to_owned());
            Failure::Usage { message, hint }.into()
        })
    }

    /// Gives the complete file its name, and returns once that is on disk.
    pub(crate) fn commit(self) -> io::Result<()> {
        let directory = match &self.content {
            Content::Direct(_) => return Ok(()),
            Content::Unnamed(file) => file.sync_all().map(|()| directory_of(&self.path).to_owned())?,
            Content::Named(file) => file.as_file().sync_all().map(|()| directory_of(&self.path).to_owned())?,
        };
        self.publish()?;
        // Syncs the name too; not every file system supports this.
        let _ = File::open(directory).and_then(|directory| directory.sync_all());
        Ok(())
    }

    /// Gives the complete file its name without waiting for the disk, for what need not survive a power failure.
    pub(crate) fn publish(self) -> io::Result<()> {
        self.publish_open().map(drop)
    }

    /// As [`publish`](Self::publish), and returns the file, which stays locked for as long as it is open.
    pub(crate) fn publish_open(self) -> io::Result<File> {
        let Self { path, existing, content } = self;
        match (content, existing) {
            (Content::Direct(file), _) => Ok(file),
            (Content::Unnamed(file), Existing::Refuse) => link(&file, &path).map(|()| file),
            (Content::Unnamed(file), Existing::Replace) => {
                sweep_unfinished(&path);
                // Dropping it removes the name, should the rename fail.
                let prefix = temp_prefix(&path);
                let named = temp_name(&prefix).make_in(directory_of(&path), |name| link(&file, name))?;
                let name: TempPath = named.into_temp_path();
                name.persist(&path).map(|()| file).map_err(|error| error.error)
            }
            (Content::Named(file), Existing::Refuse) => file.persist_noclobber(&path).map_err(|error| error.error),
            (Content::Named(file), Existing::Replace) => file.persist(&path).map_err(|error| error.error),
        }
    }
}

/// A complete file that waits for its name. If its writer is killed, it is an [`Unfinished`] one; dropping it removes it.
#[derive(Debug)]
pub(crate) struct Parked {
    /// Removes the temporary name when dropped.
    _name: TempPath,
    /// Locked while the writer lives.
    _file: File,
}

impl AtomicFile {
    /// Gives the complete file a temporary name on disk. `None` for a pipe or a device.
    pub(crate) fn park(self) -> io::Result<Option<Parked>> {
        let (name, file) = match self.content {
            Content::Direct(_) => return Ok(None),
            Content::Unnamed(file) => {
                file.sync_all()?;
                let prefix = temp_prefix(&self.path);
                let named = temp_name(&prefix).make_in(directory_of(&self.path), |name| link(&file, name))?;
                (named.into_temp_path(), file)
            }
            Content::Named(file) => {
                file.as_file().sync_all()?;
                let (file, name) = file.into_parts();
                (name, file)
            }
        };
        Ok(Some(Parked { _name: name, _file: file }))
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.content {
            Content::Unnamed(file) | Content::Direct(file) => file.write(bytes),
            Content::Named(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        // Files are not buffered.
        Ok(())
    }
}

/// Returns the directory of a file; that of a bare name is the working directory.
pub(super) fn directory_of(path: &Path) -> &Path {
    path.parent().filter(|directory| !directory.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Creates a locked file without a name, which the system removes when its writer ends. `None` where there are none.
#[cfg(target_os = "linux")]
fn unnamed(directory: &Path) -> Option<File> {
    use rustix::fs::{Mode, OFlags};
    let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
    let file = File::from(rustix::fs::open(directory, flags, Mode::RUSR | Mode::WUSR).ok()?);
    // It gets its name through `/proc`.
    proc_path(&file).symlink_metadata().ok()?;
    match file.try_lock() {
        Ok(()) | Err(TryLockError::Error(_)) => Some(file),
        Err(TryLockError::WouldBlock) => None,
    }
}

#[cfg(target_os = "linux")]
fn link(file: &File, name: &Path) -> io::Result<()> {
    use rustix::fs::{AtFlags, CWD};
    Ok(rustix::fs::linkat(CWD, proc_path(file), CWD, name, AtFlags::SYMLINK_FOLLOW)?)
}

#[cfg(target_os = "linux")]
fn proc_path(file: &File) -> PathBuf {
    use std::os::fd::AsRawFd as _;
    PathBuf::from(format!("/proc/self/fd/{}", file.as_raw_fd()))
}

#[cfg(not(target_os = "linux"))]
fn unnamed(_: &Path) -> Option<File> {
    None
}

#[cfg(not(target_os = "linux"))]
fn link(_: &File, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Creates a locked file with a temporary name, after removing those of killed writers.
pub(super) fn named(path: &Path) -> io::Result<NamedTempFile> {
    sweep_unfinished(path);
    let prefix = temp_prefix(path);
    loop {
        let file = temp_name(&prefix).tempfile_in(directory_of(path))?;
        // Between its creation and the lock, another process may have taken it for an abandoned one.
        match file.as_file().try_lock() {
            Err(TryLockError::WouldBlock) => {}
            _ if file.path().symlink_metadata().is_err() => {}
            _ => return Ok(file),
        }
    }
}

fn temp_prefix(path: &Path) -> OsString {
    let mut prefix = OsString::from(".");
    prefix.push(path.file_name().unwrap_or_default());
    prefix.push(".");
    prefix
}

fn temp_name(prefix: &OsStr) -> tempfile::Builder<'_, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(prefix).suffix(SUFFIX).rand_bytes(RANDOM_LENGTH);
    builder
}

/// A temporary file whose writer was killed. While it is held, no other process takes it for abandoned.
pub(crate) struct Unfinished {
    path: PathBuf,
    /// The name that it was to get.
    target: PathBuf,
    _lock: File,
}

impl Unfinished {
    /// Returns the file that its writer was about to replace.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// Returns where it is. It is complete unless the system has no files without a name.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives it the name that it was to get.
    pub(crate) fn finish(self) -> io::Result<()> {
        std::fs::rename(&self.path, &self.target)
    }

    pub(crate) fn remove(self) -> io::Result<()> {
        std::fs::remove_file(&self.path)
    }
}

/// Returns the temporary files of killed writers in a directory. Those of live writers are locked, and left alone.
pub(crate) fn unfinished(directory: &Path) -> impl Iterator<Item = Unfinished> {
    std::fs::read_dir(directory).into_iter().flatten().flatten().filter_map(|entry| {
        let path = entry.path();
        let target = path.with_file_name(target_of(path.file_name()?)?);
        let file = File::open(&path).ok().filter(|_| entry.file_type().is_ok_and(|kind| kind.is_file()))?;
        let is_abandoned = match file.try_lock() {
            Ok(()) => true,
            Err(TryLockError::WouldBlock) => false,
            Err(TryLockError::Error(_)) => {
                let modified = file.metadata().and_then(|metadata| metadata.modified());
                modified.is_ok_and(|time| time.elapsed().is_ok_and(|age| age > MAX_UNLOCKED_AGE))
            }
        };
        // Its writer may have renamed it meanwhile.
        (is_abandoned && path.symlink_metadata().is_ok()).then(|| Unfinished { path, target, _lock: file })
    })
}

/// Removes the temporary files of killed writers in a directory of our own. They may hold secrets.
pub(crate) fn sweep(directory: &Path) {
    for file in unfinished(directory) {
        // The next writer tries again.
        let _ = file.remove();
    }
}

/// Removes the temporary files of killed writers of one file.
pub(super) fn sweep_unfinished(path: &Path) {
    for file in unfinished(directory_of(path)).filter(|file| file.target().file_name() == path.file_name()) {
        let _ = file.remove();
    }
}

/// Returns the name of the file that a temporary file was to become; `None` if it is not one of ours.
fn target_of(name: &OsStr) -> Option<&str> {
    let (target, random) = name.to_str()?.strip_prefix('.')?.strip_suffix(SUFFIX)?.rsplit_once('.')?;
    let is_random = random.len() == RANDOM_LENGTH && random.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (is_random && !target.is_empty()).then_some(target)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn names(directory: &Path) -> Vec<String> {
        let entries = fs::read_dir(directory).expect("a directory").flatten();
        let mut names: Vec<_> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort();
        names
    }

    fn write(path: &Path, existing: Existing, text: &str) -> io::Result<()> {
        let mut file = AtomicFile::create(path, existing)?;
        file.write_all(text.as_bytes())?;
        file.commit()
    }

    #[test]
    fn a_file_appears_when_it_is_committed() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("a");
        for existing in [Existing::Refuse, Existing::Replace] {
            let mut file = AtomicFile::create(&path, existing).expect("a file");
            file.write_all(b"half").expect("written");
            drop(file);
            assert_eq!(names(directory.path()), [""; 0]);
        }
        write(&path, Existing::Refuse, "one").expect("written");
        write(&path, Existing::Replace, "two").expect("written");
        assert_eq!(
            (names(directory.path()), fs::read_to_string(&path).expect("text").as_str()),
            (vec!["a".to_owned()], "two")
        );
    }

    #[test]
    fn an_existing_file_is_refused_at_once_and_at_the_end() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("a");
        let late = AtomicFile::create(&path, Existing::Refuse).expect("a file");
        fs::write(&path, "theirs").expect("written");
        let kinds = [
            late.commit().expect_err("refused").kind(),
            AtomicFile::create(&path, Existing::Refuse).expect_err("refused").kind(),
        ];
        assert_eq!(kinds, [io::ErrorKind::AlreadyExists; 2]);
        assert_eq!(fs::read_to_string(&path).expect("text"), "theirs");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_refused_or_replaced_and_devices_written_to() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let directory = tempfile::tempdir().expect("a directory");
        let [target, link, dangling] = ["target", "link", "dangling"].map(|name| directory.path().join(name));
        fs::write(&target, "theirs").expect("written");
        symlink(&target, &link).expect("a link");
        symlink("nowhere", &dangling).expect("a link");
        for path in [&link, &dangling] {
            let error = AtomicFile::create(path, Existing::Refuse).expect_err("refused");
            assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
            write(path, Existing::Replace, "ours").expect("written");
            let metadata = path.symlink_metadata().expect("a file");
            assert_eq!((metadata.is_file(), metadata.permissions().mode() & 0o7777), (true, 0o600));
        }
        assert_eq!(fs::read_to_string(&target).expect("text"), "theirs");
        for existing in [Existing::Refuse, Existing::Replace] {
            write(Path::new("/dev/null"), existing, "gone").expect("written");
        }
        assert!(!Path::new("/dev/null").symlink_metadata().expect("a device").is_file());
    }

    #[test]
    fn only_abandoned_files_of_our_own_naming_are_swept() {
        let directory = tempfile::tempdir().expect("a directory");
        let place = |name: &str| directory.path().join(name);
        let kept = [".a", ".a.backup", ".a.backup.tmp", ".a.0123456789AZ", ".a.012345678-AZ.tmp", "..0123456789AZ.tmp"];
        for name in kept.iter().chain(&[".a.0123456789az.tmp", ".b.0123456789AZ.tmp"]) {
            fs::write(place(name), "x").expect("written");
        }
        fs::create_dir(place(".d.0123456789AZ.tmp")).expect("a directory");
        let live = File::create(place(".a.LIVE56789abc.tmp")).expect("a file");
        live.try_lock().expect("a lock");
        sweep_unfinished(&place("a"));
        assert!(place(".b.0123456789AZ.tmp").exists() && !place(".a.0123456789az.tmp").exists());
        sweep(directory.path());
        let mut expected: Vec<_> =
            kept.iter().chain(&[".a.LIVE56789abc.tmp", ".d.0123456789AZ.tmp"]).copied().collect();
        expected.sort_unstable();
        assert_eq!(names(directory.path()), expected);
        drop(live);
        sweep(directory.path());
        assert!(!place(".a.LIVE56789abc.tmp").exists());
    }

    #[test]
    fn files_with_a_temporary_name_are_locked_while_they_are_written() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("a");
        let mut file = named(&path).expect("a file");
        file.write_all(b"one").expect("written");
        sweep(directory.path());
        let content = Content::Named(file);
        AtomicFile { path: path.clone(), existing: Existing::Replace, content }.commit().expect("committed");
        assert_eq!(
            (names(directory.path()), fs::read_to_string(&path).expect("text").as_str()),
            (vec!["a".to_owned()], "one")
        );
    }
}
