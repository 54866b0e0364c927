//! The settings of the section `litellm_settings` that have endpoints of their own: margins and discounts on the costs of providers,
//! the defaults of new users and teams, and the logos of the web UI. An update replaces a whole map, so that what others set is
//! sent again.

use litellm_proxy_client::{Error, ServerVersion};
use serde_json::{Value, json};

use super::table::{duration, field, integer, is_old, number, set, text};
use super::{Change, Server, rows};
use crate::address::Address;
use crate::fields::{Field, Shape};
use crate::kind::Kind;
use crate::live::{LiveResource, Seen};

/// Why nothing is sent to older servers.
const ONLY_READ: &str = "this version of LiteLLM would copy the settings of its own file into its database, where they hide \
                         those of the file: set it in the server's file";

/// A map with its endpoints.
struct Map {
    name: &'static str,
    read: &'static str,
    write: &'static str,
}

const MAPS: [Map; 5] = [
    Map { name: "cost_discount_config", read: "/config/cost_discount_config", write: "/config/cost_discount_config" },
    Map { name: "cost_margin_config", read: "/config/cost_margin_config", write: "/config/cost_margin_config" },
    Map {
        name: "default_internal_user_params",
        read: "/get/internal_user_settings",
        write: "/update/internal_user_settings",
    },
    Map { name: "default_team_params", read: "/get/default_team_settings", write: "/update/default_team_settings" },
    Map { name: "ui_theme_config", read: "/get/ui_theme_settings", write: "/update/ui_theme_settings" },
];

/// The role that new users have if none is set.
const ROLE: &str = "default_internal_user_params.user_role";

/// The fields.
pub(super) const FIELDS: &[Field] = &[
    field("cost_discount_config.*", Shape::Number, "The share by which the costs of a provider are reduced").left_out(),
    field("cost_margin_config.*", Shape::Any, "The share that is added to the costs of a provider, or of all (global)")
        .left_out(),
    text(ROLE, "The role of new users").left_out(),
    number("default_internal_user_params.max_budget", "Dollars that new users may spend").left_out(),
    duration("default_internal_user_params.budget_duration", "After how long the budget of new users resets")
        .left_out(),
    set("default_internal_user_params.models", "Models that new users may call").names_models().left_out(),
    set("default_internal_user_params.teams", "Teams of new users: ids, or team_id with max_budget_in_team")
        .names(Kind::Team)
        .left_out(),
    set("default_team_params.models", "Models of the teams that SSO creates").names_models().left_out(),
    number("default_team_params.max_budget", "Dollars that new teams may spend").left_out(),
    duration("default_team_params.budget_duration", "After how long the budget of new teams resets").left_out(),
    integer("default_team_params.tpm_limit", "Tokens per minute of new teams").left_out(),
    integer("default_team_params.rpm_limit", "Requests per minute of new teams").left_out(),
    set("default_team_params.team_member_permissions", "Routes that members of new teams may call").left_out(),
    text("default_team_params.organization_id", "The organization of new teams").names(Kind::Organization).left_out(),
    set("default_team_params.access_group_ids", "Unified access groups of new teams").left_out(),
    text("ui_theme_config.logo_url", "URL of the logo of the web UI").left_out(),
    text("ui_theme_config.logo_url_dark", "URL of the logo in dark mode").left_out(),
    text("ui_theme_config.favicon_url", "URL of the icon of the web UI").left_out(),
];

/// Returns why a server takes no changes of this kind.
pub(super) fn refusal(version: &ServerVersion) -> Option<&'static str> {
    is_old(version).then_some(ONLY_READ)
}

/// Reads them.
pub(super) async fn list(server: &Server) -> Result<Vec<LiveResource>, Error> {
    let reads = MAPS.map(async |map| match server.client.http().request("GET", map.read).await {
        Ok(found) => Ok((map.name.to_owned(), found.get("values").cloned().unwrap_or_default())),
        // Older servers have no margins.
        Err(error) if error.is_not_found() => Ok((map.name.to_owned(), json!({}))),
        Err(error) => Err(error),
    });
    let maps = futures_util::future::try_join_all(reads).await?;
    let mut resource = LiveResource::new(Address::single(Kind::LitellmSettings), "", maps.into_iter().collect());
    resource.fields = rows::seen(FIELDS, &resource.row);
    let role = if is_old(&server.version) { "internal_user" } else { "internal_user_viewer" };
    resource.fields.retain(|path, seen| path != ROLE || *seen != Seen::Value(role.into()));
    Ok(vec![resource])
}

/// Reads them.
pub(super) async fn get(server: &Server, _address: &Address, _id: Option<&str>) -> Result<Option<LiveResource>, Error> {
    Ok(list(server).await?.pop())
}

/// Makes a change.
pub(super) async fn send(server: &Server, change: &Change<'_>) -> Result<(), Error> {
    if let Some(reason) = refusal(&server.version) {
        return Err(Error::InvalidRequest(reason.to_owned()));
    }
    let Change::Update { live, set, clear, .. } = change else { return Err(super::impossible(change.address())) };
    for Map { name, write, .. } in MAPS {
        if let Some(mut map) = rows::whole_map(name, live, set, clear, None) {
            map.retain(|_, value| !value.is_null());
            server.client.http().request("PATCH", write).json(&Value::Object(map)).await?;
        }
    }
    Ok(())
}
