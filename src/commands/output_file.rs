//! `-o FILE`: where the bytes of a response go. They are never written to a terminal unasked.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::{Args, ValueHint};

use crate::context::Context;
use crate::failure::Failure;
use crate::files::{self, AtomicFile};
use litellm_proxy_client::StreamingResponse;

/// The options for a response that is a file.
#[derive(Debug, Args)]
pub(super) struct OutputFile {
    /// Write to this new file, or to stdout with `-`
    #[arg(short = 'o', long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    output_file: Option<PathBuf>,
    /// Replace the file if it exists
    #[arg(long, requires = "output_file")]
    force: bool,
}

impl OutputFile {
    /// Returns the path of the file, unless it is stdout.
    pub(super) fn path(&self) -> Option<&Path> {
        self.output_file.as_deref().filter(|path| *path != Path::new("-"))
    }

    /// Begins a file, before anything is sent.
    pub(super) fn create(&self, path: &Path) -> Result<AtomicFile> {
        AtomicFile::for_argument(path, self.force)
    }

    /// Fails if bytes would be written to a terminal, or to `--jq`. `what` they are, such as `audio`.
    pub(super) fn check_stdout(&self, context: &Context, what: &str) -> Result<()> {
        if context.output.is_chosen() {
            return Err(Failure::usage(format!("{what} has no --format and no --jq: -o FILE saves it")));
        }
        if self.output_file.is_some() {
            return Ok(());
        }
        if context.output.terminal().stdout_is_terminal {
            return Err(Failure::Usage {
                message: format!("{what} is not written to a terminal"),
                hint: Some("-o FILE saves it, `-o -` writes it anyway".to_owned()),
            }
            .into());
        }
        Ok(())
    }
}

/// Writes bytes to a file, and reports it.
pub(super) fn save(context: &mut Context, mut file: AtomicFile, path: &Path, bytes: &[u8]) -> Result<()> {
    let cannot = |error: std::io::Error| files::cannot("write", path, &error);
    file.write_all(bytes).map_err(cannot)?;
    file.commit().map_err(cannot)?;
    report(context, path, bytes.len());
    Ok(())
}

/// Writes a response to a file as it arrives, and reports it. Only a whole response gets the file's name.
pub(super) async fn save_response(
    context: &mut Context,
    mut file: AtomicFile,
    path: &Path,
    response: &mut StreamingResponse,
) -> Result<()> {
    let cannot = |error: std::io::Error| files::cannot("write", path, &error);
    let mut size = 0;
    while let Some(chunk) = response.chunk().await? {
        size += chunk.len();
        file.write_all(&chunk).map_err(cannot)?;
    }
    file.commit().map_err(cannot)?;
    report(context, path, size);
    Ok(())
}

fn report(context: &mut Context, path: &Path, size: usize) {
    context.output.note(format_args!("saved {} ({size} bytes)", path.display()));
}
