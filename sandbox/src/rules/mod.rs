//! The rules of virtual keys: which models and endpoints a key may use, what it may spend, and how fast.

pub(super) mod access;
pub(super) mod admission;
mod allowed_routes;
pub(super) mod budget_check;
pub(super) mod budgets;
pub(super) mod customers;
pub(super) mod deployments;
pub(super) mod fallbacks;
pub(super) mod grants;
pub(super) mod parties;
pub(super) mod prices;
pub(super) mod rates;
pub(super) mod teams;
mod wildcards;
pub(super) mod windows;
