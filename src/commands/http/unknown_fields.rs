//! Warns of fields in a body that the server does not know, from what was kept of its OpenAPI document. Never asks the server.

use litellm_proxy_client::openapi::ApiDescription;
use serde_json::value::RawValue;
use std::collections::HashMap;

use crate::api_cache;
use crate::context::Context;

/// Endpoints that pass fields on to providers, which know others.
const OPEN: [&str; 5] = ["/completions", "/embeddings", "/responses", "/messages", "/rerank"];

/// Warns of the fields of a JSON body that its endpoint does not know.
pub(super) fn warn(context: &mut Context, method: &str, uri: &str, body: &str) {
    let Ok(config) = context.config() else { return };
    let Some(api) = api_cache::known(&config) else { return };
    for warning in warnings(&api, method, uri, body) {
        context.output.warn(warning);
    }
}

fn warnings(api: &ApiDescription, method: &str, uri: &str, body: &str) -> Vec<String> {
    let operation = api.operation(method, uri);
    let Some(known) = operation.and_then(|operation| operation.body.as_ref()) else { return Vec::new() };
    let fields: HashMap<String, &RawValue> = match serde_json::from_str(body) {
        Ok(fields) if known.content_type == "application/json" => fields,
        _ => return Vec::new(),
    };
    let path = uri.split('?').next().unwrap_or_default();
    let is_open = OPEN.iter().any(|end| path.trim_end_matches('/').ends_with(end));
    let mut unknown: Vec<&str> = fields.keys().map(String::as_str).collect();
    unknown.retain(|name| known.fields.iter().all(|field| field.name != *name));
    unknown.sort_unstable();
    let warning = |name: &str| {
        let similar = similar(name, known.fields.iter().map(|field| field.name.as_str()));
        let message = format!("{path} of LiteLLM {} has no field `{name}`", api.version);
        match similar {
            Some(similar) => Some(format!("{message}; did you mean `{similar}`?")),
            None => (!is_open).then_some(message),
        }
    };
    unknown.into_iter().filter_map(warning).collect()
}

/// Returns the known name that differs in no more than two characters, and in no more than a third of them.
pub(super) fn similar<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let closest =
        known.map(|known| (strsim::osa_distance(name, known), known)).min_by_key(|(distance, _)| *distance)?;
    (closest.0 <= 2 && closest.0 * 3 <= name.chars().count()).then_some(closest.1)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn misspelled_fields_are_named_with_the_right_ones() {
        let field = |name: &str| json!({"name": name});
        let operation = |path: &str| {
            json!({"method": "POST", "path": path,
                   "body": {"content_type": "application/json", "fields": [field("max_budget"), field("model")]}})
        };
        let api =
            json!({"version": "1.2.3", "operations": [operation("/key/generate"), operation("/chat/completions")]});
        let api: ApiDescription = serde_json::from_value(api).expect("a description");
        let of = |uri: &str, body: &str| warnings(&api, "POST", uri, body);
        assert_eq!(
            of("/key/generate?x=1", r#"{"max_buget": 1, "model": "m"}"#),
            ["/key/generate of LiteLLM 1.2.3 has no field `max_buget`; did you mean `max_budget`?"]
        );
        assert_eq!(of("/key/generate", r#"{"x": 1}"#), ["/key/generate of LiteLLM 1.2.3 has no field `x`"]);
        assert_eq!(of("/chat/completions", r#"{"top_k": 1}"#), Vec::<String>::new());
        assert_eq!(of("/chat/completions", r#"{"modle": 1}"#).len(), 1);
        assert_eq!(of("/key/generate", "[1]"), Vec::<String>::new());
        assert_eq!(of("/other", r#"{"x": 1}"#), Vec::<String>::new());
    }
}
