//! [`Certificate`]: a certificate to trust, read from PEM or DER.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::error::Error;

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

/// A certificate of an authority, or a server's own, for [`ClientBuilder`](crate::ClientBuilder) to trust.
#[derive(Clone, PartialEq, Eq)]
pub struct Certificate(Vec<u8>);

impl Certificate {
    /// Returns a certificate in DER. It is checked when the client is built.
    pub fn from_der(der: impl Into<Vec<u8>>) -> Self {
        Self(der.into())
    }

    /// Reads the first certificate of a PEM text.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] if there is none, or if it is damaged.
    pub fn from_pem(pem: &[u8]) -> Result<Self, Error> {
        let text = String::from_utf8_lossy(pem);
        let first = blocks(&text).next();
        first.unwrap_or_else(|| Err(Error::InvalidRequest("no PEM certificate".to_owned())))
    }

    /// Reads all certificates of a PEM text; keys, comments and a byte order mark are skipped.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] if one of them is damaged.
    pub fn from_pem_bundle(pem: &[u8]) -> Result<Vec<Self>, Error> {
        blocks(&String::from_utf8_lossy(pem)).collect()
    }

    /// Reads all certificates of a PEM text that are not damaged.
    #[cfg(all(feature = "rustls-no-provider", unix, not(target_vendor = "apple")))]
    pub(super) fn readable(pem: &[u8]) -> Vec<Self> {
        blocks(&String::from_utf8_lossy(pem)).flatten().collect()
    }

    #[cfg(feature = "rustls-no-provider")]
    pub(super) fn der(&self) -> &[u8] {
        &self.0
    }

    #[cfg(any(feature = "rustls-no-provider", feature = "native-tls"))]
    pub(super) fn into_der(self) -> Vec<u8> {
        self.0
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate").field("bytes", &self.0.len()).finish()
    }
}

/// Returns the certificates of a PEM text, in order.
fn blocks(text: &str) -> impl Iterator<Item = Result<Certificate, Error>> {
    text.split(BEGIN).skip(1).map(|block| {
        let damaged = || Error::InvalidRequest("a PEM certificate is damaged".to_owned());
        let (base64, _) = block.split_once(END).ok_or_else(damaged)?;
        let base64: Vec<u8> = base64.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
        match STANDARD.decode(base64) {
            // A certificate is a sequence.
            Ok(der) if der.first() == Some(&0x30) => Ok(Certificate(der)),
            _ => Err(damaged()),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pem(base64: &str) -> String {
        format!("{BEGIN}\r\n{base64}\r\n{END}\r\n")
    }

    #[test]
    fn certificates_are_found_among_other_text() {
        let text = format!("\u{feff}# A comment\n{}-----BEGIN KEY-----\nAAAA\n{}", pem("MA\r\nEB"), pem("MAEC"));
        let certificates = Certificate::from_pem_bundle(text.as_bytes()).expect("certificates");
        assert_eq!(certificates, [Certificate::from_der([0x30, 1, 1]), Certificate::from_der([0x30, 1, 2])]);
        assert_eq!(Certificate::from_pem(text.as_bytes()).ok().as_ref(), certificates.first());
        assert_eq!(Certificate::from_pem_bundle(b"").ok(), Some(Vec::new()));
    }

    #[test]
    fn damaged_certificates_are_refused() {
        for text in [pem("M!EB"), pem(""), pem("AAEB"), format!("{BEGIN}\nMAEB\n")] {
            assert!(Certificate::from_pem_bundle(text.as_bytes()).is_err(), "{text}");
            assert!(Certificate::from_pem(text.as_bytes()).is_err(), "{text}");
        }
        assert!(Certificate::from_pem(b"").is_err());
    }
}
