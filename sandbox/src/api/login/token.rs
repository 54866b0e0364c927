//! The token endpoint: exchanges authorization codes and refresh tokens. A refresh token works once; using it again is
//! refused, but its successors stay valid until one of them is revoked.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hyper::StatusCode;
use jiff::SignedDuration;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::oauth::{is_client, is_this_server, no_such_client, open_client};
use super::{people, secret};
use crate::fields::{Field, FieldType, optional, required};
use crate::object::JsonObject;
use crate::response::{BrowserResponse, BrowserResult, Refusal};
use crate::route::BrowserRequest;
use crate::secrets::hash;
use crate::store::Table;
use crate::time;

pub(super) const TOKEN: &[Field] = &[
    required("grant_type", FieldType::String),
    optional("code", FieldType::String),
    optional("redirect_uri", FieldType::String),
    optional("client_id", FieldType::String),
    optional("client_secret", FieldType::String),
    optional("code_verifier", FieldType::String),
    optional("refresh_token", FieldType::String),
    optional("scope", FieldType::String),
    optional("resource", FieldType::String),
];
pub(super) const REVOKE: &[Field] = &[required("token", FieldType::String), required("client_id", FieldType::String)];
const RENEWAL: &str = "llm_srefresh_";
/// The lifetime of a refresh token.
const RENEWAL_LIFE: SignedDuration = SignedDuration::from_hours(14 * 24);

fn refused(error: &str, description: &str) -> BrowserResult {
    Ok(BrowserResponse::bad_request(error, description))
}

fn invalid_grant(description: &str) -> BrowserResult {
    refused("invalid_grant", description)
}

pub(super) fn token(browser: &BrowserRequest<'_>) -> BrowserResult {
    let form = &browser.request.body;
    let Some(client) = form.get_str("client_id") else {
        let detail = json!({ "error": "invalid_request", "error_description": "client_id is required" });
        return Err(Refusal::detail(StatusCode::BAD_REQUEST, detail));
    };
    if !is_client(client) {
        return Err(no_such_client());
    }
    match form.get_str("grant_type") {
        Some("authorization_code") => exchange(browser),
        Some("refresh_token") => renew(browser),
        _ => refused("unsupported_grant_type", "grant_type must be authorization_code or refresh_token"),
    }
}

/// Exchanges an authorization code.
fn exchange(browser: &BrowserRequest<'_>) -> BrowserResult {
    let (form, now) = (&browser.request.body, browser.request.now);
    let input = |name: &str| form.get_str(name).filter(|text| !text.is_empty());
    let (Some(code), Some(redirect_uri), Some(verifier)) =
        (input("code"), input("redirect_uri"), input("code_verifier"))
    else {
        return refused("invalid_request", "code, redirect_uri, and code_verifier are required");
    };
    if !(43..=128).contains(&verifier.chars().count()) {
        return refused("invalid_request", "code_verifier must be 43 to 128 characters (RFC 7636)");
    }
    let mut pending = browser.logins.lock();
    let Some(grant) = pending.grants.get(code, now) else {
        return invalid_grant("the authorization code is invalid");
    };
    if grant.expires <= now {
        return invalid_grant("the authorization code has expired");
    }
    if input("client_id") != Some(&grant.client.id) || redirect_uri != grant.client.redirect_uri {
        return invalid_grant("the authorization code was issued to a different client");
    }
    // The challenge is the base64url-encoded SHA-256 of the verifier (RFC 7636).
    if URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) != grant.challenge {
        return invalid_grant("PKCE verification failed");
    }
    let holder = Holder { user: grant.user_id.clone(), team: grant.team_id.clone(), client: grant.client.id.clone() };
    let user = match holder.check(browser)? {
        Ok(user) => user,
        Err(refusal) => return Ok(refusal),
    };
    if grant.is_used {
        return invalid_grant("the authorization code was already used");
    }
    grant.is_used = true;
    give(browser, &user, &holder, &secret())
}

