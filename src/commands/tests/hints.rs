//! Hints by cause: what servers refuse, in the words of their versions, and the command that the hint names.

use litellm_proxy_client::ApiKey;
use serde_json::{Value, json};
use test_bed::{FakeResponse, FakeServer, KEY, json_response};

use crate::in_process::Cli;

/// Status, type and message of a refusal, and what the hint must contain. `HASH` stands for the short hash of the key in use.
const REFUSALS: &[(u16, &str, &str, &str)] = &[
    (
        401,
        "auth_error",
        "Authentication Error, Key is blocked. Update via `/key/unblock` if you're admin.",
        "`litellm-proxy keys unblock HASH`",
    ),
    (
        401,
        "auth_error",
        "Authentication Error, Team=t1 is blocked. Update via `/team/unblock` if your admin.",
        "`litellm-proxy teams unblock t1`",
    ),
    (
        400,
        "expired_key",
        "Authentication Error - Expired Key. Key Expiry time 2026-11-29",
        "`litellm-proxy keys update HASH --duration 30d`",
    ),
    (
        401,
        "token_not_found_in_db",
        "Authentication Error, Invalid proxy server token passed. Unable to find token in cache or `LiteLLM_VerificationTokenTable`",
        "the key came from --api-key: check that it belongs to this server",
    ),
    (401, "auth_error", "Authentication Error, Invalid API key provided.", "`litellm-proxy auth list`"),
    (
        401,
        "auth_error",
        "Authentication Error: invalid user key - user key does not exist in db. User Key=88dc28d0",
        "`litellm-proxy keys list` lists the keys",
    ),
    (
        401,
        "auth_error",
        "Authentication Error, Invalid proxy server token passed. key=88dc28d0, not found in db. Create key via `/key/generate` call.",
        "`litellm-proxy keys list` lists the keys",
    ),
    (
        401,
        "auth_error",
        "LiteLLM Virtual Key expected. Received=****, expected to start with 'sk-'.",
        "does not begin with `sk-`",
    ),
    (
        401,
        "auth_error",
        "Authentication Error, Only proxy admin can be used to generate, delete, update info for new keys/users/teams. Route=/key/generate. Your role=unknown.",
        "this needs an admin's key, and yours came from --api-key",
    ),
    (403, "None", "Only proxy admins and organization admins can list users.", "`litellm-proxy whoami --check`"),
    (
        403,
        "key_model_access_denied",
        "The requested model 'gpt-4o' is not available for this API key, or the model name is invalid.",
        "`litellm-proxy keys update HASH --add-model gpt-4o`",
    ),
    (
        401,
        "key_model_access_denied",
        "key not allowed to access model. This key can only access models=['b']. Tried to access gpt-4o",
        "`litellm-proxy keys update HASH --add-model gpt-4o`",
    ),
    (
        403,
        "team_model_access_denied",
        "The requested model 'gpt-4o' is not available for this API key, or the model name is invalid.",
        "`litellm-proxy teams models add TEAM gpt-4o`",
    ),
    (
        401,
        "user_model_access_denied",
        "User not allowed to access model. This user can only access models=['b']. Tried to access gpt-4o",
        "`litellm-proxy keys can-use HASH gpt-4o`",
    ),
    (
        400,
        "None",
        "/chat/completions: Invalid model name passed in model=x. Call `/v1/models` to view available models for your key.",
        "`litellm-proxy models list`",
    ),
    (
        400,
        "None",
        "litellm.BadRequestError: You passed in model=x. There are no healthy deployments for this model. Received Model Group=x",
        "`litellm-proxy models list`",
    ),
    (
        400,
        "budget_exceeded",
        "Budget has been exceeded! Current cost: 1.0, Max budget: 1e-09",
        "`litellm-proxy budgets why HASH`",
    ),
    (
        422,
        "budget_exceeded",
        "Budget has been exceeded! Key=ci (sk-...sL3Q) Current cost: 1.0, Max budget: 1e-09",
        "`litellm-proxy keys update HASH --max-budget DOLLARS`",
    ),
    (
        400,
        "budget_exceeded",
        "ExceededBudget: User=u1 over budget. Spend=5.0, Budget=1e-09",
        "`litellm-proxy users update u1 --max-budget DOLLARS`",
    ),
    (
        400,
        "budget_exceeded",
        "Budget has been exceeded! Team=t1 Current cost: 0.05, Max budget: 1e-09",
        "`litellm-proxy teams update t1 --max-budget DOLLARS`",
    ),
    (
        422,
        "budget_exceeded",
        "Budget has been exceeded! TeamMember=u1:t1 Current cost: 0.04, Max budget: 1e-09",
        "`litellm-proxy teams members update t1 u1 --max-budget-in-team DOLLARS`",
    ),
    (
        400,
        "budget_exceeded",
        "ExceededBudget: End User=c1 over budget. Spend=0.05, Budget=1e-09",
        "`litellm-proxy customers update c1 --max-budget DOLLARS`",
    ),
    (400, "internal_server_error", "User=u1 not assigned to team=t1", "`litellm-proxy teams members add t1 u1`"),
    (403, "auth_error", "User=u1 not authorized to access this team=t1", "`litellm-proxy teams members add t1 u1`"),
    (
        401,
        "auth_error",
        "Authentication Error, Project=p1 is blocked. Update via `/project/update` if you're an admin.",
        "`litellm-proxy http request POST /project/update -j '{\"project_id\":\"p1\",\"blocked\":false}'`",
    ),
    (
        401,
        "team_member_permission_error",
        "Team member does not have permissions for endpoint: /key/update. You only have access to the following endpoints: ['/key/info', '/key/health'] for team t1. To create keys for this team, please ask your proxy admin.",
        "`litellm-proxy http request POST /team/permissions_update -j '{\"team_id\":\"t1\",\"team_member_permissions\":[\"/key/info\",\"/key/health\",\"/key/update\"]}'`",
    ),
    (
        401,
        "team_member_permission_error",
        "User u1 does not belong to team t1. Team-scoped key management endpoints can only be used for keys in your own team.",
        "only members of the key's team may do this",
    ),
    (404, "not_found_error", "Key not found in database", "`litellm-proxy keys list` lists the keys"),
    (
        404,
        "None",
        "litellm.NotFoundError: NotFoundError: OpenAIException - The model `x` does not exist",
        "`litellm-proxy models update ID -p model=PROVIDER/MODEL`",
    ),
    (400, "None", "Violated guardrail policy", "change the messages"),
    (
        400,
        "None",
        "litellm.ContentPolicyViolationError: OpenAIException - Your request was rejected",
        "change the messages",
    ),
    (400, "None", "litellm.ContextWindowExceededError: too long", "shorten the messages"),
    (403, "None", "Custom API key values are disabled by your administrator.", "leave the key out"),
    (400, "None", "Invalid key format. LiteLLM Virtual Key must be at least 16 characters long.", "use a longer key"),
    (
        500,
        "None",
        "Failed to add model to db. Check your server logs for more details.",
        "is the deployment's id in use?",
    ),
    (
        429,
        "throttling_error",
        "Rate limit exceeded for api_key: 88dc28d0. Limit type: tokens. Current limit: 1, Remaining: 0.",
        "retry in a minute; an admin raises the limit with `litellm-proxy keys update HASH --tpm-limit N`",
    ),
    (
        429,
        "throttling_error",
        "Rate limit exceeded for team: t1. Limit type: requests. Current limit: 1, Remaining: 0.",
        "`litellm-proxy teams update t1 --rpm-limit N`",
    ),
    (
        429,
        "throttling_error",
        "Rate limit exceeded for user: u1. Limit type: requests. Current limit: 1, Remaining: 0.",
        "`litellm-proxy users update u1 --rpm-limit N`",
    ),
    (
        503,
        "no_db_connection",
        "Service Unavailable, Can't reach database server at `localhost`:`5432`",
        "the server's database is down: `litellm-proxy health --wait 5m`",
    ),
    (
        401,
        "auth_error",
        "Authentication Error, Error in external connector (id 10)",
        "the server's database is down: `litellm-proxy health --wait 5m`",
    ),
    (500, "None", "No connected db.", "the server has no database"),
    (
        403,
        "internal_server_error",
        "This feature is only available for LiteLLM Enterprise users: tags. You must be a LiteLLM Enterprise user to use this feature.",
        "requires a LiteLLM Enterprise license",
    ),
    (
        401,
        "invalid_request_error",
        "Incorrect API key provided: sk-1***4. You can find your API key at https://platform.openai.com/account/api-keys.",
        "is OpenAI's own API, not a LiteLLM proxy server",
    ),
];

