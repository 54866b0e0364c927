//! The version of a release, as Semantic Versioning compares it.

use semver::Version;

/// Returns the version of this program.
pub(in crate::commands) fn own() -> Option<Version> {
    parse(env!("CARGO_PKG_VERSION"))
}

/// Parses a version, with or without a `v` before it. Releases have no build metadata, which would not compare.
pub(in crate::commands) fn parse(text: &str) -> Option<Version> {
    let version = Version::parse(text.strip_prefix('v').unwrap_or(text)).ok()?;
    version.build.is_empty().then_some(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_those_of_releases() {
        assert_eq!(parse("v1.2.3-rc.1"), parse("1.2.3-rc.1"));
        assert!(parse("0.1.0-rc.2") < parse("0.1.0-rc.10") && parse("0.2.0") < parse("0.10.0"));
        assert!(own().is_some());
        // They become part of a URL.
        for text in ["", "1.2", "1.2.x", "1.2.3-../x", "1.2.3+b", "vv1.2.3", " 1.2.3", "1.2.3\n", "<html>"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
