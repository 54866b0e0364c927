//! Keys, users and teams: requests, parsing of both server versions' responses, and that no secret gets into a URL or a
//! `Debug` output.

use std::fmt::Debug;

use litellm_proxy_client::keys::{KeyFilter, KeyRegeneration, KeyUpdate, NewKey};
use litellm_proxy_client::teams::{MemberId, MemberUpdate, NewMember, NewTeam, TeamFilter, TeamRole, TeamUpdate};
use litellm_proxy_client::users::{NewUser, UserFilter, UserUpdate};
use litellm_proxy_client::{ApiKey, Call, Client, Error, Interval, key_hash};
use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeServer, KEY, json_response, request, request_with};

const SECRET: &str = "sk-the-secret-of-another-key";

/// A client for calls that are only previewed.
pub(crate) fn client() -> Client {
    Client::new("http://h/llm", KEY).expect("a client")
}

/// A client of a server, with [`KEY`].
pub(crate) fn client_of(server: &FakeServer) -> Client {
    Client::new(server.uri(), KEY).expect("a client")
}

/// The line and body of a call's request, without the base URL's path.
#[track_caller]
fn prepared<T>(call: Call<T>) -> (String, Value) {
    let request = call.request().expect("a request");
    let header = |name: &str| request.headers.get(name).map(|value| value.to_str().expect("text"));
    assert_eq!(header("authorization"), Some(format!("Bearer {KEY}").as_str()), "{request:?}");
    assert_eq!(header("content-type"), (!request.body.is_empty()).then_some("application/json"), "{request:?}");
    let query = request.url.query().map(|query| format!("?{query}")).unwrap_or_default();
    let path = request.url.path().strip_prefix("/llm").expect("the base URL's path");
    let body = serde_json::from_slice(&request.body).unwrap_or_default();
    (format!("{} {path}{query}", request.method), body)
}

