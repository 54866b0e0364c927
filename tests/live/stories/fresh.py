"""A server that has not been used yet: no spend, no keys, and no teams.

Run only by `stories.py --fresh`, which runs nothing else.
"""

from .harness import story


@story
def lists_and_reports_of_an_unused_server(w):
    for noun in ("models", "model-groups", "keys", "users", "teams", "budgets", "customers", "credentials", "access-groups"):
        w.ok(noun, "list")
    for report in ("total", "keys", "users", "teams", "tags", "models", "customers", "trend", "logs"):
        w.ok("spend", report)
    w.ok("keys", "audit")
    w.ok("keys", "aliases")


@story
def budgets_why_on_an_unused_server(w):
    # Before the first request the server reports its spend as null.
    w.ok("budgets", "why", w.key_for(w.name("first"), "--max-budget", "5"))
