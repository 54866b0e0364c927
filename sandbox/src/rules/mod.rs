//! The rules of virtual keys: which models a key may use, what it may spend and how fast, and what things cost.

pub(super) mod access;
pub(super) mod budgets;
pub(super) mod grants;
pub(super) mod new_keys;
pub(super) mod parties;
pub(super) mod prices;
pub(super) mod providers;
pub(super) mod rates;
pub(super) mod routes_of_keys;
pub(super) mod teams;
