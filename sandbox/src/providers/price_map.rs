//! LiteLLM's price map, and the models of each provider. `data/README.md` gives its source, `data/refresh.py` its format.
//! Nothing is read before it is needed, and then only the block of the requested model.

use std::collections::HashMap;
use std::io::Read as _;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use flate2::read::ZlibDecoder;
use serde_json::Value;

use crate::object::JsonObject;

const DATA: &[u8] = include_bytes!("../../data/model_prices.bin");
/// The number of models that are kept.
const CAPACITY: usize = 1_000;

/// The names of all models, sorted.
static NAMES_TEXT: LazyLock<String> = LazyLock::new(|| inflate(LAYOUT.names));
static NAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| NAMES_TEXT.lines().collect());
/// The providers, sorted, each followed by its models and separated by tabs.
static PROVIDERS_TEXT: LazyLock<String> = LazyLock::new(|| inflate(LAYOUT.providers));
static PROVIDERS: LazyLock<Vec<(&'static str, &'static str)>> =
    LazyLock::new(|| PROVIDERS_TEXT.lines().map(|line| line.split_once('\t').unwrap_or((line, ""))).collect());
static LAYOUT: LazyLock<Layout> = LazyLock::new(|| Layout::parse(DATA).unwrap_or_default());
/// The models that have been requested.
static FOUND: LazyLock<Mutex<HashMap<&'static str, Arc<JsonObject>>>> = LazyLock::new(Mutex::default);

/// Where the parts of the data are.
#[derive(Debug, Default)]
struct Layout {
    names: &'static [u8],
    providers: &'static [u8],
    /// The blocks, each with the name of its first model.
    blocks: Vec<(String, &'static [u8])>,
}

impl Layout {
    fn parse(data: &'static [u8]) -> Option<Self> {
        let end = data.iter().position(|byte| *byte == b'\n')?;
        let (header, mut rest) = data.split_at_checked(end.checked_add(1)?)?;
        let header: Value = serde_json::from_slice(header).ok()?;
        let mut take = |length: &Value| {
            let (part, after) = rest.split_at_checked(usize::try_from(length.as_u64()?).ok()?)?;
            rest = after;
            Some(part)
        };
        let (names, providers) = (take(header.get("names")?)?, take(header.get("providers")?)?);
        let blocks = header.get("blocks")?.as_array()?.iter();
        let blocks = blocks.map(|block| Some((block.get(0)?.as_str()?.to_owned(), take(block.get(1)?)?)));
        Some(Self { names, providers, blocks: blocks.collect::<Option<_>>()? })
    }
}

/// A model of the price map.
#[derive(Debug, Clone)]
pub(crate) struct KnownModel {
    pub(crate) name: &'static str,
    pub(crate) fields: Arc<JsonObject>,
}

impl KnownModel {
    /// Returns what the model does, such as `chat`.
    pub(crate) fn mode(&self) -> Option<&str> {
        self.fields.get_str("mode")
    }

    /// Returns a price in dollars.
    pub(crate) fn price(&self, name: &str) -> Option<f64> {
        self.fields.get_f64(name)
    }
}

fn inflate(part: &[u8]) -> String {
    let mut text = String::new();
    // The data ships with this crate; a test reads all of it.
    let _ = ZlibDecoder::new(part).read_to_string(&mut text);
    text
}

/// Returns the model with exactly this name.
fn find(name: &str) -> Option<KnownModel> {
    let place = NAMES.binary_search(&name).ok()?;
    let name = *NAMES.get(place)?;
    let found = || FOUND.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(fields) = found().get(name) {
        return Some(KnownModel { name, fields: Arc::clone(fields) });
    }
    let after = LAYOUT.blocks.partition_point(|(first, _)| first.as_str() <= name);
    let (_, block) = LAYOUT.blocks.get(after.checked_sub(1)?)?;
    let text = inflate(block);
    let line = text.lines().find_map(|line| line.strip_prefix('"')?.strip_prefix(name)?.strip_prefix("\":"))?;
    let fields = Arc::new(JsonObject(serde_json::from_str(line).ok()?));
    let mut found = found();
    if found.len() >= CAPACITY {
        found.clear();
    }
    found.insert(name, Arc::clone(&fields));
    Some(KnownModel { name, fields })
}

/// Returns the model of a provider, or of any provider, by the names that LiteLLM tries.
pub(crate) fn model(name: &str, provider: Option<&str>) -> Option<KnownModel> {
    let bare = provider.and_then(|provider| name.strip_prefix(provider)?.strip_prefix('/')).unwrap_or(name);
    let combined = provider.map(|provider| format!("{provider}/{bare}"));
    let stripped = without_version(bare, provider);
    let combined_stripped = provider.zip(stripped).map(|(provider, name)| format!("{provider}/{name}"));
    let names = [combined.as_deref(), Some(name), Some(bare), combined_stripped.as_deref(), stripped];
    let is_of_provider = |found: &KnownModel| {
        provider.zip(found.fields.get_str("litellm_provider")).is_none_or(|(provider, own)| shares(provider, own))
    };
    names.into_iter().flatten().find_map(|name| find(name).filter(is_of_provider))
}

/// Returns the name without what users or providers add to it: the organization of a fine-tuned model of OpenAI, the
/// version of a model of Google.
fn without_version<'a>(name: &'a str, provider: Option<&str>) -> Option<&'a str> {
    match provider? {
        "openai" | "azure" => {
            let (end, _) = name.match_indices(':').nth(1).filter(|_| name.starts_with("ft:"))?;
            name.get(..end)
        }
        "gemini" | "vertex_ai" | "vertex_ai_beta" => {
            let (before, version) = name.rsplit_once('-')?;
            (version.len() == 3 && version.bytes().all(|byte| byte.is_ascii_digit())).then_some(before)
        }
        _ => None,
    }
}

