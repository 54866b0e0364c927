//! Warnings about names of parameters that look like mistyped names of LiteLLM.

use litellm_proxy_client::models::parameters::{meant_information, meant_parameter};
use serde_json::{Map, Value};

/// Returns a warning for each name that was probably mistyped.
pub(in crate::commands) fn warnings(params: &Map<String, Value>, info: &Map<String, Value>) -> Vec<String> {
    let params = params.keys().filter_map(|name| Some(warning("parameter", name, meant_parameter(name)?)));
    let info = info.keys().filter_map(|name| Some(warning("information", name, meant_information(name)?)));
    params.chain(info).collect()
}

pub(super) fn warning(what: &str, name: &str, meant: &str) -> String {
    format!("LiteLLM knows no {what} `{name}`; did you mean `{meant}`?")
}
