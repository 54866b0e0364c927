//! The login of a command line: it starts one, the user signs in and enters the code in a browser, and the command line
//! polls for the key. Before LiteLLM 1.84 the command line chose the id of the login itself, `sk-…`, and there was no
//! code: LiteLLM's documentation still shows this, so it works here, although LiteLLM 1.106.2 refuses it.

use hyper::StatusCode;
use serde_json::{Value, json};

use super::{pages, people, secret};
use crate::fields::{Field, FieldType, optional};
use crate::logins::{LOGIN_SECONDS, Login, LoginSecrets};
use crate::response::{BrowserResponse, BrowserResult, Refusal};
use crate::route::BrowserRequest;
use crate::secrets::hash;
use crate::store::Table;

pub(super) const POLL: &[Field] = &[optional("team_id", FieldType::String)];
/// Without characters that look alike.
const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const SECRET: &str = "x-litellm-cli-poll-secret";

fn refusal(message: &str) -> Refusal {
    Refusal::detail(StatusCode::BAD_REQUEST, message)
}

/// Returns the refusal of a missing or expired login.
pub(super) fn unknown() -> Refusal {
    refusal("CLI login session not found or expired. Run `litellm-proxy login` again.")
}

/// Returns whether a string is a valid login id.
pub(super) fn is_id(id: &str) -> bool {
    let rest = id.strip_prefix("cli-").or_else(|| id.strip_prefix("sk-"));
    rest.is_some_and(|rest| {
        (12..=124).contains(&rest.len())
            && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    })
}

/// Returns whether the client chose the id.
pub(super) fn is_made_up(id: &str) -> bool {
    id.starts_with("sk-")
}

fn check_id(id: &str) -> Result<(), Refusal> {
    if is_id(id) { Ok(()) } else { Err(refusal("Invalid CLI login session id")) }
}

/// Refuses an unknown login; starts it if the client chose the id.
pub(super) fn known(browser: &BrowserRequest<'_>, id: &str) -> Result<(), Refusal> {
    check_id(id)?;
    let (mut pending, now) = (browser.logins.lock(), browser.request.now);
    if pending.logins.get(id, now).is_some() {
        return Ok(());
    }
    if !is_made_up(id) {
        return Err(unknown());
    }
    pending.logins.insert(id, Login::default(), LOGIN_SECONDS, now);
    Ok(())
}

pub(super) fn start(browser: &BrowserRequest<'_>) -> BrowserResult {
    let (mut pending, now) = (browser.logins.lock(), browser.request.now);
    if !pending.may_start(now) {
        let message = "Too many CLI login attempts. Try again later.";
        return Err(Refusal::detail(StatusCode::TOO_MANY_REQUESTS, message));
    }
    // An id is not a secret, and as long as LiteLLM's.
    let id: String = "cli-".chars().chain(secret().chars().take(32)).collect();
    let (poll_secret, code) = (secret(), user_code());
    let secrets = LoginSecrets { poll_hash: hash(&poll_secret), code_hash: hash(&letters_of(&code)) };
    pending.logins.insert(&id, Login { secrets: Some(secrets), ..Login::default() }, LOGIN_SECONDS, now);
    Ok(BrowserResponse::json(&json!({
        "login_id": id, "poll_secret": poll_secret, "user_code": code, "expires_in": LOGIN_SECONDS,
    })))
}

/// Returns a code of eight characters in two groups.
fn user_code() -> String {
    let random = uuid::Uuid::new_v4().into_bytes();
    // Only the first and last six bytes of a UUID are fully random.
    let bytes = random.into_iter().take(4).chain(random.into_iter().skip(12));
    let letters: String =
        bytes.filter_map(|byte| LETTERS.get(usize::from(byte & 31))).map(|letter| char::from(*letter)).collect();
    let (head, tail) = letters.split_at_checked(4).unwrap_or_default();
    format!("{head}-{tail}")
}

