//! The fields of keys that only admins of the server may set.

use hyper::StatusCode;
use serde_json::Value;

use crate::object::JsonObject;
use crate::response::Refusal;
use crate::route::RequestContext;

/// The presets of `key_type` as `allowed_routes`.
const PRESETS: [(&str, &str); 3] =
    [("llm_api", "llm_api_routes"), ("management", "management_routes"), ("read_only", "info_routes")];
/// The presets that everybody may choose.
const SAFE_PRESETS: [&str; 2] = ["llm_api_routes", "info_routes"];

/// Returns the `allowed_routes` of a `key_type`, if it limits them.
pub(super) fn preset(key_type: Option<&str>) -> Option<&'static str> {
    PRESETS.iter().find(|(name, _)| Some(*name) == key_type).map(|(_, routes)| *routes)
}

fn refused(message: &str) -> Refusal {
    Refusal::quoted(StatusCode::FORBIDDEN, message)
}

/// Refuses a new key of a non-admin that sets what only admins may.
pub(super) fn check_new(request: &RequestContext<'_>, input: &JsonObject) -> Result<(), Refusal> {
    if request.caller.is_admin() {
        return Ok(());
    }
    let is_unsafe = preset(input.get_str("key_type")).is_some_and(|routes| !SAFE_PRESETS.contains(&routes));
    if input.contains("allowed_routes") || is_unsafe {
        return Err(routes_refused());
    }
    check_both(input, None)?;
    if let Some(groups) = input.get("access_group_ids").filter(|groups| **groups != Value::Array(Vec::new()))
        && input.get("team_id").is_none()
    {
        let names = groups.as_array().into_iter().flatten().filter_map(Value::as_str);
        let names: Vec<String> = names.map(|name| format!("'{name}'")).collect();
        let message = format!(
            "Key is not in a team. Access groups cannot be assigned to personal keys by non-admin callers. Disallowed access \
             groups: [{}].",
            names.join(", ")
        );
        return Err(Refusal::of_status(StatusCode::FORBIDDEN, message));
    }
    check_admin_values(input, None)
}

/// Refuses an update by a non-admin that sets what only admins may. Routes may change between the safe presets, except
/// that a read-only key stays read-only.
pub(super) fn check_update(request: &RequestContext<'_>, key: &JsonObject, input: &JsonObject) -> Result<(), Refusal> {
    if request.caller.is_admin() {
        return Ok(());
    }
    if let Some(routes) = input.0.get("allowed_routes") {
        let (incoming, existing) = (input.get_strings("allowed_routes"), key.get_strings("allowed_routes"));
        let are_safe = incoming.iter().chain(&existing).all(|route| SAFE_PRESETS.contains(route));
        let narrows = existing != ["info_routes"] || incoming == existing;
        let is_unchanged = !routes.is_null() && incoming == existing;
        if !(is_unchanged || are_safe && narrows) {
            return Err(routes_refused());
        }
    }
    check_both(input, Some(key))
}

fn routes_refused() -> Refusal {
    refused(
        "Only proxy admins can set `allowed_routes` on a key. Use `key_type` to pick a preset route bucket instead.",
    )
}

/// What new keys and updates have in common: routes, permissions, guardrails and the organization.
fn check_both(input: &JsonObject, key: Option<&JsonObject>) -> Result<(), Refusal> {
    let is_set = |value: Option<&Value>| value.is_some_and(|value| *value != Value::Array(Vec::new()));
    let metadata = input.get_object("metadata");
    for name in ["allowed_passthrough_routes", "denied_passthrough_routes"] {
        if is_set(input.get(name)) {
            return Err(refused(&format!("Only proxy admins can set `{name}` on a key.")));
        }
        if is_set(metadata.and_then(|metadata| metadata.get(name))) {
            return Err(refused(&format!("Only proxy admins can set `metadata.{name}` on a key.")));
        }
    }
    if input.contains("permissions") {
        return Err(refused("Only proxy admins can set `permissions`."));
    }
    if value_of(input, "disable_global_guardrails") == Some(&Value::Bool(true)) {
        return Err(refused("Only proxy admins can set `disable_global_guardrails` on a key."));
    }
    let organization = input.get_str("organization_id");
    match organization.filter(|id| key.and_then(|key| key.get_str("organization_id")) != Some(id)) {
        // Organizations require a license, so nobody is a member of one.
        Some(id) => {
            let message = format!("Caller is not a member of organization_id={id}");
            Err(Refusal::of_status(StatusCode::FORBIDDEN, message))
        }
        None => Ok(()),
    }
}

/// Refuses settings of limits that only admins may change.
pub(super) fn check_admin_values(input: &JsonObject, key: Option<&JsonObject>) -> Result<(), Refusal> {
    let before = |name: &str| key.and_then(|key| key.get_object("metadata")?.get(name));
    let throttle = "throttle_on_budget_exceeded";
    if input.get(throttle) == Some(&Value::Bool(true)) && before(throttle) != Some(&Value::Bool(true)) {
        return Err(refused("Only proxy admins can enable throttle_on_budget_exceeded on a key."));
    }
    let customers = "end_user_budget_id";
    if value_of(input, customers).is_some_and(|value| Some(value) != before(customers)) {
        return Err(refused("Only proxy admins can set end_user_budget_id on a key."));
    }
    let estimates = ["default_estimated_output_tokens", "default_estimated_output_tokens_per_model"];
    if estimates.iter().any(|name| input.get(name).is_some_and(|value| Some(value) != before(name))) {
        let message = "Only proxy admins can set default_estimated_output_tokens or \
                       default_estimated_output_tokens_per_model on a key.";
        return Err(refused(message));
    }
    Ok(())
}

/// Returns a field of the request or, without it, of its metadata.
pub(super) fn value_of<'a>(input: &'a JsonObject, name: &str) -> Option<&'a Value> {
    let of_metadata = || input.get_object("metadata")?.get(name).filter(|value| !value.is_null());
    input.get(name).or_else(of_metadata)
}
