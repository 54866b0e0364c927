//! The output of a batch, which is its journal: a line per answer, appended as it arrives. What is in it is not asked again.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use litellm_proxy_client::chat::{BatchAnswer, BatchRequest};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::input::{Lines, State, beginning};
use crate::config::describe_io;
use crate::context::Context;
use crate::failure::Failure;
use crate::files::cannot;

const SYNC_INTERVAL: Duration = Duration::from_secs(1);
/// How many ids of another job are named.
const MAX_NAMED: usize = 5;

/// A line of the output.
#[derive(Serialize)]
pub(super) struct AnswerLine<'a> {
    id: String,
    custom_id: &'a str,
    response: Option<ResponseLine<'a>>,
    error: Option<ErrorLine>,
    litellm: Details,
}

#[derive(Serialize)]
struct ResponseLine<'a> {
    status_code: u16,
    request_id: Option<&'a str>,
    body: &'a RawValue,
}

#[derive(Serialize)]
struct ErrorLine {
    code: String,
    message: String,
}

#[derive(Serialize)]
struct Details {
    line: u64,
    sha256: String,
    cost: Option<f64>,
    /// What was counted against the limit where the cost is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    cost_at_most: Option<f64>,
    latency_ms: u64,
    model_id: Option<String>,
    attempts: u32,
    at: String,
}

/// What an answer cost, in dollars.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Charge {
    pub(super) cost: Option<f64>,
    pub(super) at_most: Option<f64>,
}

impl<'a> AnswerLine<'a> {
    pub(super) fn new(number: u64, request: &'a BatchRequest, answer: &'a BatchAnswer, charge: Charge) -> Self {
        let sha256 = request.hash();
        let response = answer.result.as_ref().ok();
        let is_error = response.is_some_and(|response| response.status.is_success() && !response.is_success());
        let error = match &answer.result {
            Err(error) => Some(ErrorLine { code: error.code().to_owned(), message: error.to_string() }),
            Ok(response) if is_error => {
                Some(ErrorLine { code: "error_in_response".to_owned(), message: response.message() })
            }
            Ok(_) => None,
        };
        Self {
            id: format!("batch_req_{}", uuid::Uuid::new_v4().simple()),
            custom_id: &request.custom_id,
            response: response.filter(|_| !is_error).map(|response| ResponseLine {
                status_code: response.status.as_u16(),
                request_id: response.info.call_id.as_deref(),
                body: &response.body,
            }),
            error,
            litellm: Details {
                line: number,
                sha256,
                cost: charge.cost,
                cost_at_most: charge.at_most,
                latency_ms: u64::try_from(answer.latency.as_millis()).unwrap_or(u64::MAX),
                model_id: response.and_then(|response| response.info.model_id.clone()),
                attempts: answer.attempts,
                at: jiff::Timestamp::now().to_string(),
            },
        }
    }
}

/// What is read of a line.
#[derive(Deserialize)]
struct Written {
    custom_id: String,
    #[serde(default)]
    response: Option<WrittenResponse>,
    #[serde(default)]
    error: Option<IgnoredAny>,
    #[serde(default)]
    litellm: WrittenDetails,
}

#[derive(Deserialize)]
struct WrittenResponse {
    status_code: u16,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct WrittenDetails {
    sha256: Option<String>,
    cost: Option<f64>,
    cost_at_most: Option<f64>,
}

/// How lines that were written before are treated.
#[derive(Debug, Clone, Copy)]
pub(super) struct Resume {
    pub(super) force_changed: bool,
    pub(super) keep_failed: bool,
}

/// The output, locked while it is open.
pub(super) struct Journal {
    path: PathBuf,
    file: File,
    synced: Instant,
}

impl Journal {
    /// Opens the output, and locks it.
    pub(super) fn open(path: &Path, input: &Path) -> Result<Self> {
        refuse_same(path, input)?;
        let mut options = OpenOptions::new();
        let file = options.read(true).append(true).create(true).open(path);
        let file = file
            .map_err(|error| Failure::usage(format!("cannot write `{}`: {}", path.display(), describe_io(&error))))?;
        match file.try_lock() {
            Ok(()) => {}
            // Some network file systems have no locks.
            Err(TryLockError::Error(error)) if error.kind() == std::io::ErrorKind::Unsupported => {}
            Err(TryLockError::Error(error)) => return Err(cannot("lock", path, &error)),
            Err(TryLockError::WouldBlock) => {
                return Err(Failure::Refused(format!("another run writes `{}`", path.display())).into());
            }
        }
        Ok(Self { path: path.to_owned(), file, synced: Instant::now() })
    }

    /// Reads what was written before into `lines`, and drops a last line that is incomplete. Returns what it cost.
    pub(super) fn read(&mut self, context: &mut Context, lines: &mut Lines, resume: Resume) -> Result<f64> {
        let (mut spent, mut end) = (0.0, 0_u64);
        let (mut unknown, mut changed) = (Vec::new(), Vec::new());
        self.each_line(|_, line| {
            let Some(line) = line.strip_suffix('\n') else { return Ok(()) };
            end += line.len() as u64 + 1;
            if line.trim().is_empty() {
                return Ok(());
            }
            let written: Written =
                serde_json::from_str(line).map_err(|_| "a line is not an answer of a batch".to_owned())?;
            spent += written.litellm.cost.unwrap_or_default() + written.litellm.cost_at_most.unwrap_or_default();
            let Some(planned) = lines.get_mut(&written.custom_id) else {
                unknown.push(written.custom_id);
                return Ok(());
            };
            let is_success = written.response.is_some_and(|response| (200..300).contains(&response.status_code));
            let is_same = written.litellm.sha256.is_none_or(|hash| beginning(&hash) == planned.hash);
            planned.state = match (is_success && written.error.is_none(), is_same) {
                (true, true) => State::Answered,
                (true, false) if resume.force_changed => State::Missing,
                (true, false) => {
                    changed.push(planned.number);
                    State::Answered
                }
                (false, true) if resume.keep_failed => State::Failed,
                (false, _) => State::Missing,
            };
            Ok(())
        })?;
        self.refuse_another(&unknown, &changed)?;
        self.drop_rest(context, end)?;
        Ok(spent)
    }

