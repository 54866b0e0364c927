"""Logging in and out: in the browser, with PKCE and with a key; whoami, the files that keep a login, and renewal.

The browser is played by `proxy/fake_browser.py`, and who signs in is told to the fake provider of `proxy/fake.py`.
"""

import json
import os
import pathlib
import pty
import re
import select
import signal
import stat
import subprocess
import sys
import time
from urllib.parse import parse_qs, urlencode, urlsplit

from .harness import COMMAND_SECONDS, Failed, Result, Skipped, at_once, messages, story

BROWSER = pathlib.Path(__file__).parents[1] / "proxy" / "fake_browser.py"
MOST_USERS = 4  # without a licence the server lets nobody sign in once it has more than five, and ours comes on top
NO_KEY = ["LITELLM_PROXY_API_KEY"]

DOCUMENTED = ["key", "user_id", "user_email", "user_role", "auth_header_name", "timestamp"]
OF_PKCE = ["expires_at", "refresh_token", "client_id", "token_endpoint", "revocation_endpoint", "resource"]
TOLD = ["base_url", "key_source", "key_from", "user_id", "user_email", "user_role", "team_id", "logged_in_at",
        "age_seconds", "expires_at", "is_renewable"]
CHECKED = ["accepted", "models", "spend", "max_budget", "budget_of"]


class Provider:
    """Who signs in next. It is found as a browser finds it: the server sends it there."""

    def __init__(self, server):
        address = urlsplit(server.redirect("/sso/key/generate") or "")
        if not address.netloc:
            raise Skipped("the server sends nobody to a provider: SSO is not set up there")
        comes_back_to = parse_qs(address.query)["redirect_uri"][0]
        if not comes_back_to.startswith(server.url + "/"):
            raise Skipped(f"the browser comes back to {comes_back_to}, so its cookies are lost: "
                          f"name the server as it names itself, not {server.url}")
        self.url, self.server = f"{address.scheme}://{address.netloc}", server
        try:
            self.before = self.call("GET", "/userinfo", {})[1]
        except (OSError, ValueError):
            raise Skipped(f"{self.url} is not the fake provider: nobody can sign in there without a person")

    def call(self, _method, path, user):
        with self.server.opener.open(f"{self.url}{path}?{urlencode(user)}", timeout=60) as answer:
            return answer.status, json.load(answer)

    def signs_in(self, w, user):
        w.cleanups.append((self, "GET", "/set-user", {"id": self.before["sub"], "email": self.before["email"]}))
        self.call("GET", "/set-user", {"id": user, "email": f"{user}@example.com"})


def provider_of(w):
    provider, users = Provider(w.server), len(w.server.users())
    if users > MOST_USERS:
        raise Failed(f"the server has {users} users already, and without a licence it lets nobody sign in when there "
                     f"are more than {MOST_USERS + 1}: delete some")
    return provider


def who_signs_in(w, what, *options):
    """A new user, and the one who signs in from now on. 1.80.11 only knows users that are there already."""
    provider = provider_of(w)
    user, _ = w.make_user(what, "--no-key", *options)
    provider.signs_in(w, user)
    return user


def with_browser(w):
    """A browser at hand, and the file where it reads the code: there stands what the command says on stderr."""
    return dict(without=NO_KEY, BROWSER=str(BROWSER), USER_CODE_FILE=str(w.home / "said"),
                PATH=f"{os.path.dirname(sys.executable)}:{os.defpath}")


def log_in(w, *options, **kwargs):
    """`login` to its end. Ten minutes is long for one that goes wrong, hence the timeout."""
    options = options if "--timeout" in options else ("--timeout", "40", *options)
    return w.run("login", *options, err_file=w.home / "said", **dict(with_browser(w), **kwargs))


def log_in_on_a_terminal(w, answer):
    """`login` of somebody in two teams, who presses these keys when both are shown; what happened, and the teams."""
    args, screen, teams, ours, its = ["login", "--timeout", "40"], "", [], *pty.openpty()
    with open(w.home / "said", "w") as said, subprocess.Popen(
            [w.binary, *args], env=w.environment(TERM="xterm", **with_browser(w)), cwd=str(w.home), encoding="utf-8",
            stdin=its, stdout=subprocess.PIPE, stderr=its) as command:
        os.close(its)
        while part := read_terminal(ours):
            screen += part
            said.write(part)
            said.flush()
            shown = re.findall(r"Team \S+ \((\S+)\)", screen)
            if not teams and len(shown) > 1:
                teams = shown[:2]
                os.write(ours, answer.encode())
        os.close(ours)  # so that a command that still asks comes to its end
        out = command.stdout.read()
    return Result(args, command.returncode, out, screen), teams


