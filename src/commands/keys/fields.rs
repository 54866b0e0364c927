//! Options that `keys generate` and `keys update` share. Each has the name of its field in the request.

use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::commands::fields::Unread;
use crate::commands::unknown::{self, Owner, OwnerKind};
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
    /// The key's user, by id or email address
    #[arg(long, value_name = "USER", value_parser = NonEmptyStringValueParser::new())]
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

/// The fields of a request that name what a key belongs to.
pub(super) struct OwnerFields<'a> {
    pub(super) team_id: &'a mut Option<String>,
    pub(super) user_id: &'a mut Option<String>,
    pub(super) budget_id: &'a mut Option<String>,
    pub(super) extra: &'a mut Map<String, Value>,
}

impl<'a> OwnerFields<'a> {
    /// Returns what the key belongs to. `user` is how its user is looked up.
    pub(super) fn owners(self, user: OwnerKind) -> Vec<Owner<'a>> {
        let kinds = [
            ("team_id", OwnerKind::Team),
            ("user_id", user),
            ("budget_id", OwnerKind::Budget),
            ("organization_id", OwnerKind::Organization),
        ];
        let named = [(OwnerKind::Team, self.team_id), (user, self.user_id), (OwnerKind::Budget, self.budget_id)];
        let named = named.into_iter().filter_map(|(kind, name)| Some((kind, name.as_mut()?)));
        named.chain(unknown::in_fields(self.extra, &kinds)).collect()
    }
}
