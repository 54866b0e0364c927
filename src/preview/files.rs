//! Files in the bodies of requests: shown as their type and size.

use std::borrow::Cow;

use serde_json::Value;

/// Shorter data is shown.
const LONGEST: usize = 120;

/// Returns a body of JSON with the size of each file in its place. Anything else is returned as it is.
pub(super) fn shortened(body: &str) -> Cow<'_, str> {
    if body.len() <= LONGEST || !(body.contains(";base64,") || body.contains("\"input_audio\"")) {
        return body.into();
    }
    let Ok(mut value) = serde_json::from_str::<Value>(body) else { return body.into() };
    shorten(&mut value, "");
    value.to_string().into()
}

fn shorten(value: &mut Value, name: &str) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| shorten(item, name)),
        Value::Object(fields) => fields.iter_mut().for_each(|(name, value)| shorten(value, name)),
        Value::String(text) if text.len() > LONGEST => {
            let data_url = text.split_once(";base64,").filter(|(kind, _)| kind.starts_with("data:"));
            let (head, data) = match data_url {
                Some((kind, data)) => (format!("{kind};base64,"), data),
                None if name == "data" => (String::new(), text.as_str()),
                None => return,
            };
            *text = format!("{head}…({} bytes)", data.len() / 4 * 3);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn files_are_shown_by_their_size() {
        let data = "A".repeat(400);
        let body = json!({"url": format!("data:image/png;base64,{data}"), "input_audio": {"data": data, "format": "wav"}, "text": data});
        let shown = json!({"url": "data:image/png;base64,…(300 bytes)", "input_audio": {"data": "…(300 bytes)", "format": "wav"}, "text": data});
        assert_eq!(shortened(&body.to_string()), shown.to_string());
        assert_eq!(shortened("{\"a\": \"data:;base64,AA\"}"), "{\"a\": \"data:;base64,AA\"}");
    }
}
