//! The endpoints, a file for each resource. Each is a function of what is asked and of the tables.

mod budgets;
mod control;
pub(super) mod customers;
mod health;
mod keys;
mod models;
mod spend;
mod tags;

use super::routes::Route;

/// All of them.
pub(super) const ROUTES: &[&[Route]] = &[
    budgets::ROUTES,
    control::ROUTES,
    customers::ROUTES,
    health::ROUTES,
    keys::ROUTES,
    models::ROUTES,
    spend::ROUTES,
    tags::ROUTES,
];
