"""`doctor`: faults made on purpose on a server are each named once, with the cause and a command, which cures them."""

import contextlib
import http.server
import json
import shlex
import threading
import time

from .harness import hash_of, story

GOOD = "good-provider-key"


class Provider(http.server.BaseHTTPRequestHandler):
    """A provider that accepts one key, and takes its time for the model `slow`."""

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.headers.get("Authorization") != f"Bearer {GOOD}":
            return self.respond(401, {"error": {"message": "Incorrect API key provided", "code": "invalid_api_key"}})
        if body["model"] == "gone":
            return self.respond(404, {"error": {"message": "The model `gone` does not exist", "code": "model_not_found"}})
        if body["model"] == "slow":
            time.sleep(7)
        message = {"role": "assistant", "content": "pong"}
        return self.respond(200, {
            "id": f"chatcmpl-{time.time_ns()}", "object": "chat.completion", "created": 1, "model": body["model"],
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        })

    def respond(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def provider():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()


def is_sandbox(w):
    return w.server.call("GET", "/sandbox/clock")[0] == 200


def findings(w, *only, key=None):
    """Returns the findings of checks."""
    words = [part for check in only for part in ("--only", check)]
    report = w.run("doctor", *words, "--format", "json", "--fail-on", "never", key=key).exits(0).json()
    return report["findings"]


def finding(w, subject, *only, key=None):
    """Returns the one finding about something, or None."""
    found = [finding for finding in findings(w, *only, key=key) if subject in finding["subject"]]
    assert len(found) < 2, found
    return found[0] if found else None


def found(w, subject, *only, key=None):
    return w.eventually(f"doctor finds {subject}", lambda: finding(w, subject, *only, key=key))


def gone(w, subject, *only, key=None):
    w.eventually(f"doctor no longer finds {subject}", lambda: finding(w, subject, *only, key=key) is None)


@story
def doctor_names_what_deployments_suffer_from(w):
    if is_sandbox(w):
        return
    with provider() as base:
        faults = [
            ("wrong-key", {"model": "openai/chat", "api_base": base, "api_key": "bad"}, "the provider refuses its key", 401),
            ("dead", {"model": "openai/chat", "api_base": "http://127.0.0.1:9/v1", "api_key": GOOD},
             "the server cannot connect to http://127.0.0.1:9/v1", 500),
            ("missing", {"model": "openai/gone", "api_base": base, "api_key": GOOD}, "the provider has no such model", 404),
        ]
        cures = {"wrong-key": ("api_key=@FILE", f"api_key={GOOD}"), "dead": ("api_base=URL", f"api_base={base}"),
                 "missing": ("model=PROVIDER/MODEL", "model=openai/chat")}
        ids = {}
        for what, params, _, _ in faults:
            options = [part for name, value in params.items() for part in ("-p", f"{name}={value}")]
            _, ids[what] = w.make_model(what, *options, "-p", "input_cost_per_token=0.001")
        slow, slow_id = w.make_model("slow", "-p", "model=openai/slow", "-p", f"api_base={base}", "-p", f"api_key={GOOD}")
        w.until_models_stay(slow, *(w.name(what) for what in ids))

        def call(model_id):
            body = {"model": model_id, "messages": [{"role": "user", "content": "ping"}], "num_retries": 0}
            return w.server.call("POST", "/chat/completions", body)[0]

        for what, _, message, status in faults:
            assert call(ids[what]) == status, what
            seen = found(w, ids[what], "model.health")
            assert seen["message"].startswith(message) and seen["severity"] == "error", seen
            placeholder, value = cures[what]
            assert seen["command"] == f"litellm-proxy models update {ids[what]} -p {placeholder}", seen
            cure = seen["command"].replace(placeholder, value)
            w.ok(*shlex.split(cure)[1:])
            w.eventually("the deployment works again", lambda model_id=ids[what]: call(model_id) == 200)
            gone(w, ids[what], "model.health")
        assert call(slow_id) == 200
        seen = found(w, slow_id, "model.slow")
        assert "its answers take 7." in seen["message"], seen
        assert found(w, "model", "model.price")["severity"] == "warning"


@story
def doctor_names_what_stops_a_key(w):
    blocked = w.key_for(w.name("blocked"))
    w.ok("keys", "block", w.name("blocked"))
    w.run_until(False, "models", "list", key=blocked)
    seen = finding(w, "your key", "key.blocked", key=blocked)
    assert seen["command"] == f"litellm-proxy keys unblock {hash_of(blocked)}", seen
    assert found(w, "key", "key.blocked")["severity"] == "warning"
    w.ok(*shlex.split(seen["command"])[1:])
    gone(w, "your key", "key.blocked", key=blocked)

    expired = w.key_for(w.name("expired"), "--duration", "1s")
    def has_expired():
        return [seen for seen in findings(w, "key.expiring", key=expired) if "it has expired" in seen["message"]]

    seen = w.eventually("the key has expired", has_expired)[0]
    w.ok(*shlex.split(seen["command"])[1:])
    w.eventually("the key works again", lambda: not has_expired())

    used_up = w.key_for(w.name("used-up"), "--max-budget", "0")
    seen = found(w, "your key", "key.budget", key=used_up)
    assert seen["command"] == f"litellm-proxy budgets why {hash_of(used_up)}", seen

    seen = finding(w, "your key", "key.known", key="sk-nobody-has-this-key")
    assert "does not know it" in seen["message"], seen


@story
def doctor_repairs_a_key_that_a_null_has_broken(w):
    key = w.key_for(w.name("null"))
    update = {"key": hash_of(key), "aliases": None}
    try:
        w.server.ask("POST", "/key/update", update)
        seen = found(w, w.name("null"), "key.null")
        assert seen["fixable"] and "aliases is null" in seen["message"], seen
        own = finding(w, "your key", "key.null", key=key)
        assert "aliases is null" in own["message"], own
        w.ok(*shlex.split(seen["command"])[1:], "--yes").says(f"repaired key {w.name('null')}: aliases is {{}}")
        assert w.server.call("GET", "/key/list?return_full_object=true")[0] == 200
        assert finding(w, w.name("null"), "key.null") is None
        gone(w, "your key", "key.null", key=key)
    finally:
        w.server.call("POST", "/key/update", dict(update, aliases={}))


@story
def doctor_sees_a_clock_that_is_off(w):
    if not is_sandbox(w):
        assert finding(w, "", "net.clock") is None
        return
    try:
        w.ok("sandbox", "clock", "+1h")
        seen = finding(w, "", "net.clock")
        assert seen["severity"] == "error" and "ahead" in seen["message"], seen
    finally:
        w.ok("sandbox", "clock", "--reset")


@story
def doctor_works_with_any_key_and_never_shows_one(w):
    plain = w.key_for(w.name("plain"))
    for key in (w.server.key, plain, "sk-unknown-0123456789"):
        for format_ in ("table", "json"):
            w.run("doctor", "--all", "--format", format_, "--fail-on", "never", key=key).exits(0).hides(key, "Traceback")
    w.run("doctor", "--fail-on", "never", without=["LITELLM_PROXY_API_KEY"]).exits(0).shows("no key is set")
    w.run("doctor", url="http://127.0.0.1:9").exits(1).shows("connection refused", "there is no connection")
