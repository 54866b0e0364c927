"""Managing teams, their members and their models as an admin."""

from .harness import at_once, messages, story


@story
def teams_lifecycle(w):
    team, alias = w.name("whole"), w.name("Whole team")
    w.later("POST", "/team/delete", {"team_ids": [team]})
    made = w.ok("teams", "create", "--team-id", team, "--team-alias", alias, "--models", "mock-gpt", "--max-budget", "7",
                "--budget-duration", "30d", "--tpm-limit", "1000", "--metadata", '{"cost centre": 12}')
    made.check(made.json()["team_id"] == team and made.json()["max_budget"] == 7, "the team should be printed")
    w.run("teams", "create", "--team-id", team).refuses(8, "already exists")
    info = w.ok("teams", "info", alias)
    info.check(info.json()["team_info"]["metadata"] == {"cost centre": 12}, "the metadata should be kept")
    w.ok("teams", "info", team, "--format", "table").shows("team_alias", alias)
    w.ok("teams", "list", "--alias", alias[-14:].lower()).shows("Members", team)
    key = w.key_for(w.name("whole-key"), "--team-id", team)
    w.ok("chat", "completions", "mock-gpt", *messages("user:hi"), key=key).shows("hello from mock")

    w.ok("teams", "update", alias, "--max-budget", "9", "--unset", "budget-duration", "--unset", "tpm_limit",
         "--unset", "metadata", "--rpm-limit", "5000")
    now = w.ok("teams", "info", team).json()["team_info"]
    assert (now["max_budget"], now["rpm_limit"], now["tpm_limit"], now["budget_duration"]) == (9, 5000, None, None), now
    assert now["metadata"] == {} and now["models"] == ["mock-gpt"], now
    w.run("teams", "update", w.name("no-team"), "--max-budget", "1").refuses(3, "no team")
    w.run("teams", "update", team).refuses(2, "nothing to update")

    w.ok("teams", "delete", team, "--dry-run").shows("/team/delete", team)
    assert w.ok("teams", "delete", alias).json() == {"deleted_teams": [team]}
    w.run("teams", "info", team).refuses(3)
    w.run("teams", "delete", alias).refuses(3)
    assert not [key for key in w.server.keys() if key["team_id"] == team], "the keys of the team should be deleted with it"


@story
def teams_block(w):
    # The team has not been used yet; the server caches teams in use for a minute.
    team = w.make_team("blocked")
    assert w.ok("teams", "block", f"Team {team}").json()["blocked"] is True
    key = w.key_for(w.name("blocked-key"), "--team-id", team)
    w.run("chat", "completions", "mock-gpt", *messages("user:hi"), key=key).refuses(4, "blocked")
    assert w.ok("teams", "unblock", team).json()["blocked"] is False
    assert w.ok("teams", "info", team).json()["team_info"]["blocked"] is False
    w.run("teams", "block", w.name("no-team")).refuses(3)


@story
def teams_with_a_duplicate_alias_need_an_id(w):
    alias = w.name("twin")
    teams = [w.name("twin-a"), w.name("twin-b")]
    w.later("POST", "/team/delete", {"team_ids": teams[:1]})
    w.later("POST", "/team/delete", {"team_ids": teams[1:]})
    for team in teams:
        w.ok("teams", "create", "--team-id", team, "--team-alias", alias)
    for words in (["info"], ["delete"], ["update", "--max-budget", "1"], ["block"], ["members", "list"]):
        split = 2 if words[0] == "members" else 1
        w.run("teams", *words[:split], alias, *words[split:]).refuses(2, "more than one team", *teams)
    assert w.ok("teams", "delete", *teams).json() == {"deleted_teams": teams}


