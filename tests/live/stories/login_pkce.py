"""Logins with PKCE: how they come about, how they are renewed, and how they end."""

import json
import stat
import time

from .harness import Skipped, at_once, story
from .sign_in import (DOCUMENTED, NO_KEY, OF_PKCE, change, is_kept, log_in, names_its_user, nothing_is_kept,
                      soon_over, stored, token_file, who_signs_in, with_pkce)


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
