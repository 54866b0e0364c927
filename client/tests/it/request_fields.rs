//! The tables of the fields of resources: the requests that they define, and what empties a field.

use std::collections::HashSet;

use litellm_proxy_client::Empty;
use litellm_proxy_client::budgets::BudgetUpdate;
use litellm_proxy_client::customers::{CustomerUpdate, NewCustomer};
use litellm_proxy_client::keys::{KeyUpdate, NewKey};
use litellm_proxy_client::organizations::OrganizationUpdate;
use litellm_proxy_client::teams::{NewTeam, TeamUpdate};
use litellm_proxy_client::users::UserUpdate;
use serde::Deserialize as _;
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
