//! The spend log: one row per model request, with the columns that lists are filtered and sorted by.

use rusqlite::params;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::pages::Search;
use super::{Sql, Table, Tables};

/// A row of the spend log, in the order of its JSON. It is written without a map, since this happens at every model request.
#[derive(Debug, Default, Serialize)]
pub(crate) struct LogRow<'a> {
    pub(crate) request_id: &'a str,
    pub(crate) call_type: &'a str,
    pub(crate) api_key: &'a str,
    pub(crate) spend: f64,
    pub(crate) total_tokens: u64,
    pub(crate) prompt_tokens: u64,
    pub(crate) completion_tokens: u64,
    #[serde(rename = "startTime")]
    pub(crate) started: &'a str,
    #[serde(rename = "endTime")]
    pub(crate) ended: &'a str,
    pub(crate) request_duration_ms: i64,
    #[serde(rename = "completionStartTime")]
    pub(crate) completion_started: &'a str,
    pub(crate) model: &'a str,
    pub(crate) model_id: &'a str,
    pub(crate) model_group: &'a str,
    pub(crate) custom_llm_provider: &'a str,
    pub(crate) api_base: &'a str,
    pub(crate) user: &'a str,
    pub(crate) metadata: LogMetadata<'a>,
    pub(crate) cache_hit: &'a str,
    pub(crate) cache_key: &'a str,
    pub(crate) request_tags: &'a [String],
    pub(crate) team_id: &'a str,
    pub(crate) organization_id: &'a str,
    pub(crate) end_user: &'a str,
    pub(crate) requester_ip_address: &'a str,
    pub(crate) messages: Object<'a>,
    pub(crate) response: Object<'a>,
    pub(crate) proxy_server_request: Object<'a>,
    pub(crate) session_id: &'a str,
    pub(crate) status: &'a str,
    /// Always null.
    pub(crate) mcp_namespaced_tool_name: (),
    /// Always null.
    pub(crate) agent_id: (),
    pub(crate) litellm_call_id: &'a str,
    pub(crate) created_at: &'a str,
    pub(crate) updated_at: &'a str,
}

/// What a row states about the caller and the cost.
#[derive(Debug, Default, Serialize)]
pub(crate) struct LogMetadata<'a> {
    pub(crate) status: Option<&'a str>,
    pub(crate) user_agent: Option<&'a str>,
    pub(crate) user_api_key: &'a str,
    pub(crate) user_api_key_alias: Option<&'a Value>,
    pub(crate) user_api_key_team_id: Option<&'a str>,
    pub(crate) user_api_key_user_id: Option<&'a str>,
    /// Always null.
    pub(crate) user_api_key_org_id: (),
    pub(crate) requester_ip_address: &'a str,
    pub(crate) usage_object: Value,
    pub(crate) cost_breakdown: Option<Value>,
    pub(crate) error_information: Option<Value>,
    pub(crate) litellm_call_id: &'a str,
}

/// A JSON object.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Object<'a> {
    Fields(&'a Map<String, Value>),
    Empty {},
}

impl Default for Object<'_> {
    fn default() -> Self {
        Self::Empty {}
    }
}

impl LogRow<'_> {
    /// Returns an empty row, with the fields that are the same in all.
    pub(crate) fn empty() -> Self {
        let requester_ip_address = "127.0.0.1";
        let metadata = LogMetadata { requester_ip_address, usage_object: json!({}), ..LogMetadata::default() };
        Self { metadata, cache_hit: "None", cache_key: "Cache OFF", requester_ip_address, ..Self::default() }
    }

    /// The model group; a request without a deployment has the requested model.
    pub(super) fn group(&self) -> &str {
        if self.model_group.is_empty() { self.model } else { self.model_group }
    }
}

/// The conditions of lists that need an index of their own, and how it is created. Most sandboxes log many requests and
/// never list those of one key or user.
const INDEXES: [(&str, &str); 2] = [
    ("api_key = ?", "CREATE INDEX IF NOT EXISTS requests_by_key ON requests (api_key)"),
    ("user = ?", "CREATE INDEX IF NOT EXISTS requests_by_user ON requests (user)"),
];