/// Exchanges a refresh token.
fn renew(browser: &BrowserRequest<'_>) -> BrowserResult {
    let (form, tables) = (&browser.request.body, browser.request.tables);
    let Some(presented) = form.get_str("refresh_token").filter(|text| !text.is_empty()) else {
        return refused("invalid_request", "refresh_token is required");
    };
    let token = hash(presented);
    let known = tables.get(Table::Renewals, &token)?;
    let is_alive = |row: &JsonObject| row.get_time("expires").is_some_and(|expires| expires > browser.request.now);
    let Some(mut row) = known.filter(|row| row.get_str("client_id") == form.get_str("client_id") && is_alive(row))
    else {
        return invalid_grant("the refresh token is invalid for this client");
    };
    let text = |name: &str| row.get_str(name).map(str::to_owned);
    let holder = Holder {
        user: text("user_id").unwrap_or_default(),
        team: text("team_id"),
        client: text("client_id").unwrap_or_default(),
    };
    let family = text("family").unwrap_or_default();
    if !targets(browser) {
        return wrong_target();
    }
    if row.get_bool("is_revoked") {
        return invalid_grant("the refresh token was revoked");
    }
    let user = match holder.check(browser)? {
        Ok(user) => user,
        Err(refusal) => return Ok(refusal),
    };
    if row.get_bool("is_used") {
        return invalid_grant("the refresh token was already used");
    }
    row.set("is_used", true);
    tables.update(Table::Renewals, &token, &row)?;
    give(browser, &user, &holder, &family)
}

/// Returns whether the requested resource is this server.
fn targets(browser: &BrowserRequest<'_>) -> bool {
    browser.request.body.get_str("resource").is_none_or(|resource| is_this_server(browser, resource))
}

fn wrong_target() -> BrowserResult {
    refused("invalid_target", "resource does not match the proxy API this grant was issued for")
}

/// The user, team and client of a grant.
struct Holder {
    user: String,
    team: Option<String>,
    client: String,
}

impl Holder {
    /// Returns the user if they may still get a key for the team.
    fn check(&self, browser: &BrowserRequest<'_>) -> Result<Result<JsonObject, BrowserResponse>, Refusal> {
        let refusal = |error, description| Ok(Err(BrowserResponse::bad_request(error, description)));
        if !targets(browser) {
            return wrong_target().map(Err);
        }
        let Some(user) = browser.request.tables.get(Table::Users, &self.user)? else {
            return refusal("invalid_grant", "the user for this grant is no longer active");
        };
        let teams = people::teams(&browser.request, &user)?;
        match &self.team {
            Some(id) if !teams.iter().any(|team| team.get_str("team_id") == Some(id)) => {
                refusal("invalid_grant", "the user is no longer a member of the team this grant was issued for")
            }
            None if !teams.is_empty() => {
                refusal("invalid_grant", "this user belongs to a team; sign in again to get a credential issued for it")
            }
            _ => Ok(Ok(user)),
        }
    }
}

fn give(browser: &BrowserRequest<'_>, user: &JsonObject, holder: &Holder, family: &str) -> BrowserResult {
    let request = &browser.request;
    let key = people::new_key(request, user, holder.team.as_deref())?;
    let renewal = format!("{RENEWAL}{}", secret());
    let token = hash(&renewal);
    let expires = request.now.checked_add(RENEWAL_LIFE).map_err(Refusal::internal)?;
    let row = JsonObject::from_json(json!({
        "token": token, "family": family, "client_id": holder.client, "user_id": holder.user,
        "team_id": holder.team, "expires": time::format(expires), "is_used": false, "is_revoked": false,
    }));
    request.tables.insert(Table::Renewals, &token, &row)?;
    let tokens = json!({
        "access_token": key, "token_type": "Bearer", "expires_in": people::KEY_SECONDS, "refresh_token": renewal,
        "user_id": holder.user, "team_id": holder.team,
    });
    Ok(BrowserResponse::json(&tokens).no_store())
}

/// Revokes all refresh tokens of a login. Issued keys stay valid until they expire.
pub(super) fn revoke(browser: &BrowserRequest<'_>) -> BrowserResult {
    let (form, tables) = (&browser.request.body, browser.request.tables);
    let client_id = form.get_str("client_id").unwrap_or_default();
    if open_client(client_id).is_none() {
        return Ok(BrowserResponse::oauth_error(
            StatusCode::UNAUTHORIZED,
            "invalid_client",
            "unknown or malformed client_id",
        ));
    }
    let known = tables.get(Table::Renewals, &hash(form.get_str("token").unwrap_or_default()))?;
    if let Some(family) =
        known.filter(|row| row.get_str("client_id") == Some(client_id)).as_ref().and_then(|row| row.get_str("family"))
    {
        for mut row in tables.find(Table::Renewals, "family", family)? {
            row.set("is_revoked", true);
            let token = row.get_str("token").unwrap_or_default().to_owned();
            tables.update(Table::Renewals, &token, &row)?;
        }
    }
    Ok(BrowserResponse::json(&Value::Object(serde_json::Map::new())).no_store())
}
