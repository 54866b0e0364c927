//! The sandbox's identity provider: a page on which anybody can sign in as any user. `/set-user` sets the suggested
//! user, for tests. From other machines the page asks for the master key.

use hyper::StatusCode;
use serde_json::Value;

use super::{cli, pages, people, secret};
use crate::fields::{Field, FieldType, optional, required};
use crate::logins::{Identity, LOGIN_SECONDS, SESSION_SECONDS, SignInTarget};
use crate::response::{BrowserResponse, BrowserResult, Refusal};
use crate::route::BrowserRequest;
use crate::secrets::hash;

pub(super) const BEGIN: &[Field] = &[
    optional("source", FieldType::String),
    optional("key", FieldType::String),
    optional("return_to", FieldType::String),
];
pub(super) const BACK: &[Field] = &[
    optional("code", FieldType::String),
    optional("state", FieldType::String),
    optional("error", FieldType::String),
    optional("error_description", FieldType::String),
];
pub(super) const SIGN_IN: &[Field] =
    &[required("redirect_uri", FieldType::String), required("state", FieldType::String)];
pub(super) const SIGNED_IN: &[Field] = &[
    required("state", FieldType::String),
    required("user_id", FieldType::String),
    optional("email", FieldType::String),
    optional("master_key", FieldType::String),
];
pub(super) const SET_USER: &[Field] = &[optional("id", FieldType::String), optional("email", FieldType::String)];
/// The `source` of command-line logins.
const CLI: &str = "litellm-cli";
/// The cookie with the OAuth state.
const STATE: &str = "sso_state";
/// The session cookie.
pub(super) const SESSION: &str = "token";
/// The longest path to return to.
const MAX_PATH_LENGTH: usize = 4096;

/// Redirects a browser to the provider.
pub(super) fn begin(browser: &BrowserRequest<'_>) -> BrowserResult {
    let query = &browser.request.query;
    let target = if query.get_str("source") == Some(CLI) {
        let id = query.get_str("key").unwrap_or_default();
        cli::known(browser, id)?;
        SignInTarget::Login(id.to_owned())
    } else {
        SignInTarget::Path(query.get_str("return_to").filter(|path| is_own_path(path)).map(str::to_owned))
    };
    let state = secret();
    browser.logins.lock().targets.insert(&state, target, LOGIN_SECONDS, browser.request.now);
    let base = browser.base();
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("redirect_uri", &format!("{base}/sso/callback"))
        .append_pair("state", &state)
        .finish();
    Ok(BrowserResponse::redirect(format!("{base}/sso/sign-in?{query}")).cookie(STATE, &state, LOGIN_SECONDS))
}

