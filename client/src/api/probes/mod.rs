//! Probes: one small request that shows whether a deployment does what it should, and how fast. Every probe calls a model, which
//! may cost money; retries of the server and of this client are switched off, so the first error is the result.

mod judge;
mod measure;
mod requests;

use std::time::{Duration, Instant};

pub use self::measure::{MeasuredStream, measure};
use self::requests::Body;
use crate::core::{CallInfo, Client, Error, RetryPolicy};

/// How much later than the server's own timeout this client gives up.
const GRACE: Duration = Duration::from_secs(5);

/// What is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Probe {
    /// A chat completion.
    Chat,
    /// A streamed chat completion.
    Stream,
    /// A chat completion that must call a tool.
    Tools,
    /// A chat completion whose answer must be JSON.
    Json,
    /// A chat completion about an image of one pixel.
    Vision,
    /// A text completion: `/completions`.
    Completion,
    /// An embedding.
    Embedding,
    /// A response: `/responses`.
    Responses,
    /// A moderation.
    Moderation,
    /// A ranking of two documents.
    Rerank,
    /// Speech from a word.
    Speech,
    /// A transcription of a fifth of a second of silence.
    Transcription,
    /// An image, which costs more than the others.
    Image,
}

impl Probe {
    /// All probes, those of chat models first.
    pub const ALL: [Self; 13] = [
        Self::Chat,
        Self::Stream,
        Self::Tools,
        Self::Json,
        Self::Vision,
        Self::Completion,
        Self::Embedding,
        Self::Responses,
        Self::Moderation,
        Self::Rerank,
        Self::Speech,
        Self::Transcription,
        Self::Image,
    ];

    /// Returns the name, such as `chat` or `speech`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chat => "chat",
            Self::Stream => "stream",
            Self::Tools => "tools",
            Self::Json => "json",
            Self::Vision => "vision",
            Self::Completion => "completion",
            Self::Embedding => "embedding",
            Self::Responses => "responses",
            Self::Moderation => "moderation",
            Self::Rerank => "rerank",
            Self::Speech => "speech",
            Self::Transcription => "transcription",
            Self::Image => "image",
        }
    }

    /// Returns the first probe of a deployment of this mode, such as `chat` or `audio_speech`; `None` for modes without one.
    pub fn of_mode(mode: &str) -> Option<Self> {
        Some(match mode {
            "chat" => Self::Chat,
            "completion" => Self::Completion,
            "embedding" => Self::Embedding,
            "responses" => Self::Responses,
            "moderation" => Self::Moderation,
            "rerank" => Self::Rerank,
            "audio_speech" => Self::Speech,
            "audio_transcription" => Self::Transcription,
            "image_generation" => Self::Image,
            _ => return None,
        })
    }

    /// Returns whether it is a chat completion of some kind.
    pub fn is_of_chat(self) -> bool {
        matches!(self, Self::Chat | Self::Stream | Self::Tools | Self::Json | Self::Vision)
    }

    /// Returns whether it is about an ability that chat models may lack: tool calls, JSON, vision.
    pub fn is_ability(self) -> bool {
        matches!(self, Self::Tools | Self::Json | Self::Vision)
    }

    /// Returns the most input and output tokens of the request. `None` if it is not billed by tokens alone.
    pub fn worst_tokens(self) -> Option<(u64, u64)> {
        match self {
            Self::Speech | Self::Transcription | Self::Image | Self::Rerank => None,
            Self::Embedding | Self::Moderation => Some((requests::INPUT_TOKENS, 0)),
            Self::Vision => Some((requests::VISION_TOKENS, requests::OUTPUT_TOKENS)),
            Self::Tools | Self::Json => Some((requests::INPUT_TOKENS, requests::LONGER_OUTPUT_TOKENS)),
            _ => Some((requests::INPUT_TOKENS, requests::OUTPUT_TOKENS)),
        }
    }
}

/// What a probe that succeeded has shown.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Probed {
    /// The time until the response was complete.
    pub total: Duration,
    /// The time to the first content of a stream: text, reasoning or a tool call. Chunks with only a role do not count.
    pub first_content: Option<Duration>,
    /// Input tokens, by the usage of the response.
    pub input_tokens: Option<u64>,
    /// Output tokens, by the usage of the response.
    pub output_tokens: Option<u64>,
    /// The cost in dollars that the server reports. It reports none for streams, and none of 0.
    pub cost: Option<f64>,
    /// Something else that the response shows, such as `3 dimensions`.
    pub detail: Option<String>,
    /// The headers of the response.
    pub call_info: CallInfo,
}

/// Why a probe failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProbeError {
    /// The request failed.
    #[error(transparent)]
    Failed(#[from] Error),
    /// The request succeeded, but the response is not what it should be.
    #[error("{0}")]
    Wrong(String),
    /// A stream took longer than the timeout.
    #[error("no complete response within {} s", .0.as_secs_f64())]
    Late(Duration),
}

impl ProbeError {
    /// Returns the reason as one line, with the cause if it is known; see [`Error::failure_line`].
    pub fn line(&self) -> String {
        match self {
            Self::Failed(error) => error.failure_line(),
            other => other.to_string(),
        }
    }
}

/// Probes of a [`Client`]'s models.
#[derive(Debug, Clone, Copy)]
pub struct Probes<'a>(&'a Client);

impl Client {
    /// Probes of models. Each costs what a small request costs.
    pub fn probes(&self) -> Probes<'_> {
        Probes(self)
    }
}

impl Probes<'_> {
    /// Runs one probe of a model, by public name or by the id of a deployment: a deployment that is called by id is not
    /// replaced by another of its group, and answers during a cooldown. `timeout` is also sent to the server.
    ///
    /// # Errors
    /// The error of the request, or what is wrong with its response.
    pub async fn run(self, probe: Probe, model: &str, timeout: Duration) -> Result<Probed, ProbeError> {
        let started = Instant::now();
        let sent = requests::of(probe, model, timeout);
        let patience = timeout.saturating_add(GRACE);
        if let Body::Stream(request) = &sent.body {
            let call = self.0.chat().completions().stream(&**request).timeout(patience).retry(RetryPolicy::never());
            let measured = tokio::time::timeout(patience, measure(call, started));
            let measured = measured.await.map_err(|_| ProbeError::Late(timeout))?;
            return judge::stream(measured?);
        }
        let call = self.0.http().request("POST", sent.path).timeout(patience).retry(RetryPolicy::never());
        let call = match &sent.body {
            Body::Json(json) => call.json(json),
            Body::Form(form) => call.multipart(form),
            Body::Stream(_) => call,
        };
        let response = call.raw().await?;
        let total = started.elapsed();
        judge::response(probe, &response, total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mode_has_a_probe_of_its_own() {
        let modes = ["chat", "completion", "embedding", "responses", "moderation", "rerank", "audio_speech"];
        for mode in modes.into_iter().chain(["audio_transcription", "image_generation"]) {
            assert!(Probe::of_mode(mode).is_some(), "{mode}");
        }
        assert_eq!(Probe::of_mode("video_generation"), None);
        let mut names: Vec<_> = Probe::ALL.iter().map(|probe| probe.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Probe::ALL.len());
    }
}
