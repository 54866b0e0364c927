//! Settings of the web UI. Newer servers say where each setting comes from: one of the server's own configuration file
//! cannot be changed.

use std::collections::BTreeSet;

use litellm_proxy_client::Error;
use serde_json::{Map, Value};

use super::table::{field, flag, is_old, set, text};
use super::{Change, Server, rows};
use crate::address::Address;
use crate::fields::{Clear, Field, Shape};
use crate::kind::Kind;
use crate::live::LiveResource;

/// The fields.
pub(super) const FIELDS: &[Field] = &[
    flag("allow_agents_for_team_admins", "Whether admins of teams may use agents that are disabled for users"),
    flag("allow_public_health_readiness_details", "Whether /health/readiness shows details to everybody"),
    flag("allow_vector_stores_for_team_admins", "Whether admins of teams may use disabled vector stores"),
    flag("disable_agents_for_internal_users", "Whether users may not use agents"),
    flag("disable_custom_api_keys", "Whether users may not choose the secrets of keys"),
    flag("disable_key_generate_for_org_admin", "Whether admins of organizations may not create keys"),
    flag("disable_model_add_for_internal_users", "Whether users may not create models"),
    flag("disable_team_admin_delete_team_user", "Whether admins of teams may not remove members"),
    flag("disable_vector_stores_for_internal_users", "Whether users may not use vector stores"),
    field("enable_chat_ui", Shape::Bool, "Whether the page for chats is shown")
        .clear(Clear::Never("its default differs between versions of LiteLLM: set it to true or false")),
    flag("enable_projects_ui", "Whether projects are shown"),
    field("enabled_ui_pages_internal_users", Shape::Set, "The pages that users see; all if it is not given"),
    flag("forward_client_headers_to_llm_api", "Whether headers of requests are sent to the provider"),
    flag("forward_llm_provider_auth_headers", "Whether keys of providers in requests are sent to the provider"),
    text("moyai_url", "The URL that the entry Moyai opens"),
    flag("require_auth_for_public_ai_hub", "Whether the public hub needs a login"),
    flag("scope_user_search_to_org", "Whether the search for users is limited to the organization"),
    set("team_admin_editable_team_fields", "The settings of teams that their admins may change"),
    text("usage_default_time_range", "The time that the page for usage shows first")
        .clear(Clear::Never("set it to last_7_days, the default")),
];

/// Reads them.
pub(super) async fn list(server: &Server) -> Result<Vec<LiveResource>, Error> {
    Ok(rows::settings(server, "/get/ui_settings").await?.as_ref().map(read).into_iter().collect())
}

/// Reads them.
pub(super) async fn get(server: &Server, _address: &Address, _id: Option<&str>) -> Result<Option<LiveResource>, Error> {
    Ok(list(server).await?.pop())
}

fn read(settings: &Value) -> LiveResource {
    let mut resource = LiveResource::new(Address::single(Kind::UiSettings), "", Value::Null);
    resource.row = settings.get("values").cloned().unwrap_or_default();
    resource.fields = rows::seen_with_flags(FIELDS, &resource.row);
    rows::leave_out_defaults(&mut resource, settings.get("source"), "config");
    resource
}

/// Makes a change. Older servers replace all settings, so that the others are sent again.
pub(super) async fn send(server: &Server, change: &Change<'_>) -> Result<(), Error> {
    let none = BTreeSet::new();
    let (set, clear) = match change {
        Change::Create { fields, .. } => (*fields, &none),
        Change::Update { set, clear, .. } => (*set, *clear),
        Change::Replace { .. } | Change::Delete { .. } => return Err(super::impossible(change.address())),
    };
    let mut body = Map::new();
    if let Change::Update { live, .. } = change
        && is_old(&server.version)
    {
        rows::put_all(&mut body, &rows::whole_fields(live, set, clear));
    }
    rows::put_all(&mut body, set);
    rows::put_clears(&mut body, Kind::UiSettings, clear);
    server.client.http().request("PATCH", "/update/ui_settings").json(&body).await?;
    Ok(())
}
