//! The endpoints, a file for each resource. Each is a function of what is asked and of the tables.

mod control;
mod health;
mod invitations;
mod keys;
mod limits;
mod models;
mod organizations;
mod teams;
mod users;

use super::routes::Route;

/// All of them.
pub(super) const ROUTES: &[&[Route]] = &[
    control::ROUTES,
    health::ROUTES,
    invitations::ROUTES,
    keys::ROUTES,
    models::ROUTES,
    organizations::ROUTES,
    teams::ROUTES,
    users::ROUTES,
];
