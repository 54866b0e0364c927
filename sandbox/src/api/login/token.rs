//! What logins with PKCE lead to: a key, and a token with which the next one is asked for. Such a token works once; when
//! it comes a second time it is refused, and the others of its family live on, until one of them is revoked.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hyper::StatusCode;
use jiff::SignedDuration;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::oauth::{is_client, is_this_server, no_such_client, open_client};
use super::{Replied, Reply, Visit, people, secret};
use crate::answer::Refusal;
use crate::caller::hash;
use crate::clock;
use crate::fields::{Field, Kind, optional, required};
use crate::row::Row;
use crate::store::Table;

pub(super) const TOKEN: &[Field] = &[
    required("grant_type", Kind::Text),
    optional("code", Kind::Text),
    optional("redirect_uri", Kind::Text),
    required("client_id", Kind::Text),
    optional("client_secret", Kind::Text),
    optional("code_verifier", Kind::Text),
    optional("refresh_token", Kind::Text),
    optional("scope", Kind::Text),
    optional("resource", Kind::Text),
];
pub(super) const REVOKE: &[Field] = &[required("token", Kind::Text), required("client_id", Kind::Text)];
const RENEWAL: &str = "llm_srefresh_";
/// How long a token renews.
const RENEWAL_LIFE: SignedDuration = SignedDuration::from_hours(14 * 24);

fn refused(error: &str, description: &str) -> Replied {
    Ok(Reply::invalid(error, description))
}

fn invalid_grant(description: &str) -> Replied {
    refused("invalid_grant", description)
}

pub(super) fn token(visit: &Visit<'_>) -> Replied {
    let form = &visit.asked.body;
    if !form.text("client_id").is_some_and(is_client) {
        return Err(no_such_client());
    }
    match form.text("grant_type") {
        Some("authorization_code") => exchange(visit),
        Some("refresh_token") => renew(visit),
        _ => refused("unsupported_grant_type", "grant_type must be authorization_code or refresh_token"),
    }
}

/// Exchanges a code.
fn exchange(visit: &Visit<'_>) -> Replied {
    let (form, now) = (&visit.asked.body, visit.asked.now);
    let given = |name: &str| form.text(name).filter(|text| !text.is_empty());
    let (Some(code), Some(redirect_uri), Some(verifier)) =
        (given("code"), given("redirect_uri"), given("code_verifier"))
    else {
        return refused("invalid_request", "code, redirect_uri, and code_verifier are required");
    };
    if !(43..=128).contains(&verifier.chars().count()) {
        return refused("invalid_request", "code_verifier must be 43 to 128 characters (RFC 7636)");
    }
    let mut under_way = visit.logins.lock();
    let Some(grant) = under_way.grants.get(code, now) else {
        return invalid_grant("the authorization code is invalid");
    };
    if grant.until <= now {
        return invalid_grant("the authorization code has expired");
    }
    if given("client_id") != Some(&grant.client.id) || redirect_uri != grant.client.redirect_uri {
        return invalid_grant("the authorization code was issued to a different client");
    }
    // What a code can be exchanged with is the hash itself of what is given.
    if URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) != grant.challenge {
        return invalid_grant("PKCE verification failed");
    }
    let holder = Holder { user: grant.user_id.clone(), team: grant.team_id.clone(), client: grant.client.id.clone() };
    let user = match holder.check(visit)? {
        Ok(user) => user,
        Err(refusal) => return Ok(refusal),
    };
    if grant.is_used {
        return invalid_grant("the authorization code was already used");
    }
    grant.is_used = true;
    give(visit, &user, &holder, &secret())
}

