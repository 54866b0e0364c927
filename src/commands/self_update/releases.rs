//! Where releases of this program are, and what is downloaded from there: without a key, from whatever host a redirect
//! leads to.

use std::time::Duration;

use anyhow::{Context as _, Result};
use indicatif::ProgressBar;
use litellm_proxy_client::{StreamingResponse, parse_base_url};
use reqwest::Url;
use reqwest::header::LOCATION;
use semver::Version;

use super::number;
use crate::context::Context;
use crate::env;
use crate::failure::{Failure, SourceServerError};

const MAX_REDIRECTS: usize = 10;
/// The bytes of files with text.
const MAX_TEXT: usize = 1 << 20;
/// The bytes of an archive.
const MAX_ARCHIVE: usize = 256 << 20;
/// How long an archive may take, unless `--timeout` says otherwise.
const ARCHIVE_TIMEOUT: Duration = Duration::from_secs(600);

/// The releases of this program.
pub(in crate::commands) struct Releases {
    /// What is before `/latest/download/` and `/download/vX.Y.Z/` in the URLs of files.
    address: Url,
    named_by: &'static str,
}

impl Releases {
    /// Returns the releases that `LITELLM_PROXY_DOWNLOADS` names, or else those of the repository of this build.
    pub(in crate::commands) fn find() -> Result<Self> {
        Self::at(env::get(env::LITELLM_PROXY_DOWNLOADS).as_deref(), env!("CARGO_PKG_REPOSITORY"))
    }

    fn at(downloads: Option<&str>, repository: &str) -> Result<Self> {
        let (address, named_by) = match downloads {
            Some(address) => (address.to_owned(), env::LITELLM_PROXY_DOWNLOADS),
            None if repository.is_empty() => {
                let hint = format!(
                    "name the place with {}=URL, such as that of a mirror: URL/latest/download/VERSION is a file there",
                    env::LITELLM_PROXY_DOWNLOADS
                );
                let message = "this build does not know where releases are".to_owned();
                return Err(Failure::NotUpdated { message, hint: Some(hint) }.into());
            }
            None => (format!("{}/releases", repository.trim_end_matches('/')), "the repository of this program"),
        };
        let address = parse_base_url(&address).map_err(|error| Failure::usage(format!("{named_by}: {error}")))?;
        Ok(Self { address, named_by })
    }

    /// Returns the newest version.
    pub(in crate::commands) async fn newest(&self, context: &Context) -> Result<Version> {
        let url = self.url("latest/download/VERSION")?;
        let Some(bytes) = self.get(context, &url, MAX_TEXT, None).await? else {
            return Err(Failure::NotFound(format!("there is no release at {}", self.place())).into());
        };
        let text = String::from_utf8_lossy(&bytes);
        number::parse(text.trim()).ok_or_else(|| Failure::NotARelease(format!("{url} is not a version")).into())
    }

    /// Returns the URL of a file of a release.
    pub(super) fn file(&self, version: &Version, name: &str) -> Result<Url> {
        self.url(&format!("download/v{version}/{name}"))
    }

    /// Returns the SHA-256 of a file of a release, in hexadecimal.
    pub(super) async fn checksum(&self, context: &Context, version: &Version, name: &str) -> Result<String> {
        let url = self.file(version, "SHA256SUMS")?;
        let Some(bytes) = self.get(context, &url, MAX_TEXT, None).await? else {
            return Err(Failure::NotFound(format!("there is no version {version} at {}", self.place())).into());
        };
        let text = String::from_utf8_lossy(&bytes);
        let mut lines = text.lines().filter_map(|line| line.split_once([' ', '\t']));
        let found = lines.find(|(_, file)| file.trim_start_matches([' ', '*']) == name);
        let is_digest = |digest: &&str| digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
        let digest = found.map(|(digest, _)| digest).filter(is_digest);
        digest.map(str::to_ascii_lowercase).ok_or_else(|| no_such_file(version, name))
    }

    /// Downloads a file of a release.
    pub(super) async fn download(
        &self,
        context: &Context,
        version: &Version,
        name: &str,
        bar: &ProgressBar,
    ) -> Result<Vec<u8>> {
        let bytes = self.get(context, &self.file(version, name)?, MAX_ARCHIVE, Some(bar)).await?;
        bytes.ok_or_else(|| no_such_file(version, name))
    }

    fn place(&self) -> &str {
        self.address.as_str().trim_end_matches('/')
    }

    fn url(&self, path: &str) -> Result<Url> {
        let url = format!("{}/{path}", self.place());
        Url::parse(&url).with_context(|| format!("{url} is not a URL"))
    }

