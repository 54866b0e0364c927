//! Customers, the end users of those who hold keys: `/customer/*`.

use super::Client;

/// The customers resource of a [`Client`].
#[derive(Debug)]
pub struct Customers<'a>(pub(super) &'a Client);
