//! `images`: pictures of a prompt, and changed pictures, into files.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Subcommand, ValueHint};
use litellm_proxy_client::reqwest::Url;
use serde_json::{Map, Value};

use super::other_fields::OtherFields;
use super::output_file::{self, OutputFile};
use super::text_input;
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::files::AtomicFile;
use crate::outcome::Outcome;
use litellm_proxy_client::images::{Image, ImageEditRequest, ImageFile, ImageRequest, ImageResponse};
use litellm_proxy_client::{Call, Lossless};

const EXAMPLES: &str = "\
Examples:
  litellm-proxy images generate gpt-image-1 \"A lighthouse at dusk\" -o lighthouse.png
  litellm-proxy images generate gpt-image-1 @prompt.txt --size 1024x1024 --n 2 -o a.png
  litellm-proxy images generate dall-e-3 \"A cat\" --download -o cat.png
  litellm-proxy images generate gpt-image-1 \"A cat\" --format json";

const EDIT_EXAMPLES: &str = "\
Examples:
  litellm-proxy images edit gpt-image-1 \"Add a hat\" --image photo.png -o with-hat.png
  litellm-proxy images edit gpt-image-1 @prompt.txt --image photo.png --mask hat.png -o hat-2.png
  litellm-proxy images edit gpt-image-1 \"A gift basket\" -i soap.png -i rose.png -o basket.png";

#[derive(Debug, Subcommand)]
#[command(after_help = EXAMPLES)]
pub(crate) enum Command {
    /// Generate images of a prompt
    Generate(Box<Generate>),
    /// Change images as a prompt says
    Edit(Box<Edit>),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        match self {
            Self::Generate(args) => args.run(context).await,
            Self::Edit(args) => args.run(context).await,
        }
    }
}

#[derive(Debug, Args)]
#[command(after_help = format!("\
Without -o, one image is written to a pipe, and none to a terminal. Several images are a-1.png,
a-2.png and so on. Some models send the URL of an image: it is printed, and fetched only with
--download, without your key. --format json prints the response.

{EXAMPLES}"))]
pub(crate) struct Generate {
    /// Model to call, such as gpt-image-1
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    model: String,
    /// What the image shows, @FILE, or - for standard input
    prompt: Option<String>,
    /// Width and height in pixels, such as 1024x1024
    #[arg(long, value_name = "SIZE")]
    size: Option<String>,
    /// Number of images
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=100))]
    n: Option<u64>,
    #[command(flatten)]
    destination: ImageOutput,
    #[command(flatten)]
    others: OtherFields,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Generate {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let prompt = text_input::read(context, self.prompt.as_deref(), "PROMPT")?;
        let mut request = ImageRequest::new(&self.model, prompt);
        (request.size, request.n) = (self.size.clone(), self.n);
        let others = self.others.read(context, &request, &[])?;
        request.extra.extend(others);
        let call = context.client()?.images().generate(&request);
        let count = request.n.or_else(|| request.extra.get("n")?.as_u64()).unwrap_or(1);
        self.destination.perform(context, self.dry_run, call, count).await
    }
}

#[derive(Debug, Args)]
#[command(after_help = format!("\
Images are png, jpeg, webp or gif files, as far as the model takes them. Where the mask is
transparent, the first image may be changed. -o works as for `images generate`.

{EDIT_EXAMPLES}"))]
pub(crate) struct Edit {
    /// Model to call, such as gpt-image-1
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    model: String,
    /// Description of the change, @FILE, or - for standard input
    prompt: Option<String>,
    /// Image to change, or - for standard input (repeatable)
    #[arg(short, long = "image", required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    images: Vec<String>,
    /// Image that is transparent where the first image may be changed
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    mask: Option<String>,
    /// Width and height in pixels, such as 1024x1024
    #[arg(long, value_name = "SIZE")]
    size: Option<String>,
    /// Number of images
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=100))]
    n: Option<u64>,
    #[command(flatten)]
    destination: ImageOutput,
    #[command(flatten)]
    others: OtherFields,
    #[command(flatten)]
    dry_run: DryRun,
}

/// Fields of an edit that the command sets itself, and how.
const OWN: [(&str, &str); 4] = [
    ("model", "the model is the first argument"),
    ("prompt", "the prompt is the second argument"),
    ("image", "--image sends images"),
    ("mask", "--mask sends the mask"),
];

/// The most that providers take, in bytes, is less.
const MAX_IMAGE: usize = 100 * 1024 * 1024;

impl Edit {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let prompt = text_input::read(context, self.prompt.as_deref(), "PROMPT")?;
        let images: Vec<ImageFile> = self.images.iter().map(|path| image(context, path)).collect::<Result<_>>()?;
        let mut images = images.into_iter();
        let first = images.next().context("no image")?;
        let mut request = ImageEditRequest::new(&self.model, prompt, first);
        request.images.extend(images);
        request.mask = self.mask.as_deref().map(|path| image(context, path)).transpose()?;
        (request.size, request.n) = (self.size.clone(), self.n);
        let size = self.size.iter().map(|size| ("size".to_owned(), size.as_str().into()));
        let typed: Map<String, Value> = size.chain(self.n.map(|n| ("n".to_owned(), n.into()))).collect();
        request.extra = self.others.read(context, &typed, &OWN)?;
        let call = context.client()?.images().edit(&request);
        let count = request.n.or_else(|| request.extra.get("n")?.as_u64()).unwrap_or(1);
        self.destination.perform(context, self.dry_run, call, count).await
    }
}

