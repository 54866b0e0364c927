"""Logging in and out, in the browser and with a key; whoami, and the files that keep a login."""

import json
import signal
import stat
import subprocess
import time

from .harness import COMMAND_SECONDS, Result, Skipped, messages, story
from .sign_in import (CHECKED, DOCUMENTED, NO_KEY, TOLD, has_no_secrets, is_kept, log_in, log_in_on_a_terminal,
                      names_its_user, nothing_is_kept, provider_of, soon_over, stored, token_file, who_signs_in,
                      with_pkce)


@story
def login_is_kept_as_documented(w):
    user = who_signs_in(w, "alice")
    done = log_in(w).exits(0).says("Open this URL and log in:", f"logged in to {w.server.url} as {user}@example.com",
                                   f"the login is kept in {token_file(w)}")
    done.check(done.out == "", "stdout should be empty")
    kept = names_its_user(done, w, user)
    done.check(sorted(kept) == sorted([*DOCUMENTED, "base_url"]), f"these fields are kept: {list(kept)}")
    done.hides(kept["key"]).check(("Enter the code " in done.err) != w.server.is_old, "only the newer asks for a code")
    assert stat.S_IMODE(token_file(w).stat().st_mode) == 0o600
    assert stat.S_IMODE(token_file(w).parent.stat().st_mode) == 0o700


@story
def login_is_used_until_logout(w):
    who_signs_in(w, "bob")
    log_in(w).exits(0)
    w.ok("models", "list", without=NO_KEY).shows("mock-gpt")
    w.ok("chat", "completions", "mock-gpt", *messages("user:hi"), without=NO_KEY).shows("hello from mock")
    w.run("models", "list", key="sk-wrong").refuses(4)  # the variable beats the login
    w.ok("logout", without=NO_KEY).says(f"logged out of {w.server.url}")
    nothing_is_kept(w)
    w.run("models", "list", without=NO_KEY).refuses(4, "No api key passed in", "litellm-proxy login")
    w.run("whoami", without=NO_KEY).refuses(4, "hint: ")
    w.ok("logout", without=NO_KEY).says(f"there is no login for {w.server.url}")


@story
def login_is_told_by_whoami(w):
    user = who_signs_in(w, "carol")
    done = log_in(w, "--format", "json").exits(0)
    key = stored(w)["key"]
    done.check(done.json()["user_id"] == user, "with a format, it should print what whoami prints").hides(key)
    w.ok("whoami", without=NO_KEY).shows("Field", "Value", w.server.url, f"{user}@example.com").hides(key)
    plain = w.ok("whoami", "--format", "json", without=NO_KEY).hides(key)
    told = plain.json()
    plain.check(list(told) == TOLD, f"these fields are told: {list(told)}")
    plain.check((told["key_source"], told["key_from"]) == ("file", str(token_file(w))), "the file should be named")
    plain.check((told["user_id"], told["user_role"]) == (user, "internal_user"), "the user should be named")
    plain.check(told["base_url"] == w.server.url and told["age_seconds"] < 60, "the login is new, and of this server")
    plain.check(told["team_id"] is None and told["is_renewable"] is False, "it has no team, and cannot be renewed")

    asked = w.ok("whoami", "--check", "--format", "json", without=NO_KEY).hides(key)
    told = asked.json()
    asked.check(list(told) == TOLD + CHECKED, f"these fields are told: {list(told)}")
    models = len(w.server.ask("GET", "/v1/models", key=key)["data"])
    asked.check(told["accepted"] is True and told["models"] == models, f"it should be accepted, with {models} models")
    asked.check(told["budget_of"] == "user" and told["spend"] == 0, "the budget should be the user's")
    w.ok("whoami", "--check", without=NO_KEY).shows("Accepted", "yes").hides(key)
    for format_ in ("yaml", "csv", "ndjson"):
        w.ok("whoami", "--format", format_, without=NO_KEY).shows(user, "key_source").hides(key)


