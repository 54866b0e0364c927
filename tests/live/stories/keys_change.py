"""Existing keys: updating, blocking, resetting and auditing them."""

import json

from .harness import at_once, hash_of, messages, story

CHAT = ("chat", "completions")


def info(w, alias):
    return w.ok("keys", "info", "--key-alias", alias).json()["info"]


@story
def keys_update_by_alias_hash_and_secret(w):
    alias = w.name("change")
    key = w.key_for(alias, "--models", "mock-gpt", "--max-budget", "5", "--budget-duration", "30d", "--rpm-limit", "9")
    team = w.make_team("change-team", models=["mock-gpt", "priced-gpt", "gpt-4o"])
    changed = w.ok("keys", "update", alias, "--add-model", "priced-gpt", "--max-budget", "7.5", "--tpm-limit", "100",
                   "--max-parallel-requests", "2", "--metadata", '{"owner": "Ada"}', "--aliases", '{"a": "mock-gpt"}',
                   "--duration", "7d", "--param", 'allowed_cache_controls=["no-cache"]')
    changed.check(not changed.err, "stderr should be empty")
    now = info(w, alias)
    wanted = {"models": ["mock-gpt", "priced-gpt"], "max_budget": 7.5, "tpm_limit": 100, "rpm_limit": 9,
              "max_parallel_requests": 2, "metadata": {"owner": "Ada"}, "aliases": {"a": "mock-gpt"},
              "allowed_cache_controls": ["no-cache"], "budget_duration": "30d"}
    for field, value in wanted.items():
        changed.check(now[field] == value, f"{field} should be {value!r}, not {now[field]!r}")
    w.ok("keys", "update", hash_of(key), "--remove-model", "mock-gpt", "--unset", "max_budget", "--unset", "rpm-limit",
         "--unset", "metadata", "--unset", "aliases")
    now = info(w, alias)
    assert now["models"] == ["priced-gpt"] and not now["metadata"] and not now["aliases"], now
    assert now["max_budget"] is None and now["rpm_limit"] is None and now["tpm_limit"] == 100, now
    w.run("keys", "update", key, "--remove-model", "priced-gpt").refuses(2, "all models")
    assert info(w, alias)["models"] == ["priced-gpt"]
    w.ok("keys", "update", "@-", "--models", "mock-gpt,gpt-4o", "--team-id", f"Team {team}", stdin=key + "\n")
    now = info(w, alias)
    assert now["models"] == ["mock-gpt", "gpt-4o"] and now["team_id"] == team, now

    # 1.80.11 cannot unset these two, which is an error.
    unset = w.run("keys", "update", alias, "--unset", "budget_duration", "--unset", "duration")
    now = info(w, alias)
    if w.server.is_old:
        unset.exits(1).says("budget_duration=null but kept 30d", "duration=null but kept the expiry ")
        assert now["budget_duration"] == "30d" and now["expires"], now
    else:
        unset.exits(0).check(not unset.err, "stderr should be empty")
        assert now["budget_duration"] is None and now["expires"] is None, now

    w.ok("keys", "update", alias, "--unset", "models")
    assert info(w, alias)["models"] == []
    w.run("keys", "update", alias, "--add-model", "mock-gpt").refuses(2, "all models")
    renamed = w.name("renamed")
    w.ok("keys", "update", alias, "--key-alias", renamed)
    assert w.ok("keys", "info", "--key", key).json()["info"]["key_alias"] == renamed
    other = w.name("other")
    w.key_for(other)
    w.run("keys", "update", other, "--key-alias", renamed).refuses(8, renamed)
    w.run("keys", "update", alias, "--max-budget", "1").refuses(3, alias)
    w.run("keys", "update", "sk-" + w.name("nobody"), "--max-budget", "1").refuses(3)
    w.run("keys", "update", renamed).refuses(2, "nothing to update")
    w.run("keys", "update", renamed, "--team-id", w.name("no-team")).refuses(3, w.name("no-team"))


@story
def keys_generate_reports_a_rounded_duration(w):
    made = w.ok("keys", "generate", "--key-alias", w.name("rounded"), "--duration", "24h", "--max-budget", "3")
    w.later("POST", "/key/delete", {"keys": [made.json()["token_id"]]})
    if w.server.is_old:
        made.says("note: the server ", "duration", "24h")
    else:
        made.check(not made.err, "stderr should be empty")


