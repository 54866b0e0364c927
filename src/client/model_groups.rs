//! Model groups: the deployments that share a public name, seen as one model.

use reqwest::Method;
use serde::Deserialize;

use super::{Call, Client, Lossless};

/// The model groups resource of a [`Client`].
#[derive(Debug)]
pub struct ModelGroups<'a>(pub(super) &'a Client);

/// A group.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct ModelGroup {
    /// The public name.
    pub model_group: String,
    /// `chat`, `embedding`, …
    #[serde(default)]
    pub mode: Option<String>,
    /// Dollars for a token of input.
    #[serde(default)]
    pub input_cost_per_token: Option<f64>,
    /// Dollars for a token of output.
    #[serde(default)]
    pub output_cost_per_token: Option<f64>,
}

impl ModelGroups<'_> {
    /// Groups that the key may call: `GET /model_group/info`.
    pub fn info(&self) -> Call<Vec<Lossless<ModelGroup>>> {
        Call::data(self.0, Method::GET, &["model_group", "info"])
    }
}
