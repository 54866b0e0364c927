//! Who spent what, by day and by call: `*/daily/activity` and `/spend/logs`.

use super::Client;

/// The spend resource of a [`Client`].
#[derive(Debug)]
pub struct Spend<'a>(pub(super) &'a Client);