@story
def keys_block_and_unblock(w):
    one, two = w.name("block-one"), w.name("block-two")
    key, second = w.key_for(one), w.key_for(two)
    chat = (*CHAT, "mock-gpt", *messages("user:hi"))
    w.ok(*chat, key=key)
    blocked = w.ok("keys", "block", one)
    blocked.check(blocked.json()["blocked"] is True, "the response should be the blocked key")
    w.until_refused(*chat, key=key).refuses(4, "Key is blocked", "HTTP 401")
    w.ok("keys", "unblock", key)
    w.until_ok(*chat, key=key)
    nobody = w.name("nobody")
    several = w.run("keys", "block", one, hash_of(second), nobody, "sk-" + nobody, "--format", "json").exits(7)
    outcomes = [(item["key"], item["outcome"]) for item in several.json()]
    several.check(outcomes == [(one, "blocked"), (hash_of(second), "blocked"), (nobody, "failed"),
                               (hash_of("sk-" + nobody), "failed")], "each key should have its outcome")
    several.says("2 of 4 keys were not blocked").hides("sk-" + nobody)
    assert info(w, one)["blocked"] and info(w, two)["blocked"]
    w.ok("keys", "unblock", one, two)
    assert not info(w, one)["blocked"] and not info(w, two)["blocked"]
    w.run("keys", "block", nobody).refuses(3, nobody)
    w.run("keys", "block", "sk-" + nobody).refuses(3)
    w.run("keys", "block", one, key=w.key_for(w.name("plain"))).exits(4)


@story
def keys_reset_spend(w):
    alias = w.name("spent")
    key = w.key_for(alias, "--models", "priced-gpt", "--max-budget", "0.001")
    chat = (*CHAT, "priced-gpt", *messages("user:hi"))
    w.ok(*chat, key=key)
    w.until_refused(*chat, key=key).refuses(1, "Budget has been exceeded")
    w.eventually("the spend shows on the key", lambda: info(w, alias)["spend"] > 0.001)
    w.ok("keys", "reset-spend", alias)
    assert info(w, alias)["spend"] == 0
    w.until_ok(*chat, key=key)
    w.run("keys", "reset-spend", "sk-" + w.name("nobody")).refuses(3)
    w.run("keys", "reset-spend", alias, "--to", "-1").exits(2)


@story
def keys_regenerate_requires_a_license(w):
    alias = w.name("regenerate")
    key = w.key_for(alias)
    refused = w.run("keys", "regenerate", alias, "--grace-period", "1h", "--output-file", "new.key")
    refused.refuses(4, "Enterprise", "hint: ", "litellm-proxy keys rotate")
    assert not (w.home / "new.key").exists(), "no file should be left"
    w.ok("models", "list", key=key)


@story
def keys_aliases_lists_all_aliases(w):
    aliases = [f"{w.name('many')}-{number:03}" for number in range(120)]
    at_once(lambda alias: w.server.ask("POST", "/key/generate", {"key_alias": alias}), aliases)
    w.later("POST", "/key/delete", {"key_aliases": aliases})
    listed = w.ok("keys", "aliases", "--format", "csv").out.splitlines()
    assert listed[0] == "key_alias" and len(set(listed)) == len(listed), listed
    assert [alias for alias in listed if alias.startswith(w.name("many"))] == aliases
    assert set(aliases) <= set(w.ok("keys", "aliases", "--format", "json").json()["aliases"])