/// Gives the next key for a token, and the next token.
fn renew(visit: &Visit<'_>) -> Replied {
    let (form, tables) = (&visit.asked.body, visit.asked.tables);
    let Some(presented) = form.text("refresh_token").filter(|text| !text.is_empty()) else {
        return refused("invalid_request", "refresh_token is required");
    };
    let token = hash(presented);
    let known = tables.get(Table::Renewals, &token)?;
    let is_alive = |row: &Row| row.time("expires").is_some_and(|expires| expires > visit.asked.now);
    let Some(mut row) = known.filter(|row| row.text("client_id") == form.text("client_id") && is_alive(row)) else {
        return invalid_grant("the refresh token is invalid for this client");
    };
    let text = |name: &str| row.text(name).map(str::to_owned);
    let holder = Holder {
        user: text("user_id").unwrap_or_default(),
        team: text("team_id"),
        client: text("client_id").unwrap_or_default(),
    };
    let family = text("family").unwrap_or_default();
    if !targets(visit) {
        return wrong_target();
    }
    if row.flag("is_revoked") {
        return invalid_grant("the refresh token was revoked");
    }
    let user = match holder.check(visit)? {
        Ok(user) => user,
        Err(refusal) => return Ok(refusal),
    };
    if row.flag("is_used") {
        return invalid_grant("the refresh token was already used");
    }
    row.set("is_used", true);
    tables.update(Table::Renewals, &token, &row)?;
    give(visit, &user, &holder, &family)
}

/// Whether a key is asked for that is good here.
fn targets(visit: &Visit<'_>) -> bool {
    visit.asked.body.text("resource").is_none_or(|resource| is_this_server(visit, resource))
}

fn wrong_target() -> Replied {
    refused("invalid_target", "resource does not match the proxy API this grant was issued for")
}

/// Who has allowed a client what, by their ids.
struct Holder {
    user: String,
    team: Option<String>,
    client: String,
}

impl Holder {
    /// The user, if they may still have a key for the team.
    fn check(&self, visit: &Visit<'_>) -> Result<Result<Row, Reply>, Refusal> {
        let refusal = |error, description| Ok(Err(Reply::invalid(error, description)));
        if !targets(visit) {
            return wrong_target().map(Err);
        }
        let Some(user) = visit.asked.tables.get(Table::Users, &self.user)? else {
            return refusal("invalid_grant", "the user for this grant is no longer active");
        };
        let teams = people::teams(&visit.asked, &user)?;
        match &self.team {
            Some(id) if !teams.iter().any(|team| team.text("team_id") == Some(id)) => {
                refusal("invalid_grant", "the user is no longer a member of the team this grant was issued for")
            }
            None if !teams.is_empty() => {
                refusal("invalid_grant", "this user belongs to a team; sign in again to get a credential issued for it")
            }
            _ => Ok(Ok(user)),
        }
    }
}

fn give(visit: &Visit<'_>, user: &Row, holder: &Holder, family: &str) -> Replied {
    let asked = &visit.asked;
    let key = people::new_key(asked, user, holder.team.as_deref())?;
    let renewal = format!("{RENEWAL}{}", secret());
    let token = hash(&renewal);
    let expires = asked.now.checked_add(RENEWAL_LIFE).map_err(Refusal::internal)?;
    let row = Row::of(json!({
        "token": token, "family": family, "client_id": holder.client, "user_id": holder.user,
        "team_id": holder.team, "expires": clock::write(expires), "is_used": false, "is_revoked": false,
    }));
    asked.tables.insert(Table::Renewals, &token, &row)?;
    let told = json!({
        "access_token": key, "token_type": "Bearer", "expires_in": people::KEY_SECONDS, "refresh_token": renewal,
        "user_id": holder.user, "team_id": holder.team,
    });
    Ok(Reply::json(&told).not_kept())
}

/// Ends a token and all that came of the same login. Its keys live on until their time is over.
pub(super) fn revoke(visit: &Visit<'_>) -> Replied {
    let (form, tables) = (&visit.asked.body, visit.asked.tables);
    let client_id = form.text("client_id").unwrap_or_default();
    if open_client(client_id).is_none() {
        return Ok(Reply::refused(StatusCode::UNAUTHORIZED, "invalid_client", "unknown or malformed client_id"));
    }
    let known = tables.get(Table::Renewals, &hash(form.text("token").unwrap_or_default()))?;
    if let Some(family) =
        known.filter(|row| row.text("client_id") == Some(client_id)).as_ref().and_then(|row| row.text("family"))
    {
        for mut row in tables.find(Table::Renewals, "family", family)? {
            row.set("is_revoked", true);
            let token = row.text("token").unwrap_or_default().to_owned();
            tables.update(Table::Renewals, &token, &row)?;
        }
    }
    Ok(Reply::json(&Value::Object(serde_json::Map::new())).not_kept())
}