/// Checks that `Debug` prints none of these strings.
#[track_caller]
pub(crate) fn shows_nothing_of(secrets: &[&str], shown: &impl Debug) {
    let shown = format!("{shown:?} {shown:#?}");
    for secret in secrets {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}

#[test]
fn key_methods_use_their_endpoints() {
    let client = client();
    let (keys, secret) = (client.keys(), ApiKey::new(SECRET));
    let hash = key_hash(SECRET);
    let regeneration = KeyRegeneration::default()
        .new_key("sk-a-new-one")
        .grace_period("24h")
        .update(KeyUpdate::default().max_budget(5.0).clear("tpm_limit"));
    let regenerated = json!({"new_key": "sk-a-new-one", "grace_period": "24h", "max_budget": 5.0, "tpm_limit": null});
    for (actual, expected) in [
        (prepared(keys.block(&secret)), request_with("POST /key/block", json!({"key": SECRET}))),
        (prepared(keys.block(&hash)), request_with("POST /key/block", json!({"key": hash}))),
        (prepared(keys.unblock(&secret)), request_with("POST /key/unblock", json!({"key": SECRET}))),
        (
            prepared(keys.regenerate(&secret, &KeyRegeneration::default())),
            request_with(&format!("POST /key/{hash}/regenerate"), json!({})),
        ),
        (
            prepared(keys.regenerate(&hash, &regeneration)),
            request_with(&format!("POST /key/{hash}/regenerate"), regenerated),
        ),
        (
            prepared(keys.reset_spend(&secret, 0)),
            request_with(&format!("POST /key/{hash}/reset_spend"), json!({"reset_to": 0.0})),
        ),
        (
            prepared(keys.delete_by_alias(["a", "b"])),
            request_with("POST /key/delete", json!({"keys": null, "key_aliases": ["a", "b"]})),
        ),
        (prepared(keys.info(&secret)), request(&format!("GET /key/info?key={hash}"))),
        (prepared(keys.aliases().first_call()), request("GET /key/aliases?page=1&size=100")),
    ] {
        assert!(!expected.0.contains("sk-"), "{expected:?}");
        assert_eq!(actual, expected);
    }
    shows_nothing_of(&["a-new-one", SECRET], &(&regeneration, keys.regenerate(&secret, &regeneration)));
    shows_nothing_of(&[SECRET, KEY], &(keys.block(&secret), keys.unblock(&secret), keys.reset_spend(&secret, 1.0)));
}

#[test]
fn user_methods_use_their_endpoints() {
    let client = client();
    let users = client.users();
    let whole = NewUser::default()
        .user_id("u")
        .user_email("u@x.io")
        .user_role("internal_user")
        .user_alias("U")
        .teams(["t"])
        .models(["m"])
        .max_budget(3.5)
        .budget_duration("7d")
        .tpm_limit(100)
        .rpm_limit(10)
        .max_parallel_requests(2)
        .metadata(json!({"a": 1}))
        .auto_create_key(true)
        .key_alias("k")
        .duration("30d")
        .send_invite_email(false)
        .extra("password", "opensesame");
    let update = UserUpdate::default()
        .user_alias("V")
        .models(["m", "n"])
        .spend(0.0)
        .clear("max_budget")
        .extra("password", "opensesame");
    for (actual, expected) in [
        (prepared(users.get("a b&c")), request("GET /user/info?user_id=a%20b%26c")),
        (prepared(users.me()), request("GET /user/info")),
        (
            prepared(
                users.list(&UserFilter::default().user_ids(["a", "b"]).sort_by("spend").sort_order("desc").page(2)),
            ),
            request("GET /user/list?user_ids=a%2Cb&page=2&sort_by=spend&sort_order=desc"),
        ),
        (prepared(users.create(&NewUser::default())), request_with("POST /user/new", json!({}))),
        (
            prepared(users.create(&whole)),
            request_with(
                "POST /user/new",
                json!({"user_id": "u", "user_email": "u@x.io", "user_role": "internal_user", "user_alias": "U",
                    "teams": ["t"], "models": ["m"], "max_budget": 3.5, "budget_duration": "7d", "tpm_limit": 100,
                    "rpm_limit": 10, "max_parallel_requests": 2, "metadata": {"a": 1}, "auto_create_key": true,
                    "key_alias": "k", "duration": "30d", "send_invite_email": false, "password": "opensesame"}),
            ),
        ),
        (
            prepared(users.update("u", &update)),
            request_with(
                "POST /user/update",
                json!({"user_id": "u", "user_alias": "V", "models": ["m", "n"], "spend": 0.0, "max_budget": null,
                    "password": "opensesame"}),
            ),
        ),
        (prepared(users.delete(["u", "v"])), request_with("POST /user/delete", json!({"user_ids": ["u", "v"]}))),
        (prepared(users.delete(vec!["u".to_owned()])), request_with("POST /user/delete", json!({"user_ids": ["u"]}))),
        (prepared(users.delete(&["u".to_owned()][..])), request_with("POST /user/delete", json!({"user_ids": ["u"]}))),
        (prepared(users.invite("u")), request_with("POST /invitation/new", json!({"user_id": "u"}))),
    ] {
        assert_eq!(actual, expected);
    }
    shows_nothing_of(&["opensesame"], &(&whole, &update, users.create(&whole), users.update("u", &update)));
}

#[test]
fn non_finite_amounts_are_refused() {
    let client = client();
    for amount in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        for request in [
            client.keys().generate(&NewKey::default().max_budget(amount)).request(),
            client.keys().update("sk-a", &KeyUpdate::default().spend(amount)).request(),
            client.keys().reset_spend("sk-a", amount).request(),
            client.users().update("u", &UserUpdate::default().max_budget(amount)).request(),
            client.teams().create(&NewTeam::default().max_budget(amount)).request(),
        ] {
            let error = request.expect_err("a refusal");
            assert!(
                matches!(&error, Error::InvalidRequest(text) if text.contains("is not a finite number")),
                "{error}"
            );
        }
    }
}

#[test]
fn key_filter_sends_the_hash() {
    let client = client();
    for (key, shown) in [
        ("my-master-key", key_hash("my-master-key")),
        (SECRET, key_hash(SECRET)),
        (&key_hash(SECRET), key_hash(SECRET)),
        ("litellm_proxy_master_key", "litellm_proxy_master_key".to_owned()),
        ("litellm-internal-health-check", "litellm-internal-health-check".to_owned()),
    ] {
        let request = client.keys().list(&KeyFilter::default().key_hash(key)).request().expect("a request");
        let query: Vec<_> = request.url.query_pairs().filter(|(name, _)| name == "key_hash").collect();
        assert_eq!(query, [("key_hash".into(), shown.into())]);
    }
}

