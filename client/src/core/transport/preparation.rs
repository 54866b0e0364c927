//! Prepares a request: its URL, headers, key and timeout.

use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{HeaderMap, HeaderValue, USER_AGENT};
use reqwest::{Method, Url};

use super::{KeySource, Transport};
use crate::core::error::Error;
use crate::core::request::{Redirects, Request};
use crate::core::secret::{ApiKey, holds_random_key};

/// The default timeout of a request.
pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);
/// The default timeout of a request that runs a model, such as a chat completion.
pub const DEFAULT_CHAT_TIMEOUT: Duration = Duration::from_secs(600);

impl Transport {
    /// Returns whether requests are sent with a key.
    pub(crate) fn has_key(&self) -> bool {
        match &self.key {
            KeySource::None => false,
            KeySource::Fixed(key) => !key.is_empty(),
            KeySource::Provider(_) => true,
        }
    }

    /// Builds a request to the base URL's path plus `path`, each segment percent-encoded, with the key's header.
    pub(crate) fn request(&self, method: Method, path: &[&str]) -> Result<Request, Error> {
        // Not possible in a URL: dot segments are resolved and control characters dropped, even if percent-encoded.
        let is_impossible =
            |segment: &&&str| matches!(**segment, "" | "." | "..") || segment.contains(['\t', '\n', '\r']);
        if let Some(name) = path.iter().find(is_impossible) {
            return Err(Error::InvalidRequest(format!("`{}` cannot be used as a name in a URL", name.escape_debug())));
        }
        // The key of a login is part of a path only for the time of that login.
        if !path.starts_with(&["sso"]) && path.iter().any(|segment| holds_random_key(segment)) {
            return Err(key_in_url());
        }
        let mut url = self.base.clone();
        url.path_segments_mut()
            .map_err(|()| Error::InvalidRequest(format!("{} cannot be a base URL", self.base)))?
            .pop_if_empty()
            .extend(path);
        self.request_to(method, url)
    }

    /// Builds a request to a URL that is known to be on the base URL's server.
    pub(crate) fn request_to(&self, method: Method, url: Url) -> Result<Request, Error> {
        let mut headers = HeaderMap::new();
        if let Some(user_agent) = &self.user_agent {
            headers.insert(USER_AGENT, user_agent.clone());
        }
        if let KeySource::Fixed(key) = &self.key
            && !key.is_empty()
        {
            headers.insert(self.auth_header.clone(), bearer(key)?);
        }
        let default = if runs_model(url.path()) { DEFAULT_CHAT_TIMEOUT } else { DEFAULT_TIMEOUT };
        let timeout = self.timeout.unwrap_or(default);
        Ok(Request {
            method,
            url,
            headers,
            body: Bytes::new(),
            upload: None,
            timeout,
            without_key: false,
            retry: None,
            removed: Vec::new(),
            redirects: Redirects::All,
            is_unguarded: false,
            is_undecoded: false,
        })
    }

    /// Returns a request with a key in place of the one before.
    pub(super) fn with_key(&self, request: &Request, key: &ApiKey) -> Result<Request, Error> {
        let mut request = request.clone();
        if !key.is_empty() {
            request.headers.insert(self.auth_header.clone(), bearer(key)?);
        }
        Ok(request)
    }
}

/// Returns the error for a key in the place of a name or id: URLs are logged by servers and by whatever is in between.
pub(crate) fn key_in_url() -> Error {
    Error::InvalidRequest("a key is given where a name or an id is expected; nothing was sent".to_owned())
}

fn bearer(key: &ApiKey) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::try_from(format!("Bearer {}", key.expose())).map_err(|_| {
        Error::InvalidRequest("the API key contains characters that are not allowed in a header".to_owned())
    })?;
    value.set_sensitive(true);
    Ok(value)
}

/// Returns whether a URL is on the base URL's origin and below its path, so that the key may be sent there.
pub(crate) fn is_within(base: &Url, url: &Url) -> bool {
    let prefix = base.path().trim_end_matches('/');
    let below = url.path() == prefix || url.path().strip_prefix(prefix).is_some_and(|rest| rest.starts_with('/'));
    url.origin() == base.origin() && below
}

/// Returns whether the endpoint runs a model (and so gets the longer default timeout).
fn runs_model(path: &str) -> bool {
    const ENDS: [&str; 19] = [
        "/completions",
        "/responses",
        "/responses/compact",
        "/messages",
        "/embeddings",
        "/moderations",
        "/rerank",
        "/interactions",
        "/ocr",
        "/search",
        // What providers call it, below their names.
        "/invoke",
        "/invoke-with-response-stream",
        "/converse",
        "/converse-stream",
        ":generateContent",
        ":streamGenerateContent",
        ":embedContent",
        ":predict",
        // Tries every model.
        "/health",
    ];
    const PARTS: [&str; 5] = ["/images/", "/audio/", "/videos", "/rag/", "/v1/search/"];
    // Reports have a search of their own.
    let is_report = path.contains("/activity/");
    !is_report && (ENDS.iter().any(|end| path.ends_with(end)) || PARTS.iter().any(|part| path.contains(part)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endpoints_that_run_a_model_are_known() {
        for path in [
            "/chat/completions",
            "/v1/completions",
            "/engines/m/embeddings",
            "/openai/deployments/m/chat/completions",
            "/v1/embeddings",
            "/v2/rerank",
            "/moderations",
            "/v1/messages",
            "/v1/responses",
            "/v1/responses/compact",
            "/v1/images/edits",
            "/audio/transcriptions",
            "/v1/videos",
            "/v1/ocr",
            "/v1/search/tool",
            "/v1/vector_stores/v/search",
            "/rag/query",
            "/models/m:generateContent",
            "/bedrock/model/m/converse",
            "/prefix/v1/embeddings",
            "/health",
        ] {
            assert!(runs_model(path), "{path}");
        }
        for path in [
            "/v1/models",
            "/key/list",
            "/model/info",
            "/health/readiness",
            "/v1/messages/count_tokens",
            "/v1/responses/resp_1",
            "/spend/logs",
            "/customer/daily/activity/aggregated/search",
            "/sandbox/spend",
        ] {
            assert!(!runs_model(path), "{path}");
        }
    }
}
