//! The input of a batch: a file that is read twice, first to check every line, then to send what is missing. What is kept of
//! a line is a hash of its id and of its request.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{BufRead as _, BufReader, Seek as _};
use std::path::{Path, PathBuf};

use anyhow::Result;
use sha2::{Digest as _, Sha256};
use tempfile::NamedTempFile;

use crate::config::describe_io;
use crate::context::Context;
use crate::failure::Failure;
use litellm_proxy_client::chat::{BatchDefaults, BatchRequest, ModelLimits};

/// How many invalid lines are listed.
const MAX_LISTED: usize = 20;

/// A file with a request per line, or a copy of standard input.
pub(super) struct Input {
    path: PathBuf,
    defaults: BatchDefaults,
    /// Keeps the copy.
    _copy: Option<NamedTempFile>,
}

/// What is known about a line.
pub(super) struct Line {
    pub(super) number: u64,
    /// The beginning of the request's hash.
    pub(super) hash: u64,
    pub(super) state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Missing,
    Answered,
    Failed,
}

/// What the requests for one model use at most.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Totals {
    pub(super) requests: u64,
    pub(super) input_tokens: u64,
    /// The most that requests with a limit of their own generate.
    pub(super) output_tokens: u64,
    /// Answers of requests without one.
    pub(super) unbounded: u64,
}

/// All lines of an input that has been checked.
#[derive(Default)]
pub(super) struct Lines {
    by_id: HashMap<u128, Line>,
    pub(super) models: BTreeMap<String, Totals>,
}

impl Lines {
    pub(super) fn len(&self) -> usize {
        self.by_id.len()
    }

    pub(super) fn get_mut(&mut self, id: &str) -> Option<&mut Line> {
        self.by_id.get_mut(&key(id))
    }

    pub(super) fn state(&self, id: &str) -> State {
        self.by_id.get(&key(id)).map_or(State::Missing, |line| line.state)
    }

    pub(super) fn count(&self, state: State) -> usize {
        self.by_id.values().filter(|line| line.state == state).count()
    }
}

/// Returns what an id is known by.
pub(super) fn key(id: &str) -> u128 {
    let digest = Sha256::digest(id.as_bytes());
    digest.iter().take(16).fold(0, |key, byte| (key << 8) | u128::from(*byte))
}

/// Returns the beginning of a hash in hexadecimal.
pub(super) fn beginning(hash: &str) -> u64 {
    hash.get(..16).and_then(|start| u64::from_str_radix(start, 16).ok()).unwrap_or_default()
}

impl Input {
    /// Opens a file, or copies standard input for `-`.
    pub(super) fn open(context: &mut Context, name: &str, defaults: BatchDefaults) -> Result<Self> {
        if name != "-" {
            return Ok(Self { path: PathBuf::from(name), defaults, _copy: None });
        }
        let mut copy = NamedTempFile::new()?;
        context.arguments.copy_stdin(&mut copy)?;
        Ok(Self { path: copy.path().to_owned(), defaults, _copy: Some(copy) })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the requests in order.
    pub(super) fn requests(&self) -> Result<Requests<'_>> {
        let error = |error| Failure::usage(format!("cannot read `{}`: {}", self.path.display(), describe_io(&error)));
        let mut file = File::open(&self.path).map_err(error)?;
        file.rewind().map_err(error)?;
        Ok(Requests { reader: BufReader::new(file), number: 0, text: String::new(), defaults: &self.defaults })
    }

    /// Checks all lines. Nothing is sent if one of them is invalid.
    pub(super) fn check(&self) -> Result<Lines> {
        let mut lines = Lines::default();
        let mut invalid = Vec::new();
        let mut count = 0_usize;
        let mut requests = self.requests()?;
        while let Some((number, request)) = requests.next()? {
            let error = match request {
                Err(error) => error,
                Ok(request) => {
                    let Some(first) = lines.by_id.get(&key(&request.custom_id)) else {
                        lines.add(number, &request);
                        continue;
                    };
                    format!("the id `{}` is that of line {} too", request.custom_id, first.number)
                }
            };
            count += 1;
            if invalid.len() < MAX_LISTED {
                invalid.push(format!("line {number}: {error}"));
            }
        }
        if count > invalid.len() {
            invalid.push(format!("and {} more", count - invalid.len()));
        }
        if !invalid.is_empty() {
            let lines = invalid.join("\n");
            return Err(Failure::usage(format!("`{}` has invalid lines:\n{lines}", self.path.display())));
        }
        if lines.len() == 0 {
            return Err(Failure::usage(format!("`{}` has no requests", self.path.display())));
        }
        Ok(lines)
    }
}

impl Lines {
    fn add(&mut self, number: u64, request: &BatchRequest) {
        let hash = beginning(&request.hash());
        self.by_id.insert(key(&request.custom_id), Line { number, hash, state: State::Missing });
        let worst = ModelLimits::default().worst(request);
        let totals = self.models.entry(request.model().to_owned()).or_default();
        totals.requests += 1;
        totals.input_tokens += worst.input_tokens;
        match worst.output_tokens {
            Some(tokens) => totals.output_tokens = totals.output_tokens.saturating_add(tokens),
            None => totals.unbounded += request.choices(),
        }
    }
}

/// Reads requests one by one.
pub(super) struct Requests<'a> {
    reader: BufReader<File>,
    number: u64,
    text: String,
    defaults: &'a BatchDefaults,
}

impl Requests<'_> {
    /// Returns the next line that is not blank: its number, and its request or what is wrong with it.
    pub(super) fn next(&mut self) -> Result<Option<(u64, Result<BatchRequest, String>)>> {
        loop {
            self.text.clear();
            let read = self.reader.read_line(&mut self.text);
            let length =
                read.map_err(|error| Failure::usage(format!("line {}: {}", self.number + 1, describe_io(&error))))?;
            if length == 0 {
                return Ok(None);
            }
            self.number += 1;
            let line = self.text.strip_prefix('\u{feff}').unwrap_or(&self.text).trim();
            if !line.is_empty() {
                return Ok(Some((self.number, BatchRequest::parse(line, self.number, self.defaults))));
            }
        }
    }
}
