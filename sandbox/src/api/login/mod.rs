//! Logins: the browser login that a command line polls, and the one with PKCE. The sandbox is its own identity
//! provider: anybody on this machine signs in as any user; from other machines the sign-in page asks for the master
//! key.
//!
//! Pending logins are kept in memory and expire. Issued keys and refresh tokens are in the database.

#![expect(clippy::unnecessary_wraps, reason = "all handlers have one type")]

mod cli;
mod oauth;
mod pages;
mod people;
mod provider;
#[cfg(test)]
mod tests;
mod token;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hyper::StatusCode;
use hyper::header::{COOKIE, HOST};

use crate::response::{BrowserResponse, BrowserResult};
use crate::route::{BrowserRequest, Route, Verb, browse};

pub(super) const ROUTES: &[Route] = &[
    browse(Verb::Post, "/sso/cli/start", &[], &[], cli::start),
    browse(Verb::Post, "/sso/cli/complete/{login}", &[], &[], cli::complete),
    browse(Verb::Get, "/sso/cli/poll/{login}", cli::POLL, &[], cli::poll),
    browse(Verb::Get, "/sso/key/generate", provider::BEGIN, &[], provider::begin),
    browse(Verb::Get, "/sso/callback", provider::BACK, &[], provider::come_back),
    browse(Verb::Get, "/sso/sign-in", provider::SIGN_IN, &[], provider::sign_in),
    browse(Verb::Post, "/sso/sign-in", &[], provider::SIGNED_IN, provider::signed_in),
    browse(Verb::Get, "/userinfo", &[], &[], provider::user_info),
    browse(Verb::Get, "/set-user", provider::SET_USER, &[], provider::set_user),
    browse(Verb::Get, "/.well-known/litellm-cli-auth", &[], &[], oauth::discovery),
    browse(Verb::Post, "/register", &[], &[], oauth::register),
    browse(Verb::Get, "/authorize", oauth::AUTHORIZE, &[], oauth::authorize),
    browse(Verb::Post, "/authorize/complete", &[], oauth::COMPLETE, oauth::complete),
    browse(Verb::Post, "/token", &[], token::TOKEN, token::token),
    browse(Verb::Post, "/revoke", &[], token::REVOKE, token::revoke),
    browse(Verb::Get, "/ui", &[], &[], dashboard),
    browse(Verb::Get, "/ui/{*page}", &[], &[], no_page),
];

impl BrowserRequest<'_> {
    /// Returns the URL under which the browser reached this server.
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

/// Returns whether the string is a host with an optional port, and safe to put into a page or URL.
fn is_authority(host: &str) -> bool {
    !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._:[]".contains(&byte))
}

/// Returns a random string of 244 bits.
fn secret() -> String {
    let [one, two] = [uuid::Uuid::new_v4(), uuid::Uuid::new_v4()];
    URL_SAFE_NO_PAD.encode([one.into_bytes(), two.into_bytes()].concat())
}

/// Stands in for LiteLLM's admin page.
fn dashboard(_: &BrowserRequest<'_>) -> BrowserResult {
    Ok(BrowserResponse::page(pages::dashboard()))
}

fn no_page(browser: &BrowserRequest<'_>) -> BrowserResult {
    Ok(BrowserResponse { status: StatusCode::NOT_FOUND, ..dashboard(browser)? })
}
