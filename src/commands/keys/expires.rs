//! `--expires`: the time at which a key expires, in place of its lifetime. Servers take lifetimes only, so it becomes one just
//! before the request.

use anyhow::{Context as _, Result};
use clap::Args;
use jiff::{Timestamp, Zoned};

use crate::commands::moments::Moment;
use crate::context::Context;
use crate::failure::Failure;
use crate::output::times;
use litellm_proxy_client::keys::KeyUpdate;
use litellm_proxy_client::{ApiKey, Client, Interval};

/// Seconds by which a time of expiry may differ: the time until the server reads its clock.
const TOLERANCE: i64 = 60;

#[derive(Debug, Clone, Copy, Default, Args)]
pub(super) struct Expires {
    /// Time of expiry: 2026-12-04 (its end, in local time), 2026-12-04T18:00 or RFC 3339
    #[arg(long, value_name = "TIME", value_parser = Moment::parse, conflicts_with = "duration")]
    expires: Option<Moment>,
}

impl Expires {
    /// Sets the lifetime that ends at the time, if one is given.
    ///
    /// # Errors
    /// A usage error if the time is not in the future.
    pub(super) fn set(self, duration: &mut Option<Interval>) -> Result<()> {
        if let Some(moment) = self.expires {
            let now = times::now().to_zoned(times::zone());
            let seconds = lifetime(moment, &now).map_err(Failure::usage)?;
            *duration = Some(Interval::from(format!("{seconds}s")));
        }
        Ok(())
    }

    /// Returns the time that a lifetime ends at, if one is given in place of a time.
    pub(super) fn or_after(self, duration: Option<&str>) -> Self {
        Self { expires: self.expires.or_else(|| Moment::parse(duration?).ok()) }
    }

    /// Returns the time, if one is given.
    ///
    /// # Errors
    /// A usage error if it is not in the future.
    pub(super) fn time(self) -> Result<Option<Timestamp>> {
        let now = times::now().to_zoned(times::zone());
        let time = self.expires.map(|moment| {
            lifetime(moment, &now)?;
            moment.deadline(&now)
        });
        time.transpose().map_err(Failure::usage)
    }

    /// Returns whether a new key expires at another time: older servers round the lifetime of a new key, to a day at most if
    /// it is in seconds, but not that of an update.
    pub(super) fn is_missed_by(self, expires: Option<Timestamp>) -> bool {
        let now = times::now().to_zoned(times::zone());
        let wanted = self.expires.and_then(|moment| moment.deadline(&now).ok());
        wanted.is_some_and(|wanted| {
            expires.is_none_or(|expires| (expires.as_second() - wanted.as_second()).abs() > TOLERANCE)
        })
    }

    /// Sets the time of expiry of a key by an update.
    ///
    /// # Errors
    /// Those of the update; the key keeps its time of expiry.
    pub(super) async fn set_again(self, context: &mut Context, client: &Client, hash: String) -> Result<()> {
        let mut update = KeyUpdate::default();
        self.set(&mut update.duration)?;
        let updated = client.keys().update(ApiKey::new(hash), &update).await;
        updated.context("the key was created, but its time of expiry could not be set")?;
        context.output.note("note: an update has set the time of expiry that was asked for");
        Ok(())
    }

    /// Says which time was meant.
    pub(super) fn note(self, context: &mut Context) {
        let now = times::now().to_zoned(times::zone());
        if let Some(expires) = self.expires.and_then(|moment| moment.deadline(&now).ok()) {
            context.output.note(format_args!("the key is to expire at {}", times::with_zone(expires)));
        }
    }
}

/// Returns the seconds until a time.
fn lifetime(moment: Moment, now: &Zoned) -> Result<i64, String> {
    let expires = moment.deadline(now).map_err(|message| format!("--expires: {message}"))?;
    let seconds = expires.as_second().saturating_sub(now.timestamp().as_second());
    if seconds > 0 { Ok(seconds) } else { Err(format!("--expires: {} is in the past", times::with_zone(expires))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_becomes_the_seconds_until_then() {
        let now: Zoned = "2026-11-30T13:30:00+01:00[+01:00]".parse().expect("a time");
        for (text, seconds) in [
            ("2026-11-30", Some(37_799)),
            ("tomorrow", Some(124_199)),
            ("2026-11-30T14:30", Some(3_600)),
            ("2026-11-30T14:30Z", Some(7_200)),
            ("7d", Some(604_800)),
            ("2026-11-29", None),
            ("2026-11-30T13:30", None),
            ("yesterday", None),
            ("now", None),
        ] {
            let result = lifetime(Moment::parse(text).expect(text), &now);
            assert_eq!(result.clone().ok(), seconds, "{text}");
            assert!(result.is_ok() || result.is_err_and(|message| message.ends_with("is in the past")), "{text}");
        }
    }
}
