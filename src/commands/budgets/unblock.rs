//! The command that makes a change which lifts a limit.

use serde_json::{Value, json};

use crate::shell::quote_if_needed;
use litellm_proxy_client::limits::{LimitChange, LimitOwner};

/// Returns a command for a POSIX shell, or words where no command can make the change.
pub(super) fn command(change: &LimitChange) -> String {
    let update = match &change.owner {
        LimitOwner::Key(hash) => format!("keys update {}", quote_if_needed(hash)),
        LimitOwner::Budget(id) => format!("budgets update {}", quote_if_needed(id)),
        LimitOwner::Team(id) => format!("teams update {}", quote_if_needed(id)),
        LimitOwner::Member { team_id, user_id } => {
            format!("teams members update {} {}", quote_if_needed(team_id), quote_if_needed(user_id))
        }
        LimitOwner::User(id) => format!("users update {}", quote_if_needed(id)),
        LimitOwner::Organization(id) => format!("organizations update {}", quote_if_needed(id)),
        LimitOwner::Customer(id) => format!("customers update {}", quote_if_needed(id)),
        LimitOwner::Tag(name) => {
            let body = json!({ "name": name, (change.field): change.value }).to_string();
            return format!("litellm-proxy http request POST /tag/update -j {}", quote_if_needed(&body));
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
