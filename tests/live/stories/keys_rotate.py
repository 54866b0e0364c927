"""`keys rotate`: replaces the secret of a key, also when the command is interrupted."""

import subprocess
import time

from .harness import hash_of, messages, story

HELLO = ["chat", "completions", "mock-gpt", *messages("user:hi")]


def keys_of(w, alias):
    return {key["key_alias"]: key for key in w.server.keys() if (key.get("key_alias") or "").startswith(alias)}


def old_key(w, what):
    alias = w.name(what)
    old = w.key_for(alias, "--models", "mock-gpt,beta-gpt", "--max-budget", "5", "--metadata", '{"owner": "live"}')
    # Deletes the key and all keys that rotations create from it.
    w.cleanups.append((RotatedKeys(w.server), "", "", alias))
    return alias, old


class RotatedKeys:
    def __init__(self, server):
        self.server = server

    def call(self, _method, _path, alias):
        for key in self.server.keys():
            if (key.get("key_alias") or "").startswith(alias):
                self.server.ask("POST", "/key/delete", {"keys": [key["token"]]})
        return 200, None


@story
def keys_rotate_keeps_settings_and_a_grace_period(w):
    alias, old = old_key(w, "rotated")
    before = keys_of(w, alias)[alias]
    done = w.ok("keys", "rotate", alias, "--grace", "10m", "--output-file", "new.key")
    new = (w.home / "new.key").read_text().strip()
    done.hides(new, old).says(f"rotated `{alias}`: the old key is now `{alias}-rotated-")
    after = keys_of(w, alias)
    assert after[alias]["token"] == hash_of(new) and len(after) == 2, after
    for field in ("models", "max_budget", "metadata", "user_id", "team_id", "expires"):
        assert after[alias][field] == before[field], field
    retired = next(key for name, key in after.items() if name != alias)
    assert retired["token"] == hash_of(old) and retired["expires"], retired
    for key in (old, new):
        w.ok("--api-key", key, *HELLO).shows("hello from mock")
    # The secret identifies the key as well as the alias does.
    again = w.ok("keys", "rotate", "@new.key", "--delete-old").out.strip()
    w.ok("--api-key", again, *HELLO)
    w.until_refused("--api-key", new, *HELLO).exits(4)
    assert keys_of(w, alias)[alias]["token"] == hash_of(again)


@story
def keys_rotate_resumes_after_a_kill(w):
    alias, _ = old_key(w, "killed")
    # The kills are spread over the duration of one rotation, which differs between servers.
    began = time.monotonic()
    w.ok("keys", "rotate", alias, "--delete-old", "--output-file", str(w.home / "whole.key"))
    took = time.monotonic() - began
    interrupted = 0
    for number in range(12):
        file = w.home / f"{number}.key"
        command = subprocess.Popen([w.binary, "keys", "rotate", alias, "--delete-old", "--output-file", str(file)],
                                   env=w.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            command.wait(took * number / 12)
        except subprocess.TimeoutExpired:
            command.kill()
            command.wait()
            interrupted += 1
        w.ok("keys", "rotate", "--resume")
        found = keys_of(w, alias)
        assert list(found) == [alias], found
        if file.exists() and file.read_text():
            assert found[alias]["token"] == hash_of(file.read_text().strip())
            w.ok("--api-key", f"@{file}", *HELLO)
    assert interrupted > 2, interrupted
    w.ok("keys", "rotate", "--resume").says("no rotation")


@story
def keys_rotate_at_the_same_time_leaves_one_new_key(w):
    # In one home the lock decides, on several machines the server.
    for home in ("same", "other"):
        for words in (["--delete-old"], ["--grace", "10m"]):
            alias, old = old_key(w, f"raced-{home}-{words[0].strip('-')}")
            started = []
            for number in range(2):
                place = w.home / (home + str(number if home == "other" else 0))
                place.mkdir(exist_ok=True)
                file = w.home / f"{alias}-{number}.key"
                command = [w.binary, "keys", "rotate", alias, *words, "--output-file", str(file)]
                environment = {**w.environment(), "HOME": str(place)}
                started.append((file, subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL,
                                                       stderr=subprocess.PIPE, text=True)))
            secrets = [old]
            for file, command in started:
                said = command.communicate()[1]
                assert command.returncode in (0, 8), said
                if command.returncode == 8:
                    assert "another process" in said and not file.exists(), said
                else:
                    secrets.append(file.read_text().strip())
            # One that starts after the end of the other rotates the key of that one.
            found = keys_of(w, alias)
            assert found[alias]["token"] in map(hash_of, secrets[1:]), found
            assert {key["token"] for key in found.values()} <= set(map(hash_of, secrets)), found
            assert len(found) == (1 if words == ["--delete-old"] else len(secrets)), found
            live = next(secret for secret in secrets if hash_of(secret) == found[alias]["token"])
            w.ok("--api-key", live, *HELLO)


@story
def keys_rotate_refuses_unknown_and_blocked_keys(w):
    w.run("keys", "rotate", w.name("nobody")).refuses(3, "no key")
    alias, old = old_key(w, "blocked")
    w.server.ask("POST", "/key/block", {"key": hash_of(old)})
    w.run("keys", "rotate", alias).refuses(1, "the key is blocked")
    assert list(keys_of(w, alias)) == [alias]
