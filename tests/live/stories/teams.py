"""Teams."""

from .harness import messages, story


@story
def teams_list_and_assign_keys(w):
    own, foreign = w.make_team("own", models=["mock-gpt"], max_budget=7), w.make_team("foreign")
    listed = w.ok("teams", "list").shows("Team Alias", "Team ID", "Models", "Max Budget", own, foreign, "mock-gpt", "7")
    teams = w.ok("teams", "list", "--format", "json").json()
    assert {own, foreign} <= {team["team_id"] for team in teams}, listed.out

    # A member sees their own teams, although the server refuses the list of all teams.
    _, key = w.make_user("member", "--team", own)
    w.ok("teams", "list", key=key).shows(own).hides(foreign)
    w.run("teams", "assign-key", "--team-id", own, key=key).refuses(4)

    _, admin_key = w.make_user("admin", "--role", "proxy_admin", "--team", own)
    w.ok("teams", "assign-key", "--team-id", own, key=admin_key).shows(own)
    assert w.ok("keys", "info", "--key", admin_key).json()["info"]["team_id"] == own
    w.run("chat", "completions", "priced-gpt", *messages("user:hi"), key=admin_key).refuses(4)
    w.run("teams", "assign-key", "--team-id", w.name("no-team"), key=admin_key).exits(3)
    w.run("teams", "assign-key", key=admin_key).exits(2)
    by_alias = w.key_for(w.name("by-alias"))
    w.ok("teams", "assign-key", f"Team {foreign}", w.name("by-alias")).shows(foreign)
    assert w.ok("keys", "info", "--key", by_alias).json()["info"]["team_id"] == foreign


@story
def teams_with_a_duplicate_alias_or_unknown_organization(w):
    alias, second = w.name("Same"), w.name("second")
    first = w.make_team("first", team_alias=alias)
    w.later("POST", "/team/delete", {"team_ids": [second]})
    w.ok("teams", "create", "--team-alias", alias, "--team-id", second).says("warning: ", first)
    w.ok("teams", "update", second, "--team-alias", w.name("Unlike")).hides("warning")
    w.ok("teams", "update", second, "--team-alias", alias).says("warning: ", first)
    nowhere = f"organization_id={w.name('nowhere')}"
    w.run("teams", "create", "--param", nowhere).refuses(3, "no organization")
    w.run("teams", "update", second, "--param", nowhere).refuses(3, "no organization")
    table = w.ok("teams", "info", second, "--format", "table").shows("team_alias", "members_with_roles")
    table.check(max(map(len, table.out.splitlines())) < 160, "every line should fit in 160 columns")


@story
def teams_that_may_call_all_models_stay_that_way(w):
    team = w.make_team("unrestricted")
    key = w.key_for(w.name("unrestricted"), "--team-id", team)
    w.ok("teams", "models", "add", team, "mock-gpt").says("all models")
    w.ok("keys", "can-use", key, "priced-gpt")
    w.until_ok("chat", "completions", "priced-gpt", *messages("user:hi"), key=key)
    w.ok("teams", "models", "remove", team, "all-proxy-models")
    if not w.server.is_old:  # 1.80.11 caches the old models of the team for a minute
        w.until_refused("chat", "completions", "priced-gpt", *messages("user:hi"), key=key).refuses(4)


@story
def teams_available(w):
    available = w.ok("teams", "available", "--format", "json")  # 1.80.11 refuses when there are none
    available.says("no team").check(available.json() == [], "the list should be empty")
