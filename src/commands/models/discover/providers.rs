//! Providers that list their models over HTTP, and what they send.

use serde_json::Value;

/// How a provider takes its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Header {
    Bearer,
    /// `x-api-key`, with the version of the API.
    Anthropic,
}

/// A provider: what LiteLLM calls it, where it is, and how it takes its key.
#[derive(Debug, Clone, Copy)]
pub(super) struct Provider {
    pub(super) name: &'static str,
    pub(super) base: &'static str,
    pub(super) header: Header,
    /// The environment variable that LiteLLM reads its key from; empty if it needs none.
    pub(super) variable: &'static str,
}

const fn provider(name: &'static str, base: &'static str, variable: &'static str) -> Provider {
    Provider { name, base, header: Header::Bearer, variable }
}

pub(super) const PROVIDERS: &[Provider] = &[
    provider("openai", "https://api.openai.com/v1", "OPENAI_API_KEY"),
    Provider {
        name: "anthropic",
        base: "https://api.anthropic.com/v1",
        header: Header::Anthropic,
        variable: "ANTHROPIC_API_KEY",
    },
    provider("gemini", "https://generativelanguage.googleapis.com/v1beta/openai", "GEMINI_API_KEY"),
    provider("mistral", "https://api.mistral.ai/v1", "MISTRAL_API_KEY"),
    provider("groq", "https://api.groq.com/openai/v1", "GROQ_API_KEY"),
    provider("deepseek", "https://api.deepseek.com", "DEEPSEEK_API_KEY"),
    provider("xai", "https://api.x.ai/v1", "XAI_API_KEY"),
    provider("together_ai", "https://api.together.xyz/v1", "TOGETHERAI_API_KEY"),
    provider("fireworks_ai", "https://api.fireworks.ai/inference/v1", "FIREWORKS_AI_API_KEY"),
    provider("openrouter", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
    provider("cerebras", "https://api.cerebras.ai/v1", "CEREBRAS_API_KEY"),
    provider("nvidia_nim", "https://integrate.api.nvidia.com/v1", "NVIDIA_NIM_API_KEY"),
    provider("ollama", "http://localhost:11434/v1", ""),
];

/// A model that a provider offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Offer {
    pub(super) id: String,
    pub(super) owned_by: Option<String>,
}

/// Reads a list of models: OpenAI's shape, a bare list, or a list under `models`. `None` for anything else.
pub(super) fn offers(response: &Value) -> Option<Vec<Offer>> {
    let items = response.get("data").or_else(|| response.get("models")).unwrap_or(response).as_array()?;
    let text = |item: &Value, name: &str| item.get(name).and_then(Value::as_str).map(str::to_owned);
    let offer = |item: &Value| {
        let id = text(item, "id").or_else(|| text(item, "name")).or_else(|| item.as_str().map(str::to_owned))?;
        let id = id.strip_prefix("models/").unwrap_or(&id).to_owned();
        Some(Offer { id, owned_by: text(item, "owned_by") })
    };
    let mut offers: Vec<Offer> = items.iter().map(offer).collect::<Option<_>>()?;
    offers.sort_by(|one, other| one.id.cmp(&other.id));
    offers.dedup_by(|one, other| one.id == other.id);
    Some(offers)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn lists_of_several_shapes_are_read() {
        let ids = |json: Value| offers(&json).map(|all| all.into_iter().map(|offer| offer.id).collect::<Vec<_>>());
        let expected = Some(vec!["a".to_owned(), "b".to_owned()]);
        assert_eq!(ids(json!({"object": "list", "data": [{"id": "b"}, {"id": "a"}, {"id": "a"}]})), expected);
        assert_eq!(ids(json!([{"id": "a"}, {"id": "b"}])), expected);
        assert_eq!(ids(json!({"models": [{"name": "models/a"}, {"name": "models/b"}]})), expected);
        assert_eq!(ids(json!({"data": []})), Some(Vec::new()));
        assert_eq!(ids(json!({"data": [{"x": 1}]})), None);
        assert_eq!(ids(json!({"hello": "world"})), None);
    }
}
