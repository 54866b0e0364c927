//! Moderations, which say whether text is harmful: `/moderations`.

use std::borrow::Borrow;

use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::core::fields::null_as_default;
use crate::core::{Call, Client, Lossless};

/// The moderations resource of a [`Client`].
#[derive(Debug, Clone, Copy)]
pub struct Moderations<'a>(pub(super) &'a Client);

impl Client {
    /// Moderations: `/moderations`.
    pub fn moderations(&self) -> Moderations<'_> {
        Moderations(self)
    }
}

/// A request for a moderation.
#[derive(Clone, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct ModerationRequest {
    /// The inputs, each of which gets a result.
    pub input: Vec<String>,
    /// Public name of the model. Without one, servers ask OpenAI, which takes a key in their environment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Any other field of the endpoint.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

crate::core::secret::masked_debug!(ModerationRequest);

crate::core::options::setters! { ModerationRequest {
    ..extra [input];
    String: model;
} }

impl ModerationRequest {
    /// Returns a request about several inputs.
    pub fn new(input: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { input: input.into_iter().map(Into::into).collect(), model: None, extra: Map::new() }
    }
}

/// The results of a moderation.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct ModerationResponse {
    /// A result for each input, in their order.
    #[serde(default)]
    pub results: Vec<Moderation>,
}

/// The verdict on one input.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Moderation {
    /// Whether the input is harmful.
    pub flagged: bool,
    /// Whether it belongs to each of the categories, such as `violence`.
    #[serde(default, deserialize_with = "null_as_default")]
    pub categories: Map<String, Value>,
    /// How sure the model is of each category, 0 to 1.
    #[serde(default, deserialize_with = "null_as_default")]
    pub category_scores: Map<String, Value>,
}

impl Moderation {
    /// Returns the names of the categories that the input belongs to.
    pub fn flagged_categories(&self) -> impl Iterator<Item = &str> {
        let is_flagged = |value: &Value| value.as_bool() == Some(true);
        self.categories.iter().filter(move |(_, value)| is_flagged(value)).map(|(name, _)| name.as_str())
    }
}

impl Moderations<'_> {
    /// Creates moderations: `POST /moderations`.
    ///
    /// ```no_run
    /// # async fn run(client: litellm_proxy_client::Client) -> Result<(), litellm_proxy_client::Error> {
    /// use litellm_proxy_client::moderations::ModerationRequest;
    ///
    /// let request = ModerationRequest::new(["How are you?"]).model("omni-moderation-latest");
    /// let is_flagged = client.moderations().create(request).await?.results.iter().any(|result| result.flagged);
    /// # Ok(()) }
    /// ```
    pub fn create(self, request: impl Borrow<ModerationRequest>) -> Call<Lossless<ModerationResponse>> {
        Call::new(self.0, Method::POST, &["moderations"]).json(request.borrow())
    }
}