impl Tables<'_> {
    /// Logs a request, and counts it on its day at an endpoint. One whose id exists is counted, but not logged.
    pub(crate) fn log_request(&self, row: &LogRow<'_>, endpoint: &str) -> Sql<()> {
        let sql = "INSERT INTO requests (id, started, api_key, user, team_id, doc) VALUES (?, ?, ?, ?, ?, ?) \
                   ON CONFLICT (id) DO NOTHING";
        // Serializing a row cannot fail.
        let document = serde_json::to_string(row).unwrap_or_default();
        let values = params![row.request_id, row.started, row.api_key, row.user, row.team_id, document];
        self.connection.prepare_cached(sql)?.execute(values)?;
        self.add_to_day(row, endpoint)
    }

    /// Creates the indexes that a search needs.
    pub(super) fn create_indexes(&self, search: &Search) -> Sql<()> {
        let mut needed = INDEXES.iter().filter(|(condition, _)| search.has(Table::Requests, condition));
        needed.try_for_each(|(_, sql)| self.connection.prepare_cached(sql)?.execute([]).map(drop))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::object::JsonObject;
    use crate::store::{Database, MIGRATIONS, Store};

    #[test]
    fn indexes_are_created_with_the_first_list_that_needs_them() {
        let store = Store::open(&Database::Memory).unwrap();
        for number in 0..6_u64 {
            let [id, user, key] = [number, number % 2, number % 3].map(|number| number.to_string());
            let started = format!("2026-11-2{number}");
            let row = LogRow { request_id: &id, user: &user, api_key: &key, started: &started, ..LogRow::empty() };
            let repeated = LogRow { request_id: &id, ..LogRow::empty() };
            store.transaction(|tables| tables.log_request(&row, "/x")).unwrap();
            store.transaction(|tables| tables.log_request(&repeated, "/x")).unwrap();
        }
        let of = |condition: Option<(&'static str, &str)>| {
            let mut search = Search::of(Table::Requests).order("started", true);
            if let Some((column, value)) = condition {
                search = search.equals(column, value);
            }
            store
                .transaction(|tables| {
                    let found = tables.page(&search, 1, 10)?.rows;
                    assert_eq!(found, tables.search(&search)?);
                    let sql = "SELECT group_concat(name, ' ') FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = 'requests'";
                    let indexes: String = tables.connection.query_row(sql, [], |row| row.get(0))?;
                    let ids = found.iter().filter_map(|row| row.get_str("request_id"));
                    Ok::<_, rusqlite::Error>((ids.collect::<String>(), indexes))
                })
                .unwrap()
        };
        assert_eq!(of(None), ("543210".to_owned(), "requests_by_time".to_owned()));
        assert_eq!(of(Some(("team_id", "t"))), (String::new(), "requests_by_time".to_owned()));
        assert_eq!(of(Some(("user", "1"))), ("531".to_owned(), "requests_by_time requests_by_user".to_owned()));
        let all = "requests_by_time requests_by_user requests_by_key";
        assert_eq!(of(Some(("api_key", "0"))), ("30".to_owned(), all.to_owned()));
        assert_eq!(of(Some(("user", "0"))), ("420".to_owned(), all.to_owned()));
    }

    #[test]
    fn requests_of_an_older_database_are_kept() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("db");
        let old = rusqlite::Connection::open(&path).unwrap();
        for migration in &MIGRATIONS[..2] {
            old.execute_batch(migration).unwrap();
        }
        old.pragma_update(None, "user_version", 2).unwrap();
        let row = |id: &str, time: &str| json!({ "request_id": id, "startTime": time, "user": "u", "api_key": id });
        for (id, time) in [("a", "2026-11-22"), ("b", "2026-11-21"), ("c", "2026-11-20")] {
            old.execute("INSERT INTO requests (id, doc) VALUES (?, ?)", [id, &row(id, time).to_string()]).unwrap();
        }
        drop(old);
        let store = Store::open(&Database::File(path)).unwrap();
        let search = Search::of(Table::Requests).order("started", true).equals("user", "u");
        let search = search.where_sql("started >= ?", &["2026-11-21".into()]);
        let rows = store.read(|tables| tables.search(&search)).unwrap();
        let expected = [row("a", "2026-11-22"), row("b", "2026-11-21")].map(JsonObject::from_json);
        assert_eq!(rows, expected);
    }
}
