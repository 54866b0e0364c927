//! Encodings in which a secret is repeated: percent-encoding, the escapes of JSON, Python and HTML, and Base64. Decoded bytes
//! remember where they come from.

use std::ops::Range;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
pub(crate) const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
pub(crate) const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

/// An encoding whose escapes are resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// `%20`, and `+` for a blank.
    Percent,
    /// `\n`, `\"`, `\/`, `\u00e9`, `\x41`: of JSON and Python.
    Backslash,
    /// `&quot;`, `&#39;`, `&#x27;`.
    Html,
}

/// Bytes, and for each the offset that it comes from.
#[derive(Debug, Clone)]
pub(crate) struct Decoded {
    bytes: Vec<u8>,
    /// One more than there are bytes: the end.
    offsets: Vec<usize>,
}

impl Decoded {
    pub(crate) fn new(text: &str) -> Self {
        Self { bytes: text.as_bytes().to_vec(), offsets: (0..=text.len()).collect() }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns the range in the text of a range of these bytes.
    pub(crate) fn origin(&self, range: &Range<usize>) -> Option<Range<usize>> {
        Some(*self.offsets.get(range.start)?..*self.offsets.get(range.end)?)
    }

    /// Resolves the escapes of an encoding; `None` if there is none.
    pub(crate) fn decode(&self, encoding: Encoding) -> Option<Self> {
        let is_marked = |byte: &u8| match encoding {
            Encoding::Percent => matches!(byte, b'%' | b'+'),
            Encoding::Backslash => *byte == b'\\',
            Encoding::Html => *byte == b'&',
        };
        self.bytes.iter().any(is_marked).then_some(())?;
        let mut decoded =
            Self { bytes: Vec::with_capacity(self.bytes.len()), offsets: Vec::with_capacity(self.offsets.len()) };
        let (mut at, mut is_changed) = (0, false);
        while let Some(byte) = self.bytes.get(at) {
            let offset = self.offsets.get(at).copied().unwrap_or_default();
            let rest = self.bytes.get(at..).unwrap_or_default();
            let resolved = if is_marked(byte) { escape(rest, encoding) } else { None };
            if let Some((bytes, length)) = resolved {
                is_changed = true;
                decoded.offsets.extend(bytes.iter().map(|_| offset));
                decoded.bytes.extend(bytes);
                at += length;
            } else {
                decoded.offsets.push(offset);
                decoded.bytes.push(*byte);
                at += 1;
            }
        }
        decoded.offsets.push(self.offsets.last().copied().unwrap_or_default());
        is_changed.then_some(decoded)
    }
}

/// Returns the bytes of the escape at the beginning, and its length.
fn escape(rest: &[u8], encoding: Encoding) -> Option<(Vec<u8>, usize)> {
    match encoding {
        Encoding::Percent if rest.first() == Some(&b'+') => Some((vec![b' '], 1)),
        Encoding::Percent => Some((vec![u8::try_from(hex(rest.get(1..3)?)?).ok()?], 3)),
        Encoding::Backslash => backslash(rest),
        Encoding::Html => {
            let end = rest.iter().take(10).position(|byte| *byte == b';')?;
            let name = std::str::from_utf8(rest.get(1..end)?).ok()?;
            let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
                Some(number) => u32::from_str_radix(number, 16).ok(),
                None => number.parse().ok(),
            });
            let c = match name {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" => '\'',
                _ => char::from_u32(number?)?,
            };
            Some((c.to_string().into_bytes(), end + 1))
        }
    }
}

fn backslash(rest: &[u8]) -> Option<(Vec<u8>, usize)> {
    let one = |byte: u8| Some((vec![byte], 2));
    match rest.get(1)? {
        b'n' => one(b'\n'),
        b'r' => one(b'\r'),
        b't' => one(b'\t'),
        b'b' => one(8),
        b'f' => one(12),
        b'x' => Some((char::from_u32(hex(rest.get(2..4)?)?)?.to_string().into_bytes(), 4)),
        b'u' => {
            let first = hex(rest.get(2..6)?)?;
            let second = || (rest.get(6..8)? == b"\\u").then(|| hex(rest.get(8..12)?)).flatten();
            let (code, length) = match (first, second()) {
                (0xD800..=0xDBFF, Some(low @ 0xDC00..=0xDFFF)) => {
                    (0x10000 + ((first - 0xD800) << 10) + (low - 0xDC00), 12)
                }
                _ => (first, 6),
            };
            Some((char::from_u32(code)?.to_string().into_bytes(), length))
        }
        byte @ (b'"' | b'\'' | b'\\' | b'/') => one(*byte),
        _ => None,
    }
}

pub(crate) fn hex(digits: &[u8]) -> Option<u32> {
    // `from_str_radix` also takes a sign.
    digits.iter().all(u8::is_ascii_hexdigit).then_some(())?;
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

/// Resolves percent-encoding; invalid UTF-8 becomes replacement characters.
pub(crate) fn percent(text: &str) -> String {
    match Decoded::new(text).decode(Encoding::Percent) {
        Some(decoded) => String::from_utf8_lossy(decoded.bytes()).into_owned(),
        None => text.to_owned(),
    }
}

/// Returns the user and password in the value of a `Basic` header: text with a colon.
pub(crate) fn basic(value: &str) -> Option<String> {
    let bytes = STANDARD.decode(value).or_else(|_| URL_SAFE.decode(value)).ok()?;
    String::from_utf8(bytes).ok().filter(|text| text.contains(':') && !text.chars().any(char::is_control))
}
