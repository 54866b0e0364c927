//! Compares a write with what the server kept. Servers accept fields that they do not know, cannot empty, or
//! change by a policy of theirs, and still report success.

use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value};

use super::known_fields;
use super::teams::{MEMBER_BUDGET, OF_MEMBERS};
use crate::core::{ApiKey, Client, Error, Lossless, parse_server_time, redact_json};

/// The object of a write, by its id.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Written {
    /// A key, by its secret or hash.
    Key(ApiKey),
    /// A team.
    Team(String),
    /// A user.
    User(String),
    /// A budget.
    Budget(String),
    /// A customer.
    Customer(String),
    /// An organization.
    Organization(String),
}

/// A field that the server accepted and did not keep as it was requested. `Display` reads:
/// `max_budget=100 but kept 10`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct NotKept {
    /// The name of the field.
    pub field: String,
    /// The requested value; empty or null if the field was to be emptied.
    pub wanted: Value,
    /// The value that the server has; `None` if it does not report the field at all.
    pub kept: Option<Value>,
}

impl fmt::Display for NotKept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={} but ", self.field, self.shown(&self.wanted))?;
        match &self.kept {
            None => f.write_str("does not have such a field"),
            Some(kept) if is_empty(kept) => f.write_str("kept nothing"),
            Some(kept) => write!(f, "kept {}", self.shown(kept)),
        }
    }
}

impl NotKept {
    /// Returns a value for a sentence, in which 10.0 is 10, without secrets.
    fn shown(&self, value: &Value) -> String {
        if let Some(number) = value.as_f64() {
            return number.to_string();
        }
        let named = Value::Object(Map::from_iter([(self.field.clone(), value.clone())])).to_string();
        let masked = redact_json(&named).and_then(|text| serde_json::from_str::<Map<String, Value>>(&text).ok());
        match masked.as_ref().and_then(|fields| fields.get(&self.field)).unwrap_or(&Value::Null) {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        }
    }
}

/// Fields that no response shows, or shows in another form: secrets, instructions, and lists of members.
const NOT_SHOWN: &[&str] = &[
    "admins",
    "auto_create_key",
    "duration",
    "expires",
    "grace_period",
    "key",
    "key_type",
    "members",
    "members_with_roles",
    "new_key",
    "new_master_key",
    "organizations",
    "password",
    "permissions",
    "send_invite_email",
];

/// Objects within an object that hold some of its fields.
const HOLDERS: &[&str] = &["data", "metadata", "litellm_budget_table", "litellm_model_table"];

/// How a field of a response compares with the request.
#[derive(Debug, Clone, PartialEq)]
enum Found {
    Kept,
    Other(Value),
    Absent,
}

impl Client {
    /// Compares a write with its response and, where they differ, with the object as the server has it then: `GET
    /// /key/info` and the like. Returns the fields that the server did not keep.
    ///
    /// `extra` names the fields that not every server knows, such as those in the `extra` of a request: only these are
    /// looked for if the response does not show them. If the object cannot be read, the response decides.
    pub async fn not_kept<T>(
        &self,
        written: &Written,
        requested: &impl Serialize,
        extra: &Map<String, Value>,
        response: &Lossless<T>,
    ) -> Vec<NotKept> {
        let Ok(Value::Object(requested)) = serde_json::to_value(requested) else { return Vec::new() };
        let response: Map<String, Value> = serde_json::from_str(response.json().get()).unwrap_or_default();
        let suspects: Vec<(&String, &Value, Found)> = requested
            .iter()
            .filter(|(name, _)| !NOT_SHOWN.contains(&name.as_str()))
            .map(|(name, wanted)| (name, wanted, find(name, wanted, &response)))
            .filter(|(name, wanted, found)| match found {
                Found::Kept => false,
                Found::Other(_) => true,
                Found::Absent => extra.contains_key(*name) && !is_empty(wanted),
            })
            .collect();
        if suspects.is_empty() {
            return Vec::new();
        }
        let object = self.read_back(written).await.ok();
        let not_kept = |(name, wanted, found): (&String, &Value, Found)| {
            let found = match (&object, found) {
                (Some(object), found) => match find(name, wanted, object) {
                    // Only the response shows these fields.
                    Found::Absent => found,
                    read => read,
                },
                (None, Found::Absent) => return None,
                (None, found) => found,
            };
            let kept = match found {
                Found::Kept => return None,
                Found::Other(value) => Some(value),
                Found::Absent => None,
            };
            Some(NotKept { field: name.clone(), wanted: wanted.clone(), kept })
        };
        suspects.into_iter().filter_map(not_kept).collect()
    }

