//! Formats times sent by the server, for people and for programs.

use std::cell::RefCell;
use std::path::{Component, Path, PathBuf};
use std::sync::OnceLock;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, civil};

use crate::env;
use litellm_proxy_client::Client;

/// The directory of time zone files.
const ZONEINFO_DIR: &str = "/usr/share/zoneinfo";
/// Times in this distance from now are near.
const NEAR: SignedDuration = SignedDuration::from_hours(7 * 24);
/// The file of the local time zone.
const LOCALTIME_FILE: &str = "/etc/localtime";

/// Returns the local time zone.
pub(crate) fn zone() -> TimeZone {
    static ZONE: OnceLock<TimeZone> = OnceLock::new();
    ZONE.get_or_init(|| {
        // A lookup by name lists all zones, which takes longer than a request.
        let file = zone_file(std::env::var_os(env::TZ).as_deref().map(Path::new));
        let data = file.and_then(|path| std::fs::read(path).ok());
        data.and_then(|data| TimeZone::tzif("Local", &data).ok()).unwrap_or_else(TimeZone::system)
    })
    .clone()
}

/// Returns the file of the time zone `name`, or of the local one, unless `name` needs a lookup.
fn zone_file(name: Option<&Path>) -> Option<PathBuf> {
    let Some(name) = name else { return Some(PathBuf::from(LOCALTIME_FILE)) };
    let is_plain = !name.as_os_str().is_empty() && name.components().all(|part| matches!(part, Component::Normal(_)));
    is_plain.then(|| Path::new(ZONEINFO_DIR).join(name))
}

/// Smaller differences are those of the network and of whole seconds.
const TOLERANCE: SignedDuration = SignedDuration::from_secs(30);

thread_local! {
    /// The client whose responses show the server's clock.
    static CLIENT: RefCell<Option<Client>> = const { RefCell::new(None) };
}

/// Counts time by the clock of a client's server from now on.
pub(crate) fn follow(client: &Client) {
    CLIENT.set(Some(client.clone()));
}

/// Returns the current time, by the server's clock if it is known to differ: keys expire and budgets reset by that.
pub(crate) fn now() -> Timestamp {
    CLIENT.with_borrow(|client| match client {
        Some(client) if client.clock_ahead().is_some_and(|ahead| ahead.abs() > TOLERANCE) => client.server_now(),
        _ => Timestamp::now(),
    })
}

/// Formats a time in the local time zone, to the minute. Other strings are returned unchanged.
pub(crate) fn local(text: &str) -> String {
    in_zone(text, &zone())
}

/// Formats a time for a narrow column: the date, and for times near now also the time and its zone.
pub(crate) fn short(text: &str) -> String {
    short_in(text, &zone(), now())
}

fn short_in(text: &str, zone: &TimeZone, now: Timestamp) -> String {
    let Some(time) = parse(text) else { return text.to_owned() };
    let is_near = time.duration_since(now).abs() <= NEAR;
    let format = if is_near { "%Y-%m-%d %H:%M %Z" } else { "%Y-%m-%d" };
    time.to_zoned(zone.clone()).strftime(format).to_string()
}

fn in_zone(text: &str, zone: &TimeZone) -> String {
    parse(text)
        .map_or_else(|| text.to_owned(), |time| time.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string())
}

/// Formats a time in the local time zone, with its offset.
pub(crate) fn with_zone(time: Timestamp) -> String {
    time.to_zoned(zone()).strftime("%Y-%m-%d %H:%M:%S %:z").to_string()
}

/// Formats the time of day in the local time zone, to the second.
pub(crate) fn clock(time: Timestamp) -> String {
    time.to_zoned(zone()).strftime("%H:%M:%S").to_string()
}

/// Formats a time in seconds as RFC 3339. Other strings are returned unchanged.
pub(crate) fn rfc_3339(text: String) -> String {
    seconds(&text).map_or(text, |time| time.to_string())
}

/// Parses a time in seconds or RFC 3339, as UTC if it has no offset.
pub(crate) fn parse(text: &str) -> Option<Timestamp> {
    seconds(text).or_else(|| text.parse().ok()).or_else(|| {
        let local: civil::DateTime = text.parse().ok()?;
        local.to_zoned(TimeZone::UTC).ok().map(|time| time.timestamp())
    })
}

fn seconds(text: &str) -> Option<Timestamp> {
    // A number of up to four digits may be a year.
    let seconds = text.parse().ok().filter(|seconds: &i64| *seconds > 9_999)?;
    Timestamp::from_second(seconds).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zone_file_is_found_by_name() {
        for (name, expected) in [
            (None, Some(LOCALTIME_FILE)),
            (Some("Europe/Berlin"), Some("/usr/share/zoneinfo/Europe/Berlin")),
            (Some("UTC"), Some("/usr/share/zoneinfo/UTC")),
            (Some(""), None),
            (Some("/etc/shadow"), None),
            (Some("../x"), None),
        ] {
            assert_eq!(zone_file(name.map(Path::new)).as_deref(), expected.map(Path::new), "{name:?}");
        }
    }

    #[test]
    fn near_times_have_a_zone() {
        let now = "2026-12-01T00:00:00Z".parse().expect("a time");
        for (text, short) in [
            ("2026-12-04T18:00:00Z", "2026-12-04 20:00 +02"),
            ("2026-11-29T18:00:00Z", "2026-11-29 20:00 +02"),
            ("2026-12-31T23:00:00Z", "2027-01-01"),
            ("soon", "soon"),
            ("", ""),
        ] {
            assert_eq!(short_in(text, &TimeZone::fixed(jiff::tz::offset(2)), now), short);
        }
    }

    #[test]
    fn times_in_every_format_are_parsed() {
        let zone = TimeZone::fixed(jiff::tz::offset(2));
        for (text, local, rfc_3339_time) in [
            ("1677610602", "2023-02-28 20:56", "2023-02-28T18:56:42Z"),
            ("2026-12-01T00:00:00Z", "2026-12-01 02:00", "2026-12-01T00:00:00Z"),
            ("2026-12-01T00:00:00.250000+00:00", "2026-12-01 02:00", "2026-12-01T00:00:00.250000+00:00"),
            ("2026-12-01T00:00:00", "2026-12-01 02:00", "2026-12-01T00:00:00"),
            ("2026", "2026", "2026"),
            ("soon", "soon", "soon"),
            ("", "", ""),
            ("99999999999999999999", "99999999999999999999", "99999999999999999999"),
        ] {
            assert_eq!((in_zone(text, &zone).as_str(), rfc_3339(text.to_owned()).as_str()), (local, rfc_3339_time));
        }
    }
}
