//! The settings of the router, fallbacks included. Newer servers say where each comes from: a setting of the server's own
//! configuration file cannot be changed. Older servers let a setting in the database hide that of the file forever, so theirs
//! are only read.

use std::collections::{BTreeMap, BTreeSet};

use litellm_proxy_client::{Error, ServerVersion};
use serde_json::{Map, Value, json};

use super::{Change, Server, rows};
use crate::address::Address;
use crate::fields::{Clear, Field, Shape};
use crate::kind::Kind;
use crate::live::{LiveResource, Seen};

/// Why a setting cannot be removed from the database.
const STAYS: Clear = Clear::Never("LiteLLM keeps a router setting that was changed once: set it to another value");

/// Why nothing is sent to older servers.
const ONLY_READ: &str = "this version of LiteLLM would let the setting hide the one in its own file forever: \
                         set it in the server's file";

const fn setting(path: &'static str, shape: Shape, doc: &'static str) -> Field {
    Field { path, shape, clear: STAYS, refers_to: None, doc }
}

const fn fallbacks(path: &'static str, doc: &'static str) -> Field {
    Field { path, shape: Shape::List, clear: Clear::EmptyList, refers_to: None, doc }
}

/// The fields.
pub(super) const FIELDS: &[Field] = &[
    setting(
        "allowed_fails",
        Shape::Integer,
        "Failures per minute after which a deployment gets no requests for a while",
    ),
    setting("allowed_fails_policy", Shape::Map, "The same per kind of failure"),
    fallbacks("content_policy_fallbacks", "Models to call after a model refuses the content, per model"),
    fallbacks("context_window_fallbacks", "Models to call after a prompt is too long, per model"),
    setting("cooldown_time", Shape::Number, "Seconds that a deployment gets no requests after failures"),
    setting("default_litellm_params", Shape::Map, "Parameters of all deployments"),
    setting("default_max_parallel_requests", Shape::Integer, "Requests at the same time to a deployment, by default"),
    setting("disable_cooldowns", Shape::Bool, "Whether deployments get requests after failures"),
    setting("enable_pre_call_checks", Shape::Bool, "Whether prompts that are too long are not sent"),
    setting("enable_tag_filtering", Shape::Bool, "Whether requests with tags go to deployments with these tags"),
    fallbacks("fallbacks", "Models to call after a model fails, per model"),
    setting("max_fallbacks", Shape::Integer, "Fallbacks that a request may take"),
    Field {
        path: "model_group_alias",
        shape: Shape::Map,
        clear: Clear::EmptyMap,
        refers_to: None,
        doc: "Other names of models",
    },
    setting("model_group_retry_policy", Shape::Map, "Retries per model and kind of failure"),
    setting("num_retries", Shape::Integer, "Retries of a request"),
    setting("retry_after", Shape::Number, "Seconds before a retry"),
    setting("retry_policy", Shape::Map, "Retries per kind of failure"),
    fallbacks("routing_groups", "Groups of models with a routing strategy of their own"),
    setting("routing_strategy", Shape::Text, "How a deployment of a name is chosen"),
    setting("routing_strategy_args", Shape::Map, "Settings of the routing strategy"),
    setting("set_verbose", Shape::Bool, "Whether the router logs more"),
    setting("stream_timeout", Shape::Number, "Seconds that a stream may take"),
    setting("tag_filtering_match_any", Shape::Bool, "Whether one of the tags of a request is enough"),
    setting("timeout", Shape::Number, "Seconds that a request may take"),
];

/// Returns how a field is emptied on a server of a version.
pub(super) fn clear_of(version: &ServerVersion, field: &Field) -> Clear {
    if is_settable(version) { field.clear } else { Clear::Never(ONLY_READ) }
}

/// Returns whether a server states where its settings come from, and takes changes of those in its database.
fn is_settable(version: &ServerVersion) -> bool {
    version.at_least(1, 90)
}

/// Returns why a server takes no changes of this kind.
pub(super) fn refusal(version: &ServerVersion) -> Option<&'static str> {
    (!is_settable(version)).then_some(ONLY_READ)
}

/// Reads them.
pub(super) async fn list(server: &Server) -> Result<Vec<LiveResource>, Error> {
    let settings = server.client.http().request("GET", "/router/settings").await?;
    Ok(vec![read(&settings)])
}

/// Reads them.
pub(super) async fn get(server: &Server, _address: &Address, _id: Option<&str>) -> Result<Option<LiveResource>, Error> {
    Ok(list(server).await?.pop())
}

/// Reads the settings. Defaults are not among the fields; they are in the row.
fn read(settings: &Value) -> LiveResource {
    let row = settings.get("current_values").cloned().unwrap_or_default();
    let source = |path: &String| settings.pointer(&format!("/source/{path}")).and_then(Value::as_str);
    let has_sources = settings.get("source").is_some_and(Value::is_object);
    let mut fields = rows::seen(FIELDS, &row);
    fields.retain(|path, seen| match source(path) {
        Some(source) => source == "db" || source == "config",
        // Older servers do not tell defaults from settings.
        None => !has_sources && !matches!(seen, Seen::Value(Value::Bool(_) | Value::Number(_) | Value::String(_))),
    });
    if !has_sources {
        fields.retain(|path, _| path != "default_litellm_params");
    }
    let mut resource = LiveResource::new(Address::router_settings(), "", Value::Null);
    let is_from_config = |path: &&String| source(path) == Some("config");
    resource.fields_from_config = fields.keys().filter(is_from_config).cloned().collect();
    resource.fields = fields;
    resource.row = row;
    resource
}

/// Makes a change: `POST /config/update`.
pub(super) async fn send(server: &Server, change: &Change<'_>) -> Result<(), Error> {
    if let Some(reason) = refusal(&server.version) {
        return Err(Error::InvalidRequest(reason.to_owned()));
    }
    let none = BTreeSet::new();
    let (set, clear) = match change {
        Change::Create { fields, .. } | Change::Replace { fields, .. } => (*fields, &none),
        Change::Update { set, clear, .. } => (*set, *clear),
        Change::Delete { .. } => {
            return Err(Error::InvalidRequest("the settings of the router cannot be deleted".to_owned()));
        }
    };
    let body = body(set, clear);
    if !body.is_empty() {
        let body = json!({"router_settings": body});
        server.client.http().request("POST", "/config/update").json(&body).await?;
    }
    Ok(())
}

fn body(set: &BTreeMap<String, Value>, clear: &BTreeSet<String>) -> Map<String, Value> {
    let mut body: Map<String, Value> = set.iter().map(|(path, value)| (path.clone(), value.clone())).collect();
    rows::put_clears(&mut body, Kind::RouterSettings, clear);
    body
}
