//! The version of LiteLLM that the sandbox imitates.

/// The version of LiteLLM whose responses the sandbox gives.
pub const SERVER_VERSION: &str = "1.110.2";
