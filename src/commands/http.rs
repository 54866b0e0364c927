//! `http request`: sends a request to any endpoint and prints the response.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use clap::{Args, Subcommand};
use serde_json::value::RawValue;

use crate::config::describe_io;
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::stdin;
use litellm_proxy_client::StreamingResponse;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Send a request to any endpoint
    Request(Request),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let Self::Request(args) = self;
        args.run(context).await
    }
}

const AFTER_HELP: &str = "\
JSON is indented, text is unchanged, and server-sent events are printed as they arrive. Responses
other than 2xx are printed too, and set the exit code.

Examples:
  litellm-proxy http request GET /models
  litellm-proxy http request POST /chat/completions -j @request.json
  litellm-proxy http request POST /key/generate -j @key.json --include";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Request {
    /// HTTP method
    method: String,
    /// Path and query, appended to the base URL
    uri: String,
    /// Body, sent as JSON if it is valid JSON; @FILE or @- to read it
    #[arg(short, long, value_name = "DATA", conflicts_with = "json")]
    data: Option<String>,
    /// JSON body; @FILE or @- to read it
    #[arg(short, long, value_name = "JSON")]
    json: Option<String>,
    /// Header (can be repeated)
    #[arg(short = 'H', long, value_name = "KEY:VALUE")]
    header: Vec<String>,
    /// Print the status line and headers first
    #[arg(long)]
    include: bool,
    /// Write the response body to this file
    #[arg(long, value_name = "FILE")]
    output_file: Option<PathBuf>,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Request {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let mut call = context.client()?.http().request(&self.method, &self.uri);
        if let Some(json) = &self.json {
            let text = context.arguments.json_text("--json", json)?;
            call = call.body(text).header("content-type", "application/json");
        }
        if let Some(data) = &self.data {
            let bytes = match data.strip_prefix('@') {
                Some(path) if !path.starts_with('@') => context.arguments.file(path)?,
                Some(literal) => literal.as_bytes().to_vec(),
                None => data.clone().into_bytes(),
            };
            // JSON is sent as written; for other bodies the user sets the content type.
            let is_json = serde_json::from_slice::<&RawValue>(&bytes).is_ok();
            call = call.body(bytes);
            if is_json {
                call = call.header("content-type", "application/json");
            }
        }
        if !self.method.eq_ignore_ascii_case("get") {
            let option = if self.json.is_some() { "--json" } else { "--data" };
            stdin::warn_if_unread(context, &format!("standard input was not read; send it with {option} @-"));
        }
        for header in &self.header {
            let (name, value) = header.split_once(':').ok_or_else(|| Failure::Usage {
                message: "--header takes KEY:VALUE, but the argument has no `:`".to_owned(),
                hint: None,
            })?;
            call = call.header(name.trim(), value.trim());
        }
        context
            .perform(self.dry_run, call, async |context, call| {
                let file = self.output_file.as_deref().map(ResponseFile::open).transpose()?;
                let mut response = call.open().await?;
                if self.include {
                    print_head(context, &response)?;
                }
                let body = match file {
                    Some(file) if response.status().is_success() => {
                        file.save(&mut response).await?;
                        Vec::new()
                    }
                    _ => print_body(context, &mut response).await?,
                };
                response.error(&body).map_or(Ok(Outcome::Done), |error| Err(error.into()))
            })
            .await
    }
}

fn print_head(context: &mut Context, response: &StreamingResponse) -> Result<()> {
    let mut head = format!("HTTP {}\n", response.status());
    for (name, value) in response.headers() {
        head.push_str(&format!("{name}: {}\n", String::from_utf8_lossy(value.as_bytes())));
    }
    head.push('\n');
    context.output.prose(&head)
}

/// The file to write the response to: opened before the request is sent, and unchanged if no response arrives.
struct ResponseFile {
    file: File,
    path: PathBuf,
    is_new: bool,
}

impl ResponseFile {
    fn open(path: &Path) -> Result<Self> {
        let is_new = !path.exists();
        let file =
            OpenOptions::new().write(true).create(true).truncate(false).open(path).map_err(|error| {
                Failure::usage(format!("cannot write `{}`: {}", path.display(), describe_io(&error)))
            })?;
        Ok(Self { file, path: path.to_owned(), is_new })
    }

    async fn save(mut self, response: &mut StreamingResponse) -> Result<()> {
        self.is_new = false;
        let cannot = || format!("cannot write {}", self.path.display());
        // Pipes and devices cannot be truncated.
        let _ = self.file.set_len(0);
        while let Some(chunk) = response.chunk().await? {
            self.file.write_all(&chunk).with_context(cannot)?;
        }
        Ok(())
    }
}

impl Drop for ResponseFile {
    fn drop(&mut self) {
        if self.is_new {
            // An empty file left behind is harmless.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// Prints the body according to its content type. Returns the body, or nothing if it was streamed.
async fn print_body(context: &mut Context, response: &mut StreamingResponse) -> Result<Vec<u8>> {
    let content_type = response
        .headers()
        .get("content-type")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_ascii_lowercase();
    let on_terminal = context.output.terminal().stdout_is_terminal;
    if response.status().is_success() && content_type.starts_with("text/event-stream") {
        let mut pending = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            if on_terminal {
                pending.extend_from_slice(&chunk);
                // Holds back a character that continues in the next chunk.
                let complete = match std::str::from_utf8(&pending) {
                    Err(error) if error.error_len().is_none() => error.valid_up_to(),
                    _ => pending.len(),
                };
                let text: Vec<u8> = pending.drain(..complete).collect();
                context.output.prose(&String::from_utf8_lossy(&text))?;
            } else {
                context.output.bytes(&chunk)?;
            }
            context.output.flush()?;
        }
        return Ok(Vec::new());
    }
    let body = response.bytes().await?;
    if body.is_empty() {
        return Ok(body);
    }
    match std::str::from_utf8(&body) {
        Ok(text) => {
            if let Ok(json) = serde_json::from_str::<&RawValue>(text) {
                context.output.value(&json)?;
            } else {
                context.output.prose(text)?;
                if !text.ends_with('\n') {
                    context.output.text("\n")?;
                }
            }
        }
        Err(_) if on_terminal => {
            anyhow::bail!(
                "the response is {} bytes of `{content_type}`, which a terminal cannot show; use --output-file FILE",
                body.len()
            );
        }
        Err(_) => context.output.bytes(&body)?,
    }
    Ok(body)
}
