"""A server with the strict configuration of `proxy/strict.yaml`: its own header for keys, and limits for new keys.

Run only by `stories.py --strict`, which runs nothing else.
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
    if w.server.reads_default_headers:
        w.ok("models", "list").shows("mock-gpt")
    else:  # the server ignores the key in another header, and the hint names that header
        w.run("models", "list").refuses(4, "hint: ", "`authorization`")


@story
def key_in_the_header_of_the_login(w):
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
    # A login with the header stores the header.
    w.ok("login", "--with-key", "--auth-header", HEADER, stdin=w.server.key, without=without)
    login = json.loads(path.read_text())
    assert login["auth_header_name"].lower() == HEADER.lower(), login["auth_header_name"]
    w.ok("models", "list", without=without).shows("mock-gpt")
    w.ok("chat", "completions", "mock-gpt", *messages("user:hi"), without=without).shows("hello from mock")
    # A key from the variable goes into the default header.
    w.run("models", "list", key="sk-wrong").refuses(4, "LITELLM_PROXY_API_KEY" if w.server.reads_default_headers else "`authorization`")


@story
def key_above_the_limits_is_refused(w):
    header = {"LITELLM_PROXY_AUTH_HEADER": HEADER}
    w.run("keys", "generate", "--max-budget", "500", **header).refuses(
        1, "max_budget is over max limit set in config - user_value=500.0; max_value=100.0")
    w.run("keys", "generate", "--duration", "60d", **header).refuses(1, "duration is over max limit")


@story
def key_with_server_defaults_is_reported(w):
    header = {"LITELLM_PROXY_AUTH_HEADER": HEADER}
    alias = w.name("bounded")
    made = w.ok("keys", "generate", "--key-alias", alias, "--max-budget", "50", "--rpm-limit", "5", **header)
    w.later("POST", "/key/delete", {"keys": [made.json()["token_id"]]})
    made.says("note: the server set budget_duration to 30d", "note: the server set tpm_limit to 5000",
              "note: the server set expires to ")
    made.check("max_budget" not in made.err and "rpm_limit" not in made.err, "only the defaults should be reported")


@story
def key_refused_by_a_custom_rule(w):
    forbidden = ("keys", "generate", "--metadata", '{"project": "forbidden"}')
    w.run(*forbidden, LITELLM_PROXY_AUTH_HEADER=HEADER).refuses(4, "This violates LiteLLM Proxy Rules.")
