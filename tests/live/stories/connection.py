"""The connection: key, URL, stored login, and what the debug log shows of them."""

import json
import stat

from .harness import hash_of, messages, story


@story
def version_command_and_flags(w):
    for args in (["version"], ["--version"], ["-v"]):
        w.ok(*args).shows(f"Server URL: {w.server.url}", f"Server Version: {w.server.version}", "CLI Version: ")


@story
def wrong_and_missing_keys_are_refused(w):
    for command in (["models", "list"], ["keys", "list"], ["users", "list"], ["credentials", "list"],
                    ["chat", "completions", "mock-gpt", *messages("user:hi")]):
        w.run(*command, key="sk-wrong").refuses(4, "Authentication Error", "HTTP 401",
                                                "hint: ", "LITELLM_PROXY_API_KEY")
        w.run(*command, without=["LITELLM_PROXY_API_KEY"]).refuses(4, "No api key passed in", "hint: ", "--api-key")
    w.run("--api-key", "sk-wrong", "models", "list").refuses(4, "hint: ", "--api-key")
    # An empty variable counts as unset.
    w.run("models", "list", LITELLM_PROXY_API_KEY="").refuses(4, "No api key passed in")
    # Global options may follow the command, and they take precedence over the variables.
    w.ok("models", "list", "--api-key", w.server.key, key="sk-wrong").shows("mock-gpt")
    failed = w.run("models", "list", "--format", "json", key="sk-wrong").exits(4)
    error = json.loads(failed.err)["error"]
    failed.check(error["status"] == 401 and error["hint"] and error["url"].startswith(w.server.url),
                 "the error should be one JSON object")


@story
def unreachable_server_is_named(w):
    nowhere = "http://127.0.0.1:9"  # the discard port: nothing listens
    w.run("models", "list", url=nowhere).refuses(5, nowhere, "LITELLM_PROXY_URL")
    w.run("keys", "generate", "--base-url", nowhere).refuses(5, nowhere, "--base-url")
    w.run("chat", "completions", "mock-gpt", *messages("user:hi"), url=nowhere).refuses(5, nowhere)
    w.run("models", "list", url="http://no-such-host.invalid").refuses(5, "no-such-host.invalid")
    w.run("models", "list", url="not a url").exits(2)


@story
def wrong_base_url_gets_a_hint(w):
    wrong = w.run("models", "list", url=f"{w.server.url}/ui").refuses(3, "hint: ", "base URL").hides("=>", "{", "self.")
    if not w.server.is_old:
        wrong.says("an HTML page titled \"LiteLLM Dashboard\"")
    w.run("models", "list", url=w.server.url.replace("http:", "https:")).refuses(
        5, "https", w.server.url)


@story
def auth_header_flag_and_variable(w):
    # Every server reads this header without configuration.
    for args, variables in ((["--auth-header", "x-litellm-api-key"], {}),
                            ([], {"LITELLM_PROXY_AUTH_HEADER": "x-litellm-api-key"})):
        w.ok("models", "list", *args, **variables).shows("mock-gpt")
        w.ok("chat", "completions", "mock-gpt", *messages("user:hi"), *args, **variables).shows("hello from mock")
    w.ok("models", "list", "--auth-header", "x-litellm-api-key", "--curl").shows("x-litellm-api-key").hides("Authorization")


@story
def stored_login_is_used(w):
    directory = w.home / ".litellm"
    directory.mkdir(mode=0o700)
    token = {"key": w.server.key, "user_id": "cli-user", "user_email": "user@example.com", "user_role": "cli",
             "auth_header_name": "Authorization", "timestamp": 1234567890}

    def store(**fields):
        (directory / "token.json").write_text(json.dumps(dict(token, **fields)))
        (directory / "token.json").chmod(0o600)

    without = ["LITELLM_PROXY_API_KEY"]
    w.run("models", "list", without=without).refuses(4, "No api key passed in")
    store()
    w.ok("models", "list", without=without).shows("mock-gpt")
    w.ok("chat", "completions", "mock-gpt", *messages("user:hi"), without=without).shows("hello from mock")
    w.ok("keys", "list", without=without)
    # The flag and the variable take precedence over the file.
    w.run("models", "list", key="sk-wrong").refuses(4)
    w.run("models", "list", "--api-key", "sk-wrong", without=without).refuses(4)
    # A key stored with its server is sent to that server only.
    store(base_url=w.server.url)
    w.ok("models", "list", without=without).shows("mock-gpt")
    store(base_url="http://127.0.0.1:9")
    w.run("models", "list", without=without).refuses(4, "No api key passed in")
    store(auth_header_name="x-litellm-api-key")
    w.ok("models", "list", without=without).shows("mock-gpt")
    (directory / "token.json").chmod(0o644)
    w.ok("models", "list", without=without).says("token.json")


@story
def base_url_in_the_config_file(w):
    without = ["LITELLM_PROXY_URL"]
    w.ok("config", "set", "base_url", w.server.url + "/", without=without)
    w.ok("config", "get", "base_url", without=without).shows(w.server.url)
    w.ok("models", "list", without=without).shows("mock-gpt")
    w.ok("version", without=without).shows(f"Server URL: {w.server.url}\n")
    # The variable takes precedence over the file, and the flag over both.
    w.run("models", "list", url="http://127.0.0.1:9").refuses(5, "LITELLM_PROXY_URL")
    w.ok("models", "list", "--base-url", w.server.url, url="http://127.0.0.1:9").shows("mock-gpt")
    w.ok("config", "unset", "base_url", without=without)
    w.run("config", "get", "base_url", without=without).refuses(3, "base_url")
    w.run("config", "set", "base_url", "ftp://example.com", without=without).exits(2)
    assert stat.S_IMODE((w.home / ".litellm").stat().st_mode) == 0o700


@story
def debug_shows_requests_but_no_secrets(w):
    shown = w.ok("models", "list", "--debug", "--format", "json").says("GET", "/models", "200").hides(w.server.key)
    shown.json()
    made = w.ok("keys", "generate", "--key-alias", w.name("debug"), "--debug")
    key = made.json()["key"]
    w.later("POST", "/key/delete", {"keys": [hash_of(key)]})
    made.check(key not in made.err and w.server.key not in made.err, "no key should be in the log")
    w.run("models", "list", "--debug", key="sk-wrong").exits(4).says("401")
