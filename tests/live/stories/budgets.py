"""Budgets: shared ones, and what stops a key."""

import json
import shlex

from .harness import Skipped, hash_of, messages, story

CHAT = ("chat", "completions", "priced-gpt", *messages("user:hi"))


@story
def budgets_lifecycle(w):
    budget = w.name("shared")
    w.later("POST", "/budget/delete", {"id": budget})
    made = w.ok("budgets", "create", budget, "--max-budget", "5", "--soft-budget", "4", "--budget-duration", "30d",
                "--rpm-limit", "60").json()
    assert made["max_budget"] == 5 and made["rpm_limit"] == 60 and made["budget_duration"] == "30d", made
    w.run("budgets", "create", budget).refuses(8, budget, "already")
    assert w.ok("budget", "info", budget).json()["budget_id"] == budget
    w.ok("budgets", "list").shows("Budget ID", budget, "$5.00", "30d")
    w.ok("budgets", "list", "--format", "csv").shows(f"\n{budget},5,4,,60,,30d,").hides("$")
    w.ok("budgets", "info", budget, "--format", "table").shows("budget_id", "max_budget", budget)
    for words in (["info"], ["update", "--max-budget", "1"], ["delete"]):
        w.run("budgets", words[0], w.name("no-such-budget"), *words[1:]).refuses(3, "no budget")
    changed = w.ok("budgets", "update", budget, "--max-budget", "7", "--unset", "rpm_limit", "--unset", "soft-budget")
    got = w.ok("budgets", "info", budget).json()
    changed.check(got["max_budget"] == 7 and got["rpm_limit"] is None and got["soft_budget"] is None, f"the update should show: {got}")
    key = w.key_for(w.name("sharer"), "--budget-id", budget)
    assert w.ok("keys", "info", "--key", key).json()["info"]["budget_id"] == budget
    w.ok("budgets", "delete", budget)
    for command in (("info", budget), ("update", budget, "--max-budget", "1"), ("delete", budget)):
        w.run("budgets", *command).refuses(3, "no budget", f"`{budget}`")
    w.run("budgets", "list", key=key).exits(4).says("error: ")


def stopped_by(w, scope, *why):
    """Waits until exactly one limit, of this scope, stops the key; returns the report."""
    def attempt():
        report = w.ok("budgets", "why", *why, "--format", "json").json()
        stopping = [limit for limit in report["limits"] if limit["stops"]]
        if not report["stopped"]:
            return None
        assert [limit["scope"] for limit in stopping] == [scope] and stopping[0]["tightest"], stopping
        assert stopping[0]["used"] > stopping[0]["limit"] and stopping[0]["percent"] > 100, stopping
        assert report["unblock"] == [stopping[0]["unblock"]], report
        return report
    return w.eventually(f"the budget of the {scope} stops the key", attempt)


@story
def key_budget_is_exceeded_explained_and_raised(w):
    alias = w.name("cent")
    key = w.key_for(alias, "--max-budget", "0.01", "--rpm-limit", "500", "--duration", "1d")
    before = w.ok("budgets", "why", key).shows("Nothing stops the key now", "tightest", "expiry", "rpm").hides(key)
    before.shows(f"litellm-proxy keys update {alias} --max-budget 0.02")
    w.ok(*CHAT, key=key)
    w.until_refused(*CHAT, key=key).refuses(1, "udget has been exceeded")
    report = stopped_by(w, "key", alias)
    assert report["key"] == hash_of(key) and report["key_alias"] == alias, report
    assert report["unblock"] == [f"litellm-proxy keys update {alias} --max-budget 0.1"], report
    w.ok("budgets", "why", hash_of(key)).shows("The key is stopped. This lifts the limit:", "stops it", "$0.01")
    w.ok("http", "request", "POST", "/key/update", "-j", json.dumps({"key": hash_of(key), "max_budget": 20}))
    w.until_ok(*CHAT, key=key)
    w.ok("budgets", "why", alias).shows("Nothing stops the key now", "$20")
    # A block takes precedence over the budget.
    w.ok("http", "request", "POST", "/key/block", "-j", json.dumps({"key": hash_of(key)}))
    w.ok("budgets", "why", alias).shows("blocked", f"litellm-proxy keys unblock {alias}")
    w.run("budgets", "why", w.name("nobody")).refuses(3, "no key")
    w.run("budgets", "why", hash_of("sk-" + w.name("nobody"))).refuses(3)


