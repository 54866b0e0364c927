//! Embeddings: `/embeddings`.

use std::borrow::{Borrow, Cow};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use crate::api::chat::Usage;
use crate::core::fields::{integer, lenient, string_or_number};
use crate::core::{Call, Client, Lossless};

/// The embeddings resource of a [`Client`].
#[derive(Debug, Clone, Copy)]
pub struct Embeddings<'a>(pub(super) &'a Client);

impl Client {
    /// Embeddings: `/embeddings`.
    pub fn embeddings(&self) -> Embeddings<'_> {
        Embeddings(self)
    }
}

crate::core::string_enum::string_enum! {
    /// How the server sends vectors. They are [read](Embedding::embedding) in either way.
    EncodingFormat {
        /// Numbers in JSON.
        Float = "float",
        /// The bytes of the numbers in base64, a quarter of the size.
        Base64 = "base64",
    }
}

/// The input of an embedding. Created from a string, a list of strings, or tokens.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum EmbeddingInput {
    /// A string.
    One(String),
    /// Strings.
    Many(Vec<String>),
    /// The tokens of one string.
    Tokens(Vec<u32>),
    /// The tokens of several strings.
    TokenLists(Vec<Vec<u32>>),
}

macro_rules! input {
    ($([$($generics:tt)*] $source:ty, $input:ident => $value:expr;)+) => {$(
        impl<$($generics)*> From<$source> for EmbeddingInput {
            fn from($input: $source) -> Self {
                $value
            }
        }
    )+};
}
input! {
    [] &str, text => EmbeddingInput::One(text.to_owned());
    [] String, text => EmbeddingInput::One(text);
    [] &String, text => EmbeddingInput::One(text.clone());
    [] Cow<'_, str>, text => EmbeddingInput::One(text.into_owned());
    [] Vec<String>, list => EmbeddingInput::Many(list);
    [] &Vec<String>, list => EmbeddingInput::Many(list.clone());
    [] &[String], list => EmbeddingInput::Many(list.to_vec());
    [] Vec<&str>, list => EmbeddingInput::Many(list.into_iter().map(str::to_owned).collect());
    [] &[&str], list => EmbeddingInput::Many(list.iter().map(|text| (*text).to_owned()).collect());
    [const N: usize] [&str; N], list => EmbeddingInput::Many(list.map(str::to_owned).into());
    [const N: usize] [String; N], list => EmbeddingInput::Many(list.into());
    [] Vec<u32>, tokens => EmbeddingInput::Tokens(tokens);
    [] Vec<Vec<u32>>, lists => EmbeddingInput::TokenLists(lists);
}

/// A request for embeddings.
///
/// ```
/// use litellm_proxy_client::embeddings::{EmbeddingRequest, EncodingFormat};
///
/// let request = EmbeddingRequest::new("text-embedding-3-small", ["Hello", "Good morning"])
///     .dimensions(256)
///     .encoding_format(EncodingFormat::Base64);
/// ```
#[derive(Clone, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct EmbeddingRequest {
    /// Public name of the model.
    pub model: String,
    /// The input.
    pub input: EmbeddingInput,
    /// Length of the vectors, if the model supports several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dimensions: Option<u64>,
    /// How the server sends vectors. Providers may ignore it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding_format: Option<EncodingFormat>,
    /// The end user; LiteLLM tracks the spend of each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// Any other field of the endpoint.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

crate::core::secret::masked_debug!(EmbeddingRequest);

crate::core::options::setters! { EmbeddingRequest {
    ..extra [model, input];
    u64: dimensions;
    EncodingFormat: encoding_format;
    String: user;
} }

impl EmbeddingRequest {
    /// Returns a request to a model, by public name.
    pub fn new(model: impl Into<String>, input: impl Into<EmbeddingInput>) -> Self {
        Self {
            model: model.into(),
            input: input.into(),
            dimensions: None,
            encoding_format: None,
            user: None,
            extra: Map::new(),
        }
    }
}

/// Embeddings of the inputs of a request.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct EmbeddingResponse {
    /// An embedding for each input; see [`Embedding::index`].
    pub data: Vec<Embedding>,
    /// Name of the model.
    #[serde(default, deserialize_with = "string_or_number")]
    pub model: Option<String>,
    /// Tokens used.
    #[serde(default, deserialize_with = "lenient")]
    pub usage: Option<Usage>,
}

/// The embedding of one input.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct Embedding {
    /// The vector. Numbers in base64, little-endian and of 32 bits, are decoded.
    #[serde(deserialize_with = "vector")]
    pub embedding: Vec<f32>,
    /// Index of the input.
    #[serde(default, deserialize_with = "integer")]
    pub index: Option<u64>,
}

/// Deserializes numbers, or the base64 of their bytes.
fn vector<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<f32>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Vector {
        Numbers(Vec<f32>),
        Base64(String),
    }
    let text = match Vector::deserialize(deserializer) {
        Ok(Vector::Numbers(numbers)) => return Ok(numbers),
        Ok(Vector::Base64(text)) => text,
        Err(_) => return Err(D::Error::custom("expected a list of numbers, or their bytes in base64")),
    };
    let bytes = STANDARD.decode(text).map_err(|error| D::Error::custom(format_args!("not base64: {error}")))?;
    let (numbers, rest) = bytes.as_chunks::<4>();
    if !rest.is_empty() {
        return Err(D::Error::custom(format_args!("{} bytes are not a whole number of 32-bit floats", bytes.len())));
    }
    Ok(numbers.iter().map(|number| f32::from_le_bytes(*number)).collect())
}

impl Embeddings<'_> {
    /// Creates embeddings: `POST /embeddings`. The cost is in the [`CallInfo`](crate::CallInfo) of [`Call::raw`].
    ///
    /// ```no_run
    /// # async fn run(client: litellm_proxy_client::Client) -> Result<(), litellm_proxy_client::Error> {
    /// use litellm_proxy_client::embeddings::EmbeddingRequest;
    ///
    /// let request = EmbeddingRequest::new("text-embedding-3-small", ["Hello", "Good morning"]);
    /// let response = client.embeddings().create(request).await?;
    /// for embedding in &response.data {
    ///     println!("{:?} {} numbers", embedding.index, embedding.embedding.len());
    /// }
    /// # Ok(()) }
    /// ```
    pub fn create(self, request: impl Borrow<EmbeddingRequest>) -> Call<Lossless<EmbeddingResponse>> {
        Call::new(self.0, Method::POST, &["embeddings"]).json(request.borrow())
    }
}
