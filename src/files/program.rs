//! [`NewProgram`]: a program that is tried next to the one whose place it takes.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

use super::atomic::{directory_of, named};

/// An empty file next to a program, which shows that the folder can be written to. It is removed when dropped.
pub(crate) struct ProgramPlace {
    replaced: PathBuf,
    file: NamedTempFile,
}

impl ProgramPlace {
    pub(crate) fn beside(program: &Path) -> io::Result<Self> {
        // The error has a path of its own, of a file that nobody knows.
        let file = named(program).map_err(|error| io::Error::from(error.kind()))?;
        Ok(Self { replaced: program.to_owned(), file })
    }

    /// Writes a program to disk, with the mode of the one that it is to replace, so that it can be run.
    pub(crate) fn fill(mut self, content: &[u8]) -> io::Result<NewProgram> {
        self.file.write_all(content)?;
        let old = fs::metadata(&self.replaced)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt as _;
            // Only root can, and only root needs to.
            let _ = std::os::unix::fs::chown(self.file.path(), Some(old.uid()), Some(old.gid()));
        }
        fs::set_permissions(self.file.path(), old.permissions())?;
        self.file.as_file().sync_all()?;
        let (file, name) = self.file.into_parts();
        // A file that is open for writing cannot be run. The lock shows that its writer lives.
        drop(file);
        let lock = File::open(&name)?;
        let _ = lock.try_lock();
        Ok(NewProgram { replaced: self.replaced, name, _lock: lock })
    }
}

/// A program on disk under a temporary name. It is removed when dropped.
pub(crate) struct NewProgram {
    replaced: PathBuf,
    name: TempPath,
    _lock: File,
}

impl NewProgram {
    pub(crate) fn path(&self) -> &Path {
        &self.name
    }

    /// Puts it in the place of the other one, at once: there is no time without a whole program of that name.
    pub(crate) fn replace(self) -> io::Result<()> {
        let directory = directory_of(&self.replaced).to_owned();
        self.name.persist(&self.replaced).map_err(|error| error.error)?;
        // Syncs the name too; not every file system supports this.
        let _ = File::open(directory).and_then(|directory| directory.sync_all());
        Ok(())
    }
}
