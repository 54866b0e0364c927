//! Budgets, customers and access groups: requests and parsing. Responses have the
//! shape of LiteLLM 1.106.2 and, where that differs, of 1.80.11.

use jiff::Timestamp;
use litellm_proxy_client::access_groups::{AccessGroupUpdate, NewAccessGroup};
use litellm_proxy_client::budgets::{BudgetUpdate, NewBudget};
use litellm_proxy_client::customers::{CustomerUpdate, NewCustomer};
use litellm_proxy_client::{Client, Error, Interval};
use serde_json::{Value, json};
use test_bed::{FakeResponse, FakeServer, KEY, json_response, request, request_with};

const BUDGET: &str = r#"{"budget_id":"b1","max_budget":10.50,"soft_budget":5.0,"max_parallel_requests":3,"tpm_limit":-1,"rpm_limit":10,"tpd_limit":null,"model_max_budget":{},"budget_duration":"30d","budget_reset_at":"2026-12-01T00:00:00Z","allowed_models":[],"created_at":"2026-11-21T09:29:17.257000Z","created_by":"default_user_id","updated_at":"2026-11-21T09:29:18.257000Z","keys":null,"new_field":1e-07}"#;
const CUSTOMER: &str = r#"{"user_id":"c1","blocked":false,"alias":"A","spend":1.250,"allowed_model_region":"eu","default_model":null,"models":["gpt-4"],"budget_id":"b1","litellm_budget_table":{"budget_id":"b1","max_budget":3.5,"tpd_limit":7},"object_permission_id":null,"new_field":1e-07}"#;
const OLD_CUSTOMER: &str = r#"{"user_id":"c2","blocked":true,"alias":null,"spend":0.0,"allowed_model_region":null,"default_model":null,"litellm_budget_table":null}"#;
const GROUP: &str =
    r#"{"access_group":"beta","model_names":["gpt-4o"],"deployment_count":2,"spend":0.50,"budget":null}"#;
pub(crate) fn client(server: &FakeServer) -> Client {
    Client::new(server.uri(), KEY).expect("a client")
}

/// A success with exactly this body.
pub(crate) fn raw(text: impl Into<String>) -> FakeResponse {
    FakeResponse::new(200).with_body(text.into(), "application/json")
}

pub(crate) fn text(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("JSON")
}

#[tokio::test]
async fn budget_methods_send_and_parse() {
    let server = FakeServer::with_routes([
        ("GET /budget/list", raw(format!("[{BUDGET}]"))),
        ("POST /budget/info", raw(format!("[{BUDGET}]"))),
        ("POST /budget/new", raw(BUDGET)),
        ("POST /budget/update", raw(BUDGET)),
        ("POST /budget/delete", raw(BUDGET)),
    ]);
    let client = client(&server);
    let budgets = client.budgets();
    let list = budgets.list().await.expect("a list");
    assert_eq!(text(&list), format!("[{BUDGET}]"));
    let budget = &list[0];
    assert_eq!(
        (budget.budget_id.as_deref(), budget.max_budget, budget.soft_budget),
        (Some("b1"), Some(10.5), Some(5.0))
    );
    assert_eq!((budget.max_parallel_requests, budget.tpm_limit, budget.rpm_limit), (Some(3), Some(-1), Some(10)));
    assert_eq!(budget.budget_duration, Some(Interval::days(30)));
    assert_eq!(budget.budget_reset_at, "2026-12-01T00:00:00Z".parse().ok());
    assert_eq!(budget.created_at, "2026-11-21T09:29:17.257000Z".parse().ok());
    assert_eq!(budget.updated_at, "2026-11-21T09:29:18.257000Z".parse().ok());
    assert_eq!(text(&budgets.get(["b1", "b2"]).await.expect("two ids")), format!("[{BUDGET}]"));
    let new = NewBudget::default()
        .budget_id("b1")
        .max_budget(10.5)
        .soft_budget(5.0)
        .max_parallel_requests(3)
        .tpm_limit(100)
        .rpm_limit(10)
        .budget_duration("30d")
        .budget_reset_at("2027-01-01T00:00:00Z".parse::<Timestamp>().expect("a time"))
        .model_max_budget(json!({"gpt-4": {"max_budget": 1}}))
        .extra("tpd_limit", 7);
    assert_eq!(text(&budgets.create(&new).await.expect("a budget")), BUDGET);
    let update = BudgetUpdate::default().tpm_limit(7).clear("max_budget");
    let updated = budgets.update("b1", &update).await.expect("a response").expect("a budget");
    assert_eq!(text(&updated), BUDGET);
    assert_eq!(text(&budgets.delete("b1").await.expect("a response")), BUDGET);
    assert_eq!(
        server.requests(),
        [
            request("GET /budget/list"),
            request_with("POST /budget/info", json!({"budgets": ["b1", "b2"]})),
            request_with(
                "POST /budget/new",
                json!({"budget_id": "b1", "max_budget": 10.5, "soft_budget": 5.0, "max_parallel_requests": 3,
                       "tpm_limit": 100, "rpm_limit": 10, "budget_duration": "30d",
                       "budget_reset_at": "2027-01-01T00:00:00Z", "model_max_budget": {"gpt-4": {"max_budget": 1}},
                       "tpd_limit": 7})
            ),
            request_with("POST /budget/update", json!({"budget_id": "b1", "tpm_limit": 7, "max_budget": null})),
            request_with("POST /budget/delete", json!({"id": "b1"})),
        ]
    );
}

