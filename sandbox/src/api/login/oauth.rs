//! Logins with PKCE: discovery, client registration and consent. The token endpoint is in `token`.

use std::net::IpAddr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hyper::StatusCode;
use reqwest::Url;
use serde_json::{Value, json};

use super::{pages, people, provider, secret};
use crate::fields::{Field, FieldType, optional, required};
use crate::logins::{CODE_SECONDS, Client, Consent, Grant, LOGIN_SECONDS};
use crate::response::{BrowserResponse, BrowserResult, Refusal};
use crate::route::{BrowserRequest, FORM};
use crate::secrets::hash;
use crate::store::Table;

pub(super) const AUTHORIZE: &[Field] = &[
    required("redirect_uri", FieldType::String),
    optional("client_id", FieldType::String),
    optional("state", FieldType::String),
    optional("code_challenge", FieldType::String),
    optional("code_challenge_method", FieldType::String),
    optional("response_type", FieldType::String),
    optional("scope", FieldType::String),
    optional("resource", FieldType::String),
];
pub(super) const COMPLETE: &[Field] = &[
    required("flow", FieldType::String),
    optional("delivery", FieldType::String),
    optional("team_id", FieldType::String),
    optional("decision", FieldType::String),
];
const CLIENT: &str = "llm_dcrc_";
const CODE: &str = "llm_gcode_";
/// The prefix of the consent cookie, followed by the consent's handle.
const FLOW: &str = "mcp_connect_flow_";
const MAX_URIS: usize = 4;
const MAX_URI_LENGTH: usize = 256;
const MAX_STATE_LENGTH: usize = 1024;

pub(super) fn discovery(browser: &BrowserRequest<'_>) -> BrowserResult {
    let base = browser.base();
    Ok(BrowserResponse::json(&json!({
        "contract_version": 1, "issuer": base, "authorization_endpoint": format!("{base}/authorize"),
        "token_endpoint": format!("{base}/token"), "registration_endpoint": format!("{base}/register"),
        "revocation_endpoint": format!("{base}/revoke"), "resource": base, "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code", "refresh_token"], "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["none"], "revocation_endpoint_auth_methods_supported": ["none"],
    }))
    .no_store())
}

/// Registers a client. Since anybody can, nothing is stored: the id encodes the redirect URIs, which are checked again
/// when it is used.
pub(super) fn register(browser: &BrowserRequest<'_>) -> BrowserResult {
    let is_form = browser.header("content-type").is_some_and(|kind| kind.starts_with(FORM));
    let sent: Value = match browser.raw_body {
        form if is_form => {
            form_urlencoded::parse(form).map(|(name, value)| (name.into_owned(), json!(value))).collect()
        }
        nothing if nothing.is_empty() => json!({}),
        body => serde_json::from_slice(body).map_err(|error| {
            let message = format!("Invalid JSON payload: {error}");
            Refusal::error(StatusCode::BAD_REQUEST, "invalid_request_error", Some("request_body"), message)
        })?,
    };
    let uris = match sent.get("redirect_uris") {
        None | Some(Value::Null) => return Ok(dummy(browser)),
        Some(uris) if uris == &json!([]) || uris == &json!("") => return Ok(dummy(browser)),

        Some(uris) => uris,
    };
    let checked_uris = match checked(uris) {
        Ok(checked_uris) => checked_uris,
        Err(message) => return Ok(BrowserResponse::bad_request("invalid_redirect_uri", &message)),
    };
    let now = browser.request.now.as_second();
    let id = format!("{CLIENT}{}", URL_SAFE_NO_PAD.encode(json!([now, secret(), uris]).to_string()));
    Ok(BrowserResponse {
        status: StatusCode::CREATED,
        ..BrowserResponse::json(&json!({
            "client_id": id, "client_id_issued_at": now, "redirect_uris": checked_uris, "token_endpoint_auth_method": "none",
            "grant_types": ["authorization_code", "refresh_token"], "response_types": ["code"],
        }))
    })
}

/// Returns what LiteLLM returns to MCP clients without redirect URIs.
fn dummy(browser: &BrowserRequest<'_>) -> BrowserResponse {
    let uri = format!("{}/callback", browser.base());
    BrowserResponse::json(&json!({ "client_id": "dummy_client", "client_secret": "dummy", "redirect_uris": [uri] }))
}

