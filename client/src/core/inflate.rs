//! [`Inflater`]: decompresses gzip and deflate piece by piece, so that no input makes it hold much.

use std::io::{self, BufRead, ErrorKind, Read};

use bytes::Bytes;
use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

/// The length of the longest piece.
const PIECE: usize = 32 * 1024;

/// A compression of HTTP.
#[derive(Clone, Copy)]
pub(super) enum Compression {
    Gzip,
    /// With or without the header of zlib: servers send both.
    Deflate,
}

/// Decompresses what is pushed.
pub(super) struct Inflater {
    decoder: Decoder,
    has_input: bool,
    has_ended: bool,
}

enum Decoder {
    Gzip(MultiGzDecoder<Input>),
    Zlib(ZlibDecoder<Input>),
    Deflate(DeflateDecoder<Input>),
    /// Deflate, before its first byte shows which kind it is.
    Undecided,
}

/// Compressed bytes that have arrived. At their end, reading would block until there are more or there is an end.
#[derive(Default)]
struct Input {
    bytes: Bytes,
    is_complete: bool,
}

impl Inflater {
    pub(super) fn new(compression: Compression) -> Self {
        let decoder = match compression {
            Compression::Gzip => Decoder::Gzip(MultiGzDecoder::new(Input::default())),
            Compression::Deflate => Decoder::Undecided,
        };
        Self { decoder, has_input: false, has_ended: false }
    }

    /// Adds compressed bytes, once those before are used up.
    pub(super) fn push(&mut self, bytes: Bytes) {
        let Some(first) = bytes.first() else { return };
        self.has_input = true;
        if matches!(self.decoder, Decoder::Undecided) {
            // The method of zlib is always 8; three more bits make a first byte of deflate invalid that looks like it.
            self.decoder = if first & 0x0f == 8 {
                Decoder::Zlib(ZlibDecoder::new(Input::default()))
            } else {
                Decoder::Deflate(DeflateDecoder::new(Input::default()))
            };
        }
        if let Some(input) = self.decoder.input() {
            input.bytes = bytes;
        }
    }

    /// Ends the input: nothing more is pushed.
    pub(super) fn end(&mut self) {
        self.has_ended = true;
        if let Some(input) = self.decoder.input() {
            input.is_complete = true;
        }
    }

    pub(super) fn has_ended(&self) -> bool {
        self.has_ended
    }

    /// Returns the next piece: `None` if it takes more input, an empty one at the end.
    ///
    /// # Errors
    /// If the input is not compressed in this way, or ends too early.
    pub(super) fn next_piece(&mut self) -> io::Result<Option<Bytes>> {
        if !self.has_input {
            // A response to HEAD has an encoding and no body.
            return Ok(self.has_ended.then(Bytes::new));
        }
        let mut piece = vec![0; PIECE];
        match self.decoder.read(&mut piece) {
            Ok(length) => {
                piece.truncate(length);
                Ok(Some(piece.into()))
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(None),
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
                Err(io::Error::new(ErrorKind::UnexpectedEof, "it ends too early"))
            }
            Err(error) => Err(error),
        }
    }
}

impl Decoder {
    fn input(&mut self) -> Option<&mut Input> {
        match self {
            Self::Gzip(decoder) => Some(decoder.get_mut()),
            Self::Zlib(decoder) => Some(decoder.get_mut()),
            Self::Deflate(decoder) => Some(decoder.get_mut()),
            Self::Undecided => None,
        }
    }

    fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Gzip(decoder) => decoder.read(piece),
            Self::Zlib(decoder) => decoder.read(piece),
            Self::Deflate(decoder) => decoder.read(piece),
            Self::Undecided => Ok(0),
        }
    }
}

impl Read for Input {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Input {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.bytes.is_empty() && !self.is_complete {
            return Err(ErrorKind::WouldBlock.into());
        }
        Ok(&self.bytes)
    }

    fn consume(&mut self, amount: usize) {
        // More than there is would panic.
        drop(self.bytes.split_to(amount.min(self.bytes.len())));
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use proptest::prelude::*;

    use super::*;

    fn gzip(data: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(data).expect("memory");
        encoder.finish().expect("memory")
    }

    fn zlib(data: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(data).expect("memory");
        encoder.finish().expect("memory")
    }

    fn deflate(data: &[u8]) -> Vec<u8> {
        let mut encoder = DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(data).expect("memory");
        encoder.finish().expect("memory")
    }

    /// Decompresses data that arrives in pieces of `size` bytes.
    fn inflate(compression: Compression, data: &[u8], size: usize) -> io::Result<Vec<u8>> {
        let mut inflater = Inflater::new(compression);
        let mut pieces = data.chunks(size);
        let mut result = Vec::new();
        loop {
            match inflater.next_piece()? {
                Some(piece) if piece.is_empty() => return Ok(result),
                Some(piece) => {
                    assert!(piece.len() <= PIECE);
                    result.extend_from_slice(&piece);
                }
                None => match pieces.next() {
                    Some(piece) => inflater.push(Bytes::copy_from_slice(piece)),
                    None => inflater.end(),
                },
            }
        }
    }

    proptest! {
        #[test]
        fn compressed_data_is_restored(data in proptest::collection::vec(0_u8..4, 0..100_000), size in 1_usize..5_000) {
            for (compression, compressed) in [
                (Compression::Gzip, gzip(&data)),
                (Compression::Gzip, [gzip(&data[..data.len() / 2]), gzip(&data[data.len() / 2..])].concat()),
                (Compression::Deflate, zlib(&data)),
                (Compression::Deflate, deflate(&data)),
            ] {
                prop_assert_eq!(inflate(compression, &compressed, size).expect("data"), data.clone());
            }
        }

        #[test]
        fn any_input_ends(data in proptest::collection::vec(any::<u8>(), 0..2_000), size in 1_usize..100) {
            for compression in [Compression::Gzip, Compression::Deflate] {
                // Whether it is an error depends on the input.
                drop(inflate(compression, &data, size));
            }
        }

        #[test]
        fn cut_data_is_an_error(data in proptest::collection::vec(any::<u8>(), 0..2_000), cut in 0.0..1.0) {
            for (compression, compressed) in [
                (Compression::Gzip, gzip(&data)),
                (Compression::Deflate, zlib(&data)),
            ] {
                #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, clippy::cast_sign_loss, reason = "a part of a small number")]
                let length = 1 + (cut * (compressed.len() - 1) as f64) as usize;
                prop_assert!(inflate(compression, &compressed[..length.min(compressed.len() - 1)], 100).is_err());
            }
        }
    }

    #[test]
    fn empty_body_is_empty() {
        for compression in [Compression::Gzip, Compression::Deflate] {
            assert_eq!(inflate(compression, b"", 1).ok(), Some(Vec::new()));
        }
    }
}
