//! The audit log: `GET /audit`, which requires a license or is empty.

use jiff::Timestamp;
use reqwest::Method;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Change, ChangeKind, is_refusal};
use crate::core::fields::{lenient, time};
use crate::core::pages::{PAGE_SIZE, Page, Pages};
use crate::core::{Call, Client, Error, Refusal};

/// The status of an endpoint that a server does not have, and knows by name.
const NOT_IMPLEMENTED: u16 = 501;

/// One page of the log.
#[derive(Debug, Deserialize)]
pub(super) struct AuditPage {
    #[serde(default)]
    audit_logs: Vec<Entry>,
    #[serde(default, deserialize_with = "lenient")]
    total: Option<u64>,
    #[serde(default, deserialize_with = "lenient")]
    total_pages: Option<u64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Entry {
    id: String,
    #[serde(deserialize_with = "time")]
    updated_at: Option<Timestamp>,
    changed_by: Option<String>,
    action: Option<String>,
    table_name: Option<String>,
    object_id: Option<String>,
    before_value: Value,
    updated_values: Value,
}

impl Page for AuditPage {
    type Item = Entry;

    fn items(&self) -> &[Self::Item] {
        &self.audit_logs
    }

    fn into_items(self) -> Vec<Self::Item> {
        self.audit_logs
    }

    fn total(&self) -> Option<u64> {
        self.total
    }

    fn total_pages(&self) -> Option<u64> {
        self.total_pages
    }

    fn identity(item: &Self::Item) -> Option<&str> {
        Some(&item.id)
    }
}

/// Lists the entries since a time.
pub(super) fn log_since(client: &Client, since: Timestamp) -> Pages<AuditPage> {
    let client = client.clone();
    Pages::new(move |page| {
        Call::new(&client, Method::GET, &["audit"])
            .query("start_date", since.to_string())
            .query("page", page.to_string())
            .query("page_size", PAGE_SIZE.to_string())
    })
}

/// Fetches the entries since a time; none from a server that has no log.
pub(super) async fn since(client: &Client, since: Timestamp) -> Result<Vec<Change>, Error> {
    let mut pages = log_since(client, since);
    let mut changes = Vec::new();
    loop {
        match pages.next_page().await {
            Ok(Some(entries)) => {
                let found = entries.into_iter().filter_map(change);
                changes.extend(found.filter(|change| change.time >= since));
            }
            Ok(None) => return Ok(changes),
            Err(error) if is_refusal(&error) || error.refusal().is_some_and(has_no_log) => return Ok(Vec::new()),
            Err(error) => return Err(error),
        }
    }
}

/// Returns whether the server has no log, or not without a license.
fn has_no_log(refusal: &Refusal) -> bool {
    refusal.needs_license() || refusal.status == NOT_IMPLEMENTED
}

fn change(entry: Entry) -> Option<Change> {
    let table = entry.table_name.as_deref().unwrap_or_default();
    let name = [&entry.updated_values, &entry.before_value].into_iter().find_map(name_in);
    Some(Change {
        time: entry.updated_at?,
        kind: kind_of(table),
        id: entry.object_id.unwrap_or_default(),
        name,
        what: entry.action.unwrap_or_else(|| "updated".to_owned()),
        by: entry.changed_by.filter(|by| !by.is_empty()),
        by_name: None,
    })
}

/// Returns what a table of the server's database holds.
fn kind_of(table: &str) -> ChangeKind {
    match table {
        "LiteLLM_VerificationToken" => ChangeKind::Key,
        "LiteLLM_TeamTable" => ChangeKind::Team,
        "LiteLLM_UserTable" => ChangeKind::User,
        "LiteLLM_BudgetTable" => ChangeKind::Budget,
        "LiteLLM_OrganizationTable" => ChangeKind::Organization,
        "LiteLLM_ProxyModelTable" => ChangeKind::Model,
        "LiteLLM_CredentialsTable" => ChangeKind::Credential,
        other => ChangeKind::Other(other.trim_start_matches("LiteLLM_").trim_end_matches("Table").to_lowercase()),
    }
}

/// Finds a name in the values of an entry, which are an object or its JSON.
fn name_in(values: &Value) -> Option<String> {
    let parsed: Map<String, Value>;
    let fields = match values {
        Value::Object(fields) => fields,
        Value::String(json) => {
            parsed = serde_json::from_str(json).ok()?;
            &parsed
        }
        _ => return None,
    };
    let names = ["key_alias", "team_alias", "user_email", "organization_alias", "model_name", "credential_name"];
    let found = names.iter().filter_map(|name| fields.get(*name)?.as_str()).find(|name| !name.is_empty());
    found.map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn entries_become_changes() {
        let entry = json!({"id": "1", "updated_at": "2026-11-02T00:00:00Z", "changed_by": "u", "action": "deleted",
                           "table_name": "LiteLLM_VerificationToken", "object_id": "h",
                           "before_value": "{\"key_alias\": \"ci\"}", "updated_values": null});
        let found = change(serde_json::from_value(entry).expect("an entry")).expect("a change");
        assert_eq!((found.kind, found.what.as_str(), found.name.as_deref()), (ChangeKind::Key, "deleted", Some("ci")));
        assert_eq!(found.by.as_deref(), Some("u"));
        assert_eq!(kind_of("LiteLLM_PolicyTable").as_str(), "policy");
        assert_eq!(name_in(&json!({"team_alias": "", "user_email": "a@b"})).as_deref(), Some("a@b"));
        assert_eq!(name_in(&json!("not JSON")), None);
    }
}
