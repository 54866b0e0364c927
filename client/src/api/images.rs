//! Images: `/images/generations` and `/images/edits`.

use std::borrow::Borrow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::core::{Call, Client, Form, Lossless};

/// The images resource of a [`Client`].
#[derive(Debug, Clone, Copy)]
pub struct Images<'a>(pub(super) &'a Client);

impl Client {
    /// Images: `/images/generations` and `/images/edits`.
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

/// An image file to send.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct ImageFile {
    /// The name of the file.
    pub name: String,
    /// The image.
    pub bytes: Bytes,
}

impl ImageFile {
    /// Returns a file with a name.
    pub fn new(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self { name: name.into(), bytes: bytes.into() }
    }

    /// Returns the type of the image by its content. Providers refuse files of an unknown type.
    fn content_type(&self) -> &'static str {
        match self.bytes.as_ref() {
            [0x89, b'P', b'N', b'G', ..] => "image/png",
            [0xff, 0xd8, 0xff, ..] => "image/jpeg",
            [b'G', b'I', b'F', b'8', ..] => "image/gif",
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
            _ => "application/octet-stream",
        }
    }
}

impl std::fmt::Debug for ImageFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ImageFile").field("name", &self.name).field("bytes", &self.bytes.len()).finish()
    }
}

/// A request for changed images.
///
/// ```
/// use litellm_proxy_client::images::{ImageEditRequest, ImageFile};
///
/// let image = ImageFile::new("cat.png", b"the bytes of the file".to_vec());
/// let request = ImageEditRequest::new("gpt-image-1", "Give the cat a hat", image).size("1024x1024").n(2);
/// ```
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct ImageEditRequest {
    /// Public name of the model.
    pub model: String,
    /// The prompt: a description of the change.
    pub prompt: String,
    /// The images to change.
    pub images: Vec<ImageFile>,
    /// Where the first image may be changed: where this one is transparent.
    pub mask: Option<ImageFile>,
    /// Number of images in the response.
    pub n: Option<u64>,
    /// Width and height in pixels, such as `1024x1024`, as far as the model supports it.
    pub size: Option<String>,
    /// Any other field of the endpoint, such as `quality`. A list is sent as `NAME[]` several times.
    pub extra: Map<String, Value>,
}

impl ImageEditRequest {
    /// Returns a request to a model, by public name, to change an image.
    pub fn new(model: impl Into<String>, prompt: impl Into<String>, image: ImageFile) -> Self {
        Self {
            model: model.into(),
            prompt: prompt.into(),
            images: vec![image],
            mask: None,
            n: None,
            size: None,
            extra: Map::new(),
        }
    }

    /// Adds another image, for models that take several.
    #[must_use]
    pub fn image(mut self, image: ImageFile) -> Self {
        self.images.push(image);
        self
    }

    /// Sets where the first image may be changed: where the mask is transparent.
    #[must_use]
    pub fn mask(self, mask: ImageFile) -> Self {
        Self { mask: Some(mask), ..self }
    }

    /// Sets the number of images in the response.
    #[must_use]
    pub fn n(self, n: u64) -> Self {
        Self { n: Some(n), ..self }
    }

    /// Sets width and height in pixels, such as `1024x1024`.
    #[must_use]
    pub fn size(self, size: impl Into<String>) -> Self {
        Self { size: Some(size.into()), ..self }
    }

    /// Sets any other field by name.
    #[must_use]
    pub fn extra(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.extra.insert(name.into(), value.into());
        self
    }

    fn form(&self) -> Form {
        let mut form = Form::new().text("model", &self.model).text("prompt", &self.prompt);
        if let Some(n) = self.n {
            form = form.text("n", n.to_string());
        }
        if let Some(size) = &self.size {
            form = form.text("size", size);
        }
        form = form.extra(&self.extra);
        let files = self.images.iter().map(|image| ("image", image));
        files.chain(self.mask.iter().map(|mask| ("mask", mask))).fold(form, |form, (name, file)| {
            form.file_of_type(name, &file.name, file.content_type(), file.bytes.clone())
        })
    }
}

impl std::fmt::Debug for ImageEditRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { model, images, mask, n, size, .. } = self;
        f.debug_struct("ImageEditRequest")
            .field("model", model)
            .field("images", images)
            .field("mask", mask)
            .field("n", n)
            .field("size", size)
            .finish_non_exhaustive()
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

    /// Changes images: `POST /images/edits`, as `multipart/form-data`. Whether the response has their bytes or only URLs is up
    /// to the model and to `response_format`.
    ///
    /// ```no_run
    /// # async fn run(client: litellm_proxy_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use litellm_proxy_client::images::{ImageEditRequest, ImageFile};
    ///
    /// let cat = ImageFile::new("cat.png", std::fs::read("cat.png")?);
    /// let images = client.images().edit(ImageEditRequest::new("gpt-image-1", "Give the cat a hat", cat)).await?;
    /// if let Some(bytes) = images.data.first().and_then(|image| image.bytes()) {
    ///     std::fs::write("cat-with-hat.png", bytes)?;
    /// }
    /// # Ok(()) }
    /// ```
    pub fn edit(self, request: impl Borrow<ImageEditRequest>) -> Call<Lossless<ImageResponse>> {
        Call::new(self.0, Method::POST, &["images", "edits"]).multipart(&request.borrow().form())
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
