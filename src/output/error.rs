//! Reports errors on stderr, with a hint where one is known.

use serde_json::{Value, json};

use super::answer::wrapped_lines;
use super::hints::{self, Known};
use super::{Output, roughly};
use crate::config::{Config, Source};
use crate::env;
use crate::failure::{Failure, LoginRequestError, SourceServerError, find_cause, messages_of};
use litellm_proxy_client as client;
use litellm_proxy_redact::Secrets;

const KEY_HINT: &str = "pass a key with --api-key or LITELLM_PROXY_API_KEY, or log in with `litellm-proxy login`";
const EMPTY_KEY_HINT: &str = "LITELLM_PROXY_API_KEY is empty: set it (in CI, check that the job has the secret), or log in with `litellm-proxy login`";

/// Reports an error on stderr, with `--format json` as one JSON object.
pub(crate) fn report(error: &anyhow::Error, output: &mut Output, config: Option<&Config>, known: &Known) {
    let call = find_cause::<client::Error>(error);
    let failure = find_cause::<Failure>(error);
    let hint = match (call, find_cause::<SourceServerError>(error)) {
        (Some(client::Error::Unauthorized(_)), _) if find_cause::<LoginRequestError>(error).is_some() => None,
        (_, Some(server)) => source_hint(server, call),
        _ => hint(call, failure, config, known),
    };
    let mut secrets = Secrets::default();
    if let Some(key) = config.and_then(|config| config.api_key.as_ref()) {
        secrets.add(key.value.expose());
    }
    let mut messages: Vec<String> = Vec::new();
    for message in messages_of(error) {
        let message = secrets.text(&message);
        if messages.last() != Some(&message) {
            messages.push(message);
        }
    }
    if output.has_error_object() {
        let kind = failure.map(Failure::kind).or(call.map(client::Error::code)).unwrap_or("failed");
        output.stderr_json(&error_object(kind, &messages.join(": "), hint.as_deref(), call));
        return;
    }
    let mut messages = messages.into_iter();
    output.stderr_line(("error: ", "31;1"), &messages.next().unwrap_or_default());
    for cause in messages {
        output.stderr_line(("  caused by: ", ""), &cause);
    }
    if let Some(hint) = hint {
        output.hint(hint);
    }
}

/// Reports a usage error found by clap, with `--format json` as one JSON object.
pub(crate) fn report_usage(error: &clap::Error, keys: &[String], output: &mut Output) {
    let mut secrets = Secrets::default();
    for key in keys {
        secrets.add(key);
    }
    add_random_words(&mut secrets, &error.to_string());
    if output.has_error_object() {
        let text = error.to_string();
        let mut parts = text.split("\n\n").map(|part| part.lines().map(str::trim).collect::<Vec<_>>().join(" "));
        let message = parts.next().unwrap_or_default();
        let message = secrets.text(message.trim_start_matches("error: "));
        let tip = parts.find_map(|part| part.strip_prefix("tip: ").map(str::to_owned));
        let hint = tip.map_or_else(|| "see --help".to_owned(), |tip| secrets.text(&tip));
        output.stderr_json(&error_object("usage", &message, Some(&hint), None));
        return;
    }
    let text = error.render();
    let text = if output.terminal().stderr_has_color() { text.ansi().to_string() } else { text.to_string() };
    let text = secrets.text(&text);
    let text = match output.terminal().stderr_width {
        Some(width) => wrapped_lines(&text, width, 0),
        None => text,
    };
    output.stderr_text(&text);
}

