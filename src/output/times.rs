//! Times as the server tells them, for people and for programs.

use std::path::{Component, Path, PathBuf};
use std::sync::OnceLock;

use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};

use crate::env;

/// Where systems keep the rules of time zones.
const ZONES: &str = "/usr/share/zoneinfo";
/// The rules of this place.
const HERE: &str = "/etc/localtime";

/// The zone of the local clock.
pub(crate) fn zone() -> TimeZone {
    static ZONE: OnceLock<TimeZone> = OnceLock::new();
    ZONE.get_or_init(|| {
        // To ask by name makes a list of all zones, which takes longer than a request.
        let file = rules(std::env::var_os(env::TZ).as_deref().map(Path::new));
        let rules = file.and_then(|path| std::fs::read(path).ok());
        rules.and_then(|rules| TimeZone::tzif("Local", &rules).ok()).unwrap_or_else(TimeZone::system)
    })
    .clone()
}

/// The file of the local clock's rules, where it can be told without looking.
fn rules(name: Option<&Path>) -> Option<PathBuf> {
    let Some(name) = name else { return Some(PathBuf::from(HERE)) };
    let is_plain = !name.as_os_str().is_empty() && name.components().all(|part| matches!(part, Component::Normal(_)));
    is_plain.then(|| Path::new(ZONES).join(name))
}

/// The time of the local clock, to the minute, of what tells one; anything else as it is.
pub(crate) fn local(text: &str) -> String {
    in_zone(text, &zone())
}

fn in_zone(text: &str, zone: &TimeZone) -> String {
    parse(text)
        .map_or_else(|| text.to_owned(), |time| time.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string())
}

/// The same as RFC 3339; a text stays the server's own.
pub(crate) fn rfc_3339(text: String) -> String {
    seconds(&text).map_or(text, |time| time.to_string())
}

/// A time in seconds, or in RFC 3339, in UTC where it has no offset.
fn parse(text: &str) -> Option<Timestamp> {
    seconds(text).or_else(|| text.parse().ok()).or_else(|| {
        let local: civil::DateTime = text.parse().ok()?;
        local.to_zoned(TimeZone::UTC).ok().map(|time| time.timestamp())
    })
}

fn seconds(text: &str) -> Option<Timestamp> {
    // A number of four digits is a year, or nothing.
    let seconds = text.parse().ok().filter(|seconds: &i64| *seconds > 9_999)?;
    Timestamp::from_second(seconds).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_found_without_a_list_of_all() {
        for (name, expected) in [
            (None, Some(HERE)),
            (Some("Europe/Berlin"), Some("/usr/share/zoneinfo/Europe/Berlin")),
            (Some("UTC"), Some("/usr/share/zoneinfo/UTC")),
            (Some(""), None),
            (Some("/etc/shadow"), None),
            (Some("../x"), None),
        ] {
            assert_eq!(rules(name.map(Path::new)).as_deref(), expected.map(Path::new), "{name:?}");
        }
    }

    #[test]
    fn times_of_every_kind_are_read() {
        let zone = TimeZone::fixed(jiff::tz::offset(2));
        for (text, shown, data) in [
            ("1677610602", "2023-02-28 20:56", "2023-02-28T18:56:42Z"),
            ("2026-12-01T00:00:00Z", "2026-12-01 02:00", "2026-12-01T00:00:00Z"),
            ("2026-12-01T00:00:00.250000+00:00", "2026-12-01 02:00", "2026-12-01T00:00:00.250000+00:00"),
            ("2026-12-01T00:00:00", "2026-12-01 02:00", "2026-12-01T00:00:00"),
            ("2026", "2026", "2026"),
            ("soon", "soon", "soon"),
            ("", "", ""),
            ("99999999999999999999", "99999999999999999999", "99999999999999999999"),
        ] {
            assert_eq!((in_zone(text, &zone).as_str(), rfc_3339(text.to_owned()).as_str()), (shown, data));
        }
    }
}
