//! Deletions ask for confirmation, on a terminal only.

use serde_json::{Value, json};
use test_bed::{FakeServer, json_response};

use crate::harness::{Cli, in_parallel};
use crate::terminal::{finish, start};

fn server() -> FakeServer {
    let deployment = json!({"model_name": "m", "litellm_params": {}, "model_info": {"id": "i", "db_model": true}});
    let keys = ["a", "b", "c"].map(|alias| json!({"token": format!("hash-of-{alias}"), "key_alias": alias}));
    FakeServer::with_routes([
        ("GET /v2/model/info", json_response(json!({"data": [deployment]}))),
        ("POST /model/delete", json_response(json!({"message": "gone"}))),
        ("GET /credentials/by_name/c", json_response(json!({"credential_name": "c"}))),
        ("DELETE /credentials/c", json_response(json!({"success": true}))),
        ("GET /key/list", json_response(json!({"keys": keys, "total_pages": 1}))),
        ("POST /key/delete", json_response(json!({"deleted_keys": ["sk-1"]}))),
        ("GET /v1/model/info", json_response(json!({"data": [deployment]}))),
        ("GET /user/info", json_response(json!({"user_info": {"user_id": "u", "spend": 12.4}}))),
        ("GET /customer/info", json_response(json!({"user_id": "c"}))),
        ("GET /access_group/g/info", json_response(json!({"access_group": "g"}))),
        ("POST /budget/info", json_response(json!([{"budget_id": "b"}]))),
        ("POST /user/delete", json_response(json!(1))),
        (
            "GET /team/info",
            json_response(json!({"team_info": {"team_id": "t", "members_with_roles": [{"user_id": "u"}]}})),
        ),
        ("POST /team/delete", json_response(json!({"deleted_teams": ["t"]}))),
        ("POST /team/member_delete", json_response(json!({}))),
        ("POST /budget/delete", json_response(json!({"budget_id": "b"}))),
        ("POST /customer/delete", json_response(json!({"deleted_customers": 2}))),
        ("DELETE /access_group/g/delete", json_response(json!({"access_group": "g"}))),
        ("GET /organization/info", json_response(json!({"organization_id": "o"}))),
        ("DELETE /organization/delete", json_response(json!([]))),
        ("DELETE /organization/member_delete", json_response(json!({"user_id": "u"}))),
    ])
}

const COMMANDS: [(&[&str], &str); 16] = [
    (&["keys", "delete", "a", "--keys", "b,c"], "Delete 3 keys?"),
    (&["users", "delete", "u"], "Delete the user u, with all keys?"),
    (&["users", "delete", "u", "v", "u"], "Delete 2 users, with all keys?"),
    (&["teams", "delete", "t"], "Delete the team t, with all keys?"),
    (&["teams", "members", "remove", "t", "u"], "Remove 1 member (u) from the team `t`, and delete the keys"),
    (&["models", "delete", "i"], "Delete the deployment `i`?"),
    (&["models", "delete", "m"], "Delete 1 deployment of `m`?"),
    (&["models", "delete", "--name", "m"], "Delete 1 deployment of `m`?"),
    (&["model-groups", "delete", "m"], "Delete 1 deployment of `m`?"),
    (&["credentials", "delete", "c"], "Delete the credential `c`?"),
    (&["budgets", "delete", "b", "a", "b"], "Delete 2 budgets (b, a)?"),
    (&["budgets", "delete", "b"], "Delete the budget `b`?"),
    (&["customers", "delete", "c", "d"], "Delete 2 customers?"),
    (&["access-groups", "delete", "g"], "Delete the access group `g`?"),
    (&["organizations", "delete", "o"], "Delete the organization o, with all keys?"),
    (&["organizations", "members", "remove", "o", "u"], "Remove `u` from the organization `o`?"),
];

/// Returns whether anything was deleted.
fn is_deleted(server: &FakeServer) -> bool {
    server.requests().iter().any(|(line, body): &(String, Value)| {
        !line.starts_with("GET ") && line != "POST /budget/info" && !body.is_null() || line.starts_with("DELETE ")
    })
}

#[test]
fn delete_prompt_requires_a_yes() {
    in_parallel(COMMANDS, |(words, question)| {
        for (response, code) in [("n", 1), ("\r", 1), ("\u{1b}", 130), ("y", 0)] {
            let server = server();
            let cli = Cli::of(&server);
            let mut session = start(&cli, 200, "exec \"$@\"", words);
            session.exp_string(question).expect(question);
            session.send(response).expect("a key");
            session.flush().expect("a key");
            let (text, exit) = finish(session);
            assert_eq!(exit, code, "{words:?} {text}");
            assert_eq!(is_deleted(&server), code == 0, "{words:?} {text}");
            for (word, of) in [("cancelled", 1), ("interrupted", 130)] {
                assert_eq!(text.contains(&format!("{word}: nothing was deleted")), code == of, "{words:?} {text}");
            }
        }
    });
}

#[test]
fn no_prompt_with_yes_or_without_a_terminal() {
    in_parallel(COMMANDS, |(words, _)| {
        let server = server();
        let cli = Cli::of(&server);
        let (text, code) = finish(start(&cli, 200, "exec \"$@\"", &[words, &["--dry-run"]].concat()));
        assert!(code == 0 && !text.contains("[y/N]") && !is_deleted(&server), "{words:?} {text}");
        let (text, code) = finish(start(&cli, 200, "exec \"$@\"", &[words, &["--yes"]].concat()));
        assert!(code == 0 && !text.contains("[y/N]") && is_deleted(&server), "{words:?} {text}");
        let before = server.requests().len();
        assert_eq!(cli.run(words).code, 0, "{words:?}");
        assert!(server.requests().len() > before, "{words:?}");
    });
}