#[test]
fn team_methods_use_their_endpoints() {
    let client = client();
    let teams = client.teams();
    let (by_id, by_email) = (MemberId::user("u"), MemberId::email("v@x.io"));
    let new = NewTeam::default()
        .team_id("t")
        .team_alias("T")
        .organization_id("o")
        .models(["m"])
        .max_budget(5.0)
        .budget_duration("30d")
        .tpm_limit(10)
        .rpm_limit(5)
        .metadata(json!({"logging": [{"callback_vars": {"langfuse_secret_key": "hush-hush"}}]}))
        .blocked(false)
        .members([NewMember::new(by_id.clone())])
        .extra("team_member_budget", 2.0);
    let update = TeamUpdate::default().team_alias("U").models(Vec::<String>::new()).clear("max_budget").blocked(true);
    let member = MemberUpdate::new(by_email.clone()).max_budget_in_team(4.0).rpm_limit(3).clear("tpm_limit");
    let filter = TeamFilter::default().user_id("u").team_alias("T").status("deleted").page_size(5).page(2);
    for (actual, expected) in [
        (
            prepared(teams.list(&filter)),
            request("GET /v2/team/list?user_id=u&team_alias=T&status=deleted&page=2&page_size=5"),
        ),
        (
            prepared(teams.list_all(&filter).first_call()),
            request("GET /v2/team/list?user_id=u&team_alias=T&status=deleted&page=1&page_size=100&sort_by=team_id"),
        ),
        (prepared(teams.list_unpaged(None)), request("GET /team/list")),
        (prepared(teams.list_unpaged(Some("u"))), request("GET /team/list?user_id=u")),
        (prepared(teams.get("t/1")), request("GET /team/info?team_id=t%2F1")),
        (prepared(teams.create(&NewTeam::default())), request_with("POST /team/new", json!({}))),
        (
            prepared(teams.create(&new)),
            request_with(
                "POST /team/new",
                json!({"team_id": "t", "team_alias": "T", "organization_id": "o", "models": ["m"], "max_budget": 5.0,
                    "budget_duration": "30d", "tpm_limit": 10, "rpm_limit": 5,
                    "metadata": {"logging": [{"callback_vars": {"langfuse_secret_key": "hush-hush"}}]},
                    "blocked": false, "members_with_roles": [{"user_id": "u", "role": "user"}],
                    "team_member_budget": 2.0}),
            ),
        ),
        (
            prepared(teams.update("t", &update)),
            request_with(
                "POST /team/update",
                json!({"team_id": "t", "team_alias": "U", "models": [], "blocked": true, "max_budget": null}),
            ),
        ),
        (prepared(teams.delete(["t", "u"])), request_with("POST /team/delete", json!({"team_ids": ["t", "u"]}))),
        (prepared(teams.block("t")), request_with("POST /team/block", json!({"team_id": "t"}))),
        (prepared(teams.unblock("t")), request_with("POST /team/unblock", json!({"team_id": "t"}))),
        (
            prepared(teams.add_members("t", &[NewMember::new(by_id), NewMember::new(by_email.clone()).role("admin")])),
            request_with(
                "POST /team/member_add",
                json!({"team_id": "t", "member": [{"user_id": "u", "role": "user"},
                    {"user_email": "v@x.io", "role": "admin"}]}),
            ),
        ),
        (
            prepared(teams.update_member("t", &member)),
            request_with(
                "POST /team/member_update",
                json!({"team_id": "t", "user_email": "v@x.io", "max_budget_in_team": 4.0, "rpm_limit": 3,
                    "tpm_limit": null}),
            ),
        ),
        (
            prepared(teams.remove_member("t", &by_email)),
            request_with("POST /team/member_delete", json!({"team_id": "t", "user_email": "v@x.io"})),
        ),
        (
            prepared(teams.remove_member("t", &MemberId::user("u"))),
            request_with("POST /team/member_delete", json!({"team_id": "t", "user_id": "u"})),
        ),
        (
            prepared(teams.add_models("t", ["m"])),
            request_with("POST /team/model/add", json!({"team_id": "t", "models": ["m"]})),
        ),
        (
            prepared(teams.remove_models("t", &["m".to_owned()])),
            request_with("POST /team/model/delete", json!({"team_id": "t", "models": ["m"]})),
        ),
    ] {
        assert_eq!(actual, expected);
    }
    shows_nothing_of(&["hush-hush"], &(&new, teams.create(&new)));
}

