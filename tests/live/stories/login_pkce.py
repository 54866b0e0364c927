"""Logins with PKCE: logging in, renewing and revoking."""

import json
import stat
import time

from .harness import Skipped, at_once, story
from .sign_in import (DOCUMENTED_FIELDS, NO_KEY, PKCE_FIELDS, edit_login, expire_soon, log_in, login_is_unchanged,
                      no_login_is_stored, require_pkce, sign_in_as_new_user, stored, stored_login_of, token_file)


def log_in_with_pkce(w, what):
    """Logs in and returns the stored login."""
    require_pkce(w)
    sign_in_as_new_user(w, what)
    log_in(w, "--pkce").exits(0)
    return stored(w)


def renewed_by_server(w, login):
    """Sends the refresh token to the server itself, which uses it up; returns status and body."""
    return w.server.post_form("/token", {"grant_type": "refresh_token", "refresh_token": login["refresh_token"],
                                         "client_id": login["client_id"], "resource": login["resource"]})


@story
def login_with_pkce(w):
    if w.server.is_old:
        log_in(w, "--pkce").refuses(3, "without --pkce")
        w.ok("config", "set", "pkce", "true")
        log_in(w).refuses(3, "--no-pkce", "config unset pkce")
        no_login_is_stored(w)
        return
    user = sign_in_as_new_user(w, "pat")
    done = log_in(w, "--pkce").exits(0).says(f"logged in to {w.server.url} as {user}@example.com")
    login = stored_login_of(done, w, user, token_endpoint=f"{w.server.url}/token", resource=w.server.url,
                          revocation_endpoint=f"{w.server.url}/revoke")
    done.check(sorted(login) == sorted([*DOCUMENTED_FIELDS, "base_url", *PKCE_FIELDS]), f"these fields are stored: {list(login)}")
    done.check(abs(login["expires_at"] - time.time() - 24 * 3600) < 60, "the login should expire in a day")
    done.hides(login["key"], login["refresh_token"])
    w.ok("models", "list", without=NO_KEY).shows("mock-gpt")
    whoami = w.ok("whoami", "--check", "--format", "json", without=NO_KEY).json()
    assert whoami["is_renewable"] is True and whoami["accepted"] is True and whoami["expires_at"], whoami
    assert w.ok("auth", "print-token", without=NO_KEY).out == login["key"] + "\n"
    assert w.ok("auth", "print-token", "--api-key", "sk-other", without=NO_KEY).out == "sk-other\n"


@story
def login_with_pkce_and_a_team(w):
    require_pkce(w)
    first, second = w.make_team("first"), w.make_team("second")
    user = sign_in_as_new_user(w, "quinn", "--team", first, "--team", second)
    log_in(w, "--pkce", "--team", first).refuses(2, "--team")
    for team in (second, first):  # the browser picks the team
        stored_login_of(log_in(w, "--pkce", TEAM_ID=team).exits(0), w, user, team_id=team)
    w.ok("models", "list", without=NO_KEY).shows("mock-gpt")


@story
def login_with_pkce_from_the_config_file(w):
    require_pkce(w)
    sign_in_as_new_user(w, "rupert")
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
    login_is_unchanged(w, old)  # a new login is not renewed
    for command in (["models", "list"], ["auth", "print-token"]):
        expire_soon(w)
        done = w.ok(*command, without=NO_KEY)
        new = stored(w)
        done.check(done.err == "", "it should renew without a message")
        done.check(new["key"] != old["key"] and new["refresh_token"] != old["refresh_token"], "both should be new")
        done.check(abs(new["expires_at"] - time.time() - 24 * 3600) < 60, "it should expire in a day again")
        same = [field for field in old if field not in ("key", "refresh_token", "expires_at", "timestamp")]
        done.check(all(new[field] == old[field] for field in same), "the other fields should not change")
        old = new
    assert done.out == new["key"] + "\n", "the new key should be printed"
    assert stat.S_IMODE(token_file(w).stat().st_mode) == 0o600
    edit_login(w, expires_at=int(time.time()) - 100)
    w.ok("models", "list", without=NO_KEY).shows("mock-gpt")  # an expired login can still be renewed
    assert stored(w)["key"] != new["key"]


@story
def login_is_renewed_by_two_commands_at_once(w):
    old = log_in_with_pkce(w, "trent")
    for _ in range(2):
        expire_soon(w)
        for done in at_once(lambda _: w.run("models", "list", without=NO_KEY), range(2)):
            done.exits(0).shows("mock-gpt").check(done.err == "", "stderr should be empty")
        new = stored(w)
        assert new["refresh_token"] != old["refresh_token"], "there should be a new refresh token"
        old = new
    status, body = renewed_by_server(w, new)
    assert status == 200, f"the last refresh token should be stored; the server returned {status} {body}"


@story
def login_is_renewed_next_to_a_later_login(w):
    if not w.other:
        raise Skipped("--other URL was not given")
    old = log_in_with_pkce(w, "tina")
    expire_soon(w)
    log_in(w, "--with-key", stdin=w.other.key, url=w.other.url).exits(0)
    latest = stored(w)
    w.ok("models", "list", without=NO_KEY).shows("mock-gpt")
    [new] = json.loads((token_file(w).parent / "logins.json").read_text())["logins"]
    assert new["base_url"] == w.server.url and new["key"] != old["key"], "the login for this server should be renewed"
    login_is_unchanged(w, latest)
    assert renewed_by_server(w, new)[0] == 200, "the last refresh token should be stored"


@story
def login_with_a_used_refresh_token(w):
    old = log_in_with_pkce(w, "ursula")
    expire_soon(w)
    w.ok("models", "list", without=NO_KEY)
    new = stored(w)
    expire_soon(w, refresh_token=old["refresh_token"])
    w.ok("models", "list", without=NO_KEY).shows("mock-gpt").says("warning: could not renew the login: ")
    assert stored(w)["key"] == new["key"], "the key should be used until it expires"
    edit_login(w, expires_at=int(time.time()) - 100)
    for command in (["models", "list"], ["auth", "print-token"]):
        w.run(*command, without=NO_KEY).refuses(4, "litellm-proxy login")
    assert stored(w)["key"] == new["key"]
    log_in(w, "--pkce").exits(0)
    w.ok("models", "list", without=NO_KEY).shows("mock-gpt")


@story
def login_is_revoked_by_logout(w):
    login = log_in_with_pkce(w, "victor")
    w.ok("logout", without=NO_KEY).says(f"logged out of {w.server.url}")
    no_login_is_stored(w)
    status, body = renewed_by_server(w, login)
    assert status == 400 and "revoked" in body, f"the server should refuse the refresh token: {status} {body}"


@story
def stored_login_that_the_server_refuses(w):
    log_in(w, "--with-key", stdin=w.server.key).exits(0)
    edit_login(w, key="sk-wrong", timestamp=int(time.time()) - 26 * 3600)
    w.run("models", "list", without=NO_KEY).refuses(4, "HTTP 401", "hint: ", str(token_file(w)),
                                                    "26 hours", "litellm-proxy login")
