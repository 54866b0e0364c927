//! Mocked responses of the endpoints that return no text of a model: images, moderations, rankings, speech.

use bytes::Bytes;
use hyper::Response;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use serde_json::{Value, json};
use uuid::Uuid;

use super::AdmittedRequest;
use crate::http::{Body, full_body, json_response};
use crate::object::JsonObject;
use crate::response::JsonResponse;
use crate::route::ModelEndpoint;

/// The largest `n`.
const MAX_IMAGES: u64 = 10;
/// The seconds that a mocked transcription reports.
pub(super) const SECONDS: f64 = 1.0;
/// The categories of a moderation.
const CATEGORIES: [&str; 13] = [
    "harassment",
    "harassment/threatening",
    "hate",
    "hate/threatening",
    "illicit",
    "illicit/violent",
    "self-harm",
    "self-harm/instructions",
    "self-harm/intent",
    "sexual",
    "sexual/minors",
    "violence",
    "violence/graphic",
];

/// Returns the response to an admitted request; `text` is the `mock_response`.
pub(super) fn respond(admitted: &AdmittedRequest, text: &str, created: i64) -> Response<Body> {
    let json = |body: Value| json_response(&JsonResponse::from(body));
    match admitted.endpoint {
        ModelEndpoint::Images | ModelEndpoint::ImageEdits => json(images(admitted, text, created)),
        ModelEndpoint::Moderations => json(moderations(admitted)),
        ModelEndpoint::Rerank => json(ranking(&admitted.body)),
        ModelEndpoint::Speech => speech(admitted, Bytes::from(text.to_owned())),
        _ => transcription(admitted.body.get_str("response_format").unwrap_or("json"), text),
    }
}

/// Returns speech in the requested format.
pub(super) fn speech(admitted: &AdmittedRequest, audio: Bytes) -> Response<Body> {
    let format = admitted.body.get_str("response_format").unwrap_or("mp3");
    typed(&format!("audio/{}", if format == "mp3" { "mpeg" } else { format }), audio)
}

fn typed(content_type: &str, body: Bytes) -> Response<Body> {
    let mut response = Response::new(full_body(body));
    let content_type = HeaderValue::try_from(content_type);
    let content_type = content_type.unwrap_or_else(|_| HeaderValue::from_static("application/octet-stream"));
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    response
}

fn images(admitted: &AdmittedRequest, text: &str, created: i64) -> Value {
    let image = json!({ "b64_json": null, "revised_prompt": null, "url": text, "provider_specific_fields": null });
    let details = json!({ "image_tokens": 0, "text_tokens": 0 });
    json!({
        "created": created, "background": null, "data": vec![image; image_count(&admitted.body)], "output_format": null,
        "quality": null, "safety_identifier": null, "size": null, "svg_usage": null,
        "usage": { "total_tokens": 0, "input_tokens": 0, "input_tokens_details": details, "output_tokens": 0 },
    })
}

/// Returns the number of images that a request asks for.
pub(super) fn image_count(body: &JsonObject) -> usize {
    // The fields of a form are strings.
    let number = |n: &Value| n.as_u64().or_else(|| n.as_str()?.parse().ok());
    let requested = body.get("n").and_then(number).unwrap_or(1);
    usize::try_from(requested.clamp(1, MAX_IMAGES)).unwrap_or(1)
}

/// Flags nothing.
fn moderations(admitted: &AdmittedRequest) -> Value {
    let of = |value: Value| -> JsonObject {
        JsonObject(CATEGORIES.iter().map(|name| ((*name).to_owned(), value.clone())).collect())
    };
    let result = json!({
        "flagged": false, "categories": Value::from(of(json!(false))), "category_scores": Value::from(of(json!(0.0))),
        "category_applied_input_types": Value::from(of(json!([]))),
    });
    let count = admitted.body.get("input").and_then(Value::as_array).map_or(1, Vec::len);
    json!({
        "id": format!("modr-{}", Uuid::new_v4().simple()), "model": admitted.response_model, "results": vec![result; count],
    })
}

/// Ranks the documents by the words that they share with the query.
fn ranking(body: &JsonObject) -> Value {
    let words = |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_lowercase).collect() };
    let query = words(body.get_str("query").unwrap_or_default());
    let documents = body.get("documents").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let text =
        |document: &Value| document.as_str().or_else(|| document.get("text")?.as_str()).unwrap_or_default().to_owned();
    let mut scores: Vec<(usize, f64)> = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        let own = words(&text(document));
        let shared = query.iter().filter(|word| own.contains(word)).count();
        #[expect(clippy::cast_precision_loss, reason = "no query has 2^53 words")]
        scores.push((index, shared as f64 / query.len().max(1) as f64));
    }
    scores.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    let most = body.get("top_n").and_then(Value::as_u64).and_then(|count| usize::try_from(count).ok());
    scores.truncate(most.unwrap_or(scores.len()));
    let returns_documents = body.get_bool("return_documents");
    let results = scores.into_iter().map(|(index, score)| {
        let mut result = JsonObject::from_json(json!({ "index": index, "relevance_score": score }));
        if let Some(document) = documents.get(index).filter(|_| returns_documents) {
            result.set("document", json!({ "text": text(document) }));
        }
        Value::from(result)
    });
    let units = json!({ "billed_units": { "search_units": 1 }, "tokens": null });
    json!({ "id": Uuid::new_v4().to_string(), "results": results.collect::<Value>(), "meta": units })
}

/// Returns the response to a transcription of an upstream server. LiteLLM puts what is not JSON into JSON.
pub(super) fn upstream_transcription(admitted: &AdmittedRequest, bytes: &[u8]) -> Response<Body> {
    let format = admitted.body.get_str("response_format").unwrap_or("json");
    let parsed = serde_json::from_slice(bytes).ok().filter(|_| matches!(format, "json" | "verbose_json"));
    let Some(Value::Object(heard)) = parsed else {
        let text = String::from_utf8_lossy(bytes);
        return json_response(&JsonResponse::from(json!({ "text": text, "usage": null })));
    };
    let names = ["text", "usage", "language", "duration", "words", "segments"];
    let names = names.iter().take(if format == "json" { 2 } else { names.len() });
    let fields = names.map(|name| ((*name).to_owned(), heard.get(*name).cloned().unwrap_or_default()));
    json_response(&JsonResponse::from(Value::Object(fields.collect())))
}

fn transcription(format: &str, text: &str) -> Response<Body> {
    let plain = |text: String| typed("text/plain; charset=utf-8", Bytes::from(text));
    match format {
        "text" => plain(format!("{text}\n")),
        "srt" => plain(format!("1\n00:00:00,000 --> 00:00:01,000\n{text}\n\n")),
        "vtt" => plain(format!("WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n{text}\n\n")),
        "verbose_json" => {
            let segment = json!({ "id": 0, "start": 0.0, "end": SECONDS, "text": text });
            let body = json!({
                "task": "transcribe", "language": "english", "duration": SECONDS, "text": text, "segments": [segment],
            });
            json_response(&JsonResponse::from(body))
        }
        _ => json_response(&JsonResponse::from(json!({ "text": text }))),
    }
}
