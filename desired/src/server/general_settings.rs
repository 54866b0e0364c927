//! The general settings that a server lets others change. Newer servers say where each comes from: one of the server's own
//! configuration file cannot be changed. Older servers copy that file into the database with a change, so theirs are only read.

use std::collections::{BTreeMap, BTreeSet};

use litellm_proxy_client::Error;
use serde_json::{Value, json};

use super::pass_through::refusal;
use super::{Change, Server, post, rows};
use crate::address::Address;
use crate::fields::{Clear, Field, Shape};
use crate::kind::Kind;
use crate::live::LiveResource;

const fn setting(path: &'static str, shape: Shape, doc: &'static str) -> Field {
    Field { path, shape, clear: Clear::Remove, refers_to: None, doc }
}

const fn integer(path: &'static str, doc: &'static str) -> Field {
    setting(path, Shape::Integer, doc)
}

const fn flag(path: &'static str, doc: &'static str) -> Field {
    setting(path, Shape::Bool, doc)
}

const fn text(path: &'static str, doc: &'static str) -> Field {
    setting(path, Shape::Text, doc)
}

const fn list(path: &'static str, doc: &'static str) -> Field {
    setting(path, Shape::Set, doc)
}

/// The fields.
pub(super) const FIELDS: &[Field] = &[
    setting("admission_queue_timeout_seconds", Shape::Number, "Seconds that a request may wait for a worker"),
    list("allowed_file_extensions", "Ends of the names of files that may be uploaded"),
    text("anthropic_prompt_caching_ttl", "5m or 1h"),
    flag("apply_user_budget_to_team_keys", "Whether the budget of a user counts for keys of teams"),
    list("blocked_file_extensions", "Ends of the names of files that may not be uploaded"),
    setting("budget_exceeded_throttle_percentage", Shape::Number, "Share of the limits that is left over budget"),
    flag("budget_rollover", "Whether spend over a budget counts in the next interval"),
    flag("cancel_on_disconnect", "Whether requests end at the provider when the caller is gone"),
    flag("disable_auto_add_proxy_admin_to_teams", "Whether those who create a team are not its members"),
    flag("enable_anthropic_prompt_caching", "Whether prompts to Anthropic are cached"),
    flag("forward_client_headers_to_llm_api", "Whether headers of requests are sent to the provider"),
    integer("global_max_parallel_requests", "Requests at the same time to the server"),
    integer("max_batch_file_records", "Records of a file for batches"),
    integer("max_batch_file_size_mb", "Megabytes of a file for batches"),
    integer("max_batch_file_uploads_per_day", "Files for batches per key and day"),
    integer("max_file_downloads_per_minute", "Downloads of a file per key and minute"),
    integer("max_file_size_mb", "Megabytes of a file"),
    integer("max_in_flight_requests_per_worker", "Requests at the same time to a worker"),
    integer("max_parallel_requests", "Requests at the same time with a key"),
    integer("max_queued_requests_per_worker", "Requests that wait for a worker"),
    integer("max_request_size_mb", "Megabytes of a request"),
    integer("max_response_size_mb", "Megabytes of a response"),
    setting("max_ui_session_budget", Shape::Number, "Dollars that a session of the web UI may spend"),
    text("maximum_daily_tag_spend_retention_period", "How long the daily spend of tags is kept"),
    text("maximum_health_check_retention_period", "How long health checks are kept"),
    text("maximum_spend_logs_cleanup_batch_timeout", "How long a step of the cleanup may take"),
    integer("maximum_spend_logs_cleanup_batch_size", "Rows of a step of the cleanup"),
    integer("maximum_spend_logs_cleanup_max_batches", "Steps of a cleanup"),
    text("maximum_spend_logs_cleanup_run_budget", "How long a cleanup may take"),
    text("maximum_spend_logs_retention_period", "How long the log of requests is kept"),
    setting("mcp_allowed_clients", Shape::List, "The programs that may use MCP servers"),
    text("mcp_client_id_header", "The header that names the program"),
    list("mcp_internal_ip_ranges", "The networks that MCP servers trust"),
    flag("mcp_prefer_client_id_metadata_document", "Whether clients are known by their metadata document"),
    list("mcp_required_fields", "The fields that the submission of an MCP server needs"),
    list("mcp_trusted_proxy_ranges", "The proxies whose X-Forwarded-For counts"),
    integer("mcp_xff_num_trusted_hops", "The number of trusted proxies"),
    flag("openai_system_messages_first", "Whether system messages are moved to the front"),
    flag("personal_key_model_access_from_teams", "Whether keys of users may call the models of their teams"),
    integer("proxy_config_reload_interval_seconds", "Seconds between two reads of the database"),
    flag("store_model_in_db", "Whether models and settings are kept in the database"),
    flag("store_prompts_in_spend_logs", "Whether prompts and responses are kept in the log of requests"),
    list("transcribe_media_buckets", "The buckets that media may be read from"),
    integer("user_api_key_cache_max_size", "Keys and users that a worker remembers"),
];

/// Reads them.
pub(super) async fn list_all(server: &Server) -> Result<Vec<LiveResource>, Error> {
    let uri = "/config/list?config_type=general_settings";
    let settings = server.client.http().request("GET", uri).await?;
    Ok(vec![read(settings.as_array().map(Vec::as_slice).unwrap_or_default())])
}

/// Reads them.
pub(super) async fn get(server: &Server, _address: &Address, _id: Option<&str>) -> Result<Option<LiveResource>, Error> {
    Ok(list_all(server).await?.pop())
}

/// Reads the settings. Defaults are not among the fields; they are in the row.
fn read(settings: &[Value]) -> LiveResource {
    let mut resource = LiveResource::new(Address::single(Kind::GeneralSettings), "", Value::Null);
    let named = |setting: &Value| Some((setting.get("field_name")?.as_str()?.to_owned(), setting.clone()));
    let by_name: BTreeMap<String, Value> = settings.iter().filter_map(named).collect();
    let source = |path: &str| by_name.get(path)?.get("source")?.as_str().map(str::to_owned);
    let value = |setting: &Value| setting.get("field_value").cloned().unwrap_or_default();
    resource.row = by_name.iter().map(|(name, setting)| (name.clone(), value(setting))).collect();
    resource.fields = rows::seen(FIELDS, &resource.row);
    resource.fields.retain(|path, _| source(path).is_none_or(|source| source == "db" || source == "config"));
    let is_from_config = |path: &&String| source(path).as_deref() == Some("config");
    resource.fields_from_config = resource.fields.keys().filter(is_from_config).cloned().collect();
    resource
}

/// Makes a change, one setting per request.
pub(super) async fn send(server: &Server, change: &Change<'_>) -> Result<(), Error> {
    if let Some(reason) = refusal(&server.version) {
        return Err(Error::InvalidRequest(reason.to_owned()));
    }
    let none = BTreeSet::new();
    let (set, clear) = match change {
        Change::Create { fields, .. } | Change::Replace { fields, .. } => (*fields, &none),
        Change::Update { set, clear, .. } => (*set, *clear),
        Change::Delete { .. } => {
            return Err(Error::InvalidRequest("the general settings cannot be deleted".to_owned()));
        }
    };
    for (path, value) in set {
        let body = json!({"config_type": "general_settings", "field_name": path, "field_value": value});
        post(server, "/config/field/update", &body).await?;
    }
    for path in clear {
        post(server, "/config/field/delete", &json!({"config_type": "general_settings", "field_name": path})).await?;
    }
    Ok(())
}
