//! Organizations: requests and parsing. The responses are those of LiteLLM
//! 1.80.11; 1.106.2 refuses all of it without a license.

use litellm_proxy_client::organizations::{
    NewOrganization, NewOrganizationMember, OrganizationMemberUpdate, OrganizationUpdate,
};
use litellm_proxy_client::teams::MemberId;
use litellm_proxy_client::users::UserRole;
use litellm_proxy_client::{Client, Error};
use serde_json::{Value, json};
use test_bed::{FakeResponse, FakeServer, KEY, json_response, request, request_with};

const ORGANIZATION: &str = r#"{"organization_id":"o","organization_alias":"Sales","budget_id":"b","spend":1.250,"metadata":{"a":1},"models":["mock-gpt"],"created_by":"default_user_id","users":null,"litellm_budget_table":{"budget_id":"b","soft_budget":null,"max_budget":5.0,"max_parallel_requests":null,"tpm_limit":7,"rpm_limit":null,"model_max_budget":null,"budget_duration":"1d"},"members":[{"user_id":"u","organization_id":"o","user_role":"org_admin","spend":0.5,"budget_id":"m","user":null,"litellm_budget_table":null}],"teams":[{"team_id":"t","team_alias":"T"}],"created_at":"2026-11-21T13:36:09.422000Z","updated_at":"2026-11-21T13:36:32.490000Z","new_field":1e-07}"#;
const MEMBER: &str = r#"{"user_id":"u","organization_id":"o","user_role":"org_admin","spend":0.0,"budget_id":"m","created_at":"2026-11-21T13:36:32.613000Z","updated_at":"2026-11-21T13:36:32.757000Z","user":null,"litellm_budget_table":{"budget_id":"m","max_budget":4.0}}"#;
const ADDED: &str = r#"{"organization_id":"o","updated_users":[{"user_id":"u","user_email":"u@x.io","teams":[]}],"updated_organization_memberships":[{"user_id":"u","organization_id":"o","user_role":"internal_user","spend":0.0,"budget_id":null,"user":null,"litellm_budget_table":null}]}"#;

fn client(server: &FakeServer) -> Client {
    Client::new(server.uri(), KEY).expect("a client")
}

fn raw(text: impl Into<String>) -> FakeResponse {
    FakeResponse::new(200).with_body(text.into(), "application/json")
}

fn text(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("JSON")
}

#[tokio::test]
async fn organization_methods_send_and_parse() {
    let list = format!("[{ORGANIZATION}]");
    let server = FakeServer::with_routes([
        ("GET /organization/list", raw(&list)),
        ("GET /organization/info", raw(ORGANIZATION)),
        ("POST /organization/new", raw(ORGANIZATION)),
        ("PATCH /organization/update", raw(ORGANIZATION)),
        ("DELETE /organization/delete", raw(&list)),
    ]);
    let client = client(&server);
    let organizations = client.organizations();
    let all = organizations.list().await.expect("a list");
    assert_eq!(text(&all), list);
    let one = organizations.get("a b&c").await.expect("one");
    assert_eq!(
        (one.organization_id.as_deref(), one.organization_alias.as_deref(), one.budget_id.as_deref(), one.spend),
        (Some("o"), Some("Sales"), Some("b"), Some(1.25))
    );
    let budget = one.budget.as_ref().expect("a budget");
    assert_eq!(
        (budget.max_budget, budget.tpm_limit, budget.budget_duration.clone()),
        (Some(5.0), Some(7), Some("1d".into()))
    );
    let [member] = &one.members[..] else { panic!("one member: {one:?}") };
    assert_eq!((member.user_id.as_deref(), member.user_role.clone()), (Some("u"), Some(UserRole::OrgAdmin)));
    assert_eq!((member.spend, member.budget_id.as_deref()), (Some(0.5), Some("m")));
    assert_eq!(one.teams[0].team_alias.as_deref(), Some("T"));
    assert_eq!(one.models.as_deref(), Some(&["mock-gpt".to_owned()][..]));
    assert_eq!(one.updated_at, "2026-11-21T13:36:32.490000Z".parse().ok());
    let new = NewOrganization::new("Sales")
        .organization_id("o")
        .budget_id("b")
        .models(["mock-gpt"])
        .max_budget(5.0)
        .soft_budget(4.0)
        .budget_duration("1d")
        .tpm_limit(7)
        .rpm_limit(8)
        .max_parallel_requests(9)
        .metadata(json!({"api_key": "hush-hush"}))
        .extra("model_rpm_limit", json!({"m": 1}));
    assert!(!format!("{new:?} {new:#?}").contains("hush-hush"));
    organizations.create(&new).await.expect("one");
    let update = OrganizationUpdate::default().organization_alias("Buyers").max_budget(6.0).extra("x", Value::Null);
    organizations.update("o", &update).await.expect("one");
    assert_eq!(text(&organizations.delete(["o", "p"]).await.expect("a list")), list);
    assert_eq!(
        server.requests(),
        [
            request("GET /organization/list"),
            request("GET /organization/info?organization_id=a%20b%26c"),
            request_with(
                "POST /organization/new",
                json!({"organization_alias": "Sales", "organization_id": "o", "budget_id": "b", "models": ["mock-gpt"],
                    "max_budget": 5.0, "soft_budget": 4.0, "budget_duration": "1d", "tpm_limit": 7, "rpm_limit": 8,
                    "max_parallel_requests": 9, "metadata": {"api_key": "hush-hush"}, "model_rpm_limit": {"m": 1}})
            ),
            request_with(
                "PATCH /organization/update",
                json!({"organization_id": "o", "organization_alias": "Buyers", "max_budget": 6.0, "x": null})
            ),
            request_with("DELETE /organization/delete", json!({"organization_ids": ["o", "p"]})),
        ]
    );
}