@story
def login_or_key_is_told_by_whoami(w):
    by_variable = w.ok("whoami", "--format", "json").json()
    assert (by_variable["key_source"], by_variable["key_from"]) == ("variable", "LITELLM_PROXY_API_KEY"), by_variable
    by_flag = w.ok("whoami", "--format", "json", "--api-key", "sk-wrong").json()
    assert (by_flag["key_source"], by_flag["key_from"]) == ("flag", "--api-key"), by_flag
    # What is known is told, and then what went wrong.
    nowhere = "http://127.0.0.1:9"
    w.run("whoami", "--check", key="sk-wrong").exits(4).shows("Accepted", "no").says("error: ", "HTTP 401")
    refused = w.run("whoami", "--check", "--format", "json", key="sk-wrong").exits(4)
    refused.check(refused.json()["accepted"] is False, "it should say that the key is refused")
    refused.check(json.loads(refused.err)["error"]["status"] == 401, "the error should be one JSON object")
    w.run("whoami", "--check", url=nowhere).exits(5).shows(nowhere).says("error: ").hides("Accepted")
    far = w.run("whoami", "--check", "--format", "json", url=nowhere).exits(5)
    far.check(far.json()["base_url"] == nowhere and far.json().get("accepted") is None, "nobody can say whether it is")
    w.ok("whoami", url=nowhere).shows(nowhere)  # without --check nothing is asked


@story
def login_with_one_team(w):
    team = w.make_team("only")
    user = who_signs_in(w, "dave", "--team", team)
    done = log_in(w).exits(0).says(f"as {user}@example.com (team Team {team})")
    kept = names_its_user(done, w, user, team_id=team)
    assert w.ok("whoami", "--format", "json", without=NO_KEY).json()["team_id"] == team
    w.ok("models", "list", without=NO_KEY).shows("mock-gpt")
    log_in(w, "--team", w.name("no-team")).refuses(2, team)
    is_kept(w, kept)
    done = log_in(w, "--team", f"Team {team}").exits(0)
    names_its_user(done, w, user, team_id=team)


@story
def login_with_one_of_several_teams(w):
    first, second = w.make_team("first"), w.make_team("second")
    user = who_signs_in(w, "erin", "--team", first, "--team", second)
    log_in(w).refuses(2, first, second, f"Team {first}", f"Team {second}", "--team")
    nothing_is_kept(w)
    log_in(w, "--team", w.name("no-team")).refuses(2, w.name("no-team"), first, second)
    nothing_is_kept(w)
    done = log_in(w, "--team", f"Team {second}").exits(0).says(f"(team Team {second})")
    names_its_user(done, w, user, team_id=second)
    done = log_in(w, "--team", first).exits(0).says(f"(team Team {first})")
    names_its_user(done, w, user, team_id=first)
    w.ok("models", "list", without=NO_KEY).shows("mock-gpt")


@story
def login_with_a_team_chosen_on_the_terminal(w):
    user = who_signs_in(w, "eve", "--team", w.make_team("first"), "--team", w.make_team("second"))
    done, _ = log_in_on_a_terminal(w, "q")
    done.exits(130).says("interrupted: no team was chosen")
    nothing_is_kept(w)
    done, teams = log_in_on_a_terminal(w, "\x1b[B\r")  # arrow down, Enter
    done.exits(0).says(f"(team Team {teams[1]})").check(done.out == "", "stdout should be empty")
    names_its_user(done, w, user, team_id=teams[1])


@story
def login_with_teams_of_one_alias(w):
    first, second = w.make_team("twin1", team_alias=w.name("Twins")), w.make_team("twin2", team_alias=w.name("Twins"))
    user = who_signs_in(w, "frank", "--team", first, "--team", second)
    log_in(w, "--team", w.name("Twins")).refuses(2, first, second)
    nothing_is_kept(w)
    names_its_user(log_in(w, "--team", second).exits(0), w, user, team_id=second)


@story
def login_with_a_team_of_others(w):
    who_signs_in(w, "grace")
    log_in(w, "--team", w.make_team("foreign")).refuses(2, w.name("foreign"))
    nothing_is_kept(w)


