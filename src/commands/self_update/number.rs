//! The version of a release, as Semantic Versioning compares it.

use std::fmt;

/// Part of a suffix such as `rc.1`. Numbers come before words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Number(u64),
    Word(String),
}

/// A version such as `1.2.3` or `1.2.3-rc.1`. It can be part of a URL as it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::commands) struct Version {
    numbers: [u64; 3],
    is_final: bool,
    suffix: Vec<Part>,
}

impl Version {
    /// Returns the version of this program.
    pub(in crate::commands) fn own() -> Option<Self> {
        Self::parse(env!("CARGO_PKG_VERSION"))
    }

    /// Parses a version, with or without a `v` before it.
    pub(in crate::commands) fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix('v').unwrap_or(text);
        let (numbers, suffix) = text.split_once('-').map_or((text, None), |(numbers, suffix)| (numbers, Some(suffix)));
        let mut parts = numbers.split('.').map(number);
        let numbers = [parts.next()??, parts.next()??, parts.next()??];
        let suffix: Vec<Part> = suffix.map_or(Some(Vec::new()), |suffix| suffix.split('.').map(part).collect())?;
        parts.next().is_none().then_some(Self { numbers, is_final: suffix.is_empty(), suffix })
    }
}

/// Parses a number without a sign and without leading zeros.
fn number(text: &str) -> Option<u64> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    is_plain.then(|| text.parse().ok()).flatten()
}

fn part(text: &str) -> Option<Part> {
    let is_word = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { number(text).map(Part::Number) } else { is_word.then(|| Part::Word(text.to_owned())) }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch] = self.numbers;
        write!(f, "{major}.{minor}.{patch}")?;
        for (index, part) in self.suffix.iter().enumerate() {
            f.write_str(if index == 0 { "-" } else { "." })?;
            match part {
                Part::Number(number) => write!(f, "{number}")?,
                Part::Word(word) => f.write_str(word)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Version;

    #[test]
    fn versions_are_in_order() {
        let ordered = [
            "0.1.0-alpha",
            "0.1.0-alpha.1",
            "0.1.0-alpha.beta",
            "0.1.0-rc.2",
            "0.1.0-rc.10",
            "0.1.0",
            "0.2.0",
            "0.10.0",
            "1.0.0",
        ];
        let versions: Vec<Version> = ordered.iter().map(|text| Version::parse(text).expect(text)).collect();
        assert!(versions.is_sorted_by(|one, other| one < other), "{versions:?}");
        for (text, version) in ordered.iter().zip(&versions) {
            assert_eq!(version.to_string(), *text);
            assert_eq!(Version::parse(&format!("v{text}")).as_ref(), Some(version));
        }
        assert!(Version::own().is_some());
    }

    #[test]
    fn what_is_not_a_version_is_refused() {
        for text in [
            "",
            "1",
            "1.2",
            "1.2.3.4",
            "01.2.3",
            "+1.2.3",
            "1.2.x",
            "1.2.3-",
            "1.2.3-a..b",
            "1.2.3-01",
            "1.2.3-../x",
            "1.2.3+b",
            " 1.2.3",
            "<html>",
            "1.2.3\n",
        ] {
            assert_eq!(Version::parse(text), None, "{text}");
        }
    }
}
