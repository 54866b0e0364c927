//! The forms in which audio files are sent, `multipart/form-data`.

use bytes::Bytes;
use hyper::header::{CONTENT_TYPE, HeaderMap};
use serde_json::{Value, json};

use crate::object::JsonObject;

/// Returns the fields of a form; a file is represented by its size.
pub(crate) fn parse(headers: &HeaderMap, bytes: &Bytes) -> Value {
    let boundary = boundary(headers);
    let mut form = JsonObject::default();
    let delimiter = format!("--{}", boundary.unwrap_or_default());
    for part in split(bytes, delimiter.as_bytes()).into_iter().filter(|_| boundary.is_some()) {
        // The part that follows the last delimiter is `--`.
        let Some(end) = find(part, b"\r\n\r\n") else { continue };
        let (head, value) = part.split_at(end);
        let value = value.strip_prefix(b"\r\n\r\n").and_then(|value| value.strip_suffix(b"\r\n")).unwrap_or_default();
        let head = String::from_utf8_lossy(head);
        let Some(name) = parameter(&head, "name") else { continue };
        match parameter(&head, "filename") {
            Some(file) => form.set(&name, json!({ "filename": file, "size": value.len() })),
            None => form.set(&name, String::from_utf8_lossy(value).into_owned()),
        }
    }
    form.into()
}

/// Returns a form in which another model is named; files and all other fields stay as they are.
pub(crate) fn with_model(headers: &HeaderMap, bytes: &Bytes, model: &str) -> Vec<u8> {
    let delimiter = format!("--{}", boundary(headers).unwrap_or_default());
    let mut form = Vec::with_capacity(bytes.len());
    for part in split(bytes, delimiter.as_bytes()) {
        form.extend_from_slice(delimiter.as_bytes());
        let head = find(part, b"\r\n\r\n").and_then(|end| part.get(..end));
        let is_model = |head: &&[u8]| parameter(&String::from_utf8_lossy(head), "name").as_deref() == Some("model");
        match head.filter(is_model) {
            Some(head) => form.extend([head, b"\r\n\r\n", model.as_bytes(), b"\r\n"].concat()),
            None => form.extend_from_slice(part),
        }
    }
    // The last delimiter is followed by `--`.
    form.extend_from_slice(delimiter.as_bytes());
    form.extend_from_slice(b"--\r\n");
    form
}

fn boundary(headers: &HeaderMap) -> Option<&str> {
    let content_type =
        headers.get(CONTENT_TYPE)?.to_str().ok().filter(|value| value.starts_with("multipart/form-data"))?;
    let (_, boundary) = content_type.split_once("boundary=")?;
    Some(boundary.split(';').next().unwrap_or_default().trim().trim_matches('"'))
}

/// Returns a parameter of the part's `Content-Disposition`.
fn parameter(head: &str, name: &str) -> Option<String> {
    let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with("content-disposition:"))?;
    let (_, rest) = line.split_once(&format!("; {name}=\""))?;
    Some(rest.split_once('"')?.0.to_owned())
}

fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|window| window == needle)
}

/// Returns what is between the delimiters.
fn split<'a>(mut bytes: &'a [u8], delimiter: &[u8]) -> Vec<&'a [u8]> {
    let mut parts = Vec::new();
    let mut is_first = true;
    while let Some(place) = find(bytes, delimiter) {
        let (part, rest) = bytes.split_at(place);
        if !is_first {
            parts.push(part);
        }
        is_first = false;
        bytes = rest.strip_prefix(delimiter).unwrap_or_default();
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use hyper::header::HeaderValue;

    #[test]
    fn forms_are_read_with_the_size_of_their_file() {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("multipart/form-data; boundary=xyz"));
        let body = "--xyz\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nm\r\n--xyz\r\nContent-Disposition: form-data; \
                    name=\"file\"; filename=\"a.wav\"\r\nContent-Type: audio/wav\r\n\r\n12\r\n\r\n34\r\n--xyz--\r\n";
        let form = parse(&headers, &Bytes::from(body));
        assert_eq!(form, json!({ "model": "m", "file": { "filename": "a.wav", "size": 8 } }));
        assert_eq!(parse(&HeaderMap::new(), &Bytes::from(body)), json!({}));
        let other = with_model(&headers, &Bytes::from(body), "other");
        assert_eq!(String::from_utf8(other).unwrap(), body.replacen("\r\n\r\nm\r\n", "\r\n\r\nother\r\n", 1));
    }
}
