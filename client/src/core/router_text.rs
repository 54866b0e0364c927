//! What LiteLLM's router appends to the error of a provider.

/// What the router's own text begins with, in newer versions and in older ones.
const BEGINNINGS: [&str; 2] = ["\n\nLiteLLM:", ". Received Model Group="];

/// Returns the error alone.
pub(crate) fn without_router(text: &str) -> &str {
    let end = BEGINNINGS.iter().filter_map(|beginning| text.find(beginning)).min();
    text.get(..end.unwrap_or(text.len())).unwrap_or(text)
}
