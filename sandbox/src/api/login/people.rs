//! The user of a login, found or created, and the key issued to them.

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::secret;
use crate::api::{keys, user_rows};
use crate::logins::Identity;
use crate::object::JsonObject;
use crate::response::Refusal;
use crate::route::RequestContext;
use crate::secrets::hash;
use crate::store::{Search, Table};
use crate::time;

/// The lifetime of an issued key.
pub(super) const KEY_SECONDS: i64 = 24 * 3600;
/// How long an expired key is reported as expired rather than unknown.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Finds the user of an identity by id, else by email, or creates one.
pub(super) fn arrive(request: &RequestContext<'_>, identity: &Identity) -> Result<JsonObject, Refusal> {
    let email = identity.email.to_lowercase();
    let known = match request.tables.get(Table::Users, &identity.id)? {
        Some(user) => Some(user),
        None => match request.tables.find(Table::Users, "sso_user_id", &identity.id)?.pop() {
            Some(user) => Some(user),
            None if email.is_empty() => None,
            None => request.tables.find(Table::Users, "user_email", &email)?.pop(),
        },
    };
    let mut user = match known {
        Some(mut user) => {
            if user.get_str("user_id") != Some(&identity.id) {
                user.set("sso_user_id", identity.id.as_str());
            }
            user
        }
        None => user_rows::blank(request, &identity.id).with(json!({
            "user_role": "internal_user_viewer", "sso_user_id": identity.id, "metadata": { "auth_provider": null },
        })),
    };
    if !email.is_empty() {
        user.set("user_email", email);
    }
    user_rows::save(request, &mut user)?;
    Ok(user)
}

/// Returns the existing teams of a user.
pub(super) fn teams(request: &RequestContext<'_>, user: &JsonObject) -> Result<Vec<JsonObject>, Refusal> {
    let teams = user.get_strings("teams").into_iter().map(|id| request.tables.get(Table::Teams, id));
    let teams: rusqlite::Result<Vec<Option<JsonObject>>> = teams.collect();
    Ok(teams?.into_iter().flatten().collect())
}

/// Returns the JSON of a team in login responses.
pub(super) fn team_to_json(team: &JsonObject) -> Value {
    let aliases = team.get_object("litellm_model_table").and_then(|table| table.get("model_aliases"));
    json!({
        "team_id": team.get("team_id"), "team_alias": team.get("team_alias"), "team_models": team.get_strings("models"),
        "team_model_aliases": aliases,
    })
}

/// Issues a key that is valid for a day. As in LiteLLM it is not a virtual key: it cannot be listed, changed or
/// blocked.
pub(super) fn new_key(
    request: &RequestContext<'_>,
    user: &JsonObject,
    team_id: Option<&str>,
) -> Result<String, Refusal> {
    delete_long_expired(request)?;
    let secret = format!("sk-{}", secret());
    let token = hash(&secret);
    let user_id = user.get_str("user_id").unwrap_or_default();
    let now = time::format(request.now);
    let expires = request.now.checked_add(SignedDuration::from_secs(KEY_SECONDS)).map_err(Refusal::internal)?;
    // In a team, the team's models apply instead of the user's.
    let models = if team_id.is_some() { Vec::new() } else { user.get_strings("models") };
    let row = keys::new_row().with(json!({
        "token": token, "key_name": format!("cli-session-{user_id}"), "key_alias": format!("cli-session-{user_id}"),
        "user_id": user_id, "team_id": team_id, "models": models, "expires": time::format(expires), "created_at": now,
        "updated_at": now, "created_by": user_id, "updated_by": user_id,
    }));
    request.tables.insert(Table::Logins, &token, &row)?;
    Ok(secret)
}

fn delete_long_expired(request: &RequestContext<'_>) -> Result<(), Refusal> {
    let before = request.now.checked_sub(REMEMBERED).map_err(Refusal::internal)?;
    for table in [Table::Logins, Table::Renewals] {
        let old = Search::of(table).where_sql("expires < ?", &[time::format(before).into()]);
        for row in request.tables.search(&old)? {
            request.tables.delete(table, row.get_str("token").unwrap_or_default())?;
        }
    }
    Ok(())
}
