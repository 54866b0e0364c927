"""Teams."""

from .harness import messages, story


@story
def teams_list_and_assign_key(w):
    own, foreign = w.make_team("own", models=["mock-gpt"], max_budget=7), w.make_team("foreign")
    listed = w.ok("teams", "list").shows("Team Alias", "Team ID", "Models", "Max Budget", own, foreign, "mock-gpt", "7")
    teams = w.ok("teams", "list", "--format", "json").json()
    assert {own, foreign} <= {team["team_id"] for team in teams}, listed.out

    # Who is no admin sees the own teams, though the server refuses the list of all.
    _, key = w.make_user("member", "--team", own)
    w.ok("teams", "list", key=key).shows(own).hides(foreign)
    w.run("teams", "assign-key", "--team-id", own, key=key).refuses(4)

    _, admin_key = w.make_user("admin", "--role", "proxy_admin", "--team", own)
    w.ok("teams", "assign-key", "--team-id", own, key=admin_key).shows(own)
    assert w.ok("keys", "info", "--key", admin_key).json()["info"]["team_id"] == own
    w.run("chat", "completions", "priced-gpt", *messages("user:hi"), key=admin_key).refuses(4)
    w.run("teams", "assign-key", "--team-id", w.name("no-team"), key=admin_key).exits(3)
    w.run("teams", "assign-key", key=admin_key).exits(2)


@story
def teams_available(w):
    available = w.run("teams", "available")
    if w.server.is_old:  # it wants the list of teams to join in its configuration, and says so
        available.refuses(1, "No available teams for user to join")
    else:
        available.exits(0)
