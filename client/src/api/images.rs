//! Images: `/images/generations`.

use std::borrow::Borrow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::core::{Call, Client, Lossless};

/// The images resource of a [`Client`].
#[derive(Debug, Clone, Copy)]
pub struct Images<'a>(pub(super) &'a Client);

impl Client {
    /// Images: `/images/generations`.
    pub fn images(&self) -> Images<'_> {
        Images(self)
    }
}

/// A request for images.
///
/// ```
/// use litellm_proxy_client::images::ImageRequest;
///
/// let request = ImageRequest::new("gpt-image-1", "A lighthouse at dusk").size("1024x1024").n(2_u64);
/// ```
#[derive(Clone, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct ImageRequest {
    /// Public name of the model.
    pub model: String,
    /// The prompt: a description of the images.
    pub prompt: String,
    /// Number of images.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<u64>,
    /// Width and height in pixels, such as `1024x1024`, as far as the model supports it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<String>,
    /// `url` or `b64_json`. Some models always send the image itself, and refuse the field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response_format: Option<String>,
    /// The end user; LiteLLM tracks the spend of each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// Any other field of the endpoint.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

crate::core::secret::masked_debug!(ImageRequest);

crate::core::options::setters! { ImageRequest {
    ..extra [model, prompt];
    u64: n;
    String: size, response_format, user;
} }

impl ImageRequest {
    /// Returns a request to a model, by public name.
    pub fn new(model: impl Into<String>, prompt: impl Into<String>) -> Self {
        Self {
            model: model.into(),
            prompt: prompt.into(),
            n: None,
            size: None,
            response_format: None,
            user: None,
            extra: Map::new(),
        }
    }
}

/// Images for a request.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct ImageResponse {
    /// The images.
    #[serde(default)]
    pub data: Vec<Image>,
}

/// One image: its bytes, or where it is.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct Image {
    /// The bytes in base64.
    #[serde(default)]
    pub b64_json: Option<String>,
    /// Where the image is: on a server of the provider, which the client's key is not for; or a data URL with its bytes.
    #[serde(default)]
    pub url: Option<String>,
    /// The prompt as the provider changed it.
    #[serde(default)]
    pub revised_prompt: Option<String>,
}

impl Image {
    /// Returns the bytes of the image; `None` if the server sent only where it is, or what it sent is not base64.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        let of_url = || self.url.as_deref()?.strip_prefix("data:")?.split_once(";base64,").map(|(_, data)| data);
        STANDARD.decode(self.b64_json.as_deref().or_else(of_url)?).ok()
    }
}

impl Images<'_> {
    /// Generates images: `POST /images/generations`. Whether the response has their bytes or only URLs is up to the model
    /// and to `response_format`. The cost is in the [`CallInfo`](crate::CallInfo) of [`Call::raw`].
    ///
    /// ```no_run
    /// # async fn run(client: litellm_proxy_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use litellm_proxy_client::images::ImageRequest;
    ///
    /// let images = client.images().generate(ImageRequest::new("gpt-image-1", "A lighthouse at dusk")).await?;
    /// if let Some(bytes) = images.data.first().and_then(|image| image.bytes()) {
    ///     std::fs::write("lighthouse.png", bytes)?;
    /// }
    /// # Ok(()) }
    /// ```
    pub fn generate(self, request: impl Borrow<ImageRequest>) -> Call<Lossless<ImageResponse>> {
        Call::new(self.0, Method::POST, &["images", "generations"]).json(request.borrow())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn bytes_are_read_from_base64_and_data_urls() {
        let bytes = |image: Value| serde_json::from_value::<Image>(image).expect("an image").bytes();
        assert_eq!(bytes(json!({"b64_json": "aGk=", "url": null})), Some(b"hi".to_vec()));
        assert_eq!(bytes(json!({"url": "data:image/png;base64,aGk="})), Some(b"hi".to_vec()));
        assert_eq!(bytes(json!({"url": "https://example.com/image.png"})), None);
        assert_eq!(bytes(json!({"b64_json": "?"})), None);
    }
}
