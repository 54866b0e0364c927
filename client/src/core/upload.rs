//! [`Upload`]: a body with the content of files, which is read while it is sent.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

/// How much of a file is in memory at once.
const PIECE: u64 = 64 * 1024;

/// A piece of a body.
#[derive(Debug, Clone)]
pub(crate) enum Piece {
    Bytes(Bytes),
    File(FilePiece),
}

/// The content of a file of a known length. Each attempt opens it again.
#[derive(Debug, Clone)]
pub(crate) struct FilePiece {
    path: PathBuf,
    length: u64,
}

/// A body of pieces, in order.
#[derive(Debug)]
pub(crate) struct Upload(pub(super) Vec<Piece>);

/// An upload that is being sent.
pub(super) struct Sending {
    upload: Arc<Upload>,
    /// The piece that is next.
    next: usize,
    /// The file that is being read, and how much of it is missing.
    open: Option<(File, PathBuf, u64)>,
    missing: u64,
}

impl FilePiece {
    /// Finds the length of a regular file. A file that may not be read is an error here.
    pub(super) fn new(path: PathBuf) -> io::Result<Self> {
        let metadata = File::open(&path)?.metadata()?;
        if !metadata.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
        }
        Ok(Self { path, length: metadata.len() })
    }
}

impl Upload {
    /// Returns the number of bytes of the body.
    pub(super) fn length(&self) -> u64 {
        let lengths = self.0.iter().map(|piece| match piece {
            Piece::Bytes(bytes) => bytes.len() as u64,
            Piece::File(file) => file.length,
        });
        lengths.sum()
    }

    /// Returns whether the content of a file is part of it.
    pub(super) fn has_files(&self) -> bool {
        self.0.iter().any(|piece| matches!(piece, Piece::File(_)))
    }

    /// Returns the whole body.
    pub(super) fn content(&self) -> io::Result<Vec<u8>> {
        let mut content = Vec::new();
        for piece in &self.0 {
            match piece {
                Piece::Bytes(bytes) => content.extend_from_slice(bytes),
                Piece::File(file) => content.extend(std::fs::read(&file.path)?),
            }
        }
        Ok(content)
    }

    /// Returns the body without the content of the files.
    pub(super) fn without_files(&self) -> Bytes {
        let parts = self.0.iter().filter_map(|piece| match piece {
            Piece::Bytes(bytes) => Some(bytes.as_ref()),
            Piece::File(_) => None,
        });
        parts.collect::<Vec<_>>().concat().into()
    }

    /// Returns the body for one attempt to send it.
    pub(super) fn body(self: &Arc<Self>) -> reqwest::Body {
        let upload = Arc::clone(self);
        reqwest::Body::wrap(Sending { missing: upload.length(), upload, next: 0, open: None })
    }
}

impl Sending {
    fn read(&mut self) -> io::Result<Option<Bytes>> {
        loop {
            if let Some((file, path, missing)) = &mut self.open {
                if *missing > 0 {
                    let mut bytes = Vec::new();
                    let read =
                        file.take(PIECE.min(*missing)).read_to_end(&mut bytes).map_err(|error| named(path, &error))?;
                    if read == 0 {
                        let reason = format!("`{}` became shorter while it was sent", path.display());
                        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, reason));
                    }
                    *missing -= read as u64;
                    return Ok(Some(bytes.into()));
                }
                self.open = None;
            }
            let Some(piece) = self.upload.0.get(self.next) else { return Ok(None) };
            self.next += 1;
            match piece {
                Piece::Bytes(bytes) if bytes.is_empty() => {}
                Piece::Bytes(bytes) => return Ok(Some(bytes.clone())),
                Piece::File(FilePiece { path, length }) => {
                    let file = File::open(path).map_err(|error| named(path, &error))?;
                    self.open = Some((file, path.clone(), *length));
                }
            }
        }
    }
}

fn named(path: &std::path::Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("cannot read `{}`: {}", path.display(), error.kind()))
}

impl Body for Sending {
    type Data = Bytes;
    type Error = io::Error;

    /// Reads from the disk without giving way: a piece is small, and its file is usually in memory.
    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let sending = self.get_mut();
        let piece = sending.read().transpose();
        if let Some(Ok(bytes)) = &piece {
            sending.missing = sending.missing.saturating_sub(bytes.len() as u64);
        }
        Poll::Ready(piece.map(|piece| piece.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.missing)
    }

    fn is_end_stream(&self) -> bool {
        self.missing == 0
    }
}