@story
def login_of_a_user_that_the_server_does_not_know(w):
    user = w.name("heidi")
    provider_of(w).signs_in(w, user)
    w.later("POST", "/user/delete", {"user_ids": [user]})
    if w.server.is_old:  # only the browser is told: the command goes on waiting
        log_in(w, "--timeout", "6").refuses(4)
        nothing_is_kept(w)
    else:
        names_its_user(log_in(w).exits(0), w, user, user_role="internal_user_viewer")


@story
def login_of_a_user_without_a_role(w):
    user, provider = w.name("ivan"), provider_of(w)
    w.later("POST", "/user/delete", {"user_ids": [user]})
    w.server.ask("POST", "/user/new", {"user_id": user, "user_email": f"{user}@example.com", "auto_create_key": False})
    provider.signs_in(w, user)
    # The servers say so with a 500, whenever they are asked.
    log_in(w).refuses(6, "User role is required for CLI JWT login")
    nothing_is_kept(w)


@story
def login_that_nobody_completes(w):
    log_in(w, "--with-key", stdin=w.server.key).exits(0)
    earlier = stored(w)
    begun = time.monotonic()
    waited = log_in(w, "--no-browser", "--timeout", "5").refuses(4, f"{w.server.url}/sso/key/generate", "5 seconds")
    waited.check(4 < time.monotonic() - begun < 20, "it should wait as long as it is told to")
    is_kept(w, earlier)
    if not w.server.is_old:
        log_in(w, "--pkce", "--no-browser", "--timeout", "5").refuses(4, f"{w.server.url}/authorize")
        is_kept(w, earlier)


