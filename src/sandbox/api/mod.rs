//! The endpoints, a file for each resource. Each is a function of what is asked and of the tables.

mod control;
mod health;
mod keys;
mod models;

use super::routes::Route;

/// All of them.
pub(super) const ROUTES: &[&[Route]] = &[control::ROUTES, health::ROUTES, keys::ROUTES, models::ROUTES];
