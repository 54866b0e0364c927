//! The providers of models, and how LiteLLM infers a deployment's provider from its model.

pub(crate) mod price_map;

use serde_json::Value;

use crate::object::JsonObject;

/// The prefixes of model names that imply a provider.
const FAMILIES: [(&str, &str); 9] = [
    ("gpt-", "openai"),
    ("chatgpt-", "openai"),
    ("o1", "openai"),
    ("o3", "openai"),
    ("o4-", "openai"),
    ("text-embedding-", "openai"),
    ("claude-", "anthropic"),
    ("gemini-", "vertex_ai"),
    ("command-", "cohere_chat"),
];

/// Returns the provider of a deployment's model, if it is known.
pub(crate) fn of(deployment: &JsonObject) -> Option<&'static str> {
    let params = deployment.get_object("litellm_params")?;
    let text = |name: &str| params.get(name).and_then(Value::as_str);
    let model = text("model")?;
    // LiteLLM takes a model of any name for OpenAI's.
    if model == "*" {
        return price_map::provider("openai");
    }
    text("custom_llm_provider")
        .and_then(price_map::provider)
        .or_else(|| price_map::provider(model.split_once('/')?.0))
        .or_else(|| Some(FAMILIES.into_iter().find(|(begin, _)| model.starts_with(begin))?.1))
}

/// Returns the model's name without its provider.
pub(crate) fn bare(model: &str) -> &str {
    match model.split_once('/') {
        Some((provider, rest)) if price_map::provider(provider).is_some() => rest,
        _ => model,
    }
}

/// Returns the known models that a deployment with a wildcard serves: their names, and what the wildcard stands for in
/// each.
pub(crate) fn expand(deployment: &JsonObject) -> Vec<(String, &'static str)> {
    let pattern = deployment.get_str("model_name").unwrap_or_default();
    let named = deployment.get_object("litellm_params").and_then(|params| params.get("model")?.as_str());
    let (Some(provider), Some((_, models))) = (of(deployment), named.and_then(|named| named.split_once('/'))) else {
        return Vec::new();
    };
    let (before, after) = models.split_once('*').unwrap_or_default();
    let parts = price_map::models_of(provider).filter_map(|model| model.strip_prefix(before)?.strip_suffix(after));
    parts.map(|part| (pattern.replacen('*', part, 1), part)).collect()
}

/// Returns LiteLLM's name for errors of a provider, such as `OpenAIException`.
pub(crate) fn exception(provider: &str) -> String {
    if provider == "openai" {
        return "OpenAIException".to_owned();
    }
    let mut letters = provider.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).chain("Exception".chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn providers_come_from_params_prefixes_and_model_families() {
        for (params, expected) in [
            (json!({ "model": "openai/x" }), Some("openai")),
            (json!({ "model": "gpt-4o-mini" }), Some("openai")),
            (json!({ "model": "claude-sonnet-4-5" }), Some("anthropic")),
            (json!({ "model": "hosted_vllm/a/b" }), Some("hosted_vllm")),
            (json!({ "model": "a/b", "custom_llm_provider": "openai" }), Some("openai")),
            (json!({ "model": "nosuch/x" }), None),
            (json!({ "model": "foo" }), None),
            (json!({}), None),
        ] {
            let deployment = JsonObject::from_json(json!({ "litellm_params": params }));
            assert_eq!(of(&deployment), expected, "{deployment:?}");
        }
        assert_eq!((bare("hosted_vllm/a/b"), bare("a/b")), ("a/b", "a/b"));
        assert_eq!(
            (exception("openai").as_str(), exception("hosted_vllm").as_str()),
            ("OpenAIException", "Hosted_vllmException")
        );
    }
    #[test]
    fn wildcards_expand_to_the_models_of_their_provider() {
        for (name, model, expected) in [
            ("anthropic/*", "anthropic/*", "anthropic/claude-sonnet-4-5"),
            ("x/*", "anthropic/*", "x/claude-sonnet-4-5"),
            ("*", "anthropic/*", "claude-sonnet-4-5"),
            ("my-*", "openai/gpt-4.1*", "my--mini"),
            ("openai/gpt-4.1*", "openai/gpt-4.1*", "openai/gpt-4.1-mini"),
            ("x/*", "openai/gpt-4o", "x/gpt-4.1"),
        ] {
            let row = json!({ "model_name": name, "litellm_params": { "model": model } });
            let names = expand(&JsonObject::from_json(row));
            assert!(names.iter().any(|(name, _)| name == expected), "{name} {model}: {names:?}");
        }
        let all = json!({ "model_name": "*", "litellm_params": { "model": "*" } });
        assert_eq!(expand(&JsonObject::from_json(all)), []);
    }
}
