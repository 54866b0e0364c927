"""Keys, and what a key may do."""

import json
import stat
from datetime import datetime, timedelta, timezone

from .harness import at_once, hash_of, messages, parse_time, story


@story
def keys_generate_with_all_options(w):
    team = w.make_team("team", models=["mock-gpt", "priced-gpt"])
    user, _ = w.make_user("user", "--no-key")
    budget = w.name("budget")
    w.later("POST", "/budget/delete", {"id": budget})
    w.ok("http", "request", "POST", "/budget/new", "-j", json.dumps({"budget_id": budget, "max_budget": 50}))
    alias = w.name("all")
    key = w.key_for(
        alias, "--models", "mock-gpt,priced-gpt", "--aliases", '{"short": "mock-gpt"}', "--spend", "1.5",
        "--max-budget", "100", "--budget-duration", "30d", "--duration", "7d", "--team-id", team, "--user-id", user,
        "--budget-id", budget, "--config", '{"note": 1}', "--metadata", '{"owner": {"name": "Ada"}}',
        "--tpm-limit", "5000", "--rpm-limit", "50", "--max-parallel-requests", "5",
        "--param", 'allowed_cache_controls=["no-cache"]')
    shown = w.ok("keys", "info", "--key", key).hides(key)
    info = shown.json()["info"]
    wanted = {
        "key_alias": alias, "models": ["mock-gpt", "priced-gpt"], "aliases": {"short": "mock-gpt"}, "spend": 1.5,
        "max_budget": 100, "budget_duration": "30d", "team_id": team, "user_id": user, "budget_id": budget,
        "config": {"note": 1}, "metadata": {"owner": {"name": "Ada"}}, "tpm_limit": 5000, "rpm_limit": 50,
        "max_parallel_requests": 5, "allowed_cache_controls": ["no-cache"],
    }
    for field, value in wanted.items():
        shown.check(info[field] == value, f"{field} should be {value!r}")
    # 1.80.11 reads a duration as it reads a budget's: 7d ends next Monday, 24h at midnight.
    left = parse_time(info["expires"]) - datetime.now(timezone.utc)
    at_least = timedelta(0) if w.server.is_old else timedelta(days=6.9)
    shown.check(at_least < left <= timedelta(days=7), f"it should expire in 7 days, not {left}")
    shown.check(shown.json()["key"] in (hash_of(key), key), "it should be the key's hash")

    chat = ("chat", "completions")
    w.ok("--api-key", key, *chat, "mock-gpt", *messages("user:hi")).shows("hello from mock")
    if w.server.is_old:  # it looks for the alias itself among the team's models
        w.run(*chat, "short", *messages("user:hi"), key=key).refuses(4, "Tried to access short")
    else:
        w.ok(*chat, "short", *messages("user:hi"), key=key).shows("hello from mock")
    by_alias = w.ok("keys", "info", "--key-alias", alias).json()["info"]
    by_hash = w.ok("keys", "info", "--key", hash_of(key)).json()["info"]
    assert by_alias["key_alias"] == by_hash["key_alias"] == alias

    # Every documented filter finds it.
    for option, value in (("--user-id", user), ("--team-id", team), ("--key-alias", alias), ("--key-hash", hash_of(key))):
        listed = w.ok("keys", "list", option, value, "--format", "json")
        listed.check([one["token"] for one in listed.json()["keys"]] == [hash_of(key)], "it should be the one key")
    w.ok("keys", "list", "--team-id", team).shows(hash_of(key), alias, user, team).says("Showing 1 keys out of 1")
    w.ok("keys", "list", "--user-id", user, "--return-full-object", "--include-team-keys").shows(hash_of(key))
    nothing = w.ok("keys", "list", "--organization-id", w.name("no-org"), "--format", "json")
    nothing.check(nothing.json()["keys"] == [], "no key is of that organization")


