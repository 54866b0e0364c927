"""Logging in and out, with the browser and with a key; `whoami`, and the files that store logins."""

import json
import signal
import stat
import subprocess
import time

from .harness import COMMAND_SECONDS, Result, Skipped, messages, story
from .sign_in import (CHECKED_FIELDS, DOCUMENTED_FIELDS, NO_KEY, WHOAMI_FIELDS, expire_soon, has_no_secrets, log_in,
                      log_in_on_a_terminal, login_is_unchanged, no_login_is_stored, provider_of, require_pkce,
                      sign_in_as_new_user, stored, stored_login_of, token_file)


@story
def login_is_stored_as_documented(w):
    user = sign_in_as_new_user(w, "alice")
    done = log_in(w).exits(0).says("Open this URL and log in:", f"logged in to {w.server.url} as {user}@example.com",
                                   str(token_file(w)))
    done.check(done.out == "", "stdout should be empty")
    login = stored_login_of(done, w, user)
    done.check(sorted(login) == sorted([*DOCUMENTED_FIELDS, "base_url"]), f"these fields are stored: {list(login)}")
    done.hides(login["key"]).check(("nter the code " in done.err) != w.server.is_old, "only newer versions require a code")
    assert stat.S_IMODE(token_file(w).stat().st_mode) == 0o600
    assert stat.S_IMODE(token_file(w).parent.stat().st_mode) == 0o700


@story
def login_is_used_until_logout(w):
    sign_in_as_new_user(w, "bob")
    log_in(w).exits(0)
    w.ok("models", "list", without=NO_KEY).shows("mock-gpt")
    w.ok("chat", "completions", "mock-gpt", *messages("user:hi"), without=NO_KEY).shows("hello from mock")
    w.run("models", "list", key="sk-wrong").refuses(4)  # the variable takes precedence over the login
    w.ok("logout", without=NO_KEY).says(f"logged out of {w.server.url}")
    no_login_is_stored(w)
    w.run("models", "list", without=NO_KEY).refuses(4, "No api key passed in", "litellm-proxy login")
    w.run("whoami", without=NO_KEY).refuses(4, "hint: ")
    w.ok("logout", without=NO_KEY).says("not logged in to", w.server.url)


@story
def whoami_shows_the_login(w):
    user = sign_in_as_new_user(w, "carol")
    done = log_in(w, "--format", "json").exits(0)
    key = stored(w)["key"]
    done.check(done.json()["user_id"] == user, "with --format it should print the fields of whoami").hides(key)
    w.ok("whoami", without=NO_KEY).shows("Server", w.server.url, f"{user}@example.com").hides(key)
    plain = w.ok("whoami", "--format", "json", without=NO_KEY).hides(key)
    whoami = plain.json()
    plain.check(list(whoami) == WHOAMI_FIELDS, f"these fields are shown: {list(whoami)}")
    plain.check((whoami["key_source"], whoami["key_from"]) == ("file", str(token_file(w))), "the source should be the file")
    plain.check((whoami["user_id"], whoami["user_role"]) == (user, "internal_user"), "the user should be shown")
    plain.check(whoami["base_url"] == w.server.url and whoami["age_seconds"] < 60, "the login should be new and for this server")
    plain.check(whoami["team_id"] is None and whoami["is_renewable"] is False, "the login should have no team and no refresh token")

    checked = w.ok("whoami", "--check", "--format", "json", without=NO_KEY).hides(key)
    whoami = checked.json()
    checked.check(list(whoami) == WHOAMI_FIELDS + CHECKED_FIELDS, f"these fields are shown: {list(whoami)}")
    models = len(w.server.ask("GET", "/v1/models", key=key)["data"])
    checked.check(whoami["accepted"] is True and whoami["models"] == models, f"the key should be accepted, with {models} models")
    checked.check(whoami["budget_of"] == "user" and whoami["spend"] == 0, "the budget should be the user's")
    w.ok("whoami", "--check", without=NO_KEY).shows("Accepted", "yes").hides(key)
    for format_ in ("yaml", "csv", "ndjson"):
        w.ok("whoami", "--format", format_, without=NO_KEY).shows(user, "key_source").hides(key)


