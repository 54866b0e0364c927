//! Times and days of filters, as the server reads them.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};

/// Defines a string that is created from times.
macro_rules! text_of_time {
    ($(#[$doc:meta])* $name:ident { $($source:ty, $time:ident => $text:expr;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Returns the string that is sent.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&String> for $name {
            fn from(text: &String) -> Self {
                Self(text.clone())
            }
        }

        $(
            impl From<$source> for $name {
                fn from($time: $source) -> Self {
                    Self($text)
                }
            }
        )+
    };
}

text_of_time! {
    /// A time in a filter of requests: a [`Timestamp`], whose fraction of a second is dropped, a civil time in UTC, or a
    /// [`Date`] for its start in UTC. A string is sent as it is: `YYYY-MM-DD HH:MM:SS` in UTC, or `YYYY-MM-DD`.
    LogTime {
        Timestamp, time => time.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M:%S").to_string();
        Zoned, time => Self::from(time.timestamp()).0;
        DateTime, time => time.strftime("%Y-%m-%d %H:%M:%S").to_string();
        Date, day => day.to_string();
    }
}

text_of_time! {
    /// A day in a filter of activity: a [`Date`], or the day of a time in UTC. A string is sent as it is: `YYYY-MM-DD`.
    ActivityDate {
        Date, day => day.to_string();
        Timestamp, time => time.to_zoned(TimeZone::UTC).date().to_string();
        Zoned, time => Self::from(time.timestamp()).0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_in_utc_and_days_alone() {
        let time: Timestamp = "2026-11-21T23:30:00.75Z".parse().expect("a time");
        let day = jiff::civil::date(2026, 11, 21);
        for (text, expected) in [
            (LogTime::from(time), "2026-11-21 23:30:00"),
            (LogTime::from(day.at(1, 2, 3, 0)), "2026-11-21 01:02:03"),
            (LogTime::from(day), "2026-11-21"),
            (LogTime::from("2026-11-21"), "2026-11-21"),
        ] {
            assert_eq!(text.as_str(), expected);
        }
        assert_eq!(ActivityDate::from(time), ActivityDate::from(day));
        assert_eq!(ActivityDate::from(day).to_string(), "2026-11-21");
    }
}
