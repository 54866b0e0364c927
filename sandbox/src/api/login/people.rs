//! Who logs in: a user that is known, or is made, and the key that they get.

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::secret;
use super::state::Person;
use crate::answer::Refusal;
use crate::api::{keys, users};
use crate::caller::hash;
use crate::clock;
use crate::routes::Asked;
use crate::row::Row;
use crate::store::{Search, Table};

/// How long the key of a login lives.
pub(super) const KEY_SECONDS: i64 = 24 * 3600;
/// For how long it is said that a key has expired, and not that nobody knows it.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The user whom the provider means: by id or else by e-mail, and a new one if nobody is known.
pub(super) fn arrive(asked: &Asked<'_>, person: &Person) -> Result<Row, Refusal> {
    let email = person.email.to_lowercase();
    let known = match asked.tables.get(Table::Users, &person.id)? {
        Some(user) => Some(user),
        None => match asked.tables.find(Table::Users, "sso_user_id", &person.id)?.pop() {
            Some(user) => Some(user),
            None if email.is_empty() => None,
            None => asked.tables.find(Table::Users, "user_email", &email)?.pop(),
        },
    };
    let mut user = match known {
        Some(mut user) => {
            if user.text("user_id") != Some(&person.id) {
                user.set("sso_user_id", person.id.as_str());
            }
            user
        }
        None => users::blank(asked, &person.id).with(json!({
            "user_role": "internal_user_viewer", "sso_user_id": person.id, "metadata": { "auth_provider": null },
        })),
    };
    if !email.is_empty() {
        user.set("user_email", email);
    }
    users::save(asked, &mut user)?;
    Ok(user)
}

/// The teams of a user that are still there.
pub(super) fn teams(asked: &Asked<'_>, user: &Row) -> Result<Vec<Row>, Refusal> {
    let teams = user.texts("teams").into_iter().map(|id| asked.tables.get(Table::Teams, id));
    let teams: rusqlite::Result<Vec<Option<Row>>> = teams.collect();
    Ok(teams?.into_iter().flatten().collect())
}

/// A team as whoever logs in is told of it.
pub(super) fn told(team: &Row) -> Value {
    let aliases = team.object("litellm_model_table").and_then(|table| table.get("model_aliases"));
    json!({
        "team_id": team.get("team_id"), "team_alias": team.get("team_alias"), "team_models": team.texts("models"),
        "team_model_aliases": aliases,
    })
}

/// A key for the user, for a day. It is not among the virtual keys, as in LiteLLM: nobody lists, changes or blocks it.
pub(super) fn new_key(asked: &Asked<'_>, user: &Row, team_id: Option<&str>) -> Result<String, Refusal> {
    forget_old_ones(asked)?;
    let secret = format!("sk-{}", secret());
    let token = hash(&secret);
    let user_id = user.text("user_id").unwrap_or_default();
    let now = clock::write(asked.now);
    let expires = asked.now.checked_add(SignedDuration::from_secs(KEY_SECONDS)).map_err(Refusal::internal)?;
    // In a team its list of models counts, and not the user's.
    let models = if team_id.is_some() { Vec::new() } else { user.texts("models") };
    let row = keys::new_row().with(json!({
        "token": token, "key_name": format!("cli-session-{user_id}"), "key_alias": format!("cli-session-{user_id}"),
        "user_id": user_id, "team_id": team_id, "models": models, "expires": clock::write(expires), "created_at": now,
        "updated_at": now, "created_by": user_id, "updated_by": user_id,
    }));
    asked.tables.insert(Table::Logins, &token, &row)?;
    Ok(secret)
}

fn forget_old_ones(asked: &Asked<'_>) -> Result<(), Refusal> {
    let before = asked.now.checked_sub(REMEMBERED).map_err(Refusal::internal)?;
    for table in [Table::Logins, Table::Renewals] {
        let old = Search::of(table).where_sql("expires < ?", &[clock::write(before).into()]);
        for row in asked.tables.search(&old)? {
            asked.tables.delete(table, row.text("token").unwrap_or_default())?;
        }
    }
    Ok(())
}
