//! The files that store logins: `token.json` holds the latest, in the format of other tools, and `logins.json` those of
//! other servers. Writers hold `token.lock`, so that processes do not overwrite each other's changes.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use reqwest::Url;
use serde_json::json;

use super::{LOGINS_FILE, StoredLogin, TOKEN_FILE, read_login_file};
use crate::config;
use crate::failure::Failure;
use crate::files::{self, AtomicFile, Existing, Parked};
use litellm_proxy_client::parse_base_url;

/// The directory that stores logins.
#[derive(Debug, Clone)]
pub(crate) struct Store {
    directory: PathBuf,
}

impl Store {
    pub(crate) fn of_user() -> Result<Self> {
        let directory =
            config::config_dir().ok_or_else(|| Failure::usage("no home directory found to store a login in"))?;
        Ok(Self { directory })
    }

    /// Returns the path of the latest login.
    pub(crate) fn latest_path(&self) -> PathBuf {
        self.directory.join(TOKEN_FILE)
    }

    /// Returns the path of the logins of other servers.
    pub(crate) fn others_path(&self) -> PathBuf {
        self.directory.join(LOGINS_FILE)
    }

    /// Fails if a login could not be stored, so that this is found out before the user logs in.
    pub(crate) async fn check(&self) -> Result<()> {
        self.lock().await?.check()
    }

    /// Returns whether a file of logins exists, readable or not, or an unfinished one.
    pub(crate) fn exists(&self) -> bool {
        self.latest_path().symlink_metadata().is_ok()
            || self.others_path().symlink_metadata().is_ok()
            || files::unfinished(&self.directory).next().is_some()
    }

    /// Reads all logins, latest first.
    pub(crate) fn logins(&self) -> Result<Vec<StoredLogin>> {
        self.recover_if_needed();
        let latest = read_login_file(&self.latest_path()).map_err(Failure::from)?.logins;
        Ok(merge(latest, self.others()?))
    }

    /// Reads all logins, latest first, skipping files that cannot be read.
    pub(crate) fn readable_logins(&self) -> Vec<StoredLogin> {
        let logins = |path| read_login_file(path).unwrap_or_default().logins;
        merge(logins(&self.latest_path()), logins(&self.others_path()))
    }

    /// Reads the logins of other servers.
    ///
    /// # Errors
    /// Returns an error if the file exists but cannot be read.
    pub(crate) fn others(&self) -> Result<Vec<StoredLogin>> {
        let path = self.others_path();
        let others = read_login_file(&path).map_err(Failure::from);
        Ok(others
            .with_context(|| {
                format!("the stored logins of other servers cannot be read; repair or remove {}", path.display())
            })?
            .logins)
    }

    /// Locks the files against other processes, creating the directory if needed.
    pub(crate) async fn lock(&self) -> Result<LockedStore> {
        files::create_private_dir(&self.directory)?;
        let file = files::lock(&self.directory.join("token.lock")).await?;
        self.recover();
        Ok(LockedStore { store: self.clone(), _lock: file })
    }
}

impl Store {
    /// Finishes what a writer was killed at: a complete file of logins gets its name, since a renewed key is in no other
    /// file, and other temporary files are removed. The caller holds the lock.
    fn recover(&self) {
        for file in files::unfinished(&self.directory) {
            let is_of_logins = [self.latest_path(), self.others_path()].iter().any(|path| path == file.target());
            let is_complete = is_of_logins && read_login_file(file.path()).is_ok_and(|file| !file.logins.is_empty());
            // The next holder of the lock tries again.
            let _ = if is_complete { file.finish() } else { file.remove() };
        }
    }

    /// Recovers without waiting, unless another process holds the lock and does it, and removes unfinished journals of
    /// rotations. For commands that only read logins.
    pub(crate) fn recover_if_needed(&self) {
        files::sweep(&self.directory.join(config::ROTATIONS));
        let is_needed = files::unfinished(&self.directory).next().is_some();
        if let Some(_lock) = is_needed.then(|| files::try_lock(&self.directory.join("token.lock"))).flatten() {
            self.recover();
        }
    }
}

/// Joins the latest login and the others. A login that a crash left in both files is kept once.
fn merge(mut logins: Vec<StoredLogin>, others: Vec<StoredLogin>) -> Vec<StoredLogin> {
    for other in others {
        if !logins.iter().any(|login| login.server() == other.server()) {
            logins.push(other);
        }
    }
    logins
}

/// The store, locked against other processes.
pub(crate) struct LockedStore {
    store: Store,
    /// Releases the lock when dropped or when the process is killed.
    _lock: File,
}

impl LockedStore {
    /// Fails if the files could not be written.
    pub(crate) fn check(&self) -> Result<()> {
        self.store.others()?;
        let path = self.store.latest_path();
        if path.is_dir() {
            bail!("{} is a directory", path.display());
        }
        AtomicFile::create(&path, Existing::Replace).map(drop).map_err(|error| files::cannot("write", &path, &error))
    }