@story
def teams_members(w):
    team, other = w.make_team("crew"), w.name("crew-2")
    ada, _ = w.make_user("ada", "--no-key")
    bob, _ = w.make_user("bob-M", "--no-key")
    address = f"{bob}@example.com"
    w.ok("teams", "members", "add", team, ada, "--max-budget-in-team", "3")
    # In upper case it is the same user; left alone, 1.80.11 would create a second one.
    w.ok("teams", "members", "add", team, address.upper())
    assert len([user for user in w.server.users() if (user["user_email"] or "").lower() == address.lower()]) == 1
    w.run("teams", "members", "add", team, ada).refuses(8, "already in team")

    def member(user):
        rows = w.ok("teams", "members", "list", team, "--format", "json").json()
        return next((row for row in rows if row["user_id"] == user), None)

    assert member(ada)["max_budget_in_team"] == 3 and member(bob)["role"] == "user"
    w.ok("teams", "members", "update", team, ada, "--tpm-limit", "50")
    w.ok("teams", "members", "update", team, ada, "--role", "user")
    row = member(ada)
    assert (row["max_budget_in_team"], row["tpm_limit"], row["rpm_limit"]) == (3, 50, None), row
    w.ok("teams", "members", "update", team, address.lower(), "--rpm-limit", "6")
    assert member(bob)["rpm_limit"] == 6
    w.ok("teams", "members", "list", team).shows("User ID", "Max Budget", ada, bob, "$3")

    nobody = w.name("nobody")
    w.run("teams", "members", "update", team, nobody, "--role", "user").refuses(3, "member")
    w.run("teams", "members", "remove", team, ada, nobody).refuses(3, "member")
    assert member(ada), "nobody should be removed if one of them is not a member"
    w.run("teams", "members", "update", team, ada, "--role", "admin").refuses(4, "premium", "licen")
    w.run("teams", "members", "add", team, nobody, "--role", "admin").refuses(4, "premium", "hint: ")

    # Without a license, admins can only be set when the team is created.
    w.later("POST", "/team/delete", {"team_ids": [other]})
    made = w.ok("teams", "create", "--team-id", other, "--admin", ada, "--member", address.upper()).json()
    roles = {member["user_id"]: member["role"] for member in made["members_with_roles"]}
    assert roles[ada] == "admin" and roles[bob] == "user", roles
    w.ok("teams", "members", "remove", team, ada, address)
    assert not member(ada) and not member(bob)


@story
def teams_models(w):
    team = w.make_team("modelled", models=["mock-gpt"])
    key = w.key_for(w.name("modelled-key"), "--team-id", team)
    w.run("chat", "completions", "priced-gpt", *messages("user:hi"), key=key).refuses(4)
    w.run("teams", "models", "remove", team, "mock-gpt").refuses(2, "last model")
    w.ok("teams", "models", "add", team, "priced-gpt")
    if not w.server.is_old:  # 1.80.11 caches the models of the team
        w.until_ok("chat", "completions", "priced-gpt", *messages("user:hi"), key=key)
    w.ok("teams", "models", "remove", team, "mock-gpt")
    assert w.ok("teams", "models", "list", team, "--format", "json").json() == ["priced-gpt"]
    if not w.server.is_old:
        w.until_refused("chat", "completions", "mock-gpt", *messages("user:hi"), key=key).refuses(4)
    w.run("teams", "models", "remove", team, "mock-gpt").refuses(3, "mock-gpt")

    free = w.make_team("all-models")
    w.ok("teams", "models", "list", free).says("all models")
    w.run("teams", "models", "remove", free, "mock-gpt").refuses(2, "all models")
    w.ok("teams", "models", "add", free, "mock-gpt")
    models = w.ok("teams", "models", "list", free, "--format", "json").json()
    assert sorted(models) == ["all-proxy-models", "mock-gpt"], models
    w.ok("teams", "models", "remove", free, "mock-gpt").says("all models")


@story
def teams_list_returns_all_120_teams(w):
    prefix = w.name("herd")
    teams = [f"{prefix}-{number}" for number in range(120)]
    for start in range(0, len(teams), 40):
        w.later("POST", "/team/delete", {"team_ids": teams[start:start + 40]})
    at_once(lambda team: w.server.ask("POST", "/team/new", {"team_id": team, "team_alias": team.upper()}), teams)
    listed = w.ok("teams", "list", "--alias", prefix, "--format", "json")
    ids = [team["team_id"] for team in listed.json()]
    listed.check(sorted(ids) == sorted(teams), "all 120 teams should be listed, each once")
    listed.check(not listed.err, "stderr should be empty: the count matches")
    page = w.ok("teams", "list", "--alias", prefix, "--page", "3", "--page-size", "50", "--format", "json").json()
    assert len(page) == 20, page
    assert w.ok("teams", "list", "--alias", prefix, "--format", "ndjson").out.count("\n") == 120
    assert len(w.ok("teams", "delete", *teams[:60]).json()["deleted_teams"]) == 60
    w.ok("teams", "delete", *teams[60:])


@story
def teams_list_for_members(w):
    own, foreign = w.make_team("mine"), w.make_team("not-mine")
    user, key = w.make_user("lister", "--team", own)
    for words in ([], ["--format", "json"], ["--format", "ndjson"], ["--page", "1"], ["--user-id", user]):
        w.ok("teams", "list", *words, key=key).shows(own).hides(foreign)
    _, loner = w.make_user("loner")
    assert w.ok("teams", "list", "--format", "json", key=loner).json() == []
    # A key without a user sees its team.
    team_key = w.key_for(w.name("teams-own"), "--team-id", own)
    w.ok("teams", "list", key=team_key).shows(own).hides(foreign)
    w.run("teams", "list", "--user-id", user, key=loner).refuses(4)
    w.ok("teams", "info", own, key=key).shows(own)
    w.run("teams", "info", foreign, key=key).refuses(4)
    w.ok("teams", "list", "--user-id", user).shows(own).hides(foreign)
    w.run("teams", "list", "--user-id", w.name("no-user")).refuses(3)