def read_terminal(terminal):
    """What is shown next; nothing when the program at the other end has ended, or shows nothing more."""
    try:
        is_there = select.select([terminal], [], [], COMMAND_SECONDS)[0]
        return os.read(terminal, 4096).decode("utf-8", "replace") if is_there else ""
    except OSError:  # Linux tells the end in this way
        return ""


def token_file(w):
    return w.home / ".litellm" / "token.json"


def stored(w):
    return json.loads(token_file(w).read_text())


def change(w, **fields):
    token_file(w).write_text(json.dumps(dict(stored(w), **fields)))


def soon_over(w, **fields):
    """The key still works, and is so near its end that the next command renews it."""
    change(w, expires_at=int(time.time()) + 100, **fields)


def nothing_is_kept(w):
    found = [path.name for path in (w.home / ".litellm").glob("*") if path.name not in ("token.lock", "config.json")]
    assert not found, f"nothing should be kept, and there is {found}"


def is_kept(w, login):
    assert stored(w) == login, "the earlier login should still be there"


def names_its_user(done, w, user, **fields):
    """What is kept of the user, which the server knows better than the login's own answers."""
    kept = stored(w)
    wanted = dict({"user_id": user, "user_email": f"{user}@example.com", "user_role": "internal_user",
                   "auth_header_name": "Authorization", "base_url": w.server.url}, **fields)
    for field, value in wanted.items():
        done.check(kept.get(field) == value, f"{field} should be kept as {value!r}, and is {kept.get(field)!r}")
    done.check(isinstance(kept["timestamp"], int) and abs(kept["timestamp"] - time.time()) < 60,
               f"the timestamp should be now, and is {kept['timestamp']!r}")
    return kept


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


def with_pkce(w):
    if w.server.is_old:
        raise Skipped("this version has no PKCE")


def log_in_with_pkce(w, what):
    """The login that is kept."""
    with_pkce(w)
    who_signs_in(w, what)
    log_in(w, "--pkce").exits(0)
    return stored(w)


def renewed_by_server(w, login):
    """Whether the server itself takes the refresh token; if so, it is used up."""
    return w.server.post_form("/token", {"grant_type": "refresh_token", "refresh_token": login["refresh_token"],
                                         "client_id": login["client_id"], "resource": login["resource"]})


@story
def login_with_pkce(w):
    if w.server.is_old:
        log_in(w, "--pkce").refuses(3, "without --pkce")
        w.ok("config", "set", "pkce", "true")
        log_in(w).refuses(3, "--no-pkce", "config unset pkce")
        nothing_is_kept(w)
        return
    user = who_signs_in(w, "pat")
    done = log_in(w, "--pkce").exits(0).says(f"logged in to {w.server.url} as {user}@example.com")
    kept = names_its_user(done, w, user, token_endpoint=f"{w.server.url}/token", resource=w.server.url,
                          revocation_endpoint=f"{w.server.url}/revoke")
    done.check(sorted(kept) == sorted([*DOCUMENTED, "base_url", *OF_PKCE]), f"these fields are kept: {list(kept)}")
    done.check(abs(kept["expires_at"] - time.time() - 24 * 3600) < 60, "it should expire in a day")
    done.hides(kept["key"], kept["refresh_token"])
    w.ok("models", "list", without=NO_KEY).shows("mock-gpt")
    told = w.ok("whoami", "--check", "--format", "json", without=NO_KEY).json()
    assert told["is_renewable"] is True and told["accepted"] is True and told["expires_at"], told
    assert w.ok("auth", "print-token", without=NO_KEY).out == kept["key"] + "\n"
    assert w.ok("auth", "print-token", "--api-key", "sk-other", without=NO_KEY).out == "sk-other\n"


@story
def login_with_pkce_and_a_team(w):
    with_pkce(w)
    first, second = w.make_team("first"), w.make_team("second")
    user = who_signs_in(w, "quinn", "--team", first, "--team", second)
    log_in(w, "--pkce", "--team", first).refuses(2, "--team")
    for team in (second, first):  # the team is chosen in the browser
        names_its_user(log_in(w, "--pkce", TEAM_ID=team).exits(0), w, user, team_id=team)
    w.ok("models", "list", without=NO_KEY).shows("mock-gpt")


@story
def login_with_pkce_by_configuration(w):
    with_pkce(w)
    who_signs_in(w, "rupert")
    w.ok("config", "set", "pkce", "true")
    log_in(w).exits(0)
    assert "refresh_token" in stored(w)
    log_in(w, "--no-pkce").exits(0)
    assert "refresh_token" not in stored(w)
    w.ok("config", "unset", "pkce")
    log_in(w).exits(0)
    assert "refresh_token" not in stored(w)


