//! The files that logins are kept in: `token.json` has the latest, as other tools expect it, `logins.json` those of other
//! servers. Whoever changes them holds `token.lock`, so that of two processes neither loses what the other has written.

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use reqwest::Url;
use serde_json::json;

use super::{LOGINS_FILE, StoredLogin, TOKEN_FILE, read_login_file};
use crate::config;
use crate::failure::Failure;
use crate::files;
use litellm_proxy_client::parse_base_url;

/// Where the logins are.
#[derive(Debug, Clone)]
pub(crate) struct Store {
    directory: PathBuf,
}

impl Store {
    pub(crate) fn of_user() -> Result<Self> {
        let directory =
            config::config_dir().ok_or_else(|| Failure::usage("there is no home directory to keep a login in"))?;
        Ok(Self { directory })
    }

    /// The file of the latest login.
    pub(crate) fn latest_path(&self) -> PathBuf {
        self.directory.join(TOKEN_FILE)
    }

    /// The file of the logins of other servers.
    pub(crate) fn others_path(&self) -> PathBuf {
        self.directory.join(LOGINS_FILE)
    }

    /// Fails where a login could not be kept: better before somebody has logged in than after.
    pub(crate) async fn check(&self) -> Result<()> {
        self.lock().await?.check()
    }

    /// True when there is a file of logins, whatever is in it.
    pub(crate) fn is_there(&self) -> bool {
        self.latest_path().symlink_metadata().is_ok() || self.others_path().symlink_metadata().is_ok()
    }

    /// All logins, the latest first.
    pub(crate) fn logins(&self) -> Result<Vec<StoredLogin>> {
        let latest = read_login_file(&self.latest_path()).map_err(Failure::from)?.logins;
        Ok(merged(latest, self.others()?))
    }

    /// The same, when a file that cannot be read holds none.
    pub(crate) fn readable_logins(&self) -> Vec<StoredLogin> {
        let logins = |path| read_login_file(path).unwrap_or_default().logins;
        merged(logins(&self.latest_path()), logins(&self.others_path()))
    }

    /// The logins of other servers.
    ///
    /// # Errors
    /// When there are some and they cannot be read.
    pub(crate) fn others(&self) -> Result<Vec<StoredLogin>> {
        let path = self.others_path();
        let others = read_login_file(&path).map_err(Failure::from);
        Ok(others.with_context(|| format!("repair {}, or remove it and the logins in it", path.display()))?.logins)
    }

    /// Makes the directory if need be, and waits until no other process changes the files.
    pub(crate) async fn lock(&self) -> Result<Locked> {
        files::make_private_directory(&self.directory)?;
        let file = files::lock(&self.directory.join("token.lock")).await?;
        Ok(Locked { store: self.clone(), _lock: file })
    }
}

/// The latest login and the others; what a crash has left in both files is one login.
fn merged(mut logins: Vec<StoredLogin>, others: Vec<StoredLogin>) -> Vec<StoredLogin> {
    for other in others {
        if !logins.iter().any(|login| login.server() == other.server()) {
            logins.push(other);
        }
    }
    logins
}

/// The files, to be changed by nobody else.
pub(crate) struct Locked {
    store: Store,
    /// Dropped, it is free again; so it is when the process is killed.
    _lock: File,
}

impl Locked {
    /// Fails where nothing could be written.
    pub(crate) fn check(&self) -> Result<()> {
        self.store.others()?;
        let path = self.store.latest_path();
        if path.is_dir() {
            bail!("{} is in the way: it is a directory", path.display());
        }
        // As private as what is to follow.
        let made = tempfile::Builder::new().prefix(".check.").tempfile_in(&self.store.directory);
        made.map(drop).map_err(|error| files::cannot("write", &path, &error))
    }

    /// Keeps a login as the latest, and the one that was the latest beside it. Gives back what it takes the place of: older
    /// logins of the same server, and one that names no server, of whose key nobody could tell any more whom it is for.
    pub(crate) fn keep(&self, login: &StoredLogin) -> Result<Vec<StoredLogin>> {
        let server = login.server();
        // What cannot be read is replaced.
        let latest = read_login_file(&self.store.latest_path()).unwrap_or_default().logins.into_iter().next();
        let (mut replaced, mut others): (Vec<_>, Vec<_>) =
            self.store.others()?.into_iter().partition(|other| other.server() == server);
        match latest {
            Some(latest) if latest.server().is_some_and(|own| Some(own) != server) => {
                others.retain(|other| other.server() != latest.server());
                others.insert(0, latest);
                // Not without the older logins yet: the new one is not on the disk.
                self.write_others(&[others.as_slice(), &replaced].concat())?;
            }
            latest => replaced.extend(latest),
        }
        self.write_latest(login)?;
        self.write_others(&others)?;
        Ok(replaced)
    }

    /// Puts a renewed login where it was.
    pub(crate) fn replace(&self, login: &StoredLogin) -> Result<()> {
        let server = login.server();
        let latest = read_login_file(&self.store.latest_path()).map_err(Failure::from)?;
        if latest.logins.iter().any(|latest| latest.server() == server) {
            return self.write_latest(login);
        }
        let mut others = self.store.others()?;
        for other in others.iter_mut().filter(|other| other.server() == server) {
            other.clone_from(login);
        }
        self.write_others(&others)
    }

    /// Forgets the login of a server, with its key or without, and one that names no server, or cannot be read: it is every
    /// server's, or nobody's. Says whether there was anything.
    pub(crate) fn forget(&self, server: &Url) -> Result<bool> {
        let path = self.store.latest_path();
        let latest = read_login_file(&path).unwrap_or_default();
        let keyless = latest.keyless.iter().flatten().filter_map(|base_url| parse_base_url(base_url).ok());
        let mut has_removed = false;
        if !latest.logins.iter().filter_map(StoredLogin::server).chain(keyless).any(|own| own != *server) {
            has_removed = files::remove(&path)?;
        }
        // Of what cannot be read nothing can be taken out.
        let mut others = self.store.others().unwrap_or_default();
        if others.iter().any(|other| other.belongs_to(server)) {
            others.retain(|other| !other.belongs_to(server));
            self.write_others(&others)?;
            has_removed = true;
        }
        self.sweep();
        Ok(has_removed)
    }

    /// Forgets all logins, readable or not, and says whether there were any.
    pub(crate) fn forget_all(&self) -> Result<bool> {
        let has_removed = files::remove(&self.store.latest_path())? | files::remove(&self.store.others_path())?;
        self.sweep();
        Ok(has_removed)
    }

    fn write_latest(&self, login: &StoredLogin) -> Result<()> {
        self.write(&self.store.latest_path(), &serde_json::to_string_pretty(login.fields())?)
    }

    fn write_others(&self, others: &[StoredLogin]) -> Result<()> {
        if others.is_empty() {
            files::remove(&self.store.others_path())?;
            return Ok(());
        }
        let logins: Vec<_> = others.iter().map(StoredLogin::fields).collect();
        self.write(&self.store.others_path(), &serde_json::to_string_pretty(&json!({"logins": logins}))?)
    }

    fn write(&self, path: &Path, text: &str) -> Result<()> {
        files::replace(path, &format!("{text}\n"))?;
        self.sweep();
        Ok(())
    }

    /// Removes what writers that were killed have left behind: it holds keys.
    fn sweep(&self) {
        files::remove_unfinished(&self.store.latest_path());
        files::remove_unfinished(&self.store.others_path());
    }
}