/// Adds the arguments that clap quotes and that look like keys of another kind than `sk-…`.
fn add_random_words(secrets: &mut Secrets, message: &str) {
    let is_random = |word: &str| {
        word.len() >= 16
            && word.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && word.bytes().any(|byte| byte.is_ascii_digit())
            && word.bytes().any(|byte| byte.is_ascii_alphabetic())
    };
    for quoted in message.split('\'').skip(1).step_by(2).filter(|quoted| !quoted.starts_with('-')) {
        if quoted.split(|c: char| !c.is_ascii_alphanumeric()).any(is_random) {
            secrets.add(quoted);
        }
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

/// Returns one thing to do about an error. Hints of the command line take precedence over those of the library.
fn hint(
    call: Option<&client::Error>,
    failure: Option<&Failure>,
    config: Option<&Config>,
    known: &Known,
) -> Option<String> {
    if let Some(hint) = call.and_then(|call| hints::by_cause(call, config, known)) {
        return Some(hint);
    }
    let has_no_key = matches!(call, Some(client::Error::NoKey { .. })) || matches!(failure, Some(Failure::NoKey(_)));
    if has_no_key
        && let Some(config) = config.filter(|config| config.key_command.is_some())
        && let Some(name) = config.context_of_key()
    {
        return Some(format!(
            "run the command by itself to see why; `litellm-proxy config contexts get {name}` shows the context"
        ));
    }
    match (call, failure) {
        (Some(client::Error::Unauthorized(refusal)), _) => Some(unauthorized_hint(refusal, config, known)),
        (Some(client::Error::Stream(refusal)), _) => hint(Some(&refusal.to_error()), failure, config, known),
        (Some(error @ client::Error::Unreachable { reason, .. }), _) => {
            error.hint().or_else(|| config.map(|config| unreachable_hint(reason, &config.base_url.source)))
        }
        (Some(error @ client::Error::Interrupted { reason, .. }), _) => {
            client_certificate_hint(reason).map(str::to_owned).or_else(|| error.hint())
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
        (Some(client::Error::Guarded(guarded)), _) => Some(unset_hint(guarded).unwrap_or_else(|| guarded.hint())),
        (Some(client::Error::NoKey { .. }), _) => Some("log in again with `litellm-proxy login`".to_owned()),
        (Some(call), _) => call.hint(),
        (
            _,
            Some(
                Failure::Usage { hint, .. }
                | Failure::NotKept { hint, .. }
                | Failure::NotUpdated { hint, .. }
                | Failure::WouldBeRefused { hint, .. },
            ),
        ) => hint.clone(),
        (
            _,
            Some(
                Failure::Conflict { hint, .. }
                | Failure::UnknownOwner { hint, .. }
                | Failure::Stale { hint, .. }
                | Failure::NotOurs { hint, .. },
            ),
        ) => Some(hint.clone()),
        (_, Some(Failure::NoKey(_))) => Some(no_key_hint(config, known)),
        _ => None,
    }
}

/// Returns the command that clears a field, for a null that would destroy it.
fn unset_hint(guarded: &client::Guarded) -> Option<String> {
    guarded.fields.iter().find_map(|field| {
        let update = match field.reason {
            client::GuardReason::NullOfKey => "keys update KEY",
            client::GuardReason::NullOfTeam => "teams update TEAM",
            _ => return None,
        };
        let name = field.path.last()?;
        Some(format!("`litellm-proxy {update} --unset {name}` clears it, as does {{}} in JSON"))
    })
}

/// Returns a hint about the source server of an import.
fn source_hint(server: &SourceServerError, call: Option<&client::Error>) -> Option<String> {
    match call? {
        client::Error::Unauthorized(_) => Some(format!("the key for that server comes from {}", server.key_option)),
        error @ client::Error::Unreachable { reason, .. } => error
            .hint()
            .or_else(|| certificate_hint(reason))
            .or_else(|| Some(with_proxy(format!("the URL came from {}", server.url_option)))),
        call => call.hint(),
    }
}

/// Returns a hint about an unreachable server: the URL, the certificate or an HTTP proxy may be wrong.
fn unreachable_hint(reason: &str, source: &Source) -> String {
    certificate_hint(reason).unwrap_or_else(|| {
        with_proxy(if *source == Source::Default && env::is_empty(env::LITELLM_PROXY_URL) {
            format!("LITELLM_PROXY_URL is empty, so {source} was used; set it, or pass --base-url")
        } else {
            format!("the URL came from {source}; set another with --base-url or LITELLM_PROXY_URL")
        })
    })
}

/// Returns a hint about a server whose certificate is not trusted, or that does not trust that of the client.
fn certificate_hint(reason: &str) -> Option<String> {
    let hint = if ["CaUsedAsEndEntity", "self-signed"].iter().any(|words| reason.contains(words)) {
        "trust this very certificate with --ca-cert FILE, or give the server one that the authority signed"
    } else if let Some(hint) = client_certificate_hint(reason) {
        hint
    } else if ["UnknownIssuer", "BadSignature", "no certificate authority"].iter().any(|words| reason.contains(words)) {
        "trust the server's certificate authority with --ca-cert FILE or SSL_CERT_FILE"
    } else {
        return None;
    };
    Some(hint.to_owned())
}

/// Adds the HTTP proxy that requests go through, if there is one, to a hint.
fn with_proxy(hint: String) -> String {
    match env::PROXIES.iter().find(|name| env::get(name).is_some()) {
        Some(name) => format!("{hint}. Requests go through the HTTP proxy set in {name}"),
        None => hint,
    }
}

/// Returns a hint about a server that ended the handshake because of the client certificate.
fn client_certificate_hint(reason: &str) -> Option<&'static str> {
    let (_, alert) = reason.split_once("received fatal alert: ")?;
    match alert {
        "CertificateRequired" => {
            Some("the server asks for a client certificate: set it with --client-cert FILE and --client-key FILE")
        }
        "UnknownCA"
        | "BadCertificate"
        | "CertificateUnknown"
        | "CertificateExpired"
        | "CertificateRevoked"
        | "UnsupportedCertificate"
        | "DecryptError" => {
            Some("the server does not accept the client certificate: set another with --client-cert FILE")
        }
        _ => None,
    }
}

/// Returns a hint about a 401: no key was sent, the server did not see the key, or it rejected the key.
fn unauthorized_hint(refusal: &client::Refusal, config: Option<&Config>, known: &Known) -> String {
    let key_from = config.and_then(Config::key_from);
    match (key_from, config) {
        _ if refusal.kind() == Some(client::RefusalKind::ProviderKeyRefused) => {
            "the key of the deployment was refused, not yours: set another with `litellm-proxy models update`"
                .to_owned()
        }
        _ if known.key_header.is_some() => known.key_header.unwrap_or_default().to_owned(),
        (Some(_), Some(config)) if refusal.kind() == Some(client::RefusalKind::KeyNotReceived) => {
            format!(
                "the key was sent in the header `{}`; if this server expects another, set it with --auth-header",
                config.auth_header
            )
        }
        (Some(key_from), Some(Config { login: Some(login), .. })) => {
            let age = login.age().map(|age| format!(" ({} old)", roughly(age))).unwrap_or_default();
            format!(
                "the key came from the login in {key_from}{age}; log in again with `litellm-proxy login`, unless the key lacks permission"
            )
        }
        (Some(key_from), _) => {
            format!(
                "the key came from {key_from}; check that it belongs to this server and has permission for this request"
            )
        }
        (None, _) => no_key_hint(config, known),
    }
}

/// Returns a hint about a missing key.
fn no_key_hint(config: Option<&Config>, known: &Known) -> String {
    let other = || config.and_then(|config| known.other_login(config));
    let empty = || env::is_empty(env::LITELLM_PROXY_API_KEY).then(|| EMPTY_KEY_HINT.to_owned());
    env::mistaken_key().or_else(other).or_else(empty).unwrap_or_else(|| KEY_HINT.to_owned())
}