/// Validates redirect URIs.
fn checked(uris: &Value) -> Result<Vec<&str>, String> {
    let list = uris.as_array().filter(|list| (1..=MAX_URIS).contains(&list.len()));
    let list = list.ok_or_else(|| format!("redirect_uris must be a list of 1 to {MAX_URIS} URIs"))?;
    let checked_uris: Option<Vec<&str>> =
        list.iter().map(|uri| uri.as_str().filter(|uri| uri.chars().count() <= MAX_URI_LENGTH)).collect();
    let checked_uris = checked_uris
        .ok_or_else(|| format!("each redirect URI must be a string of at most {MAX_URI_LENGTH} characters"))?;
    checked_uris.iter().try_for_each(|uri| check_uri(uri))?;
    Ok(checked_uris)
}

fn check_uri(uri: &str) -> Result<(), String> {
    let (scheme, authority) = scheme_and_authority(uri);
    if !matches!(scheme, "http" | "https") {
        return Err(format!("redirect_uri scheme '{scheme}' is not allowed; use http or https"));
    }
    let wrong = [
        (uri.contains('#'), "must not contain a URL fragment (#...)"),
        (authority.is_empty(), "must include a host"),
        (authority.contains('@'), "must not contain userinfo (user:pass@host)"),
        (authority.contains('\\'), "host must not contain backslashes"),
        (!uri.bytes().all(|byte| byte.is_ascii_graphic()), "must not contain blanks or control characters"),
    ];
    if let Some((_, why)) = wrong.iter().find(|(is_wrong, _)| *is_wrong) {
        return Err(format!("redirect_uri {why}"));
    }
    if scheme == "https" || is_loopback(uri) {
        return Ok(());
    }
    Err("each redirect URI must be https, or http on a loopback host".to_owned())
}

fn scheme_and_authority(uri: &str) -> (&str, &str) {
    let Some((scheme, rest)) = uri.split_once("://") else { return ("", "") };
    (scheme, rest.split(['/', '?', '#']).next().unwrap_or_default())
}

/// Returns whether the host of a URL is a loopback address.
fn is_loopback(uri: &str) -> bool {
    let (_, authority) = scheme_and_authority(uri);
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}

/// Returns whether an id has the form of those issued here.
pub(super) fn is_client(id: &str) -> bool {
    id.starts_with(CLIENT)
}

/// Returns the redirect URIs of a client id, or `None` if it is not valid.
pub(super) fn open_client(id: &str) -> Option<Vec<String>> {
    let record = URL_SAFE_NO_PAD.decode(id.strip_prefix(CLIENT)?).ok()?;
    let (_, _, uris): (i64, String, Value) = serde_json::from_slice(&record).ok()?;
    Some(checked(&uris).ok()?.into_iter().map(str::to_owned).collect())
}

/// Returns whether a resource URL is that of this server.
pub(super) fn is_this_server(browser: &BrowserRequest<'_>, resource: &str) -> bool {
    let named = |url: &str| {
        Some((Url::parse(url).ok()?.origin(), Url::parse(url).ok()?.path().trim_end_matches('/').to_owned()))
    };
    named(resource).is_some_and(|resource| Some(resource) == named(&browser.base()))
}

pub(super) fn no_such_client() -> Refusal {
    Refusal::detail(StatusCode::NOT_FOUND, "MCP server not found")
}

