"""Importing keys from another server."""

import csv
import stat
from datetime import timedelta

from .harness import Skipped, hash_of, messages, parse_time, story


@story
def keys_import_from_the_other_server(w):
    if w.other is None:
        raise Skipped("--other URL was not given")
    user, team, alias = w.name("mover"), w.name("moving-team"), w.name("moved")
    for server in (w.other, w.server):
        w.later("POST", "/user/delete", {"user_ids": [user]}, server)
        w.later("POST", "/team/delete", {"team_ids": [team]}, server)
        server.ask("POST", "/user/new", {"user_id": user, "user_email": f"{user}@example.com", "auto_create_key": False})
        server.ask("POST", "/team/new", {"team_id": team})
    full = w.other.ask("POST", "/key/generate", {
        "key_alias": alias, "models": ["mock-gpt", "priced-gpt"], "aliases": {"short": "mock-gpt"}, "spend": 0.25,
        "max_budget": 12.5, "budget_duration": "30d", "tpm_limit": 1000, "rpm_limit": 20, "max_parallel_requests": 3,
        "metadata": {"owner": {"name": "Ada"}}, "user_id": user, "team_id": team})
    blocked = w.other.ask("POST", "/key/generate", {"key_alias": alias + "-blocked", "blocked": True})
    w.later("POST", "/key/delete", {"keys": [full["token_id"], blocked["token_id"]]}, w.other)
    command = ("keys", "import", "--source-base-url", w.other.url, "--source-api-key", w.other.key,
               "--created-since", full["created_at"])
    w.run(*command).refuses(2, "--output-file")
    w.ok(*command, "--dry-run").shows(alias, alias + "-blocked", user)
    assert alias not in [key["key_alias"] for key in w.server.keys()], "a dry run should create nothing"

    done = w.ok(*command, "--output-file", "keys.csv").shows(alias, "imported")
    assert stat.S_IMODE((w.home / "keys.csv").stat().st_mode) == 0o600
    new = {row[0]: row[1] for row in csv.reader((w.home / "keys.csv").read_text().splitlines())}
    w.later("POST", "/key/delete", {"keys": [hash_of(key) for key in new.values()]})
    done.hides(*new.values())
    info = w.ok("keys", "info", "--key", new[alias]).json()["info"]
    wanted = {
        "key_alias": alias, "models": ["mock-gpt", "priced-gpt"], "aliases": {"short": "mock-gpt"}, "spend": 0.25,
        "max_budget": 12.5, "budget_duration": "30d", "tpm_limit": 1000, "rpm_limit": 20, "max_parallel_requests": 3,
        "metadata": {"owner": {"name": "Ada"}}, "user_id": user, "team_id": team,
    }
    for field, value in wanted.items():
        assert info[field] == value, f"{field} should be {value!r}, not {info[field]!r}"
    w.ok("chat", "completions", "mock-gpt", *messages("user:hi"), key=new[alias]).shows("hello from mock")
    w.run("models", "list", key=new[alias + "-blocked"]).refuses(4, "blocked")

    # On a second import the aliases exist already: each is reported, and the exit code is 7.
    w.run(*command, "--discard-secrets").exits(7).says(alias, "already exists")
    w.run("keys", "import", "--source-base-url", w.other.url, "--source-api-key", "sk-wrong", "--discard-secrets").exits(4)


@story
def keys_import_keeps_the_expiry(w):
    if w.other is None:
        raise Skipped("--other URL was not given")
    alias = w.name("expiring")
    made = w.other.ask("POST", "/key/generate", {"key_alias": alias, "duration": "3d"})
    w.later("POST", "/key/delete", {"keys": [made["token_id"]]}, w.other)
    w.later("POST", "/key/delete", {"key_aliases": [alias]})
    w.ok("keys", "import", "--source-base-url", w.other.url, "--source-api-key", w.other.key,
         "--created-since", made["created_at"], "--discard-secrets").shows(alias, "imported")
    info = w.ok("keys", "info", "--key-alias", alias).json()["info"]
    difference = abs(parse_time(info["expires"]) - parse_time(made["expires"]))
    assert difference < timedelta(minutes=2), f"the key should expire at {made['expires']}, not at {info['expires']}"
