//! How limits are measured, with responses as LiteLLM 1.106.2 and 1.80.11 send them.

mod owners;
mod rules;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::rules::{depends_on_version, limits};
use super::sources::LimitSources;
use super::windows::WindowUse;
use super::{KeyLimit, LimitOwner};
use crate::core::ServerVersion;

const HASH: &str = "e2c46632fb2cbad582d9eabe293dbff76e419ad33fb2414d4e5e09f3b9cac4fc";

/// A key of 1.106.2.
const KEY: &str = r#"{"key_name":"sk-...TPSQ","key_alias":"k","spend":0.0,"total_spend":0.0,"expires":null,"models":[],"user_id":null,"team_id":null,"max_parallel_requests":null,"metadata":{},"blocked":null,"tpm_limit":null,"rpm_limit":null,"tpd_limit":null,"max_budget":null,"budget_duration":null,"budget_reset_at":null,"model_spend":{},"model_max_budget":{},"budget_id":null,"organization_id":null,"budget_limits":null,"litellm_budget_table":null,"status":"active"}"#;
/// A team of 1.106.2 with one member.
const TEAM: &str = r#"{"team_id":"t","team_info":{"team_alias":"T","team_id":"t","organization_id":null,"metadata":{},"tpm_limit":null,"rpm_limit":null,"max_budget":null,"soft_budget":null,"budget_limits":null,"blocked":false,"spend":0.0,"budget_reset_at":null,"model_max_budget":{},"team_member_budget_table":null,"model_max_budget_usage":{}},"keys":[],"team_memberships":[{"user_id":"u","team_id":"t","budget_id":"m","spend":0.0,"litellm_budget_table":null}]}"#;
/// A shared budget of 1.106.2, and the same of 1.80.11.
const SHARED: &str = r#"{"budget_id":"b","max_budget":0.5,"soft_budget":null,"max_parallel_requests":null,"tpm_limit":7,"rpm_limit":3,"tpd_limit":null,"budget_duration":"1d","budget_reset_at":"2026-11-22T00:00:00+00:00"}"#;
const OLD_SHARED: &str = r#"{"budget_id":"b","max_budget":0.5,"soft_budget":null,"max_parallel_requests":null,"tpm_limit":7,"rpm_limit":3,"budget_duration":"1d","budget_reset_at":"2026-11-22T13:36:59.489000+00:00"}"#;

/// A response with fields changed, each by its JSON pointer.
fn changed(response: &str, changes: &[(&str, Value)]) -> Value {
    let mut response: Value = serde_json::from_str(response).expect("JSON");
    for (pointer, value) in changes {
        let (parent, field) = pointer.rsplit_once('/').expect("a pointer");
        let parent = response.pointer_mut(parent).expect("a parent").as_object_mut().expect("an object");
        parent.insert(field.to_owned(), value.clone());
    }
    response
}

fn of_key(changes: &[(&str, Value)]) -> LimitSources {
    let key = json!({"key": HASH, "info": changed(KEY, changes)});
    LimitSources {
        hash: HASH.to_owned(),
        key: read(&key),
        team: None,
        user: None,
        is_of_missing_team: false,
        key_windows: Vec::new(),
        team_windows: Vec::new(),
        organization: None,
        project: None,
        access_groups: Vec::new(),
        customer: None,
        tags: Vec::new(),
        server: None,
        version: None,
    }
}

fn of_team(key: &[(&str, Value)], team: &[(&str, Value)]) -> LimitSources {
    let key = [&[("/team_id", json!("t")), ("/user_id", json!("u"))], key].concat();
    LimitSources { team: Some(read(&changed(TEAM, team))), ..of_key(&key) }
}

fn measured(sources: &LimitSources) -> Vec<KeyLimit> {
    limits(sources, "2026-11-21T12:00:00Z".parse::<Timestamp>().expect("a time"))
}

/// Returns the owner as `SCOPE ID`.
fn named(owner: &LimitOwner) -> String {
    let id = match owner {
        LimitOwner::Key(_) => "HASH".to_owned(),
        LimitOwner::Member { team_id, user_id } => format!("{user_id} in {team_id}"),
        LimitOwner::Server => String::new(),
        LimitOwner::Budget(id)
        | LimitOwner::Team(id)
        | LimitOwner::User(id)
        | LimitOwner::Organization(id)
        | LimitOwner::Project(id)
        | LimitOwner::AccessGroup(id)
        | LimitOwner::Customer(id)
        | LimitOwner::Tag(id) => id.clone(),
    };
    format!("{} {id}", owner.scope())
}

/// Returns a line for each limit: owner, kind, used / bound, percent, whether it stops the key (`!`) and is the tightest
/// (`*`).
fn lines(sources: &LimitSources) -> Vec<String> {
    let number = |number: Option<f64>| number.map_or_else(|| "?".to_owned(), |number| number.to_string());
    let line = |limit: &KeyLimit| {
        let model = limit.model.as_deref().map(|model| format!(" of {model}")).unwrap_or_default();
        let marks = [(limit.is_exceeded, "!"), (limit.is_tightest, "*")];
        let marks: String = marks.iter().filter(|(is, _)| *is).map(|(_, mark)| *mark).collect();
        let line = format!(
            "{}: {}{model} {}/{} {}% {marks}",
            named(&limit.owner),
            limit.kind.as_str(),
            number(limit.used),
            limit.bound,
            number(limit.percent)
        );
        line.trim_end().to_owned()
    };
    measured(sources).iter().map(line).collect()
}

#[track_caller]
fn are(sources: &LimitSources, expected: &[&str]) {
    assert_eq!(lines(sources), expected);
}

/// Returns the changes that lift the limits: owner, field, value.
fn changes(sources: &LimitSources) -> Vec<(String, &'static str, Value)> {
    let change = |limit: KeyLimit| (named(&limit.change.owner), limit.change.field, limit.change.value);
    measured(sources).into_iter().map(change).collect()
}

#[track_caller]
fn are_changes(sources: &LimitSources, expected: &[(&str, &str, Value)]) {
    let changes = changes(sources);
    let changes: Vec<_> = changes.iter().map(|(owner, field, value)| (owner.as_str(), *field, value.clone())).collect();
    assert_eq!(changes, expected);
}

fn read<T: serde::de::DeserializeOwned>(json: &Value) -> T {
    serde_json::from_str(&json.to_string()).expect("a response")
}