    fn refuse_another(&self, unknown: &[String], changed: &[u64]) -> Result<()> {
        let path = self.path.display();
        if !unknown.is_empty() {
            let named: Vec<_> = unknown.iter().take(MAX_NAMED).map(|id| format!("`{id}`")).collect();
            let message = format!(
                "`{path}` has answers to {} that the input does not have: {}",
                crate::output::count(unknown.len() as u64, "request"),
                named.join(", ")
            );
            return Err(Failure::Usage { message, hint: Some("name another output file with -o".to_owned()) }.into());
        }
        if !changed.is_empty() {
            let named: Vec<_> = changed.iter().take(MAX_NAMED).map(u64::to_string).collect();
            let message = format!("the input has changed since `{path}` was written: line {}", named.join(", "));
            let hint = Some("--force-changed asks again; or name another output file with -o".to_owned());
            return Err(Failure::Usage { message, hint }.into());
        }
        Ok(())
    }

    /// Drops what a killed run has left of its last line.
    fn drop_rest(&mut self, context: &mut Context, end: u64) -> Result<()> {
        let length = self.file.metadata().map_err(|error| cannot("read", &self.path, &error))?.len();
        if length <= end {
            return Ok(());
        }
        let mut start = vec![0; 32];
        self.file.seek(SeekFrom::Start(end)).map_err(|error| cannot("read", &self.path, &error))?;
        let read = self.file.read(&mut start).map_err(|error| cannot("read", &self.path, &error))?;
        start.truncate(read);
        let ours = b"{\"id\":\"batch_req_";
        if !(ours.starts_with(&start) || start.starts_with(ours)) {
            return Err(self.not_ours("its last line is not an answer of a batch"));
        }
        self.file.set_len(end).map_err(|error| cannot("write", &self.path, &error))?;
        context
            .output
            .warn(format_args!("the last line of `{}` was incomplete; it is asked again", self.path.display()));
        Ok(())
    }

    fn not_ours(&self, reason: &str) -> anyhow::Error {
        let message = format!("`{}` is not the output of a batch: {reason}", self.path.display());
        Failure::Usage { message, hint: Some("name another output file with -o".to_owned()) }.into()
    }

    /// Passes each line with its place in the file to `look`.
    fn each_line(&mut self, mut look: impl FnMut(u64, &str) -> Result<(), String>) -> Result<()> {
        self.file.rewind().map_err(|error| cannot("read", &self.path, &error))?;
        let mut reader = BufReader::new(&self.file);
        let (mut bytes, mut offset) = (Vec::new(), 0_u64);
        loop {
            bytes.clear();
            let length = reader.read_until(b'\n', &mut bytes).map_err(|error| cannot("read", &self.path, &error))?;
            if length == 0 {
                return Ok(());
            }
            look(offset, &String::from_utf8_lossy(&bytes)).map_err(|reason| self.not_ours(&reason))?;
            offset += length as u64;
        }
    }

    /// Appends a line, with one write.
    pub(super) fn append(&mut self, line: &AnswerLine<'_>) -> Result<()> {
        let mut bytes = serde_json::to_vec(line)?;
        bytes.push(b'\n');
        self.file.write_all(&bytes).map_err(|error| cannot("write", &self.path, &error))?;
        if self.synced.elapsed() > SYNC_INTERVAL {
            self.sync()?;
        }
        Ok(())
    }

    pub(super) fn sync(&mut self) -> Result<()> {
        self.synced = Instant::now();
        match self.file.sync_data() {
            // A pipe or device.
            Err(error) if error.kind() == std::io::ErrorKind::InvalidInput => Ok(()),
            synced => synced.map_err(|error| cannot("write", &self.path, &error)),
        }
    }

    /// Returns the place and the length of the last line of each id.
    pub(super) fn last_lines(&mut self) -> Result<std::collections::HashMap<u128, (u64, usize)>> {
        let mut places = std::collections::HashMap::new();
        self.each_line(|offset, line| {
            if let Ok(written) = serde_json::from_str::<Written>(line) {
                places.insert(super::input::key(&written.custom_id), (offset, line.len()));
            }
            Ok(())
        })?;
        Ok(places)
    }

    /// Reads a line by its place and length.
    pub(super) fn line_at(&mut self, (offset, length): (u64, usize)) -> Result<Vec<u8>> {
        let mut line = vec![0; length];
        self.file.seek(SeekFrom::Start(offset)).context("cannot read the output")?;
        self.file.read_exact(&mut line).context("cannot read the output")?;
        Ok(line)
    }
}

/// Fails if the output would be written over the input.
fn refuse_same(output: &Path, input: &Path) -> Result<()> {
    let is_same = match (std::fs::metadata(output), std::fs::metadata(input)) {
        #[cfg(unix)]
        (Ok(output), Ok(input)) => {
            use std::os::unix::fs::MetadataExt as _;
            (output.dev(), output.ino()) == (input.dev(), input.ino())
        }
        _ => output == input,
    };
    if is_same { Err(Failure::usage("input and output are the same file")) } else { Ok(()) }
}