@story
def keys_generate_as_documented(w):
    team, alias = w.make_team("team123"), w.name("my-key")
    made = w.ok("keys", "generate", "--models", "gpt-4,gpt-3.5-turbo", "--spend", "100", "--duration", "24h",
                "--key-alias", alias, "--team-id", team)
    key = made.json()["key"]
    w.later("POST", "/key/delete", {"keys": [hash_of(key)]})
    made.check(key.startswith("sk-") and made.json()["spend"] == 100, "the answer should hold the key")
    w.ok("keys", "info", "--key", key).shows(alias)
    w.run("keys", "generate", "--key-alias", alias).refuses(8, f"Key with alias '{alias}' already exists")
    w.run("keys", "generate", "--aliases", "{bad").refuses(2, "--aliases")
    w.run("keys", "generate", "--spend", "a lot").exits(2)


@story
def keys_delete_by_key_and_alias_in_one_command(w):
    one, two = w.key_for(w.name("one")), w.key_for(w.name("two"))
    three, four = w.key_for(w.name("three")), w.key_for(w.name("four"))
    w.ok("keys", "delete", "--keys", f"{one},{two}", "--key-aliases", f"{w.name('three')},{w.name('four')}")
    for key, alias in ((one, "one"), (two, "two"), (three, "three"), (four, "four")):
        w.run("keys", "info", "--key-alias", w.name(alias)).refuses(3, w.name(alias))
        if w.server.is_old:
            w.run("keys", "info", "--key", key).refuses(3, "not found")
        else:
            # Later servers remember what they deleted, and say so.
            info = w.ok("keys", "info", "--key", key).json()["info"]
            assert info["status"] == "deleted" and info["deleted_at"], info
        w.run("models", "list", key=key).refuses(4)
    assert not {hash_of(key) for key in (one, two, three, four)} & {key["token"] for key in w.server.keys()}
    w.run("keys", "delete", "--keys", "sk-" + w.name("no")).refuses(3, "No keys found")
    w.run("keys", "delete", "--key-aliases", w.name("no")).refuses(3, "No keys found")
    w.run("keys", "info", "--key", "sk-" + w.name("no")).refuses(3, "not found")
    w.run("keys", "delete").exits(2)


@story
def keys_output_file(w):
    alias, path = w.name("file"), w.home / "ci.key"
    made = w.ok("keys", "generate", "--key-alias", alias, "--models", "mock-gpt", "--output-file", "ci.key")
    w.later("POST", "/key/delete", {"keys": [made.json()["token_id"]]})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600, oct(path.stat().st_mode)
    key = path.read_text().strip()
    made.hides(key).says("ci.key")
    assert hash_of(key) == made.json()["token_id"], "the file should hold the key and nothing else"
    w.ok("--api-key", "@ci.key", "chat", "completions", "mock-gpt", *messages("user:hi")).shows("hello from mock")
    # A file that is there is not overwritten, and no key is made for it.
    w.run("keys", "generate", "--key-alias", alias + "2", "--output-file", "ci.key").refuses(2, "ci.key")
    assert path.read_text().strip() == key
    assert alias + "2" not in [one["key_alias"] for one in w.server.keys()]
    w.ok("keys", "delete", "--keys", "@ci.key")
    w.run("keys", "info", "--key-alias", alias).refuses(3, alias)


