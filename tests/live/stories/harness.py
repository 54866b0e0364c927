"""What every story uses: the binary, its results, and the list of stories."""

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
COMMAND_SECONDS = 90  # a command that takes longer has failed
POLL_SECONDS = 40  # the caches of the servers live for at most 30 s, with the exceptions that the stories name


class Failed(Exception):
    pass


class Skipped(Exception):
    pass


class Result:
    def __init__(self, args, code, out, err):
        self.args, self.code, self.out, self.err = args, code, out, err

    def fail(self, why):
        def part(name, output):
            output = output if len(output) < 4000 else output[:4000] + "…\n"
            return f"    {name}:\n" + "".join(f"      {line}\n" for line in output.splitlines())

        command = "litellm-proxy " + " ".join(shlex.quote(arg) for arg in self.args)
        raise Failed(f"{why}\n    command: {command}\n    exit code: {self.code}\n"
                     + part("stdout", self.out) + part("stderr", self.err).rstrip("\n"))

    def exits(self, code):
        if self.code != code:
            self.fail(f"the exit code should be {code}")
        return self

    def shows(self, *strings):
        for string in strings:
            if string not in self.out:
                self.fail(f"stdout should contain {string!r}")
        return self

    def hides(self, *strings):
        for string in strings:
            if string in self.out or string in self.err:
                self.fail(f"the output should not contain {string!r}")
        return self

    def says(self, *strings):
        """Checks for strings in stderr, which is wrapped between words on a terminal."""
        unwrapped = " ".join(self.err.split())
        for string in strings:
            if string not in self.err and string not in unwrapped:
                self.fail(f"stderr should contain {string!r}")
        return self

    def refuses(self, code, *strings):
        """Checks the exit code, that stderr has an error with these strings, and that stdout is empty."""
        self.exits(code).says("error: ", *strings)
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
    """The environment of one story: a home directory, the server, and a list of cleanups."""

    def __init__(self, binary, server, other, home):
        self.binary, self.server, self.other, self.home = binary, server, other, pathlib.Path(home)
        self.cleanups = []

    def name(self, what):
        return f"{RUN}-{what}"

    def environment(self, key=None, url=None, without=(), **variables):
        """Returns the whole environment of the binary."""
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
        """Runs the binary. With err_file, stderr goes to that file, which others can read meanwhile."""
        env = self.environment(**variables)
        with open(err_file, "w") if err_file else contextlib.nullcontext(subprocess.PIPE) as err:
            try:
                done = subprocess.run([self.binary, *args], env=env, cwd=str(self.home), timeout=COMMAND_SECONDS,
                                      input=stdin, stdin=None if stdin is not None else subprocess.DEVNULL,
                                      stdout=subprocess.PIPE, stderr=err, encoding="utf-8")
            except subprocess.TimeoutExpired:
                raise Failed(f"litellm-proxy {shlex.join(args)} ran for more than {COMMAND_SECONDS} s")
        stderr = pathlib.Path(err_file).read_text(encoding="utf-8") if err_file else done.stderr
        return Result(args, done.returncode, done.stdout, stderr)

    def ok(self, *args, **kwargs):
        return self.run(*args, **kwargs).exits(0)

    def file(self, name, content):
        path = self.home / name
        path.write_text(content, encoding="utf-8")
        return str(path)

    def eventually(self, what, attempt):
        """Retries until the result is true: servers cache models, keys and spend."""
        end = time.monotonic() + POLL_SECONDS
        while True:
            result = attempt()
            if result:
                return result
            if time.monotonic() > end:
                raise Failed(f"not true after {POLL_SECONDS} s: {what}")
            time.sleep(0.3)

    def run_until(self, works, *args, **kwargs):
        """Runs the command until it succeeds, or until it fails; the caller checks how it failed."""
        last = []

        def attempt():
            last[:] = [self.run(*args, **kwargs)]
            return last[0] if (last[0].code == 0) == works else None

        try:
            return self.eventually("the command " + ("succeeds" if works else "is refused"), attempt)
        except Failed as failure:
            last[0].fail(str(failure))

    def until_ok(self, *args, **kwargs):
        return self.run_until(True, *args, **kwargs)

    def until_refused(self, *args, **kwargs):
        return self.run_until(False, *args, **kwargs)

    # Cleanups run in reverse order. Resources that the story itself has deleted are skipped.
    def later(self, method, path, body=None, server=None):
        self.cleanups.append((server or self.server, method, path, body))

    def clean_up(self):
        wrong = []
        for server, method, path, body in reversed(self.cleanups):
            status, response = server.call(method, path, body)
            # For missing resources servers return 400, 404 or, for credentials and users, 500.
            if status >= 300 and not re.search(r"not found|No keys found|does ?n.t exist|not exist", str(response), re.I):
                wrong.append(f"{method} {path} {body}: {status} {response}")
        if wrong:
            raise Failed("could not clean up: " + "; ".join(wrong))

    # Helpers that most stories need.
    def key_for(self, alias, *options):
        """Creates a key with the binary and returns its secret."""
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
        """Creates a user; returns its id and the key that the server creates with it."""
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

    def until_models_stay(self, *names):
        """Waits until models are listed several times in a row: version 1.80.11 loses a model for up to 30 s that is
        added while it synchronizes."""
        seen = []

        def stay():
            listed = {model["model_name"] for model in self.server.models()}
            seen.append(set(names) <= listed)
            time.sleep(0.7)
            return len(seen) >= 3 and all(seen[-3:])

        self.eventually("the models stay", stay)

    def delete_models_later(self, *names):
        """Like `later`, for models whose ids the server generates."""
        self.cleanups.append((ModelsByName(self.server), "", "", names))


class ModelsByName:
    """Acts as the server in a cleanup: deletes all models with these names."""

    ALL = set()

    def __init__(self, server):
        self.server = server

    def call(self, _method, _path, names):
        self.ALL.update(names)
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


def parse_time(string):
    time_ = datetime.fromisoformat(re.sub(r"\.\d+", "", string.replace("Z", "+00:00")))
    return time_ if time_.tzinfo else time_.replace(tzinfo=timezone.utc)


def messages(*contents):
    return [part for content in contents for part in ("-m", content)]
