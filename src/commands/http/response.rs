//! Prints the response of `http request`: the head, and the body as it arrives.

use std::io::Write as _;
use std::path::Path;

use anyhow::Result;
use serde_json::value::RawValue;

use crate::context::Context;
use crate::files::{self, AtomicFile};
use crate::output::Output;
use litellm_proxy_client::StreamingResponse;

/// A longer body is printed as it arrives, and JSON in it is not laid out.
const MAX_COLLECTED: usize = 2 * 1024 * 1024;

pub(super) fn print_head(context: &mut Context, response: &StreamingResponse) -> Result<()> {
    let mut head = format!("HTTP {}\n", response.status());
    for (name, value) in response.headers() {
        head.push_str(&format!("{name}: {}\n", String::from_utf8_lossy(value.as_bytes())));
    }
    head.push('\n');
    context.output.prose_aside(&head)
}

/// Writes the body to the file as it arrives. Only a whole body gets the file's name.
pub(super) async fn save(mut file: AtomicFile, path: &Path, response: &mut StreamingResponse) -> Result<()> {
    let cannot = |error: std::io::Error| files::cannot("write", path, &error);
    while let Some(chunk) = response.chunk().await? {
        file.write_all(&chunk).map_err(cannot)?;
    }
    file.commit().map_err(cannot)
}

/// What a body holds, by its content type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Json,
    /// Server-sent events and any other text.
    Text,
    Bytes,
    Unknown,
}

impl Kind {
    fn of(content_type: &str) -> Self {
        const TEXT: [&str; 9] = [
            "xml",
            "yaml",
            "x-yaml",
            "javascript",
            "x-javascript",
            "x-ndjson",
            "jsonl",
            "toml",
            "x-www-form-urlencoded",
        ];
        let media_type = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let (class, name) = media_type.split_once('/').unwrap_or_default();
        let suffix = name.rsplit('+').next().unwrap_or_default();
        match (class, name) {
            ("", _) => Self::Unknown,
            ("application", "json") => Self::Json,
            _ if suffix == "json" && name != suffix => Self::Json,
            ("text", _) => Self::Text,
            ("application", _) if TEXT.contains(&name) || TEXT.contains(&suffix) => Self::Text,
            _ => Self::Bytes,
        }
    }

    /// Returns whether a body is read before it is printed, so that JSON can be laid out.
    fn is_collected(self, output: &Output) -> bool {
        matches!(self, Self::Json | Self::Unknown) || self == Self::Text && output.is_chosen()
    }
}

/// Prints the body, in small pieces if it is long. Returns its beginning, which describes a refusal.
pub(super) async fn print_body(context: &mut Context, response: &mut StreamingResponse) -> Result<Vec<u8>> {
    let content_type = response.headers().get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let content_type = content_type.to_owned();
    let kind = Kind::of(&content_type);
    let output = &mut context.output;
    let mut printer = Printer { output, kind, content_type: &content_type, pending: Vec::new(), last: b'\n' };
    let mut beginning = Vec::new();
    let is_event_stream = content_type.to_ascii_lowercase().starts_with("text/event-stream");
    if kind.is_collected(printer.output) && !is_event_stream {
        let is_whole = if printer.output.is_chosen() {
            beginning = response.bytes().await?;
            true
        } else {
            collect(response, &mut beginning).await?
        };
        if is_whole {
            let text = std::str::from_utf8(&beginning);
            if let Some(json) = text.ok().and_then(|text| serde_json::from_str::<&RawValue>(text).ok()) {
                printer.output.value(&json)?;
            } else {
                printer.print(&beginning)?;
                printer.end()?;
            }
            return Ok(beginning);
        }
        printer.print(&beginning)?;
    }
    while let Some(chunk) = response.chunk().await? {
        let missing = MAX_COLLECTED.saturating_sub(beginning.len());
        if !response.status().is_success() {
            beginning.extend_from_slice(chunk.get(..missing).unwrap_or(&chunk));
        }
        printer.print(&chunk)?;
        printer.output.flush()?;
        if printer.output.is_closed() {
            // Nobody reads the rest.
            return Ok(beginning);
        }
    }
    printer.end()?;
    Ok(beginning)
}

/// Prints the bytes of the body as they arrive, on a terminal too. Returns its beginning, which describes a refusal.
pub(in crate::commands) async fn copy_body(context: &mut Context, response: &mut StreamingResponse) -> Result<Vec<u8>> {
    let mut beginning = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        let missing = MAX_COLLECTED.saturating_sub(beginning.len());
        if !response.status().is_success() {
            beginning.extend_from_slice(chunk.get(..missing).unwrap_or(&chunk));
        }
        context.output.bytes(&chunk)?;
        context.output.flush()?;
        if context.output.is_closed() {
            break;
        }
    }
    Ok(beginning)
}

/// Reads the body until it is too long to be held in memory. Returns whether all of it was read.
async fn collect(response: &mut StreamingResponse, body: &mut Vec<u8>) -> Result<bool> {
    while body.len() <= MAX_COLLECTED {
        match response.chunk().await? {
            Some(chunk) => body.extend_from_slice(&chunk),
            None => return Ok(true),
        }
    }
    Ok(false)
}

/// Prints a body piece by piece.
struct Printer<'a> {
    output: &'a mut Output,
    kind: Kind,
    content_type: &'a str,
    /// The beginning of a character that continues in the next piece. On a terminal only.
    pending: Vec<u8>,
    /// The last byte that was printed.
    last: u8,
}

impl Printer<'_> {
    fn print(&mut self, piece: &[u8]) -> Result<()> {
        self.last = piece.last().copied().unwrap_or(self.last);
        if !self.output.terminal().stdout_is_terminal {
            return self.output.bytes(piece);
        }
        self.pending.extend_from_slice(piece);
        let (complete, is_text) = match std::str::from_utf8(&self.pending) {
            Ok(text) => (text.len(), !text.contains('\0')),
            Err(error) if error.error_len().is_none() => (error.valid_up_to(), true),
            Err(_) => (self.pending.len(), false),
        };
        if !is_text && self.kind != Kind::Text {
            anyhow::bail!(
                "the response is bytes of `{}`, which a terminal cannot show; use --output-file FILE or a pipe",
                self.content_type
            );
        }
        let text: Vec<u8> = self.pending.drain(..complete).collect();
        self.output.prose(&String::from_utf8_lossy(&text))
    }

    /// Ends text with a new line.
    fn end(&mut self) -> Result<()> {
        let rest = std::mem::take(&mut self.pending);
        self.output.prose(&String::from_utf8_lossy(&rest))?;
        let is_text =
            self.kind != Kind::Bytes && (self.kind != Kind::Unknown || self.output.terminal().stdout_is_terminal);
        if is_text && self.last != b'\n' { self.output.text("\n") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn content_types_tell_text_from_bytes() {
        for (content_type, kind) in [
            ("application/json", Kind::Json),
            ("Application/JSON; charset=utf-8", Kind::Json),
            ("application/problem+json", Kind::Json),
            ("application/x-ndjson", Kind::Text),
            ("text/event-stream; charset=utf-8", Kind::Text),
            ("text/plain", Kind::Text),
            ("application/atom+xml", Kind::Text),
            ("image/png", Kind::Bytes),
            ("audio/mpeg", Kind::Bytes),
            ("application/octet-stream", Kind::Bytes),
            ("application/x-jsonish", Kind::Bytes),
            ("", Kind::Unknown),
            ("nonsense", Kind::Unknown),
        ] {
            assert_eq!(Kind::of(content_type), kind, "{content_type}");
        }
    }
}
