//! [`CertificateDetails`]: the names and dates of a certificate. Whether it can be trusted is decided elsewhere.

use std::time::Duration;

use jiff::Timestamp;

use super::certificate::Certificate;

/// The names and dates of a [`Certificate`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CertificateDetails {
    /// The common name of the holder, or else its organization; empty if it has neither.
    pub subject: String,
    /// The common name of the authority that issued it, or else its organization; empty if it has neither.
    pub issuer: String,
    /// When it begins to be valid.
    pub not_before: Timestamp,
    /// When it expires.
    pub not_after: Timestamp,
    /// Whether the holder is its own issuer.
    pub is_self_issued: bool,
}

impl Certificate {
    /// Reads the names and dates; `None` if the certificate is damaged.
    pub fn details(&self) -> Option<CertificateDetails> {
        reader::details(self.der()).ok()
    }
}

fn timestamp(since_1970: Duration) -> Option<Timestamp> {
    Timestamp::from_second(i64::try_from(since_1970.as_secs()).ok()?).ok()
}

mod reader {
    use der::asn1::{AnyRef, GeneralizedTime, UtcTime};
    use der::{Decode as _, ErrorKind, Reader as _, Result, SliceReader, Tag, Tagged as _};
    use jiff::Timestamp;

    use super::{CertificateDetails, timestamp};

    /// The object identifiers 2.5.4.3 and 2.5.4.10.
    const COMMON_NAME: &[u8] = &[0x55, 4, 3];
    const ORGANIZATION: &[u8] = &[0x55, 4, 10];

    pub(super) fn details(der: &[u8]) -> Result<CertificateDetails> {
        let mut certificate = inside(AnyRef::from_der(der)?)?;
        let mut fields = inside(AnyRef::decode(&mut certificate)?)?;
        // The version, which those of version 1 leave out, and the serial number.
        if AnyRef::decode(&mut fields)?.tag() != Tag::Integer {
            AnyRef::decode(&mut fields)?;
        }
        let _algorithm = AnyRef::decode(&mut fields)?;
        let issuer = AnyRef::decode(&mut fields)?;
        let mut validity = inside(AnyRef::decode(&mut fields)?)?;
        let subject = AnyRef::decode(&mut fields)?;
        Ok(CertificateDetails {
            subject: name(subject)?,
            issuer: name(issuer)?,
            not_before: time(&mut validity)?,
            not_after: time(&mut validity)?,
            is_self_issued: subject == issuer,
        })
    }

    fn inside(value: AnyRef<'_>) -> Result<SliceReader<'_>> {
        SliceReader::new(value.value())
    }

    fn time(reader: &mut SliceReader<'_>) -> Result<Timestamp> {
        let since_1970 = match Tag::peek(reader)? {
            Tag::UtcTime => UtcTime::decode(reader)?.to_unix_duration(),
            _ => GeneralizedTime::decode(reader)?.to_unix_duration(),
        };
        timestamp(since_1970).ok_or_else(|| ErrorKind::DateTime.into())
    }

    /// Returns the common name in a sequence of sets of attributes, or else the organization.
    fn name(names: AnyRef<'_>) -> Result<String> {
        let (mut common, mut organization) = (None, None);
        let mut sets = inside(names)?;
        while !sets.is_finished() {
            let mut attributes = inside(AnyRef::decode(&mut sets)?)?;
            while !attributes.is_finished() {
                let mut attribute = inside(AnyRef::decode(&mut attributes)?)?;
                let kind = AnyRef::decode(&mut attribute)?.value();
                let text = String::from_utf8_lossy(AnyRef::decode(&mut attribute)?.value()).into_owned();
                match kind {
                    COMMON_NAME => common = Some(text),
                    ORGANIZATION => organization = Some(text),
                    _ => {}
                }
            }
        }
        Ok(common.or(organization).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use test_bed::FakeServer;

    use super::*;

    #[test]
    fn names_and_dates_are_read() {
        let (pem, _server) = FakeServer::tls_self_signed("127.0.0.1", 2051);
        let details = Certificate::from_pem(pem.as_bytes()).ok().and_then(|certificate| certificate.details());
        let details = details.expect("a certificate");
        assert_eq!(details.issuer, details.subject);
        assert!(!details.issuer.is_empty() && details.is_self_issued, "{details:?}");
        assert_eq!(details.not_before.to_string(), "2000-01-01T00:00:00Z");
        assert_eq!(details.not_after.to_string(), "2051-02-03T00:00:00Z");
    }

    #[test]
    fn damaged_certificates_have_no_details() {
        let (pem, _server) = FakeServer::tls_self_signed("127.0.0.1", 2040);
        let whole = Certificate::from_pem(pem.as_bytes()).expect("a certificate");
        let der = whole.der();
        for length in 0..der.len() {
            let cut = der.get(..length).expect("in range");
            assert_eq!(Certificate::from_der(cut).details(), None, "{length}");
        }
    }
}