#[tokio::test]
async fn missing_budget_is_none() {
    let server = FakeServer::always_json(Value::Null);
    let client = client(&server);
    assert!(client.budgets().update("b", &BudgetUpdate::default()).await.expect("a response").is_none());
    assert!(client.budgets().delete("b").await.expect("a response").is_none());
}

#[tokio::test]
async fn customer_methods_send_and_parse() {
    let server = FakeServer::with_routes([
        ("GET /customer/list", raw(format!("[{CUSTOMER},{OLD_CUSTOMER}]"))),
        ("GET /customer/info", raw(CUSTOMER)),
        ("POST /customer/new", raw(CUSTOMER)),
        ("POST /customer/update", raw(CUSTOMER)),
        ("POST /customer/delete", json_response(json!({"deleted_customers": 2, "message": "Successfully deleted"}))),
    ]);
    let client = client(&server);
    let customers = client.customers();
    let list = customers.list().await.expect("a list");
    assert_eq!(text(&list), format!("[{CUSTOMER},{OLD_CUSTOMER}]"));
    let [new, old] = &list[..] else { panic!("two customers: {list:?}") };
    assert_eq!((new.user_id.as_deref(), new.alias.as_deref(), new.blocked), (Some("c1"), Some("A"), Some(false)));
    assert_eq!((new.spend, new.allowed_model_region.as_deref()), (Some(1.25), Some("eu")));
    assert_eq!((new.budget_id.as_deref(), new.models.as_deref()), (Some("b1"), Some(&["gpt-4".to_owned()][..])));
    let budget = new.budget.as_ref().expect("a budget");
    assert_eq!((budget.max_budget, budget.field("tpd_limit")), (Some(3.5), Some(json!(7))));
    assert_eq!((old.blocked, old.models.is_none(), old.budget.is_none()), (Some(true), true, true));
    assert_eq!(text(&customers.get("c 1&x").await.expect("a customer")), CUSTOMER);
    let whole = NewCustomer::new("c1")
        .alias("A")
        .blocked(false)
        .budget_id("b1")
        .max_budget(3.5)
        .soft_budget(1.0)
        .budget_duration("30d")
        .tpm_limit(1)
        .rpm_limit(2)
        .max_parallel_requests(3)
        .spend(1.25)
        .allowed_model_region("eu")
        .default_model("m")
        .models(["gpt-4"])
        .extra("x", 1);
    assert_eq!(text(&customers.create(&whole).await.expect("a customer")), CUSTOMER);
    customers.create(&NewCustomer::new("c2")).await.expect("a customer");
    let update = CustomerUpdate::default()
        .alias("B")
        .blocked(true)
        .max_budget(9.0)
        .budget_id("b2")
        .allowed_model_region("us")
        .default_model("m")
        .models(Vec::<String>::new())
        .extra("x", 1);
    assert_eq!(text(&customers.update("c1", &update).await.expect("a customer")), CUSTOMER);
    customers.block("c1").await.expect("a customer");
    assert_eq!(text(&customers.unblock("c1").await.expect("a customer")), CUSTOMER);
    let deleted = customers.delete(["c1", "c2"]).await.expect("a response");
    assert_eq!((deleted.deleted_customers, deleted.message.as_deref()), (Some(2), Some("Successfully deleted")));
    assert_eq!(
        server.requests(),
        [
            request("GET /customer/list"),
            request("GET /customer/info?end_user_id=c%201%26x"),
            request_with(
                "POST /customer/new",
                json!({"user_id": "c1", "alias": "A", "blocked": false, "budget_id": "b1", "max_budget": 3.5,
                       "soft_budget": 1.0, "budget_duration": "30d", "tpm_limit": 1, "rpm_limit": 2,
                       "max_parallel_requests": 3, "spend": 1.25, "allowed_model_region": "eu", "default_model": "m",
                       "models": ["gpt-4"], "x": 1})
            ),
            request_with("POST /customer/new", json!({"user_id": "c2"})),
            request_with(
                "POST /customer/update",
                json!({"user_id": "c1", "alias": "B", "blocked": true, "max_budget": 9.0, "budget_id": "b2",
                       "allowed_model_region": "us", "default_model": "m", "models": [], "x": 1})
            ),
            request_with("POST /customer/update", json!({"user_id": "c1", "blocked": true})),
            request_with("POST /customer/update", json!({"user_id": "c1", "blocked": false})),
            request_with("POST /customer/delete", json!({"user_ids": ["c1", "c2"]})),
        ]
    );
}

