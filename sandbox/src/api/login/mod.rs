//! Logins: the browser's, for which a command line asks until it is done, and the one with PKCE. The sandbox is its own
//! identity provider, where anybody on this machine signs in as anybody, and others do who know the master key.
//!
//! What is under way is kept in memory, and forgotten after a while. What a login has led to is in the database: its key,
//! and the token that renews it.

#![expect(clippy::unnecessary_wraps, reason = "endpoints are of one type")]

mod cli;
mod oauth;
mod pages;
mod people;
mod provider;
mod state;
#[cfg(test)]
mod tests;
mod token;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use hyper::StatusCode;
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE, COOKIE, HOST, HeaderMap, LOCATION, PRAGMA, SET_COOKIE};
use serde_json::{Value, json};

pub(crate) use self::state::Logins;
use crate::answer::Refusal;
use crate::routes::{Asked, Route, Verb, visit};

pub(super) const ROUTES: &[Route] = &[
    visit(Verb::Post, "/sso/cli/start", &[], &[], cli::start),
    visit(Verb::Post, "/sso/cli/complete/{login}", &[], &[], cli::complete),
    visit(Verb::Get, "/sso/cli/poll/{login}", cli::POLL, &[], cli::poll),
    visit(Verb::Get, "/sso/key/generate", provider::BEGIN, &[], provider::begin),
    visit(Verb::Get, "/sso/callback", provider::BACK, &[], provider::come_back),
    visit(Verb::Get, "/sso/sign-in", provider::SIGN_IN, &[], provider::sign_in),
    visit(Verb::Post, "/sso/sign-in", &[], provider::SIGNED_IN, provider::signed_in),
    visit(Verb::Get, "/userinfo", &[], &[], provider::user_info),
    visit(Verb::Get, "/set-user", provider::SET_USER, &[], provider::set_user),
    visit(Verb::Get, "/.well-known/litellm-cli-auth", &[], &[], oauth::discovery),
    visit(Verb::Post, "/register", &[], &[], oauth::register),
    visit(Verb::Get, "/authorize", oauth::AUTHORIZE, &[], oauth::authorize),
    visit(Verb::Post, "/authorize/complete", &[], oauth::COMPLETE, oauth::complete),
    visit(Verb::Post, "/token", &[], token::TOKEN, token::token),
    visit(Verb::Post, "/revoke", &[], token::REVOKE, token::revoke),
    visit(Verb::Get, "/ui", &[], &[], dashboard),
    visit(Verb::Get, "/ui/{*page}", &[], &[], no_page),
];

/// A request by a browser, or by what logs in for somebody.
pub(crate) struct Visit<'a> {
    /// The body holds the fields of a form.
    pub(crate) asked: Asked<'a>,
    pub(crate) logins: &'a Logins,
    pub(crate) headers: &'a HeaderMap,
    /// The path and the query, as they came.
    pub(crate) target: &'a str,
    /// The body as it came.
    pub(crate) sent: &'a Bytes,
}

/// What a visitor is answered.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    /// A name may stand more than once.
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: String,
}

type Replied = Result<Reply, Refusal>;

impl Visit<'_> {
    /// What the visitor calls this server.
    fn base(&self) -> String {
        let host = self.headers.get(HOST).and_then(|host| host.to_str().ok()).filter(|host| is_authority(host));
        format!("http://{}", host.unwrap_or("localhost"))
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    fn cookie(&self, name: &str) -> Option<&str> {
        let lines = self.headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
        let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(known, _)| *known == name).map(|(_, value)| value)
    }
}

/// A host and perhaps a port, and nothing that could mean something else in a page or a URL.
fn is_authority(host: &str) -> bool {
    !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._:[]".contains(&byte))
}

impl Reply {
    fn of(status: StatusCode, content_type: &str, body: String) -> Self {
        Self { status, headers: vec![(CONTENT_TYPE.as_str(), content_type.to_owned())], body }
    }

    fn json(value: &Value) -> Self {
        Self::of(StatusCode::OK, "application/json", value.to_string())
    }

    /// A page, which nobody may keep or show within another.
    fn page(body: String) -> Self {
        Self::of(StatusCode::OK, "text/html; charset=utf-8", body)
            .not_kept()
            .with("x-frame-options", "DENY")
            .with("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
            .with("referrer-policy", "no-referrer")
    }

    fn redirect(to: impl Into<String>) -> Self {
        Self { status: StatusCode::SEE_OTHER, headers: Vec::new(), body: String::new() }.with(LOCATION.as_str(), to)
    }

    /// A refusal of OAuth.
    fn refused(status: StatusCode, error: &str, description: &str) -> Self {
        let body = json!({ "error": error, "error_description": description });
        Self { status, ..Self::json(&body) }.not_kept()
    }

    /// The commonest one.
    fn invalid(error: &str, description: &str) -> Self {
        Self::refused(StatusCode::BAD_REQUEST, error, description)
    }

    /// With a secret in it, or about one.
    fn not_kept(self) -> Self {
        self.with(CACHE_CONTROL.as_str(), "no-store").with(PRAGMA.as_str(), "no-cache")
    }

    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// A cookie that only this server sees; for no seconds, it is taken back.
    fn cookie(self, name: &str, value: &str, seconds: i64) -> Self {
        let cookie = format!("{name}={value}; HttpOnly; Max-Age={seconds}; Path=/; SameSite=lax");
        self.with(SET_COOKIE.as_str(), cookie)
    }
}

/// A text that nobody can guess: 244 random bits.
fn secret() -> String {
    let [one, two] = [uuid::Uuid::new_v4(), uuid::Uuid::new_v4()];
    URL_SAFE_NO_PAD.encode([one.into_bytes(), two.into_bytes()].concat())
}

/// LiteLLM has its admin page here.
fn dashboard(_: &Visit<'_>) -> Replied {
    Ok(Reply::page(pages::dashboard()))
}

fn no_page(visit: &Visit<'_>) -> Replied {
    Ok(Reply { status: StatusCode::NOT_FOUND, ..dashboard(visit)? })
}
