//! Organizations. LiteLLM has them with an Enterprise licence only, and says so before it reads what is asked.

use hyper::StatusCode;

use crate::answer::{Answered, Refusal};
use crate::caller::Who;
use crate::routes::{self, Asked, Route};

pub(super) const ROUTES: &[Route] = &[
    routes::get("/organization/list", Who::AnyKey, &[], refused),
    routes::get("/organization/info", Who::Admins, &[], refused),
    routes::post("/organization/info", Who::Admins, &[], refused),
    routes::post("/organization/new", Who::AnyKey, &[], new),
    routes::patch("/organization/update", Who::Admins, &[], refused),
    routes::delete("/organization/delete", Who::Admins, &[], refused),
    routes::post("/organization/member_add", Who::Admins, &[], refused),
    routes::patch("/organization/member_update", Who::Admins, &[], refused),
    routes::delete("/organization/member_delete", Who::Admins, &[], refused),
];

fn new(asked: &Asked<'_>) -> Answered {
    if !asked.caller.is_admin() {
        let role = asked.caller.role.name_or_user();
        let message = format!("Only proxy admins can create new organizations. You are {role}");
        return Err(Refusal::error(StatusCode::UNAUTHORIZED, "auth_error", Some("user_role"), message));
    }
    refused(asked)
}

fn refused(_: &Asked<'_>) -> Answered {
    let message = "Organizations are only available for LiteLLM Enterprise users. The sandbox has no licence, like LiteLLM \
                   without one.";
    Err(Refusal::detailed_error(StatusCode::FORBIDDEN, message))
}