#[tokio::test]
async fn keys_of_both_server_versions_parse() {
    let row = json!({"token": "aa", "key_name": "sk-...4w0w", "key_alias": "a", "spend": 0.5, "max_budget": 5.0,
        "expires": "2026-11-23T09:29:07.352000Z", "models": ["m"], "aliases": {"g": "m"}, "user_id": null,
        "team_id": "t", "max_parallel_requests": 3, "metadata": {"a": 1, "langfuse_secret_key": "hush-hush"},
        "tpm_limit": -1, "rpm_limit": 100, "budget_duration": "30d", "budget_reset_at": "2026-12-01T00:00:00Z",
        "blocked": true, "litellm_budget_table": {"soft_budget": 2.0}, "created_by": "default_user_id",
        "last_active": "2026-11-22T00:00:00Z", "new_field": {"z": 1, "a": 2}});
    let generated = json!({"key": "sk-the-new-secret", "token": "bb", "token_id": "bb", "key_alias": "a",
        "expires": "2026-12-01T00:00:00Z", "user_id": "u", "team_id": "t", "models": ["m"], "max_budget": 5.0});
    let hash = key_hash(SECRET);
    let server = FakeServer::new();
    for (place, response) in [
        ("/key/block".to_owned(), &row),
        (format!("/key/{hash}/regenerate"), &generated),
        (
            format!("/key/{hash}/reset_spend"),
            &json!({"key_hash": hash, "spend": 0.0, "previous_spend": 4.5, "max_budget": 5.0, "budget_reset_at": null}),
        ),
    ] {
        server.add(&place, json_response(response.clone()));
    }
    let (client, secret) = (client_of(&server), ApiKey::new(SECRET));

    let blocked = client.keys().block(&secret).await.expect("a blocked key");
    assert_eq!(
        (blocked.blocked, blocked.max_budget, blocked.budget_duration.clone(), blocked.soft_budget()),
        (Some(true), Some(5.0), Some(Interval::days(30)), Some(2.0))
    );
    assert_eq!(
        (blocked.tpm_limit, blocked.rpm_limit, blocked.max_parallel_requests, blocked.key_name.as_deref()),
        (Some(-1), Some(100), Some(3), Some("sk-...4w0w"))
    );
    assert_eq!(
        (blocked.budget_reset_at, blocked.created_by.as_deref(), blocked.last_active),
        ("2026-12-01T00:00:00Z".parse().ok(), Some("default_user_id"), "2026-11-22T00:00:00Z".parse().ok())
    );
    assert_eq!(blocked.aliases, Some(json!({"g": "m"})));
    assert_eq!(serde_json::to_value(&blocked).expect("JSON"), row);
    shows_nothing_of(&["hush-hush"], &blocked);

    let regenerated = client.keys().regenerate(&secret, &KeyRegeneration::default()).await.expect("a new secret");
    assert_eq!((regenerated.key.expose(), regenerated.token.as_str()), ("sk-the-new-secret", "bb"));
    assert_eq!((regenerated.team_id.as_deref(), regenerated.max_budget), (Some("t"), Some(5.0)));
    shows_nothing_of(&["the-new-secret"], &regenerated);

    let reset = client.keys().reset_spend(&secret, 0.0).await.expect("a reset");
    assert_eq!((reset.spend, reset.previous_spend, reset.key_hash.as_deref()), (Some(0.0), Some(4.5), Some(&*hash)));
}

#[tokio::test]
async fn aliases_parse_paged_and_unpaged() {
    let many: Vec<String> = (0..120).map(|number| format!("k{number:03}")).collect();
    let server = FakeServer::new();
    let all = many.clone();
    let pages = move |request: &FakeRequest| {
        let page = request.number("page");
        let size = request.number("size");
        json_response(json!({"aliases": all.chunks(size).nth(page - 1), "total_count": 120, "current_page": page,
            "total_pages": 2, "size": size}))
    };
    server.add("*", pages);
    assert_eq!(client_of(&server).keys().aliases().all().await.expect("aliases"), many);
    assert_eq!(server.requests().len(), 2);

    let server = FakeServer::always_json(json!({"aliases": many}));
    assert_eq!(client_of(&server).keys().aliases().all().await.expect("aliases"), many);
    assert_eq!(server.requests(), [request("GET /key/aliases?page=1&size=100")]);
}