#[tokio::test]
async fn members_are_added_updated_and_removed() {
    let server = FakeServer::with_routes([
        ("POST /organization/member_add", raw(ADDED)),
        ("PATCH /organization/member_update", raw(MEMBER)),
        ("DELETE /organization/member_delete", raw(MEMBER)),
    ]);
    let client = client(&server);
    let organizations = client.organizations();
    let members = [
        NewOrganizationMember::new(MemberId::user("u")),
        NewOrganizationMember::new(MemberId::email("v@x.io")).role("org_admin"),
    ];
    let added = organizations.add_members("o", &members).await.expect("a response");
    assert_eq!(text(&added), ADDED);
    assert_eq!(added.updated_users[0].user_email.as_deref(), Some("u@x.io"));
    assert_eq!(added.updated_organization_memberships[0].user_role, Some(UserRole::InternalUser));
    let update = OrganizationMemberUpdate::new(MemberId::user("u"))
        .role("org_admin")
        .max_budget_in_organization(4.0)
        .extra("x", 1);
    let changed = organizations.update_member("o", &update).await.expect("a member");
    assert_eq!(changed.budget.as_ref().and_then(|budget| budget.max_budget), Some(4.0));
    let removed = organizations.remove_member("o", &MemberId::user("u")).await.expect("a response");
    assert_eq!(text(&removed), MEMBER);
    assert_eq!(
        server.requests(),
        [
            request_with(
                "POST /organization/member_add",
                json!({"organization_id": "o", "member": [
                    {"user_id": "u", "role": "internal_user"}, {"user_email": "v@x.io", "role": "org_admin"},
                ]})
            ),
            request_with(
                "PATCH /organization/member_update",
                json!({"organization_id": "o", "user_id": "u", "role": "org_admin", "max_budget_in_organization": 4.0, "x": 1})
            ),
            request_with("DELETE /organization/member_delete", json!({"organization_id": "o", "user_id": "u"})),
        ]
    );
}

#[tokio::test]
async fn missing_and_existing_organizations_are_detected() {
    let server = FakeServer::with_routes([
        (
            "POST /organization/member_add",
            FakeResponse::new(500).with_json(json!({"error": {
                "message": "Authentication Error, Error adding member=user_id='u' to organization=o: Unique constraint failed on the fields: (`user_id`,`organization_id`)",
                "type": "auth_error", "param": "None", "code": "500"}})),
        ),
        ("DELETE /organization/member_delete", json_response(Value::Null)),
        ("GET /organization/info", FakeResponse::new(404).with_json(json!({"detail": {"error": "Organization not found"}}))),
    ]);
    let client = client(&server);
    let organizations = client.organizations();
    let member = MemberId::user("u");
    let added = organizations.add_members("o", &[NewOrganizationMember::new(member.clone())]).await;
    assert!(matches!(&added, Err(Error::Conflict(_))), "{added:?}");
    assert!(organizations.remove_member("o", &member).await.expect("a response").is_none());
    let none = organizations.get("o").await;
    assert!(matches!(&none, Err(Error::NotFound(_))), "{none:?}");
}

#[tokio::test]
async fn missing_license_hints_at_the_free_alternative() {
    let words = "Organizations are only available for LiteLLM Enterprise users.";
    let server = FakeServer::always(FakeResponse::new(403).with_json(json!({"detail": {"error": words}})));
    let refused = client(&server).organizations().list().await.expect_err("a refusal");
    assert!(matches!(&refused, Error::Forbidden(refusal) if refusal.message == words), "{refused:?}");
    assert!(refused.hint().is_some_and(|hint| hint.contains("license") && hint.contains("teams")), "{refused:?}");
}