@story
def team_budget_is_exceeded_explained_and_raised(w):
    team = w.make_team("spender", max_budget=0.01)
    key = w.key_for(w.name("of-team"), "--team-id", team, "--max-budget", "5")
    w.ok(*CHAT, key=key)
    w.until_refused(*CHAT, key=key).refuses(1, "udget has been exceeded", team)
    report = stopped_by(w, "team", key)
    assert report["unblock"] == [f"litellm-proxy teams update {team} --max-budget 0.1"], report
    w.ok("http", "request", "POST", "/team/update", "-j", json.dumps({"team_id": team, "max_budget": 20}))
    w.until_ok(*CHAT, key=key)
    w.ok("budgets", "why", key).shows("Nothing stops the key now")
    w.ok("http", "request", "POST", "/team/block", "-j", json.dumps({"team_id": team}))
    w.ok("budgets", "why", key).shows(f"litellm-proxy teams unblock 'Team {team}'")


@story
def user_budget_is_exceeded_explained_and_raised(w):
    user, _ = w.make_user("spender", "--no-key", "--max-budget", "0.01")
    key = w.key_for(w.name("personal"), "--user-id", user)
    w.ok(*CHAT, key=key)
    w.until_refused(*CHAT, key=key).refuses(1, user)
    report = stopped_by(w, "user", key)
    assert report["unblock"] == [f"litellm-proxy users update {user} --max-budget 0.1"], report
    w.ok("http", "request", "POST", "/user/update", "-j", json.dumps({"user_id": user, "max_budget": 20}))
    w.until_ok(*CHAT, key=key)
    w.ok("budgets", "why", key).shows("Nothing stops the key now")
    # A key in a team draws on the team's budget, not on its user's.
    team = w.make_team("payer", max_budget=3)
    w.ok("http", "request", "POST", "/user/update", "-j", json.dumps({"user_id": user, "max_budget": 0.01}))
    of_team = w.key_for(w.name("paid"), "--user-id", user, "--team-id", team)
    w.ok("budgets", "why", of_team).shows("Nothing stops the key now", "team").hides("$0.01")


@story
def key_with_its_own_and_a_shared_budget(w):
    shared = w.name("tight")
    w.later("POST", "/budget/delete", {"id": shared})
    w.ok("budgets", "create", shared, "--max-budget", "0.01")
    key = w.key_for(w.name("both"), "--budget-id", shared, "--max-budget", "5")
    w.ok(*CHAT, key=key)
    if w.server.is_old:  # only the shared budget counts
        w.until_refused(*CHAT, key=key)
        report = stopped_by(w, "budget", key)
        assert report["unblock"] == [f"litellm-proxy budgets update {shared} --max-budget 0.1"], report
        # The server caches the old budget for a minute.
        w.ok("budgets", "update", shared, "--max-budget", "20")
        w.ok("budgets", "why", key).shows("Nothing stops the key now", "$20")
        return
    w.eventually("the spend of the key shows", lambda: w.ok("budgets", "why", key, "--format", "json").json()["limits"][0]["used"])
    w.ok(*CHAT, key=key)
    w.ok("budgets", "why", key).shows("$5", "Nothing stops the key now").hides("$0.01")


@story
def tag_budget_stops_the_key(w):
    tag = w.name("tag")
    w.later("POST", "/tag/delete", {"name": tag})
    w.ok("http", "request", "POST", "/tag/new", "-j", json.dumps({"name": tag, "max_budget": 0.01}))
    info = w.server.ask("POST", "/tag/info", {"names": [tag]})[tag]
    w.later("POST", "/budget/delete", {"id": info["litellm_budget_table"]["budget_id"]})
    key = w.key_for(w.name("tagged"), "--metadata", json.dumps({"tags": [tag]}))
    w.ok(*CHAT, key=key)
    if w.server.is_old:
        w.ok("budgets", "why", key).shows("The key has no limits.")
        return
    w.until_refused(*CHAT, key=key).refuses(1, f"Tag={tag}")
    report = stopped_by(w, "tag", key)
    assert "/tag/update" in report["unblock"][0], report


def lift(w, report):
    """Runs the command that the report names."""
    words = shlex.split(report["unblock"][0])
    assert words[0] == "litellm-proxy", words
    return w.ok(*words[1:])