@story
def login_is_renewed(w):
    old = log_in_with_pkce(w, "sybil")
    w.ok("models", "list", without=NO_KEY)
    is_kept(w, old)  # it is new: nothing to renew
    for command in (["models", "list"], ["auth", "print-token"]):
        soon_over(w)
        done = w.ok(*command, without=NO_KEY)
        new = stored(w)
        done.check(done.err == "", "it should renew in silence")
        done.check(new["key"] != old["key"] and new["refresh_token"] != old["refresh_token"], "both should be new")
        done.check(abs(new["expires_at"] - time.time() - 24 * 3600) < 60, "it should live for a day again")
        same = [field for field in old if field not in ("key", "refresh_token", "expires_at", "timestamp")]
        done.check(all(new[field] == old[field] for field in same), "the rest should stay")
        old = new
    assert done.out == new["key"] + "\n", "the new key should be printed"
    assert stat.S_IMODE(token_file(w).stat().st_mode) == 0o600
    change(w, expires_at=int(time.time()) - 100)
    w.ok("models", "list", without=NO_KEY).shows("mock-gpt")  # its end does not matter as long as it can be renewed
    assert stored(w)["key"] != new["key"]


@story
def login_is_renewed_by_two_commands_at_once(w):
    old = log_in_with_pkce(w, "trent")
    for _ in range(2):
        soon_over(w)
        for done in at_once(lambda _: w.run("models", "list", without=NO_KEY), range(2)):
            done.exits(0).shows("mock-gpt").check(done.err == "", "neither should get in the other's way")
        new = stored(w)
        assert new["refresh_token"] != old["refresh_token"], "there should be a new refresh token"
        old = new
    status, answer = renewed_by_server(w, new)
    assert status == 200, f"what is kept should be the last refresh token, and the server says {status} {answer}"


@story
def login_is_renewed_that_is_not_the_latest(w):
    if not w.other:
        raise Skipped("no second server is given")
    old = log_in_with_pkce(w, "tina")
    soon_over(w)
    log_in(w, "--with-key", stdin=w.other.key, url=w.other.url).exits(0)
    latest = stored(w)
    w.ok("models", "list", without=NO_KEY).shows("mock-gpt")
    [new] = json.loads((token_file(w).parent / "logins.json").read_text())["logins"]
    assert new["base_url"] == w.server.url and new["key"] != old["key"], "the login of this server should be new"
    is_kept(w, latest)
    assert renewed_by_server(w, new)[0] == 200, "what is kept should be the last refresh token"


@story
def login_with_a_used_refresh_token(w):
    old = log_in_with_pkce(w, "ursula")
    soon_over(w)
    w.ok("models", "list", without=NO_KEY)
    new = stored(w)
    soon_over(w, refresh_token=old["refresh_token"])
    w.ok("models", "list", without=NO_KEY).shows("mock-gpt").says("warning: could not renew the login: ")
    assert stored(w)["key"] == new["key"], "the key should be used as long as it lives"
    change(w, expires_at=int(time.time()) - 100)
    for command in (["models", "list"], ["auth", "print-token"]):
        w.run(*command, without=NO_KEY).refuses(4, "litellm-proxy login")
    assert stored(w)["key"] == new["key"]
    log_in(w, "--pkce").exits(0)
    w.ok("models", "list", without=NO_KEY).shows("mock-gpt")


@story
def login_is_revoked_by_logout(w):
    login = log_in_with_pkce(w, "victor")
    w.ok("logout", without=NO_KEY).says(f"logged out of {w.server.url}")
    nothing_is_kept(w)
    status, answer = renewed_by_server(w, login)
    assert status == 400 and "revoked" in answer, f"the server should refuse the refresh token: {status} {answer}"


@story
def login_whose_key_is_refused(w):
    log_in(w, "--with-key", stdin=w.server.key).exits(0)
    change(w, key="sk-wrong", timestamp=int(time.time()) - 26 * 3600)
    w.run("models", "list", without=NO_KEY).refuses(4, "HTTP 401", "hint: the key came from", str(token_file(w)),
                                                    "26 hours", "log in again with", "litellm-proxy login")


def has_no_secrets(done, path, public):
    """Keys, tokens, the secret of the polls and PKCE's verifier are words of 40 letters and more, as hardly anything
    else is but names of fields, so that those are found too which the story does not know. The path shows that the
    log is there."""
    def long_words(text):
        return {word for word in re.findall(r"[\w-]{40,}", text) if not re.fullmatch("[a-z_]+", word)}

    found = long_words(done.err) - long_words(public)
    done.says(path).check(not found, f"these may be secrets: {found}")


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
