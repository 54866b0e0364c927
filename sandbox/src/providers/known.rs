//! Well-known models and their list prices.

/// A model with its provider, limits and list prices.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct KnownModel {
    pub(crate) name: &'static str,
    pub(crate) provider: &'static str,
    pub(crate) mode: &'static str,
    pub(crate) max_input_tokens: u32,
    pub(crate) max_output_tokens: u32,
    /// Dollars per token.
    pub(crate) input: f64,
    pub(crate) output: f64,
}

const fn chat(provider: &'static str, name: &'static str, tokens: (u32, u32), dollars: (f64, f64)) -> KnownModel {
    let (max_input_tokens, max_output_tokens) = tokens;
    let (input, output) = dollars;
    KnownModel { name, provider, mode: "chat", max_input_tokens, max_output_tokens, input, output }
}

const fn embedding(name: &'static str, input: f64) -> KnownModel {
    let (max_input_tokens, max_output_tokens) = (8_191, 0);
    KnownModel { name, provider: "openai", mode: "embedding", max_input_tokens, max_output_tokens, input, output: 0.0 }
}

/// The list prices of the providers, late in 2026.
pub(crate) const KNOWN_MODELS: [KnownModel; 14] = [
    chat("openai", "gpt-4o", (128_000, 16_384), (2.5e-6, 1e-5)),
    chat("openai", "gpt-4o-mini", (128_000, 16_384), (1.5e-7, 6e-7)),
    chat("openai", "gpt-4.1", (1_047_576, 32_768), (2e-6, 8e-6)),
    chat("openai", "gpt-4.1-mini", (1_047_576, 32_768), (4e-7, 1.6e-6)),
    chat("openai", "gpt-4", (8_192, 4_096), (3e-5, 6e-5)),
    chat("openai", "gpt-4-turbo", (128_000, 4_096), (1e-5, 3e-5)),
    chat("openai", "gpt-3.5-turbo", (16_385, 4_096), (5e-7, 1.5e-6)),
    chat("openai", "o3-mini", (200_000, 100_000), (1.1e-6, 4.4e-6)),
    chat("anthropic", "claude-3-5-sonnet-20241022", (200_000, 8_192), (3e-6, 1.5e-5)),
    chat("anthropic", "claude-sonnet-4-5", (200_000, 64_000), (3e-6, 1.5e-5)),
    chat("anthropic", "claude-haiku-4-5", (200_000, 64_000), (1e-6, 5e-6)),
    chat("gemini", "gemini-2.5-flash", (1_048_576, 65_535), (3e-7, 2.5e-6)),
    embedding("text-embedding-3-small", 2e-8),
    embedding("text-embedding-3-large", 1.3e-7),
];