    /// Stores a login as the latest and moves the previous one to the others. Returns the logins it replaces: those of
    /// the same server, and one that names no server, since nothing would say any more which server its key is for.
    pub(crate) fn save(&self, login: &StoredLogin) -> Result<Vec<StoredLogin>> {
        let server = login.server();
        // An unreadable file is replaced.
        let latest = read_login_file(&self.store.latest_path()).unwrap_or_default().logins.into_iter().next();
        let (mut replaced, mut others): (Vec<_>, Vec<_>) =
            self.store.others()?.into_iter().partition(|other| other.server() == server);
        match latest {
            Some(latest) if latest.server().is_some_and(|latest_server| Some(latest_server) != server) => {
                others.retain(|other| other.server() != latest.server());
                others.insert(0, latest);
                // Still with the replaced logins: the new one is not on disk yet.
                self.write_others(&[others.as_slice(), &replaced].concat())?;
            }
            latest => replaced.extend(latest),
        }
        self.write_latest(login)?;
        self.write_others(&others)?;
        Ok(replaced)
    }

    /// Stores a login without making it the latest, unless there is no other, and returns its file.
    pub(crate) fn add(&self, login: &StoredLogin) -> Result<PathBuf> {
        let path = self.store.latest_path();
        let latest = read_login_file(&path).map_err(Failure::from)?;
        let is_first = latest.logins.is_empty() && latest.keyless.is_empty();
        let server = login.server();
        if is_first || latest.logins.iter().any(|latest| latest.server() == server) {
            self.save(login)?;
            return Ok(path);
        }
        let mut others = self.store.others()?;
        others.retain(|other| other.server() != server);
        others.insert(0, login.clone());
        self.write_others(&others)?;
        Ok(self.store.others_path())
    }

    /// Writes a login to a file that becomes the latest login if this process is killed, until the result is dropped. The
    /// latest login of another server is kept with the others.
    pub(crate) fn park(&self, login: &StoredLogin) -> Result<Option<Parked>> {
        let path = self.store.latest_path();
        let latest = read_login_file(&path).unwrap_or_default().logins.into_iter().next();
        let mut others = self.store.others()?;
        if let Some(latest) = latest.filter(|latest| latest.server().is_some() && latest.server() != login.server()) {
            others.retain(|other| other.server() != latest.server());
            others.insert(0, latest);
            self.write_others(&others)?;
        }
        let park = || {
            let mut file = AtomicFile::create(&path, Existing::Replace)?;
            writeln!(file, "{}", serde_json::to_string_pretty(login.fields())?)?;
            file.park()
        };
        park().map_err(|error| files::cannot("write", &path, &error))
    }

    /// Replaces a login with its renewed version, in the same file.
    pub(crate) fn update(&self, login: &StoredLogin) -> Result<()> {
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

    /// Removes the login of a server, even without a key, and one that is unreadable or names no server. Returns
    /// whether anything was removed.
    pub(crate) fn remove(&self, server: &Url) -> Result<bool> {
        let path = self.store.latest_path();
        let latest = read_login_file(&path).unwrap_or_default();
        let keyless = latest.keyless.iter().flatten().filter_map(|base_url| parse_base_url(base_url).ok());
        let mut has_removed = false;
        if !latest.logins.iter().filter_map(StoredLogin::server).chain(keyless).any(|stored| stored != *server) {
            has_removed = files::remove(&path)?;
        }
        // Nothing can be removed from a file that cannot be read.
        let mut others = self.store.others().unwrap_or_default();
        if others.iter().any(|other| other.belongs_to(server)) {
            others.retain(|other| !other.belongs_to(server));
            self.write_others(&others)?;
            has_removed = true;
        }
        Ok(has_removed)
    }

    /// Removes all logins, readable or not, and returns whether there were any.
    pub(crate) fn remove_all(&self) -> Result<bool> {
        let has_removed = files::remove(&self.store.latest_path())? | files::remove(&self.store.others_path())?;
        Ok(has_removed)
    }

    fn write_latest(&self, login: &StoredLogin) -> Result<()> {
        write(&self.store.latest_path(), &serde_json::to_string_pretty(login.fields())?)
    }

    fn write_others(&self, others: &[StoredLogin]) -> Result<()> {
        if others.is_empty() {
            files::remove(&self.store.others_path())?;
            return Ok(());
        }
        let logins: Vec<_> = others.iter().map(StoredLogin::fields).collect();
        write(&self.store.others_path(), &serde_json::to_string_pretty(&json!({"logins": logins}))?)
    }
}

fn write(path: &Path, text: &str) -> Result<()> {
    files::replace(path, &format!("{text}\n"))
}
