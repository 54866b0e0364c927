//! Users.

use litellm_proxy_client::users::UserFilter;
use litellm_proxy_client::{Error, ServerVersion};
use serde_json::{Value, json};

use super::metadata::{METADATA, Update};
use super::table::{duration, integer, is_old, map, model_budgets, number, set, text};
use super::{Change, Server, impossible, metadata, post, rows, table};
use crate::address::Address;
use crate::fields::{Clear, Field};
use crate::kind::Kind;
use crate::live::LiveResource;

/// The user that stands for the master key. The server creates it.
pub(super) const MASTER_KEY_USER: &str = "default_user_id";

const NOT_AGAIN: &str = "LiteLLM does not take it away from a user again";

/// The fields.
pub(super) const FIELDS: &[Field] = &[
    text("user_email", "Email address").clear(Clear::EmptyText),
    text("user_alias", "Display name").clear(Clear::EmptyText),
    text("user_role", "Role: proxy_admin, proxy_admin_viewer, internal_user or internal_user_viewer")
        .clear(Clear::Never(NOT_AGAIN)),
    set("models", "Models that the user may call; all if empty")
        .names_models()
        .clear(Clear::Never("LiteLLM keeps the models of a user; give [all-proxy-models] or [no-default-models]")),
    number("max_budget", "Dollars that the user may spend"),
    duration("budget_duration", "Budget reset interval, such as 30d"),
    integer("tpm_limit", "Tokens per minute"),
    integer("rpm_limit", "Requests per minute"),
    integer("max_parallel_requests", "Parallel requests (newer servers)").clear(Clear::Never(NOT_AGAIN)),
    model_budgets("model_max_budget", "Budgets per model (requires a license)").clear(Clear::EmptyMap),
    map("model_rpm_limit", "Requests per minute and model").left_out(),
    map("model_tpm_limit", "Tokens per minute and model").left_out(),
    map("mcp_rpm_limit", "Requests per minute and MCP server (newer servers)").left_out(),
    map("tag_rpm_limit", "Requests per minute and tag (newer servers)").left_out(),
    set("guardrails", "Guardrails of the user's requests").left_out(),
    set("policies", "Policies of the user's requests").left_out(),
    set("prompts", "Prompts that the user may use").left_out(),
    set("allowed_cache_controls", "Cache controls that the user may send (newer servers)")
        .clear(Clear::Never(NOT_AGAIN)),
    text("sso_user_id", "Id at the single sign-on provider; set on creation only").clear(Clear::Never(NOT_AGAIN)),
    table::metadata("Anything else about the user"),
];

/// The fields that the server keeps in the metadata.
const IN_METADATA: &[&str] =
    &["guardrails", "mcp_rpm_limit", "model_rpm_limit", "model_tpm_limit", "policies", "prompts", "tag_rpm_limit"];

/// Returns how a field is emptied on a server of a version.
pub(super) fn clear_of(version: &ServerVersion, field: &Field) -> Clear {
    match field.path {
        "budget_duration" if is_old(version) => Clear::EmptyText,
        "max_budget" | "tpm_limit" | "rpm_limit" | "model_max_budget" if is_old(version) => {
            Clear::Never("LiteLLM 1.80 does not remove the limits of a user")
        }
        _ => field.clear,
    }
}

/// Reads all of them.
pub(super) async fn list(server: &Server) -> Result<Vec<LiveResource>, Error> {
    let mut pages = server.client.users().list_all(UserFilter::default());
    let mut found = Vec::new();
    while let Some(users) = pages.next_page().await? {
        found.extend(users.iter().filter_map(|user| resource(&rows::whole(user))));
    }
    Ok(found)
}

/// Reads one.
pub(super) async fn get(server: &Server, address: &Address, _id: Option<&str>) -> Result<Option<LiveResource>, Error> {
    let filter = UserFilter::default().user_ids([&address.name]).page_size(100_u32);
    let page = server.client.users().list(&filter).await?;
    Ok(page.iter().filter_map(|user| resource(&rows::whole(user))).find(|user| user.address == *address))
}

fn resource(row: &Value) -> Option<LiveResource> {
    let id = row.get("user_id")?.as_str()?;
    let mut resource = LiveResource::new(Address::new(Kind::User, id), id, rows::only(row, &[METADATA]));
    resource.mark = rows::mark(Kind::User, row);
    resource.fields = rows::seen(FIELDS, &rows::lifted(row, METADATA, IN_METADATA));
    resource.is_implicit = id == MASTER_KEY_USER;
    Some(resource)
}

/// Makes a change.
pub(super) async fn send(server: &Server, change: &Change<'_>) -> Result<(), Error> {
    match change {
        Change::Create { address, fields, mark } => {
            let mut body = metadata::creation(Kind::User, fields, *mark);
            body.insert("user_id".to_owned(), json!(address.name));
            body.insert("auto_create_key".to_owned(), json!(false));
            post(server, "/user/new", &body).await?;
        }
        Change::Update { live, set, clear, mark } => {
            // The server creates a user that it does not know.
            if get(server, &live.address, None).await?.is_none() {
                return Err(Error::Missing(format!("there is no user `{}`", live.id)));
            }
            let update = Update { live, set, clear, mark: *mark, not_taken: IN_METADATA, replacing: &[] };
            let mut body = update.body(server);
            body.insert("user_id".to_owned(), json!(live.id));
            post(server, "/user/update", &body).await?;
        }
        Change::Delete { live } => {
            post(server, "/user/delete", &json!({"user_ids": [live.id]})).await?;
        }
        Change::Replace { live, .. } => return Err(impossible(&live.address)),
    }
    Ok(())
}