    async fn read_back(&self, written: &Written) -> Result<Map<String, Value>, Error> {
        let fields = |json: &str| serde_json::from_str::<Map<String, Value>>(json).unwrap_or_default();
        let within = |json: &str, name: &str| match fields(json).remove(name) {
            Some(Value::Object(fields)) => fields,
            _ => Map::new(),
        };
        Ok(match written {
            Written::Key(key) => within(self.keys().get(key).await?.json().get(), "info"),
            Written::Team(id) => within(self.teams().get(id).await?.json().get(), "team_info"),
            Written::User(id) => within(self.users().get(id).await?.json().get(), "user_info"),
            Written::Budget(id) => match self.budgets().get([id]).await?.first() {
                Some(budget) => fields(budget.json().get()),
                None => Map::new(),
            },
            Written::Customer(id) => fields(self.customers().get(id).await?.json().get()),
            Written::Organization(id) => fields(self.organizations().get(id).await?.json().get()),
        })
    }
}

/// Looks for a field in an object, and in the objects within it that hold some of its fields.
fn find(name: &str, wanted: &Value, object: &Map<String, Value>) -> Found {
    let of_members = OF_MEMBERS.iter().find(|(field, _)| *field == name);
    let places: Vec<Option<&Value>> = if let Some((_, inner)) = of_members {
        vec![object.get("team_member_budget_table").and_then(|table| table.get(*inner))]
    } else {
        let held = HOLDERS.iter().filter_map(|holder| object.get(*holder));
        let inner = held.clone().flat_map(|held| HOLDERS.iter().filter_map(|holder| held.get(*holder)));
        let within = held.chain(inner).map(|held| held.get(name));
        [object.get(name)].into_iter().chain(within).chain([object.get(alias(name))]).collect()
    };
    let mut found = Found::Absent;
    for value in places.into_iter().flatten() {
        if is_kept(name, wanted, value) {
            return Found::Kept;
        }
        // The first value that is not empty says most.
        match &found {
            Found::Other(known) if !is_empty(known) => {}
            _ => found = Found::Other(value.clone()),
        }
    }
    found
}

/// Returns the name under which responses may show a field.
fn alias(name: &str) -> &str {
    match name {
        "organization_id" => "org_id",
        "object_permission" => "object_permission_id",
        "policies" => "policy_names",
        name => name,
    }
}

fn is_kept(name: &str, wanted: &Value, got: &Value) -> bool {
    match (wanted, got) {
        // Permissions are stored as an object of their own, with fields that the server fills in.
        _ if name == "object_permission" && !is_empty(wanted) => !is_empty(got),
        (Value::Number(wanted), Value::Number(got)) => match (wanted.as_f64(), got.as_f64()) {
            (Some(wanted), Some(got)) => (wanted - got).abs() <= 1e-9 * wanted.abs().max(1.0),
            _ => wanted == got,
        },
        // The server keeps fields of its own there.
        (Value::Object(_), Value::Object(got)) if name == "metadata" && is_empty(wanted) => {
            got.iter().all(|(name, value)| is_empty(value) || is_servers_own(name))
        }
        (Value::Object(wanted), Value::Object(got)) if !wanted.is_empty() => {
            let same = |(name, value): (&String, &Value)| match got.get(name) {
                Some(got) => is_kept(name, value, got),
                None => is_empty(value),
            };
            wanted.iter().all(same)
        }
        // In any order. A team may be shown as an object.
        (Value::Array(wanted), Value::Array(got)) if !wanted.is_empty() => {
            let is_among = |wanted: &Value| {
                got.iter().any(|got| is_kept(name, wanted, got) || got.get("team_id").is_some_and(|id| id == wanted))
            };
            wanted.iter().all(is_among) && (name == "teams" || got.len() == wanted.len())
        }
        (Value::String(wanted), Value::String(got)) => is_same_text(name, wanted, got),
        // Some columns hold JSON as text.
        (Value::Object(_) | Value::Array(_), Value::String(text)) if !is_empty(wanted) => {
            serde_json::from_str::<Value>(text).is_ok_and(|got| !got.is_string() && is_kept(name, wanted, &got))
        }
        _ => wanted == got || (is_empty(wanted) && is_empty(got)),
    }
}

/// Returns whether a server keeps a field with its own meaning in the metadata of a key or team.
fn is_servers_own(name: &str) -> bool {
    name == MEMBER_BUDGET || known_fields::KEY_UPDATE.contains(name) || known_fields::TEAM_UPDATE.contains(name)
}

/// Compares strings: times in any form, email addresses in any case.
fn is_same_text(name: &str, wanted: &str, got: &str) -> bool {
    let time = |text: &str| parse_server_time(text).or_else(|| parse_server_time(&format!("{text}T00:00:00Z")));
    let is_time = name.ends_with("_at") || name.ends_with("_expiry");
    wanted == got
        || (is_time && time(wanted).zip(time(got)).is_some_and(|(wanted, got)| wanted == got))
        || (name == "user_email" && wanted.eq_ignore_ascii_case(got))
}