#[tokio::test]
async fn users_of_both_server_versions_parse() {
    let user = json!({"user_id": "u", "user_alias": "Al", "user_email": "u@x.io", "user_role": null, "teams": ["t"],
        "max_budget": 3.0, "spend": 0.25, "models": ["m"], "metadata": {"api_key": "hush-hush"}, "tpm_limit": 100,
        "rpm_limit": null, "budget_duration": "7d", "budget_reset_at": "2026-11-23T00:00:00Z",
        "created_at": "2026-11-21T09:30:04.295000Z", "sso_user_id": null, "model_max_budget_usage": {}});
    let server = FakeServer::with_routes([
        (
            "GET /user/info",
            json_response(json!({"user_id": "u", "user_info": user, "keys": [{"token": "aa", "team_alias": "None"}],
                "teams": [{"team_id": "t", "members_with_roles": [{"user_id": "u", "user_email": null, "role": "user"}],
                    "team_memberships": [], "keys": []}]})),
        ),
        ("POST /user/new", json_response(json!({"user_id": "u", "key": "sk-the-users-secret", "teams": null}))),
        ("POST /user/update", json_response(json!({"user_id": "u", "data": user}))),
        (
            "POST /invitation/new",
            json_response(json!({"id": "c6494d30-147d", "user_id": "u", "is_accepted": false, "accepted_at": null,
                "expires_at": "2026-11-28T09:30:17.959000Z", "created_at": "2026-11-21T09:30:17.959000Z"})),
        ),
    ]);
    let client = client_of(&server);
    let info = client.users().get("u").await.expect("a user");
    let known = info.user_info.as_ref().expect("the user");
    assert_eq!(
        (known.user_alias.as_deref(), known.max_budget, known.budget_duration.clone(), known.spend),
        (Some("Al"), Some(3.0), Some(Interval::days(7)), Some(0.25))
    );
    assert_eq!((known.models.as_deref(), known.tpm_limit), (Some(&["m".to_owned()][..]), Some(100)));
    assert_eq!(known.created_at, "2026-11-21T09:30:04.295000Z".parse().ok());
    assert_eq!(known.field("model_max_budget_usage"), Some(json!({})));
    assert_eq!(info.keys[0].token.as_deref(), Some("aa"));
    assert_eq!(info.keys[0].field("team_alias"), Some(json!("None")));
    assert_eq!(info.teams[0].members()[0].user_id.as_deref(), Some("u"));
    let created = client.users().create(&NewUser::default()).await.expect("a new user");
    assert_eq!(created.key.as_ref().map(ApiKey::expose), Some("sk-the-users-secret"));
    let updated = client.users().update("u", &UserUpdate::default()).await.expect("a changed user");
    assert_eq!(updated.data.as_ref().and_then(|user| user.user_email.as_deref()), Some("u@x.io"));
    let invitation = client.users().invite("u").await.expect("an invitation");
    assert_eq!((invitation.id.expose(), invitation.is_accepted), ("c6494d30-147d", Some(false)));
    shows_nothing_of(&["hush-hush", "the-users-secret", "c6494d30"], &(&info, &created, &updated, &invitation));

    // Older servers return this for the master key; both for a user without a key.
    let server = FakeServer::with_routes([
        ("GET /user/info", json_response(json!({"user_id": null, "user_info": null, "keys": null, "teams": null}))),
        ("POST /user/new", json_response(json!({"user_id": "u", "key": ""}))),
    ]);
    let me = client_of(&server).users().me().await.expect("a response");
    assert!(me.user_id.is_none() && me.user_info.is_none() && me.keys.is_empty() && me.teams.is_empty(), "{me:?}");
    assert_eq!(client_of(&server).users().create(&NewUser::default()).await.expect("a user").key, None);
}

#[tokio::test]
async fn user_pages_with_extra_rows_parse() {
    let odd = json!({"token": "a", "user_id": "u", "team_id": "t", "max_budget": "10.0", "tpm_limit": 5.5, "rpm_limit": 7,
        "key_count": "many", "members_count": -1, "spend": 0.5});
    let keys = client_of(&FakeServer::always_json(json!({"keys": [odd]}))).keys().list(&KeyFilter::default()).await;
    let key = keys.expect("keys").keys[0].full().expect("a key").clone();
    assert_eq!((key.max_budget, key.tpm_limit, key.rpm_limit), (None, None, Some(7)));
    assert_eq!(serde_json::to_value(&key).expect("JSON"), odd);
    let users = client_of(&FakeServer::always_json(json!({"users": [odd]}))).users().list(&UserFilter::default()).await;
    let user = users.expect("users").users[0].clone();
    assert_eq!((user.max_budget, user.tpm_limit, user.key_count, user.rpm_limit), (None, None, None, Some(7)));
    let team = json!({"team_id": "t", "tpm_limit": 5.5, "rpm_limit": "7", "members_count": -1, "keys_count": 2});
    let teams =
        client_of(&FakeServer::always_json(json!({"teams": [team]}))).teams().list(&TeamFilter::default()).await;
    let team = teams.expect("teams").teams[0].clone();
    assert_eq!((team.tpm_limit, team.rpm_limit, team.members_count, team.keys_count), (None, None, None, Some(2)));
}

