"""A server that is set up strictly: it looks for the key in a header of its own, and bounds the keys that it makes.

`proxy/strict.yaml` is its configuration. These stories are told to it alone, and no others are: `stories.py --strict`.
"""

import json

from .harness import messages, story

HEADER = "X-Litellm-Key"


@story
def key_in_the_servers_own_header(w):
    for args, variables in ((["--auth-header", HEADER], {}), ([], {"LITELLM_PROXY_AUTH_HEADER": HEADER})):
        w.ok("models", "list", *args, **variables).shows("mock-gpt")
        w.ok("keys", "list", *args, **variables)
        w.ok("chat", "completions", "mock-gpt", *messages("user:hi"), *args, **variables).shows("hello from mock")
    # Elsewhere the server does not see it, and the hint says where it was.
    w.run("models", "list").refuses(4, "hint: the key was sent in the header `authorization`")


@story
def key_in_the_header_that_a_login_names(w):
    directory = w.home / ".litellm"
    directory.mkdir(mode=0o700)
    token = {"key": w.server.key, "user_id": "cli-user", "user_email": "user@example.com", "user_role": "cli",
             "auth_header_name": HEADER, "timestamp": 1234567890}
    path = directory / "token.json"
    path.write_text(json.dumps(token))
    path.chmod(0o600)
    without = ["LITELLM_PROXY_API_KEY"]
    w.ok("models", "list", without=without).shows("mock-gpt")
    w.ok("logout", without=without)
    w.run("models", "list", without=without).refuses(4)
    # A login with the header keeps it.
    w.ok("login", "--with-key", "--auth-header", HEADER, stdin=w.server.key, without=without)
    kept = json.loads(path.read_text())
    assert kept["auth_header_name"].lower() == HEADER.lower(), kept["auth_header_name"]
    w.ok("models", "list", without=without).shows("mock-gpt")
    w.ok("chat", "completions", "mock-gpt", *messages("user:hi"), without=without).shows("hello from mock")
    # Somebody else's key goes where keys usually go.
    w.run("models", "list", key="sk-wrong").refuses(4, "`authorization`")


@story
def key_that_is_over_the_bounds(w):
    header = {"LITELLM_PROXY_AUTH_HEADER": HEADER}
    w.run("keys", "generate", "--max-budget", "500", **header).refuses(
        1, "max_budget is over max limit set in config - user_value=500.0; max_value=100.0")
    w.run("keys", "generate", "--duration", "60d", **header).refuses(1, "duration is over max limit")


@story
def key_that_is_given_more_than_was_asked_for(w):
    header = {"LITELLM_PROXY_AUTH_HEADER": HEADER}
    alias = w.name("bounded")
    made = w.ok("keys", "generate", "--key-alias", alias, "--max-budget", "50", "--rpm-limit", "5", **header)
    w.later("POST", "/key/delete", {"keys": [made.json()["token_id"]]})
    made.says("note: the server set budget_duration to 30d, which was not asked for",
              "note: the server set tpm_limit to 5000, which was not asked for",
              "note: the server set expires to ")
    made.check("max_budget" not in made.err and "rpm_limit" not in made.err, "what was asked for is as it was asked for")


@story
def key_that_a_rule_of_the_servers_own_refuses(w):
    forbidden = ("keys", "generate", "--metadata", '{"project": "forbidden"}')
    w.run(*forbidden, LITELLM_PROXY_AUTH_HEADER=HEADER).refuses(4, "This violates LiteLLM Proxy Rules.")
