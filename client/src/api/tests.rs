//! Tests of what all requests have in common: setters, serialization, the tables of fields.

use std::collections::HashSet;
use std::fmt::Debug;

use serde::{Deserialize as _, Serialize};
use serde_json::{Value, json};

use crate::api::access_groups::{AccessGroupUpdate, NewAccessGroup};
use crate::api::budgets::{BudgetUpdate, NewBudget};
use crate::api::credentials::{CredentialUpdate, NewCredential};
use crate::api::customers::{CustomerUpdate, NewCustomer};
use crate::api::keys::{KeyUpdate, NewKey};
use crate::api::models::{Deployment, ModelUpdate, NewModel};
use crate::api::organizations::OrganizationUpdate;
use crate::api::teams::{MemberId, MemberUpdate, NewMember, NewTeam, TeamUpdate};
use crate::api::users::UserUpdate;
use crate::core::Empty;

#[track_caller]
fn is(request: &(impl Serialize + Debug), expected: &str) {
    assert_eq!(serde_json::to_string(request).expect("JSON"), expected);
    let shown = format!("{request:?} {request:#?}");
    assert!(!shown.contains("hush-hush"), "{shown}");
}

#[test]
fn the_last_call_wins_when_a_field_is_set_twice() {
    is(&KeyUpdate::default().clear("max_budget").max_budget(2.0), r#"{"max_budget":2.0}"#);
    is(&KeyUpdate::default().max_budget(2.0).clear("max_budget"), r#"{"max_budget":null}"#);
    is(&KeyUpdate::default().models(["m"]).extra("models", json!([])).extra("x", 1), r#"{"models":[],"x":1}"#);
    is(&NewKey::default().extra("key", "sk-a").key("sk-b"), r#"{"key":"sk-b"}"#);
    is(&NewKey::default().key("sk-b").extra("key", "sk-a"), r#"{"key":"sk-a"}"#);
    is(&UserUpdate::default().clear("tpm_limit").tpm_limit(7), r#"{"tpm_limit":7}"#);
    is(&TeamUpdate::default().metadata(json!({})).clear("metadata"), r#"{"metadata":{}}"#);
    is(&MemberUpdate::new(MemberId::user("u")).clear("rpm_limit").rpm_limit(7), r#"{"user_id":"u","rpm_limit":7}"#);
    let members = || [NewMember::new(MemberId::user("u"))];
    is(&NewTeam::default().members(members()).extra("members_with_roles", json!([])), r#"{"members_with_roles":[]}"#);
    is(
        &NewTeam::default().extra("members_with_roles", json!([])).members(members()),
        r#"{"members_with_roles":[{"user_id":"u","role":"user"}]}"#,
    );
}

#[test]
fn extra_fields_are_sent_once_and_never_shown_in_clear() {
    let update = BudgetUpdate::default().extra("api_key", "hush-hush");
    is(&update.clone().clear("max_budget").max_budget(2.0), r#"{"max_budget":2.0,"api_key":"hush-hush"}"#);
    is(&update.max_budget(2.0).clear("max_budget"), r#"{"api_key":"hush-hush","max_budget":null}"#);
    is(&NewBudget::default().extra("budget_id", "a").budget_id("b"), r#"{"budget_id":"b"}"#);
    is(&NewBudget::default().extra("api_key", "hush-hush"), r#"{"api_key":"hush-hush"}"#);
    is(
        &NewCustomer::new("c").extra("user_id", "d").extra("api_key", "hush-hush"),
        r#"{"user_id":"d","api_key":"hush-hush"}"#,
    );
    is(&CustomerUpdate::default().extra("alias", "a").alias("b"), r#"{"alias":"b"}"#);
    is(&CustomerUpdate::default().extra("api_key", "hush-hush"), r#"{"api_key":"hush-hush"}"#);
    is(
        &NewAccessGroup::new("a").extra("access_group", "b").extra("api_key", "hush-hush"),
        r#"{"access_group":"b","api_key":"hush-hush"}"#,
    );
    is(&AccessGroupUpdate::default().extra("api_key", "hush-hush"), r#"{"api_key":"hush-hush"}"#);
    is(
        &NewModel::new("m")
            .param("model", "x")
            .extra("blocked", true)
            .extra("litellm_params", json!({"api_key": "hush-hush"})),
        r#"{"model_name":"m","litellm_params":{"api_key":"hush-hush"},"blocked":true}"#,
    );
    is(
        &ModelUpdate::default().extra("model_name", "m").model_name("n").extra("blocked", true),
        r#"{"model_name":"n","blocked":true}"#,
    );
    is(
        &NewCredential::new("c").extra("credential_values", json!({"api_key": "hush-hush"})).extra("model_id", "m"),
        r#"{"credential_name":"c","credential_info":{},"credential_values":{"api_key":"hush-hush"},"model_id":"m"}"#,
    );
    is(
        &CredentialUpdate::default()
            .display_name(Some("a".into()))
            .extra("display_name", Value::Null)
            .extra("values_to_delete", vec!["api_base"]),
        r#"{"credential_info":{},"credential_values":{},"display_name":null,"values_to_delete":["api_base"]}"#,
    );
    let deployment: Deployment =
        serde_json::from_value(json!({"litellm_params": {"api_key": "hush-hush"}})).expect("one");
    assert!(!format!("{deployment:?} {deployment:#?}").contains("hush-hush"));
}

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
