//! Margins and discounts on the costs of providers. An update replaces a whole map, so that what others set is sent again.

use litellm_proxy_client::{Error, ServerVersion};
use serde_json::{Value, json};

use super::table::{field, is_old};
use super::{Change, Server, rows};
use crate::address::Address;
use crate::fields::{Field, Shape};
use crate::kind::Kind;
use crate::live::LiveResource;

/// Why nothing is sent to older servers.
const ONLY_READ: &str = "this version of LiteLLM would copy the settings of its own file into its database, where they hide \
                         those of the file: set it in the server's file";

const MAPS: [&str; 2] = ["cost_discount_config", "cost_margin_config"];

/// The fields.
pub(super) const FIELDS: &[Field] = &[
    field("cost_discount_config.*", Shape::Number, "The share by which the costs of a provider are reduced").left_out(),
    field("cost_margin_config.*", Shape::Any, "The share that is added to the costs of a provider, or of all (global)")
        .left_out(),
];

/// Returns why a server takes no changes of this kind.
pub(super) fn refusal(version: &ServerVersion) -> Option<&'static str> {
    is_old(version).then_some(ONLY_READ)
}

/// Reads them.
pub(super) async fn list(server: &Server) -> Result<Vec<LiveResource>, Error> {
    let reads = MAPS.map(async |name| match server.client.http().request("GET", format!("/config/{name}")).await {
        Ok(map) => Ok((name.to_owned(), map.get("values").cloned().unwrap_or_default())),
        // Older servers have no margins.
        Err(error) if error.is_not_found() => Ok((name.to_owned(), json!({}))),
        Err(error) => Err(error),
    });
    let maps = futures_util::future::try_join_all(reads).await?;
    let mut resource = LiveResource::new(Address::single(Kind::CostSettings), "", maps.into_iter().collect());
    resource.fields = rows::seen(FIELDS, &resource.row);
    Ok(vec![resource])
}

/// Reads them.
pub(super) async fn get(server: &Server, _address: &Address, _id: Option<&str>) -> Result<Option<LiveResource>, Error> {
    Ok(list(server).await?.pop())
}

/// Makes a change.
pub(super) async fn send(server: &Server, change: &Change<'_>) -> Result<(), Error> {
    if let Some(reason) = refusal(&server.version) {
        return Err(Error::InvalidRequest(reason.to_owned()));
    }
    let Change::Update { live, set, clear, .. } = change else { return Err(super::impossible(change.address())) };
    for name in MAPS {
        if let Some(map) = rows::whole_map(name, live, set, clear, None) {
            let body = Value::Object(map);
            server.client.http().request("PATCH", format!("/config/{name}")).json(&body).await?;
        }
    }
    Ok(())
}