@story
def budget_windows_stop_a_key_and_a_team(w):
    if w.server.is_old:
        raise Skipped("no budget windows")
    alias = w.name("window")
    windows = json.dumps([{"budget_duration": "1d", "max_budget": 0.01}, {"budget_duration": "30d", "max_budget": 50}])
    key = w.key_for(alias, "--max-budget", "100", "--param", f"budget_limits={windows}")
    w.ok(*CHAT, key=key)
    w.until_refused(*CHAT, key=key).refuses(1, "1d")
    report = stopped_by(w, "key", alias)
    stopping = [limit for limit in report["limits"] if limit["stops"]]
    assert stopping[0]["window"] == "1d" and stopping[0]["limit"] == 0.01, report
    # More of another budget does not help, and the update warns.
    w.ok("keys", "update", alias, "--max-budget", "200").says("budget window", "0.01", "1d")
    w.until_refused(*CHAT, key=key)
    lift(w, report)
    w.until_ok(*CHAT, key=key)
    w.ok("budgets", "why", alias).shows("Nothing stops the key now", "dollars per 1d", "dollars per 30d")

    team = w.make_team("windowed", budget_limits=[{"budget_duration": "1d", "max_budget": 0.01}])
    key = w.key_for(w.name("of-windowed"), "--team-id", team)
    w.ok(*CHAT, key=key)
    w.until_refused(*CHAT, key=key).refuses(1, "1d", team)
    # The use is taken from the activity of the day, which follows after some seconds; until then it is unknown or low.
    report = stopped_by(w, "team", key)
    w.ok("teams", "update", team, "--max-budget", "200").says("budget window", "0.01", "1d")
    lift(w, report)
    w.until_ok(*CHAT, key=key)


@story
def key_of_a_missing_team_is_stopped_where_the_server_refuses_it(w):
    gone, alias = w.name("gone"), w.name("orphan")
    made = w.server.ask("POST", "/key/generate", {"key_alias": alias, "team_id": gone})
    w.later("POST", "/key/delete", {"keys": [made["key"]]})
    chat = ("chat", "completions", "mock-gpt", *messages("user:hi"))
    if w.server.is_old:
        w.ok(*chat, key=made["key"])
        w.ok("keys", "can-use", alias, "mock-gpt").shows("yes")
        w.ok("budgets", "why", alias).shows("no limits")
        return
    w.run(*chat, key=made["key"]).refuses(3, gone)
    w.run("keys", "can-use", alias, "mock-gpt").exits(1).shows("no\n", gone, "does not exist")
    report = w.ok("budgets", "why", alias, "--format", "json").json()
    assert [limit["what"] for limit in report["limits"] if limit["stops"]] == ["missing"], report
    w.later("POST", "/team/delete", {"team_ids": [gone]})
    lift(w, report)
    w.until_ok(*chat, key=made["key"])
    w.ok("keys", "can-use", alias, "mock-gpt").shows("yes")


@story
def temporary_increase_counts_while_it_lasts(w):
    alias = w.name("for-a-while")
    key = w.key_for(alias, "--max-budget", "0.01")
    w.ok("keys", "update", alias, "--param", "temp_budget_increase=0.5", "--param", "temp_budget_expiry=2099-01-01")
    w.ok(*CHAT, key=key)
    w.eventually("the spend shows", lambda: w.ok("budgets", "why", alias, "--format", "json").json()["limits"][0]["used"])
    w.until_ok(*CHAT, key=key)
    report = w.ok("budgets", "why", alias, "--format", "json").json()
    assert not report["stopped"] and report["limits"][0]["limit"] == 0.51, report


@story
def rates_of_a_team_for_a_model_are_named(w):
    team = w.make_team("throttled", model_rpm_limit={"mock-gpt": 1})
    key = w.key_for(w.name("of-throttled"), "--team-id", team)
    w.until_refused("chat", "completions", "mock-gpt", *messages("user:hi"), key=key)
    report = w.ok("budgets", "why", key, "--format", "json").json()
    limits = [(limit["scope"], limit["what"], limit["model"], limit["may_stop"]) for limit in report["limits"]]
    assert ("team", "rpm", "mock-gpt", True) in limits, report
    w.ok("budgets", "why", key).shows("No known limit stops the key now", "does not report")


