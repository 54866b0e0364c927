//! Organizations, which LiteLLM refuses without an Enterprise license, before it reads the request.

use hyper::StatusCode;

use crate::response::{HandlerResult, Refusal};
use crate::route::{self, Access, RequestContext, Route};

pub(super) const ROUTES: &[Route] = &[
    route::get("/organization/list", Access::AnyKey, &[], refused),
    route::get("/organization/info", Access::Admins, &[], refused),
    route::post("/organization/info", Access::Admins, &[], refused),
    route::post("/organization/new", Access::AnyKey, &[], new),
    route::patch("/organization/update", Access::Admins, &[], refused),
    route::delete("/organization/delete", Access::Admins, &[], refused),
    route::post("/organization/member_add", Access::Admins, &[], refused),
    route::patch("/organization/member_update", Access::Admins, &[], refused),
    route::delete("/organization/member_delete", Access::Admins, &[], refused),
];

fn new(request: &RequestContext<'_>) -> HandlerResult {
    if !request.caller.is_admin() {
        let role = request.caller.role.name_or_user();
        let message = format!("Only proxy admins can create new organizations. You are {role}");
        return Err(Refusal::error(StatusCode::UNAUTHORIZED, "auth_error", Some("user_role"), message));
    }
    refused(request)
}

fn refused(_: &RequestContext<'_>) -> HandlerResult {
    let message = "Organizations are only available for LiteLLM Enterprise users. The sandbox has no license, like LiteLLM \
                   without one.";
    Err(Refusal::detailed_error(StatusCode::FORBIDDEN, message))
}
