//! What must hold for any bytes from a server: the entry functions of the fuzz targets. The tests below run them on a
//! bounded number of inputs; an input that a fuzzer found becomes a regression test by a line there.

use reqwest::header::HeaderMap;
use reqwest::{Method, StatusCode};

use crate::core::sse::{Event, Parser};
use crate::core::{Refusal, redact_json, redact_text};
use crate::{ApiKey, Client};

const SECRET: &str = "sk-Canary0123456789abcdef";

/// Parses an event stream. Its events do not depend on how it is cut into chunks.
///
/// # Panics
/// Panics if this does not hold.
pub fn sse(data: &[u8]) {
    let Some((cut, stream)) = data.split_first() else { return };
    let events = |size: usize| {
        let (mut parser, mut events) = (Parser::new(), Vec::<Event>::new());
        let all = stream.chunks(size.max(1)).try_for_each(|chunk| parser.push(chunk, &mut events));
        all.map(|()| events)
    };
    assert_eq!(events(usize::from(*cut)), events(usize::MAX));
}

/// Reads the body of an error. It has a message, of bounded length, without the key of the request; 0xFF in `data`
/// stands for that key.
///
/// # Panics
/// Panics if this does not hold.
pub fn refusal(data: &[u8]) {
    let Some((status, body)) = data.split_first() else { return };
    let status = StatusCode::from_u16(400 + u16::from(*status) % 200).unwrap_or(StatusCode::BAD_REQUEST);
    let body = body.split(|byte| *byte == 0xFF).collect::<Vec<_>>().join(SECRET.as_bytes());
    let Ok(client) = Client::new("http://h", ApiKey::new(SECRET)) else { return };
    let Ok(request) = client.inner.request(Method::GET, &["x"]) else { return };
    let headers = HeaderMap::new();
    let read = [
        Some(Refusal::read(&request, status, &headers, &body)),
        Some(Refusal::in_stream(&request, &headers, &body)),
        Refusal::in_success(&request, &headers, &body),
    ];
    for refusal in read.into_iter().flatten() {
        assert!(!refusal.message.trim().is_empty(), "no message");
        assert!(refusal.message.len() <= 9 * 1024, "a long message");
        let shown = format!("{refusal} {refusal:?}");
        assert!(!shown.contains(SECRET), "{shown}");
    }
}

/// Masks the secrets of strings and of JSON. Secrets that stand alone or under a secret name are masked, and JSON stays
/// JSON.
///
/// # Panics
/// Panics if this does not hold.
pub fn redaction(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    // Within a word it is not masked, as in `task-force`.
    if text.contains(SECRET) {
        return;
    }
    let shown = redact_text(&format!("{text} {SECRET} {text}")).into_owned();
    assert!(!shown.contains(SECRET), "{shown}");
    let json = serde_json::json!({"before": text, "api_key": SECRET, "password": "hunter2-hunter2", "list": [text]});
    let shown = redact_json(&json.to_string()).unwrap_or_default();
    assert!(!shown.contains(SECRET) && !shown.contains("hunter2-hunter2"), "{shown}");
    if let Some(shown) = redact_json(&text) {
        assert!(serde_json::from_str::<&serde_json::value::RawValue>(&shown).is_ok(), "{shown}");
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Bytes, most of them of the pieces that the parsers look for.
    fn bytes() -> impl Strategy<Value = Vec<u8>> {
        let pieces = [
            "data:",
            "event: ",
            "\n",
            "\r",
            "\r\n",
            "\u{feff}",
            ":",
            "{",
            "}",
            "[",
            "]",
            "\"",
            "\\",
            ",",
            "'",
            "\"error\":",
            "\"message\":",
            "\"detail\":",
            "\"code\":\"400\"",
            "\"api_key\":\"",
            "sk-",
            "Bearer ",
            "password=",
            "<html>",
            "None",
            "1e9",
            "\\ud83d",
            "é",
        ];
        let piece = prop_oneof![
            4 => prop::sample::select(pieces.to_vec()).prop_map(|piece| piece.as_bytes().to_vec()),
            1 => prop::collection::vec(any::<u8>(), 1..4),
        ];
        prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn any_bytes_are_handled(data in bytes()) {
            sse(&data);
            refusal(&data);
            redaction(&data);
        }
    }
}
