//! How an error is shown.

use std::borrow::Cow;

use serde_json::{Value, json};

use super::{Output, roughly};
use crate::config::{Config, Source};
use crate::env;
use crate::failure::{AtSource, BeforeLogin, Failure, find};
use litellm_proxy_client as client;
use litellm_proxy_client::{self, redact_text};

const GIVE_A_KEY: &str = "give a key with --api-key or LITELLM_PROXY_API_KEY, or log in with `litellm-proxy login`";

/// Shows an error on stderr: as text, or with `--format json` as one JSON object.
pub(crate) fn report(error: &anyhow::Error, output: &mut Output, config: Option<&Config>) {
    let call = find::<client::Error>(error);
    let failure = find::<Failure>(error);
    let hint = match call {
        Some(client::Error::Unauthorized(_)) if find::<BeforeLogin>(error).is_some() => None,
        _ if find::<AtSource>(error).is_some() => source_hint(call),
        _ => hint(call, failure, config),
    };
    let mut messages: Vec<String> = Vec::new();
    for cause in error.chain() {
        let message = redact_text(&cause.to_string()).into_owned();
        if messages.last() != Some(&message) {
            messages.push(message);
        }
    }
    if output.has_error_object() {
        let kind = failure.map(Failure::kind).or(call.map(client::Error::code)).unwrap_or("failed");
        output.stderr_json(&error_object(kind, &messages.join(": "), hint.as_deref(), call));
        return;
    }
    let label = output.terminal().stderr_style("error:", "31;1");
    let mut messages = messages.into_iter();
    output.stderr_line(&format!("{label} "), &messages.next().unwrap_or_default());
    for cause in messages {
        output.stderr_line("  caused by: ", &cause);
    }
    if let Some(hint) = hint {
        let label = output.terminal().stderr_style("hint:", "36;1");
        output.stderr_line(&format!("{label} "), &hint);
    }
}

/// Shows what clap found wrong: its own text, or with `--format json` as one JSON object.
pub(crate) fn report_usage(error: &clap::Error, output: &mut Output) {
    if output.has_error_object() {
        let text = error.to_string();
        let mut parts = text.split("\n\n").map(|part| part.lines().map(str::trim).collect::<Vec<_>>().join(" "));
        let message = parts.next().unwrap_or_default();
        let message = redact_text(message.trim_start_matches("error: "));
        let tip = parts.find_map(|part| part.strip_prefix("tip: ").map(str::to_owned));
        output.stderr_json(&error_object("usage", &message, Some(tip.as_deref().unwrap_or("see --help")), None));
        return;
    }
    let text = error.render().to_string();
    match redact_text(&text) {
        // clap knows about colours and terminals; its only failure is a stderr that is gone.
        Cow::Borrowed(_) => drop(error.print()),
        Cow::Owned(masked) => output.stderr_text(&masked),
    }
}

fn error_object(kind: &str, message: &str, hint: Option<&str>, call: Option<&client::Error>) -> Value {
    let refusal = call.and_then(client::Error::refusal);
    let endpoint = call.and_then(client::Error::endpoint);
    json!({"error": {
        "kind": kind,
        "message": message,
        "hint": hint,
        "status": call.and_then(client::Error::status).map(|status| status.as_u16()),
        "code": refusal.and_then(|refusal| refusal.code.as_deref()),
        "type": refusal.and_then(|refusal| refusal.error_type.as_deref()),
        "param": refusal.and_then(|refusal| refusal.param.as_deref()),
        "request_id": refusal.and_then(|refusal| refusal.request_id.as_deref()),
        "method": endpoint.map(|(method, _)| method.as_str()),
        "url": endpoint.map(|(_, url)| url),
    }})
}

/// One thing to do: what the command line knows better than the library, else what the library knows.
fn hint(call: Option<&client::Error>, failure: Option<&Failure>, config: Option<&Config>) -> Option<String> {
    match (call, failure) {
        (Some(client::Error::Unauthorized(refusal)), _) => Some(unauthorized_hint(refusal, config)),
        (Some(error @ client::Error::Unreachable { reason, .. }), _) => {
            error.hint().or_else(|| config.map(|config| unreachable_hint(reason, &config.base_url.source)))
        }
        (Some(client::Error::Timeout { .. }), _) => call
            .and_then(client::Error::hint)
            .map(|hint| hint.replace("allow more time", "allow more time with --timeout")),
        (Some(call), _)
            if call
                .refusal()
                .is_some_and(|refusal| refusal.needs_license() && refusal.url.ends_with("/regenerate")) =>
        {
            Some("`litellm-proxy keys rotate` does the same without a license".to_owned())
        }
        (Some(client::Error::NoKey(_)), _) => Some("log in again with `litellm-proxy login`".to_owned()),
        (Some(call), _) => call.hint(),
        (_, Some(Failure::Usage { hint, .. })) => hint.clone(),
        (_, Some(Failure::NoKey(_))) => Some(GIVE_A_KEY.to_owned()),
        _ => None,
    }
}

/// The same for a server that is read from beside the configured one.
fn source_hint(call: Option<&client::Error>) -> Option<String> {
    match call? {
        client::Error::Unauthorized(_) => Some("the key for that server comes from --source-api-key".to_owned()),
        error @ client::Error::Unreachable { .. } => {
            error.hint().or_else(|| Some("the URL came from --source-base-url".to_owned()))
        }
        call => call.hint(),
    }
}

/// What to do about a server that is not reached: the URL, the certificate, or a proxy in between may be wrong.
fn unreachable_hint(reason: &str, source: &Source) -> String {
    if reason.to_ascii_lowercase().contains("certificate") {
        return "trust the authority behind the certificate with --ca-cert FILE, or SSL_CERT_FILE".to_owned();
    }
    let hint = format!("the URL came from {source}; set another with --base-url or LITELLM_PROXY_URL");
    match env::PROXIES.iter().find(|name| env::get(name).is_some()) {
        Some(name) => format!("{hint}. Requests go through the proxy in {name}"),
        None => hint,
    }
}

/// What to do about a 401: without a key, with one that the server does not see, and with one that it does not accept.
fn unauthorized_hint(refusal: &client::Refusal, config: Option<&Config>) -> String {
    let key = config.and_then(|config| config.api_key.as_ref()).filter(|key| !key.value.is_empty());
    match (key, config) {
        (Some(_), Some(config)) if refusal.means(client::Meaning::KeyNotReceived) => {
            format!(
                "the key was sent in the header `{}`: is that the one in which this server looks for it?",
                config.auth_header
            )
        }
        (Some(key), Some(Config { login: Some(login), .. })) => {
            let age = login.age().map(|age| format!(" of {} ago", roughly(age))).unwrap_or_default();
            format!(
                "the key came from the login{age} in {}: log in again with `litellm-proxy login`, unless it may not do this",
                key.source
            )
        }
        (Some(key), _) => {
            format!("the key came from {}: is it the right one for this server, and may it do this?", key.source)
        }
        (None, _) => GIVE_A_KEY.to_owned(),
    }
}
