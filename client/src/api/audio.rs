//! Speech from text, and text from speech: `/audio/*`.

use std::borrow::Borrow;

use bytes::Bytes;
use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::core::{Call, Client, Form, Lossless, RawResponse};

/// The audio resource of a [`Client`].
#[derive(Debug, Clone, Copy)]
pub struct Audio<'a>(pub(super) &'a Client);

impl Client {
    /// Speech and transcriptions: `/audio/*`.
    pub fn audio(&self) -> Audio<'_> {
        Audio(self)
    }
}

/// A request for speech.
///
/// ```
/// use litellm_proxy_client::audio::SpeechRequest;
///
/// let request = SpeechRequest::new("tts-1", "Good morning").voice("alloy").response_format("wav");
/// ```
#[derive(Clone, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct SpeechRequest {
    /// Public name of the model.
    pub model: String,
    /// The text to speak.
    pub input: String,
    /// The voice, such as `alloy`. Most providers require one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<String>,
    /// The format of the audio: `mp3`, `wav`, `opus`, …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response_format: Option<String>,
    /// Speed, 1 is normal.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
    pub speed: Option<f64>,
    /// Any other field of the endpoint.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

crate::core::secret::masked_debug!(SpeechRequest);

crate::core::options::setters! { SpeechRequest {
    ..extra [model, input];
    String: voice, response_format;
    f64: speed;
} }

impl SpeechRequest {
    /// Returns a request to a model, by public name.
    pub fn new(model: impl Into<String>, input: impl Into<String>) -> Self {
        Self {
            model: model.into(),
            input: input.into(),
            voice: None,
            response_format: None,
            speed: None,
            extra: Map::new(),
        }
    }
}

/// A request for what is said in audio.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct TranscriptionRequest {
    /// Public name of the model.
    pub model: String,
    /// The name of the file; providers recognize its type by the ending.
    pub file_name: String,
    /// The audio.
    pub audio: Bytes,
    /// The language that is spoken, such as `en`.
    pub language: Option<String>,
    /// Any other field of the endpoint, such as `prompt` or `response_format`. A list is sent as `NAME[]` several times.
    pub extra: Map<String, Value>,
}

impl TranscriptionRequest {
    /// Returns a request to a model, by public name.
    pub fn new(model: impl Into<String>, file_name: impl Into<String>, audio: impl Into<Bytes>) -> Self {
        Self {
            model: model.into(),
            file_name: file_name.into(),
            audio: audio.into(),
            language: None,
            extra: Map::new(),
        }
    }

    /// Sets the language that is spoken, such as `en`.
    #[must_use]
    pub fn language(self, language: impl Into<String>) -> Self {
        Self { language: Some(language.into()), ..self }
    }

    /// Sets any other field by name.
    #[must_use]
    pub fn extra(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.extra.insert(name.into(), value.into());
        self
    }

    fn form(&self) -> Form {
        let form = Form::new().text("model", &self.model);
        let form = self.language.iter().fold(form, |form, language| form.text("language", language));
        form.extra(&self.extra).file("file", &self.file_name, self.audio.clone())
    }
}

impl std::fmt::Debug for TranscriptionRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { model, file_name, audio, language, .. } = self;
        f.debug_struct("TranscriptionRequest")
            .field("model", model)
            .field("file_name", file_name)
            .field("bytes", &audio.len())
            .field("language", language)
            .finish_non_exhaustive()
    }
}

/// The transcript of a recording.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct Transcription {
    /// The text.
    pub text: String,
}

/// Reads a transcription; a subtitle format is text, which becomes the field `text`.
fn transcription(response: &RawResponse) -> serde_json::Result<Lossless<Transcription>> {
    response.json().or_else(|error| match std::str::from_utf8(&response.body) {
        Ok(text) if !text.trim_start().starts_with(['{', '[', '<']) => {
            serde_json::from_str(&json!({ "text": text }).to_string())
        }
        _ => Err(error),
    })
}

impl Audio<'_> {
    /// Generates speech: `POST /audio/speech`. Awaiting it returns the audio; [`Call::open`] returns it as it arrives.
    ///
    /// ```no_run
    /// # async fn run(client: litellm_proxy_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use litellm_proxy_client::audio::SpeechRequest;
    ///
    /// let audio = client.audio().speech(SpeechRequest::new("tts-1", "Good morning").voice("alloy")).await?;
    /// std::fs::write("morning.mp3", audio)?;
    /// # Ok(()) }
    /// ```
    pub fn speech(self, request: impl Borrow<SpeechRequest>) -> Call<Bytes> {
        let call = self.0.inner.request(Method::POST, &["audio", "speech"]);
        Call::with_decoder(call, self.0, |response| Ok(response.body.clone())).json(request.borrow())
    }

    /// Transcribes audio: `POST /audio/transcriptions`, as `multipart/form-data`. Servers respond with JSON in most cases
    /// even if another `response_format` is asked for; text is the field `text`.
    ///
    /// ```no_run
    /// # async fn run(client: litellm_proxy_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use litellm_proxy_client::audio::TranscriptionRequest;
    ///
    /// let audio = std::fs::read("morning.mp3")?;
    /// let said = client.audio().transcribe(TranscriptionRequest::new("whisper-1", "morning.mp3", audio)).await?;
    /// println!("{}", said.text);
    /// # Ok(()) }
    /// ```
    pub fn transcribe(self, request: impl Borrow<TranscriptionRequest>) -> Call<Lossless<Transcription>> {
        let call = self.0.inner.request(Method::POST, &["audio", "transcriptions"]);
        Call::with_decoder(call, self.0, transcription).multipart(&request.borrow().form())
    }
}