@story
def keys_can_use_agrees_with_the_server(w):
    new = not w.server.is_old
    team = w.make_team("access", models=["mock-gpt", "beta-models", "gpt-4o"],
                       model_aliases={"tal": "mock-gpt", "tal2": "priced-gpt"})
    blocked_team = w.make_team("access-blocked", models=[], blocked=True)
    user, _ = w.make_user("access-user", "--no-key", "--param", 'models=["mock-gpt"]')
    nobody, _ = w.make_user("access-none", "--no-key", "--param", 'models=["no-default-models"]')
    member, _ = w.make_user("access-member", "--no-key")
    w.ok("http", "request", "POST", "/team/member_add", "-j", json.dumps(
        dict({"team_id": team, "member": {"role": "user", "user_id": member}},
             **({"allowed_models": ["gpt-4o"]} if new else {}))))
    aliases = '{"kal": "mock-gpt", "kal2": "priced-gpt", "twice": "kal", "lost": "nope"}'
    options = {
        "all": [],
        "exact": ["--models", "mock-gpt", "--aliases", aliases],
        "open-aliases": ["--aliases", aliases],
        "group": ["--models", "beta-models"],
        "provider": ["--models", "openai/*"],
        "glob": ["--models", "mock-*,b.ta*"],
        "proxy": ["--models", "all-proxy-models"],
        "none": ["--models", "no-default-models"],
        "sentinel": ["--models", "all-team-models"],
        "team": ["--team-id", team],
        "team-all": ["--team-id", team, "--models", "all-team-models"],
        "team-exact": ["--team-id", team, "--models", "mock-gpt,priced-gpt", "--aliases", aliases],
        "member": ["--team-id", team, "--user-id", member],
        "team-blocked": ["--team-id", blocked_team],
        "user": ["--user-id", user],
        "user-wide": ["--user-id", user, "--models", "all-proxy-models", "--aliases", aliases],
        "user-none": ["--user-id", nobody],
        "blocked": ["--blocked"],
        "expired": ["--duration", "1s"],
        "routes": ["--param", 'allowed_routes=["/key/info"]'],
    }
    if new:
        def group(what, body):
            made = w.server.ask("POST", "/v1/access_group", dict({"access_group_name": w.name(what)}, **body))
            w.later("DELETE", f"/v1/access_group/{made['access_group_id']}")
            return made["access_group_id"]

        own = group("own-group", {"access_model_names": ["priced-gpt"]})
        assigned = group("assigned-group", {"access_model_names": ["priced-gpt"], "assigned_team_ids": [team]})
        for what, one, more in (("ug-own", own, []), ("ug-team", own, ["--team-id", team]),
                                ("ug-assigned", assigned, ["--team-id", team]),
                                ("ug-direct", own, ["--team-id", team])):
            options[what] = ["--models", "mock-gpt", "--param", f'access_group_ids=["{one}"]', *more]
    keys = {what: w.key_for(w.name("use-" + what), *more) for what, more in options.items()}
    if new:  # a group assigned to the key itself
        direct = group("direct-group", {"access_model_names": ["priced-gpt"],
                                        "assigned_key_ids": [hash_of(keys["ug-direct"])]})
        w.ok("keys", "update", keys["ug-direct"], "--param", f'access_group_ids=["{direct}"]')
    w.until_refused("models", "list", key=keys["expired"])
    models = ["mock-gpt", "priced-gpt", "beta-gpt", "gpt-4o", "openai/gpt-4o", "kal", "kal2", "twice", "lost", "tal",
              "tal2", "nope"]

    def compare(pair):
        what, model = pair
        predicted = w.run("keys", "can-use", keys[what], model, "--format", "json")
        if predicted.code not in (0, 1) or predicted.json()["allowed"] != (predicted.code == 0):
            predicted.fail("the exit code should match `allowed`")
        real = w.run(*CHAT, model, *messages("user:hi"), key=keys[what])
        if (real.code == 0) != (predicted.code == 0):
            return f"{what} {model}: {predicted.json()['checks']}, but {real.code} {real.err.strip()[:200]}"

    wrong = [found for found in at_once(compare, [(what, model) for what in keys for model in models]) if found]
    assert not wrong, "\n" + "\n".join(wrong)
    w.ok("keys", "can-use", w.name("use-exact"), "mock-gpt").shows("yes\n", "key: `mock-gpt`")
    w.run("keys", "can-use", w.name("use-group"), "mock-gpt").exits(1).shows("no\n", "beta-models")
    w.run("keys", "can-use", w.name("no-such-key"), "mock-gpt").refuses(3)


@story
def keys_audit_finds_every_kind(w):
    kinds = {
        "fine": (["--duration", "30d", "--models", "mock-gpt"], set()),
        "eternal": ([], {"no-expiry"}),
        "blocked": (["--duration", "30d", "--blocked"], {"blocked"}),
        "near": (["--duration", "30d", "--max-budget", "10", "--spend", "9"], {"near-budget"}),
        "over": (["--duration", "30d", "--max-budget", "10", "--spend", "10"], {"over-budget"}),
        "unknown": (["--duration", "30d", "--models", "mock-gpt,gone-gpt,beta-models"], {"unknown-model"}),
        "expired": (["--duration", "1s"], {"expired"}),
        "orphan": (["--duration", "30d", "--user-id", w.name("never-was")], {"orphaned-user"}),
    }
    for what, (options, _) in kinds.items():
        w.key_for(w.name("audit-" + what), *options)

    def found(*options):
        rows = w.ok("keys", "audit", "--format", "json", *options).json()
        return {(row["key_alias"], row["kind"]) for row in rows if (row["key_alias"] or "").startswith(w.name("audit-"))}

    # Other runs may have expired keys too.
    w.eventually("the key has expired", lambda: found("--only", "expired"))
    w.run("keys", "audit", "--only", "expired", "--fail-on", "expired").exits(1)
    wanted = {(w.name("audit-" + what), kind) for what, (_, expected) in kinds.items() for kind in expected}
    assert found() == wanted, found() ^ wanted
    assert found("--only", "blocked,unknown-model") == {row for row in wanted if row[1] in ("blocked", "unknown-model")}
    assert (w.name("audit-fine"), "unused") in found("--unused-for", "0s")
    assert (w.name("audit-near"), "near-budget") not in found("--near", "95")
    table = w.run("keys", "audit", "--only", "blocked", "--fail-on", "any").exits(1)
    table.shows(w.name("audit-blocked"), "blocked").says(" in ", " keys")
    w.ok("keys", "audit", "--only", "orphaned-team")
    w.run("keys", "audit", "--only", "blocked", "--fail-on", "expired").refuses(2, "--fail-on expired")
    w.run("keys", "audit", "--only", "nonsense").exits(2)