#[tokio::test]
async fn unblock_on_an_old_server_is_detected() {
    let server = FakeServer::with_routes([("POST /customer/update", raw(OLD_CUSTOMER))]);
    let client = client(&server);
    let error = client.customers().unblock("c2").await.expect_err("still blocked");
    assert!(matches!(error, Error::UnexpectedResponse { .. }), "{error:?}");
    assert!(error.to_string().contains("the customer is still blocked"), "{error}");
    client.customers().block("c2").await.expect("blocked it is");
}

#[tokio::test]
async fn access_group_methods_send_and_parse() {
    let changed = r#"{"access_group":"beta","model_names":["gpt-4o"],"model_ids":null,"models_updated":2}"#;
    let server = FakeServer::with_routes([
        ("GET /access_group/list", raw(format!(r#"{{"access_groups":[{GROUP}],"more":1.0}}"#))),
        ("GET /access_group/be%20ta/info", raw(GROUP)),
        ("POST /access_group/new", raw(changed)),
        ("PUT /access_group/be%20ta/update", raw(changed)),
        ("DELETE /access_group/be%20ta/delete", raw(r#"{"access_group":"beta","models_updated":2,"message":"gone"}"#)),
    ]);
    let client = client(&server);
    let groups = client.access_groups();
    let list = groups.list().await.expect("a list");
    assert_eq!(text(&list), format!(r#"{{"access_groups":[{GROUP}],"more":1.0}}"#));
    let group = &list.access_groups[0];
    assert_eq!(
        (group.access_group.as_deref(), group.deployment_count, group.spend),
        (Some("beta"), Some(2), Some(0.5))
    );
    assert_eq!(group.model_names.as_deref(), Some(&["gpt-4o".to_owned()][..]));
    assert_eq!(text(&groups.get("be ta").await.expect("a group")), GROUP);
    let created = groups.create(&NewAccessGroup::new("beta").model_names(["gpt-4o", "m"]).extra("x", 1)).await;
    let created = created.expect("a response");
    assert_eq!((created.access_group.as_deref(), created.models_updated), (Some("beta"), Some(2)));
    assert_eq!(text(&created), changed);
    let update = AccessGroupUpdate::default().model_ids(["id1"]);
    assert_eq!(text(&groups.update("be ta", &update).await.expect("a response")), changed);
    let deleted = groups.delete("be ta").await.expect("a response");
    assert_eq!((deleted.models_updated, deleted.field("message")), (Some(2), Some(json!("gone"))));
    assert_eq!(
        server.requests(),
        [
            request("GET /access_group/list"),
            request("GET /access_group/be%20ta/info"),
            request_with(
                "POST /access_group/new",
                json!({"access_group": "beta", "model_names": ["gpt-4o", "m"], "x": 1})
            ),
            request_with("PUT /access_group/be%20ta/update", json!({"model_ids": ["id1"]})),
            request("DELETE /access_group/be%20ta/delete"),
        ]
    );
}
