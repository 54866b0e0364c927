//! The command that makes a change which lifts a limit.

use serde_json::{Value, json};

use litellm_proxy_client::limits::{LimitChange, LimitOwner};

/// Returns a command for a POSIX shell, or words where no command can make the change.
pub(super) fn command(change: &LimitChange) -> String {
    let update = match &change.owner {
        LimitOwner::Key(hash) => format!("keys update {}", quoted(hash)),
        LimitOwner::Budget(id) => format!("budgets update {}", quoted(id)),
        LimitOwner::Team(id) => format!("teams update {}", quoted(id)),
        LimitOwner::Member { team_id, user_id } => {
            format!("teams members update {} {}", quoted(team_id), quoted(user_id))
        }
        LimitOwner::User(id) => format!("users update {}", quoted(id)),
        LimitOwner::Organization(id) => format!("organizations update {}", quoted(id)),
        LimitOwner::Customer(id) => format!("customers update {}", quoted(id)),
        LimitOwner::Tag(name) => {
            let body = json!({ "name": name, (change.field): change.value }).to_string();
            return format!("litellm-proxy http request POST /tag/update -j {}", quoted(&body));
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
        return format!("litellm-proxy {update} --param {}", quoted(&param));
    };
    format!("litellm-proxy {update} --{} {}", change.field.replace('_', "-"), quoted(&value))
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

/// Quotes an argument for a POSIX shell where it must be.
fn quoted(argument: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.:@/,+=".contains(c);
    if !argument.is_empty() && argument.chars().all(is_plain) {
        return argument.to_owned();
    }
    format!("'{}'", argument.replace('\'', r"'\''"))
}