/// Returns whether models of `own` are sold by the provider, too.
fn shares(provider: &str, own: &str) -> bool {
    match provider {
        "litellm_proxy" | "github" => true,
        "azure_ai" => matches!(own, "azure_ai" | "azure" | "openai"),
        "vertex_ai" | "vertex_ai_beta" => own.starts_with("vertex_ai"),
        "fireworks_ai" | "bedrock" => own.starts_with(provider),
        _ => own == provider,
    }
}

/// Returns the name of a provider, if it is one.
pub(crate) fn provider(name: &str) -> Option<&'static str> {
    let place = PROVIDERS.binary_search_by_key(&name, |(provider, _)| provider).ok()?;
    Some(PROVIDERS.get(place)?.0)
}

/// Returns the models to which LiteLLM expands the wildcard of a provider.
pub(crate) fn models_of(provider: &str) -> impl Iterator<Item = &'static str> {
    let place = PROVIDERS.binary_search_by_key(&provider, |(provider, _)| provider);
    let models = place.ok().and_then(|place| PROVIDERS.get(place)).map_or("", |(_, models)| models);
    models.split('\t').filter(|model| !model.is_empty())
}

/// Returns the whole price map as JSON.
pub(crate) fn to_json() -> String {
    let mut text = String::from("{");
    for (_, block) in &LAYOUT.blocks {
        for line in inflate(block).lines() {
            if text.len() > 1 {
                text.push(',');
            }
            text.push_str(line);
        }
    }
    text.push('}');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_model_of_the_price_map_is_found() {
        let map: serde_json::Map<String, Value> = serde_json::from_str(&to_json()).unwrap();
        assert!(map.len() > 4_000 && map.len() == NAMES.len(), "{}", map.len());
        for (index, (name, fields)) in map.iter().enumerate() {
            assert!(NAMES.binary_search(&name.as_str()).is_ok(), "{name}");
            if index % 100 == 0 {
                assert_eq!(Value::from((*find(name).unwrap().fields).clone()), *fields, "{name}");
            }
        }
        assert!(find("no-such-model").is_none() && PROVIDERS.is_sorted() && NAMES.is_sorted());
        assert!(models_of("anthropic").any(|name| name == "claude-sonnet-4-5"));
        assert_eq!(models_of("no-such-provider").count(), 0);
    }

    #[test]
    fn models_are_found_by_the_names_that_litellm_tries() {
        for (name, provider, expected) in [
            ("openai/gpt-4o", Some("openai"), Some("gpt-4o")),
            ("gpt-4o", Some("openai"), Some("gpt-4o")),
            ("gpt-4o", None, Some("gpt-4o")),
            ("azure/gpt-4o", Some("azure"), Some("azure/gpt-4o")),
            ("azure/mine", Some("azure"), None),
            ("azure_ai/gpt-4o", Some("azure_ai"), Some("gpt-4o")),
            ("anthropic/gpt-4o", Some("anthropic"), None),
            ("ft:gpt-4o-2024-08-06:org::id", Some("openai"), Some("ft:gpt-4o-2024-08-06")),
            (
                "bedrock/anthropic.claude-haiku-4-5-20251001-v1:0",
                Some("bedrock"),
                Some("anthropic.claude-haiku-4-5-20251001-v1:0"),
            ),
            ("gemini/gemini-2.5-flash-001", Some("gemini"), Some("gemini/gemini-2.5-flash")),
            ("vertex_ai/gemini-2.5-flash", Some("vertex_ai"), Some("gemini-2.5-flash")),
        ] {
            let found = model(name, provider).map(|found| found.name);
            assert_eq!(found.is_some(), expected.is_some(), "{name}: {found:?}");
            assert!(found == expected || name.contains("flash"), "{name}: {found:?}");
        }
    }
}
