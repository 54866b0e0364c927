"""Updating, inviting and importing users."""

import csv
import io
import stat
import subprocess
import time

from .harness import hash_of, messages, story


@story
def users_update(w):
    user, _ = w.make_user("changing", "--no-key", "--max-budget", "5")
    address = f"new-{user}@example.com"
    w.ok("users", "update", user, "--email", address, "--role", "internal_user_viewer", "--alias", "Ada", "--models",
         "mock-gpt", "--max-budget", "7", "--budget-duration", "30d", "--rpm-limit", "9", "--metadata", '{"a": 1}')
    info = w.ok("users", "get", "--id", user).json()["user_info"]
    assert info["user_email"] == address and info["user_role"] == "internal_user_viewer", info
    assert (info["max_budget"], info["rpm_limit"], info["models"]) == (7, 9, ["mock-gpt"]), info
    assert info["metadata"]["a"] == 1 and info["budget_duration"] == "30d", info
    unset = w.run("users", "update", user, "--unset", "max_budget", "--unset", "rpm-limit")
    if w.server.is_old:  # it reports success and keeps the values
        unset.exits(1).says("the server accepted max_budget=null but kept", "rpm_limit=null but kept")
    else:
        info = unset.exits(0).json()["data"]
        assert (info["max_budget"], info["rpm_limit"]) == (None, None), info
    nobody = w.name("nobody")
    w.run("users", "update", nobody, "--max-budget", "5").refuses(3, "not found")
    w.run("users", "get", "--id", nobody).refuses(3)
    w.run("users", "update", user, "--role", "king").exits(2)


@story
def users_invite(w):
    user, _ = w.make_user("invited", "--no-key")
    link = w.ok("users", "invite", user).out.strip()
    base, _, invitation = link.partition("/ui?invitation_id=")
    assert base == w.server.url.rstrip("/") and invitation, link
    info = w.server.ask("GET", f"/invitation/info?invitation_id={invitation}")
    assert info["user_id"] == user and not info["is_accepted"], info
    # The link opens an existing page.
    w.ok("http", "request", "GET", f"/ui/?invitation_id={invitation}").shows("<html")
    w.run("users", "invite", w.name("nobody")).refuses(3, "does not exist")


def people(rows):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


@story
def users_import(w):
    team, alias = w.make_team("arrivals"), w.name("Arrivals too")
    w.later("POST", "/team/delete", {"team_ids": [w.name("arrivals-2")]})
    w.ok("teams", "create", "--team-id", w.name("arrivals-2"), "--team-alias", alias)
    prefix = w.name("p")
    ids = [f"{prefix}-{number}" for number in range(40)]
    w.later("POST", "/user/delete", {"user_ids": ids[:20]})
    w.later("POST", "/user/delete", {"user_ids": ids[20:]})
    header = ["user_email", "user_id", "user_role", "user_alias", "max_budget", "budget_duration", "models", "teams",
              "rpm_limit"]
    rows = [[f"{user}@Example.com", user, "internal_user", f"Person, {user}", "12.5", "30d", "mock-gpt;priced-gpt",
             f"{team};{alias}", "30"] for user in ids]
    keys_before = len(w.server.keys())

    # An invalid row is reported, and no user is created.
    bad = [*rows[:30], [*rows[30][:4], "much", *rows[30][5:]], *rows[31:]]
    w.file("people.csv", people([header, *bad]))
    w.run("users", "import", "people.csv").refuses(2, "people.csv, line 32, column max_budget: `much`")
    w.file("people.csv", people([header, *rows[:3], [*rows[3][:7], w.name("no-team"), ""], *rows[4:]]))
    w.run("users", "import", "people.csv").refuses(2, "line 5, column teams: ", w.name("no-team"))
    w.file("people.csv", people([header, ["bob", *rows[0][1:]], *rows[1:30], [*rows[30][:4], "much", *rows[30][5:]]]))
    w.run("users", "import", "people.csv", "--dry-run").refuses(2, "line 2, column user_email", "line 32, column max_budget")
    assert not [user for user in w.server.users() if user["user_id"] in ids], "no user should be created"

    # The first 15 stand for an interrupted import.
    w.file("people.csv", people([header, *rows[:15]]))
    done = w.ok("users", "import", "people.csv", "--format", "json").json()
    assert [item["user_id"] for item in done] == ids[:15] and {item["outcome"] for item in done} == {"imported"}, done
    w.file("people.csv", people([header, *rows]))
    dry = w.ok("users", "import", "people.csv", "--dry-run", "--format", "json").json()
    outcomes = [item["outcome"] for item in dry]
    assert outcomes == ["would be skipped"] * 15 + ["would be imported"] * 25, outcomes
    again = w.ok("users", "import", "people.csv", "--format", "json").json()
    outcomes = [item["outcome"] for item in again]
    assert outcomes == ["skipped"] * 15 + ["imported"] * 25, outcomes
    mine = [user for user in w.server.users() if (user["user_email"] or "").startswith(prefix)]
    assert sorted(user["user_id"] for user in mine) == sorted(ids), "every user should exist once"
    assert len(w.server.keys()) == keys_before or not [key for key in w.server.keys() if key["user_id"] in ids]
    info = w.ok("users", "get", "--id", ids[7]).json()["user_info"]
    assert (info["max_budget"], info["rpm_limit"], info["models"]) == (12.5, 30, ["mock-gpt", "priced-gpt"]), info
    # 1.80.11 loses members that are added to one team at the same time.
    for name in (team, alias):
        members = w.ok("teams", "members", "list", name, "--format", "json").json()
        assert set(ids) <= {member["user_id"] for member in members}, f"{len(members)} in {name}"

    # The same addresses in upper case, without ids.
    w.file("people.csv", people([["user_email", "max_budget"], *[[f"{user}@EXAMPLE.COM", "20"] for user in ids[:5]]]))
    w.run("users", "import", "people.csv", "--on-conflict", "fail").exits(7).says("failed: line 2", "5 of 5 users")
    w.ok("users", "import", "people.csv", "--on-conflict", "update").shows("updated")
    assert w.ok("users", "get", "--id", ids[4]).json()["user_info"]["max_budget"] == 20
    assert w.ok("users", "get", "--id", ids[5]).json()["user_info"]["max_budget"] == 12.5
    mine = [user for user in w.server.users() if (user["user_email"] or "").lower().startswith(prefix)]
    assert len(mine) == 40, "no user should be duplicated"
    w.ok("users", "delete", *ids)


