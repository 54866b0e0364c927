//! The lines of a batch: OpenAI's batch format, and shorter forms of it.

use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

/// Fields of a line that are not part of the request.
const IDS: [&str; 2] = ["custom_id", "id"];

/// An endpoint that a batch can call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Endpoint {
    /// `/chat/completions`
    Chat,
    /// `/embeddings`
    Embeddings,
    /// `/responses`
    Responses,
}

impl Endpoint {
    /// Returns the path below the base URL.
    pub fn path(self) -> &'static str {
        match self {
            Self::Chat => "/chat/completions",
            Self::Embeddings => "/embeddings",
            Self::Responses => "/responses",
        }
    }

    fn of_url(url: &str) -> Option<Self> {
        let path = url.strip_prefix("/v1").unwrap_or(url);
        [Self::Chat, Self::Embeddings, Self::Responses].into_iter().find(|endpoint| endpoint.path() == path)
    }
}

/// What the lines of a batch leave out.
#[derive(Debug, Clone, Default)]
pub struct BatchDefaults {
    /// The model.
    pub model: Option<String>,
    /// Instructions for conversations without any.
    pub system: Option<String>,
    /// Other fields of the body.
    pub params: Map<String, Value>,
}

/// A request of a batch.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct BatchRequest {
    /// Id of the line: its `custom_id` or `id`, else `line-` and its number.
    pub custom_id: String,
    /// Endpoint.
    pub endpoint: Endpoint,
    /// The body.
    pub body: Map<String, Value>,
}

impl BatchRequest {
    /// Reads a line: `{"custom_id", "method", "url", "body"}`, or `prompt` (and `system`) or `messages` next to parameters.
    /// `number` is that of the line, from 1.
    ///
    /// # Errors
    /// Returns what is wrong with it.
    pub fn parse(line: &str, number: u64, defaults: &BatchDefaults) -> Result<Self, String> {
        let value: Value = serde_json::from_str(line).map_err(|error| format!("not JSON: {error}"))?;
        let Value::Object(mut fields) = value else { return Err("not a JSON object".to_owned()) };
        let custom_id = match IDS.into_iter().find_map(|name| fields.get(name).filter(|id| !id.is_null())) {
            Some(Value::String(id)) if !id.is_empty() => id.clone(),
            Some(Value::Number(id)) => id.to_string(),
            Some(_) => return Err("the id is neither a string nor a number".to_owned()),
            None => format!("line-{number}"),
        };
        let (endpoint, mut body) = match fields.get_mut("body") {
            Some(Value::Object(body)) => {
                let body = std::mem::take(body);
                (endpoint_of(&fields)?, body)
            }
            Some(_) => return Err("`body` is not an object".to_owned()),
            None => (Endpoint::Chat, conversation(fields)?),
        };
        complete(endpoint, &mut body, defaults)?;
        Ok(Self { custom_id, endpoint, body })
    }

    /// Returns the model.
    pub fn model(&self) -> &str {
        self.body.get("model").and_then(Value::as_str).unwrap_or_default()
    }

    /// Returns how many answers it asks for.
    pub fn choices(&self) -> u64 {
        self.body.get("n").and_then(Value::as_u64).unwrap_or(1).max(1)
    }

