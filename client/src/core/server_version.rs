//! The version of a LiteLLM server, parsed once and compared by number.

use std::fmt;

/// The version that a server reports, such as `1.106.2` or `1.80.11-nightly`.
///
/// Servers state it in `litellm_version` of `GET /health/readiness/details` (newer servers) or `GET /health/readiness`
/// (1.80), in `info.version` of `GET /openapi.json`, and in the `x-litellm-version` header of model responses.
/// [`Health::version`](crate::health::Health::version) looks in all of them.
///
/// ```
/// use litellm_proxy_client::ServerVersion;
///
/// let version = ServerVersion::new("v1.106.2-nightly");
/// assert_eq!(version.numbers(), Some((1, 106, 2)));
/// assert!(version.at_least(1, 84) && !version.at_least(1, 107));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ServerVersion {
    text: String,
    numbers: Option<(u32, u32, u32)>,
}

impl ServerVersion {
    /// Parses a version. Text without at least a major and a minor number is kept, but has no [`numbers`](Self::numbers).
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let numbers = parse(&text);
        Self { text, numbers }
    }

    /// Returns the version as the server wrote it. It is the server's text: escape it before showing it on a terminal.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns major, minor and patch number, without suffixes such as `-nightly`. Tuples compare as versions do.
    pub fn numbers(&self) -> Option<(u32, u32, u32)> {
        self.numbers
    }

    /// Returns whether the server is `major.minor` or newer. A version without numbers counts as newer than any: servers
    /// built from source report such versions.
    pub fn at_least(&self, major: u32, minor: u32) -> bool {
        self.numbers.is_none_or(|(own_major, own_minor, _)| (own_major, own_minor) >= (major, minor))
    }
}

impl fmt::Display for ServerVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn parse(text: &str) -> Option<(u32, u32, u32)> {
    let text = text.trim();
    let mut parts = text.strip_prefix('v').unwrap_or(text).splitn(3, '.');
    let mut number = || {
        let part = parts.next()?;
        let end = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
        part.get(..end)?.parse().ok()
    };
    Some((number()?, number()?, number().unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suffixes_and_missing_patch_numbers_are_accepted() {
        for (text, numbers) in [
            ("1.106.2", Some((1, 106, 2))),
            ("v1.80.11-nightly", Some((1, 80, 11))),
            ("1.80.11.rc.1", Some((1, 80, 11))),
            ("1.84", Some((1, 84, 0))),
            ("1.84-stable", Some((1, 84, 0))),
            (" 2.0.0rc1 ", Some((2, 0, 0))),
            ("1", None),
            ("", None),
            ("main", None),
            ("1.x", None),
            ("99999999999.1.1", None),
        ] {
            let version = ServerVersion::new(text);
            assert_eq!(version.numbers(), numbers, "{text}");
            assert_eq!(version.to_string(), text);
        }
    }

    #[test]
    fn versions_compare_by_number_not_by_text() {
        let version = ServerVersion::new("1.106.2");
        assert!(version.at_least(1, 9) && version.at_least(1, 106) && version.at_least(0, 200));
        assert!(!version.at_least(1, 107) && !version.at_least(2, 0));
        assert!(ServerVersion::new("1.80.11").numbers() < version.numbers());
    }

    #[test]
    fn a_version_without_numbers_counts_as_newest() {
        for (version, expected) in [
            ("1.81.0", true),
            ("1.80.11", false),
            ("v1.79.3", false),
            ("0.9", false),
            ("2.0.0rc1", true),
            ("nightly", true),
        ] {
            assert_eq!(ServerVersion::new(version).at_least(1, 81), expected, "{version}");
        }
    }
}
