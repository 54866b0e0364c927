"""Writes that a server accepts and does not keep, and fields that it does not know."""

import json

from .harness import Skipped, story

WINDOWS = [{"budget_duration": "1d", "max_budget": 2.5}]

# Fields beyond the options that a server keeps: what `--param` sets, and whether servers before 1.84 have it.
KEY = {
    "allowed_routes": (["/chat/completions"], True), "tpd_limit": (5000, False), "budget_limits": (WINDOWS, False),
    "model_rpm_limit": ({"mock-gpt": 10}, True), "model_tpm_limit": ({"mock-gpt": 100}, True),
    "tag_rpm_limit": ({"t": 5}, False), "mcp_rpm_limit": ({"s": 5}, False), "enforced_params": (["user"], True),
    "budget_fallbacks": ({"mock-gpt": ["priced-gpt"]}, False), "router_settings": ({"num_retries": 2}, False),
    "allowed_cache_controls": (["no-cache"], True), "rpm_limit_type": ("best_effort_throughput", True),
    "throttle_on_budget_exceeded": (True, False), "default_estimated_output_tokens": (50, False),
}
TEAM = {
    "model_aliases": ({"a": "mock-gpt"}, True), "tpd_limit": (5000, False), "budget_limits": (WINDOWS, False),
    "team_member_budget": (4.5, True), "team_member_rpm_limit": (11, True), "team_member_tpm_limit": (111, True),
    "team_member_budget_duration": ("30d", True), "soft_budget": (3.5, False), "blocked": (True, True),
    "model_rpm_limit": ({"mock-gpt": 10}, True), "model_tpm_limit": ({"mock-gpt": 100}, True),
    "default_team_member_models": (["mock-gpt"], False), "router_settings": ({"num_retries": 2}, False),
}


def params(w, fields):
    """Returns the options that set the fields of this server, and those that it does not have."""
    known = {name: value for name, (value, is_old) in fields.items() if is_old or not w.server.is_old}
    unknown = {name: value for name, (value, is_old) in fields.items() if name not in known}
    def words(some):
        return [word for name, value in some.items() for word in ("--param", f"{name}={json.dumps(value)}")]
    return words(known), {name: words({name: value}) for name, value in unknown.items()}


def kept(run):
    """Checks that nothing is said about fields that were not kept."""
    return run.hides("the server accepted")


@story
def fields_of_a_key_are_kept_or_reported(w):
    options = ["--models", "priced-gpt,mock-gpt", "--max-budget", "10", "--budget-duration", "30d", "--tpm-limit", "1000",
               "--rpm-limit", "100", "--max-parallel-requests", "7", "--aliases", '{"a": "mock-gpt"}',
               "--metadata", '{"x": "y"}']
    known, unknown = params(w, KEY)
    alias = w.name("kept")
    made = kept(w.ok("keys", "generate", "--key-alias", alias, "--spend", "0.5", "--soft-budget", "3", *options, *known))
    w.later("POST", "/key/delete", {"keys": [made.json()["token_id"]]})
    kept(w.ok("keys", "update", alias, *options, *known))
    kept(w.ok("keys", "update", alias, "--duration", "30d"))
    for name, words in unknown.items():
        w.run("keys", "update", alias, *words).exits(1).says(f"the server accepted {name}=", "does not have such a field")
        lost = w.run("keys", "generate", "--key-alias", w.name(name), *words).exits(1).says(f"accepted {name}=")
        w.later("POST", "/key/delete", {"keys": [lost.json()["token_id"]]})
    # It is kept with an interval only.
    w.run("keys", "update", alias, "--param", "temp_budget_increase=5", "--param", "temp_budget_expiry=2099-01-01").exits(0)
    made = w.run("keys", "generate", "--key-alias", w.name("rotates"), "--param", "rotation_interval=30d").exits(1)
    made.says("the server accepted rotation_interval=30d but kept nothing")
    w.later("POST", "/key/delete", {"keys": [made.json()["token_id"]]})
    for field in ("max_budget", "tpm_limit", "rpm_limit", "max_parallel_requests", "models", "aliases", "metadata"):
        kept(w.ok("keys", "update", alias, "--unset", field))


@story
def fields_of_a_team_are_kept_or_reported(w):
    options = ["--models", "priced-gpt,mock-gpt", "--max-budget", "10", "--budget-duration", "30d", "--tpm-limit", "1000",
               "--rpm-limit", "100", "--metadata", '{"x": "y"}']
    known, unknown = params(w, TEAM)
    team = w.name("kept")
    w.later("POST", "/team/delete", {"team_ids": [team]})
    kept(w.ok("teams", "create", "--team-id", team, "--team-alias", team, *options, *known))
    kept(w.ok("teams", "update", team, *options, *known))
    for name, words in unknown.items():
        w.run("teams", "update", team, *words).exits(1).says(f"the server accepted {name}=")
    for field in ("max_budget", "budget_duration", "tpm_limit", "rpm_limit", "models", "metadata"):
        kept(w.ok("teams", "update", team, "--unset", field))


