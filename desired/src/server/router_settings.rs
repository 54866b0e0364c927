//! Router_settings.

use litellm_proxy_client::Error;

use super::{Change, Done, Server};
use crate::address::Address;
use crate::fields::Field;
use crate::live::LiveResource;

/// The fields.
pub(super) const FIELDS: &[Field] = &[];

/// Reads all of them.
pub(super) async fn list(_server: &Server) -> Result<Vec<LiveResource>, Error> {
    Ok(Vec::new())
}

/// Reads one.
pub(super) async fn get(
    _server: &Server,
    _address: &Address,
    _id: Option<&str>,
) -> Result<Option<LiveResource>, Error> {
    Ok(None)
}

/// Makes a change.
pub(super) async fn send(_server: &Server, _change: &Change<'_>) -> Result<Done, Error> {
    Ok(Done::default())
}
