//! [`Form`]: `multipart/form-data` bodies, for endpoints that accept files.

use std::io;
use std::path::PathBuf;

use bytes::Bytes;
use serde_json::{Map, Value};

use super::upload::{FilePiece, Piece, Upload};

/// Fields and files to send as `multipart/form-data`, in order.
#[derive(Clone, Default)]
pub struct Form {
    parts: Vec<Part>,
}

#[derive(Clone)]
struct Part {
    name: String,
    file: Option<(String, String)>,
    content: Piece,
}

impl Form {
    /// Creates an empty form.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a field.
    #[must_use]
    pub fn text(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parts.push(Part { name: name.into(), file: None, content: Piece::Bytes(value.into().into()) });
        self
    }

    /// Adds the fields of an object. A list is sent as `NAME[]` several times, an object as JSON.
    #[must_use]
    pub(crate) fn extra(self, fields: &Map<String, Value>) -> Self {
        let plain = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        fields.iter().fold(self, |form, (name, value)| match value {
            Value::Array(items) => items.iter().fold(form, |form, item| form.text(format!("{name}[]"), plain(item))),
            value => form.text(name, plain(value)),
        })
    }

    /// Adds a file, as `application/octet-stream`.
    #[must_use]
    pub fn file(self, name: impl Into<String>, file_name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        self.file_of_type(name, file_name, "application/octet-stream", bytes)
    }

    /// Adds a file with a content type.
    #[must_use]
    pub fn file_of_type(
        mut self,
        name: impl Into<String>,
        file_name: impl Into<String>,
        content_type: impl Into<String>,
        bytes: impl Into<Bytes>,
    ) -> Self {
        let file = Some((file_name.into(), content_type.into()));
        self.parts.push(Part { name: name.into(), file, content: Piece::Bytes(bytes.into()) });
        self
    }

    /// Adds a file with a content type, whose content is read while the request is sent, and not held in memory. Each attempt
    /// to send the request reads it again; a file that has become shorter by then is an error.
    ///
    /// # Errors
    /// If there is no such file, or if it is not a regular file, whose length is known.
    pub fn file_at(
        mut self,
        name: impl Into<String>,
        file_name: impl Into<String>,
        content_type: impl Into<String>,
        path: impl Into<PathBuf>,
    ) -> io::Result<Self> {
        let content = Piece::File(FilePiece::new(path.into())?);
        let file = Some((file_name.into(), content_type.into()));
        self.parts.push(Part { name: name.into(), file, content });
        Ok(self)
    }

    /// Returns the content type and the body.
    pub(crate) fn encode(&self) -> (String, Upload) {
        let boundary = uuid::Uuid::new_v4().simple().to_string();
        let mut body = Vec::new();
        let mut pieces = Vec::new();
        for part in &self.parts {
            let mut head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"", quoted(&part.name));
            if let Some((file_name, content_type)) = &part.file {
                head.push_str(&format!(
                    "; filename=\"{}\"\r\nContent-Type: {}",
                    quoted(file_name),
                    content_type.replace(['\r', '\n'], "")
                ));
            }
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(b"\r\n\r\n");
            match &part.content {
                Piece::Bytes(bytes) => body.extend_from_slice(bytes),
                Piece::File(_) => {
                    pieces.push(Piece::Bytes(std::mem::take(&mut body).into()));
                    pieces.push(part.content.clone());
                }
            }
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        pieces.push(Piece::Bytes(body.into()));
        (format!("multipart/form-data; boundary={boundary}"), Upload(pieces))
    }
}

impl std::fmt::Debug for Form {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.parts.iter().map(|part| &part.name)).finish()
    }
}

/// Escapes a name as browsers do.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_content_types_cannot_break_out_of_a_part() {
        let form =
            Form::new().text("purpose", "batch").file_of_type("f\"\r\n", "ü.jsonl", "text/plain\r\nX: y", "{}\n");
        let (kind, body) = form.encode();
        let boundary = kind.strip_prefix("multipart/form-data; boundary=").expect("a boundary");
        let text = String::from_utf8(body.without_files().to_vec()).expect("text");
        assert_eq!(
            text.replace(boundary, "B"),
            "--B\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n\
             --B\r\nContent-Disposition: form-data; name=\"f%22%0D%0A\"; filename=\"ü.jsonl\"\r\n\
             Content-Type: text/plainX: y\r\n\r\n{}\n\r\n--B--\r\n"
        );
    }
}