/// Returns whether a value is what servers keep where a field has none: null, false, or an empty string, list or object.
pub fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(true) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_field_is_looked_for_where_servers_keep_it() {
        for (name, wanted, object, expected) in [
            ("max_budget", json!(10), json!({"max_budget": 10.0}), Found::Kept),
            ("max_budget", json!(10), json!({"max_budget": 5.0}), Found::Other(json!(5.0))),
            ("max_budget", json!(10), json!({"max_budget": null}), Found::Other(json!(null))),
            ("max_budget", json!(10), json!({}), Found::Absent),
            ("max_budget", json!(null), json!({"max_budget": 5.0}), Found::Other(json!(5.0))),
            ("max_budget", json!(null), json!({"max_budget": null}), Found::Kept),
            ("max_budget", json!(4), json!({"litellm_budget_table": {"max_budget": 4.0}}), Found::Kept),
            ("max_budget", json!(4), json!({"user_id": "u", "data": {"max_budget": 4.0}}), Found::Kept),
            (
                "spend",
                json!(0.1),
                serde_json::from_str(r#"{"spend": 0.10000000000000001}"#).expect("JSON"),
                Found::Kept,
            ),
            ("models", json!(["a", "b"]), json!({"models": ["b", "a"]}), Found::Kept),
            ("models", json!(["a"]), json!({"models": ["a", "b"]}), Found::Other(json!(["a", "b"]))),
            ("models", json!([]), json!({"models": ["a"]}), Found::Other(json!(["a"]))),
            ("teams", json!(["t"]), json!({"teams": [{"team_id": "t"}, {"team_id": "u"}]}), Found::Kept),
            ("metadata", json!({"a": 1}), json!({"metadata": {"a": 1.0, "tags": []}}), Found::Kept),
            (
                "metadata",
                json!({}),
                json!({"metadata": {"team_member_budget_id": "b", "tag_rpm_limit": {"t": 1}}}),
                Found::Kept,
            ),
            ("metadata", json!({}), json!({"metadata": {"a": 1}}), Found::Other(json!({"a": 1}))),
            (
                "model_aliases",
                json!({"a": "m"}),
                json!({"data": {"litellm_model_table": {"model_aliases": {"a": "m"}}}}),
                Found::Kept,
            ),
            ("tags", json!(["t"]), json!({"tags": null, "metadata": {"tags": ["t"]}}), Found::Kept),
            (
                "model_aliases",
                json!({"a": "m"}),
                json!({"litellm_model_table": {"model_aliases": "{\"a\":\"m\"}"}}),
                Found::Kept,
            ),
            ("team_member_budget", json!(4), json!({"team_member_budget_table": {"max_budget": 4.0}}), Found::Kept),
            ("team_member_budget", json!(4), json!({"max_budget": 4.0}), Found::Absent),
            ("organization_id", json!("o"), json!({"organization_id": null, "org_id": "o"}), Found::Kept),
            (
                "object_permission",
                json!({"a": ["b"]}),
                json!({"object_permission": null, "object_permission_id": "p"}),
                Found::Kept,
            ),
            (
                "budget_reset_at",
                json!("2027-05-01T00:00:00Z"),
                json!({"budget_reset_at": "2027-05-01T00:00:00+00:00"}),
                Found::Kept,
            ),
            (
                "temp_budget_expiry",
                json!("2027-01-01"),
                json!({"metadata": {"temp_budget_expiry": "2027-01-01T00:00:00"}}),
                Found::Kept,
            ),
            (
                "budget_limits",
                json!([{"max_budget": 1, "budget_duration": "1d"}]),
                json!({"budget_limits": [{"max_budget": 1.0, "budget_duration": "1d", "reset_at": "x"}]}),
                Found::Kept,
            ),
            (
                "router_settings",
                json!({"num_retries": 2}),
                json!({"router_settings": "{\"num_retries\": 2}"}),
                Found::Kept,
            ),
            ("user_email", json!("Ada@Example.com"), json!({"user_email": "ada@example.com"}), Found::Kept),
            ("blocked", json!(false), json!({"blocked": null}), Found::Kept),
            ("blocked", json!(true), json!({"blocked": null}), Found::Other(json!(null))),
        ] {
            let object = object.as_object().expect("an object");
            assert_eq!(find(name, &wanted, object), expected, "{name} {wanted}");
        }
    }

    #[test]
    fn what_was_not_kept_is_said_without_secrets() {
        let shown = |field: &str, wanted: Value, kept: Option<Value>| {
            NotKept { field: field.to_owned(), wanted, kept }.to_string()
        };
        assert_eq!(shown("max_budget", json!(100.0), Some(json!(10))), "max_budget=100 but kept 10");
        assert_eq!(shown("max_budget", json!(100.0), Some(json!(null))), "max_budget=100 but kept nothing");
        assert_eq!(shown("budget_duration", json!(null), Some(json!("30d"))), "budget_duration=null but kept 30d");
        assert_eq!(shown("tpd_limit", json!(5), None), "tpd_limit=5 but does not have such a field");
        let secret = shown("metadata", json!({"api_key": "sk-0123456789abcdef"}), None);
        assert!(!secret.contains("0123456789abcdef"), "{secret}");
    }
}
