//! Access groups, names that stand for sets of models: `/access_group/*`.

use super::Client;

/// The access groups resource of a [`Client`].
#[derive(Debug)]
pub struct AccessGroups<'a>(pub(super) &'a Client);
