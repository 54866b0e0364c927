"""Virtual keys: creating, listing and deleting them, and their limits."""

import json
import os
import stat
import subprocess
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
    # 1.80.11 rounds a duration like a budget's interval: 7d expires next Monday, 24h at midnight.
    left = parse_time(info["expires"]) - datetime.now(timezone.utc)
    at_least = timedelta(0) if w.server.is_old else timedelta(days=6.9)
    shown.check(at_least < left <= timedelta(days=7), f"the key should expire in 7 days, not in {left}")
    shown.check(shown.json()["key"] in (hash_of(key), key), "the response should hold the hash of the key")

    chat = ("chat", "completions")
    w.ok("--api-key", key, *chat, "mock-gpt", *messages("user:hi")).shows("hello from mock")
    if w.server.is_old:  # it looks up the alias itself in the models of the team
        w.run(*chat, "short", *messages("user:hi"), key=key).refuses(4, "Tried to access short")
    else:
        w.ok(*chat, "short", *messages("user:hi"), key=key).shows("hello from mock")
    by_alias = w.ok("keys", "info", "--key-alias", alias).json()["info"]
    by_hash = w.ok("keys", "info", "--key", hash_of(key)).json()["info"]
    assert by_alias["key_alias"] == by_hash["key_alias"] == alias

    # Every documented filter finds it.
    for option, value in (("--user-id", user), ("--team-id", team), ("--key-alias", alias), ("--key-hash", hash_of(key))):
        listed = w.ok("keys", "list", option, value, "--format", "json")
        listed.check([one["token"] for one in listed.json()["keys"]] == [hash_of(key)], "exactly that key should be listed")
    w.ok("keys", "list", "--team-id", team).shows(hash_of(key), alias, user, team).says("Showing 1 key out of 1")
    w.ok("keys", "list", "--user-id", user, "--return-full-object", "--include-team-keys").shows(hash_of(key))
    # Newer servers do not say without a license whether an organization exists.
    nothing = w.run("keys", "list", "--organization-id", w.name("no-org"), "--format", "json").hides(hash_of(key))
    nothing.exits(3 if w.server.is_old else 4)


@story
def keys_generate_as_documented(w):
    team, alias = w.make_team("team123"), w.name("my-key")
    made = w.ok("keys", "generate", "--models", "gpt-4,gpt-3.5-turbo", "--spend", "100", "--duration", "24h",
                "--key-alias", alias, "--team-id", team)
    key = made.json()["key"]
    w.later("POST", "/key/delete", {"keys": [hash_of(key)]})
    made.check(key.startswith("sk-") and made.json()["spend"] == 100, "the response should hold the key")
    w.ok("keys", "info", "--key", key).shows(alias)
    w.run("keys", "generate", "--key-alias", alias).refuses(8, f"Key with alias '{alias}' already exists")
    w.run("keys", "generate", "--aliases", "{bad").refuses(2, "--aliases")
    w.run("keys", "generate", "--spend", "a lot").exits(2)


@story
def keys_that_cannot_be_printed_are_named(w):
    alias = w.name("unseen")
    w.later("POST", "/key/delete", {"key_aliases": [alias]})
    with open("/dev/full", "w") as full:
        done = subprocess.run([w.binary, "keys", "generate", "--key-alias", alias], env=w.environment(), stdout=full,
                              stderr=subprocess.PIPE, encoding="utf-8", timeout=90)
    assert done.returncode == 1 and f"`litellm-proxy keys delete {alias}`" in done.stderr, done
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([w.binary, "keys", "generate", "--key-alias", w.name("unsent")], env=w.environment(),
                          stdout=writer, stderr=subprocess.PIPE, encoding="utf-8", timeout=90)
    os.close(writer)
    assert done.returncode == 1 and "stdout is closed" in done.stderr, done
    w.run("keys", "info", w.name("unsent")).exits(3)
    w.ok("keys", "delete", alias)


