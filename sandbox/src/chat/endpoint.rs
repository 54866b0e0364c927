//! What distinguishes the endpoints that run a model: names, required fields, and the path at the upstream server.

use crate::route::ModelEndpoint;

/// The properties of an endpoint.
#[derive(Debug)]
pub(super) struct Properties {
    /// The path under which activity is counted and to which requests are forwarded.
    pub(super) path: &'static str,
    /// The name that refusals begin with.
    pub(super) name: &'static str,
    /// LiteLLM's name for its calls.
    pub(super) call_type: &'static str,
    /// The fields that every request needs, in the order in which they are checked.
    pub(super) required: &'static [&'static str],
}

const fn properties(
    path: &'static str,
    name: &'static str,
    call_type: &'static str,
    required: &'static [&'static str],
) -> Properties {
    Properties { path, name, call_type, required }
}

const CHAT: Properties = properties("/chat/completions", "/chat/completions", "acompletion", &["messages"]);
const EMBEDDINGS: Properties = properties("/embeddings", "/embeddings", "aembedding", &["input"]);
const COMPLETIONS: Properties = properties("/completions", "/completions", "atext_completion", &["prompt"]);
const RESPONSES: Properties = properties("/responses", "/responses", "aresponses", &["input"]);
const MESSAGES: Properties =
    properties("/messages", "anthropic_messages", "anthropic_messages", &["max_tokens", "messages"]);
const IMAGES: Properties = properties("/images/generations", "/image/generations", "aimage_generation", &["prompt"]);
const IMAGE_EDITS: Properties = properties("/images/edits", "/images/edits", "aimage_edit", &[]);
const MODERATIONS: Properties = properties("/moderations", "/moderations", "amoderation", &["input"]);
const RERANK: Properties = properties("/rerank", "/rerank", "arerank", &["query", "documents", "model"]);
const SPEECH: Properties = properties("/audio/speech", "/audio/speech", "aspeech", &["input", "model"]);
const TRANSCRIPTIONS: Properties = properties("/audio/transcriptions", "/audio/transcriptions", "atranscription", &[]);

impl ModelEndpoint {
    pub(super) fn properties(self) -> &'static Properties {
        match self {
            Self::Chat => &CHAT,
            Self::Embeddings => &EMBEDDINGS,
            Self::Completions => &COMPLETIONS,
            Self::Responses => &RESPONSES,
            Self::Messages => &MESSAGES,
            Self::Images => &IMAGES,
            Self::ImageEdits => &IMAGE_EDITS,
            Self::Moderations => &MODERATIONS,
            Self::Rerank => &RERANK,
            Self::Speech => &SPEECH,
            Self::Transcriptions => &TRANSCRIPTIONS,
        }
    }

    /// Returns whether a request can ask for a stream of text.
    pub(super) fn can_stream(self) -> bool {
        matches!(self, Self::Chat | Self::Completions | Self::Responses | Self::Messages)
    }
}