@story
def whoami_shows_the_source_of_the_key(w):
    by_variable = w.ok("whoami", "--format", "json").json()
    assert (by_variable["key_source"], by_variable["key_from"]) == ("variable", "LITELLM_PROXY_API_KEY"), by_variable
    by_flag = w.ok("whoami", "--format", "json", "--api-key", "sk-wrong").json()
    assert (by_flag["key_source"], by_flag["key_from"]) == ("flag", "--api-key"), by_flag
    # The command shows what it knows, and then the error.
    nowhere = "http://127.0.0.1:9"
    w.run("whoami", "--check", key="sk-wrong").exits(4).shows("Accepted", "no").says("error: ", "HTTP 401")
    refused = w.run("whoami", "--check", "--format", "json", key="sk-wrong").exits(4)
    refused.check(refused.json()["accepted"] is False, "`accepted` should be false")
    refused.check(json.loads(refused.err)["error"]["status"] == 401, "the error should be one JSON object")
    w.run("whoami", "--check", url=nowhere).exits(5).shows(nowhere).says("error: ").hides("Accepted")
    far = w.run("whoami", "--check", "--format", "json", url=nowhere).exits(5)
    far.check(far.json()["base_url"] == nowhere and far.json().get("accepted") is None, "`accepted` should be unknown")
    w.ok("whoami", url=nowhere).shows(nowhere)  # without --check nothing is sent


@story
def login_with_one_team(w):
    team = w.make_team("only")
    user = sign_in_as_new_user(w, "dave", "--team", team)
    done = log_in(w).exits(0).says(f"as {user}@example.com (team Team {team})")
    login = stored_login_of(done, w, user, team_id=team)
    assert w.ok("whoami", "--format", "json", without=NO_KEY).json()["team_id"] == team
    w.ok("models", "list", without=NO_KEY).shows("mock-gpt")
    log_in(w, "--team", w.name("no-team")).refuses(2, team)
    login_is_unchanged(w, login)
    done = log_in(w, "--team", f"Team {team}").exits(0)
    stored_login_of(done, w, user, team_id=team)


@story
def login_with_one_of_several_teams(w):
    first, second = w.make_team("first"), w.make_team("second")
    user = sign_in_as_new_user(w, "erin", "--team", first, "--team", second)
    log_in(w).refuses(2, first, second, f"Team {first}", f"Team {second}", "--team")
    no_login_is_stored(w)
    log_in(w, "--team", w.name("no-team")).refuses(2, w.name("no-team"), first, second)
    no_login_is_stored(w)
    done = log_in(w, "--team", f"Team {second}").exits(0).says(f"(team Team {second})")
    stored_login_of(done, w, user, team_id=second)
    done = log_in(w, "--team", first).exits(0).says(f"(team Team {first})")
    stored_login_of(done, w, user, team_id=first)
    w.ok("models", "list", without=NO_KEY).shows("mock-gpt")


@story
def login_with_a_team_picked_on_the_terminal(w):
    user = sign_in_as_new_user(w, "eve", "--team", w.make_team("first"), "--team", w.make_team("second"))
    done, _ = log_in_on_a_terminal(w, "q")
    done.exits(130).says("interrupted")
    no_login_is_stored(w)
    done, teams = log_in_on_a_terminal(w, "\x1b[B\r")  # arrow down, Enter
    done.exits(0).says(f"(team Team {teams[1]})").check(done.out == "", "stdout should be empty")
    stored_login_of(done, w, user, team_id=teams[1])


@story
def login_with_a_duplicate_team_alias(w):
    first, second = w.make_team("twin1", team_alias=w.name("Twins")), w.make_team("twin2", team_alias=w.name("Twins"))
    user = sign_in_as_new_user(w, "frank", "--team", first, "--team", second)
    log_in(w, "--team", w.name("Twins")).refuses(2, first, second)
    no_login_is_stored(w)
    stored_login_of(log_in(w, "--team", second).exits(0), w, user, team_id=second)


@story
def login_with_a_team_of_other_users(w):
    sign_in_as_new_user(w, "grace")
    log_in(w, "--team", w.make_team("foreign")).refuses(2, w.name("foreign"))
    no_login_is_stored(w)


@story
def login_of_an_unknown_user(w):
    user = w.name("heidi")
    provider_of(w).signs_in(w, user)
    w.later("POST", "/user/delete", {"user_ids": [user]})
    if w.server.is_old:  # only the browser sees the error; the command keeps waiting
        log_in(w, "--timeout", "6").refuses(4)
        no_login_is_stored(w)
    else:
        stored_login_of(log_in(w).exits(0), w, user, user_role="internal_user_viewer")


@story
def login_of_a_user_without_a_role(w):
    user, provider = w.name("ivan"), provider_of(w)
    w.later("POST", "/user/delete", {"user_ids": [user]})
    w.server.ask("POST", "/user/new", {"user_id": user, "user_email": f"{user}@example.com", "auto_create_key": False})
    provider.signs_in(w, user)
    # The server responds with 500 to every poll.
    log_in(w).refuses(6, "User role is required for CLI JWT login")
    no_login_is_stored(w)


