//! Guardrails. The server chooses their ids, and adds the defaults of all providers to each row. An update merges parameters and
//! replaces the information. Older servers list secrets in clear.

use std::collections::BTreeMap;

use litellm_proxy_client::{Error, ServerVersion};
use serde_json::{Map, Value, json};

use super::table::{flag, is_old};
use super::{Change, Server, ids, rows};
use crate::address::Address;
use crate::fields::{Clear, Field, Shape};
use crate::kind::Kind;
use crate::live::{LiveResource, Seen};
use crate::mark::Mark;

const INFO: &str = "guardrail_info";
const PARAMS: &str = "litellm_params";

/// Why a field cannot be emptied.
const NEEDED: Clear = Clear::Never("every guardrail has one");

const fn param(path: &'static str, shape: Shape, doc: &'static str) -> Field {
    Field { path, shape, clear: Clear::Null, refers_to: None, doc }
}

/// The fields.
pub(super) const FIELDS: &[Field] = &[
    param("litellm_params.guardrail", Shape::Text, "The provider, such as presidio, bedrock or lakera_v2")
        .clear(NEEDED),
    param(
        "litellm_params.mode",
        Shape::Any,
        "When it runs: pre_call, during_call, post_call, logging_only, a list of these, or tags",
    )
    .clear(NEEDED),
    flag("litellm_params.default_on", "Whether it runs for requests that do not name it"),
    param("litellm_params.api_key", Shape::Secret, "The key of the provider"),
    param("litellm_params.api_base", Shape::Text, "The URL of the provider"),
    param("litellm_params.*", Shape::Any, "A parameter of the provider"),
    param("guardrail_info.*", Shape::Any, "Information about the guardrail, which the server shows").left_out(),
];

/// Returns the value that a server adds to each guardrail, whatever its provider is.
fn default_of(version: &ServerVersion, name: &str) -> Option<Value> {
    Some(match name {
        "block_on_violation"
        | "breakdown"
        | "ccr_retrieval"
        | "detect_execution_intent"
        | "dev_info"
        | "fail_on_error"
        | "include_evidence"
        | "include_scanners"
        | "is_detector_server"
        | "payload"
        | "sanitize_error_detail"
        | "sticky_session_routing"
        | "verify_ssl" => json!(true),
        "contextual_grounding_from_messages"
        | "disable_exception_on_block"
        | "experimental_use_latest_role_message_only"
        | "forward_messages_as_sent"
        | "mask"
        | "only_scan_new_messages"
        | "send_user_api_key_alias"
        | "send_user_api_key_team_id"
        | "send_user_api_key_user_id"
        | "skip_unscannable_attachments"
        | "use_v2" => json!(false),
        "action" | "on_disallowed_action" | "on_flagged" => json!("block"),
        "default_action" => json!("deny"),
        "on_flagged_action" => json!("monitor"),
        "presidio_language" => json!("en"),
        "unreachable_fallback" => json!("fail_closed"),
        "api_version" if is_old(version) => json!("v1"),
        "presidio_filter_scope" if is_old(version) => json!("both"),
        "chunk_budget_chars" => json!(25000),
        "confidence_threshold"
        | "content_filter_threshold"
        | "pii_confidence_threshold"
        | "prompt_attack_threshold" => {
            json!(0.5)
        }
        "version" => json!(2),
        _ => return None,
    })
}

/// Reads all of them.
pub(super) async fn list(server: &Server) -> Result<Vec<LiveResource>, Error> {
    let list = server.client.http().request("GET", "/v2/guardrails/list").await?;
    let rows = list.get("guardrails").and_then(Value::as_array).into_iter().flatten();
    Ok(rows.filter_map(|row| read(&server.version, row)).collect())
}

/// Reads one.
pub(super) async fn get(server: &Server, address: &Address, _id: Option<&str>) -> Result<Option<LiveResource>, Error> {
    Ok(list(server).await?.into_iter().find(|resource| resource.address == *address))
}

fn read(version: &ServerVersion, row: &Value) -> Option<LiveResource> {
    let name = row.get("guardrail_name")?.as_str()?;
    let id = row.get("guardrail_id").and_then(Value::as_str).unwrap_or_default();
    let mut resource = LiveResource::new(Address::new(Kind::Guardrail, name), id, row.clone());
    resource.fields = rows::seen_with_flags(FIELDS, row);
    resource.fields.retain(|path, seen| match path.strip_prefix(PARAMS).and_then(|path| path.strip_prefix('.')) {
        Some(name) => default_of(version, name).is_none_or(|default| *seen != Seen::Value(default)),
        None => true,
    });
    resource.mark = rows::mark(Kind::Guardrail, row);
    resource.is_from_config = row.get("guardrail_definition_location").and_then(Value::as_str) == Some("config");
    Some(resource)
}

/// Makes a change.
pub(super) async fn send(server: &Server, change: &Change<'_>) -> Result<(), Error> {
    let http = server.client.http();
    match change {
        Change::Create { address, fields, mark } => {
            let body = json!({"guardrail": creation(&address.name, fields, *mark)});
            http.request("POST", "/guardrails").json(&body).await?;
        }
        Change::Update { live, set, clear, mark } => {
            let mut body = Map::new();
            let params = |path: &&String| path.starts_with(PARAMS);
            for (path, value) in set.iter().filter(|(path, _)| params(path)) {
                rows::put(&mut body, path, value.clone());
            }
            for path in clear.iter().filter(params) {
                let name = path.split_once('.').map_or("", |(_, name)| name);
                rows::put(&mut body, path, default_of(&server.version, name).unwrap_or_default());
            }
            let info = rows::whole_map(INFO, live, set, clear, *mark);
            body.extend(info.map(|info| (INFO.to_owned(), Value::Object(info))));
            http.request("PATCH", ids::path("/guardrails", &live.id)).json(&body).await?;
        }
        Change::Replace { live, .. } => return Err(super::impossible(&live.address)),
        Change::Delete { live } => {
            ids::gone(http.request("DELETE", ids::path("/guardrails", &live.id)).await)?;
        }
    }
    Ok(())
}

fn creation(name: &str, fields: &BTreeMap<String, Value>, mark: Option<&Mark>) -> Map<String, Value> {
    let mut body = super::metadata::creation(Kind::Guardrail, fields, mark);
    body.insert("guardrail_name".to_owned(), name.into());
    body
}
