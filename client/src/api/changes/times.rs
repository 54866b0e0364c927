//! Derives the changes of an object from the times that the server keeps of it.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{Change, ChangeKind, SAME};
use crate::core::parse_server_time;

/// A thing as a list shows it.
pub(super) struct Subject {
    kind: ChangeKind,
    id: String,
    name: Option<String>,
    fields: Map<String, Value>,
}

impl Subject {
    /// Reads a thing from its JSON. `ids` and `names` are the fields that may have its id and its name; those of a deployment are
    /// in its `model_info` too.
    pub(super) fn new(kind: ChangeKind, json: &str, ids: &[&str], names: &[&str]) -> Self {
        let mut fields: Map<String, Value> = serde_json::from_str(json).unwrap_or_default();
        if let Some(Value::Object(info)) = fields.remove("model_info") {
            fields.extend(info);
        }
        let first = |names: &[&str]| {
            let known = names.iter().filter_map(|name| fields.get(*name)?.as_str());
            known.map(str::to_owned).find(|text| !text.is_empty())
        };
        Self { kind, id: first(ids).unwrap_or_default(), name: first(names), fields }
    }

    pub(super) fn is_deleted(&self) -> bool {
        self.time("deleted_at").is_some()
    }

    /// Adds the changes since a time.
    pub(super) fn changes(&self, since: Timestamp, found: &mut Vec<Change>) {
        let created = self.time("created_at");
        let mut add = |time: Option<Timestamp>, what: &str, by: Option<String>| {
            if let Some(time) = time.filter(|time| *time >= since) {
                let (kind, id, name) = (self.kind.clone(), self.id.clone(), self.name.clone());
                found.push(Change { time, kind, id, name, what: what.to_owned(), by, by_name: None });
            }
        };
        if let Some(deleted) = self.time("deleted_at") {
            add(Some(deleted), "deleted", self.text("deleted_by"));
        }
        add(created, "created", self.text("created_by"));
        let (updated, what) = self.last_update();
        let is_creation = created
            .zip(updated)
            .is_some_and(|(created, updated)| updated.as_second().saturating_sub(created.as_second()) <= SAME);
        if !is_creation {
            // Whose spend it is, the server does not say.
            let by = self.text("updated_by").filter(|_| what == "updated");
            add(updated, what, by);
        }
    }

    /// Returns the time of the last change, and what it was.
    fn last_update(&self) -> (Option<Timestamp>, &'static str) {
        if self.fields.contains_key("settings_updated_at") {
            return (self.time("settings_updated_at"), "updated");
        }
        if self.is_deleted() {
            return (None, "updated");
        }
        let has_spent = self.fields.get("spend").and_then(Value::as_f64).is_some_and(|spend| spend > 0.0);
        (self.time("updated_at"), if has_spent { "updated or used" } else { "updated" })
    }

    fn text(&self, name: &str) -> Option<String> {
        self.fields.get(name).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    fn time(&self, name: &str) -> Option<Timestamp> {
        self.fields.get(name).and_then(Value::as_str).and_then(parse_server_time)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn times_become_changes() {
        let since = "2026-11-01T00:00:00Z".parse().expect("a time");
        for (fields, expected) in [
            (json!({"created_at": "2026-11-02T00:00:00Z", "created_by": "u"}), "02 created u"),
            // Servers write a new thing more than once.
            (json!({"created_at": "2026-11-02T00:00:00Z", "updated_at": "2026-11-02T00:00:01Z"}), "02 created "),
            (
                json!({"created_at": "2026-10-02T00:00:00Z", "updated_at": "2026-11-03T00:00:00Z", "updated_by": "v"}),
                "03 updated v",
            ),
            (json!({"updated_at": "2026-11-03T00:00:00Z", "updated_by": "v", "spend": 0.5}), "03 updated or used "),
            (json!({"updated_at": "2026-11-03T00:00:00Z", "settings_updated_at": null, "spend": 0.5}), ""),
            (
                json!({"updated_at": "2026-11-04T00:00:00Z", "settings_updated_at": "2026-11-03T00:00:00Z",
                       "updated_by": "v", "spend": 0.5}),
                "03 updated v",
            ),
            (
                json!({"created_at": "2026-10-02T00:00:00Z", "updated_at": "2026-11-03T00:00:00Z",
                       "deleted_at": "2026-11-05T00:00:00Z", "deleted_by": "w"}),
                "05 deleted w",
            ),
            (json!({"model_info": {"created_at": "2026-11-06T00:00:00Z", "created_by": "u"}}), "06 created u"),
            (json!({"created_at": "2026-10-31T23:59:59Z"}), ""),
            (json!({"created_at": "soon", "updated_at": 5}), ""),
            (json!([]), ""),
        ] {
            let mut found = Vec::new();
            Subject::new(ChangeKind::Key, &fields.to_string(), &["id"], &[]).changes(since, &mut found);
            let shown: Vec<String> = found
                .iter()
                .map(|one| {
                    format!("{} {} {}", one.time.strftime("%d"), one.what, one.by.as_deref().unwrap_or_default())
                })
                .collect();
            assert_eq!(shown.join(", "), expected, "{fields}");
        }
    }
}
