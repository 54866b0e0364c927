"""What every story stands on: the binary, what it answered, and the list of stories."""

import contextlib
import hashlib
import json
import os
import pathlib
import re
import secrets
import shlex
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone

RUN = "live-" + secrets.token_hex(4)
COMMAND_SECONDS = 90  # more than any command may take; a command that hangs is a failure
POLL_SECONDS = 40  # the slowest thing that a server keeps in a cache is seen again after 30 s


class Failed(Exception):
    pass


class Skipped(Exception):
    pass


class Result:
    def __init__(self, args, code, out, err):
        self.args, self.code, self.out, self.err = args, code, out, err

    def fail(self, why):
        def part(name, text):
            text = text if len(text) < 4000 else text[:4000] + "…\n"
            return f"    {name}:\n" + "".join(f"      {line}\n" for line in text.splitlines())

        command = "litellm-proxy " + " ".join(shlex.quote(arg) for arg in self.args)
        raise Failed(f"{why}\n    command: {command}\n    exit code: {self.code}\n"
                     + part("stdout", self.out) + part("stderr", self.err).rstrip("\n"))

    def exits(self, code):
        if self.code != code:
            self.fail(f"the exit code should be {code}")
        return self

    def shows(self, *texts):
        for text in texts:
            if text not in self.out:
                self.fail(f"stdout should hold {text!r}")
        return self

    def hides(self, *texts):
        for text in texts:
            if text in self.out or text in self.err:
                self.fail(f"{text!r} should not be shown")
        return self

    def says(self, *texts):
        for text in texts:
            if text not in self.err:
                self.fail(f"stderr should hold {text!r}")
        return self

    def refuses(self, code, *texts):
        """Fails with this code, an error on stderr that holds the server's words, and no data."""
        self.exits(code).says("error: ", *texts)
        if self.out:
            self.fail("stdout should be empty")
        return self

    def json(self):
        try:
            return json.loads(self.out)
        except ValueError as error:
            self.fail(f"stdout should be JSON: {error}")

    def check(self, condition, why):
        if not condition:
            self.fail(why)
        return self