/// Reads an image.
fn image(context: &mut Context, path: &str) -> Result<ImageFile> {
    let path = path.strip_prefix('@').unwrap_or(path);
    let bytes = context.arguments.file(path)?;
    if bytes.is_empty() {
        return Err(Failure::usage(format!("`{path}` is empty")));
    }
    if bytes.len() > MAX_IMAGE {
        return Err(Failure::usage(format!("`{path}` has more than {} MB", MAX_IMAGE >> 20)));
    }
    let name = Path::new(path).file_name().filter(|_| path != "-");
    Ok(ImageFile::new(name.map_or_else(|| "image.png".into(), |name| name.to_string_lossy().into_owned()), bytes))
}

/// Where the images of a response go.
#[derive(Debug, Args)]
struct ImageOutput {
    #[command(flatten)]
    output: OutputFile,
    /// Fetch images that the server sends as URLs, without the key
    #[arg(long, requires = "output_file")]
    download: bool,
}

/// A file that waits for its image.
type Destination = (PathBuf, AtomicFile);

impl ImageOutput {
    /// Sends a request for so many images, and writes them.
    async fn perform(
        &self,
        context: &mut Context,
        dry_run: DryRun,
        call: Call<Lossless<ImageResponse>>,
        count: u64,
    ) -> Result<Outcome> {
        if context.is_sending(dry_run) && !context.output.is_chosen() {
            self.output.check_stdout(context, "an image")?;
            if count > 1 && self.output.path().is_none() {
                return Err(Failure::usage("several images do not fit into one pipe: -o FILE saves them"));
            }
        }
        context
            .perform(dry_run, call, async |context, call| {
                let destinations = self.destinations(count)?;
                let images = call.await?;
                self.use_images(context, &images, destinations).await
            })
            .await
    }

    /// Begins a file for each image, so that a path that cannot be written costs nothing.
    fn destinations(&self, count: u64) -> Result<Vec<Destination>> {
        let Some(path) = self.output.path() else { return Ok(Vec::new()) };
        (1..=count)
            .map(|number| {
                let path = if count == 1 { path.to_owned() } else { numbered(path, number) };
                let file = self.output.create(&path)?;
                Ok((path, file))
            })
            .collect()
    }

    async fn use_images(
        &self,
        context: &mut Context,
        images: &Lossless<ImageResponse>,
        destinations: Vec<Destination>,
    ) -> Result<Outcome> {
        if images.data.is_empty() {
            return Err(Failure::EmptyAnswer("the server sent no image".to_owned()).into());
        }
        if context.output.is_chosen() {
            context.output.value(images)?;
        }
        let Some(path) = self.output.path() else {
            return if context.output.is_chosen() { Ok(Outcome::Done) } else { print(context, images) };
        };
        let mut destinations = destinations.into_iter();
        let mut missing = 0;
        for (number, image) in (1..).zip(&images.data) {
            let (path, file) = if let Some(destination) = destinations.next() {
                destination
            } else {
                // The server sent more images than were asked for.
                let path = numbered(path, number);
                let file = self.output.create(&path)?;
                (path, file)
            };
            match self.bytes(context, image).await? {
                Some(bytes) => output_file::save(context, file, &path, &bytes)?,
                None => missing += 1,
            }
        }
        if missing > 0 {
            let message = "the server sent a URL in place of the image; --download fetches it, without your key";
            return Err(Failure::Refused(message.to_owned()).into());
        }
        Ok(Outcome::Done)
    }

    /// Returns the bytes of an image, fetched if that is allowed; else prints where it is.
    async fn bytes(&self, context: &mut Context, image: &Image) -> Result<Option<Vec<u8>>> {
        if let Some(bytes) = image.bytes() {
            return Ok(Some(bytes));
        }
        let Some(url) = image.url.as_deref().filter(|url| !url.is_empty()) else {
            return Err(Failure::EmptyAnswer("the server sent an image without data and URL".to_owned()).into());
        };
        if self.download {
            return download(context, url).await.map(Some);
        }
        if !context.output.is_chosen() {
            context.output.prose(&format!("{url}\n"))?;
        }
        Ok(None)
    }
}

/// Fetches an image from a server that the key is not for.
async fn download(context: &Context, url: &str) -> Result<Vec<u8>> {
    let is_web = |url: &Url| matches!(url.scheme(), "http" | "https");
    let parsed = Url::parse(url).ok().filter(is_web);
    let parsed = parsed.ok_or_else(|| Failure::Refused(format!("the server sent `{url}`, which is not a URL")))?;
    let client = context.unconfigured_builder(&parsed.origin().ascii_serialization())?.build()?;
    let mut response = client.http().request("GET", url).open().await.context("cannot fetch the image")?;
    let body = response.bytes().await?;
    match response.error(&body) {
        Some(error) => Err(anyhow::Error::from(error).context("cannot fetch the image")),
        None => Ok(body),
    }
}

/// Writes the image to stdout, or the URLs of images.
fn print(context: &mut Context, images: &ImageResponse) -> Result<Outcome> {
    let data: Vec<Vec<u8>> = images.data.iter().filter_map(Image::bytes).collect();
    match data.as_slice() {
        [] => {
            for url in images.data.iter().filter_map(|image| image.url.as_deref()) {
                context.output.prose(&format!("{url}\n"))?;
            }
            context.output.note("the server sent a URL in place of the image; --download -o FILE fetches it");
        }
        [first, others @ ..] => {
            context.output.bytes(first)?;
            if !others.is_empty() {
                context.output.warn(format_args!("the server sent {} images; -o FILE saves all", data.len()));
            }
        }
    }
    Ok(Outcome::Done)
}

/// Returns `a-2.png` for the second image of `a.png`.
fn numbered(path: &Path, number: u64) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let end = path.extension().map(|end| format!(".{}", end.to_string_lossy())).unwrap_or_default();
    path.with_file_name(format!("{stem}-{number}{end}"))
}
