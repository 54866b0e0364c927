//! Names of parameters that look like mistyped names of LiteLLM. Parameters are free: LiteLLM sends those that it does not
//! know to the provider. So a name is only questioned if it is close to one that LiteLLM would have acted on itself.

use serde_json::{Map, Value};

use crate::commands::parameters;

/// Information that LiteLLM acts on itself.
const OWN_INFO: &[&str] = &[
    "access_groups",
    "base_model",
    "id",
    "litellm_provider",
    "max_input_tokens",
    "max_output_tokens",
    "max_tokens",
    "mode",
    "supported_environments",
    "supports_function_calling",
    "supports_vision",
    "team_id",
    "team_public_model_name",
];

/// Returns the name that a parameter was probably meant to have.
pub(super) fn meant_parameter(name: &str) -> Option<&'static str> {
    if parameters::is_of_provider(name) { None } else { nearest(name, parameters::litellms()) }
}

/// Returns the name that a piece of information was probably meant to have.
pub(super) fn meant_information(name: &str) -> Option<&'static str> {
    nearest(name, OWN_INFO.iter().copied())
}

/// Returns whether a name is that of information that LiteLLM acts on.
pub(super) fn is_information(name: &str) -> bool {
    OWN_INFO.contains(&name)
}

/// Returns a warning for each name that was probably mistyped.
pub(in crate::commands) fn warnings(params: &Map<String, Value>, info: &Map<String, Value>) -> Vec<String> {
    let params = params.keys().filter_map(|name| Some(warning("parameter", name, meant_parameter(name)?)));
    let info = info.keys().filter_map(|name| Some(warning("information", name, meant_information(name)?)));
    params.chain(info).collect()
}

pub(super) fn warning(what: &str, name: &str, meant: &str) -> String {
    format!("LiteLLM knows no {what} `{name}`; did you mean `{meant}`?")
}

/// Returns the known name that is closest to a name, if it is close enough to be meant.
pub(super) fn nearest(name: &str, known: impl Iterator<Item = &'static str> + Clone) -> Option<&'static str> {
    let lower = name.to_ascii_lowercase().replace('-', "_");
    if name.len() < 3 || known.clone().any(|known| known == name) {
        return None;
    }
    // A longer name may have a second mistake.
    let most = if name.len() < 8 { 1 } else { 2 };
    let distances = known.map(|known| (strsim::osa_distance(&lower, known), known));
    distances.filter(|(distance, _)| *distance <= most).min().map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_misses_are_questioned_and_provider_parameters_are_not() {
        for (name, expected) in [
            ("rmp", Some("rpm")),
            ("RPM", Some("rpm")),
            ("tmp", Some("tpm")),
            ("api-key", Some("api_key")),
            ("apikey", Some("api_key")),
            ("timout", Some("timeout")),
            ("max_budgt", Some("max_budget")),
            ("custom_llm_providr", Some("custom_llm_provider")),
            ("litellm_credentials_name", Some("litellm_credential_name")),
            ("rpm", None),
            ("top_k", None),
            ("min_p", None),
            ("voice", None),
            ("n", None),
            ("num_ctx", None),
            ("keep_alive", None),
            ("aws_bedrock_project_id", None),
            ("output_cost_per_image", None),
            ("input_cost_per_token_batches", None),
        ] {
            assert_eq!(meant_parameter(name), expected, "{name}");
        }
        assert_eq!(meant_information("acess_groups"), Some("access_groups"));
        assert_eq!(meant_information("description"), None);
    }
}