@story
def access_group_budget_stops_the_key(w):
    group = w.name("group")
    name, _ = w.make_model("priced", "-p", "input_cost_per_token=0.001", "-p", "mock_response=hi",
                           "--info", f'access_groups=["{group}"]')
    answer = w.run("http", "request", "PUT", f"/access_group/{group}/budget", "-j", json.dumps({"max_budget": 0.001}))
    if answer.code:
        raise Skipped("no budgets of access groups")
    key = w.key_for(w.name("of-group"), "--models", group)
    chat = ("chat", "completions", name, *messages("user:hi"))
    w.ok(*chat, key=key)
    w.until_refused(*chat, key=key).refuses(1, group)
    report = stopped_by(w, "access_group", key)
    lift(w, report)
    w.until_ok(*chat, key=key)


FREE = ("chat", "completions", "mock-gpt", *messages("user:hi"))


def named(w, scope, what, *why):
    """Returns the row of a limit in the report of `budgets why`."""
    report = w.ok("budgets", "why", *why, "--format", "json").json()
    rows = [row for row in report["limits"] if (row["scope"], row["what"]) == (scope, what)]
    assert len(rows) == 1, (scope, what, report)
    return rows[0]


def remedy(w, row):
    """Runs the command of a row."""
    return lift(w, {"unblock": [row["unblock"]]})


@story
def budget_of_a_team_member_stops_the_key(w):
    team, alias = w.make_team("of-member", max_budget=50), w.name("of-member")
    user, _ = w.make_user("member", "--no-key")
    w.ok("teams", "members", "add", team, user, "--max-budget-in-team", "0.01")
    key = w.key_for(alias, "--team-id", team, "--user-id", user)
    w.ok(*CHAT, key=key)
    w.until_refused(*CHAT, key=key)
    def stopped():
        row = named(w, "member", "dollars", alias)
        return row if row["stops"] else None
    row = w.eventually("the budget of the member stops the key", stopped)
    assert row["id"] == f"{user} in {team}" and row["tightest"], row
    remedy(w, row)
    w.until_ok(*CHAT, key=key)
    assert not named(w, "member", "dollars", alias)["stops"]


@story
def budget_of_a_customer_stops_the_requests_that_name_it(w):
    customer, alias = w.name("over-budget"), w.name("of-customer")
    w.later("POST", "/customer/delete", {"user_ids": [customer]})
    w.ok("customers", "create", customer, "--max-budget", "0.01")
    budget = w.ok("customers", "info", customer).json()["litellm_budget_table"]["budget_id"]
    w.later("POST", "/budget/delete", {"id": budget})
    key = w.key_for(alias)
    body = {"model": "priced-gpt", "messages": [{"role": "user", "content": "hi"}], "user": customer}
    chat = ("http", "request", "POST", "/v1/chat/completions", "-j", json.dumps(body))
    w.ok(*chat, key=key)
    w.until_refused(*chat, key=key)
    w.ok(*CHAT, key=key)
    report = stopped_by(w, "customer", alias, "--customer", customer)
    assert not w.ok("budgets", "why", alias, "--format", "json").json()["stopped"]
    lift(w, report)
    if w.server.is_old:  # it caches the customer with the old budget for a minute
        w.ok("budgets", "why", alias, "--customer", customer).shows("Nothing stops the key now")
        return
    w.until_ok(*chat, key=key)


@story
def budget_of_a_key_for_a_model_is_named(w):
    alias = w.name("of-model")
    budgets = json.dumps({"priced-gpt": {"budget_limit": 0.001, "time_period": "1d"}})
    made = w.run("keys", "generate", "--key-alias", alias, "--param", f"model_max_budget={budgets}")
    if made.code:
        made.says("license")
        raise Skipped("no budgets of models without a license")
    made = made.json()
    w.later("POST", "/key/delete", {"keys": [made["token_id"]]})
    w.ok(*CHAT, key=made["key"])
    w.until_refused(*CHAT, key=made["key"])
    w.ok(*FREE, key=made["key"])
    row = named(w, "key", "dollars", alias)
    assert row["model"] == "priced-gpt" and (row["stops"] or row["may_stop"]), row
    remedy(w, row)


@story
def rates_of_keys_users_and_members_are_named(w):
    alias = w.name("slow")
    key = w.key_for(alias, "--rpm-limit", "1")
    w.until_refused(*FREE, key=key)
    row = named(w, "key", "rpm", alias)
    assert row["may_stop"] and not row["stops"] and row["unblock"].startswith(f"litellm-proxy keys update {alias} --rpm"), row
    none = w.key_for(w.name("none"), "--tpm-limit", "0")
    if w.run(*FREE, key=none).code:
        row = named(w, "key", "tpm", w.name("none"))
        assert row["stops"], row
        remedy(w, row)
    user, _ = w.make_user("slow", "--no-key")
    w.ok("users", "update", user, "--rpm-limit", "1")
    key = w.key_for(w.name("of-slow"), "--user-id", user)
    w.until_refused(*FREE, key=key)
    row = named(w, "user", "rpm", key)
    assert row["may_stop"] and row["unblock"].startswith(f"litellm-proxy users update {user} --rpm"), row


