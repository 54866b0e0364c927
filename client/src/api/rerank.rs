//! Ranking of documents by how well they fit a query: `/rerank`.

use std::borrow::Borrow;

use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::core::{Call, Client, Lossless};

/// The rerank resource of a [`Client`].
#[derive(Debug, Clone, Copy)]
pub struct Rerank<'a>(pub(super) &'a Client);

impl Client {
    /// Ranking of documents: `/rerank`.
    pub fn rerank(&self) -> Rerank<'_> {
        Rerank(self)
    }
}

/// A request for a ranking.
#[derive(Clone, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct RerankRequest {
    /// Public name of the model.
    pub model: String,
    /// The query that documents are ranked by.
    pub query: String,
    /// The documents: strings, or objects with a field `text`.
    pub documents: Vec<Value>,
    /// How many of the best are returned; all by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub top_n: Option<u64>,
    /// Any other field of the endpoint, such as `return_documents`.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

crate::core::secret::masked_debug!(RerankRequest);

crate::core::options::setters! { RerankRequest {
    ..extra [model, query, documents];
    u64: top_n;
} }

impl RerankRequest {
    /// Returns a request to a model, by public name.
    pub fn new(
        model: impl Into<String>,
        query: impl Into<String>,
        documents: impl IntoIterator<Item = impl Into<Value>>,
    ) -> Self {
        Self {
            model: model.into(),
            query: query.into(),
            documents: documents.into_iter().map(Into::into).collect(),
            top_n: None,
            extra: Map::new(),
        }
    }
}

/// Documents by rank.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct RerankResponse {
    /// The documents, the best first.
    #[serde(default)]
    pub results: Vec<RankedDocument>,
}

/// A document in a ranking.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct RankedDocument {
    /// Its index in the request.
    pub index: u64,
    /// How well it fits; more is better, mostly 0 to 1.
    pub relevance_score: f64,
}

impl Rerank<'_> {
    /// Ranks documents: `POST /rerank`, in Cohere's shape.
    ///
    /// ```no_run
    /// # async fn run(client: litellm_proxy_client::Client) -> Result<(), litellm_proxy_client::Error> {
    /// use litellm_proxy_client::rerank::RerankRequest;
    ///
    /// let request = RerankRequest::new("rerank-v3.5", "capital of France", ["Berlin", "Paris"]).top_n(1_u64);
    /// for document in &client.rerank().create(request).await?.results {
    ///     println!("{} {}", document.index, document.relevance_score);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn create(self, request: impl Borrow<RerankRequest>) -> Call<Lossless<RerankResponse>> {
        Call::new(self.0, Method::POST, &["rerank"]).json(request.borrow())
    }
}