#[tokio::test]
async fn teams_of_both_server_versions_parse() {
    let members = json!([{"user_id": "u", "user_email": "u@x.io", "role": "user", "user_alias": null},
        {"role": "admin", "user_id": "default_user_id", "user_email": null}]);
    let team = json!({"team_id": "t", "team_alias": "T", "members_with_roles": members, "metadata": {"api_key": "hush-hush"},
        "max_budget": 5.0, "spend": 0.5, "budget_duration": "30d", "budget_reset_at": "2026-12-01T00:00:00Z",
        "models": ["m"], "tpm_limit": 10, "rpm_limit": 5, "blocked": true, "members_count": 2, "keys_count": 1,
        "created_at": "2026-11-21T09:30:05.761000Z", "caller_edit_access": {"kind": "unrestricted"}});
    let server = FakeServer::with_routes([
        (
            "GET /team/info",
            json_response(json!({"team_id": "t", "team_info": team, "keys": [{"token": "aa"}], "team_memberships": [
                {"user_id": "u", "team_id": "t", "budget_id": "b", "spend": 0.25, "budget_source": "own",
                    "litellm_budget_table": {"max_budget": 4.0, "tpm_limit": 5, "rpm_limit": null}},
                {"user_id": "v", "budget_id": null, "spend": 0.0, "litellm_budget_table": null}]})),
        ),
        ("POST /team/block", json_response(team.clone())),
        ("POST /team/update", json_response(json!({"team_id": "t", "data": team}))),
        // A row without members.
        ("POST /team/model/add", json_response(json!({"team_id": "t", "members_with_roles": {}}))),
        (
            "POST /team/member_update",
            json_response(json!({"user_id": "u", "user_email": "u@x.io", "team_id": "t", "max_budget_in_team": 4.0,
                "tpm_limit": null, "rpm_limit": 3})),
        ),
        ("POST /team/delete", json_response(json!({"deleted_teams": ["t"]}))),
        ("GET /v2/team/list", json_response(json!({"teams": [team], "total": 1, "page": 1, "total_pages": 1}))),
    ]);
    let client = client_of(&server);
    let teams = client.teams();

    let info = teams.get("t").await.expect("a team");
    assert_eq!(serde_json::to_value(&info.team_info).expect("JSON"), team);
    assert_eq!((info.keys[0].token.as_deref(), info.team_memberships.len()), (Some("aa"), 2));
    let membership = &info.team_memberships[0];
    let budget = membership.litellm_budget_table.as_ref().expect("a budget");
    assert_eq!((membership.spend, budget.max_budget, budget.tpm_limit), (Some(0.25), Some(4.0), Some(5)));
    assert_eq!(membership.field("budget_source"), Some(json!("own")));
    assert!(info.team_memberships[1].litellm_budget_table.is_none());

    let blocked = teams.block("t").await.expect("a blocked team");
    assert_eq!((blocked.blocked, blocked.tpm_limit, blocked.rpm_limit), (Some(true), Some(10), Some(5)));
    assert_eq!((blocked.members_count, blocked.keys_count), (Some(2), Some(1)));
    let roles: Vec<_> =
        blocked.members().iter().map(|member| (member.user_email.as_deref(), member.role.clone())).collect();
    assert_eq!(roles, [(Some("u@x.io"), Some(TeamRole::User)), (None, Some(TeamRole::Admin))]);
    let updated = teams.update("t", &TeamUpdate::default()).await.expect("a changed team");
    assert_eq!(updated.data.as_ref().and_then(|team| team.budget_duration.clone()), Some(Interval::days(30)));
    assert!(teams.add_models("t", ["m"]).await.expect("a team").members().is_empty());
    let member = teams.update_member("t", &MemberUpdate::new(MemberId::user("u"))).await.expect("a changed member");
    assert_eq!((member.max_budget_in_team, member.rpm_limit), (Some(4.0), Some(3)));
    assert_eq!(teams.delete(["t"]).await.expect("a deletion").deleted_teams, ["t"]);
    let listed = teams.list_all(&TeamFilter::default()).all().await.expect("teams");
    assert_eq!(listed.len(), 1);
    shows_nothing_of(&["hush-hush"], &(&info, &blocked, &updated, &listed));
}