@story
def keys_generate_saves_the_secret_before_it_creates_the_key(w):
    key_file = w.home / "new.key"
    made = w.ok("keys", "generate", "--key-alias", w.name("saved"), "--output-file", str(key_file)).json()
    w.later("POST", "/key/delete", {"keys": [made["token_id"]]})
    secret = key_file.read_text().strip()
    assert hash_of(secret) == made["token_id"] and len(secret) == 25, made
    w.ok("models", "list", key=secret)


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
            # Newer servers keep deleted keys with a status.
            info = w.ok("keys", "info", "--key", key).json()["info"]
            assert info["status"] == "deleted" and info["deleted_at"], info
        w.run("models", "list", key=key).refuses(4)
    assert not {hash_of(key) for key in (one, two, three, four)} & {key["token"] for key in w.server.keys()}
    w.run("keys", "delete", "--keys", "sk-" + w.name("no")).refuses(3, "no key has the hash")
    w.run("keys", "delete", "--key-aliases", w.name("no")).refuses(3, "no key has the alias")
    w.run("keys", "delete", w.name("three"), hash_of(four)).refuses(3, w.name("three"), hash_of(four))
    w.run("keys", "info", "--key", "sk-" + w.name("no")).refuses(3, "not found")
    w.run("keys", "delete").exits(2)


@story
def keys_delete_reports_keys_that_do_not_exist(w):
    unknown = "sk-" + w.name("unknown")
    ways = (("--key-aliases", "{0},{1}", "--keys", unknown), ("--keys", "{0},{1}," + unknown), ("{0}", "{1}", unknown))
    for number, words in enumerate(ways):
        alias, typo = w.name(f"leaked-{number}"), w.name("typo")
        key = w.key_for(alias)
        done = w.run("keys", "delete", *(word.format(alias, typo) for word in words), "--yes").exits(7)
        done.hides(unknown).says(f"not found: {typo}", f"not found: {hash_of(unknown)}", "2 of 3 keys were not deleted")
        done.check(done.json()["deleted_keys"] == [alias], "the key that exists should be deleted")
        done.check(set(done.json()["not_found"]) == {typo, hash_of(unknown)}, "the others should be listed")
        w.run("models", "list", key=key).refuses(4)
        # Newer servers still return the information of the deleted key.
        w.run("keys", "delete", key).refuses(3, hash_of(key))


@story
def members_delete_the_keys_of_their_user_only(w):
    user, key = w.make_user("member")
    own = w.ok("keys", "generate", "--key-alias", w.name("own"), "--user-id", user, key=key).json()["token_id"]
    w.later("POST", "/key/delete", {"keys": [own]})
    other = w.key_for(w.name("other"))
    refused = w.run("keys", "delete", own, hash_of(other), key=key).exits(7 if w.server.is_old else 4)
    if w.server.is_old:  # it refuses after it has deleted the own one
        refused.check(refused.json()["deleted_keys"] == [own], "the own key is gone")
        own = w.ok("keys", "generate", "--key-alias", w.name("own"), "--user-id", user, key=key).json()["token_id"]
        w.later("POST", "/key/delete", {"keys": [own]})
    w.run("keys", "delete", w.name("other"), key=key).exits(3)
    w.run("keys", "delete", own, "sk-" + w.name("no"), key=key).exits(7).says("not found")
    assert own not in {one["token"] for one in w.server.keys()}
    assert hash_of(other) in {one["token"] for one in w.server.keys()}


@story
def keys_are_found_by_secret_hash_or_alias(w):
    secret, hashed, alias = w.name("by-secret"), w.name("by-hash"), w.name("by-alias")
    one, two, three = w.key_for(secret), w.key_for(hashed), w.key_for(alias, "--models", "mock-gpt")
    for name in (three, hash_of(three), alias):
        w.ok("keys", "info", name).hides(three).shows(alias)
    w.ok("keys", "info", alias, "--format", "table").shows("models  ", "mock-gpt").hides("\ninfo ")
    # A dry run shows the resolved hash, not the alias.
    for verb in ("regenerate", "reset-spend"):
        w.ok("keys", verb, alias, "--dry-run").shows(f"/key/{hash_of(three)}/")
    w.ok("keys", "rotate", alias, "--curl").shows(f"/key/info?key={hash_of(three)}")
    for words in (("update", alias, "--rpm-limit", "1"), ("block", alias)):
        w.ok("keys", *words, "--dry-run").shows(f'"key": "{hash_of(three)}"')
    w.run("keys", "update", w.name("nobody"), "--rpm-limit", "1", "--dry-run").refuses(3, "no key")
    w.ok("keys", "delete", one, hash_of(two), "--keys", alias)
    left = {key["token"] for key in w.server.keys()}
    assert not {hash_of(key) for key in (one, two, three)} & left, left


