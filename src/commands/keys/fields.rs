//! Options that `keys generate` and `keys update` share. Each has the name of its field in the request.

use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use serde::Serialize;

use crate::commands::fields::Unread;
use crate::commands::{durations, params};

#[derive(Debug, Args, Serialize)]
pub(super) struct SharedFields {
    /// Model aliases, as a JSON object
    #[arg(long, value_name = "JSON", value_parser = Unread::object())]
    aliases: Option<Unread>,
    /// Dollars that the key may spend
    #[arg(long, value_name = "DOLLARS", value_parser = params::dollars)]
    max_budget: Option<f64>,
    /// Budget reset interval, such as 30d
    #[arg(long, value_name = "DURATION", value_parser = durations::parse)]
    budget_duration: Option<String>,
    /// The key's team, by id or alias
    #[arg(long, value_name = "TEAM", value_parser = NonEmptyStringValueParser::new())]
    team_id: Option<String>,
    /// Id of the key's user
    #[arg(long, value_name = "USER_ID", value_parser = NonEmptyStringValueParser::new())]
    user_id: Option<String>,
    /// Id of the key's budget
    #[arg(long, value_name = "BUDGET_ID", value_parser = NonEmptyStringValueParser::new())]
    budget_id: Option<String>,
    /// Tokens per minute
    #[arg(long, value_name = "N", value_parser = params::count)]
    tpm_limit: Option<u64>,
    /// Requests per minute
    #[arg(long, value_name = "N", value_parser = params::count)]
    rpm_limit: Option<u64>,
    /// Parallel requests
    #[arg(long, value_name = "N", value_parser = params::count)]
    max_parallel_requests: Option<u64>,
}