    /// Returns a SHA-256 of endpoint and body, in hexadecimal. The order of fields makes no difference.
    pub fn hash(&self) -> String {
        let mut text = self.endpoint.path().to_owned();
        for (name, value) in sorted(&self.body) {
            text.push_str(&Value::from(name.as_str()).to_string());
            canonical(value, &mut text);
        }
        Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

fn endpoint_of(fields: &Map<String, Value>) -> Result<Endpoint, String> {
    if let Some(method) = fields.get("method").filter(|method| *method != "POST") {
        return Err(format!("the method is {method}, not \"POST\""));
    }
    match fields.get("url") {
        None => Ok(Endpoint::Chat),
        Some(url) => url
            .as_str()
            .and_then(Endpoint::of_url)
            .ok_or_else(|| format!("the url is {url}; expected /v1/chat/completions, /v1/embeddings or /v1/responses")),
    }
}

/// Returns the body of a line that is a conversation, or its prompt.
fn conversation(mut fields: Map<String, Value>) -> Result<Map<String, Value>, String> {
    fields.retain(|name, _| !IDS.contains(&name.as_str()));
    let mut body = Map::new();
    let mut take = |name: &str| fields.get_mut(name).map(Value::take);
    let (prompt, system, messages) = (take("prompt"), take("system"), take("messages"));
    let messages = match (prompt, messages) {
        (Some(Value::String(prompt)), None) => json!([{"role": "user", "content": prompt}]),
        (None, Some(Value::Array(messages))) if !messages.is_empty() => messages.into(),
        (Some(_), Some(_)) => return Err("both `prompt` and `messages`".to_owned()),
        (Some(_), None) => return Err("`prompt` is not a string".to_owned()),
        (None, Some(_)) => return Err("`messages` is not a list of messages".to_owned()),
        (None, None) => return Err("neither `prompt`, `messages` nor `body`".to_owned()),
    };
    fields.retain(|name, _| !matches!(name.as_str(), "prompt" | "system" | "messages"));
    body.insert("messages".to_owned(), messages);
    body.extend(fields);
    match system {
        Some(Value::String(system)) => add_instructions(&mut body, &system),
        None | Some(Value::Null) => {}
        Some(_) => return Err("`system` is not a string".to_owned()),
    }
    Ok(body)
}

fn complete(endpoint: Endpoint, body: &mut Map<String, Value>, defaults: &BatchDefaults) -> Result<(), String> {
    if let Some(model) = defaults.model.as_ref().filter(|_| !body.contains_key("model")) {
        body.insert("model".to_owned(), model.as_str().into());
    }
    if body.get("model").and_then(Value::as_str).is_none_or(str::is_empty) {
        return Err("no model; name one in the line or with --model".to_owned());
    }
    let input = if endpoint == Endpoint::Chat { "messages" } else { "input" };
    if body.get(input).is_none_or(Value::is_null) {
        return Err(format!("the body has no `{input}`"));
    }
    for (name, value) in &defaults.params {
        if !body.contains_key(name) {
            body.insert(name.clone(), value.clone());
        }
    }
    if body.get("stream").is_some_and(|stream| *stream != false) {
        return Err("`stream` cannot be set".to_owned());
    }
    if let Some(system) = defaults.system.as_ref().filter(|_| endpoint == Endpoint::Chat) {
        add_instructions(body, system);
    }
    Ok(())
}

/// Adds a first message of the system, unless there is one.
fn add_instructions(body: &mut Map<String, Value>, system: &str) {
    let Some(Value::Array(messages)) = body.get_mut("messages") else { return };
    if !messages.iter().any(|message| message.get("role").is_some_and(|role| role == "system")) {
        messages.insert(0, json!({"role": "system", "content": system}));
    }
}

fn sorted(fields: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let mut fields: Vec<_> = fields.iter().collect();
    fields.sort_by_key(|(name, _)| *name);
    fields
}

/// Writes JSON with its fields in order.
fn canonical(value: &Value, text: &mut String) {
    match value {
        Value::Object(fields) => {
            text.push('{');
            for (name, value) in sorted(fields) {
                text.push_str(&Value::from(name.as_str()).to_string());
                canonical(value, text);
            }
            text.push('}');
        }
        Value::Array(items) => {
            text.push('[');
            for item in items {
                canonical(item, text);
                text.push(',');
            }
            text.push(']');
        }
        other => text.push_str(&other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &Value) -> Result<BatchRequest, String> {
        let params = [("seed".to_owned(), json!(7))].into_iter().collect();
        let defaults = BatchDefaults { model: Some("m".to_owned()), system: None, params };
        BatchRequest::parse(&line.to_string(), 3, &defaults)
    }

    #[test]
    fn every_form_of_a_line_is_read() {
        let user = json!([{"role": "user", "content": "hi"}]);
        let body = |messages: &Value| json!({"model": "m", "messages": messages, "seed": 7});
        for (line, id, expected) in [
            (json!({"prompt": "hi"}), "line-3", body(&user)),
            (json!({"id": 5, "messages": user, "seed": 7}), "5", body(&user)),
            (
                json!({"custom_id": "a", "prompt": "hi", "system": "Be brief"}),
                "a",
                body(&json!([{"role": "system", "content": "Be brief"}, {"role": "user", "content": "hi"}])),
            ),
            (
                json!({"custom_id": "a", "id": "b", "method": "POST", "url": "/v1/chat/completions", "body": {"messages": user}}),
                "a",
                body(&user),
            ),
            (
                json!({"prompt": "hi", "model": "other", "seed": 1}),
                "line-3",
                json!({"model": "other", "messages": user, "seed": 1}),
            ),
        ] {
            let request = parse(&line).expect("a request");
            assert_eq!((request.custom_id.as_str(), Value::from(request.body)), (id, expected), "{line}");
        }
        let embedding = parse(&json!({"url": "/v1/embeddings", "body": {"input": ["a"]}})).expect("a request");
        assert_eq!(embedding.endpoint, Endpoint::Embeddings);
    }

    #[test]
    fn lines_that_cannot_be_sent_are_refused() {
        for (line, error) in [
            (json!([]), "not a JSON object"),
            (json!({}), "neither `prompt`, `messages` nor `body`"),
            (json!({"prompt": 1}), "`prompt` is not a string"),
            (json!({"prompt": "a", "messages": []}), "both `prompt` and `messages`"),
            (json!({"messages": []}), "`messages` is not a list of messages"),
            (json!({"prompt": "a", "system": 1}), "`system` is not a string"),
            (json!({"prompt": "a", "id": {}}), "the id is neither a string nor a number"),
            (json!({"prompt": "a", "stream": true}), "`stream` cannot be set"),
            (json!({"prompt": "a", "model": ""}), "no model; name one in the line or with --model"),
            (json!({"body": []}), "`body` is not an object"),
            (json!({"body": {}}), "the body has no `messages`"),
            (json!({"url": "/v1/responses", "body": {}}), "the body has no `input`"),
            (json!({"method": "GET", "body": {}}), "the method is \"GET\", not \"POST\""),
            (
                json!({"url": "/v1/files", "body": {}}),
                "the url is \"/v1/files\"; expected /v1/chat/completions, /v1/embeddings or /v1/responses",
            ),
        ] {
            assert_eq!(parse(&line), Err(error.to_owned()), "{line}");
        }
        assert!(BatchRequest::parse("{", 1, &BatchDefaults::default()).is_err());
    }

    #[test]
    fn hashes_depend_on_values_and_not_on_order() {
        let hash = |line: &str| BatchRequest::parse(line, 1, &BatchDefaults::default()).expect("a request").hash();
        let one = hash(r#"{"model": "m", "prompt": "hi", "metadata": {"a": 1, "b": 2}}"#);
        assert_eq!(one, hash(r#"{"metadata": {"b": 2, "a": 1}, "prompt": "hi", "id": "x", "model": "m"}"#));
        assert_ne!(one, hash(r#"{"model": "m", "prompt": "hi", "metadata": {"a": 1, "b": 3}}"#));
        assert_eq!(one.len(), 64);
    }
}