@story
def login_that_is_interrupted(w):
    log_in(w, "--with-key", stdin=w.server.key).exits(0)
    earlier = stored(w)
    args = ["login", "--no-browser", "--timeout", "40"]
    with subprocess.Popen([w.binary, *args], env=w.environment(without=NO_KEY), cwd=str(w.home), encoding="utf-8",
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as command:
        said = ""
        while "waiting" not in said and command.poll() is None:
            said += command.stderr.readline()
        command.send_signal(signal.SIGINT)
        out, rest = command.communicate(timeout=COMMAND_SECONDS)
    done = Result(args, command.returncode, out, said + rest)
    done.refuses(130, "error: interrupted: nothing was stored", "waiting up to ")
    is_kept(w, earlier)


@story
def login_with_a_code_that_is_wrong(w):
    if w.server.is_old:
        raise Skipped("this version asks for no code")
    who_signs_in(w, "judy")
    # The browser shows the refusal, and the right code may still come.
    log_in(w, "--timeout", "6", USER_CODE_FILE=w.file("other", "the code is AAAA-AAAA")).refuses(4)
    nothing_is_kept(w)


@story
def login_that_the_browser_refuses(w):
    with_pkce(w)
    who_signs_in(w, "mallory")
    refused = log_in(w, "--pkce", DECISION="deny").says("error: ", "access_denied")
    refused.check(refused.code != 0 and refused.out == "", "it should fail")
    nothing_is_kept(w)
    log_in(w).exits(0)
    earlier = stored(w)
    refused = log_in(w, "--pkce", DECISION="deny").says("error: ")
    refused.check(refused.code != 0, "it should fail")
    is_kept(w, earlier)


@story
def login_that_cannot_be_kept(w):
    (w.home / ".litellm").write_text("a file where the directory should be")
    tried = log_in(w, "--debug").refuses(1, ".litellm")
    tried.check("/sso/" not in tried.err, "nothing should be sent")
    log_in(w, "--with-key", stdin=w.server.key).refuses(1, ".litellm")


@story
def login_where_the_variable_wins(w):
    user = who_signs_in(w, "niaj")
    done = log_in(w, without=(), LITELLM_PROXY_API_KEY="sk-wrong").exits(0).says("warning: ", "LITELLM_PROXY_API_KEY")
    names_its_user(done, w, user)
    log_in(w, "--api-key", w.server.key).refuses(2, "--with-key")


@story
def login_with_a_key(w):
    user, _ = w.make_user("olivia", "--no-key")
    key = w.key_for(w.name("login"), "--user-id", user)
    done = log_in(w, "--with-key", stdin=key + "\n").exits(0).hides(key)
    kept = names_its_user(done, w, user, key=key)
    w.ok("models", "list", without=NO_KEY).shows("mock-gpt")
    asked = w.ok("whoami", "--check", "--format", "json", without=NO_KEY)
    told = asked.hides(key).json()
    asked.check(told["accepted"] is True and told["user_id"] == user, "the key should be accepted, and its user named")
    log_in(w, "--with-key", stdin="sk-wrong\n").refuses(4, "HTTP 401")
    log_in(w, "--with-key", stdin="").exits(2)
    is_kept(w, kept)
    log_in(w, "--with-key", "--api-key", w.server.key).exits(0)
    assert stored(w)["key"] == w.server.key
    w.ok("models", "list", without=NO_KEY).shows("mock-gpt")
    w.ok("logout", without=NO_KEY)
    log_in(w, "--with-key", stdin="sk-wrong\n").refuses(4, "HTTP 401")
    nothing_is_kept(w)


@story
def login_to_two_servers(w):
    if not w.other:
        raise Skipped("no second server is given")
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
    listed.check([list(login) for login in listed.json()] == [fields] * 2, "two logins with these fields")
    listed.check([login["base_url"] for login in listed.json()] == [there, here], "the latest should stand first")
    w.ok("auth", "list", without=NO_KEY).shows(here, there).hides(*keys.values())
    assert stat.S_IMODE((token_file(w).parent / "logins.json").stat().st_mode) == 0o600

    w.ok("logout", without=NO_KEY).says(f"logged out of {here}")
    w.run("models", "list", without=NO_KEY).refuses(4, "No api key passed in")
    w.ok("models", "list", url=there, without=NO_KEY).shows("mock-gpt")
    log_in(w, "--with-key", stdin=keys[here]).exits(0)
    assert stored(w)["base_url"] == here
    w.ok("logout", "--all", without=NO_KEY).says(here, there)
    nothing_is_kept(w)
    assert w.ok("auth", "list", "--format", "json", without=NO_KEY).json() == []
    for url in (here, there):
        w.run("auth", "print-token", url=url, without=NO_KEY).refuses(4)


@story
def login_file_that_is_broken(w):
    log_in(w, "--with-key", stdin=w.server.key).exits(0)
    token_file(w).write_text("{")
    w.ok("logout", without=NO_KEY)
    nothing_is_kept(w)
    # The original keeps the key elsewhere, in the system's keychain.
    log_in(w, "--with-key", stdin=w.server.key).exits(0)
    token_file(w).write_text(json.dumps({field: value for field, value in stored(w).items() if field != "key"}))
    w.run("models", "list", without=NO_KEY).refuses(4, "No api key passed in", "warning: ", "log in again")
    log_in(w, "--with-key", stdin=w.server.key).exits(0)
    w.ok("models", "list", without=NO_KEY).shows("mock-gpt")


@story
def login_debug_shows_no_secrets(w):
    who_signs_in(w, "walter")
    done = log_in(w, "--debug").exits(0).hides(stored(w)["key"])
    has_no_secrets(done, "/sso/cli/poll/", "")
    has_no_secrets(w.ok("whoami", "--check", "--debug", without=NO_KEY), "/user/info", "")
    if w.server.is_old:
        return
    done = log_in(w, "--pkce", "--debug").exits(0)
    url = next(line for line in done.err.splitlines() if "/authorize?" in line)  # the browser has this one
    has_no_secrets(done, "/token", url)
    soon_over(w)
    has_no_secrets(w.ok("models", "list", "--debug", without=NO_KEY), "/token", url)
    has_no_secrets(w.ok("logout", "--debug", without=NO_KEY), "/revoke", url)


@story
def login_with_key_debug_shows_no_key(w):
    key = w.key_for(w.name("debug-login"))
    log_in(w, "--with-key", "--debug", stdin=key).exits(0).says("/models", "/key/info").hides(key)
    log_in(w, "--with-key", "--debug", stdin="sk-wrong-and-secret").refuses(4).hides("sk-wrong-and-secret")