/// Returns whether a path stays on this server.
fn is_own_path(path: &str) -> bool {
    path.len() <= MAX_PATH_LENGTH
        && path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

/// Shows the sign-in page.
pub(super) fn sign_in(browser: &BrowserRequest<'_>) -> BrowserResult {
    let query = &browser.request.query;
    if query.get_str("redirect_uri") != Some(format!("{}/sso/callback", browser.base()).as_str()) {
        return Err(Refusal::detail(
            StatusCode::BAD_REQUEST,
            "the sandbox's identity provider only redirects to the sandbox",
        ));
    }
    let next = browser.logins.lock().next_identity.clone();
    Ok(BrowserResponse::page(pages::sign_in(query.get_str("state").unwrap_or_default(), &next, browser.logins.is_open)))
}

/// Handles the submitted sign-in page.
pub(super) fn signed_in(browser: &BrowserRequest<'_>) -> BrowserResult {
    let form = &browser.request.body;
    let text = |name: &str| form.get_str(name).unwrap_or_default().trim().to_owned();
    let identity = Identity { id: text("user_id"), email: text("email") };
    if identity.id.is_empty() {
        return Err(Refusal::detail(StatusCode::BAD_REQUEST, "signing in needs a user id"));
    }
    // Comparing hashes takes the same time for any key.
    if !browser.logins.is_open && !browser.request.config.is_master_token(&hash(&text("master_key"))) {
        return Err(Refusal::detail(StatusCode::UNAUTHORIZED, "this is not the master key of the sandbox"));
    }
    let code = secret();
    browser.logins.lock().assert_identity(&code, identity, browser.request.now);
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("code", &code)
        .append_pair("state", &text("state"))
        .finish();
    Ok(BrowserResponse::redirect(format!("{}/sso/callback?{query}", browser.base())))
}

/// Handles the redirect back from the provider.
pub(super) fn come_back(browser: &BrowserRequest<'_>) -> BrowserResult {
    let (request, query) = (&browser.request, &browser.request.query);
    let refused = |status: StatusCode, message: &str| Err(Refusal::detail(status, message));
    if let Some(error) = query.get_str("error") {
        let description = query.get_str("error_description").map(|text| format!(", error_description: {text}"));
        let message = format!("OAuth error: {error}{}", description.unwrap_or_default());
        return Err(Refusal::detail(StatusCode::UNAUTHORIZED, message));
    }
    let Some(code) = query.get_str("code") else {
        return refused(StatusCode::BAD_REQUEST, "'code' parameter was not found in callback request");
    };
    let Some(state) = query.get_str("state") else {
        return refused(StatusCode::BAD_REQUEST, "'state' parameter was not found in callback request");
    };
    let Some(cookie) = browser.cookie(STATE) else {
        return refused(StatusCode::UNAUTHORIZED, "State cookie not found");
    };
    if hash(cookie) != hash(state) {
        return refused(StatusCode::UNAUTHORIZED, "Invalid state");
    }
    let mut pending = browser.logins.lock();
    let (target, identity) = (pending.targets.remove(state, request.now), pending.assertions.remove(code, request.now));
    let (Some(target), Some(identity)) = (target, identity) else {
        return refused(StatusCode::UNAUTHORIZED, "Result not returned by SSO provider.");
    };
    let user = people::arrive(request, &identity)?;
    let user_id = user.get_str("user_id").unwrap_or_default();
    match target {
        SignInTarget::Login(id) => {
            let login = pending.logins.get(&id, request.now).ok_or_else(cli::unknown)?;
            login.user_id = Some(user_id.to_owned());
            if login.secrets.is_none() {
                login.is_verified = true;
                return Ok(BrowserResponse::page(pages::logged_in()).cookie(STATE, "", 0));
            }
            let page_secret = secret();
            login.page_hash = Some(hash(&page_secret));
            login.is_verified = false;
            let action = format!("/sso/cli/complete/{id}");
            Ok(BrowserResponse::page(pages::enter_code(&action, &page_secret, user_id)).cookie(STATE, "", 0))
        }
        SignInTarget::Path(path) => {
            let session = secret();
            pending.sessions.insert(&session, user_id.to_owned(), SESSION_SECONDS, request.now);
            let to = path.unwrap_or_else(|| format!("{}/ui/?login=success", browser.base()));
            Ok(BrowserResponse::redirect(to).cookie(SESSION, &session, SESSION_SECONDS).cookie(STATE, "", 0))
        }
    }
}

/// Returns the id of the signed-in user.
pub(super) fn session(browser: &BrowserRequest<'_>) -> Option<String> {
    browser.logins.lock().sessions.get(browser.cookie(SESSION)?, browser.request.now).cloned()
}

/// Returns the suggested identity.
pub(super) fn user_info(browser: &BrowserRequest<'_>) -> BrowserResult {
    let claims: Value = browser.logins.lock().next_identity.claims();
    Ok(BrowserResponse::json(&claims))
}

/// Sets the suggested identity.
pub(super) fn set_user(browser: &BrowserRequest<'_>) -> BrowserResult {
    browser.logins.lock().next_identity.update(&browser.request.query);
    user_info(browser)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn return_paths_stay_on_this_server() {
        for path in ["/", "/authorize?a=b&c=%2F", "/ui/"] {
            assert!(is_own_path(path), "{path}");
        }
        for path in
            ["", "ui", "//evil.example/", "/\\evil.example/", "https://evil.example/", "/a\r\nb", "/a b", "/\t/evil"]
        {
            assert!(!is_own_path(path), "{path}");
        }
    }
}
