//! Reports what a server accepted and did not keep as it was requested. The comparison is the library's.

use anyhow::Result;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::context::Context;
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::dollars;
use litellm_proxy_client::Lossless;
use litellm_proxy_client::kept::Written;

/// Fails if the server did not keep a field of the request. `extra` are the fields that not every server knows.
///
/// # Errors
/// Returns an error that names each such field.
pub(super) async fn report<T>(
    context: &mut Context,
    written: &Written,
    requested: &impl Serialize,
    extra: &Map<String, Value>,
    response: &Lossless<T>,
) -> Result<Outcome> {
    let not_kept = context.client()?.not_kept(written, requested, extra, response).await;
    fail(&not_kept.iter().map(ToString::to_string).collect::<Vec<_>>())
}

/// Fails if anything was not kept, each described like `max_budget=100 but kept 10`.
pub(super) fn fail(not_kept: &[String]) -> Result<Outcome> {
    if not_kept.is_empty() {
        return Ok(Outcome::Done);
    }
    let message = format!("the server accepted {}", not_kept.join(", and "));
    Err(Failure::NotKept { message, hint: None }.into())
}

/// Warns if a budget was set and budget windows stay in force beside it.
pub(super) fn warn_of_windows<T>(
    context: &mut Context,
    noun: &str,
    requested: &impl Serialize,
    response: &Lossless<T>,
) -> Result<()> {
    let requested = serde_json::to_value(requested)?;
    if requested.get("max_budget").is_none() || requested.get("budget_limits").is_some() {
        return Ok(());
    }
    let response: Map<String, Value> = serde_json::from_str(response.json().get()).unwrap_or_default();
    let response = response.get("data").and_then(Value::as_object).unwrap_or(&response);
    let windows = response.get("budget_limits").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let describe = |window: &Value| {
        let limit = window.get("max_budget")?.as_f64()?;
        Some(format!("{} per {}", dollars(limit), window.get("budget_duration")?.as_str()?))
    };
    let windows: Vec<String> = windows.iter().filter_map(describe).collect();
    if !windows.is_empty() {
        context.output.warn(format_args!(
            "the {noun} also has budget windows, which stay in force: {}; --unset budget_limits removes them",
            windows.join(", ")
        ));
    }
    Ok(())
}
