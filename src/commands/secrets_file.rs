//! The CSV file of a bulk job that creates keys: the name and the secret of each, written before its key is created, so that
//! no end of the program loses a key. Secrets of keys that were not created are taken out again at the end.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::Result;

use crate::files::{self, PrivateFile};
use litellm_proxy_client::ApiKey;

/// A new file with mode 0600. It is removed at the end if no key was created.
pub(super) struct SecretsFile {
    path: PathBuf,
    content: Mutex<Content>,
}

struct Content {
    /// `None` once the file is finished.
    file: Option<PrivateFile>,
    header: String,
    lines: Vec<Line>,
}

struct Line {
    secret: ApiKey,
    text: String,
    is_unused: bool,
}

impl SecretsFile {
    /// Creates the file. Its header is written together with the first secret.
    pub(super) fn create(path: &Path, header: Option<[&str; 2]>) -> Result<Self> {
        let file = PrivateFile::create(path)?;
        let header = header.map(csv_line).transpose()?.unwrap_or_default();
        let content = Content { file: Some(file), header, lines: Vec::new() };
        Ok(Self { path: path.to_owned(), content: Mutex::new(content) })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a secret and returns once it is on disk. Its key may be created now.
    pub(super) fn add(&self, name: &str, secret: &ApiKey) -> Result<()> {
        let text = csv_line([name, secret.expose()])?;
        let mut content = self.content();
        let start = if content.lines.is_empty() { content.header.clone() } else { String::new() };
        if let Some(file) = &mut content.file {
            file.append(&format!("{start}{text}"))?;
        }
        content.lines.push(Line { secret: secret.clone(), text, is_unused: false });
        Ok(())
    }

    /// Notes that no key has this secret.
    pub(super) fn remove(&self, secret: &ApiKey) {
        for line in self.content().lines.iter_mut().filter(|line| line.secret == *secret) {
            line.is_unused = true;
        }
    }

    /// Takes the secrets out that no key has. Returns how many are left.
    pub(super) fn finish(&self) -> Result<usize> {
        let mut content = self.content();
        let used: String = content.lines.iter().filter(|line| !line.is_unused).map(|line| line.text.as_str()).collect();
        let count = content.lines.iter().filter(|line| !line.is_unused).count();
        let Some(file) = content.file.take() else { return Ok(count) };
        if count == 0 {
            file.discard();
        } else if count < content.lines.len() {
            // As a whole: at no moment is a secret of a key missing.
            files::replace(&self.path, &format!("{}{used}", content.header))?;
        }
        Ok(count)
    }

    fn content(&self) -> MutexGuard<'_, Content> {
        self.content.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn csv_line(record: [&str; 2]) -> Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(record)?;
    Ok(String::from_utf8(writer.into_inner()?)?)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn secrets_are_in_the_file_before_their_keys_and_unused_ones_are_taken_out() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("keys.csv");
        let read = || fs::read_to_string(&path).expect("the file");
        let file = SecretsFile::create(&path, Some(["user", "key"])).expect("a file");
        for name in ["a,1", "b", "c"] {
            file.add(name, &ApiKey::new(format!("sk-of-{name}"))).expect("written");
        }
        assert_eq!(read(), "user,key\n\"a,1\",\"sk-of-a,1\"\nb,sk-of-b\nc,sk-of-c\n");
        file.remove(&ApiKey::new("sk-of-b"));
        assert_eq!(file.finish().expect("finished"), 2);
        assert_eq!(read(), "user,key\n\"a,1\",\"sk-of-a,1\"\nc,sk-of-c\n");
        assert!(SecretsFile::create(&path, None).is_err());

        let other = directory.path().join("other.csv");
        let file = SecretsFile::create(&other, None).expect("a file");
        file.add("a", &ApiKey::new("sk-a")).expect("written");
        file.remove(&ApiKey::new("sk-a"));
        assert_eq!(file.finish().expect("finished"), 0);
        assert!(!other.exists());
    }
}
