"""A server as a file: plans, what is applied, and who owns it."""

import json
import re

from .harness import story


def proxy_file(w, **changes):
    """Writes proxy.yaml with one resource of each kind; `changes` replace parts of it."""
    model, credential, budget = w.name("model"), w.name("credential"), w.name("budget")
    user, team, key, customer = w.name("user"), w.name("team"), w.name("key"), w.name("customer")
    text = f"""\
litellm_proxy: {{version: 1, owner: {w.name("owner")}}}
model_list:
  - model_name: {model}
    litellm_params: {{model: openai/fake, api_key: {{$env: MODEL_KEY}}, mock_response: from a file, rpm: 60, temperature: 0.5}}
    model_info: {{id: {model}}}
credential_list:
  - credential_name: {credential}
    credential_info: {{custom_llm_provider: openai}}
    credential_values: {{api_base: 'https://eu.example.com', api_key: {{$env: CREDENTIAL_KEY}}}}
budgets:
  {budget}: {{max_budget: 50, budget_duration: 30d}}
users:
  {user}: {{user_email: {user}@example.com, user_role: internal_user, max_budget: 20}}
teams:
  {team}:
    team_alias: Alias of {team}
    models: [{model}]
    max_budget: 500
    metadata: {{cost_center: '42'}}
    members: {{{user}: {{max_budget_in_team: 50}}}}
keys:
  {key}: {{team_id: {team}, models: [{model}], max_budget: 100, output: {{$file: {key}.key}}}}
customers:
  {customer}: {{alias: Acme}}
"""
    w.later("POST", "/model/delete", {"id": model})
    w.later("DELETE", f"/credentials/{credential}")
    w.later("POST", "/budget/delete", {"id": budget})
    w.later("POST", "/customer/delete", {"user_ids": [customer]})
    w.later("POST", "/user/delete", {"user_ids": [user]})
    w.later("POST", "/team/delete", {"team_ids": [team]})
    w.later("POST", "/key/delete", {"key_aliases": [key]})
    for old, new in changes.items():
        text = text.replace(old, new)
    w.file("proxy.yaml", text)
    return text


SECRETS = {"MODEL_KEY": "a key of the model that is long enough", "CREDENTIAL_KEY": "a key of the credential, also long"}
FILE = ("-f", "proxy.yaml")


def writes(result):
    """Returns the requests of a command run with --debug that change something."""
    return [line for line in result.err.splitlines() if re.search(r"\b(POST|PUT|PATCH|DELETE) /", line)]


def changed(w, *options, **secrets):
    """Returns the changes of a plan: address, action and fields."""
    plan = w.ok("plan", *FILE, "--format", "json", *options, **(secrets or SECRETS)).json()
    assert not plan["obstacles"], plan["obstacles"]
    return [(one["address"], one["action"], sorted(one["fields"])) for one in plan["changes"]]


@story
def file_is_applied_once(w):
    proxy_file(w)
    applied = w.ok("apply", *FILE, "--yes", **SECRETS)
    applied.shows("8 done").hides(*SECRETS.values())
    key = (w.home / (w.name("key") + ".key")).read_text().strip()
    w.until_ok("chat", "completions", w.name("model"), "-m", "user:hi", key=key).shows("from a file")
    again = w.ok("apply", *FILE, "--yes", "--debug", **SECRETS)
    again.shows("nothing to do: 8 resources").hides(*SECRETS.values())
    again.check(not writes(again), "the second time nothing should be sent")
    w.run("diff", *FILE, "--exit-code", **SECRETS).exits(0)
    # Secrets that cannot be had are not compared, and nothing else changes.
    w.ok("diff", *FILE, "--exit-code").says("was not compared", "$MODEL_KEY")


@story
def what_others_change_is_restored_or_left_alone(w):
    text = proxy_file(w)
    team = w.name("team")
    w.ok("apply", *FILE, "--yes", **SECRETS)
    w.ok("teams", "update", team, "--max-budget", "800", "--tpm-limit", "7000")
    assert changed(w) == [(f"team/{team}", "update", ["max_budget"])], changed(w)
    w.ok("plan", *FILE, **SECRETS).shows(f"! team/{team}", "changed on the server since the last apply")
    w.file("proxy.yaml", text.replace("    max_budget: 500\n", ""))
    plan = w.ok("plan", *FILE, "--format", "json", **SECRETS).json()
    assert [one["field"] for one in plan["foreign"]] == ["max_budget"], plan
    w.file("proxy.yaml", text)
    w.ok("apply", *FILE, "--yes", **SECRETS)
    info = w.ok("teams", "info", team).json()["team_info"]
    assert (info["max_budget"], info["tpm_limit"]) == (500, 7000), info
    # A field that the file no longer names is unset, because it was applied before.
    w.file("proxy.yaml", text.replace("    max_budget: 500\n", "").replace("    metadata: {cost_center: '42'}\n", ""))
    w.ok("apply", *FILE, "--yes", **SECRETS)
    info = w.ok("teams", "info", team).json()["team_info"]
    assert (info["max_budget"], info["metadata"].get("cost_center")) == (None, None), info
    assert not changed(w)


