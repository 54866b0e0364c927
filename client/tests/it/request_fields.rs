//! The tables of the fields of resources: the requests that they define, and what empties a field.

use std::collections::HashSet;
use std::fmt::Debug;

use litellm_proxy_client::Empty;
use litellm_proxy_client::access_groups::{AccessGroupUpdate, NewAccessGroup};
use litellm_proxy_client::budgets::BudgetUpdate;
use litellm_proxy_client::chat::{ChatRequest, ResponseFormat, Tool, ToolChoice};
use litellm_proxy_client::credentials::{CredentialUpdate, NewCredential};
use litellm_proxy_client::customers::{CustomerUpdate, NewCustomer};
use litellm_proxy_client::keys::{KeyUpdate, NewKey};
use litellm_proxy_client::models::{ModelUpdate, NewModel};
use litellm_proxy_client::organizations::{NewOrganizationMember, OrganizationMemberUpdate, OrganizationUpdate};
use litellm_proxy_client::spend::{ActivityFilter, LogFilter};
use litellm_proxy_client::teams::{MemberId, MemberUpdate, NewTeam, TeamUpdate};
use litellm_proxy_client::users::{UserRole, UserUpdate};
use serde::de::DeserializeOwned;
use serde::{Deserialize as _, Serialize};
use serde_json::json;

#[test]
fn every_field_has_one_row() {
    for table in [
        KeyUpdate::FIELDS,
        TeamUpdate::FIELDS,
        UserUpdate::FIELDS,
        BudgetUpdate::FIELDS,
        CustomerUpdate::FIELDS,
        OrganizationUpdate::FIELDS,
    ] {
        let names: HashSet<_> = table.iter().map(|field| field.name).collect();
        assert_eq!(names.len(), table.len(), "{table:?}");
        for field in table {
            if let Some(Empty::As(other)) = field.empty {
                assert!(names.contains(other), "{other}");
            }
        }
    }
}

#[test]
fn requests_deserialize_from_what_they_serialize_to() {
    let body = json!({"models": ["m"], "max_budget": 2.0, "tpm_limit": 5, "key": "sk-a", "blocked": true, "x": [1]});
    let key = NewKey::deserialize(&body).expect("a request");
    assert_eq!(serde_json::to_value(&key).expect("JSON"), body);
    let expected = NewKey::default().models(["m"]).max_budget(2.0).tpm_limit(5).key("sk-a").blocked(true);
    assert_eq!(key, expected.extra("x", json!([1])));

    let body = json!({"members_with_roles": [{"user_id": "u", "role": "admin"}]});
    let team = NewTeam::deserialize(&body).expect("a request");
    assert_eq!(team.members_with_roles.as_ref().map(Vec::len), Some(1));
    assert_eq!(serde_json::to_value(&team).expect("JSON"), body);

    assert!(NewCustomer::deserialize(&json!({"alias": "a"})).is_err());
    assert_eq!(NewCustomer::deserialize(&json!({"user_id": "u"})).expect("a request"), NewCustomer::new("u"));
}

#[test]
fn values_of_another_type_are_sent_as_they_are() {
    let body = json!({"tpm_limit": -1, "models": null});
    let update = KeyUpdate::deserialize(&body).expect("a request");
    assert_eq!((update.tpm_limit, &update.models), (None, &None));
    assert_eq!(serde_json::to_value(&update).expect("JSON"), body);
}

#[test]
fn an_amount_that_json_cannot_hold_is_not_sent_as_null() {
    for amount in [f64::NAN, f64::INFINITY] {
        assert!(serde_json::to_string(&KeyUpdate::default().max_budget(amount)).is_err());
    }
}

#[test]
fn clearing_a_field_sends_what_the_server_takes_for_empty() {
    let update = KeyUpdate::default().models(["m"]).clear("models").clear("metadata").clear("expires").clear("new");
    let body = json!({"models": [], "metadata": {}, "duration": null, "new": null});
    assert_eq!(serde_json::to_value(&update).expect("JSON"), body);
}

#[track_caller]
fn is_read_back<T: Serialize + DeserializeOwned + PartialEq + Debug>(request: &T) {
    let json = serde_json::to_value(request).expect("JSON");
    assert_eq!(&serde_json::from_value::<T>(json).expect("a request"), request);
}

#[test]
fn requests_are_read_back_as_written() {
    let member = || MemberId::email("ada@example.com");
    is_read_back(&MemberUpdate::new(member()).role("admin").max_budget_in_team(5).clear("tpm_limit"));
    is_read_back(&NewOrganizationMember::new(member()).role(UserRole::OrgAdmin));
    is_read_back(&OrganizationMemberUpdate::new(member()).extra("max_budget_in_organization", json!(null)));
    is_read_back(&NewAccessGroup::new("g").model_names(["m"]).extra("x", 1));
    is_read_back(&AccessGroupUpdate::default().model_ids(["i"]));
    is_read_back(&NewModel::new("m").param("model", "openai/m").info("mode", "chat").extra("blocked", true));
    is_read_back(&ModelUpdate::default().model_name("m").param("rpm", 5).unset("tpm"));
    is_read_back(&NewCredential::new("c").info("a", 1).value("b", "c").display_name("C"));
    for name in [None, Some("C".to_owned())] {
        is_read_back(&CredentialUpdate::default().value("b", "c").display_name(name));
    }
    is_read_back(&CredentialUpdate::default());
    is_read_back(&LogFilter::between("2026-11-01", "2026-11-02").status_filter("failure").min_spend(1));
    is_read_back(&ActivityFilter::between("2026-11-01", "2026-11-02").model("m"));
    for format in [
        json!({"type": "text"}),
        json!({"type": "json_object"}),
        json!({"type": "json_schema", "json_schema": {"name": "n", "schema": {}, "strict": true}}),
        json!({"type": "json_schema", "json_schema": {"name": "n", "schema": {}, "description": "d"}}),
        json!({"type": "grammar", "grammar": "g"}),
    ] {
        let read = ResponseFormat::deserialize(&format).expect("a format");
        assert_eq!(serde_json::to_value(&read).expect("JSON"), format);
        is_read_back(&ChatRequest::new("m", ["hi"]).response_format(read).stop(["a", "b"]));
    }
    for choice in
        [json!("none"), json!("auto"), json!("required"), json!({"type": "function", "function": {"name": "f"}})]
    {
        let read = ToolChoice::deserialize(&choice).expect("a choice");
        assert_eq!(serde_json::to_value(&read).expect("JSON"), choice);
        is_read_back(&ChatRequest::new("m", ["hi"]).tools([Tool::new("web_search")]).tool_choice(read).extra("x", [1]));
    }
    assert!(ToolChoice::deserialize(&json!("sometimes")).is_err());
}
