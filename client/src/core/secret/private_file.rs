//! Creates files that only their owner can read, complete or not at all.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use uuid::Uuid;

/// Creates a file; never replaces one.
pub(super) fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = path.file_name().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the path names no file"))?;
    let mut temporary_name = OsString::from(".");
    temporary_name.push(name);
    temporary_name.push(format!(".{}.tmp", Uuid::new_v4().simple()));
    let temporary = Temporary(path.with_file_name(temporary_name));
    let mut file = create_new(&temporary.0)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    match fs::hard_link(&temporary.0, path) {
        // Some file systems have no links. An empty file then takes the name first.
        Err(error) if !matches!(error.kind(), io::ErrorKind::AlreadyExists | io::ErrorKind::NotFound) => {
            create_new(path)?;
            fs::rename(&temporary.0, path).inspect_err(|_| {
                let _ = fs::remove_file(path);
            })?;
        }
        linked => linked?,
    }
    sync_directory(path);
    Ok(())
}

/// Creates an empty private file. A link is not followed.
fn create_new(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Saves the name of a new file, where the system allows it: a crash could otherwise lose it.
fn sync_directory(path: &Path) {
    let directory = path.parent().filter(|directory| !directory.as_os_str().is_empty());
    if let Ok(directory) = File::open(directory.unwrap_or(Path::new("."))) {
        let _ = directory.sync_all();
    }
}

/// A file that is removed when this is dropped, unless it has moved.
struct Temporary(PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_file_is_private_and_an_existing_one_is_kept() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("ci.key");
        let key = crate::ApiKey::new("sk-first");
        key.write_to(&path).expect("a file");
        assert_eq!(fs::read_to_string(&path).expect("text"), "sk-first\n");
        #[cfg(unix)]
        {
            let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).expect("a file").permissions());
            assert_eq!(mode & 0o777, 0o600);
            std::os::unix::fs::symlink("nowhere", directory.path().join("link")).expect("a link");
            let error = key.write_to(directory.path().join("link")).expect_err("a link");
            assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
            fs::remove_file(directory.path().join("link")).expect("a link");
        }
        let error = crate::ApiKey::new("sk-second").write_to(&path).expect_err("it exists");
        assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).expect("text"), "sk-first\n");
        assert!(key.write_to(directory.path().join("missing/ci.key")).is_err() && key.write_to("/").is_err());
        let names: Vec<_> = fs::read_dir(directory.path())
            .expect("a directory")
            .map(|entry| entry.expect("an entry").file_name())
            .collect();
        assert_eq!(names, ["ci.key"], "nothing else is left");
    }
}
