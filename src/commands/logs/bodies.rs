//! What was asked and answered, where the server keeps it.

use anyhow::Result;
use serde_json::Value;

use super::query::Log;
use crate::context::Context;

/// The fields, with their titles.
const FIELDS: [(&str, &str); 3] =
    [("request", "proxy_server_request"), ("messages", "messages"), ("response", "response")];

/// Returns whether the server has kept anything of a request.
fn is_kept(log: &Log) -> bool {
    FIELDS.iter().any(|(_, name)| log.field(name).is_some_and(|value| !is_empty(&value)))
}

/// Says so if the server keeps none of some requests' bodies. Returns whether it did.
pub(super) fn note_if_missing(context: &mut Context, logs: &[Log]) -> bool {
    let are_missing = !logs.is_empty() && !logs.iter().any(is_kept);
    if are_missing {
        context.output.note("the server keeps no bodies (store_prompts_in_spend_logs is off)");
    }
    are_missing
}

/// Shows what was asked and answered.
pub(super) fn show(context: &mut Context, log: &Log) -> Result<()> {
    for (title, name) in FIELDS {
        let Some(value) = log.field(name).filter(|value| !is_empty(value)) else { continue };
        let value = match value {
            Value::String(text) => serde_json::from_str(&text).unwrap_or(Value::String(text)),
            other => other,
        };
        context.output.prose_aside(&format!("\n{title}\n{}\n", serde_json::to_string_pretty(&value)?))?;
    }
    Ok(())
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Object(fields) => fields.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::String(text) => matches!(text.as_str(), "" | "{}" | "[]"),
        _ => false,
    }
}