/// Normalizes a code that a person typed.
fn letters_of(code: &str) -> String {
    code.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// Checks the code that the user entered.
pub(super) fn complete(browser: &BrowserRequest<'_>) -> BrowserResult {
    let id = browser.request.segment("login");
    check_id(id)?;
    let mut pending = browser.logins.lock();
    let login = pending.logins.get(id, browser.request.now).ok_or_else(unknown)?;
    let (Some(secrets), Some(page_hash), Some(_)) = (&login.secrets, &login.page_hash, &login.user_id) else {
        return Err(refusal("CLI login is not ready"));
    };
    let form: Vec<(String, String)> = form_urlencoded::parse(browser.raw_body).into_owned().collect();
    let input = |name: &str| form.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str());
    let is_right = hash(&letters_of(input("user_code"))) == secrets.code_hash
        && hash(input("browser_complete_token")) == *page_hash;
    if !is_right {
        return Err(refusal("Invalid verification code"));
    }
    login.is_verified = true;
    Ok(BrowserResponse::page(pages::logged_in()))
}

/// Polls a login; returns the key once.
pub(super) fn poll(browser: &BrowserRequest<'_>) -> BrowserResult {
    let (request, id) = (&browser.request, browser.request.segment("login"));
    check_id(id)?;
    let still_pending = || Ok(BrowserResponse::json(&json!({ "status": "pending" })));
    let mut pending = browser.logins.lock();
    let login = match pending.logins.get(id, request.now) {
        Some(login) => login.clone(),
        // The browser has not been opened yet.
        None if is_made_up(id) => return still_pending(),
        None => return Err(unknown()),
    };
    if let Some(secrets) = &login.secrets
        && browser.header(SECRET).is_none_or(|input| hash(input) != secrets.poll_hash)
    {
        return Err(Refusal::detail(StatusCode::FORBIDDEN, "Invalid CLI polling secret"));
    }
    let Some(user_id) = login.user_id.filter(|_| login.is_verified) else { return still_pending() };
    let failed =
        |why: &str| Refusal::detail(StatusCode::INTERNAL_SERVER_ERROR, format!("Error checking session status: {why}"));
    let user = request.tables.get(Table::Users, &user_id)?.ok_or_else(|| failed("the user no longer exists"))?;
    let teams = people::teams(request, &user)?;
    let ids: Vec<&str> = teams.iter().filter_map(|team| team.get_str("team_id")).collect();
    let details: Vec<Value> = teams.iter().map(people::team_to_json).collect();
    let wanted = request.query.get_str("team_id");
    if wanted.is_none() && ids.len() > 1 {
        return Ok(BrowserResponse::json(&json!({
            "status": "ready", "user_id": user_id, "teams": ids, "team_details": details, "requires_team_selection": true,
        })));
    }
    if let Some(team) = wanted.filter(|team| !ids.contains(team)) {
        let message = format!("User does not belong to team: {team}. Available teams: {ids:?}");
        return Err(Refusal::detail(StatusCode::FORBIDDEN, message));
    }
    let team_id = wanted.or(ids.first().copied());
    if user.get_str("user_role").is_none() {
        return Err(failed("User role is required for CLI JWT login"));
    }
    let key = people::new_key(request, &user, team_id)?;
    pending.logins.remove(id, request.now);
    Ok(BrowserResponse::json(&json!({
        "status": "ready", "key": key, "user_id": user_id, "team_id": team_id, "teams": ids, "team_details": details,
    })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_codes_are_normalized() {
        for text in ["ABCD-2345", "abcd2345", " ab cd-23 45 "] {
            assert_eq!(letters_of(text), "ABCD2345", "{text}");
        }
        let (one, two) = (user_code(), user_code());
        assert_ne!(one, two);
        assert_eq!((one.len(), one.find('-')), (9, Some(4)));
        assert!(letters_of(&one).bytes().all(|letter| LETTERS.contains(&letter)), "{one}");
    }

    #[test]
    fn login_ids_are_validated() {
        for id in ["cli-NIKiagQXHgoo", "sk-5ac8ee0d-98e4-4a44-a6a5-6ad4e2cb33f6", "cli-a_b-c_d-e_f-"] {
            assert!(is_id(id), "{id}");
        }
        for id in ["", "cli-", "cli-short", "sk-short", "xyz-NIKiagQXHgoo", "cli-NIKiagQXHgo!", "cli-NIKiagQXHgoo\n"] {
            assert!(!is_id(id), "{id}");
        }
        assert!(!is_id(&format!("cli-{}", "a".repeat(125))));
    }
}