class World:
    """What one story is given: a home directory, the server, and a list of what to clean up."""

    def __init__(self, binary, server, other, home):
        self.binary, self.server, self.other, self.home = binary, server, other, pathlib.Path(home)
        self.cleanups = []

    def name(self, what):
        return f"{RUN}-{what}"

    def environment(self, key=None, url=None, without=(), **variables):
        """All that the binary gets to see."""
        env = {
            "HOME": str(self.home),
            "PATH": os.defpath,
            "LITELLM_PROXY_URL": url or self.server.url,
            "LITELLM_PROXY_API_KEY": key or self.server.key,
        }
        env.update(variables)
        for variable in without:
            del env[variable]
        return env

    def run(self, *args, stdin=None, err_file=None, **variables):
        """Runs the binary to its end. With err_file its stderr can be read there while it runs."""
        env = self.environment(**variables)
        with open(err_file, "w") if err_file else contextlib.nullcontext(subprocess.PIPE) as err:
            try:
                done = subprocess.run([self.binary, *args], env=env, cwd=str(self.home), timeout=COMMAND_SECONDS,
                                      input=stdin, stdin=None if stdin is not None else subprocess.DEVNULL,
                                      stdout=subprocess.PIPE, stderr=err, encoding="utf-8")
            except subprocess.TimeoutExpired:
                raise Failed(f"litellm-proxy {shlex.join(args)} ran for more than {COMMAND_SECONDS} s")
        said = pathlib.Path(err_file).read_text(encoding="utf-8") if err_file else done.stderr
        return Result(args, done.returncode, done.stdout, said)

    def ok(self, *args, **kwargs):
        return self.run(*args, **kwargs).exits(0)

    def file(self, name, text):
        path = self.home / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def eventually(self, what, attempt):
        """Asks until the answer is true: servers keep models, keys and spend in caches."""
        end = time.monotonic() + POLL_SECONDS
        while True:
            answer = attempt()
            if answer:
                return answer
            if time.monotonic() > end:
                raise Failed(f"after {POLL_SECONDS} s it is still not so that {what}")
            time.sleep(0.3)

    def run_until(self, works, *args, **kwargs):
        """Runs the command until it works, or until it no longer does; the caller looks at how it was refused."""
        last = []

        def attempt():
            last[:] = [self.run(*args, **kwargs)]
            return last[0] if (last[0].code == 0) == works else None

        try:
            return self.eventually("the command " + ("works" if works else "is refused"), attempt)
        except Failed as failure:
            last[0].fail(str(failure))

    def until_ok(self, *args, **kwargs):
        return self.run_until(True, *args, **kwargs)

    def until_refused(self, *args, **kwargs):
        return self.run_until(False, *args, **kwargs)

    # Deletions for the end, in reverse order. What the story itself has deleted is simply not there any more.
    def later(self, method, path, body=None, server=None):
        self.cleanups.append((server or self.server, method, path, body))

    def clean_up(self):
        wrong = []
        for server, method, path, body in reversed(self.cleanups):
            status, answer = server.call(method, path, body)
            # 400, 404 and, for a missing credential or user, 500 are how servers say that it is gone already.
            if status >= 300 and not re.search(r"not found|No keys found|does ?n.t exist|not exist", str(answer), re.I):
                wrong.append(f"{method} {path} {body}: {status} {answer}")
        if wrong:
            raise Failed("could not clean up: " + "; ".join(wrong))

    # Things that most stories need.
    def key_for(self, alias, *options):
        """A new key, as the user gets it: made by the binary, and taken from its answer."""
        made = self.ok("keys", "generate", "--key-alias", alias, *options).json()
        self.later("POST", "/key/delete", {"keys": [made["token_id"]]})
        return made["key"]

    def make_team(self, what, **fields):
        team = self.name(what)
        self.later("POST", "/team/delete", {"team_ids": [team]})
        body = dict({"team_id": team, "team_alias": f"Team {team}"}, **fields)
        self.ok("http", "request", "POST", "/team/new", "-j", json.dumps(body))
        return team

    def make_user(self, what, *options):
        """A user with an id of ours, and the key that the server makes with it."""
        user = self.name(what)
        self.later("POST", "/user/delete", {"user_ids": [user]})
        made = self.ok("users", "create", "--email", f"{user}@example.com", "--param", f"user_id={user}", *options)
        return user, made.json().get("key")

    def make_model(self, what, *options):
        name = self.name(what)
        made = self.ok("models", "add", name, "-p", "model=openai/fake", "-p", "api_key=fake", *options).json()
        self.later("POST", "/model/delete", {"id": made["model_id"]})
        return name, made["model_id"]

    def models_named(self, name):
        return [model for model in self.server.models() if model["model_name"] == name]

    def delete_models_later(self, *names):
        """For models that get their ids from the server."""
        self.cleanups.append((ModelsByName(self.server), "", "", names))


class ModelsByName:
    """Stands in for the server in a cleanup: deletes all models of these names."""

    def __init__(self, server):
        self.server = server

    def call(self, _method, _path, names):
        for model in self.server.models():
            if model["model_name"] in names:
                self.server.ask("POST", "/model/delete", {"id": model["model_info"]["id"]})
        return 200, None


STORIES = []


def story(function):
    STORIES.append((function.__name__.replace("_", "-"), function))
    return function


def hash_of(key):
    return hashlib.sha256(key.encode()).hexdigest()


def at_once(function, items):
    """Runs the function on all items, eight at a time."""
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(function, items))


def parse_time(text):
    time_ = datetime.fromisoformat(re.sub(r"\.\d+", "", text.replace("Z", "+00:00")))
    return time_ if time_.tzinfo else time_.replace(tzinfo=timezone.utc)


def messages(*texts):
    return [part for text in texts for part in ("-m", text)]