@story
def keys_list_filters_by_status(w):
    user, _ = w.make_user("states", "--no-key")
    live = w.key_for(w.name("live"), "--user-id", user, "--models", "mock-gpt", "--max-budget", "5")
    shut = w.key_for(w.name("shut"), "--user-id", user, "--blocked")
    over = w.key_for(w.name("over"), "--user-id", user, "--duration", "1s")
    end = parse_time(w.ok("keys", "info", over).json()["info"]["expires"]) + timedelta(seconds=1)
    w.eventually("the key has expired", lambda: datetime.now(timezone.utc) > end)
    for status, key in (("active", live), ("expired", over), ("revoked", shut)):
        listed = w.ok("keys", "list", "--user-id", user, "--status", status, "--format", "json")
        found = [one["token"] for one in listed.json()["keys"]]
        listed.check(found == [hash_of(key)] and listed.json()["total_count"] == 1, f"exactly one key should be {status}")
        shown = {"revoked": "blocked"}.get(status, status)
        w.ok("keys", "list", "--user-id", user, "--status", status).shows(hash_of(key), shown).says("Showing 1 key out of 1")
    w.ok("keys", "list", "--user-id", user, "--columns", "key_alias,status,max_budget,models", "--format", "csv").shows(
        f"{w.name('live')},active,5,mock-gpt\n", f"{w.name('shut')},revoked,,\n", f"{w.name('over')},expired,,\n")
    page = ("keys", "list", "--user-id", user, "--status", "active", "--size", "3")
    if w.server.is_old:
        w.run(*page).refuses(1, "--status")
        w.run("keys", "list", "--user-id", user, "--status", "deleted").refuses(1, "deleted")
    else:
        w.ok(*page).says("Showing 1 key out of 1")
        w.ok("keys", "delete", live)
        w.ok("keys", "list", "--user-id", user, "--status", "deleted").shows(hash_of(live), "deleted").hides(hash_of(shut))
    for words, known in ((("--status", "bogus"), "revoked"), (("--sort-by", "bogus"), "created_at"),
                         (("--sort-order", "bogus"), "asc"), (("--columns", "bogus"), "key_alias")):
        w.run("keys", "list", *words).refuses(2, known)


@story
def keys_of_owners_that_do_not_exist(w):
    """On 1.80.11 a key that only its team limits has no limits if there is no such team."""
    alias, team = w.name("ownerless"), w.name("no-team")
    w.later("POST", "/key/delete", {"key_aliases": [alias]})
    generate = ("keys", "generate", "--key-alias", alias)
    for options in (("--team-id", team), ("--param", f"team_id={team}"), ("--budget-id", w.name("no-budget")),
                    ("--user-id", w.name("nobody") + "@example.com")):
        unknown = w.run(*generate, *options).refuses(3, "the server has no", options[1].split("=")[-1], "nothing was changed")
        unknown.says("--force")
        w.run("keys", "info", alias).exits(3)
    w.ok(*generate, "--team-id", team, "--force").says(f"the server has no team `{team}`")
    w.ok("keys", "delete", alias)
    w.ok(*generate, "--team-id", team, "--no-check").hides("warning")
    w.ok("keys", "delete", alias)
    w.run("teams", "create", "--team-alias", w.name("of-nobody"), "--organization-id", w.name("no-org")).refuses(3, "no organization")
    w.run("users", "create", "--email", w.name("x@example.com"), "--team", team).refuses(3, "no team")
    # By alias and by address.
    team, (user, _) = w.make_team("owner"), w.make_user("owner", "--no-key")
    made = w.ok(*generate, "--team-id", f"Team {team}").json()
    assert made["team_id"] == team, made
    w.ok("keys", "delete", alias)
    address = w.ok("users", "get", "--id", user).json()["user_info"]["user_email"]
    made = w.ok(*generate, "--user-id", address).json()
    assert made["user_id"] == user, made