@story
def login_times_out(w):
    log_in(w, "--with-key", stdin=w.server.key).exits(0)
    earlier = stored(w)
    begun = time.monotonic()
    waited = log_in(w, "--no-browser", "--timeout", "5").refuses(4, f"{w.server.url}/sso/key/generate", "5 seconds")
    waited.check(4 < time.monotonic() - begun < 20, "it should wait for the given timeout")
    login_is_unchanged(w, earlier)
    if not w.server.is_old:
        log_in(w, "--pkce", "--no-browser", "--timeout", "5").refuses(4, f"{w.server.url}/authorize")
        login_is_unchanged(w, earlier)


@story
def login_is_interrupted(w):
    log_in(w, "--with-key", stdin=w.server.key).exits(0)
    earlier = stored(w)
    args = ["login", "--no-browser", "--timeout", "40"]
    with subprocess.Popen([w.binary, *args], env=w.environment(without=NO_KEY), cwd=str(w.home), encoding="utf-8",
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as command:
        err = ""
        while "waiting" not in err and command.poll() is None:
            err += command.stderr.readline()
        command.send_signal(signal.SIGINT)
        out, rest = command.communicate(timeout=COMMAND_SECONDS)
    done = Result(args, command.returncode, out, err + rest)
    done.refuses(130, "error: interrupted", "waiting")
    login_is_unchanged(w, earlier)


@story
def login_with_a_wrong_code(w):
    if w.server.is_old:
        raise Skipped("this version uses no code")
    sign_in_as_new_user(w, "judy")
    # The browser shows the refusal; the command keeps waiting for the right code.
    log_in(w, "--timeout", "6", USER_CODE_FILE=w.file("other", "the code is AAAA-AAAA")).refuses(4)
    no_login_is_stored(w)


@story
def login_denied_in_the_browser(w):
    require_pkce(w)
    sign_in_as_new_user(w, "mallory")
    refused = log_in(w, "--pkce", DECISION="deny").says("error: ", "access_denied")
    refused.check(refused.code != 0 and refused.out == "", "it should fail")
    no_login_is_stored(w)
    log_in(w).exits(0)
    earlier = stored(w)
    refused = log_in(w, "--pkce", DECISION="deny").says("error: ")
    refused.check(refused.code != 0, "it should fail")
    login_is_unchanged(w, earlier)


@story
def login_that_cannot_be_stored(w):
    (w.home / ".litellm").write_text("a file where the directory should be")
    tried = log_in(w, "--debug").refuses(1, ".litellm")
    tried.check("/sso/" not in tried.err, "nothing should be sent")
    log_in(w, "--with-key", stdin=w.server.key).refuses(1, ".litellm")


@story
def login_with_the_variable_set_warns(w):
    user = sign_in_as_new_user(w, "niaj")
    done = log_in(w, without=(), LITELLM_PROXY_API_KEY="sk-wrong").exits(0).says("warning: ", "LITELLM_PROXY_API_KEY")
    stored_login_of(done, w, user)
    log_in(w, "--api-key", w.server.key).refuses(2, "--with-key")


@story
def login_with_a_key(w):
    user, _ = w.make_user("olivia", "--no-key")
    key = w.key_for(w.name("login"), "--user-id", user)
    done = log_in(w, "--with-key", stdin=key + "\n").exits(0).hides(key)
    login = stored_login_of(done, w, user, key=key)
    w.ok("models", "list", without=NO_KEY).shows("mock-gpt")
    checked = w.ok("whoami", "--check", "--format", "json", without=NO_KEY)
    whoami = checked.hides(key).json()
    checked.check(whoami["accepted"] is True and whoami["user_id"] == user, "the key should be accepted and its user shown")
    log_in(w, "--with-key", stdin="sk-wrong\n").refuses(4, "HTTP 401")
    log_in(w, "--with-key", stdin="").exits(2)
    login_is_unchanged(w, login)
    log_in(w, "--with-key", "--api-key", w.server.key).exits(0)
    assert stored(w)["key"] == w.server.key
    w.ok("models", "list", without=NO_KEY).shows("mock-gpt")
    w.ok("logout", without=NO_KEY)
    log_in(w, "--with-key", stdin="sk-wrong\n").refuses(4, "HTTP 401")
    no_login_is_stored(w)


@story
def login_to_two_servers(w):
    if not w.other:
        raise Skipped("--other URL was not given")
    here, there = w.server.url, w.other.url
    keys = {}
    for server in (w.server, w.other):
        made = server.ask("POST", "/key/generate", {"key_alias": w.name("two-servers")})
        keys[server.url] = made["key"]
        w.later("POST", "/key/delete", {"keys": [made["token_id"]]}, server)
    for url in (here, there):
        log_in(w, "--with-key", stdin=keys[url], url=url).exits(0).says(f"logged in to {url}")

    def key_of(url):
        return w.ok("auth", "print-token", url=url, without=NO_KEY).out.strip()

    for url in (here, there):
        assert key_of(url) == keys[url]
        w.ok("models", "list", url=url, without=NO_KEY).shows("mock-gpt")
    listed = w.ok("auth", "list", "--format", "json", without=NO_KEY).hides(*keys.values())
    fields = ["base_url", "user_id", "user_email", "team_id", "logged_in_at", "expires_at"]
    listed.check([list(login) for login in listed.json()] == [fields] * 2, "there should be two logins with these fields")
    listed.check([login["base_url"] for login in listed.json()] == [there, here], "the latest login should be first")
    w.ok("auth", "list", without=NO_KEY).shows(here, there).hides(*keys.values())
    assert stat.S_IMODE((token_file(w).parent / "logins.json").stat().st_mode) == 0o600

    w.ok("logout", without=NO_KEY).says(f"logged out of {here}")
    w.run("models", "list", without=NO_KEY).refuses(4, "No api key passed in")
    w.ok("models", "list", url=there, without=NO_KEY).shows("mock-gpt")
    log_in(w, "--with-key", stdin=keys[here]).exits(0)
    assert stored(w)["base_url"] == here
    w.ok("logout", "--all", without=NO_KEY).says(here, there)
    no_login_is_stored(w)
    assert w.ok("auth", "list", "--format", "json", without=NO_KEY).json() == []
    for url in (here, there):
        w.run("auth", "print-token", url=url, without=NO_KEY).refuses(4)


@story
def broken_login_file_is_replaced(w):
    log_in(w, "--with-key", stdin=w.server.key).exits(0)
    token_file(w).write_text("{")
    w.ok("logout", without=NO_KEY)
    no_login_is_stored(w)
    # The Python CLI stores the key elsewhere, in the keychain of the system.
    log_in(w, "--with-key", stdin=w.server.key).exits(0)
    token_file(w).write_text(json.dumps({field: value for field, value in stored(w).items() if field != "key"}))
    w.run("models", "list", without=NO_KEY).refuses(4, "No api key passed in", "warning: ", "og in again")
    log_in(w, "--with-key", stdin=w.server.key).exits(0)
    w.ok("models", "list", without=NO_KEY).shows("mock-gpt")


@story
def login_debug_shows_no_secrets(w):
    sign_in_as_new_user(w, "walter")
    done = log_in(w, "--debug").exits(0).hides(stored(w)["key"])
    has_no_secrets(done, "/sso/cli/poll/", "")
    has_no_secrets(w.ok("whoami", "--check", "--debug", without=NO_KEY), "/user/info", "")
    if w.server.is_old:
        return
    done = log_in(w, "--pkce", "--debug").exits(0)
    url = next(line for line in done.err.splitlines() if "/authorize?" in line)  # the browser opens this one
    has_no_secrets(done, "/token", url)
    expire_soon(w)
    has_no_secrets(w.ok("models", "list", "--debug", without=NO_KEY), "/token", url)
    has_no_secrets(w.ok("logout", "--debug", without=NO_KEY), "/revoke", url)


@story
def login_with_key_debug_shows_no_key(w):
    key = w.key_for(w.name("debug-login"))
    log_in(w, "--with-key", "--debug", stdin=key).exits(0).says("/models", "/key/info").hides(key)
    log_in(w, "--with-key", "--debug", stdin="sk-wrong-and-secret").refuses(4).hides("sk-wrong-and-secret")


@story
def login_is_recovered_after_a_kill(w):
    # Between the two steps that replace a file, the new one has a temporary name.
    for words in (["models", "list"], ["auth", "list"], ["logout", "--all"]):
        w.ok("login", "--with-key", "--api-key", w.key_for(w.name("killed-" + words[0])), without=NO_KEY)
        token_file(w).rename(token_file(w).with_name(".token.json.0123456789ab.tmp"))
        w.ok(*words, without=NO_KEY).hides("not logged in")
        assert token_file(w).exists() == (words[0] != "logout")
        assert not [file.name for file in token_file(w).parent.iterdir() if file.name.startswith(".")]
    no_login_is_stored(w)
