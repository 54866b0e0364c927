//! What `doctor` finds about deployments, and about names that lead nowhere.

use serde_json::{Value, json};
use test_bed::{FakeServer, json_response};

use super::{HASH, failure, findings, finds, healthy, server};

/// A log with these failures, and a success of `b-id` at 10:30.
fn with_log(failures: &[Value]) -> FakeServer {
    let success = json!({"startTime": "2026-11-30T10:30:00Z", "endTime": "2026-11-30T10:30:00Z", "model_id": "b-id"});
    let server = FakeServer::new();
    server.add_when(
        |request| request.parameter("status_filter").as_deref() == Some("failure"),
        json_response(json!({"data": failures})),
    );
    server.add("GET /spend/logs/v2", json_response(json!({"data": [success]})));
    healthy().into_iter().fold(server, |server, (route, response)| server.on(route, response))
}

#[test]
fn failures_of_deployments_are_named_with_what_cures_them() {
    let update = |parameter: &str| format!("litellm-proxy models update a-id -p {parameter}");
    let log = "litellm-proxy logs list --status failure --since 1h".to_owned();
    for (code, class, message, cause, command) in [
        (
            "401",
            "AuthenticationError",
            "Incorrect API key provided",
            "the provider refuses its key",
            update("api_key=@FILE"),
        ),
        (
            "500",
            "InternalServerError",
            "OpenAIException - Connection error.",
            "the server cannot connect to http://10.0.0.9/v1",
            update("api_base=URL"),
        ),
        (
            "500",
            "AuthenticationError",
            "Missing credentials. Please pass",
            "its environment lacks the variable",
            update("api_key=@FILE"),
        ),
        ("404", "NotFoundError", "no such model", "has no such model", update("model=PROVIDER/MODEL")),
        ("408", "Timeout", "timeout value=2.0", "does not respond in time", update("timeout=SECONDS")),
        ("429", "RateLimitError", "You exceeded your current quota", "quota is used up", update("api_key=@FILE")),
        ("429", "RateLimitError", "slow down", "limits the rate", log.clone()),
        ("502", "BadGatewayError", "<html>", "a gateway between the server and the provider failed", log.clone()),
        ("503", "Other", "oops", "the provider fails", log),
    ] {
        let server = with_log(&[failure("a-id", code, class, message, "2026-11-30T10:00:00Z")]);
        finds(
            &server,
            &[
                ["srv.master_key", "master key", "guessed", "echo sk-$(openssl rand -hex 24)"],
                ["model.health", "deployment a-id (a)", cause, &command],
            ],
        );
    }
}

#[test]
fn failed_health_check_is_named_whatever_its_error_says() {
    for (error, message, command) in [
        (
            "litellm.NotFoundError: OpenAIException - gone\nstack trace: Traceback x",
            "the provider has no such model (last at",
            "litellm-proxy models update b-id -p model=PROVIDER/MODEL",
        ),
        (
            "litellm.BadRequestError: OpenAIException - this is not a chat model\nstack trace: Traceback x",
            "its last health check failed: this is not a chat model (last at",
            "litellm-proxy health check b-id",
        ),
    ] {
        let check = json!({"model_id": "b-id", "status": "unhealthy", "checked_at": "2026-11-30T10:40:00Z", "error_message": error});
        let latest = json_response(json!({"latest_health_checks": {"b-id": check}}));
        let found = findings(&server([("GET /health/latest", latest)]));
        let [id, subject, what, cure] = found.last().expect("a finding");
        assert!(id == "model.health" && subject == "deployment b-id (b)" && what.starts_with(message), "{found:#?}");
        assert_eq!(cure, command);
    }
}

#[test]
fn deployment_that_works_again_and_mistakes_of_callers_are_no_failures() {
    let at = "2026-11-30T10:00:00Z";
    let mut unknown = failure("", "400", "ProxyModelNotFoundError", "Invalid model name passed in", at);
    unknown["metadata"]["error_information"]["llm_provider"] = json!("");
    let server = with_log(&[failure("b-id", "401", "AuthenticationError", "no", at), unknown]);
    assert_eq!(findings(&server).len(), 1, "only the master key");
    // A deployment that is gone has no finding either.
    let server = with_log(&[failure("gone", "401", "AuthenticationError", "no", at)]);
    assert_eq!(findings(&server).len(), 1, "only the master key");
}

#[test]
fn names_that_lead_nowhere_are_found() {
    let team = json!({"team_id": "t", "team_alias": "research", "models": ["a", "gone", "all-proxy-models"]});
    let keys =
        json!({"keys": [{"token": HASH, "key_alias": "ci", "team_id": "lost", "models": ["b"]}], "total_count": 1});
    let fallbacks = json!({"current_values": {"fallbacks": [{"a": ["b", "away"]}], "model_group_alias": {"c": "a"}}});
    let models = json!({"data": [
        {"model_name": "a", "litellm_params": {"litellm_credential_name": "azure"}, "model_info": {"id": "a-id", "x_cost": 1}},
        {"model_name": "b", "litellm_params": {"mock_response": "hi"}, "model_info": {"id": "a-id"}},
    ]});
    let server = server([
        ("GET /v2/team/list", json_response(json!({"teams": [team], "total": 1}))),
        ("GET /key/list", json_response(keys)),
        ("GET /router/settings", json_response(fallbacks)),
        ("GET /v1/model/info", json_response(models)),
    ]);
    finds(
        &server,
        &[
            ["srv.master_key", "master key", "it has 18 characters", "echo sk-$(openssl rand -hex 24)"],
            ["model.duplicate_id", "id a-id", "2 deployments have this id", "litellm-proxy models get a-id"],
            [
                "ref.fallback",
                "fallbacks of a",
                "no model is called away",
                "litellm-proxy export --kinds router_settings > proxy.yaml",
            ],
            [
                "ref.team",
                "team research",
                "no model or access group is called gone",
                "litellm-proxy teams models remove t gone",
            ],
            ["ref.key", "key ci", "no team has the id lost", "litellm-proxy keys audit --only orphaned-team"],
            [
                "ref.credential",
                "deployment a-id",
                "no credential is called azure",
                "litellm-proxy credentials create azure --info {} --values @FILE",
            ],
        ],
    );
}
