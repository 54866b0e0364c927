//! The providers of models, and how LiteLLM infers a deployment's provider from its model.

pub(crate) mod known;

use serde_json::Value;

use self::known::KNOWN_MODELS;
use crate::object::JsonObject;

/// The providers, as in `openai/gpt-4o`.
const PROVIDERS: [&str; 48] = [
    "openai",
    "azure",
    "azure_ai",
    "anthropic",
    "bedrock",
    "bedrock_converse",
    "vertex_ai",
    "vertex_ai_beta",
    "gemini",
    "mistral",
    "codestral",
    "groq",
    "cohere",
    "cohere_chat",
    "deepseek",
    "ollama",
    "ollama_chat",
    "hosted_vllm",
    "vllm",
    "openai_like",
    "custom_openai",
    "text-completion-openai",
    "litellm_proxy",
    "openrouter",
    "together_ai",
    "fireworks_ai",
    "perplexity",
    "xai",
    "huggingface",
    "replicate",
    "sagemaker",
    "sagemaker_chat",
    "watsonx",
    "databricks",
    "nvidia_nim",
    "cerebras",
    "sambanova",
    "lm_studio",
    "llamafile",
    "deepinfra",
    "github",
    "github_copilot",
    "voyage",
    "jina_ai",
    "triton",
    "snowflake",
    "meta_llama",
    "moonshot",
];

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
    let listed = |name: &str| PROVIDERS.into_iter().find(|provider| *provider == name);
    let model = text("model")?;
    text("custom_llm_provider")
        .and_then(listed)
        .or_else(|| listed(model.split_once('/')?.0))
        .or_else(|| Some(FAMILIES.into_iter().find(|(begin, _)| model.starts_with(begin))?.1))
}

/// Returns the model's name without its provider.
pub(crate) fn bare(model: &str) -> &str {
    match model.split_once('/') {
        Some((provider, rest)) if PROVIDERS.contains(&provider) => rest,
        _ => model,
    }
}

/// Returns the well-known models of a provider.
pub(crate) fn models(provider: &str) -> impl Iterator<Item = &'static str> {
    let provider = provider.to_owned();
    KNOWN_MODELS.iter().filter(move |known| known.provider == provider).map(|known| known.name)
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
        assert!(models("anthropic").any(|name| name == "claude-sonnet-4-5"));
    }
}
