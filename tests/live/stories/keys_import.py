"""Importing keys from another server."""

import csv
import re
import stat
from datetime import timedelta

from .harness import Skipped, hash_of, messages, parse_time, story


def import_keys(w, command, *more):
    """Runs an import and returns its rows. Other stories may create keys on the source meanwhile, also keys whose owners do
    not exist here: the exit code has to fit all rows."""
    done = w.run(*command, *more, "--format", "json")
    rows = done.json()
    fails = any(row["outcome"] in ("failed", "would fail") for row in rows)
    # The source's list may change while it is read, which is an incomplete import.
    if fails or "the list may be incomplete" not in done.err:
        done.exits(7 if fails else 0)
    return done, rows


def outcomes(rows, alias):
    """Returns the outcomes of the keys whose aliases begin so."""
    return [row["outcome"] for row in rows if (row["key_alias"] or "").startswith(alias)]


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
    _, rows = import_keys(w, command, "--dry-run")
    assert outcomes(rows, alias) == ["would be imported"] * 2, rows
    assert alias not in [key["key_alias"] for key in w.server.keys()], "a dry run should create nothing"

    done, rows = import_keys(w, command, "--output-file", "keys.csv")
    assert outcomes(rows, alias) == ["imported"] * 2, rows
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
    for more, outcome in ((["--discard-secrets"], "failed"), (["--dry-run"], "would fail"),
                          (["--discard-secrets", "--on-conflict", "skip"], "skipped")):
        again, rows = import_keys(w, command, *more)
        again.check(outcomes(rows, alias) == [outcome] * 2, f"both should be {outcome}")
        # The server itself refuses the alias, unless aliases were looked up because of another key.
        again.check(re.search("already exists|exists already as", again.out), "the reason should be the alias")
    w.ok("keys", "update", new[alias], "--rpm-limit", "1")
    _, rows = import_keys(w, command, "--discard-secrets", "--on-conflict", "update")
    assert outcomes(rows, alias) == ["updated"] * 2, rows
    assert w.ok("keys", "info", new[alias]).json()["info"]["rpm_limit"] == 20
    w.run("keys", "import", "--source-base-url", w.other.url, "--source-api-key", "sk-wrong", "--discard-secrets").exits(4)


@story
def keys_import_keeps_the_expiry(w):
    if w.other is None:
        raise Skipped("--other URL was not given")
    alias = w.name("expiring")
    made = w.other.ask("POST", "/key/generate", {"key_alias": alias, "duration": "3d"})
    w.later("POST", "/key/delete", {"keys": [made["token_id"]]}, w.other)
    w.later("POST", "/key/delete", {"key_aliases": [alias]})
    command = ("keys", "import", "--source-base-url", w.other.url, "--source-api-key", w.other.key,
               "--created-since", made["created_at"], "--discard-secrets")
    assert outcomes(import_keys(w, command)[1], alias) == ["imported"]
    info = w.ok("keys", "info", "--key-alias", alias).json()["info"]
    difference = abs(parse_time(info["expires"]) - parse_time(made["expires"]))
    assert difference < timedelta(minutes=2), f"the key should expire at {made['expires']}, not at {info['expires']}"


@story
def keys_import_refuses_keys_without_their_owners(w):
    if w.other is None:
        raise Skipped("--other URL was not given")
    team, user, budget = w.name("only-there"), w.name("only-there-too"), w.name("budget-there")
    w.later("POST", "/team/delete", {"team_ids": [team]}, w.other)
    w.later("POST", "/user/delete", {"user_ids": [user]}, w.other)
    w.later("POST", "/budget/delete", {"id": budget}, w.other)
    w.other.ask("POST", "/team/new", {"team_id": team, "models": ["mock-gpt"]})
    w.other.ask("POST", "/user/new", {"user_id": user, "auto_create_key": False})
    w.other.ask("POST", "/budget/new", {"budget_id": budget, "max_budget": 5})
    owners = {"team_id": team, "user_id": user, "budget_id": budget}
    made = {field: w.other.ask("POST", "/key/generate", {"key_alias": w.name(field), field: owner})
            for field, owner in owners.items()}
    fine = w.other.ask("POST", "/key/generate", {"key_alias": w.name("fine")})
    w.later("POST", "/key/delete", {"keys": [key["token_id"] for key in (fine, *made.values())]}, w.other)
    w.later("POST", "/key/delete", {"key_aliases": [w.name("fine")]})
    command = ("keys", "import", "--source-base-url", w.other.url, "--source-api-key", w.other.key,
               "--created-since", made["team_id"]["created_at"], "--format", "json")
    for words, word in ((("--dry-run",), "would fail"), (("--discard-secrets",), "failed")):
        done = w.run(*command, *words).exits(7)
        items = {item["key_alias"]: item for item in done.json()}
        for field, kind in (("team_id", "team"), ("user_id", "user"), ("budget_id", "budget")):
            item = items[w.name(field)]
            done.check(item["outcome"] == word and item["reason"] == f"this server has no {kind} `{owners[field]}`",
                       f"the {kind} is missing")
        done.check(items[w.name("fine")]["outcome"] == ("would be imported" if word == "would fail" else "imported"),
                   "a key without owners should be imported")
    assert not {w.name(field) for field in owners} & {key["key_alias"] for key in w.server.keys()}


@story
def keys_import_recognizes_a_copy_without_an_alias(w):
    if w.other is None:
        raise Skipped("--other URL was not given")
    made = w.other.ask("POST", "/key/generate", {"max_budget": 5, "metadata": {"run": w.name("nameless")}})
    w.later("POST", "/key/delete", {"keys": [made["token_id"]]}, w.other)
    command = ("keys", "import", "--source-base-url", w.other.url, "--source-api-key", w.other.key,
               "--created-since", made["created_at"])

    def own(*more):
        """The outcomes of the key, which has no alias, and their reasons."""
        return [(row["outcome"], row["reason"]) for row in import_keys(w, command, *more)[1] if not row["key_alias"]]

    first = own("--output-file", "new.csv")
    assert ("imported", None) in first or ("imported", "") in first, first
    copies = [hash_of(row[1]) for row in csv.reader((w.home / "new.csv").read_text().splitlines()) if not row[0]]
    for copy in copies:
        w.later("POST", "/key/delete", {"keys": [copy]})
    origin = lambda copy: w.ok("keys", "info", copy).json()["info"]["metadata"]["copied_from_key_hash"]
    (copy,) = [copy for copy in copies if origin(copy) == made["token_id"]]
    exists = f"exists already as {copy}"
    assert ("failed", exists) in own("--discard-secrets")
    assert ("skipped", exists) in own("--discard-secrets", "--on-conflict", "skip")
    w.ok("keys", "update", copy, "--max-budget", "1")
    assert "updated" in [outcome for outcome, _ in own("--discard-secrets", "--on-conflict", "update")]
    assert w.ok("keys", "info", copy).json()["info"]["max_budget"] == 5
