//! The command that makes a change which lifts a limit.

use serde_json::{Value, json};

use super::called::Called;
use crate::shell::quote_if_needed;
use litellm_proxy_client::limits::{LimitChange, LimitKind, LimitOwner};

/// Returns a command for a POSIX shell, or words where no command can make the change. Things are named as
/// `called` has them.
pub(super) fn command(change: &LimitChange, kind: LimitKind, called: &Called) -> String {
    match (kind, &change.owner) {
        // The server refuses every change of such a key, that of its team too.
        (LimitKind::Missing, LimitOwner::Team(id)) => {
            return format!("litellm-proxy teams create --team-id {}", quote_if_needed(id));
        }
        (LimitKind::Deactivated, _) => return "activate the user at the identity provider".to_owned(),
        _ => {}
    }
    let update = match &change.owner {
        LimitOwner::Key(_) => format!("keys update {}", quote_if_needed(&called.key)),
        LimitOwner::Budget(id) => format!("budgets update {}", quote_if_needed(id)),
        LimitOwner::Team(id) => format!("teams update {}", quote_if_needed(called.team(id))),
        LimitOwner::Member { team_id, user_id } => {
            let (team, user) = (quote_if_needed(called.team(team_id)), quote_if_needed(called.user(user_id)));
            format!("teams members update {team} {user}")
        }
        LimitOwner::User(id) => format!("users update {}", quote_if_needed(called.user(id))),
        LimitOwner::Organization(id) => format!("organizations update {}", quote_if_needed(id)),
        LimitOwner::Customer(id) => format!("customers update {}", quote_if_needed(id)),
        LimitOwner::Tag(name) => {
            return request("POST /tag/update", &json!({ "name": name, (change.field): change.value }));
        }
        LimitOwner::Project(id) => {
            return request("POST /project/update", &json!({ "project_id": id, (change.field): change.value }));
        }
        LimitOwner::AccessGroup(name) => {
            let path = format!("/access_group/{}/budget", path_segment(name));
            let line = format!("PUT {}", quote_if_needed(&path));
            return request(&line, &json!({ (change.field): change.value }));
        }
        _ => {
            let value = scalar(&change.value).unwrap_or_default();
            return format!("set litellm_settings.{} to {value} in the server's config file", change.field);
        }
    };
    if change.field == "blocked" {
        return format!("litellm-proxy {}", update.replacen(" update ", " unblock ", 1));
    }
    let Some(value) = scalar(&change.value) else {
        let param = format!("{}={}", change.field, change.value);
        return format!("litellm-proxy {update} --param {}", quote_if_needed(&param));
    };
    format!("litellm-proxy {update} --{} {}", change.field.replace('_', "-"), quote_if_needed(&value))
}

/// Returns a number or string as an option takes it, in which 10.0 is 10.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) if number.is_f64() => number.as_f64().map(|number| number.to_string()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn request(line: &str, body: &Value) -> String {
    format!("litellm-proxy http request {line} -j {}", quote_if_needed(&body.to_string()))
}

/// Percent-encodes what would end a segment of a path, or start an escape.
fn path_segment(name: &str) -> String {
    name.replace('%', "%25").replace('/', "%2F").replace('?', "%3F").replace('#', "%23").replace(' ', "%20")
}