@story
def keys_with_unknown_user_or_models_get_warnings(w):
    alias, user = w.name("dangling"), w.name("no-user")
    made = w.ok("keys", "generate", "--key-alias", alias, "--models", "mock-gpt,beta-models,no-model", "--user-id", user)
    w.later("POST", "/key/delete", {"keys": [made.json()["token_id"]]})
    made.says(f"no user `{user}`", "no model or access group `no-model`").hides("`mock-gpt`", "`beta-models`")
    assert len(made.err.strip().splitlines()) == 1, made.err
    plain = w.name("plain")
    w.key_for(plain, "--models", "mock-gpt")
    w.ok("keys", "update", plain, "--add-model", "no-model").says("no model or access group `no-model`")
    w.run("keys", "update", plain, "--user-id", user).refuses(3, f"`{user}`")
    w.ok("keys", "update", plain, "--user-id", user, "--no-check").hides("warning")
    # A caller who is not an admin cannot look these up, and creates the key without warnings.
    me, own = w.make_user("insider")
    made = w.ok("keys", "generate", "--user-id", me, "--models", "mock-gpt", key=own)
    w.later("POST", "/key/delete", {"keys": [made.json()["token_id"]]})
    made.check(made.err == "", "stderr should be empty")


@story
def invalid_durations_and_fields_are_usage_errors(w):
    for words in (("keys", "generate", "--duration"), ("teams", "create", "--budget-duration"),
                  ("users", "update", "u", "--budget-duration"), ("budgets", "create", "b", "--budget-duration"),
                  ("customers", "create", "c", "--budget-duration")):
        for value in ("xyz", "30"):
            w.run(*words, value).refuses(2, "such as 30d")
        w.run(*words, "0d").refuses(2, "must be greater than zero")
    made = w.ok("keys", "generate", "--key-alias", w.name("minutes"), "--duration", "30min")
    w.later("POST", "/key/delete", {"keys": [made.json()["token_id"]]})
    w.run("keys", "update", w.name("minutes"), "--unset", "max_budgte").refuses(2, "a similar value exists: 'max_budget'")
    w.run("teams", "update", "t", "--unset", "modls").refuses(2, "'models'")
    w.run("users", "update", "u", "--unset", "models").refuses(2, "max_budget")
    w.run("keys", "generate", "--key-alias", "").exits(2)


@story
def keys_update_unsets_every_kind_of_field(w):
    alias = w.name("full")
    key = w.key_for(alias, "--models", "mock-gpt", "--rpm-limit", "5", "--metadata", '{"a": 1}', "--param",
                    'model_rpm_limit={"mock-gpt": 1}', "--param", 'enforced_params=["user"]', "--param",
                    'allowed_cache_controls=["no-cache"]', "--aliases", '{"a": "mock-gpt"}')
    for field in ("models", "rpm-limit", "model_rpm_limit", "enforced_params", "allowed_cache_controls", "aliases", "metadata"):
        w.ok("keys", "update", alias, "--unset", field)
        info = w.ok("keys", "info", key).json()["info"]
        name = field.replace("-", "_")
        value = info[name] if name in info else info["metadata"].get(name)
        assert not value, f"{name} should be empty, not {value}"


@story
def keys_generate_writes_the_key_to_a_file(w):
    alias, path = w.name("file"), w.home / "ci.key"
    made = w.ok("keys", "generate", "--key-alias", alias, "--models", "mock-gpt", "--output-file", "ci.key")
    w.later("POST", "/key/delete", {"keys": [made.json()["token_id"]]})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600, oct(path.stat().st_mode)
    key = path.read_text().strip()
    made.hides(key).says("ci.key")
    assert hash_of(key) == made.json()["token_id"], "the file should hold the key and nothing else"
    w.ok("--api-key", "@ci.key", "chat", "completions", "mock-gpt", *messages("user:hi")).shows("hello from mock")
    # An existing file is not overwritten, and no key is created.
    w.run("keys", "generate", "--key-alias", alias + "2", "--output-file", "ci.key").refuses(2, "ci.key")
    assert path.read_text().strip() == key
    assert alias + "2" not in [one["key_alias"] for one in w.server.keys()]
    w.ok("keys", "delete", "--keys", "@ci.key")
    w.run("keys", "info", "--key-alias", alias).refuses(3, alias)


