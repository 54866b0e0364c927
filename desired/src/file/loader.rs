//! [`Source`]: a file, a directory or standard input, and [`Loader`]: what reads them. The library itself touches no file.

use std::path::{Path, PathBuf};

/// Where configuration is read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Standard input.
    Stdin,
    /// A file, or a directory with `*.yaml` and `*.yml` files.
    Path(PathBuf),
}

impl Source {
    /// Returns standard input for `-`, and a path for anything else.
    pub fn new(argument: &str) -> Self {
        if argument == "-" { Self::Stdin } else { Self::Path(argument.into()) }
    }
}

/// Reads files for [`read`](super::read). Errors are sentences.
pub trait Loader {
    /// Returns the content of a file or of standard input.
    ///
    /// # Errors
    /// Returns why it cannot be read.
    fn content(&mut self, source: &Source) -> Result<Vec<u8>, String>;
    /// Returns the paths of the files in a directory, or `None` for anything but a directory.
    ///
    /// # Errors
    /// Returns why it cannot be listed.
    fn files(&mut self, path: &Path) -> Result<Option<Vec<PathBuf>>, String>;
    /// Returns the path that is the same however a file is named, or `None` if there is no such file.
    fn identity(&mut self, path: &Path) -> Option<PathBuf>;
}

/// The file system and standard input.
#[derive(Debug, Clone, Copy, Default)]
pub struct FileSystem;

impl Loader for FileSystem {
    fn content(&mut self, source: &Source) -> Result<Vec<u8>, String> {
        match source {
            Source::Stdin => {
                let mut bytes = Vec::new();
                std::io::Read::read_to_end(&mut std::io::stdin(), &mut bytes)
                    .map_err(|error| format!("cannot read standard input: {error}"))?;
                Ok(bytes)
            }
            Source::Path(path) => {
                std::fs::read(path).map_err(|error| format!("cannot read `{}`: {error}", path.display()))
            }
        }
    }

    fn files(&mut self, path: &Path) -> Result<Option<Vec<PathBuf>>, String> {
        if !path.is_dir() {
            return Ok(None);
        }
        let describe = |error: std::io::Error| format!("cannot list `{}`: {error}", path.display());
        let entries = std::fs::read_dir(path).map_err(describe)?;
        let paths = entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>();
        paths.map(|paths| Some(paths.into_iter().filter(|path| path.is_file()).collect())).map_err(describe)
    }

    fn identity(&mut self, path: &Path) -> Option<PathBuf> {
        std::fs::canonicalize(path).ok()
    }
}

/// Returns the files that a source stands for, those of a directory in the order of their names.
pub(super) fn expand(source: &Source, loader: &mut dyn Loader) -> Result<Vec<Source>, String> {
    let Source::Path(path) = source else { return Ok(vec![source.clone()]) };
    let Some(files) = loader.files(path)? else { return Ok(vec![source.clone()]) };
    let mut files: Vec<PathBuf> = files.into_iter().filter(|file| is_yaml(file)).collect();
    if files.is_empty() {
        return Err(format!("the directory `{}` contains no *.yaml or *.yml files", path.display()));
    }
    files.sort();
    Ok(files.into_iter().map(Source::Path).collect())
}

fn is_yaml(path: &Path) -> bool {
    let is_hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    !is_hidden && path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml")
}
