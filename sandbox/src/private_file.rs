//! Files in directories that others may write to, such as `/tmp`: links that lead elsewhere and files of other users
//! are refused.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

/// Opens a file of this user for appending, and creates it with mode 0600 if it is missing. Never follows a link.
pub(super) fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).append(true).create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600).custom_flags(no_follow());
    }
    check(path)?;
    let file = options.open(path)?;
    check_owner(&file.metadata()?)?;
    Ok(file)
}

/// Takes the right to write to a file from other users: they could add a key of their own, with which they would use the
/// providers' keys in the configuration.
fn keep_others_from_writing(path: &Path, metadata: &std::fs::Metadata) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mut permissions = metadata.permissions();
        if permissions.mode() & 0o022 != 0 {
            permissions.set_mode(permissions.mode() & !0o022);
            // File systems that have no modes refuse; there the directory that is mounted says who may write.
            let _ = std::fs::set_permissions(path, permissions);
        }
    }
    #[cfg(not(unix))]
    let _ = (path, metadata);
}

/// As [`open`], but follows links that this user or the system made, such as `/dev/stderr`, and opens devices and their pipes.
pub(super) fn open_stream(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _, OpenOptionsExt as _};
        options.mode(0o600);
        let is_trusted = |found: &std::fs::Metadata| found.uid() == 0 || check_owner(found).is_ok();
        match path.symlink_metadata() {
            // A pipe that nobody reads would also block.
            Ok(found) if (found.is_symlink() || found.file_type().is_fifo()) && !is_trusted(&found) => {
                return Err(belongs_to_another_user());
            }
            Ok(found) if found.is_symlink() => {}
            _ => {
                options.custom_flags(no_follow());
            }
        }
    }
    let file = options.open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_file() {
        check_owner(&metadata)?;
    }
    Ok(file)
}

/// Refuses a path where there is anything but a file of this user, which others may not write to from then on.
pub(super) fn check(path: &Path) -> io::Result<()> {
    let metadata = match path.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        metadata => metadata?,
    };
    let refuse = |what: &str| Err(io::Error::other(format!("{} is {what}", path.display())));
    if metadata.is_symlink() {
        return refuse("a symbolic link; name the file that it leads to");
    }
    if !metadata.is_file() {
        return refuse("not a file");
    }
    check_owner(&metadata)?;
    keep_others_from_writing(path, &metadata);
    Ok(())
}

#[cfg(unix)]
fn check_owner(metadata: &std::fs::Metadata) -> io::Result<()> {
    use std::os::unix::fs::MetadataExt as _;
    if metadata.uid() == rustix::process::geteuid().as_raw() { Ok(()) } else { Err(belongs_to_another_user()) }
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "files have owners on Unix only")]
fn check_owner(_: &std::fs::Metadata) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn belongs_to_another_user() -> io::Error {
    io::Error::new(io::ErrorKind::PermissionDenied, "the file belongs to another user")
}

#[cfg(unix)]
fn no_follow() -> i32 {
    i32::try_from(rustix::fs::OFlags::NOFOLLOW.bits()).unwrap_or_default()
}

#[cfg(all(test, unix))]
mod tests {
    use std::io::Write as _;
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt, symlink};

    use super::*;

    #[test]
    fn files_of_others_and_links_are_refused() {
        let directory = tempfile::tempdir().unwrap();
        let at = |name: &str| directory.path().join(name);
        std::fs::write(at("own"), "a").unwrap();
        symlink(at("own"), at("link")).unwrap();
        symlink(at("missing"), at("dangling")).unwrap();
        open(&at("own")).unwrap();
        for name in ["link", "dangling", "."] {
            assert!(open(&at(name)).is_err() && check(&at(name)).is_err(), "{name}");
        }
        assert!(!at("missing").exists());
        // Links of this user may be meant; those of others and files of others are not.
        open_stream(&at("link")).unwrap().write_all(b"b").unwrap();
        assert_eq!(std::fs::read(at("own")).unwrap(), b"ab");
        open_stream(Path::new("/dev/null")).unwrap();
        assert_eq!(open(&at("new")).unwrap().metadata().unwrap().mode() & 0o777, 0o600);
        let set_mode = |name: &str, mode| std::fs::set_permissions(at(name), PermissionsExt::from_mode(mode)).unwrap();
        let mode = |name: &str| at(name).metadata().unwrap().mode() & 0o777;
        set_mode("own", 0o666);
        check(&at("own")).unwrap();
        set_mode("new", 0o620);
        open(&at("new")).unwrap();
        assert_eq!((mode("own"), mode("new")), (0o644, 0o600));
        if rustix::process::geteuid().is_root() {
            std::os::unix::fs::chown(at("own"), Some(12345), None).unwrap();
            std::os::unix::fs::lchown(at("link"), Some(12345), None).unwrap();
            assert!(open(&at("own")).is_err() && open_stream(&at("own")).is_err() && open_stream(&at("link")).is_err());
            assert!(std::process::Command::new("mkfifo").arg(at("pipe")).status().unwrap().success());
            std::os::unix::fs::chown(at("pipe"), Some(12345), None).unwrap();
            assert!(open_stream(&at("pipe")).is_err());
        }
    }
}