@story
def keys_list_returns_all_250_keys(w):
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
        """Other runs create and delete keys, which shifts pages; a list that is short for that reason must warn."""
        listed = w.ok("keys", "list", "--format", "json")
        tokens = [key["token"] for key in listed.json()["keys"]]
        listed.check(len(tokens) == len(set(tokens)), "no key should be listed twice")
        if hashes <= set(tokens):
            return True
        listed.says("may be incomplete")
        return False

    w.eventually("the list of all keys holds the 250", every_key)
    table = w.ok("keys", "list", "--user-id", user).says("Showing 250 keys out of 250")
    table.check(all(token in table.out for token in hashes), "the table should hold every hash in full")
    assert len(w.ok("keys", "list", "--user-id", user, "--format", "ndjson").out.splitlines()) == 250
    page = w.ok("keys", "list", "--user-id", user, "--page", "3", "--size", "100", "--format", "json").json()
    assert len(page["keys"]) == 50 and page["current_page"] == 3, page
    assert len(w.ok("keys", "list", "--user-id", user, "--size", "7", "--format", "json").json()["keys"]) == 7
    w.file("hashes.txt", ",".join(sorted(hashes)))
    w.ok("keys", "delete", "--keys", "@hashes.txt")
    left = w.ok("keys", "list", "--user-id", user, "--format", "json")
    left.check(left.json()["keys"] == [], "no key should be left")


@story
def key_may_call_only_its_models(w):
    key = w.key_for(w.name("mock-only"), "--models", "mock-gpt")
    w.ok("chat", "completions", "mock-gpt", *messages("user:hi"), key=key).shows("hello from mock")
    # The status differs between versions; the exit code does not.
    refused = w.run("--api-key", key, "chat", "completions", "priced-gpt", *messages("user:hi"))
    refused.refuses(4, "priced-gpt", "HTTP 401" if w.server.is_old else "HTTP 403")
    models = w.ok("models", "list", "--format", "json", key=key)
    models.check([model["id"] for model in models.json()] == ["mock-gpt"], "the key should see only its model")
    w.run("keys", "generate", key=key).refuses(4)
    group = w.key_for(w.name("group"), "--models", "beta-models")
    w.ok("chat", "completions", "beta-gpt", *messages("user:hi"), key=group).shows("hello from beta")
    w.run("chat", "completions", "mock-gpt", *messages("user:hi"), key=group).refuses(4)


@story
def key_over_its_budget_is_refused(w):
    key = w.key_for(w.name("poor"), "--models", "priced-gpt", "--max-budget", "0.001")
    chat = ("chat", "completions", "priced-gpt", *messages("user:hi"))
    w.ok(*chat, key=key).shows("hello from the priced mock")
    status = "HTTP 400" if w.server.is_old else "HTTP 422"
    w.until_refused(*chat, key=key).refuses(1, "Budget has been exceeded", "0.001", status, "hint: ")
    w.eventually("the spend shows on the key",
                 lambda: w.ok("keys", "info", "--key", key).json()["info"]["spend"] > 0.001)


@story
def blocked_key_is_refused(w):
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
def expired_key_is_refused(w):
    key = w.key_for(w.name("short-lived"), "--duration", "2s")
    w.until_refused("chat", "completions", "mock-gpt", *messages("user:hi"), key=key).refuses(4, "xpired")


@story
def key_over_its_rate_limit_is_refused(w):
    key = w.key_for(w.name("slow"), "--rpm-limit", "1")
    chat = ("chat", "completions", "mock-gpt", *messages("user:hi"))
    w.ok(*chat, key=key)
    w.until_refused(*chat, key=key).refuses(1, "HTTP 429")
