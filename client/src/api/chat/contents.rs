//! The parts of a message other than text: reasoning, images, audio, the older kind of function call.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use super::chunk::Delta;
use super::message::{Content, Message};
use super::tools::{FunctionCall, ToolCall};

impl Message {
    /// Returns the model's refusal: `refusal`, or where servers move it in a response that is not streamed.
    pub fn refusal_text(&self) -> Option<&str> {
        refusal_of(self.refusal.as_deref(), &self.extra)
    }

    /// Returns the text of the model's reasoning: `reasoning_content`, or `reasoning` of some providers.
    pub fn reasoning(&self) -> Option<&str> {
        let other = || self.extra.get("reasoning").and_then(Value::as_str);
        self.reasoning_content.as_deref().or_else(other).filter(|text| !text.is_empty())
    }

    /// Returns the text of the audio in the message.
    pub fn transcript(&self) -> Option<&str> {
        self.audio()?.get("transcript")?.as_str().filter(|text| !text.is_empty())
    }

    /// Returns the fields of the audio in the message.
    pub fn audio(&self) -> Option<&Map<String, Value>> {
        self.extra.get("audio")?.as_object().filter(|audio| !audio.is_empty())
    }

    /// Returns the number of images in the message: in `images`, or among the parts of its content.
    pub fn image_count(&self) -> usize {
        let listed = self.extra.get("images").and_then(Value::as_array).map_or(0, Vec::len);
        let parts = match &self.content {
            Some(Content::Parts(parts)) => parts.iter().filter(|part| part.kind.contains("image")).count(),
            _ => 0,
        };
        listed.saturating_add(parts)
    }

    /// Returns the images and the audio in the message.
    pub fn media(&self) -> Vec<Media> {
        let parts = match &self.content {
            Some(Content::Parts(parts)) => parts.as_slice(),
            _ => &[],
        };
        let listed = self.extra.get("images").and_then(Value::as_array).into_iter().flatten();
        let in_parts = parts.iter().filter_map(|part| part.fields.get("image_url"));
        let urls = listed.filter_map(|image| image.get("image_url")).chain(in_parts);
        let mut media: Vec<Media> =
            urls.filter_map(|image| image.get("url").unwrap_or(image).as_str()).map(Media::at).collect();
        let audio = self.audio().and_then(|audio| audio.get("data")?.as_str()).filter(|data| !data.is_empty());
        media.extend(audio.and_then(|data| STANDARD.decode(data).ok()).map(Media::Audio));
        media
    }

    /// Returns the `function_call` of models and providers that have no tool calls.
    pub fn function_call(&self) -> Option<FunctionCall> {
        let call = self.extra.get("function_call").filter(|call| call.is_object())?;
        serde_json::from_value(call.clone()).ok().filter(|call: &FunctionCall| !call.is_empty())
    }
}

/// An image or audio in a model's message.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Media {
    /// An image: its content type and its bytes.
    Image(String, Vec<u8>),
    /// An image that is stored at this URL, which may be on any server.
    ImageUrl(String),
    /// Audio, in the format that the request named.
    Audio(Vec<u8>),
}

impl Media {
    fn at(url: &str) -> Self {
        let data = url.strip_prefix("data:").and_then(|data| data.split_once(";base64,"));
        match data.and_then(|(content_type, data)| Some((content_type, STANDARD.decode(data).ok()?))) {
            Some((content_type, bytes)) => Self::Image(content_type.to_owned(), bytes),
            None => Self::ImageUrl(url.to_owned()),
        }
    }
}

impl Delta {
    /// Returns what the piece adds to the model's refusal.
    pub fn refusal_text(&self) -> Option<&str> {
        refusal_of(self.refusal.as_deref(), &self.extra)
    }
}

fn refusal_of<'a>(refusal: Option<&'a str>, extra: &'a Map<String, Value>) -> Option<&'a str> {
    let moved = || extra.get("provider_specific_fields")?.get("refusal")?.as_str();
    refusal.or_else(moved).filter(|text| !text.is_empty())
}

impl ToolCall {
    /// Returns the name of the function or custom tool, and its arguments or input.
    pub fn name_and_input(&self) -> (&str, &str) {
        let custom = self.extra.get("custom").filter(|_| self.function.is_empty());
        let of_custom = |name: &str| custom.and_then(|custom| custom.get(name)?.as_str()).unwrap_or_default();
        match custom {
            Some(_) => (of_custom("name"), of_custom("input")),
            None => (&self.function.name, &self.function.arguments),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn media_are_decoded() {
        let image = json!({"image_url": {"url": "data:image/png;base64,iVBORw=="}});
        let message = json!({"images": [image, {"image_url": {"url": "https://a/b.png"}}], "audio": {"data": "UklGRg=="},
            "content": [{"type": "image_url", "image_url": {"url": "data:image/jpeg;base64,/9j/"}}]});
        let message: Message = serde_json::from_value(message).expect("a message");
        assert_eq!(
            message.media(),
            [
                Media::Image("image/png".to_owned(), b"\x89PNG".to_vec()),
                Media::ImageUrl("https://a/b.png".to_owned()),
                Media::Image("image/jpeg".to_owned(), b"\xff\xd8\xff".to_vec()),
                Media::Audio(b"RIFF".to_vec()),
            ]
        );
    }

    #[test]
    fn contents_other_than_text_are_found() {
        let read = |message: Value| serde_json::from_value::<Message>(message).expect("a message");
        let message = read(json!({"reasoning": "hm", "audio": {"id": "a", "transcript": "hello"}, "images": [{}, {}],
            "content": [{"type": "image_url", "image_url": {"url": "data:"}}, {"type": "text", "text": "t"}],
            "function_call": {"name": "f", "arguments": "{}"},
            "tool_calls": [{"id": "c", "type": "custom", "custom": {"name": "grep", "input": "x"}},
                           {"id": "d", "function": {"name": "g", "arguments": "1"}}]}));
        assert_eq!((message.reasoning(), message.transcript()), (Some("hm"), Some("hello")));
        assert_eq!((message.image_count(), message.text().as_ref()), (3, "t"));
        let call = message.function_call().expect("a call");
        assert_eq!((call.name.as_str(), call.arguments.as_str()), ("f", "{}"));
        let calls: Vec<_> = message.tool_calls.iter().map(ToolCall::name_and_input).collect();
        assert_eq!(calls, [("grep", "x"), ("g", "1")]);
        let moved = read(json!({"content": null, "provider_specific_fields": {"refusal": "No."}}));
        assert_eq!((moved.refusal_text(), message.refusal_text()), (Some("No."), None));
        let nothing = read(json!({"reasoning_content": "", "audio": null, "images": null, "function_call": {}}));
        assert_eq!((nothing.reasoning(), nothing.audio(), nothing.image_count()), (None, None, 0));
        assert!(nothing.function_call().is_none());
    }
}