@story
def users_import_with_keys(w):
    ids = [w.name(f"keyed-{number}") for number in range(3)]
    w.later("POST", "/user/delete", {"user_ids": ids})
    w.file("people.csv", people([["user_id", "user_email"], *[[user, f"{user}@example.com"] for user in ids]]))
    run = w.ok("users", "import", "people.csv", "--with-keys", "keys.csv")
    keys = dict(csv.reader(io.StringIO((w.home / "keys.csv").read_text())))
    assert keys.pop("user") == "key", "the file should begin with a header"
    run.hides(*keys.values())
    assert sorted(keys) == sorted(f"{user}@example.com" for user in ids), keys.keys()
    assert stat.S_IMODE((w.home / "keys.csv").stat().st_mode) == 0o600
    for key in keys.values():
        w.ok("chat", "completions", "mock-gpt", *messages("user:hi"), key=key).shows("hello from mock")
    assert w.ok("users", "get", key=keys[f"{ids[0]}@example.com"]).json()["user_id"] == ids[0]
    w.run("users", "import", "people.csv", "--with-keys", "keys.csv").refuses(2, "File exists")


@story
def users_import_reads_the_template_of_litellm_and_lists(w):
    teams = [w.make_team("one"), w.make_team("two")]
    user = w.name("templated")
    w.later("POST", "/user/delete", {"user_ids": [user]})
    # The header and the quoting of the template that the server's web UI offers, with an id to find the user by.
    w.file("bulk_users_template.csv",
           "user_email,user_role,teams,max_budget,budget_duration,models,user_id\r\n"
           f'{user}@example.com,internal_user,"{teams[0]},{teams[1]}",100,30d,"mock-gpt,priced-gpt",{user}\r\n')
    w.ok("users", "import", "bulk_users_template.csv").shows("imported")
    info = w.ok("users", "get", "--id", user).json()["user_info"]
    assert info["models"] == ["mock-gpt", "priced-gpt"] and sorted(info["teams"]) == sorted(teams), info
    # What is listed can be imported: everybody exists already.
    rows = list(csv.reader(io.StringIO(w.ok("users", "list", "--team", teams[0], "--format", "csv").out)))
    assert user in [row[0] for row in rows], rows
    w.file("list.csv", people(rows))
    w.ok("users", "import", "list.csv", "--format", "json").hides("imported").shows("skipped")
    w.file("list.csv", people([["user_email", "max_budgt"], [f"{w.name('x')}@example.com", "5"]]))
    w.run("users", "import", "list.csv").refuses(2, "did you mean `max_budget`?")


@story
def users_import_that_is_killed_loses_no_key(w):
    ids = [w.name(f"killed-{number}") for number in range(4)]
    w.later("POST", "/user/delete", {"user_ids": ids})
    w.file("people.csv", people([["user_id"], *[[user] for user in ids]]))
    command = [w.binary, "users", "import", "people.csv", "--with-keys", "keys.csv", "--concurrency", "1"]
    run = subprocess.Popen(command, env=w.environment(), cwd=str(w.home), stdin=subprocess.DEVNULL,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    saved = w.home / "keys.csv"
    try:
        w.eventually("two keys are saved", lambda: saved.exists() and saved.read_text().count("\n") > 2)
    finally:
        run.kill()
        run.wait()
    known = {hash_of(line.split(",")[1]) for line in saved.read_text().splitlines()[1:]}
    # The server may still be busy with the last request.
    time.sleep(2)
    live = {key["token"] for key in w.server.keys() if key["user_id"] in ids}
    assert live and live <= known, f"{live - known} are lost"
    # Run again, it names a user who was left without a key.
    done = w.ok("users", "import", "people.csv", "--with-keys", "more.csv", "--format", "json")
    for item in done.json():
        has_key = any(key["user_id"] == item["user_id"] for key in w.server.keys())
        done.check(has_key or "keys generate --user-id" in (item["reason"] or ""), f"{item['user_id']} has no key")
