//! Setters of request types: the last call for a field counts, and `Debug` shows no secret.

use std::fmt::Debug;

use serde::Serialize;
use serde_json::{Value, json};

use litellm_proxy_client::access_groups::{AccessGroupUpdate, NewAccessGroup};
use litellm_proxy_client::budgets::{BudgetUpdate, NewBudget};
use litellm_proxy_client::credentials::{CredentialUpdate, NewCredential};
use litellm_proxy_client::customers::{CustomerUpdate, NewCustomer};
use litellm_proxy_client::keys::{KeyUpdate, NewKey};
use litellm_proxy_client::models::{Deployment, ModelUpdate, NewModel};
use litellm_proxy_client::teams::{MemberId, MemberUpdate, NewMember, NewTeam, TeamUpdate};
use litellm_proxy_client::users::UserUpdate;

#[track_caller]
fn assert_serializes(request: &(impl Serialize + Debug), expected: &str) {
    assert_eq!(serde_json::to_string(request).expect("JSON"), expected);
    let shown = format!("{request:?} {request:#?}");
    assert!(!shown.contains("hush-hush"), "{shown}");
}

#[test]
fn last_setter_for_a_field_wins() {
    assert_serializes(&KeyUpdate::default().clear("max_budget").max_budget(2.0), r#"{"max_budget":2.0}"#);
    assert_serializes(&KeyUpdate::default().max_budget(2.0).clear("max_budget"), r#"{"max_budget":null}"#);
    assert_serializes(
        &KeyUpdate::default().models(["m"]).extra("models", json!([])).extra("x", 1),
        r#"{"models":[],"x":1}"#,
    );
    assert_serializes(&NewKey::default().extra("key", "sk-a").key("sk-b"), r#"{"key":"sk-b"}"#);
    assert_serializes(&NewKey::default().key("sk-b").extra("key", "sk-a"), r#"{"key":"sk-a"}"#);
    assert_serializes(&UserUpdate::default().clear("tpm_limit").tpm_limit(7), r#"{"tpm_limit":7}"#);
    assert_serializes(&TeamUpdate::default().metadata(json!({})).clear("metadata"), r#"{"metadata":{}}"#);
    assert_serializes(
        &MemberUpdate::new(MemberId::user("u")).clear("rpm_limit").rpm_limit(7),
        r#"{"user_id":"u","rpm_limit":7}"#,
    );
    let members = || [NewMember::new(MemberId::user("u"))];
    assert_serializes(
        &NewTeam::default().members(members()).extra("members_with_roles", json!([])),
        r#"{"members_with_roles":[]}"#,
    );
    assert_serializes(
        &NewTeam::default().extra("members_with_roles", json!([])).members(members()),
        r#"{"members_with_roles":[{"user_id":"u","role":"user"}]}"#,
    );
}

#[test]
fn extra_fields_are_not_duplicated_and_debug_masks_secrets() {
    let update = BudgetUpdate::default().extra("api_key", "hush-hush");
    assert_serializes(
        &update.clone().clear("max_budget").max_budget(2.0),
        r#"{"max_budget":2.0,"api_key":"hush-hush"}"#,
    );
    assert_serializes(&update.max_budget(2.0).clear("max_budget"), r#"{"api_key":"hush-hush","max_budget":null}"#);
    assert_serializes(&NewBudget::default().extra("budget_id", "a").budget_id("b"), r#"{"budget_id":"b"}"#);
    assert_serializes(&NewBudget::default().extra("api_key", "hush-hush"), r#"{"api_key":"hush-hush"}"#);
    assert_serializes(
        &NewCustomer::new("c").extra("user_id", "d").extra("api_key", "hush-hush"),
        r#"{"user_id":"d","api_key":"hush-hush"}"#,
    );
    assert_serializes(&CustomerUpdate::default().extra("alias", "a").alias("b"), r#"{"alias":"b"}"#);
    assert_serializes(&CustomerUpdate::default().extra("api_key", "hush-hush"), r#"{"api_key":"hush-hush"}"#);
    assert_serializes(
        &NewAccessGroup::new("a").extra("access_group", "b").extra("api_key", "hush-hush"),
        r#"{"access_group":"b","api_key":"hush-hush"}"#,
    );
    assert_serializes(&AccessGroupUpdate::default().extra("api_key", "hush-hush"), r#"{"api_key":"hush-hush"}"#);
    assert_serializes(
        &NewModel::new("m")
            .param("model", "x")
            .extra("blocked", true)
            .extra("litellm_params", json!({"api_key": "hush-hush"})),
        r#"{"model_name":"m","litellm_params":{"api_key":"hush-hush"},"blocked":true}"#,
    );
    assert_serializes(
        &ModelUpdate::default().extra("model_name", "m").model_name("n").extra("blocked", true),
        r#"{"model_name":"n","blocked":true}"#,
    );
    assert_serializes(
        &NewCredential::new("c").extra("credential_values", json!({"api_key": "hush-hush"})).extra("model_id", "m"),
        r#"{"credential_name":"c","credential_info":{},"credential_values":{"api_key":"hush-hush"},"model_id":"m"}"#,
    );
    assert_serializes(
        &CredentialUpdate::default()
            .display_name(Some("a".into()))
            .extra("credential_values_to_delete", vec!["api_base"])
            .extra("display_name", Value::Null),
        r#"{"credential_info":{},"credential_values":{},"credential_values_to_delete":["api_base"],"display_name":null}"#,
    );
    let deployment: Deployment =
        serde_json::from_value(json!({"litellm_params": {"api_key": "hush-hush"}})).expect("one");
    assert!(!format!("{deployment:?} {deployment:#?}").contains("hush-hush"));
}
