//! Budgets that keys, users, teams and customers share: `/budget/*`.

use super::Client;

/// The budgets resource of a [`Client`].
#[derive(Debug)]
pub struct Budgets<'a>(pub(super) &'a Client);
