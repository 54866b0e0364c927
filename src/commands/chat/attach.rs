//! Attachments: reads the files that `--attach` names, within bounds. What they are is found in the client library.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use anyhow::Result;
use clap::{Args, ValueEnum};
use sha2::{Digest as _, Sha256};

use crate::config::describe_io;
use crate::context::Context;
use crate::failure::Failure;
use litellm_proxy_client::chat::{FileType, Part};

/// The largest file.
const MAX_FILE: u64 = 20 << 20;
/// The most of all files together.
const MAX_TOTAL: u64 = 50 << 20;

/// Options with files for the model.
#[derive(Debug, Args)]
pub(in crate::commands) struct Attachments {
    /// File for the model, its URL if it is an image, or - for standard input (repeatable)
    #[arg(short, long, value_name = "FILE|URL")]
    attach: Vec<String>,
    /// Content type of attachments whose content does not show it, such as audio/flac
    #[arg(long, value_name = "TYPE", value_parser = file_type, requires = "attach")]
    attach_type: Option<FileType>,
    /// How closely the model looks at images: low or high
    #[arg(long, value_name = "DETAIL", value_enum, hide_possible_values = true, requires = "attach")]
    detail: Option<Detail>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Detail {
    Low,
    High,
}

fn file_type(name: &str) -> Result<FileType, String> {
    FileType::named(name).ok_or_else(|| "not a content type, such as image/png or audio/flac".to_owned())
}

impl Attachments {
    /// Adds the files of a template.
    pub(super) fn extend(&mut self, files: Vec<String>) {
        self.attach.splice(0..0, files);
    }

    /// Reads the attachments.
    pub(in crate::commands) fn parts(&self, context: &mut Context) -> Result<Vec<Part>> {
        let mut total = 0;
        let mut parts = Vec::with_capacity(self.attach.len());
        for name in &self.attach {
            let part = self.part(context, name, &mut total)?;
            parts.push(match self.detail {
                Some(Detail::Low) => part.detail("low"),
                Some(Detail::High) => part.detail("high"),
                None => part,
            });
        }
        Ok(parts)
    }

    fn part(&self, context: &mut Context, name: &str, total: &mut u64) -> Result<Part> {
        if name.starts_with("https://") || name.starts_with("http://") {
            let is_image = match &self.attach_type {
                Some(given) => matches!(given, FileType::Image(_)),
                None => FileType::of_image_url(name).is_some(),
            };
            return if is_image { Ok(Part::image_url(name)) } else { Err(not_an_image(name)) };
        }
        let bytes = read(context, name)?;
        let size = bytes.len() as u64;
        *total += size;
        if bytes.is_empty() {
            return Err(Failure::usage(format!("{} is empty", described(name))));
        }
        if size > MAX_FILE {
            return Err(Failure::usage(format!(
                "{} is larger than {} MB, the limit of an attachment",
                described(name),
                MAX_FILE >> 20
            )));
        }
        if *total > MAX_TOTAL {
            return Err(Failure::usage(format!("the attachments are larger than {} MB together", MAX_TOTAL >> 20)));
        }
        let found = FileType::of_content(&bytes).or_else(|| self.attach_type.clone());
        let file_type = found.ok_or_else(|| unknown_type(name))?;
        let file_name =
            if name == "-" { Some("stdin") } else { Path::new(name).file_name().and_then(|name| name.to_str()) };
        Ok(Part::attachment(file_name.unwrap_or(name), &file_type, bytes))
    }
}

/// Reads a file, up to one byte more than is allowed.
fn read(context: &mut Context, name: &str) -> Result<Vec<u8>> {
    if name == "-" {
        return context.arguments.file("-");
    }
    let cannot = |error: &std::io::Error| Failure::usage(format!("cannot read `{name}`: {}", describe_io(error)));
    let file = File::open(name).map_err(|error| cannot(&error))?;
    let metadata = file.metadata().map_err(|error| cannot(&error))?;
    if metadata.is_dir() {
        return Err(Failure::usage(format!("`{name}` is a directory; attach the files in it one by one")));
    }
    if metadata.len() > MAX_FILE {
        return Err(Failure::usage(format!(
            "`{name}` has {} MB; an attachment may have {} MB",
            metadata.len().div_ceil(1 << 20),
            MAX_FILE >> 20
        )));
    }
    let mut bytes = Vec::new();
    file.take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(|error| cannot(&error))?;
    Ok(bytes)
}

/// Reads a file for a session. Returns it with its hash and its size.
pub(super) fn load(context: &mut Context, name: &str) -> Result<(Part, String, u64)> {
    let options = Attachments { attach: vec![name.to_owned()], attach_type: None, detail: None };
    let part = options.part(context, name, &mut 0)?;
    let bytes = read(context, name)?;
    Ok((part, hash_of(&bytes), bytes.len() as u64))
}

/// Reads a file again, unless it has changed.
pub(super) fn unchanged(name: &str, sha256: &str) -> Result<Part, String> {
    let bytes = std::fs::read(name).map_err(|error| describe_io(&error))?;
    if hash_of(&bytes) != sha256 {
        return Err("it has changed since it was attached".to_owned());
    }
    let file_type = FileType::of_content(&bytes).ok_or("its content does not show its type")?;
    let file_name = Path::new(name).file_name().and_then(|name| name.to_str());
    Ok(Part::attachment(file_name.unwrap_or(name), &file_type, bytes))
}

fn hash_of(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn described(name: &str) -> String {
    if name == "-" { "standard input".to_owned() } else { format!("`{name}`") }
}

fn not_an_image(url: &str) -> anyhow::Error {
    let hint = "only images are passed on by URL; download the file and attach it, or name its type with --attach-type image/png";
    Failure::Usage { message: format!("`{url}` does not end like an image"), hint: Some(hint.to_owned()) }.into()
}

fn unknown_type(name: &str) -> anyhow::Error {
    let hint =
        "PNG, JPEG, GIF, WebP, WAV, MP3, PDF and UTF-8 text are known; for others, name the type with --attach-type";
    let message = format!("the content of {} does not show its type", described(name));
    Failure::Usage { message, hint: Some(hint.to_owned()) }.into()
}