@story
def keys_of_250_are_listed_whole(w):
    user, _ = w.make_user("many", "--no-key")
    hashes = set(at_once(
        lambda number: w.server.ask("POST", "/key/generate",
                                    {"key_alias": f"{user}-{number}", "user_id": user})["token_id"], range(250)))
    w.later("POST", "/key/delete", {"keys": sorted(hashes)})
    assert len(hashes) == 250
    listed = w.ok("keys", "list", "--user-id", user, "--format", "json")
    tokens = [key["token"] for key in listed.json()["keys"]]
    listed.check(len(tokens) == 250 and set(tokens) == hashes, "all 250 keys should be listed, each once")
    listed.check(listed.json()["total_count"] == 250, "the total should be 250")

    def every_key():
        """While others make and delete keys, pages shift; a list that lost something by it has to say so."""
        listed = w.ok("keys", "list", "--format", "json")
        tokens = [key["token"] for key in listed.json()["keys"]]
        listed.check(len(tokens) == len(set(tokens)), "no key should be listed twice")
        if hashes <= set(tokens):
            return True
        listed.says("may be incomplete")
        return False

    w.eventually("the list of all keys holds the 250", every_key)
    table = w.ok("keys", "list", "--user-id", user).says("Showing 250 keys out of 250")
    table.check(all(token in table.out for token in hashes), "every hash should be in the table, uncut")
    assert len(w.ok("keys", "list", "--user-id", user, "--format", "ndjson").out.splitlines()) == 250
    page = w.ok("keys", "list", "--user-id", user, "--page", "3", "--size", "100", "--format", "json").json()
    assert len(page["keys"]) == 50 and page["current_page"] == 3, page
    assert len(w.ok("keys", "list", "--user-id", user, "--size", "7", "--format", "json").json()["keys"]) == 7
    w.file("hashes.txt", ",".join(sorted(hashes)))
    w.ok("keys", "delete", "--keys", "@hashes.txt")
    left = w.ok("keys", "list", "--user-id", user, "--format", "json")
    left.check(left.json()["keys"] == [], "none should be left")


@story
def key_may_call_its_models_only(w):
    key = w.key_for(w.name("mock-only"), "--models", "mock-gpt")
    w.ok("chat", "completions", "mock-gpt", *messages("user:hi"), key=key).shows("hello from mock")
    # Servers disagree on the status; not allowed is 4 all the same.
    refused = w.run("--api-key", key, "chat", "completions", "priced-gpt", *messages("user:hi"))
    refused.refuses(4, "priced-gpt", "HTTP 401" if w.server.is_old else "HTTP 403")
    models = w.ok("models", "list", "--format", "json", key=key)
    models.check([model["id"] for model in models.json()] == ["mock-gpt"], "it should see its model alone")
    w.run("keys", "generate", key=key).refuses(4)
    group = w.key_for(w.name("group"), "--models", "beta-models")
    w.ok("chat", "completions", "beta-gpt", *messages("user:hi"), key=group).shows("hello from beta")
    w.run("chat", "completions", "mock-gpt", *messages("user:hi"), key=group).refuses(4)


@story
def key_over_its_budget(w):
    key = w.key_for(w.name("poor"), "--models", "priced-gpt", "--max-budget", "0.001")
    chat = ("chat", "completions", "priced-gpt", *messages("user:hi"))
    w.ok(*chat, key=key).shows("hello from the priced mock")
    status = "HTTP 400" if w.server.is_old else "HTTP 422"
    w.until_refused(*chat, key=key).refuses(1, "Budget has been exceeded", "0.001", status, "hint: ")
    w.eventually("the spend shows on the key",
                 lambda: w.ok("keys", "info", "--key", key).json()["info"]["spend"] > 0.001)


@story
def key_that_is_blocked(w):
    key = w.key_for(w.name("blocked-later"))
    chat = ("chat", "completions", "mock-gpt", *messages("user:hi"))
    w.ok(*chat, key=key)
    w.ok("http", "request", "POST", "/key/block", "-j", json.dumps({"key": key}))
    w.until_refused(*chat, key=key).refuses(4, "Key is blocked", "HTTP 401")
    w.ok("http", "request", "POST", "/key/unblock", "-j", json.dumps({"key": key}))
    w.until_ok(*chat, key=key)
    born_blocked = w.key_for(w.name("blocked"), "--blocked")
    w.run(*chat, key=born_blocked).refuses(4, "Key is blocked")


@story
def key_that_expires(w):
    key = w.key_for(w.name("short-lived"), "--duration", "2s")
    w.until_refused("chat", "completions", "mock-gpt", *messages("user:hi"), key=key).refuses(4, "xpired")


@story
def key_over_its_rate(w):
    key = w.key_for(w.name("slow"), "--rpm-limit", "1")
    chat = ("chat", "completions", "mock-gpt", *messages("user:hi"))
    w.ok(*chat, key=key)
    w.until_refused(*chat, key=key).refuses(1, "HTTP 429")