@story
def fields_of_a_user_are_kept_or_reported(w):
    user = w.name("kept")
    w.later("POST", "/user/delete", {"user_ids": [user]})
    team = w.make_team("of-kept")
    email = f"{user}@Example.com"
    kept(w.ok("users", "create", "--email", email, "--alias", "Al", "--max-budget", "10", "--no-key", "--team", team,
              "--param", f"user_id={user}", "--param", "tpm_limit=100", "--param", 'models=["mock-gpt"]'))
    kept(w.ok("users", "update", user, "--role", "internal_user_viewer", "--alias", "Bo", "--max-budget", "20",
              "--budget-duration", "30d", "--rpm-limit", "5", "--metadata", '{"x": "y"}'))
    # Fields of the key that is created along, without one.
    w.run("users", "update", user, "--param", 'policies=[]')
    lost = w.run("users", "create", "--email", f"b-{email}", "--no-key", "--param", f"user_id={user}-b", "--param", "blocked=true")
    w.later("POST", "/user/delete", {"user_ids": [f"{user}-b"]})
    lost.exits(1).says("the server accepted blocked=true but")
    for field in ("max_budget", "rpm_limit"):
        unset = w.run("users", "update", user, "--unset", field)
        if w.server.is_old:
            unset.exits(1).says(f"the server accepted {field}=null but kept")
        else:
            kept(unset.exits(0))


@story
def fields_of_budgets_and_customers_are_kept_or_reported(w):
    budget, customer = w.name("kept"), w.name("kept-customer")
    w.later("POST", "/budget/delete", {"id": budget})
    options = ["--max-budget", "10", "--soft-budget", "4", "--budget-duration", "30d", "--tpm-limit", "5", "--rpm-limit", "6",
               "--max-parallel-requests", "7"]
    kept(w.ok("budgets", "create", budget, *options))
    kept(w.ok("budgets", "update", budget, *options, "--budget-reset-at", "2099-01-01T00:00:00Z"))
    kept(w.ok("budgets", "update", budget, "--unset", "max_budget", "--unset", "budget_duration"))
    more = w.run("budgets", "update", budget, "--param", "tpd_limit=5")
    if w.server.is_old:
        more.exits(1).says("the server accepted tpd_limit=5 but does not have such a field")
    else:
        kept(more.exits(0))
    w.later("POST", "/customer/delete", {"user_ids": [customer]})
    kept(w.ok("customers", "create", customer, "--alias", "Al", *options))
    own = w.ok("customers", "info", customer).json()["litellm_budget_table"]["budget_id"]
    w.later("POST", "/budget/delete", {"id": own})
    kept(w.ok("customers", "update", customer, "--alias", "Bo", "--max-budget", "20", "--allowed-model-region", "eu"))
    models = w.run("customers", "update", customer, "--models", "mock-gpt,priced-gpt")
    if w.server.is_old:
        models.exits(1).says("the server accepted models=")
    else:
        kept(models.exits(0))


@story
def mistyped_fields_are_not_sent(w):
    w.run("keys", "generate", "--key-alias", w.name("typo"), "--param", "max_budgt=5").refuses(2, "did you mean `max_budget`?")
    w.run("keys", "list", "--key-alias", w.name("typo"), "--format", "json").exits(0).hides(w.name("typo") + '"')
    made = w.run("keys", "generate", "--key-alias", w.name("newer"), "--param", "entirely_new=5").exits(1)
    w.later("POST", "/key/delete", {"keys": [made.json()["token_id"]]})
    made.says("warning: `entirely_new` is not a field of POST /key/generate", "the server accepted entirely_new=5 but")


@story
def known_fields_are_those_that_the_server_documents(w):
    """Every field of the server's own OpenAPI is known: `keys update` would warn about others."""
    document = w.server.ask("GET", "/openapi.json")
    if "components" not in document:
        raise Skipped("the server documents no fields")
    schemas, paths = document["components"]["schemas"], document["paths"]
    def fields(path):
        schema = paths[path]["post"].get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
        while "properties" not in schema:
            options = [schema] if "$ref" in schema else schema.get("anyOf") or schema.get("allOf") or []
            found = [one for one in options if "$ref" in one]
            if not found:
                return []
            schema = schemas[found[0]["$ref"].split("/")[-1]]
        return sorted(schema["properties"])
    for path, command in (("/key/generate", ["keys", "generate"]), ("/team/new", ["teams", "create"]),
                          ("/user/new", ["users", "create", "--email", "a@b.c"]), ("/budget/new", ["budgets", "create"]),
                          ("/customer/new", ["customers", "create", "c"]), ("/key/update", ["keys", "update", "0" * 64]),
                          ("/team/update", ["teams", "update", "t"]), ("/user/update", ["users", "update", "u"])):
        words = [word for name in fields(path) if name not in ("key", "teams", "user_email", "user_id")
                 for word in ("--param", f"{name}={'30d' if 'duration' in name or 'interval' in name else 'x'}")]
        if words:
            w.run(*command, "--curl", *words).exits(0).hides("is not a field of")
