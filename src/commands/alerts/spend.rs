//! `watch spend`: the spend of a day, a week, a month, or some days.

use std::str::FromStr;

use anyhow::Result;
use clap::Args;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use litellm_proxy_client::Client;
use litellm_proxy_client::spend::{ActivityFilter, ActivityScope, Day};

use super::action::Action;
use super::{Look, about, watch};
use crate::context::{Context, DryRun};
use crate::outcome::Outcome;
use crate::output::dollars;

pub(super) const AFTER_HELP: &str = concat!(
    about!(),
    "
  LITELLM_PROXY_WATCH_AMOUNT and _LIMIT in dollars, _PERIOD, and _SINCE, its first day

Days are in UTC, and by the server's clock. A week begins on Monday, and a month on its first day;
100/7d is for today and the six days before. With the key of a user, it is that user's spend.

Examples:
  litellm-proxy watch spend --over 100/day --exec ./page.sh
  litellm-proxy watch spend --over 2000/month --every 10m --exec ./page.sh
  litellm-proxy watch spend --over 50/7d --once --exec logger -- -t litellm"
);

/// The longest period, in days.
const MOST_DAYS: i64 = 366;

#[derive(Debug, Args)]
pub(crate) struct Spend {
    /// Limit in dollars and its period: 100/day, 500/week, 2000/month or 50/7d
    #[arg(long, value_name = "AMOUNT/PERIOD")]
    over: Limit,
    #[command(flatten)]
    action: Action,
}

/// An amount in a period.
#[derive(Debug, Clone, PartialEq)]
struct Limit {
    amount: f64,
    period: Period,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Period {
    Day,
    Week,
    Month,
    Days(i64),
}

impl FromStr for Limit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let example = "expected an amount and a period, such as 100/day";
        let (amount, period) = text.split_once('/').ok_or(example)?;
        let amount: f64 = amount.trim().trim_start_matches('$').parse().map_err(|_| example)?;
        if !amount.is_finite() || amount < 0.0 {
            return Err("the amount must be zero or more".to_owned());
        }
        let period = match period.trim() {
            "day" | "d" => Period::Day,
            "week" | "w" => Period::Week,
            "month" | "mo" => Period::Month,
            other => {
                let days = other.strip_suffix('d').and_then(|days| days.parse().ok());
                let days = days.filter(|days| (1..=MOST_DAYS).contains(days));
                Period::Days(days.ok_or("the period must be day, week, month, or a number of days such as 7d")?)
            }
        };
        Ok(Self { amount, period })
    }
}

impl Period {
    /// Returns the first day of the period that has this day.
    fn first(self, day: Date) -> Date {
        let back = match self {
            Self::Day => 0,
            Self::Week => i64::from(day.weekday().to_monday_zero_offset()),
            Self::Month => i64::from(day.day()) - 1,
            Self::Days(days) => days - 1,
        };
        day.checked_sub(back.days()).unwrap_or(day)
    }

    fn describe(self) -> String {
        match self {
            Self::Day => "today".to_owned(),
            Self::Week => "this week".to_owned(),
            Self::Month => "this month".to_owned(),
            Self::Days(days) => format!("in {days} days"),
        }
    }

    fn name(self) -> String {
        match self {
            Self::Day => "day".to_owned(),
            Self::Week => "week".to_owned(),
            Self::Month => "month".to_owned(),
            Self::Days(days) => format!("{days}d"),
        }
    }
}

impl Spend {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let Self { over, action } = self;
        let client = context.client()?;
        if !context.is_sending(DryRun::default()) {
            let (first, last) = days(&client, over.period);
            let filter = ActivityFilter::between(first.to_string(), last.to_string());
            return context.preview(client.spend().daily_activity(ActivityScope::Users, &filter));
        }
        let name = format!("spend over {}/{}", over.amount, over.period.name());
        let look = async |_: &mut Context| look(&client, &over).await;
        watch(context, action, ("spend", name), look).await
    }
}

/// Returns the first and the last day, by the server's clock as far as it is known.
fn days(client: &Client, period: Period) -> (Date, Date) {
    let today = in_utc(client.server_now());
    (period.first(today), today)
}

fn in_utc(time: Timestamp) -> Date {
    time.to_zoned(TimeZone::UTC).date()
}

async fn look(client: &Client, over: &Limit) -> Result<Look> {
    let (amount, first) = loop {
        let (first, last) = days(client, over.period);
        let filter = ActivityFilter::between(first.to_string(), last.to_string());
        let mut amount = 0.0;
        let each = |day: Day| amount += day.metrics.spend;
        client.spend().daily_activity_each(ActivityScope::Users, &filter, each).await?;
        // The response shows the server's clock, by which it may be another day.
        if in_utc(client.server_now()) == last {
            break (amount, first);
        }
    };
    let is_over = amount > over.amount;
    let (word, relation) = if is_over { ("bad", "over") } else { ("good", "within") };
    let (spent, limit, period) = (dollars(amount), dollars(over.amount), over.period.describe());
    Ok(Look {
        bad: if is_over { vec![format!("over {}/{}", over.amount, over.period.name())] } else { Vec::new() },
        message: format!("{word}: {spent} spent {period}, {relation} the limit of {limit}"),
        variables: vec![
            ("AMOUNT", amount.to_string()),
            ("LIMIT", over.amount.to_string()),
            ("PERIOD", over.period.name()),
            ("SINCE", first.to_string()),
        ],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_have_an_amount_and_a_period() {
        let read = |text: &str| text.parse::<Limit>();
        assert_eq!(read("100/day"), Ok(Limit { amount: 100.0, period: Period::Day }));
        assert_eq!(read("$0.5/7d"), Ok(Limit { amount: 0.5, period: Period::Days(7) }));
        for text in ["100", "x/day", "-1/day", "1/hour", "1/0d", "1/367d", "inf/day"] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn periods_begin_on_their_first_day() {
        let first = |period: Period, day: &str| period.first(day.parse().expect("a date")).to_string();
        assert_eq!(first(Period::Day, "2026-11-30"), "2026-11-30");
        assert_eq!(first(Period::Week, "2026-12-02"), "2026-11-30");
        assert_eq!(first(Period::Month, "2026-11-30"), "2026-11-01");
        assert_eq!(first(Period::Days(7), "2026-12-02"), "2026-11-26");
    }
}
