"""Masked values and nulls that would destroy what a server stores are never sent; secrets stay as they are."""

import json

from .harness import story

SAID = "a masked value, not the secret itself"


@story
def what_a_server_shows_masked_is_not_sent_back(w):
    credential, model = w.name("guard"), w.name("guard")
    w.later("DELETE", f"/credentials/{credential}")
    values = json.dumps({"api_key": "hush-0123456789"})
    w.ok("credentials", "create", credential, "--values", values, "--info", '{"custom_llm_provider": "openai"}')
    shown = w.until_ok("credentials", "get", credential, "--format", "json").json()
    mask = shown["credential_values"]["api_key"]
    assert "****" in mask, mask
    back = json.dumps(shown["credential_values"])
    for command in [["credentials", "update", credential, "--values", back],
                    ["credentials", "create", w.name("other"), "--info", "{}", "--values", back],
                    ["http", "request", "PATCH", f"/credentials/{credential}", "-j", json.dumps(shown)],
                    ["models", "add", model, "-p", "model=openai/fake", "-p", f"api_key={mask}"]]:
        for option in [[], ["--dry-run"], ["--curl"]]:
            w.run(*command, *option).refuses(2, f"is `{mask}`, {SAID}")
    # A request that is meant so is sent.
    body = json.dumps({"credential_name": credential, "credential_info": {}, "credential_values": {"note": "**"}})
    w.ok("http", "request", "PATCH", f"/credentials/{credential}", "-j", body, "--unguarded")
    file = w.file("masked.yaml", f"model_list:\n- model_name: {model}\n  litellm_params:\n    model: openai/fake\n"
                                 f"    api_key: {mask}\n")
    w.run("models", "import", file).refuses(2, "line 5", SAID)
    w.run("models", "import", file, "--dry-run").refuses(2, "line 5", SAID)
    assert not w.models_named(model)


@story
def the_shortened_name_of_a_key_is_not_a_key(w):
    key = w.key_for(w.name("guard"))
    name = w.ok("keys", "info", key, "--format", "json").json()["info"]["key_name"]
    assert name == f"sk-...{key[-4:]}", name
    for command in [["keys", "info", name], ["keys", "block", name], ["keys", "delete", name, "--yes"],
                    ["keys", "update", name, "--max-budget", "1"],
                    ["http", "request", "GET", f"/key/info?key={name}"]]:
        w.run(*command).refuses(2, f"`{name}`, the shortened name of a key in lists")
    w.ok("models", "list", key=key)


@story
def a_null_does_not_make_a_key_unusable(w):
    alias = w.name("guard")
    key = w.key_for(alias, "--aliases", '{"a": "mock-gpt"}', "--metadata", '{"a": 1}')
    fields = ["aliases", "config", "metadata", "model_max_budget", "permissions"]
    for field in fields if w.server.is_old else [*fields, "budget_fallbacks"]:
        w.run("keys", "update", alias, "--param", f"{field}=null").refuses(2, f"`{field}` is null", f"--unset {field}")
        body = json.dumps({"key": key, field: None})
        w.run("http", "request", "POST", "/key/update", "-j", body).refuses(2, f"`{field}` is null").hides(key)
        w.ok("keys", "update", alias, "--unset", field)
        w.ok("models", "list", key=key)
    info = w.ok("keys", "info", key, "--format", "json").json()["info"]
    assert not info["aliases"] and not info["metadata"], info
    assert w.ok("keys", "list", "--format", "json").json()["keys"]
    team = w.make_team("guard", team_member_budget=5)
    before = w.server.ask("GET", f"/team/info?team_id={team}")["team_info"]["metadata"]["team_member_budget_id"]
    w.run("teams", "update", team, "--param", "metadata=null").refuses(2, "`metadata` is null", "--unset metadata")
    after = w.server.ask("GET", f"/team/info?team_id={team}")["team_info"]["metadata"]["team_member_budget_id"]
    assert before == after


@story
def prose_is_sent(w):
    text = "**Bold** and sk****56 and f(**kwargs) and sk-...1234"
    told = w.ok("chat", "completions", "upstream-gpt", "-m", f"user:{text}")
    told.shows(text)
    alias = w.name("guard")
    w.key_for(alias, "--metadata", json.dumps({"note": "**important**: ask *ada*", "description": text}))