/// Shows the consent page.
pub(super) fn authorize(browser: &BrowserRequest<'_>) -> BrowserResult {
    let (request, query) = (&browser.request, &browser.request.query);
    let text = |name: &str| query.get_str(name).unwrap_or_default();
    let (client_id, redirect_uri, state) = (text("client_id"), text("redirect_uri"), text("state"));
    if !is_client(client_id) {
        return Err(no_such_client());
    }
    let Some(uris) = open_client(client_id) else {
        return Ok(BrowserResponse::bad_request("invalid_client", "unknown or malformed client_id"));
    };
    let refused = |message: &str| Ok(BrowserResponse::bad_request("invalid_request", message));
    if !uris.iter().any(|uri| uri == redirect_uri) {
        return refused("redirect_uri is not registered for this client");
    }
    if text("response_type") != "code" {
        return Ok(BrowserResponse::bad_request("unsupported_response_type", "response_type must be 'code'"));
    }
    if text("code_challenge").is_empty() || text("code_challenge_method") != "S256" {
        return refused("PKCE is required: send code_challenge with code_challenge_method=S256");
    }
    if state.chars().count() > MAX_STATE_LENGTH {
        return refused(&format!("state must be at most {MAX_STATE_LENGTH} characters"));
    }
    if !is_this_server(browser, text("resource")) {
        // LiteLLM would issue a key for MCP.
        let message = format!("resource must be {}: the sandbox serves nothing else", browser.base());
        return Ok(BrowserResponse::bad_request("invalid_target", &message));
    }
    if !is_loopback(redirect_uri) {
        return refused("a proxy-API grant may only redirect to a loopback address");
    }
    let again = form_urlencoded::Serializer::new(String::new()).append_pair("return_to", browser.target).finish();
    let sign_in = format!("{}/sso/key/generate?{again}", browser.base());
    let Some(user_id) = provider::session(browser) else { return Ok(BrowserResponse::redirect(sign_in)) };
    let Some(user) = request.tables.get(Table::Users, &user_id)? else {
        return Ok(BrowserResponse::oauth_error(
            StatusCode::FORBIDDEN,
            "access_denied",
            "the signed-in user is not active",
        ));
    };
    let teams: Vec<(String, String)> = people::teams(request, &user)?
        .iter()
        .filter_map(|team| {
            let id = team.get_str("team_id")?;
            Some((id.to_owned(), team.get_str("team_alias").unwrap_or(id).to_owned()))
        })
        .collect();
    let (handle, cookie) = (secret(), secret());
    let (scheme, authority) = scheme_and_authority(redirect_uri);
    let page = pages::consent(&pages::Consent {
        action: "/authorize/complete",
        handle: &handle,
        origin: &format!("{scheme}://{authority}"),
        user_id: &user_id,
        teams: &teams,
        other: &sign_in,
    });
    let consent = Consent {
        cookie_hash: hash(&cookie),
        user_id,
        client: Client { id: client_id.to_owned(), redirect_uri: redirect_uri.to_owned() },
        state: state.to_owned(),
        challenge: text("code_challenge").to_owned(),
        is_complete: false,
    };
    browser.logins.lock().consents.insert(&handle, consent, LOGIN_SECONDS, request.now);
    Ok(BrowserResponse::page(page).cookie(&format!("{FLOW}{handle}"), &cookie, LOGIN_SECONDS))
}

