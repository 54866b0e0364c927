"""Organizations: the whole lifecycle on 1.80.11, and the refusal on versions that require a license."""

from .harness import story


@story
def organizations_lifecycle(w):
    organization = w.name("org")
    commands = [
        ("list",), ("info", organization), ("create", "Sales", "--organization-id", organization),
        ("update", organization, "--max-budget", "3"), ("delete", organization),
        ("members", "add", organization, "u"), ("members", "update", organization, "u", "--role", "org_admin"),
        ("members", "remove", organization, "u"),
    ]
    if not w.server.is_old:
        for command in commands:
            w.run("organizations", *command).refuses(4, "Enterprise", "hint: ", "teams")
        return
    w.later("DELETE", "/organization/delete", {"organization_ids": [organization]})
    made = w.ok("organizations", "create", "Sales", "--organization-id", organization, "--max-budget", "5", "--models",
                "mock-gpt").json()
    w.later("POST", "/budget/delete", {"id": made["budget_id"]})
    assert made["organization_alias"] == "Sales" and made["models"] == ["mock-gpt"], made
    w.run("organizations", "create", "Sales", "--organization-id", organization).refuses(8, "already")
    changed = w.ok("organizations", "update", organization, "--organization-alias", "Buyers", "--max-budget", "6").json()
    assert changed["organization_alias"] == "Buyers" and changed["litellm_budget_table"]["max_budget"] == 6, changed
    user, _ = w.make_user("member", "--no-key")
    w.ok("organizations", "members", "add", organization, user)
    w.run("organizations", "members", "add", organization, user).refuses(8)
    member = w.ok("organizations", "members", "update", organization, user, "--role", "org_admin",
                  "--max-budget-in-organization", "2").json()
    w.later("POST", "/budget/delete", {"id": member["budget_id"]})
    assert member["user_role"] == "org_admin" and member["litellm_budget_table"]["max_budget"] == 2, member
    shown = w.ok("organizations", "info", organization).json()
    assert [one["user_id"] for one in shown["members"]] == [user], shown
    w.ok("organizations", "list").shows("Buyers", organization, "mock-gpt", "$6")

    team = w.make_team("of-org", organization_id=organization, models=["mock-gpt"])
    key = w.key_for(w.name("of-org"), "--team-id", team)
    w.ok("budgets", "why", key).shows("organization", "$6")

    w.run("organizations", "members", "update", organization, w.name("nobody"), "--role", "org_admin").refuses(3)
    w.ok("organizations", "members", "remove", organization, user)
    w.run("organizations", "members", "remove", organization, user).refuses(3, "member")
    w.ok("http", "request", "POST", "/team/delete", "-j", '{"team_ids": ["' + team + '"]}')
    w.run("organizations", "delete", organization, w.name("none")).refuses(3, "no organization")

    # The alias identifies it as long as no other organization has the same one.
    alias, twin = w.name("Alias"), w.name("twin")
    w.ok("organizations", "update", organization, "--organization-alias", alias)
    assert w.ok("organizations", "info", alias).json()["organization_id"] == organization
    w.ok("organizations", "info", alias, "--format", "table").shows("litellm_budget_table\n", "  max_budget ", "$6.00")
    w.ok("organizations", "members", "add", alias, f"{user}@example.com")
    team = w.name("of-alias")
    w.later("POST", "/team/delete", {"team_ids": [team]})
    w.ok("teams", "create", "--team-id", team, "--models", "mock-gpt", "--organization-id", alias)
    w.ok("teams", "list", "--organization-id", alias).shows(team)
    w.ok("teams", "delete", team)
    w.later("DELETE", "/organization/delete", {"organization_ids": [twin]})
    budget = w.ok("organizations", "create", alias, "--organization-id", twin).json()["budget_id"]
    w.later("POST", "/budget/delete", {"id": budget})
    w.run("organizations", "delete", alias).refuses(2, organization, twin)
    w.ok("organizations", "delete", twin)
    for words in (("create", "x", "--budget-id"), ("update", organization, "--param")):
        budget = w.name("no-budget") if words[0] == "create" else "budget_id=" + w.name("no-budget")
        w.run("organizations", *words, budget).refuses(3, "no budget")

    w.ok("organizations", "delete", alias)
    w.run("organizations", "info", organization).refuses(3, "no organization")
    w.run("organizations", "update", organization, "--max-budget", "1").refuses(3, "no organization")
