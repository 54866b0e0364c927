"""Signing in: the fake browser, the fake provider, and the file that stores a login.

`proxy/fake_browser.py` acts as the browser. `proxy/fake.py` is the provider; a story sets the user who signs in next.
"""

import json
import os
import pathlib
import pty
import re
import select
import subprocess
import sys
import time
from urllib.parse import parse_qs, urlencode, urlsplit

from .harness import COMMAND_SECONDS, Failed, Result, Skipped

BROWSER = pathlib.Path(__file__).parents[1] / "proxy" / "fake_browser.py"
MOST_USERS = 4  # plus the one of the story; without a license the server refuses every sign-in above five users
NO_KEY = ["LITELLM_PROXY_API_KEY"]

DOCUMENTED_FIELDS = ["key", "user_id", "user_email", "user_role", "auth_header_name", "timestamp"]
PKCE_FIELDS = ["expires_at", "refresh_token", "client_id", "token_endpoint", "revocation_endpoint", "resource"]
WHOAMI_FIELDS = ["base_url", "key_source", "key_from", "user_id", "user_email", "user_role", "team_id", "logged_in_at",
                 "age_seconds", "expires_at", "is_renewable"]
CHECKED_FIELDS = ["accepted", "models", "spend", "max_budget", "budget_of"]


class Provider:
    """The fake provider of a server, found as a browser finds it: by the redirect of the server."""

    def __init__(self, server):
        address = urlsplit(server.redirect("/sso/key/generate") or "")
        if not address.netloc:
            raise Skipped("SSO is not set up on the server: it redirects to no provider")
        callback = parse_qs(address.query)["redirect_uri"][0]
        if not callback.startswith(server.url + "/"):
            raise Skipped(f"the provider redirects to {callback}, which loses the cookies of the browser: "
                          f"use the URL that the server is configured with, not {server.url}")
        self.url, self.server = f"{address.scheme}://{address.netloc}", server
        try:
            self.before = self.call("GET", "/userinfo", {"at": server.url})[1]
        except (OSError, ValueError):
            raise Skipped(f"{self.url} is not the fake provider")

    def call(self, _method, path, user):
        with self.server.opener.open(f"{self.url}{path}?{urlencode(user)}", timeout=60) as response:
            return response.status, json.load(response)

    def signs_in(self, w, user):
        w.cleanups.append((self, "GET", "/set-user", {"id": self.before["sub"], "email": self.before["email"], "at": self.server.url}))
        self.call("GET", "/set-user", {"id": user, "email": f"{user}@example.com", "at": self.server.url})


def provider_of(w):
    provider, users = Provider(w.server), len(w.server.users())
    if users > MOST_USERS:
        raise Failed(f"the server has {users} users already, and without a license it refuses every sign-in when there "
                     f"are more than {MOST_USERS + 1}: delete some")
    return provider


def sign_in_as_new_user(w, what, *options):
    """Creates a user, who signs in from now on. 1.80.11 requires users to exist before they sign in."""
    provider = provider_of(w)
    user, _ = w.make_user(what, "--no-key", *options)
    provider.signs_in(w, user)
    return user


def with_browser(w):
    """The environment with the fake browser, which reads the code from the file that collects stderr."""
    return dict(without=NO_KEY, BROWSER=str(BROWSER), USER_CODE_FILE=str(w.home / "stderr"),
                PATH=f"{os.path.dirname(sys.executable)}:{os.defpath}")


def log_in(w, *options, **kwargs):
    """Runs `login`, with a timeout below its default of ten minutes."""
    options = options if "--timeout" in options else ("--timeout", "40", *options)
    return w.run("login", *options, err_file=w.home / "stderr", **dict(with_browser(w), **kwargs))


def log_in_on_a_terminal(w, keys):
    """Runs `login` on a terminal as a user in two teams and presses the keys when both teams are on the screen.

    Returns the result and the teams in the order shown."""
    args, screen, teams, (near, far) = ["login", "--timeout", "40"], "", [], pty.openpty()
    with open(w.home / "stderr", "w") as log, subprocess.Popen(
            [w.binary, *args], env=w.environment(TERM="xterm", **with_browser(w)), cwd=str(w.home), encoding="utf-8",
            stdin=far, stdout=subprocess.PIPE, stderr=far) as command:
        os.close(far)
        while part := read_terminal(near):
            screen += part
            log.write(part)
            log.flush()
            listed = re.findall(r"Team \S+ \((\S+)\)", screen)
            if not teams and len(listed) > 1:
                teams = listed[:2]
                os.write(near, keys.encode())
        os.close(near)  # ends a command that still prompts
        out = command.stdout.read()
    return Result(args, command.returncode, out, screen), teams


def read_terminal(terminal):
    """Reads what the terminal shows next; empty when the program has exited or shows nothing more."""
    try:
        is_there = select.select([terminal], [], [], COMMAND_SECONDS)[0]
        return os.read(terminal, 4096).decode("utf-8", "replace") if is_there else ""
    except OSError:  # how Linux reports the end
        return ""


def token_file(w):
    return w.home / ".litellm" / "token.json"


def stored(w):
    return json.loads(token_file(w).read_text())


def edit_login(w, **fields):
    token_file(w).write_text(json.dumps(dict(stored(w), **fields)))


def expire_soon(w, **fields):
    """Moves the expiry so close that the next command renews the key, which still works."""
    edit_login(w, expires_at=int(time.time()) + 100, **fields)


def no_login_is_stored(w):
    found = [path.name for path in (w.home / ".litellm").glob("*") if path.name not in ("token.lock", "config.json", "config.lock")]
    assert not found, f"no login should be stored, but there is {found}"


def login_is_unchanged(w, login):
    assert stored(w) == login, "the stored login should be unchanged"


def stored_login_of(done, w, user, **fields):
    """Checks the stored login of the user against the server's record and returns it."""
    login = stored(w)
    wanted = dict({"user_id": user, "user_email": f"{user}@example.com", "user_role": "internal_user",
                   "auth_header_name": "Authorization", "base_url": w.server.url}, **fields)
    for field, value in wanted.items():
        done.check(login.get(field) == value, f"{field} should be stored as {value!r}, not as {login.get(field)!r}")
    done.check(isinstance(login["timestamp"], int) and abs(login["timestamp"] - time.time()) < 60,
               f"the timestamp should be now, not {login['timestamp']!r}")
    return login


def has_no_secrets(done, path, public):
    """Checks that the debug log has the path and no secrets.

    Keys, tokens, the poll secret and the PKCE verifier are words of 40 characters and more; almost nothing else is,
    except names of fields. So this finds secrets that the story does not know."""
    def long_words(text):
        return {word for word in re.findall(r"[\w-]{40,}", text) if not re.fullmatch("[a-z_]+", word)}

    found = long_words(done.err) - long_words(public)
    done.says(path).check(not found, f"the log may hold secrets: {found}")


def require_pkce(w):
    if w.server.is_old:
        raise Skipped("this version has no PKCE")
