//! The endpoints, a file or folder per resource. Each declares its routes and fields; a handler maps a request to a
//! response.

mod access_groups;
mod agents;
mod budgets;
mod control;
mod credentials;
pub(super) mod customers;
mod health;
mod inference;
mod invitations;
mod keys;
mod limits;
pub(super) mod login;
mod mcp_servers;
mod models;
mod organizations;
mod policies;
mod routing;
mod saved_settings;
mod settings;
mod spend;
mod tags;
mod teams;
mod testing;
mod tools;
mod unified_groups;
mod user_rows;
mod users;

use super::route::Route;

/// All routes.
pub(super) const ROUTES: &[&[Route]] = &[
    access_groups::ROUTES,
    agents::ROUTES,
    budgets::ROUTES,
    control::ROUTES,
    credentials::ROUTES,
    customers::ROUTES,
    health::ROUTES,
    inference::ROUTES,
    invitations::ROUTES,
    keys::ROUTES,
    login::ROUTES,
    mcp_servers::ROUTES,
    models::ROUTES,
    organizations::ROUTES,
    policies::ROUTES,
    routing::ROUTES,
    saved_settings::ROUTES,
    settings::ROUTES,
    spend::ROUTES,
    tags::ROUTES,
    teams::ROUTES,
    testing::ROUTES,
    tools::ROUTES,
    unified_groups::ROUTES,
    users::ROUTES,
];
