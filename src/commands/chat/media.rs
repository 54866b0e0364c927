//! `--save-media`: writes images and audio of an answer into files. What is stored elsewhere is never fetched.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;

use anyhow::Result;

use crate::context::Context;
use crate::failure::Failure;
use crate::files::cannot;
use litellm_proxy_client::chat::{ChatCompletion, FileType, Media};

/// Saves what an answer has, as `ID-1.png` and so on, and reports each file on stderr.
pub(super) fn save(context: &mut Context, directory: &Path, id: &str, completion: &ChatCompletion) -> Result<()> {
    let media: Vec<Media> = completion.choices.iter().flat_map(|choice| choice.message.media()).collect();
    if media.is_empty() {
        context.output.note("the answer has no images or audio to save");
        return Ok(());
    }
    std::fs::create_dir_all(directory).map_err(|error| cannot("create", directory, &error))?;
    let id: String = id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect();
    for (number, item) in (1..).zip(media) {
        let (bytes, end) = match item {
            Media::Image(content_type, bytes) => (bytes, end_of_image(&content_type)),
            Media::Audio(bytes) => {
                let is_wav = FileType::of_content(&bytes) == Some(FileType::Audio("wav".to_owned()));
                let is_mp3 = FileType::of_content(&bytes) == Some(FileType::Audio("mp3".to_owned()));
                (
                    bytes,
                    if is_wav {
                        "wav"
                    } else if is_mp3 {
                        "mp3"
                    } else {
                        "audio"
                    },
                )
            }
            Media::ImageUrl(url) => {
                context.output.note(format_args!("an image is not saved, but stored at {url}"));
                continue;
            }
            _ => continue,
        };
        let path = directory.join(format!("{id}-{number}.{end}"));
        let mut file =
            OpenOptions::new().write(true).create_new(true).open(&path).map_err(|error| match error.kind() {
                std::io::ErrorKind::AlreadyExists => {
                    Failure::Refused(format!("`{}` exists; existing files are not replaced", path.display())).into()
                }
                _ => cannot("create", &path, &error),
            })?;
        file.write_all(&bytes).map_err(|error| cannot("write", &path, &error))?;
        context.output.note(format_args!("saved {} ({} bytes)", path.display(), bytes.len()));
    }
    Ok(())
}

fn end_of_image(content_type: &str) -> &'static str {
    match content_type {
        "image/png" => "png",
        "image/jpeg" | "image/jpg" => "jpg",
        "image/gif" => "gif",
        "image/webp" => "webp",
        "image/svg+xml" => "svg",
        _ => "image",
    }
}
