//! The JSON of a deployment in lists, written as text: most of it is the same in all.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};

use serde_json::{Map, Value, json};

use super::secrets;
use crate::object::JsonObject;
use crate::providers;
use crate::providers::price_map::KnownModel;
use crate::rules::prices;

static INFO: LazyLock<JsonObject> = LazyLock::new(|| JsonObject::template(include_str!("info.json")));

/// The OpenAI parameters that models support.
pub(super) const OPENAI_PARAMS: [&str; 32] = [
    "frequency_penalty",
    "logit_bias",
    "logprobs",
    "top_logprobs",
    "max_tokens",
    "max_completion_tokens",
    "modalities",
    "prediction",
    "n",
    "presence_penalty",
    "seed",
    "stop",
    "stream",
    "stream_options",
    "temperature",
    "top_p",
    "tools",
    "tool_choice",
    "function_call",
    "functions",
    "max_retries",
    "extra_headers",
    "parallel_tool_calls",
    "audio",
    "web_search_options",
    "service_tier",
    "safety_identifier",
    "prompt_cache_key",
    "prompt_cache_retention",
    "store",
    "response_format",
    "reasoning_effort",
];

/// Flags that LiteLLM shows for every deployment.
const FLAGS: [&str; 5] = [
    "allow_client_keepalive_override",
    "use_in_pass_through",
    "use_litellm_proxy",
    "use_xai_oauth",
    "merge_reasoning_content_in_choices",
];

/// The fields of the template as they are written: the name, `"name":`, and the value.
static TEMPLATE: LazyLock<Vec<(&'static str, String, String)>> = LazyLock::new(|| {
    let text = |(name, value): (&'static String, &Value)| {
        (name.as_str(), format!("{}:", Value::from(name.as_str())), value.to_string())
    };
    INFO.0.iter().map(text).collect()
});
/// Where each field is in the template.
static PLACES: LazyLock<HashMap<&'static str, usize>> =
    LazyLock::new(|| TEMPLATE.iter().enumerate().map(|(place, (name, ..))| (*name, place)).collect());
static OPENAI_PARAMS_TEXT: LazyLock<String> = LazyLock::new(|| json!(OPENAI_PARAMS).to_string());
const SUPPORTED_PARAMS: &str = "supported_openai_params";

/// The teams that may use a deployment, and whether the caller may without one.
pub(super) struct RowAccess {
    pub(super) team_ids: Vec<Arc<str>>,
    pub(super) is_direct: bool,
}

/// Returns what is known about a deployment, except for the fields of the template that stay as they are or are those of
/// the known model.
fn own_info(deployment: &JsonObject, known: Option<&KnownModel>, access: Option<&RowAccess>) -> JsonObject {
    let params = deployment.get_object("litellm_params");
    let empty = Map::new();
    let stored = deployment.get_object("model_info").unwrap_or(&empty);
    let mut info = JsonObject::default();
    // What the price map says of a model takes precedence over these.
    let mut early = |name: &str, value: Value| {
        let listed = known.and_then(|known| known.fields.0.get(name));
        info.set(name, listed.cloned().unwrap_or(value));
    };
    let flag = |name: &str| stored.get(name).and_then(Value::as_bool).unwrap_or_default();
    for name in ["db_model", "member_auto_router"] {
        early(name, flag(name).into());
    }
    if flag("db_model") {
        early("blocked", deployment.get_bool("blocked").into());
    }
    let model = params.and_then(|params| params.get("model")).and_then(Value::as_str).unwrap_or_default();
    let base = stored.get("base_model").and_then(Value::as_str).unwrap_or(model);
    early("key", known.map_or(base, |known| known.name).into());
    early("litellm_provider", providers::of(deployment).into());
    if let Some(KnownModel { fields, .. }) = known {
        info.set("max_tokens", fields.get("max_output_tokens").or_else(|| fields.get("max_input_tokens")).cloned());
    }
    let (input, output) = prices::per_token(deployment);
    info.set("input_cost_per_token", input);
    info.set("output_cost_per_token", output);
    let own_prices: Vec<(&String, &Value)> = params
        .into_iter()
        .flatten()
        .chain(stored)
        .filter(|(name, value)| prices::is_price(name) && !value.is_null())
        .collect();
    info.set("pricing_overrides", own_prices.iter().map(|(name, _)| name.as_str()).collect::<Value>());
    for (name, value) in stored.iter().chain(own_prices) {
        info.set(name, value.clone());
    }
    // Written from a text that is the same in all.
    info.set(SUPPORTED_PARAMS, Value::Null);
    if let Some(RowAccess { team_ids, is_direct }) = access {
        info.set("access_via_team_ids", team_ids.iter().map(AsRef::as_ref).collect::<Value>());
        info.set("direct_access", *is_direct);
    }
    info
}

