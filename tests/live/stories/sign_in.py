"""Signing in: who plays the browser, who signs in at the fake provider, and the file in which a login is kept.

The browser is `proxy/fake_browser.py`; who signs in next is told to the fake provider of `proxy/fake.py`.
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

def has_no_secrets(done, path, public):
    """Keys, tokens, the secret of the polls and PKCE's verifier are words of 40 letters and more, as hardly anything
    else is but names of fields, so that those are found too which the story does not know. The path shows that the
    log is there."""
    def long_words(text):
        return {word for word in re.findall(r"[\w-]{40,}", text) if not re.fullmatch("[a-z_]+", word)}

    found = long_words(done.err) - long_words(public)
    done.says(path).check(not found, f"these may be secrets: {found}")


def with_pkce(w):
    if w.server.is_old:
        raise Skipped("this version has no PKCE")
