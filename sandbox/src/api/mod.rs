//! The endpoints, a file for each resource. Each is a function of what is asked and of the tables.

mod access_groups;
mod budgets;
mod control;
mod credentials;
pub(super) mod customers;
mod health;
mod invitations;
mod keys;
mod limits;
pub(super) mod login;
mod models;
mod organizations;
mod spend;
mod tags;
mod teams;
mod unified_groups;
mod users;

use super::routes::Route;

/// All of them.
pub(super) const ROUTES: &[&[Route]] = &[
    access_groups::ROUTES,
    budgets::ROUTES,
    control::ROUTES,
    credentials::ROUTES,
    customers::ROUTES,
    health::ROUTES,
    invitations::ROUTES,
    keys::ROUTES,
    login::ROUTES,
    models::ROUTES,
    organizations::ROUTES,
    spend::ROUTES,
    tags::ROUTES,
    teams::ROUTES,
    unified_groups::ROUTES,
    users::ROUTES,
];