/// Handles the user's decision.
pub(super) fn complete(browser: &BrowserRequest<'_>) -> BrowserResult {
    let (form, now) = (&browser.request.body, browser.request.now);
    let refused = |message: &str| Ok(BrowserResponse::bad_request("invalid_request", message));
    let (delivery, decision) = (form.get_str("delivery"), form.get_str("decision"));
    if !matches!(delivery, None | Some("redirect" | "manual")) {
        return refused("delivery must be 'redirect' or 'manual'");
    }
    if !matches!(decision, None | Some("approve" | "deny")) {
        return refused("decision must be 'approve' or 'deny'");
    }
    let handle = form.get_str("flow").unwrap_or_default();
    let name = format!("{FLOW}{handle}");
    let cookie_hash = browser.cookie(&name).map(hash);
    let signed_in = provider::session(browser);
    let mut pending = browser.logins.lock();
    let Some(consent) =
        pending.consents.get(handle, now).filter(|known| Some(&known.cookie_hash) == cookie_hash.as_ref())
    else {
        return refused("unknown or expired connect flow");
    };
    let Some(user_id) = signed_in else {
        return Ok(BrowserResponse::oauth_error(
            StatusCode::UNAUTHORIZED,
            "login_required",
            "sign in to LiteLLM to finish connecting",
        ));
    };
    if user_id != consent.user_id {
        let message = "the signed-in user does not match this connect flow";
        return Ok(BrowserResponse::oauth_error(StatusCode::FORBIDDEN, "access_denied", message));
    }
    if consent.is_complete {
        return refused("this connect flow was already completed; restart the connection");
    }
    consent.is_complete = true;
    let consent = consent.clone();
    let state = Some(("state", consent.state.as_str())).filter(|(_, state)| !state.is_empty());
    let back = |pair: (&str, &str)| with_query(&consent.client.redirect_uri, [pair].into_iter().chain(state));
    if decision == Some("deny") {
        return Ok(BrowserResponse::redirect(back(("error", "access_denied"))).cookie(&name, "", 0));
    }
    let is_manual = delivery == Some("manual");
    let seconds = if is_manual { CODE_SECONDS.1 } else { CODE_SECONDS.0 };
    let code = format!("{CODE}{}", secret());
    let to = back(("code", &code));
    let grant = Grant {
        user_id,
        team_id: form.get_str("team_id").filter(|team| !team.is_empty()).map(str::to_owned),
        client: consent.client.clone(),
        challenge: consent.challenge.clone(),
        expires: now.saturating_add(jiff::SignedDuration::from_secs(seconds)).unwrap_or(now),
        is_used: false,
    };
    // Stored longer than it is valid, so that an expired code gets its own error.
    pending.grants.insert(&code, grant, LOGIN_SECONDS, now);
    let reply =
        if is_manual { BrowserResponse::page(pages::copy_code(&to, seconds)) } else { BrowserResponse::redirect(to) };
    Ok(reply.cookie(&name, "", 0))
}

/// Appends parameters to the query of a URL.
fn with_query<'a>(url: &str, pairs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let joint = if url.contains('?') { '&' } else { '?' };
    format!("{url}{joint}{}", form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirect_uris_are_loopback_or_https() {
        for uri in [
            "http://127.0.0.1:1/callback",
            "http://127.9.9.9/cb?a=b",
            "http://[::1]:1/a",
            "http://LocalHost:7/x",
            "https://ok.example/x",
        ] {
            assert_eq!(check_uri(uri), Ok(()), "{uri}");
        }
        for uri in [
            "http://evil.example/cb",
            "http://127.0.0.1.evil.example/",
            "http://127.0.0.1@evil.example/",
            "http://u:p@127.0.0.1/",
            "http://127.0.0.1\\@evil.example/",
            "http://127.0.0.1/a#b",
            "http:///x",
            "ftp://127.0.0.1/",
            "javascript://127.0.0.1/%0aalert(1)",
            "not a url",
            "http://127.0.0.1/a b",
            "http://127.0.0.1/a\r\nb",
            "https://",
        ] {
            assert!(check_uri(uri).is_err(), "{uri}");
        }
    }

    #[test]
    fn lookalike_loopback_hosts_are_rejected() {
        for uri in
            ["https://ok.example/", "https://localhost.evil.example/", "https://127.0.0.1.nip.io/", "https://10.0.0.1/"]
        {
            assert!(!is_loopback(uri), "{uri}");
        }
        assert!(is_loopback("http://[::ffff:127.0.0.1]/"));
    }

    #[test]
    fn client_ids_decode_to_their_redirect_uris() {
        let id = |record: Value| format!("{CLIENT}{}", URL_SAFE_NO_PAD.encode(record.to_string()));
        let uris = json!(["http://127.0.0.1:1/a"]);
        assert_eq!(open_client(&id(json!([1, "x", uris]))), Some(vec!["http://127.0.0.1:1/a".to_owned()]));
        for id in [
            "llm_dcrc_zzz".to_owned(),
            "x".to_owned(),
            id(json!([1, "x", ["http://evil.example/"]])),
            id(json!([1, "x", []])),
            id(uris),
        ] {
            assert_eq!(open_client(&id), None, "{id}");
        }
    }

    #[test]
    fn parameters_are_appended_to_an_existing_query() {
        let pairs = || [("code", "a b"), ("state", "&=")].into_iter();
        assert_eq!(with_query("http://h/p", pairs()), "http://h/p?code=a+b&state=%26%3D");
        assert_eq!(with_query("http://h/p?x=y", pairs()), "http://h/p?x=y&code=a+b&state=%26%3D");
    }
}
