//! Users. Admins create them; users see themselves.

mod change;
mod info;
mod list;
mod new;

use serde_json::json;

use crate::fields::{Field, FieldType, required};
use crate::object::JsonObject;
use crate::response::HandlerResult;
use crate::route::{self, Access, RequestContext, Route};

pub(super) const ROUTES: &[Route] = &[
    route::post("/user/new", Access::Admins, new::FIELDS, new::new),
    route::get("/user/info", Access::AnyKey, info::INFO, info::info),
    route::get("/v2/user/info", Access::AnyKey, info::INFO, info::info_v2),
    route::get("/user/list", Access::AnyKey, list::LIST, list::list),
    route::post("/user/update", Access::Admins, change::FIELDS, change::update),
    route::post("/user/delete", Access::Admins, DELETE, change::delete),
    route::get("/user/available_roles", Access::AnyKey, &[], roles),
];

const DELETE: &[Field] = &[required("user_ids", FieldType::Strings)];
/// The roles of users.
const ROLES: FieldType =
    FieldType::OneOf(&["proxy_admin", "proxy_admin_viewer", "internal_user", "internal_user_viewer"]);

/// The request fields that are stored in the metadata.
const IN_METADATA: [&str; 8] = [
    "model_rpm_limit",
    "model_tpm_limit",
    "mcp_rpm_limit",
    "tag_rpm_limit",
    "guardrails",
    "prompts",
    "tags",
    "enforced_params",
];

/// Returns the JSON of a user with its empty relations.
pub(super) fn as_row(user: JsonObject) -> JsonObject {
    user.with(json!({
        "verified_subjects": null, "litellm_organization_table": null, "organization_memberships": null,
        "invitations_created": null, "invitations_updated": null, "invitations_user": null, "object_permission": null,
    }))
}

#[expect(clippy::unnecessary_wraps, reason = "as all endpoints are")]
fn roles(_: &RequestContext<'_>) -> HandlerResult {
    let role = |label: &str, description: &str| json!({ "description": description, "ui_label": label });
    Ok(json!({
        "proxy_admin": role("Admin (All Permissions)", "can do everything"),
        "proxy_admin_viewer": role("Admin (View Only)", "can view all keys and all spend"),
        "internal_user": role("Internal User (Create/Delete/View)", "can manage their own keys and view their own spend"),
        "internal_user_viewer": role("Internal User (View Only)", "can view their own keys and spend"),
    })
    .into())
}
