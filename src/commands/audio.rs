//! `audio`: speech from text, and text from speech.

use std::path::Path;

use anyhow::Result;
use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Subcommand, ValueHint};
use serde_json::{Map, Value};

use super::http::copy_body;
use super::other_fields::OtherFields;
use super::output_file::{self, OutputFile};
use super::text_input;
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use litellm_proxy_client::audio::{SpeechRequest, TranscriptionRequest};

/// The most that providers take, in bytes, is less.
const MAX_AUDIO: usize = 100 * 1024 * 1024;

#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  litellm-proxy audio speech tts-1 \"Hello\" --voice alloy -o hello.mp3
  litellm-proxy audio transcribe whisper-1 morning.mp3
  litellm-proxy audio transcribe whisper-1 morning.mp3 --format json")]
pub(crate) enum Command {
    /// Turn text into speech
    Speech(Box<Speech>),
    /// Print what is said in an audio file
    Transcribe(Box<Transcribe>),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        match self {
            Self::Speech(args) => args.run(context).await,
            Self::Transcribe(args) => args.run(context).await,
        }
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
Without -o, the audio goes to a pipe; it is never written to a terminal.

Examples:
  litellm-proxy audio speech tts-1 \"Good morning\" --voice alloy -o good-morning.mp3
  litellm-proxy audio speech tts-1 @question.txt --voice alloy -p response_format=wav -o question.wav
  echo Hello | litellm-proxy audio speech tts-1 --voice alloy > hello.mp3")]
pub(crate) struct Speech {
    /// Model to call, such as tts-1
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    model: String,
    /// Text to speak, @FILE, or - for standard input
    text: Option<String>,
    /// Voice that speaks, such as alloy; most providers require one
    #[arg(long, value_name = "VOICE")]
    voice: Option<String>,
    #[command(flatten)]
    output: OutputFile,
    #[command(flatten)]
    others: OtherFields,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Speech {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let text = text_input::read(context, self.text.as_deref(), "TEXT")?;
        let mut request = SpeechRequest::new(&self.model, text);
        request.voice = self.voice;
        let others = self.others.read(context, &request, &[])?;
        request.extra.extend(others);
        if context.is_sending(self.dry_run) {
            self.output.check_stdout(context, "audio")?;
        }
        let call = context.client()?.audio().speech(&request);
        context
            .perform(self.dry_run, call, async |context, call| {
                let path = self.output.path();
                let file = path.map(|path| self.output.create(path)).transpose()?;
                let mut response = call.open().await?;
                if !response.status().is_success() {
                    let body = response.bytes().await?;
                    return response.error(&body).map_or(Ok(Outcome::Done), |error| Err(error.into()));
                }
                match file.zip(path) {
                    Some((file, path)) => output_file::save_response(context, file, path, &mut response).await?,
                    None => drop(copy_body(context, &mut response).await?),
                }
                Ok(Outcome::Done)
            })
            .await
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
Prints what is said; --format json prints the response. The type of the audio is known by the name
of the file; for standard input it is found from the content.

Examples:
  litellm-proxy audio transcribe whisper-1 morning.mp3
  litellm-proxy audio transcribe whisper-1 morning.mp3 --language en --format json
  litellm-proxy audio transcribe whisper-1 morning.mp3 -p prompt=LiteLLM > morning.txt
  cat morning.mp3 | litellm-proxy audio transcribe whisper-1 -")]
pub(crate) struct Transcribe {
    /// Model to call, such as whisper-1
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    model: String,
    /// Audio file, or - for standard input
    #[arg(value_hint = ValueHint::FilePath)]
    file: String,
    /// Language that is spoken, such as en
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<String>,
    #[command(flatten)]
    others: OtherFields,
    #[command(flatten)]
    dry_run: DryRun,
}

/// Fields of a transcription that the command sets itself, and how.
const OWN: [(&str, &str); 3] = [
    ("model", "the model is the first argument"),
    ("file", "the file is the second argument"),
    ("stream", "the transcription is printed as a whole"),
];

impl Transcribe {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let path = self.file.strip_prefix('@').unwrap_or(&self.file);
        let audio = context.arguments.file(path)?;
        if audio.is_empty() {
            return Err(Failure::usage(format!("`{path}` is empty")));
        }
        if audio.len() > MAX_AUDIO {
            return Err(Failure::usage(format!("`{path}` has more than {} MB", MAX_AUDIO >> 20)));
        }
        let name = if path == "-" { format!("audio.{}", ending(&audio)) } else { file_name(path) };
        let mut request = TranscriptionRequest::new(&self.model, name, audio);
        request.language = self.language;
        let typed: Map<String, Value> =
            request.language.iter().map(|language| ("language".to_owned(), language.as_str().into())).collect();
        request.extra = self.others.read(context, &typed, &OWN)?;
        let call = context.client()?.audio().transcribe(&request);
        context
            .perform(self.dry_run, call, async |context, call| {
                let said = call.await?;
                if context.output.is_for_people() {
                    context.output.prose(said.text.trim_end_matches('\n'))?;
                    context.output.prose("\n")?;
                    return Ok(Outcome::Done);
                }
                context.output.value(&said)
            })
            .await
    }
}

fn file_name(path: &str) -> String {
    Path::new(path).file_name().map_or_else(|| path.to_owned(), |name| name.to_string_lossy().into_owned())
}

/// Returns the usual ending of the name of such a file.
fn ending(audio: &[u8]) -> &'static str {
    match audio {
        [b'R', b'I', b'F', b'F', ..] => "wav",
        [b'f', b'L', b'a', b'C', ..] => "flac",
        [b'O', b'g', b'g', b'S', ..] => "ogg",
        [0x1a, 0x45, 0xdf, 0xa3, ..] => "webm",
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => "m4a",
        _ => "mp3",
    }
}