@story
def blocks_and_an_expiry_are_named_and_lifted(w):
    # Blocked from the start: older servers cache a team for a minute, blocked or not.
    alias, team = w.name("blocked"), w.make_team("blocked", blocked=True)
    key, of_team = w.key_for(alias), w.key_for(w.name("of-blocked"), "--team-id", team)
    w.ok("keys", "block", alias)
    for scope, name, secret in (("key", alias, key), ("team", w.name("of-blocked"), of_team)):
        w.until_refused(*FREE, key=secret)
        row = named(w, scope, "blocked", name)
        assert row["stops"] and row["tightest"], row
        w.run("keys", "can-use", name, "mock-gpt").exits(1).shows("no\n", f"{scope}: it is blocked")
        remedy(w, row)
        if scope == "key":
            w.until_ok(*FREE, key=secret)
        w.ok("keys", "can-use", name, "mock-gpt").shows("yes")
        w.ok("budgets", "why", name).shows("has no limits")
    old = w.name("expired")
    key = w.key_for(old, "--duration", "1s")
    w.until_refused(*FREE, key=key)
    row = named(w, "key", "expiry", old)
    assert row["stops"], row
    w.run("keys", "can-use", old, "mock-gpt").exits(1).shows("no\n", "expired")
    # The server may delete a key when it sees that it has expired.
    remedy(w, row)
    w.until_ok(*FREE, key=key)


@story
def names_that_the_server_does_not_have_are_refused_or_reported(w):
    alias = w.name("owned")
    key = w.key_for(alias)
    for words in (["--user-id", w.name("nobody")], ["--budget-id", w.name("nothing")], ["--team-id", w.name("nowhere")]):
        w.run("keys", "update", alias, *words).refuses(3, words[1])
    for words in (["--budget-duration", "xyz"], ["--param", "budget_duration=xyz"], ["--param", "duration=30"]):
        w.run("keys", "update", alias, *words).refuses(2, "expected a whole number and a unit")
    info = w.ok("keys", "info", "--key", key).json()["info"]
    assert not info.get("team_id") and not info.get("budget_id") and not info.get("budget_duration"), info
    w.ok("keys", "update", alias, "--user-id", w.name("nobody"), "--no-check")
    team = w.name("names")
    w.later("POST", "/team/delete", {"team_ids": [team]})
    w.ok("teams", "create", "--team-id", team, "--models", f"mock-gpt,{w.name('model')}").says(
        f"warning: the server has no model or access group `{w.name('model')}`; the team refers to it anyway")
    w.ok("teams", "update", team, "--models", "mock-gpt").hides("warning")
    w.run("users", "create", "--email", f"{team}@example.com", "--param", f'teams=["{w.name("nowhere")}"]').refuses(3, "no team")


@story
def filters_of_lists_hold_on_every_server(w):
    alias, team = w.name("filtered"), w.make_team("filtered")
    w.key_for(alias, "--team-id", team)
    w.key_for(alias + "-other", "--param", "blocked=true")
    def aliases(*words):
        keys = w.ok("keys", "list", *words, "--format", "json").json()["keys"]
        return sorted(key["key_alias"] for key in keys if (key["key_alias"] or "").startswith(alias))
    assert aliases("--key-alias", alias) == [alias]
    assert aliases("--team-id", team) == [alias]
    assert aliases("--status", "revoked") == [f"{alias}-other"]
    assert aliases("--status", "active") == [alias]
    w.run("keys", "list", "--user-id", w.name("nobody")).refuses(3, "the server has no user")
    teams = w.ok("teams", "list", "--alias", team.upper(), "--format", "json").json()
    assert [one["team_id"] for one in teams] == [team], teams
    w.ok("users", "list", "--role", "proxy_admin_viewer", "--format", "json")
    for words in (("--user", w.name("nobody")), ("--model", w.name("nothing")), ("--status", "failure", "--model", w.name("x"))):
        w.run("spend", "logs", *words, "--format", "csv").hides(alias)
