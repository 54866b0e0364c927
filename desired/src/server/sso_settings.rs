//! How people sign in at the web UI. An update replaces all settings, and deletes those that the server has from its environment.
//! Newer servers say which these are: they are sent again, and nothing is sent where one of them is a secret, which no server
//! shows. Older servers do not say it, so that theirs are only read.

use std::collections::BTreeSet;

use litellm_proxy_client::{Error, ServerVersion};
use serde_json::{Map, Value};

use super::table::{field, is_old, map, text};
use super::{Change, Server, rows};
use crate::address::Address;
use crate::fields::{Field, Shape};
use crate::kind::Kind;
use crate::live::{LiveResource, Seen};

/// Why nothing is sent to older servers.
const ONLY_READ: &str = "this version of LiteLLM would delete the SSO settings of its environment: set it there";

const fn secret(path: &'static str, doc: &'static str) -> Field {
    field(path, Shape::Secret, doc)
}

/// The fields.
pub(super) const FIELDS: &[Field] = &[
    text("google_client_id", "The id of the client at Google"),
    secret("google_client_secret", "The secret of the client at Google"),
    text("microsoft_client_id", "The id of the client at Microsoft"),
    secret("microsoft_client_secret", "The secret of the client at Microsoft"),
    text("microsoft_tenant", "The tenant at Microsoft"),
    text("generic_client_id", "The id of the client at another provider"),
    secret("generic_client_secret", "The secret of the client at another provider"),
    text("generic_authorization_endpoint", "The URL at which people sign in"),
    text("generic_token_endpoint", "The URL that returns tokens"),
    text("generic_userinfo_endpoint", "The URL that describes people"),
    text("generic_scope", "The scopes that are asked for, with spaces between them"),
    text("saml_idp_metadata_url", "The URL of the metadata of the SAML provider"),
    text("saml_idp_metadata_xml", "The metadata of the SAML provider"),
    text("saml_sp_entity_id", "The name of this server at the SAML provider"),
    text("saml_allow_unsolicited", "true for sign-ins that begin at the SAML provider"),
    text("proxy_base_url", "The URL of this server, to which the provider returns people"),
    text("user_email", "The email address of the admin"),
    text("ui_access_mode", "Who may use the web UI: all_authenticated_users or admin_only"),
    map("role_mappings", "Roles by groups of the provider"),
    map("team_mappings", "Teams by fields of the token"),
];

/// Returns why a server takes no changes of this kind.
pub(super) fn refusal(version: &ServerVersion) -> Option<&'static str> {
    is_old(version).then_some(ONLY_READ)
}

/// Reads them.
pub(super) async fn list(server: &Server) -> Result<Vec<LiveResource>, Error> {
    Ok(rows::settings(server, "/get/sso_settings").await?.as_ref().map(read).into_iter().collect())
}

/// Reads them.
pub(super) async fn get(server: &Server, _address: &Address, _id: Option<&str>) -> Result<Option<LiveResource>, Error> {
    Ok(list(server).await?.pop())
}

fn read(settings: &Value) -> LiveResource {
    let mut resource = LiveResource::new(Address::single(Kind::SsoSettings), "", Value::Null);
    resource.row = settings.get("values").cloned().unwrap_or_default();
    resource.fields = rows::seen(FIELDS, &resource.row);
    rows::leave_out_defaults(&mut resource, settings.get("provenance"), "env");
    resource
}

/// Makes a change.
pub(super) async fn send(server: &Server, change: &Change<'_>) -> Result<(), Error> {
    if let Some(reason) = refusal(&server.version) {
        return Err(Error::InvalidRequest(reason.to_owned()));
    }
    let Change::Update { live, set, clear, .. } = change else { return Err(super::impossible(change.address())) };
    let is_lost = |path: &&String| live.fields.get(*path) == Some(&Seen::Hidden);
    let lost: Vec<&str> = live.fields_from_config.iter().filter(is_lost).map(String::as_str).collect();
    if !lost.is_empty() {
        let message = format!(
            "the server has {} from its environment, where a change of the SSO settings would delete it: set them all there",
            lost.join(", ")
        );
        return Err(Error::InvalidRequest(message));
    }
    rows::refuse_losses(live, set, clear, "")?;
    let others: BTreeSet<String> = clear.difference(&live.fields_from_config).cloned().collect();
    let mut body = Map::new();
    rows::put_all(&mut body, &rows::whole_fields(live, set, &others));
    for path in &live.fields_from_config {
        if let Some(Seen::Value(value)) = live.value(path) {
            body.insert(path.clone(), value);
        }
    }
    server.client.http().request("PATCH", "/update/sso_settings").json(&body).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use litellm_proxy_client::Client;
    use serde_json::json;

    use super::*;

    #[tokio::test]
    async fn secrets_of_the_environment_are_never_deleted() {
        let settings = |secret: Value| {
            json!({
                "values": {"generic_client_id": "a", "generic_client_secret": secret, "microsoft_tenant": null},
                "provenance": {"generic_client_id": "env", "generic_client_secret": "env", "microsoft_tenant": "unset"},
            })
        };
        // Nothing listens there.
        let client = Client::new("http://127.0.0.1:9", "sk-1234").expect("a client");
        let server = Server { client, version: ServerVersion::new("1.106.2") };
        let set = BTreeMap::from([("microsoft_tenant".to_owned(), json!("b"))]);
        let live = read(&settings(json!("fake***cret")));
        assert_eq!(live.fields_from_config.len(), 2);
        let change = Change::Update { live: &live, set: &set, clear: &BTreeSet::new(), mark: None };
        let error = send(&server, &change).await.expect_err("a refusal").to_string();
        assert!(error.contains("the server has generic_client_secret from its environment"), "{error}");
    }
}