@story
def saved_plan_is_refused_after_a_change(w):
    text = proxy_file(w)
    team = w.name("team")
    w.ok("apply", *FILE, "--yes", **SECRETS)
    w.file("proxy.yaml", text.replace("max_budget: 500", "max_budget: 600"))
    w.ok("plan", *FILE, "-o", "plan.json", **SECRETS).says("the plan is in plan.json")
    saved = (w.home / "plan.json").read_text()
    assert not any(secret in saved for secret in SECRETS.values()), saved
    w.ok("teams", "update", team, "--max-budget", "900")
    refused = w.run("apply", "plan.json", "--yes", "--debug", **SECRETS).exits(10).says(f"team/{team} was changed")
    refused.check(not writes(refused), "nothing should be sent")
    w.ok("plan", *FILE, "-o", "plan.json", **SECRETS)
    w.ok("apply", "plan.json", "--yes", **SECRETS)
    assert w.ok("teams", "info", team).json()["team_info"]["max_budget"] == 600


@story
def only_the_secret_that_changes_is_written(w):
    proxy_file(w)
    w.ok("apply", *FILE, "--yes", **SECRETS)
    rotated = dict(SECRETS, CREDENTIAL_KEY="another key of the credential, long too")
    assert changed(w, **rotated) == [
        (f"credential/{w.name('credential')}", "update", ["credential_values.api_key"])
    ], changed(w, **rotated)
    w.ok("apply", *FILE, "--yes", **rotated)
    assert not changed(w, **rotated)


@story
def owners_prune_only_what_is_theirs(w):
    mine, theirs, nobodys = w.name("mine"), w.name("theirs"), w.name("nobodys")
    for owner, team in (("one", mine), ("two", theirs)):
        w.later("POST", "/team/delete", {"team_ids": [team]})
        w.file(f"{owner}.yaml", f"litellm_proxy: {{owner: {w.name(owner)}}}\nteams: {{{team}: {{max_budget: 1}}}}\n")
        w.ok("apply", "-f", f"{owner}.yaml", "--yes")
    w.later("POST", "/team/delete", {"team_ids": [nobodys]})
    w.ok("teams", "create", nobodys, "--team-id", nobodys, "--max-budget", "3")
    w.file("empty.yaml", f"litellm_proxy: {{owner: {w.name('one')}}}\nteams: {{}}\n")
    w.ok("plan", "-f", "empty.yaml").shows(f"- team/{mine}", "1 to delete with --prune").hides(theirs, nobodys)
    w.ok("apply", "-f", "empty.yaml", "--prune", "--force", "--yes").shows(f"team/{mine}", "deleted")
    w.run("teams", "info", mine).exits(3)
    w.ok("teams", "info", theirs)
    w.ok("teams", "info", nobodys)
    # What another owner has is refused, and not changed; what nobody has can be adopted.
    w.file("one.yaml", f"litellm_proxy: {{owner: {w.name('one')}}}\nteams: {{{theirs}: {{max_budget: 9}}, {nobodys}: {{max_budget: 9}}}}\n")
    w.run("apply", "-f", "one.yaml", "--yes").exits(10).says(f"team/{theirs} belongs to {w.name('two')}")
    w.ok("adopt", f"team/{nobodys}", "-f", "one.yaml", "--yes").shows("marked")
    assert w.ok("teams", "info", nobodys).json()["team_info"]["max_budget"] == 3
    w.ok("adopt", "--all-in-file", "-f", "one.yaml", "--take-over", "--yes").shows(f"team/{theirs}")
    w.ok("apply", "-f", "one.yaml", "--yes")
    assert w.ok("teams", "info", theirs).json()["team_info"]["max_budget"] == 9


@story
def refusal_of_one_resource_does_not_stop_the_others(w):
    team, key = w.name("team"), w.name("key")
    w.later("POST", "/team/delete", {"team_ids": [team]})
    w.later("POST", "/key/delete", {"key_aliases": [key]})
    text = f"teams: {{{team}: {{max_budget: 1}}}}\nkeys: {{{key}: {{tags: [a], output: {{$file: k.key}}}}}}\n"
    w.file("proxy.yaml", text)
    w.run("apply", *FILE, "--yes").exits(7).shows(f"✓ team/{team}", f"✗ key/{key}")
    w.ok("teams", "info", team)
    w.file("proxy.yaml", text.replace("tags: [a], ", ""))
    outcomes = w.ok("apply", *FILE, "--yes", "--format", "json").json()
    assert [one["address"] for one in outcomes["changes"]] == [f"key/{key}"], outcomes


@story
def deployments_of_the_servers_file_are_not_sent(w):
    w.file("proxy.yaml", """\
model_list:
  - {model_name: mock-gpt, litellm_params: {model: openai/fake, api_key: fake, mock_response: hello}, model_info: {id: mock-gpt-id}}
  - {model_name: beta-gpt, litellm_params: {model: openai/fake-beta, api_key: fake, mock_response: hello}}
litellm_settings: {drop_params: true}
""")
    run = w.ok("apply", *FILE, "--yes", "--debug").says("model/mock-gpt-id is defined in the server's own file",
                                                      "beta-gpt is defined in the server's own file",
                                                      "`litellm_settings.drop_params` is not applied")
    run.check(not writes(run), "nothing should be sent")


@story
def parameter_is_removed_without_a_failed_call(w):
    text = proxy_file(w)
    model = w.name("model")
    w.ok("apply", *FILE, "--yes", **SECRETS)
    w.until_models_stay(model)
    w.file("proxy.yaml", text.replace(", temperature: 0.5", ""))
    assert [one[0] for one in changed(w)] == [f"model/{model}"], changed(w)
    w.ok("apply", *FILE, "--yes", **SECRETS)
    w.until_models_stay(model)
    found = w.models_named(model)
    assert [one["model_info"]["id"] for one in found] == [model], found
    assert "temperature" not in found[0]["litellm_params"], found
    assert json.dumps(found[0]["model_info"]["litellm_proxy_cli"]).count(w.name("owner")) == 1, found
    assert not changed(w)
