"""Users."""

from .harness import at_once, messages, story


@story
def users_lifecycle(w):
    team = w.make_team("team1")
    email, alias = f"{w.name('alice')}@example.com", "Alice"
    made = w.ok("users", "create", "--email", email, "--role", "internal_user", "--alias", alias, "--team", team,
                "--max-budget", "100.0")
    user, key = made.json()["user_id"], made.json()["key"]
    w.later("POST", "/user/delete", {"user_ids": [user]})
    made.check(made.json()["user_email"] == email and made.json()["max_budget"] == 100, "the user should be printed")
    got = w.ok("users", "get", "--id", user)
    info = got.json()["user_info"]
    got.check(info["user_alias"] == alias and info["user_role"] == "internal_user", "alias and role should be kept")
    got.check(info["max_budget"] == 100 and team in info["teams"], "budget and team should be kept")
    own = w.ok("users", "get", key=key)
    own.check(own.json()["user_id"] == user, "without --id it should be the user of the key")
    w.ok("users", "list").shows("User ID", "Email", "Role", "Teams", user, email, "internal_user", team)
    w.ok("chat", "completions", "mock-gpt", *messages("user:hi"), key=key).shows("hello from mock")

    w.run("users", "create", "--email", email).refuses(8, "already exists")
    w.run("users", "create", "--email", "other-" + email, "--param", f"user_id={user}").refuses(8, "already exists")
    create = ("users", "create", "--email", w.name("x@example.com"))
    w.run(*create, "--role", "no-such-role").exits(2).says("proxy_admin")
    w.run(*create, "--param", "user_role=no-such-role").refuses(1, "proxy_admin")
    w.run(*create, "--team", w.name("no-team")).refuses(3, "no team")
    for address in ("", "bob"):
        w.run("users", "create", "--email", address).exits(2).says("mail address")
    w.ok("users", "list", "--team", f"Team {team}").shows(user)
    w.run("users", "list", "--team", w.name("no-team")).refuses(3, "no team")
    assert w.ok("users", "get", "--id", email.upper()).json()["user_id"] == user
    table = w.ok("users", "get", "--id", email, "--format", "table").shows("user_alias", alias, f"Team {team} ({team})")
    table.check(max(map(len, table.out.splitlines())) < 160, "every line should fit in 160 columns")

    second, no_key = w.make_user("bob", "--no-key")
    assert not no_key, "--no-key should create no key"
    assert w.ok("users", "delete", user, second).out == "2\n", "it should print how many were deleted"
    w.run("users", "get", "--id", user).refuses(3, "not found")
    w.run("users", "delete", user).refuses(3, user)
    # The keys of the user are deleted too, although 1.80.11 accepts them from its cache for another minute.
    assert not [key for key in w.server.keys() if key["user_id"] == user]
    if not w.server.is_old:
        w.run("models", "list", key=key).refuses(4)
    w.run("users", "delete").exits(2)


@story
def users_are_found_by_email(w):
    user, _ = w.make_user("addressed", "--no-key")
    address, nobody = f"{user}@example.com", w.name("nobody@example.com")
    w.ok("users", "update", address.upper(), "--max-budget", "3")
    assert w.ok("users", "get", "--id", user).json()["user_info"]["max_budget"] == 3
    invitation = w.ok("users", "invite", address).out.strip().partition("?invitation_id=")[2]
    assert w.server.ask("GET", f"/invitation/info?invitation_id={invitation}")["user_id"] == user
    # An id that looks like an address is an id; an address that two users share is ambiguous.
    odd, twin = w.name("odd@example.com"), w.name("twin")
    w.later("POST", "/user/delete", {"user_ids": [odd, twin]})
    for user_id, of_address in ((odd, w.name("other@example.com")), (twin, w.name("twin@example.com"))):
        w.ok("users", "create", "--email", of_address, "--param", f"user_id={user_id}", "--no-key")
    assert w.ok("users", "get", "--id", odd).json()["user_id"] == odd
    w.ok("users", "update", odd, "--email", w.name("Twin@example.com"))
    w.run("users", "update", w.name("TWIN@example.com"), "--alias", "x").refuses(2, odd, twin)
    for words in (("get", "--id"), ("update", "--alias", "x"), ("invite",), ("delete",)):
        w.run("users", *words, nobody).refuses(3, "no user")
    assert not [one for one in w.server.users() if one["user_email"] == nobody], "no user should be created"
    w.ok("users", "delete", address, odd, twin)


@story
def users_list_returns_all_65_users(w):
    prefix = w.name("crowd")
    users = [f"{prefix}-{number}" for number in range(65)]
    w.later("POST", "/user/delete", {"user_ids": users})
    at_once(lambda user: w.server.ask("POST", "/user/new", {
        "user_id": user, "user_email": f"{user}@example.com", "auto_create_key": False}), users)
    table = w.ok("users", "list")
    table.check(all(user + " " in table.out for user in users), "all 65 users should be listed")
    listed = w.ok("users", "list", "--email", prefix, "--format", "json")
    ids = [user["user_id"] for user in listed.json()["users"]]
    listed.check(sorted(ids) == sorted(users), "exactly the 65 users should be listed, each once")
    page = w.ok("users", "list", "--email", prefix, "--page", "3", "--page-size", "30", "--format", "json").json()
    assert len(page["users"]) == 5, page
    assert w.ok("users", "delete", *users).out == "65\n"
    assert not set(users) & {user["user_id"] for user in w.server.users()}


@story
def ids_and_aliases_with_blanks_are_found(w):
    user, alias = w.name("jane doe+x"), f" {w.name('blank')} "
    w.later("POST", "/user/delete", {"user_ids": [user]})
    w.ok("users", "create", "--email", f"{w.name('blank')}@example.com", "--param", f"user_id={user}", "--no-key")
    assert w.ok("users", "get", "--id", user).json()["user_info"]["user_id"] == user
    w.ok("users", "update", user, "--max-budget", "3")
    w.run("users", "get", "--id", w.name("nobody at all")).exits(3)
    w.ok("users", "delete", user)
    made = w.ok("keys", "generate", "--key-alias", alias).json()
    w.later("POST", "/key/delete", {"keys": [made["token_id"]]})
    named = made["key_alias"]  # a server may trim it
    assert w.ok("keys", "info", named).json()["info"]["key_alias"] == named
    w.ok("keys", "delete", named)
    w.run("models", "update", "a/b", "-p", "rpm=1").exits(2).says("slash")