fn refusal(status: u16, error_type: &str, message: &str) -> FakeResponse {
    let error = json!({"error": {"message": message, "type": error_type, "param": null, "code": status.to_string()}});
    FakeResponse::new(status).with_json(error)
}

fn own_hash() -> String {
    ApiKey::new(KEY).hash().chars().take(8).collect()
}

/// Returns the hint of a chat with a model, refused by a server that has routes.
fn hint<const N: usize>(routes: [(&str, FakeResponse); N]) -> String {
    let server = FakeServer::with_routes(routes);
    let run = Cli::of(&server).run(&["chat", "completions", "gpt-4o", "-m", "hi", "--format", "json"]);
    let error: Value = serde_json::from_str(&run.stderr).unwrap_or_else(|error| panic!("{error}: {run:#?}"));
    error["error"]["hint"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn refusals_name_the_command_to_type() {
    let mut wrong = Vec::new();
    for (status, error_type, message, expected) in REFUSALS {
        let hint = hint([("POST /chat/completions", refusal(*status, error_type, message))]);
        let expected = expected.replace("HASH", &own_hash());
        if !hint.contains(&expected) {
            wrong.push(format!("{status} {message}\n  expected: {expected}\n  hint: {hint}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn errors_fit_a_terminal_and_commands_in_them_stay_whole() {
    for (status, error_type, message, expected) in REFUSALS {
        let server = FakeServer::with_routes([("POST /chat/completions", refusal(*status, error_type, message))]);
        let run = Cli::of(&server).on_terminal(80).run(&["chat", "completions", "gpt-4o", "hi"]);
        for line in run.stderr.lines() {
            let is_one_word = line.trim().starts_with('`') || !line.trim().contains(' ');
            assert!(line.chars().count() <= 80 || is_one_word, "{message}\n{line}");
        }
        let expected = expected.replace("HASH", &own_hash());
        if expected.starts_with('`') {
            assert!(run.stderr.contains(&expected), "{expected}\n{}", run.stderr);
        }
    }
}

#[test]
fn email_address_in_place_of_a_key_names_the_list_of_its_keys() {
    let server = FakeServer::with_routes([(
        "GET /key/list",
        json_response(json!({"keys": [], "total_count": 0, "total_pages": 0})),
    )]);
    let run = Cli::of(&server).run(&["keys", "info", "bob@x.io"]);
    assert_eq!(run.code, 3);
    assert!(
        run.stderr.ends_with("hint: `litellm-proxy keys list --user bob@x.io` lists the keys of a user\n"),
        "{run:#?}"
    );
}

#[test]
fn names_in_hints_are_aliases_where_the_server_gives_them() {
    let own = json!({"key": "h", "info": {"key_alias": "ci", "team_id": "t1"}});
    let team = json!({"team_id": "t1", "team_info": {"team_id": "t1", "team_alias": "research"}});
    let user = json!({"user_id": "u1", "user_info": {"user_id": "u1", "user_email": "ada@example.com"}});
    for (refused, expected) in [
        (
            refusal(403, "team_model_access_denied", "The requested model 'gpt-4o' is not available for this API key"),
            "`litellm-proxy teams models add research gpt-4o`",
        ),
        (
            refusal(403, "key_model_access_denied", "The requested model 'gpt-4o' is not available for this API key"),
            "`litellm-proxy keys update ci --add-model gpt-4o`",
        ),
        (
            refusal(422, "budget_exceeded", "Budget has been exceeded! TeamMember=u1:t1 Current cost: 0.04"),
            "`litellm-proxy teams members update research ada@example.com --max-budget-in-team DOLLARS`",
        ),
        (
            refusal(400, "internal_server_error", "User=u1 not assigned to team=t1"),
            "`litellm-proxy teams members add research ada@example.com`",
        ),
    ] {
        let hint = hint([
            ("POST /chat/completions", refused),
            ("GET /key/info", json_response(own.clone())),
            ("GET /team/info", json_response(team.clone())),
            ("GET /user/info", json_response(user.clone())),
        ]);
        assert!(hint.contains(expected), "{expected}: {hint}");
    }
}

#[test]
fn base_urls_of_other_things_are_named() {
    let missing = || FakeResponse::new(404).with_json(json!({"detail": "Not Found"}));
    for (suffix, expected) in [("/v1", "which is for OpenAI clients: use "), ("/ui", "which is the dashboard: use ")] {
        let server = FakeServer::always(missing());
        let run = Cli::at(&format!("{}{suffix}", server.uri())).run(&["keys", "list"]);
        assert!(run.fails(3).contains(&format!("{expected}{}\n", server.uri())), "{run:#?}");
    }
    let server = FakeServer::always(FakeResponse::new(404).with_text("404 page not found"));
    let run = Cli::of(&server).run(&["keys", "list"]);
    assert!(run.fails(3).contains("hint: this does not look like a LiteLLM proxy server"), "{run:#?}");
}

#[test]
fn pages_of_gateways_are_told_from_responses_of_the_server() {
    for (status, code, expected) in [
        (403, 4, "hint: a gateway in front of the server refused this, not LiteLLM\n"),
        (404, 3, "hint: this does not look like a LiteLLM proxy server: check the base URL"),
        (413, 1, "hint: a gateway in front of the server limits the size of requests\n"),
        (
            502,
            6,
            "hint: a gateway in front of the server responded: the server behind it is down, or slower than it allows\n",
        ),
    ] {
        let page = "<html><head><title>No</title></head><body><hr><center>nginx</center></body></html>";
        let server = FakeServer::always(FakeResponse::new(status).with_body(page, "text/html"));
        let run = Cli::of(&server).run(&["http", "request", "POST", "/key/block"]);
        assert!((run.code, run.stderr.contains(expected)) == (code, true), "{run:#?}");
        // LiteLLM's own refusals have other hints, or none.
        let server = FakeServer::always(FakeResponse::new(status).with_json(json!({"error": {"message": "no"}})));
        let run = Cli::of(&server).run(&["http", "request", "POST", "/key/block"]);
        assert!(!run.stderr.contains("gateway") && run.code == code, "{run:#?}");
    }
}
