"""Spend: by key, user, team, model, tag and customer, by day, and by request."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone

from .harness import COMMAND_SECONDS, Failed, hash_of, messages, story

PRICE = 0.05  # dollars for one answer of priced-gpt: 10 tokens at 0.001 and 20 at 0.002


def rows(w, *words, key=None):
    """Returns the rows of `spend` by id. They include what other runs spend on the server."""
    # The command warns if another run spends between its two requests.
    result = w.eventually("there is no warning", lambda: next(
        (done for done in [w.ok("spend", *words, "--since", "0d", "--format", "json", key=key)] if not done.err), None))
    return {row["id"]: row for row in result.json()}


def is_near(amount, other):
    return abs(amount - other) < 1e-9


def spenders(w):
    """Creates a team and a user with one key inside and one outside the team, and sends requests with a tag and a customer."""
    team = w.make_team("spending-team")
    user, own = w.make_user("spending-spender", "--team", team)
    shared = w.key_for(w.name("spending-shared"), "--user-id", user, "--team-id", team)
    body = {"model": "priced-gpt", "messages": [{"role": "user", "content": "hi"}],
            "user": w.name("spending-customer"), "metadata": {"tags": [w.name("spending-tag")]}}
    w.later("POST", "/customer/delete", {"user_ids": [w.name("spending-customer")]})
    for key in (own, shared, shared):
        w.ok("http", "request", "POST", "/chat/completions", "-j", json.dumps(body), key=key)
    w.run("http", "request", "POST", "/chat/completions", "-j", json.dumps(dict(body, model="no-such-model")),
          key=own).exits(1)
    return team, user, own, shared


@story
def spend_by_key_user_team_tag_customer_and_model(w):
    team, user, own, shared = spenders(w)
    today = datetime.now(timezone.utc).date().isoformat()
    for noun, what, name, count, spent in [
            ("keys", hash_of(shared), w.name("spending-shared"), 2, 2 * PRICE),
            ("keys", hash_of(own), None, 1, PRICE),
            ("users", user, f"{user}@example.com", 3, 3 * PRICE),
            ("teams", team, f"Team {team}", 2, 2 * PRICE),
            ("tags", w.name("spending-tag"), None, 3, 3 * PRICE),
            ("customers", w.name("spending-customer"), None, 3, 3 * PRICE)]:
        # The server writes the daily totals some seconds after a response, at most a minute.
        row = w.eventually(f"{noun} shows {what}", lambda: next(
            (row for row in [rows(w, noun).get(what)] if row and is_near(row["spend"], spent)), None))
        assert row["requests"] - row["failed_requests"] == count and row["tokens"] == 30 * count, (noun, row)
        assert row["name"] == name, (noun, row)
        assert 0 < row["share_percent"] <= 100, (noun, row)
        day = [day for day in row["days"] if day["requests"]]
        assert day and is_near(sum(one["spend"] for one in day), spent) and day[-1]["date"] >= today, (noun, row)
    models = rows(w, "models")
    assert models["priced-gpt"]["spend"] >= 3 * PRICE - 1e-9, models["priced-gpt"]
    # Callers who are not admins see their own spend.
    assert set(rows(w, "keys", key=own)) == {hash_of(own), hash_of(shared)}
    assert set(rows(w, "users", key=own)) == {user}
    mine = rows(w, "models", key=own)
    assert is_near(mine["priced-gpt"]["spend"], 3 * PRICE), mine
    assert is_near(mine["priced-gpt"]["share_percent"], 100), mine
    assert set(rows(w, "teams", key=own)) == {team}
    if w.server.is_old:
        w.run("spend", "tags", key=own).refuses(4)
    else:
        assert w.name("spending-tag") in rows(w, "tags", key=own)
    w.run("spend", "customers", key=own).refuses(4)
    trend = w.ok("spend", "trend", "--since", "0d", "--format", "csv", key=own)
    days = list(csv.DictReader(io.StringIO(trend.out)))
    trend.check(is_near(sum(float(day["spend"]) for day in days), 3 * PRICE), "the trend should add up to the spend")
    trend = w.ok("spend", "trend", "--since", "0d", "--by", "model", "--format", "json", key=own)
    trend.check(any(row["model"] == "priced-gpt" and is_near(row["spend"], 3 * PRICE) for row in trend.json()),
                "the trend should show the spend of the model")
    master = hash_of(w.server.key) if w.server.is_old else "litellm_proxy_master_key"
    w.ok("chat", "completions", "mock-gpt", *messages("user:hi"))
    w.eventually("the master key shows", lambda: rows(w, "keys").get(master, {}).get("name") == "master key")
    table = w.ok("spend", "keys", "--top", "1").shows("Key", "Requests", "Spend", "Share")
    table.says("1 of ", "days in UTC")
    assert w.ok("spend", "keys", "--since", "2020-01-01", "--until", "2020-01-31", "--format", "json").json() == []
    w.run("spend", "keys", "--since", "1d", "--until", "2d").refuses(2, "is before --since")


@story
def spend_in_total(w):
    total = w.ok("spend", "total").json()
    assert "spend" in total and "max_budget" in total, total
    _, key = w.make_user("nobody")
    w.run("spend", "total", key=key).refuses(4)


def ids_of(result):
    return [json.loads(line)["request_id"] for line in result.out.splitlines()]


@story
def spend_by_request(w):
    user, key = w.make_user("caller")
    alias = w.name("caller-key")
    second = w.key_for(alias, "--user-id", user)
    mine = ["spend", "logs", "--user", user, "--format", "ndjson"]
    made = []
    for secret, model in [(key, "mock-gpt"), (second, "priced-gpt"), (second, "mock-gpt")]:
        answered = w.ok("http", "request", "POST", "/chat/completions", "-j", json.dumps(
            {"model": model, "messages": [{"role": "user", "content": "hi"}]}), key=secret)
        made.append(answered.json()["id"])
        time.sleep(0.01)  # the server orders by milliseconds
    w.run("chat", "completions", "no-such-model", *messages("user:hi"), key=key).exits(1)
    w.eventually("all four are listed", lambda: len(ids_of(w.ok(*mine))) == 4)
    listed = w.ok(*mine)
    listed.check([one for one in ids_of(listed) if one in made] == made, "the newest request should be last")
    assert ids_of(w.ok(*mine, "--status", "success")) == made
    assert len(ids_of(w.ok(*mine, "--status", "failure"))) == 1
    assert ids_of(w.ok(*mine, "--model", "priced-gpt")) == [made[1]]
    for name in (alias, second, hash_of(second)):
        assert ids_of(w.ok(*mine, "--key", name)) == made[1:], name
    assert ids_of(w.ok(*mine, "--status", "success", "--limit", "2")) == made[1:]
    one = w.ok("spend", "logs", "--request-id", made[1], "--format", "json").json()
    assert [log["model_group"] for log in one["data"]] == ["priced-gpt"] and one["total"] == 1, one
    assert is_near(one["data"][0]["spend"], PRICE), one
    w.ok("spend", "logs", "--user", user, "--limit", "1").shows("Time", "Status", "Spend")
    assert ids_of(w.ok(*mine, "--since", "2020-01-01", "--until", "2020-01-02")) == []
    w.run("spend", "logs", "--key", w.name("no-such-key")).refuses(3)
    w.run("spend", "logs", "--request-id", w.name("no-such-request")).refuses(3, "request")
    w.run("spend", "logs", "--user", w.name("no-such-user")).refuses(3, "no user")
    if w.server.is_old:
        w.run("spend", "logs", key=key).refuses(4)
    else:
        own = w.ok("spend", "logs", "--status", "success", "--format", "ndjson", key=key)
        own.check(ids_of(own) == made, "callers who are not admins should see their own requests")


@story
def spend_logs_follow(w):
    user, key = w.make_user("followed")
    env = {"HOME": str(w.home), "PATH": os.defpath, "LITELLM_PROXY_URL": w.server.url,
           "LITELLM_PROXY_API_KEY": w.server.key}
    words = ["spend", "logs", "--user", user, "--follow", "--interval", "0.5", "--format", "ndjson"]
    out = open(w.home / "followed", "w+", encoding="utf-8")
    follower = subprocess.Popen([w.binary, *words], env=env, stdout=out, stderr=subprocess.PIPE, encoding="utf-8")
    try:
        seen = lambda: [json.loads(line)["request_id"] for line in (w.home / "followed").read_text().splitlines()]
        made = []
        for _ in range(2):
            answered = w.ok("http", "request", "POST", "/chat/completions", "-j", json.dumps(
                {"model": "mock-gpt", "messages": [{"role": "user", "content": "hi"}]}), key=key)
            made.append(answered.json()["id"])
            w.eventually("the request is shown", lambda: seen() == made)
        follower.send_signal(signal.SIGINT)
        _, err = follower.communicate(timeout=COMMAND_SECONDS)
        if follower.returncode != 130 or "interrupted" not in err or "2 requests" not in err or seen() != made:
            raise Failed(f"exit code {follower.returncode}, {err!r}, {seen()} of {made}")
    finally:
        follower.kill()
        follower.wait()
        out.close()
    done = subprocess.run(["sh", "-c", '{ "$@"; echo $? >&2; } | head -n 1', "sh", w.binary, *words], env=env,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", timeout=COMMAND_SECONDS)
    assert done.stderr == "0\n" and len(done.stdout.splitlines()) == 1, done


@story
def killed_followers_of_the_log_miss_and_repeat_nothing(w):
    key = w.key_for(w.name("resumed-key"))
    env = {"HOME": str(w.home), "PATH": os.defpath, "LITELLM_PROXY_URL": w.server.url,
           "LITELLM_PROXY_API_KEY": w.server.key}
    words = ["logs", "tail", "--since", "last", "--key", key, "--interval", "1", "--format", "ndjson"]
    shown = w.home / "resumed"
    messages = w.home / "resumed-messages"

    def follow():
        with open(shown, "a", encoding="utf-8") as out, open(messages, "a", encoding="utf-8") as err:
            return subprocess.Popen([w.binary, *words], env=env, stdout=out, stderr=err)

    def send(number):
        time.sleep(number * 0.1)
        body = json.dumps({"model": "mock-gpt", "messages": [{"role": "user", "content": "hi"}]}).encode()
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{w.server.url}/chat/completions", body, headers)
        with urllib.request.urlopen(request, timeout=COMMAND_SECONDS) as answered:
            return json.load(answered)["id"]

    seen = lambda: [json.loads(line)["request_id"] for line in shown.read_text().splitlines()]
    follower = follow()
    try:
        # From its first look on, nothing is missed.
        stored = lambda: list(w.home.glob(".local/state/litellm-proxy/logs/*.json"))
        w.eventually("the follower has stored where it stands", stored)
        with ThreadPoolExecutor(200) as pool:
            sent = [pool.submit(send, number) for number in range(200)]
            for pause in (5.3, 4.1, 6.2):
                time.sleep(pause)
                follower.kill()
                follower.wait()
                follower = follow()
            made = sorted(one.result() for one in sent)
        w.eventually("all requests are shown", lambda: len(set(seen())) >= len(made))
        assert sorted(seen()) == made, (len(seen()), len(made), messages.read_text())
    finally:
        follower.kill()
        follower.wait()


@story
def requests_of_the_log_are_found_and_counted(w):
    key, customer = w.key_for(w.name("logs-key")), w.name("logs-customer")
    w.later("POST", "/customer/delete", {"user_ids": [customer]})
    body = {"messages": [{"role": "user", "content": "hi"}], "user": customer}
    for model, code in [("priced-gpt", 0), ("priced-gpt", 0), ("no-such-model", 1)]:
        w.run("http", "request", "/chat/completions", "-j", json.dumps(dict(body, model=model)), key=key).exits(code)
    of_key = ("--key", key, "--since", "10m", "--format", "json")

    def counted():
        found = w.ok("logs", "stats", "--by", "status", *of_key).json()
        rows = {row["name"]: row for row in found}
        return rows if {name: row["requests"] for name, row in rows.items()} == {"success": 2, "failure": 1} else None

    rows = w.eventually("three requests are in the log", counted)
    assert is_near(rows["success"]["spend"], 2 * PRICE) and rows["success"]["p95_ms"] is not None, rows
    assert rows["failure"]["error_rate"] == 1, rows
    failed = w.ok("logs", "list", "--status", "failure", *of_key).json()["data"]
    assert len(failed) == 1, failed
    # How the refusal is worded depends on the models that other stories make meanwhile.
    information = failed[0]["metadata"]["error_information"]
    error = information.get("error_class") or re.search("[A-Za-z]{5,}", information["error_message"]).group()
    w.ok("logs", "list", "--key", key, "--since", "10m", "--grep", error.lower(), "--format", "csv", "--columns",
         "request_id,error").shows(failed[0]["request_id"])
    listed = w.ok("logs", "list", "--customer", customer, "--status", "success", *of_key).json()["data"]
    assert [one["end_user"] for one in listed] == [customer] * 2, listed
    request = listed[0]["request_id"]
    assert w.ok("logs", "get", request).json()["request_id"] == request
    w.run("logs", "get", w.name("logs-none")).refuses(3, "no request has the id")