/// Writes the JSON of a deployment, with who may use it. Most of it is the template's, so that it is not built as a value.
pub(super) fn row_text(deployment: &JsonObject, access: Option<&RowAccess>) -> String {
    let known = prices::of(deployment);
    let own = own_info(deployment, known.as_ref(), access);
    let mut options = JsonObject(FLAGS.iter().map(|name| ((*name).to_owned(), false.into())).collect());
    options.0.extend(deployment.get_object("litellm_params").map(secrets::mask_parameters).unwrap_or_default());
    let name = Value::from(deployment.get_str("model_name"));
    let mut text = format!("{{\"model_name\":{name},\"litellm_params\":{},\"model_info\":{{", Value::from(options));
    // The price map, then what the deployment says.
    let mut values: Vec<Option<&Value>> = vec![None; TEMPLATE.len()];
    let listed = known.iter().flat_map(|known| &known.fields.0);
    for (name, value) in listed.chain(&own.0) {
        if let Some(slot) = PLACES.get(name.as_str()).and_then(|place| values.get_mut(*place)) {
            *slot = Some(value);
        }
    }
    let mut separator = "";
    for ((_, begin, usual), value) in TEMPLATE.iter().zip(values) {
        text.push_str(separator);
        text.push_str(begin);
        // Writing to a string cannot fail.
        match value {
            Some(value) => _ = write!(text, "{value}"),
            None => text.push_str(usual),
        }
        separator = ",";
    }
    for (name, value) in own.0.iter().filter(|(name, _)| !PLACES.contains_key(name.as_str())) {
        let _ = match name.as_str() {
            SUPPORTED_PARAMS => write!(text, ",\"{SUPPORTED_PARAMS}\":{}", *OPENAI_PARAMS_TEXT),
            name => write!(text, ",{}:{value}", Value::from(name)),
        };
    }
    text.push_str("}}");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the row of a deployment as a map.
    fn row(deployment: Value, access: Option<&RowAccess>) -> Value {
        let text = row_text(&JsonObject::from_json(deployment), access);
        let row: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(row.to_string().len(), text.len(), "a field is written twice: {text}");
        row
    }

    #[test]
    fn rows_have_the_fields_of_the_template_the_price_map_and_the_deployment() {
        let access = RowAccess { team_ids: vec!["t".into()], is_direct: false };
        let params = json!({ "model": "openai/gpt-4o", "api_key": "sk-secret", "input_cost_per_token": 0.5, "rpm": 7 });
        let info = json!({ "id": "i", "db_model": true, "team": "own", "max_tokens": 5, "access_groups": ["g"] });
        let stored = json!({ "model_name": "m", "litellm_params": params, "model_info": info, "blocked": true });
        let row = row(stored, Some(&access));
        assert_eq!(row["model_name"], "m");
        assert_eq!((&row["litellm_params"]["rpm"], row["litellm_params"].get("api_key")), (&json!(7), None));
        assert_eq!(row["litellm_params"]["use_xai_oauth"], false);
        let info = row["model_info"].as_object().unwrap();
        for (name, expected) in [
            ("id", json!("i")),
            ("db_model", json!(true)),
            ("blocked", json!(true)),
            ("key", json!("gpt-4o")),
            ("litellm_provider", json!("openai")),
            ("max_tokens", json!(5)),
            ("max_input_tokens", json!(128_000)),
            ("input_cost_per_token", json!(0.5)),
            ("output_cost_per_token", json!(1e-5)),
            ("pricing_overrides", json!(["input_cost_per_token"])),
            ("team", json!("own")),
            ("access_groups", json!(["g"])),
            ("supported_openai_params", json!(OPENAI_PARAMS)),
            ("access_via_team_ids", json!(["t"])),
            ("direct_access", json!(false)),
            ("input_cost_per_query", json!(null)),
        ] {
            assert_eq!(info.get(name), Some(&expected), "{name}");
        }
        assert!(INFO.0.keys().all(|name| info.contains_key(name)));
    }

    #[test]
    fn rows_of_unknown_models_are_the_template_without_prices() {
        let row = row(json!({ "model_name": null, "litellm_params": { "model": "openai/x" } }), None);
        let info = row["model_info"].as_object().unwrap();
        assert_eq!(
            (&row["model_name"], &info["key"], &info["max_tokens"]),
            (&json!(null), &json!("openai/x"), &json!(null))
        );
        assert!(!info.contains_key("blocked") && !info.contains_key("direct_access"));
        let same = INFO.0.iter().filter(|(name, value)| info.get(*name) == Some(value)).count();
        assert!(same + 8 > INFO.0.len(), "{same} of {}", INFO.0.len());
    }
}
