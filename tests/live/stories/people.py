"""Keys that change hands, people who leave, what was changed, and what is there already."""

from .harness import hash_of, story


@story
def keys_move(w):
    old, new, alias = w.make_team("leaving"), w.make_team("joining", models=["mock-gpt"]), w.name("moving")
    key = w.key_for(alias, "--team-id", old, "--models", "mock-gpt")
    moved = w.ok("keys", "move", hash_of(key)[:8], "--team", f"Team {new}", "--format", "json")
    assert [row["outcome"] for row in moved.json()] == ["moved"], moved.out
    assert w.ok("keys", "info", alias).json()["info"]["team_id"] == new
    listed = w.ok("keys", "list", "--team", f"Team {new}", "--format", "json").json()["keys"]
    assert [row["token"] for row in listed] == [hash_of(key)], listed
    # A model that the team may not call.
    wide = w.name("wide")
    w.key_for(wide, "--models", "gpt-4o")
    w.run("keys", "move", wide, "--team", new).exits(1).says("gpt-4o")
    w.run("keys", "move", alias, "--team", w.name("nowhere")).refuses(3)


@story
def users_offboard(w):
    team = w.make_team("former")
    user, key = w.make_user("leaver", "--team", team)
    address = f"{user}@example.com"
    w.ok("budgets", "why", "--user", address).shows(address)
    shown = w.ok("users", "offboard", address, "--dry-run")
    shown.shows(hash_of(key), "/team/member_delete", "/user/delete", user)
    w.ok("keys", "info", key)
    w.ok("users", "offboard", address, "--yes")
    # Newer servers still show deleted keys.
    listed = w.ok("keys", "list", "--key-hash", hash_of(key), "--format", "json").json()["keys"]
    assert listed == [], listed
    w.run("users", "get", address).refuses(3)
    members = w.ok("teams", "members", "list", team, "--format", "json").json()
    assert user not in [member["user_id"] for member in members], members
    w.run("users", "offboard", address, "--yes").refuses(3)


@story
def if_not_exists_creates_once(w):
    alias = w.name("once")
    made = w.ok("keys", "generate", alias, "--if-not-exists").json()
    w.later("POST", "/key/delete", {"keys": [made["token_id"]]})
    again = w.ok("keys", "generate", alias, "--if-not-exists").hides(made["key"]).says("exists already")
    assert again.json()["key"] == made["token_id"], again.out
    w.run("keys", "generate", alias).exits(8)
    address = f"{w.name('once')}@example.com"
    user = w.ok("users", "create", address, "--no-key", "--if-not-exists").json()["user_id"]
    w.later("POST", "/user/delete", {"user_ids": [user]})
    same = w.ok("users", "create", address, "--no-key", "--if-not-exists").says("exists already")
    assert same.json()["user_id"] == user, same.out


@story
def changes_name_what_was_created(w):
    alias = w.name("changed")
    w.key_for(alias)
    rows = w.ok("changes", "--since", "1h", "--kind", "key", "--format", "json").json()
    assert [row["what"] for row in rows if row["name"] == alias] == ["created"], rows
    w.ok("changes", "--since", "1h", "--kind", "team", "--format", "json").hides(alias)
    w.run("changes", "--by", w.name("nobody")).exits(3)
