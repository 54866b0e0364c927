//! Formats a request as a curl command for a POSIX shell.

use std::time::Duration;

use litellm_proxy_client::Request;
use reqwest::header::HeaderValue;

use super::KEY_OF_COMMAND;
use crate::config::Config;
use crate::env;
use crate::shell::{quote, quote_if_needed};
use crate::tls_options::TlsOptions;

/// What the client sends unless told otherwise.
const USER_AGENT: &str = concat!("litellm-proxy/", env!("CARGO_PKG_VERSION"));

/// Global options that have a counterpart in curl.
#[derive(Debug)]
pub(crate) struct CurlOptions {
    pub(crate) tls: TlsOptions,
    pub(crate) timeout: Option<Duration>,
}

/// Returns the curl command of a request. The configured key is taken from the environment variable, not shown.
pub(super) fn command(request: &Request, config: &Config, options: &CurlOptions) -> String {
    let own_key = match (&config.key_command, &config.api_key) {
        (Some(_), _) => Some(KEY_OF_COMMAND),
        (None, key) => key.as_ref().map(|key| key.value.expose()),
    };
    let own_key = own_key.map(|key| format!("Bearer {key}"));
    let is_own_server = request.url.as_str().starts_with(config.base_url.value.as_str().trim_end_matches('/'));
    let method =
        if request.method == reqwest::Method::HEAD { "-I".to_owned() } else { format!("-X {}", request.method) };
    let mut command = format!("curl {method} {}", quote(&request.redacted_url()));
    let files =
        [("--cacert", &options.tls.ca_cert), ("--cert", &options.tls.client_cert), ("--key", &options.tls.client_key)];
    for (option, path) in files {
        if let Some(path) = path {
            command.push_str(&format!(" {option} {}", quote(&path.display().to_string())));
        }
    }
    if options.tls.insecure {
        command.push_str(" --insecure");
    }
    if let Some(timeout) = options.timeout {
        command.push_str(&format!(" --max-time {}", timeout.as_secs_f64()));
    }
    // curl sends its own user agent, unless another is given or none.
    let is_default = |name: &str, value: &str| name == "user-agent" && value == USER_AGENT;
    for (name, redacted) in request.redacted_headers().filter(|(name, value)| !is_default(name, value)) {
        let value = request.headers.get(name).map(HeaderValue::as_bytes);
        let header = if is_own_server && value.is_some() && value == own_key.as_deref().map(str::as_bytes) {
            format!("\"{name}: Bearer {}\"", own_key_in_shell(config))
        } else if redacted.is_empty() {
            quote(&format!("{name};"))
        } else {
            quote(&format!("{name}: {redacted}"))
        };
        command.push_str(&format!(" \\\n  -H {header}"));
    }
    for name in ["user-agent", "content-type"].into_iter().filter(|name| is_without(request, name)) {
        command.push_str(&format!(" \\\n  -H {}", quote(&format!("{name}:"))));
    }
    if let Some(body) = request.redacted_body() {
        command.push_str(&format!(" \\\n  --data-raw {}", quote(&body)));
    }
    command.push('\n');
    command
}

/// Returns whether a header that curl sends by itself is not sent.
fn is_without(request: &Request, name: &str) -> bool {
    if name == "user-agent" {
        return request.removed_headers().any(|removed| removed == name);
    }
    request.redacted_body().is_some() && !request.headers.contains_key(name)
}

/// Returns the shell's words for the key in the environment, which may name a file, or for the key of a context.
fn own_key_in_shell(config: &Config) -> String {
    if let Some(name) = config.context_of_key() {
        return format!("$(litellm-proxy --context {name} auth print-token)");
    }
    let file = env::get(env::LITELLM_PROXY_API_KEY).and_then(|key| key.strip_prefix('@').map(quote_if_needed));
    file.map_or_else(|| format!("${}", env::LITELLM_PROXY_API_KEY), |file| format!("$(cat {file})"))
}
