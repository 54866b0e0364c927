//! What servers say of their endpoints, kept in the user's cache directory: a file per server. It is written by the commands that
//! show it; others use what is there and never ask for it.

use std::io::Write as _;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use directories::ProjectDirs;
use litellm_proxy_client::openapi::ApiDescription;
use litellm_proxy_client::{Error, key_hash};

use crate::config::{self, Config};
use crate::context::Context;
use crate::files::{self, AtomicFile, Existing};

/// After this time the server is asked again.
const FRESH: Duration = Duration::from_secs(24 * 60 * 60);
/// After this time nothing is said any more about fields that a server may have by now.
const USABLE: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// Returns what the configured server says, from the cache if that is less than a day old and `refresh` is not set.
pub(crate) async fn fetch(context: &mut Context, refresh: bool) -> Result<ApiDescription> {
    let client = context.client()?;
    let config = context.config()?;
    if let Some(api) = read(&config, FRESH).filter(|_| !refresh) {
        return Ok(api);
    }
    let api = client.openapi().get().await.map_err(|error| match error {
        Error::NotFound(_) | Error::Missing(_) => anyhow::Error::from(error)
            .context("the server does not publish its endpoints (its OpenAPI document is moved or turned off)"),
        error => error.into(),
    })?;
    // Without a place for the cache, the server is asked each time.
    let _ = write(&config, &api);
    Ok(api)
}

/// Returns what is known of a server without asking it.
pub(crate) fn known(config: &Config) -> Option<ApiDescription> {
    read(config, USABLE)
}

fn path(config: &Config) -> Option<PathBuf> {
    // `None` also with an empty `HOME`, which `ProjectDirs` would ignore.
    config::config_dir()?;
    let directory = ProjectDirs::from("", "", "litellm-proxy")?.cache_dir().join("api");
    Some(directory.join(format!("{}.json", key_hash(config.base_url.value.as_str()))))
}

fn read(config: &Config, max_age: Duration) -> Option<ApiDescription> {
    let path = path(config)?;
    let modified = std::fs::symlink_metadata(&path).ok().filter(std::fs::Metadata::is_file)?.modified().ok()?;
    // `elapsed` fails for a time in the future.
    let is_usable = modified.elapsed().is_ok_and(|age| age < max_age);
    is_usable.then(|| serde_json::from_slice(&std::fs::read(path).ok()?).ok()).flatten()
}

fn write(config: &Config, api: &ApiDescription) -> Option<()> {
    let path = path(config)?;
    let directory = path.parent()?;
    files::create_private_dirs(directory).ok()?;
    files::sweep(directory);
    let mut file = AtomicFile::create(&path, Existing::Replace).ok()?;
    file.write_all(&serde_json::to_vec(api).ok()?).ok()?;
    // A cache need not survive a crash, so nothing is synced.
    file.publish().ok()
}