    /// Fetches a URL and follows redirects; `None` for 404. An archive has a bar.
    async fn get(
        &self,
        context: &Context,
        url: &Url,
        limit: usize,
        bar: Option<&ProgressBar>,
    ) -> Result<Option<Vec<u8>>> {
        let mut at = url.clone();
        for _ in 0..=MAX_REDIRECTS {
            let mut response = self.open(context, &at, bar.is_some()).await?;
            let status = response.status();
            if status.is_redirection() {
                at = target(&response, &at)?;
                continue;
            }
            if status.as_u16() == 404 {
                return Ok(None);
            }
            if !status.is_success() {
                return Err(Failure::NotARelease(format!("cannot fetch {at}: HTTP {}", status.as_u16())).into());
            }
            if let Some(bar) = bar {
                let length =
                    response.headers().get("content-length").and_then(|length| length.to_str().ok()?.parse().ok());
                bar.set_length(length.unwrap_or_default());
            }
            let mut bytes = Vec::new();
            while let Some(chunk) = response.chunk().await.map_err(|error| self.unreachable(&at, error))? {
                if bytes.len() + chunk.len() > limit {
                    return Err(Failure::NotARelease(format!("{at} is larger than a file of a release")).into());
                }
                bytes.extend_from_slice(&chunk);
                if let Some(bar) = bar {
                    bar.set_position(bytes.len() as u64);
                }
            }
            return Ok(Some(bytes));
        }
        Err(Failure::NotARelease(format!("{url} leads to more than {MAX_REDIRECTS} redirects")).into())
    }

    /// Sends a request for a URL, with a client for its host that has no key.
    async fn open(&self, context: &Context, url: &Url, is_archive: bool) -> Result<StreamingResponse> {
        let client = context.unconfigured_builder(&url.origin().ascii_serialization())?.build()?;
        // The file itself is wanted, and not what a server unpacks from it.
        let request = client.http().request("GET", url.as_str()).header("accept-encoding", "identity").no_redirects();
        let request = match context.timeout() {
            None if is_archive => request.timeout(ARCHIVE_TIMEOUT),
            _ => request,
        };
        request.open().await.map_err(|error| self.unreachable(url, error))
    }

    fn unreachable(&self, url: &Url, error: litellm_proxy_client::Error) -> anyhow::Error {
        anyhow::Error::new(error).context(SourceServerError {
            message: format!("cannot fetch {url}"),
            key_option: "no option",
            url_option: self.named_by,
        })
    }
}

/// Returns where a redirect leads.
fn target(response: &StreamingResponse, url: &Url) -> Result<Url> {
    let location = response.headers().get(LOCATION).and_then(|location| location.to_str().ok());
    let target = location.and_then(|location| url.join(location).ok());
    let is_web = |target: &Url| matches!(target.scheme(), "http" | "https") && target.has_host();
    let mut target = target
        .filter(is_web)
        .ok_or_else(|| Failure::NotARelease(format!("{url} is a redirect without a valid location")))?;
    if url.scheme() == "https" && target.scheme() == "http" {
        return Err(Failure::NotARelease(format!("{url} is a redirect to {target}, which is not encrypted")).into());
    }
    target.set_fragment(None);
    Ok(target)
}

fn no_such_file(version: &Version, name: &str) -> anyhow::Error {
    Failure::NotFound(format!("version {version} has no {name}")).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first_url(downloads: Option<&str>, repository: &str) -> Result<String> {
        Releases::at(downloads, repository)?.url("latest/download/VERSION").map(String::from)
    }

    #[test]
    fn releases_are_at_the_mirror_or_the_repository() {
        for (downloads, repository, url) in [
            (Some("http://mirror/x/"), "https://h/o/n", "http://mirror/x/latest/download/VERSION"),
            (None, "https://h/o/n", "https://h/o/n/releases/latest/download/VERSION"),
            (None, "https://h/o/n/", "https://h/o/n/releases/latest/download/VERSION"),
        ] {
            assert_eq!(first_url(downloads, repository).expect("a URL"), url);
        }
    }

    #[test]
    fn without_a_place_of_releases_an_error_names_the_variable() {
        let error = first_url(None, "").expect_err("no place");
        assert_eq!(crate::failure::exit_code(&error), 1);
        let Some(Failure::NotUpdated { message, hint: Some(hint) }) = error.downcast_ref() else { panic!("{error:?}") };
        assert!(message.contains("does not know where releases are") && hint.contains("LITELLM_PROXY_DOWNLOADS=URL"));
        let error = first_url(Some("mirror"), "").expect_err("no URL");
        assert!(error.to_string().starts_with("LITELLM_PROXY_DOWNLOADS: "), "{error}");
        assert_eq!(crate::failure::exit_code(&error), 2);
    }
}
