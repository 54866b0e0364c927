//! Options that `users create` and `users update` share, serialized under their names in the request.

use clap::Args;
use serde::Serialize;

use crate::commands::fields::Unread;
use crate::commands::{durations, params};

#[derive(Debug, Args, Serialize)]
pub(super) struct SharedFields {
    /// Models that the user may call, separated by commas
    #[arg(long, value_name = "MODELS", value_parser = Unread::models())]
    models: Option<Unread>,
    /// Dollars that the user may spend
    #[arg(long, value_name = "DOLLARS", value_parser = params::dollars)]
    max_budget: Option<f64>,
    /// Budget reset interval, such as 30d
    #[arg(long, value_name = "DURATION", value_parser = durations::parse)]
    budget_duration: Option<String>,
    /// Tokens per minute
    #[arg(long, value_name = "N", value_parser = params::count)]
    tpm_limit: Option<u64>,
    /// Requests per minute
    #[arg(long, value_name = "N", value_parser = params::count)]
    rpm_limit: Option<u64>,
    /// Metadata, as a JSON object, @FILE or @-
    #[arg(long, value_name = "JSON", value_parser = Unread::object())]
    metadata: Option<Unread>,
}
