"""The health of deployments: what `health` shows, what `health check` calls, and what `watch` does about it."""

import json

from .harness import story

DEAD = "http://127.0.0.1:9/v1"


def of(report, id_):
    return next(one for one in report["deployments"] if one["id"] == id_)


@story
def health_is_read_and_checked(w):
    name, id_ = w.make_model("health", "-p", f"api_base={DEAD}", "-p", "input_cost_per_token=0.001",
                             "-p", "output_cost_per_token=0.002")
    w.until_models_stay(name)
    report = w.run("health", "--format", "json").json()
    assert report["db"] == "connected" and report["is_ready"], report
    assert of(report, id_)["status"] == "never_checked", of(report, id_)
    w.run("health", "check", name, "--max-cost", "0").refuses(1, "nothing was called")
    w.run("health", "check", w.name("no-such")).refuses(3, "no deployment has the name or id")
    assert of(w.run("health").json(), id_)["status"] == "never_checked"
    checked = w.run("health", "check", name, "--max-cost", "1", "--format", "json").exits(1).says(f"unhealthy: {id_}")
    found = checked.json()[0]
    checked.check((found["id"], found["is_healthy"]) == (id_, False), "the deployment should be unhealthy")
    checked.check("cannot connect to " + DEAD in found["error"], "the cause should be named").hides("Traceback")
    report = w.run("health", "--format", "json").exits(1)
    report.check(of(report.json(), id_)["status"] == "unhealthy", "the check should be shown").hides("Traceback")
    report.check(id_ in report.json()["failing"], "it should be named as failing")
    w.run("health", "--format", "prometheus").exits(1).shows(
        "litellm_cli_up 1\n", f'litellm_cli_deployment_up{{model="{name}",id="{id_}"}} 0\n')


@story
def health_of_other_keys(w):
    key = w.key_for(w.name("health"), "--models", "mock-gpt")
    w.ok("health", "--format", "table", key=key).shows("up", "connected").says("needs an admin key: ")
    w.ok("health", "--format", "table", without=["LITELLM_PROXY_API_KEY"]).shows("connected").says("needs a key: ")
    w.run("health", key="sk-not-a-key-of-this-server").exits(4)
    w.run("health", url="http://127.0.0.1:9").refuses(5)
    if w.server.is_old:
        w.run("health", "--format", "table").says("does not report its load", "does not report its license")


@story
def changes_run_a_program_once(w):
    name, id_ = w.make_model("watched", "-p", f"api_base={DEAD}")
    w.until_models_stay(name)
    log = w.home / "log"
    script = 'printf "%s %s\\n" "$LITELLM_PROXY_WATCH_STATE" "$LITELLM_PROXY_WATCH_NEW" >> "$0"'
    words = ["watch", "health", "--once", "--exec", "sh", "--", "-c", script, str(log)]
    w.ok(*words)
    before = log.read_text() if log.exists() else ""
    w.run("health", "check", id_).exits(1)
    for _ in range(2):
        w.ok(*words)
    new = log.read_text()[len(before):]
    # Other deployments of the server may fail meanwhile.
    assert new.startswith("bad ") and new.split().count(id_) == 1, (before, new)
    spend = w.ok("watch", "spend", "--over", "1000000/day", "--once", "--exec", "false", "--format", "json").json()
    assert (spend["state"], spend["is_change"]) == ("good", False), json.dumps(spend)
    w.run("watch", "spend", "--over", "1000000/day", "--once", "--exec", "notify me").refuses(2, "no shell splits it")
