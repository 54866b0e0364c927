//! Pieces of output that are written later, in another order or once the widths of columns are known. Beyond a few
//! megabytes they are kept in an unnamed temporary file, because a list can be larger than memory should be.

use std::fs::File;
use std::io::{self, Write as _};

/// How many bytes are kept in memory.
const IN_MEMORY: usize = 4 << 20;
/// How much is read at once where pieces are read in order.
const READ_AHEAD: usize = 64 << 10;

/// A sequence of pieces.
#[derive(Default)]
pub(super) struct Spool {
    /// Where each piece ends, in bytes from the first.
    ends: Vec<u64>,
    file: Option<File>,
    /// How many bytes are in the file. The others are in `recent`.
    in_file: u64,
    recent: Vec<u8>,
    /// No file can be created or written, so everything is kept in memory.
    has_no_file: bool,
    read: Vec<u8>,
    read_from: u64,
}

impl Spool {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Adds a piece.
    pub(super) fn push(&mut self, piece: &[u8]) {
        if !self.recent.is_empty() && self.recent.len() + piece.len() > IN_MEMORY && !self.has_no_file {
            self.has_no_file = self.write_out().is_err();
        }
        self.recent.extend_from_slice(piece);
        self.ends.push(self.in_file + self.recent.len() as u64);
    }

    fn write_out(&mut self) -> io::Result<()> {
        let mut file = match self.file.take() {
            Some(file) => file,
            None => tempfile::tempfile()?,
        };
        // After a failure the file is shorter or longer than `in_file`, which matters no more: it is not written again.
        let written = file.write_all(&self.recent);
        self.file = Some(file);
        written?;
        self.in_file += self.recent.len() as u64;
        self.recent.clear();
        Ok(())
    }

    /// Returns a piece by its index; an empty one if there is no such piece.
    pub(super) fn get(&mut self, index: usize) -> io::Result<&[u8]> {
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(index).copied().unwrap_or(start);
        if start >= self.in_file {
            return Ok(slice(&self.recent, start - self.in_file, end - start));
        }
        let read_to = self.read_from + self.read.len() as u64;
        if start < self.read_from || end > read_to {
            // Pieces in another order are read one by one.
            let is_next = start <= read_to && start >= self.read_from;
            let length = if is_next { u64::max(end - start, READ_AHEAD as u64) } else { end - start };
            let length = usize::try_from(length.min(self.in_file - start)).map_err(io::Error::other)?;
            self.read.resize(length, 0);
            self.read_from = start;
            if let Some(file) = &mut self.file {
                read_at(file, &mut self.read, start)?;
            }
        }
        Ok(slice(&self.read, start - self.read_from, end - start))
    }
}

fn slice(bytes: &[u8], start: u64, length: u64) -> &[u8] {
    let range = usize::try_from(start).ok().zip(usize::try_from(length).ok());
    range.and_then(|(start, length)| bytes.get(start..)?.get(..length)).unwrap_or_default()
}

#[cfg(unix)]
fn read_at(file: &mut File, buffer: &mut [u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, buffer, offset)
}

#[cfg(not(unix))]
fn read_at(file: &mut File, buffer: &mut [u8], offset: u64) -> io::Result<()> {
    use std::io::{Read as _, Seek as _};
    file.seek(io::SeekFrom::Start(offset))?;
    file.read_exact(buffer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(index: usize) -> Vec<u8> {
        format!("{index}:").into_bytes().repeat(index % 700 + 1)
    }

    #[test]
    fn pieces_are_read_in_any_order_from_file_and_memory() {
        for has_no_file in [false, true] {
            let mut spool = Spool { has_no_file, ..Spool::default() };
            let count = 10_000;
            (0..count).for_each(|index| spool.push(&piece(index)));
            assert_eq!((spool.len(), spool.file.is_some()), (count, !has_no_file));
            assert!(has_no_file || spool.recent.len() <= IN_MEMORY);
            let jumps = (0..count).map(|index| index * 7919 % count);
            for index in (0..count).chain(jumps).chain((0..count).rev()) {
                assert_eq!(spool.get(index).expect("a piece"), piece(index), "{index}");
            }
            assert_eq!(spool.get(count).expect("nothing"), b"");
        }
    }

    #[test]
    fn a_piece_larger_than_memory_is_kept() {
        let mut spool = Spool::default();
        let pieces = [vec![b'a'; 3], vec![b'b'; IN_MEMORY + 1], vec![b'c'; 5], Vec::new(), vec![b'd'; IN_MEMORY]];
        for piece in &pieces {
            spool.push(piece);
        }
        for (index, piece) in pieces.iter().enumerate() {
            assert!(spool.get(index).expect("a piece") == piece, "{index}");
        }
    }
}
