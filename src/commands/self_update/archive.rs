//! Reads the program out of the archive of a release: a `.tar.gz` with plain entries of at most 100 bytes of name, as
//! `packaging/formats/archive.py` writes it.

use std::io::Read as _;

use flate2::bufread::MultiGzDecoder;
use thiserror::Error;

const BLOCK: usize = 512;
/// Where fields of a header begin and end.
const NAME: std::ops::Range<usize> = 0..100;
const SIZE: std::ops::Range<usize> = 124..136;
const CHECKSUM: std::ops::Range<usize> = 148..156;
const KIND: usize = 156;
/// More than a program will have.
const MAX_PROGRAM: u64 = 256 << 20;

/// Why there is no program in an archive.
#[derive(Debug, Error)]
pub(super) enum ArchiveError {
    #[error("it holds no file `{0}`")]
    Missing(String),
    #[error("it is not a tar.gz file")]
    Malformed,
    #[error("`{0}` is not a file of a sensible size in it")]
    NotAFile(String),
}

/// Returns the content of a file in an archive.
pub(super) fn file_in(archive: &[u8], name: &str) -> Result<Vec<u8>, ArchiveError> {
    let mut tar = MultiGzDecoder::new(archive);
    let mut header = [0; BLOCK];
    loop {
        tar.read_exact(&mut header).map_err(|_| ArchiveError::Malformed)?;
        if header == [0; BLOCK] {
            return Err(ArchiveError::Missing(name.to_owned()));
        }
        let size = checked_size(&header).ok_or(ArchiveError::Malformed)?;
        let padded = size.next_multiple_of(BLOCK as u64);
        let found = header.get(NAME).and_then(|field| field.split(|byte| *byte == 0).next());
        if found != Some(name.as_bytes()) {
            let skipped = std::io::copy(&mut tar.by_ref().take(padded), &mut std::io::sink());
            if skipped.ok() != Some(padded) {
                return Err(ArchiveError::Malformed);
            }
            continue;
        }
        let is_file = matches!(header.get(KIND), Some(b'0' | 0));
        if !is_file || size == 0 || size > MAX_PROGRAM {
            return Err(ArchiveError::NotAFile(name.to_owned()));
        }
        let mut content = Vec::new();
        tar.by_ref().take(size).read_to_end(&mut content).map_err(|_| ArchiveError::Malformed)?;
        return if content.len() as u64 == size { Ok(content) } else { Err(ArchiveError::Malformed) };
    }
}

/// Returns the size in a header whose checksum is right.
fn checked_size(header: &[u8; BLOCK]) -> Option<u64> {
    let sum: u64 = header
        .iter()
        .enumerate()
        .map(|(index, byte)| if CHECKSUM.contains(&index) { u64::from(b' ') } else { u64::from(*byte) })
        .sum();
    // Sizes of 8 GiB and more are not octal, and are refused.
    (octal(header.get(CHECKSUM)?)? == sum).then(|| octal(header.get(SIZE)?)).flatten()
}

/// Parses an octal number between spaces and zero bytes.
fn octal(field: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(field).ok()?.trim_matches(['\0', ' ']);
    u64::from_str_radix(text, 8).ok()
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    /// A tar entry of a kind.
    fn entry(name: &str, kind: u8, content: &[u8]) -> Vec<u8> {
        let mut header = [0; BLOCK];
        header[..name.len()].copy_from_slice(name.as_bytes());
        header[SIZE][..11].copy_from_slice(format!("{:011o}", content.len()).as_bytes());
        header[CHECKSUM].fill(b' ');
        header[KIND] = kind;
        let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
        header[CHECKSUM][..7].copy_from_slice(format!("{sum:06o}\0").as_bytes());
        let padding = content.len().next_multiple_of(BLOCK) - content.len();
        [&header[..], content, &vec![0; padding]].concat()
    }

    fn archive(entries: &[Vec<u8>]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(&entries.concat()).and_then(|()| encoder.write_all(&[0; 2 * BLOCK])).expect("written");
        encoder.finish().expect("finished")
    }

    fn failure(archive: &[u8]) -> String {
        file_in(archive, "x/program").expect_err("a failure").to_string()
    }

    #[test]
    fn the_file_is_found_among_others() {
        let content = vec![7; 1300];
        let entries = [entry("x/", b'5', b""), entry("x/LICENSE", b'0', &[1; 512]), entry("x/program", b'0', &content)];
        assert_eq!(file_in(&archive(&entries), "x/program").expect("a file"), content);
        // Only a whole name counts.
        let entries = [entry("x/program.1", b'0', b"page"), entry("program", b'0', b"other")];
        assert_eq!(failure(&archive(&entries)), "it holds no file `x/program`");
    }

    #[test]
    fn what_is_not_a_whole_archive_with_the_file_is_refused() {
        let whole = [entry("x/program", b'0', &[7; 9000])];
        assert_eq!(failure(b"<html>"), "it is not a tar.gz file");
        assert_eq!(failure(&[]), "it is not a tar.gz file");
        let mut cut = archive(&whole);
        cut.truncate(cut.len() / 2);
        assert_eq!(failure(&cut), "it is not a tar.gz file");
        let mut changed = entry("x/program", b'0', b"#!");
        changed[SIZE][10] = b'7';
        assert_eq!(failure(&archive(&[changed])), "it is not a tar.gz file");
        for odd in [entry("x/program", b'2', b""), entry("x/program", b'0', b"")] {
            assert_eq!(failure(&archive(&[odd])), "`x/program` is not a file of a sensible size in it");
        }
    }
}
