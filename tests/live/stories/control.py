"""Waiting for a server, and what only a sandbox does: using up budgets and moving the time."""

from .harness import messages, story


@story
def ready_server_ends_waiting_at_once(w):
    status = w.ok("health").json()["status"]
    w.ok("health", "--wait", "30s").shows("is ready")
    w.ok("sandbox", "wait", "--timeout", "30s").shows("is ready")
    if status not in ("healthy", "connected"):
        w.ok("health").fail("an unknown status")
    w.run("health", "--wait", "1s", url="http://127.0.0.1:9").refuses(5, "was not ready within 1 s")


@story
def only_a_sandbox_spends_and_moves_the_time(w):
    key = w.key_for(w.name("spender"), "--max-budget", "1", "--budget-duration", "30d")
    if w.server.call("GET", "/sandbox/clock")[0] != 200:
        for command in (["spend", w.name("spender"), "1"], ["clock", "+31d"], ["clock", "--reset"]):
            w.run("sandbox", *command).refuses(2, "is not a sandbox")
        return
    chat = ["chat", "completions", "mock-gpt", *messages("user:hi")]
    w.ok(*chat, key=key)
    w.ok("sandbox", "spend", w.name("spender"), "1.00")
    w.run(*chat, key=key).refuses(1, "Budget has been exceeded")
    try:
        w.ok("sandbox", "clock", "+31d")
        w.ok(*chat, key=key)
    finally:
        w.ok("sandbox", "clock", "--reset")
    w.run("sandbox", "clock", key=key).exits(4)
