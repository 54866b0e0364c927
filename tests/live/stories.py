#!/usr/bin/env python3
"""Stories: what people do with litellm-proxy, against a real LiteLLM server.

    stories.py --binary PATH --url URL [--key sk-1234] [--other URL] [--only NAME]

Each story runs the binary in a home directory of its own and in an environment that holds nothing but the server's URL
and key. Everything it makes on the server carries the name of the run, and is deleted at the end, so that stories can
run again, and beside each other, on one database. The server is also asked directly, over HTTP, for what no command
does yet, and to see what the server itself believes.
"""

import argparse
import csv
import hashlib
import json
import os
import pathlib
import re
import secrets
import shlex
import stat
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

RUN = "live-" + secrets.token_hex(4)
COMMAND_SECONDS = 90  # more than any command may take; a command that hangs is a failure
POLL_SECONDS = 40  # the slowest thing that a server keeps in a cache is seen again after 30 s


class Failed(Exception):
    pass


class Skipped(Exception):
    pass


# --- the server, asked directly


class Server:
    def __init__(self, url, key):
        self.url = url.rstrip("/")
        self.key = key
        # No proxy: the servers are on loopback, whatever the environment says.
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        self.version = self.find_version()
        # The stories know two generations; what lies between them has not been looked at.
        self.is_old = tuple(int(part) for part in re.findall(r"\d+", self.version)[:2]) < (1, 84)

    def call(self, method, path, body=None, key=None):
        """Status and decoded body."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": "Bearer " + (key or self.key), "Content-Type": "application/json"}
        request = urllib.request.Request(self.url + path, data=data, method=method, headers=headers)
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            text = error.read().decode("utf-8", "replace")
            return error.code, text

    def ask(self, method, path, body=None, key=None):
        status, answer = self.call(method, path, body, key)
        if status >= 300:
            raise Failed(f"{method} {path}, sent by the story itself, was answered {status}: {answer}")
        return answer

    def find_version(self):
        try:
            status, answer = self.call("GET", "/health/readiness")
        except OSError as error:
            raise SystemExit(f"{self.url} cannot be reached: {error}")
        if status == 200 and answer.get("litellm_version"):
            return answer["litellm_version"]
        status, answer = self.call("GET", "/health/readiness/details")
        if status == 200 and answer.get("litellm_version"):
            return answer["litellm_version"]
        raise SystemExit(f"{self.url} does not tell its version: {status} {answer}")

    def pages(self, path, field, size_field):
        """All items of a paginated list."""
        items, page, last = [], 1, 1
        while page <= min(last, 1000):
            joint = "&" if "?" in path else "?"
            answer = self.ask("GET", f"{path}{joint}page={page}&{size_field}=100")
            items += answer[field]
            last = answer["total_pages"]
            page += 1
        return items

    def keys(self):
        return self.pages("/key/list?return_full_object=true&include_team_keys=true", "keys", "size")

    def users(self):
        return self.pages("/user/list", "users", "page_size")

    def models(self):
        return self.ask("GET", "/v1/model/info")["data"]


# --- the binary, and what it answered


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

    def run(self, *args, stdin=None, key=None, url=None, without=(), **variables):
        env = {
            "HOME": str(self.home),
            "PATH": os.defpath,
            "LITELLM_PROXY_URL": url or self.server.url,
            "LITELLM_PROXY_API_KEY": key or self.server.key,
        }
        env.update(variables)
        for variable in without:
            del env[variable]
        try:
            done = subprocess.run([self.binary, *args], env=env, cwd=str(self.home), timeout=COMMAND_SECONDS,
                                  input=stdin, stdin=None if stdin is not None else subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
        except subprocess.TimeoutExpired:
            raise Failed(f"litellm-proxy {shlex.join(args)} ran for more than {COMMAND_SECONDS} s")
        return Result(args, done.returncode, done.stdout, done.stderr)

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


# --- version


@story
def version_three_ways(w):
    for args in (["version"], ["--version"], ["-v"]):
        w.ok(*args).shows(f"Server URL: {w.server.url}", f"Server Version: {w.server.version}", "CLI Version: ")


# --- models


@story
def models_list(w):
    w.ok("models", "list").shows("mock-gpt", "upstream-gpt", "model", "openai")
    w.ok("models", "list", "--format", "table").shows("mock-gpt")
    listed = w.ok("models", "list", "--format", "json")
    listed.check({"mock-gpt", "upstream-gpt", "beta-gpt"} <= {model["id"] for model in listed.json()},
                 "the models of the configuration should be there, in a bare array")
    lines = w.ok("models", "list", "--format", "ndjson").out.splitlines()
    assert len(lines) == len(listed.json()) and json.loads(lines[0])["object"] == "model", lines
    rows = list(csv.reader(w.ok("models", "list", "--format", "csv").out.splitlines()))
    assert len(rows) == len(listed.json()) + 1, rows
    w.ok("models", "list", "--format", "yaml").shows("id: mock-gpt")


@story
def models_info(w):
    w.ok("models", "info").shows("Public Model", "Upstream Model", "Updated At", "upstream-gpt", "openai/fake-upstream")
    names = "public_model,upstream_model,credential_name,created_at,updated_at,id,input_cost,output_cost"
    titles = ["Public Model", "Upstream Model", "Credential Name", "Created At", "Updated At", "ID", "Input Cost",
              "Output Cost"]
    w.ok("models", "info", "--columns", names).shows("priced-gpt-id", "$1.0000", "$2.0000", *titles)
    for name, title in zip(names.split(","), titles):
        w.ok("models", "info", "--columns", name).shows(title)
    listed = w.ok("models", "info", "--format", "json")
    mock = [model for model in listed.json() if model["model_name"] == "mock-gpt"]
    listed.check(mock and mock[0]["model_info"]["id"] == "mock-gpt-id", "mock-gpt should be in a bare array")
    only = w.ok("models", "info", "--name", "priced-gpt", "--format", "json")
    only.check([model["model_name"] for model in only.json()] == ["priced-gpt"], "there should be priced-gpt alone")


@story
def models_whole_life(w):
    name, id_ = w.make_model("model", "-p", "mock_response=hello from a new model", "-p", "temperature=0.3",
                             "-p", "max_tokens=2048", "-i", "description=GPT-4 model",
                             "-i", 'access_groups=["' + w.name("group") + '"]')
    w.until_ok("models", "get", "--id", id_)
    by_id = w.ok("models", "get", "--id", id_)
    model = by_id.json()
    by_id.check(model["model_name"] == name and model["model_info"]["id"] == id_, "it should be the new model")
    by_id.check(model["litellm_params"]["max_tokens"] == 2048, "a number should arrive as a number")
    by_id.check(model["model_info"]["access_groups"] == [w.name("group")], "a list should arrive as a list")
    assert w.ok("models", "get", "--name", name).json()["model_info"]["id"] == id_
    w.ok("models", "list").shows(name)
    w.ok("models", "info", "--columns", "public_model,id").shows(name, id_)
    w.ok("chat", "completions", name, *messages("user:hi")).shows("hello from a new model")

    # An update merges: what it does not name stays, and the id stays.
    w.ok("models", "update", id_, "-p", "temperature=0.7", "-i", "description=Updated model")

    def updated():
        model = w.ok("models", "get", "--id", id_).json()
        return model if model["litellm_params"].get("temperature") == 0.7 else None

    model = w.eventually("the update shows", updated)
    params, info = model["litellm_params"], model["model_info"]
    assert info["id"] == id_ and info["description"] == "Updated model", info
    assert info["access_groups"] == [w.name("group")], info
    assert params["max_tokens"] == 2048 and params["mock_response"] == "hello from a new model", params
    assert params["model"] == "openai/fake" and model["model_name"] == name, model
    assert len(w.models_named(name)) == 1, "there should be one deployment, not two"
    w.ok("chat", "completions", name, *messages("user:hi")).shows("hello from a new model")

    deleted = w.ok("models", "delete", id_)
    deleted.check(id_ in deleted.json()["message"], "the server should say what it deleted")
    w.run("models", "delete", id_).refuses(3, "not found")
    w.until_refused("models", "get", "--id", id_).refuses(3, id_)
    w.run("models", "get", "--name", name).refuses(3, name)
    w.until_refused("chat", "completions", name, *messages("user:hi")).refuses(1, name)


@story
def models_that_are_not_there(w):
    missing = w.name("no-model")
    w.run("models", "get", "--id", missing).refuses(3, missing)
    w.run("models", "get", "--name", missing).refuses(3, missing)
    w.run("models", "update", missing, "-p", "temperature=0.7").refuses(3, f"Model {missing} not found")
    w.run("models", "delete", missing).refuses(3, f"Model with id={missing} not found")
    w.run("models", "get").exits(2)
    w.run("models", "add", missing, "-p", "no-equals-sign").exits(2)
    assert not w.models_named(missing)


@story
def models_add_as_documented(w):
    # The documents give no model=…; the server insists on one, so the public name stands for it, and has to be one that
    # LiteLLM knows a provider for.
    name = "openai/" + w.name("gpt-4")
    w.delete_models_later(name)
    w.ok("models", "add", name, "-p", "api_key=sk-123", "-p", "api_base=https://api.openai.com",
         "-i", "description=GPT-4 model").says(f"model={name}")
    model = w.eventually("the model shows", lambda: w.models_named(name))[0]
    assert model["litellm_params"]["model"] == name, model
    assert model["litellm_params"]["api_base"] == "https://api.openai.com", model
    assert model["model_info"]["description"] == "GPT-4 model", model


@story
def models_add_without_a_known_provider(w):
    name = w.name("unknown")
    added = w.run("models", "add", name, "-p", "api_key=sk-123")
    # Both store it and never serve it; only later servers say so.
    if w.server.is_old:
        id_ = added.exits(0).json()["model_id"]
    else:
        added.refuses(6, "are not live", "HTTP 500")
        id_ = re.search(r"'([0-9a-f-]{36})'", added.err).group(1)
    w.later("POST", "/model/delete", {"id": id_})
    assert not w.models_named(name)
    w.ok("models", "delete", id_)


@story
def dry_run_and_curl_send_nothing(w):
    name = w.name("dry")
    args = ("models", "add", name, "-p", "model=openai/fake", "-p", "api_key=sk-secret-of-provider")
    w.ok(*args, "--dry-run").shows("/model/new", name).hides(w.server.key)
    w.ok(*args, "--curl").shows("curl", "/model/new").hides(w.server.key)
    w.ok("keys", "generate", "--key-alias", name, "--dry-run").shows("/key/generate")
    assert not w.models_named(name)
    assert name not in [key["key_alias"] for key in w.server.keys()]


# --- models import


def import_file(w):
    return w.file("models.yaml", f"""\
# The proxy's own configuration can be imported; its other sections are left alone.
general_settings:
  master_key: os.environ/SOMETHING
shared: &shared
  api_key: fake
  mock_response: hello from an import
model_list:
  - model_name: {w.name('one')}
    litellm_params:
      <<: *shared
      model: openai/gpt-fake
      temperature: 0.2
    model_info:
      access_groups: [{w.name('beta')}]
  - model_name: {w.name('two')}
    litellm_params:
      <<: *shared
      model: azure/chat-fake
      api_base: https://example.azure.openai.com
      api_version: 2024-02-01
    model_info:
      access_groups: [{w.name('beta')}, {w.name('stable')}]
  - model_name: {w.name('three')}
    litellm_params: {{<<: *shared, model: openai/gpt-fake-3}}
""")


def import_outcomes(result):
    return {model["model_name"]: model["outcome"] for model in result.json()["models"]}


@story
def models_import(w):
    import_file(w)
    one, two, three = w.name("one"), w.name("two"), w.name("three")
    w.delete_models_later(one, two, three)
    w.ok("models", "import", "models.yaml", "--dry-run").shows(one, two, three, "openai", "azure", "Total")
    # A dry run needs neither a server nor a key.
    w.ok("models", "import", "models.yaml", "--dry-run", url="http://127.0.0.1:9",
         without=["LITELLM_PROXY_API_KEY"]).shows(three)
    assert not w.models_named(one)

    w.ok("models", "import", "models.yaml").shows(one, two, three, "imported", "Model Import Summary", "Total")
    model = w.eventually("the import shows", lambda: w.models_named(two))[0]
    assert model["litellm_params"]["api_version"] == "2024-02-01", "a date is text in a configuration"
    assert model["model_info"]["access_groups"] == [w.name("beta"), w.name("stable")], model
    w.eventually("all three show", lambda: w.models_named(one) and w.models_named(three))
    w.ok("chat", "completions", one, *messages("user:hi")).shows("hello from an import")
    id_ = w.models_named(one)[0]["model_info"]["id"]

    again = w.ok("models", "import", "models.yaml", "--on-conflict", "skip", "--format", "json")
    again.check(set(import_outcomes(again).values()) == {"skipped"}, "all should be skipped")
    assert len(w.models_named(one)) == 1

    text = (w.home / "models.yaml").read_text().replace("temperature: 0.2", "temperature: 0.9")
    w.file("models.yaml", text)
    again = w.ok("models", "import", "models.yaml", "--on-conflict", "update", "--format", "json")
    again.check(set(import_outcomes(again).values()) == {"updated"}, "all should be updated")

    def updated():
        models = w.models_named(one)
        assert len(models) == 1 and models[0]["model_info"]["id"] == id_, models
        return models[0]["litellm_params"]["temperature"] == 0.9

    w.eventually("the update shows", updated)

    # Without --on-conflict, another deployment of the same name is made.
    w.ok("models", "import", "models.yaml", "--only-models-matching-regex", "gpt-fake$")
    w.eventually("there are two deployments", lambda: len(w.models_named(one)) == 2)
    w.ok("models", "import", "-", "--dry-run", stdin=text).shows(one)


@story
def models_import_filters(w):
    import_file(w)
    one, two, three = w.name("one"), w.name("two"), w.name("three")
    dry = ("models", "import", "models.yaml", "--dry-run")
    by_model = ("--only-models-matching-regex", "gpt")
    by_group = ("--only-access-groups-matching-regex", "beta")
    w.ok(*dry, *by_model).shows(one, three).hides(two).says("1 of 3")
    w.ok(*dry, *by_group).shows(one, two).hides(three)
    w.ok(*dry, *by_model, *by_group).shows(one).hides(two, three).says("2 of 3")
    w.delete_models_later(one, two, three)
    w.ok("models", "import", "models.yaml", *by_model, *by_group).shows(one)
    w.eventually("the model shows", lambda: w.models_named(one))
    assert not w.models_named(two) and not w.models_named(three)
    w.run("models", "import", "models.yaml", "--only-models-matching-regex", "(").refuses(2, "regular expression")
    w.run("models", "import", "no-such.yaml").refuses(2, "no-such.yaml")
    w.file("broken.yaml", "model_list: [")
    w.run("models", "import", "broken.yaml").refuses(2, "broken.yaml")
    w.file("empty.yaml", "general_settings: {}\n")
    w.run("models", "import", "empty.yaml").refuses(2, "model_list")


@story
def models_import_with_one_that_fails(w):
    good, bad = w.name("good"), w.name("bad")
    w.delete_models_later(good, bad)
    w.file("models.yaml", f"""\
model_list:
  - {{model_name: {bad}, litellm_params: {{model: openai/fake, api_key: fake, rpm: many}}}}
  - {{model_name: {good}, litellm_params: {{model: openai/fake, api_key: fake}}}}
""")
    w.run("models", "import", "models.yaml").exits(7).shows(good, bad, "imported", "failed").says(
        bad, "valid integer", "1 of 2")
    w.eventually("the good one shows", lambda: w.models_named(good))
    assert not w.models_named(bad)
    # A key that may not add models: each fails, and that is no success.
    key = w.key_for(w.name("importer"))
    w.run("models", "import", "models.yaml", key=key).exits(7).says("2 of 2")


# --- model groups


@story
def model_groups_list(w):
    w.ok("model-groups", "list").shows("upstream-gpt", "priced-gpt", "0.001", "0.002")
    groups = w.ok("model-groups", "list", "--format", "json")
    found = {group["model_group"]: group for group in groups.json()}
    groups.check(found["priced-gpt"]["input_cost_per_token"] == 0.001, "the price should be there")
    groups.check(found["fake-embed"]["mode"] == "embedding", "the mode should be there")


# --- credentials


@story
def credentials_whole_life(w):
    name = w.name("azure cred/1")  # a blank and a slash: the path must be encoded
    info, values = '{"custom_llm_provider": "azure"}', '{"api_key": "sk-123456", "api_base": "https://example.azure.openai.com"}'
    w.later("DELETE", "/credentials/" + name.replace(" ", "%20"))
    w.run("credentials", "get", name).refuses(3, "not found")
    w.run("credentials", "delete", name).refuses(3, "not found")
    w.run("credentials", "update", name, "--info", "{}").refuses(3, "not found")
    w.run("credentials", "create", name, "--info", "{bad", "--values", values).refuses(2, "--info")
    created = w.ok("credentials", "create", name, "--info", info, "--values", values)
    created.check(created.json()["success"] is True, "the server's answer should be printed").hides("sk-123456")
    # 1.80.11 answers 500 with the database's words, later ones 409.
    words = "Unique constraint failed" if w.server.is_old else "already exists"
    w.run("credentials", "create", name, "--info", info, "--values", values).refuses(8, words)

    got = w.ok("credentials", "get", name).hides("sk-123456")
    got.check(got.json()["credential_name"] == name, "the name should be the whole name")
    got.check(got.json()["credential_info"] == {"custom_llm_provider": "azure"}, "the information should be there")
    w.ok("credentials", "list").shows("Credential Name", "Custom LLM Provider", name, "azure")
    w.ok("credentials", "list", "--format", "table").shows(name)
    listed = w.ok("credentials", "list", "--format", "json")
    listed.check(listed.json()["success"] is True and name in [c["credential_name"] for c in listed.json()["credentials"]],
                 "JSON should be the whole object")

    w.file("values.json", '{"api_key": "sk-987654"}')
    w.ok("credentials", "update", name, "--values", "@values.json")

    def updated():
        credential = w.ok("credentials", "get", name).json()
        return credential if credential["credential_values"]["api_key"].endswith("54") else None

    credential = w.eventually("the update shows", updated)
    assert credential["credential_info"] == {"custom_llm_provider": "azure"}, credential
    assert credential["credential_values"]["api_base"] == "https://example.azure.openai.com", credential
    w.ok("credentials", "delete", name)
    w.run("credentials", "get", name).refuses(3, "not found")
    w.run("credentials", "delete", name).refuses(3, "not found")


@story
def credentials_update_keeps_other_information(w):
    name = w.name("informed")
    w.later("DELETE", f"/credentials/{name}")
    w.ok("credentials", "create", name, "--info", '{"custom_llm_provider": "azure"}', "--values", '{"api_key": "fake"}')
    w.ok("credentials", "update", name, "--info", '{"note": "new"}')
    # The servers store what they are sent in the place of what was there. 1.106.2 merges it in memory, so that the
    # loss shows only when it reads its database again, which a new model makes it do.
    w.make_model("reload")
    w.eventually("the update shows",
                 lambda: "note" in w.ok("credentials", "get", name).json()["credential_info"])
    got = w.ok("credentials", "get", name)
    got.check(got.json()["credential_info"] == {"custom_llm_provider": "azure", "note": "new"},
              "what was not named should stay")


@story
def credentials_in_use_by_a_model(w):
    name = w.name("cred")
    w.later("DELETE", f"/credentials/{name}")
    w.ok("credentials", "create", name, "--info", '{"custom_llm_provider": "openai"}',
         "--values", '{"api_key": "fake"}', "--display-name", "A label")
    model, id_ = w.make_model("with-cred", "-p", f"litellm_credential_name={name}")
    w.eventually("the model shows", lambda: w.models_named(model))
    w.ok("models", "info", "--columns", "public_model,credential_name", "--name", model).shows(model, name)
    # Labels came after 1.80.11, which does not look at the field.
    label = w.ok("credentials", "get", name).json().get("display_name")
    assert label == (None if w.server.is_old else "A label"), label
    if not w.server.is_old:
        w.ok("credentials", "update", name, "--display-name", "Another")
        assert w.ok("credentials", "get", name).json()["display_name"] == "Another"
        w.ok("credentials", "update", name, "--clear-display-name")
        assert not w.ok("credentials", "get", name).json().get("display_name")


# --- keys


@story
def keys_generate_with_all_options(w):
    team = w.make_team("team", models=["mock-gpt", "priced-gpt"])
    user, _ = w.make_user("user", "--no-key")
    budget = w.name("budget")
    w.later("POST", "/budget/delete", {"id": budget})
    w.ok("http", "request", "POST", "/budget/new", "-j", json.dumps({"budget_id": budget, "max_budget": 50}))
    alias = w.name("all")
    key = w.key_for(
        alias, "--models", "mock-gpt,priced-gpt", "--aliases", '{"short": "mock-gpt"}', "--spend", "1.5",
        "--max-budget", "100", "--budget-duration", "30d", "--duration", "7d", "--team-id", team, "--user-id", user,
        "--budget-id", budget, "--config", '{"note": 1}', "--metadata", '{"owner": {"name": "Ada"}}',
        "--tpm-limit", "5000", "--rpm-limit", "50", "--max-parallel-requests", "5",
        "--param", 'allowed_cache_controls=["no-cache"]')
    shown = w.ok("keys", "info", "--key", key).hides(key)
    info = shown.json()["info"]
    wanted = {
        "key_alias": alias, "models": ["mock-gpt", "priced-gpt"], "aliases": {"short": "mock-gpt"}, "spend": 1.5,
        "max_budget": 100, "budget_duration": "30d", "team_id": team, "user_id": user, "budget_id": budget,
        "config": {"note": 1}, "metadata": {"owner": {"name": "Ada"}}, "tpm_limit": 5000, "rpm_limit": 50,
        "max_parallel_requests": 5, "allowed_cache_controls": ["no-cache"],
    }
    for field, value in wanted.items():
        shown.check(info[field] == value, f"{field} should be {value!r}")
    # 1.80.11 reads a duration as it reads a budget's: 7d ends next Monday, 24h at midnight.
    left = parse_time(info["expires"]) - datetime.now(timezone.utc)
    at_least = timedelta(0) if w.server.is_old else timedelta(days=6.9)
    shown.check(at_least < left <= timedelta(days=7), f"it should expire in 7 days, not {left}")
    shown.check(shown.json()["key"] in (hash_of(key), key), "it should be the key's hash")

    chat = ("chat", "completions")
    w.ok("--api-key", key, *chat, "mock-gpt", *messages("user:hi")).shows("hello from mock")
    if w.server.is_old:  # it looks for the alias itself among the team's models
        w.run(*chat, "short", *messages("user:hi"), key=key).refuses(4, "Tried to access short")
    else:
        w.ok(*chat, "short", *messages("user:hi"), key=key).shows("hello from mock")
    by_alias = w.ok("keys", "info", "--key-alias", alias).json()["info"]
    by_hash = w.ok("keys", "info", "--key", hash_of(key)).json()["info"]
    assert by_alias["key_alias"] == by_hash["key_alias"] == alias

    # Every documented filter finds it.
    for option, value in (("--user-id", user), ("--team-id", team), ("--key-alias", alias), ("--key-hash", hash_of(key))):
        listed = w.ok("keys", "list", option, value, "--format", "json")
        listed.check([one["token"] for one in listed.json()["keys"]] == [hash_of(key)], "it should be the one key")
    w.ok("keys", "list", "--team-id", team).shows(hash_of(key), alias, user, team).says("Showing 1 keys out of 1")
    w.ok("keys", "list", "--user-id", user, "--return-full-object", "--include-team-keys").shows(hash_of(key))
    nothing = w.ok("keys", "list", "--organization-id", w.name("no-org"), "--format", "json")
    nothing.check(nothing.json()["keys"] == [], "no key is of that organization")


@story
def keys_generate_as_documented(w):
    team, alias = w.make_team("team123"), w.name("my-key")
    made = w.ok("keys", "generate", "--models", "gpt-4,gpt-3.5-turbo", "--spend", "100", "--duration", "24h",
                "--key-alias", alias, "--team-id", team)
    key = made.json()["key"]
    w.later("POST", "/key/delete", {"keys": [hash_of(key)]})
    made.check(key.startswith("sk-") and made.json()["spend"] == 100, "the answer should hold the key")
    w.ok("keys", "info", "--key", key).shows(alias)
    w.run("keys", "generate", "--key-alias", alias).refuses(8, f"Key with alias '{alias}' already exists")
    w.run("keys", "generate", "--aliases", "{bad").refuses(2, "--aliases")
    w.run("keys", "generate", "--spend", "a lot").exits(2)


@story
def keys_delete_by_key_and_alias_in_one_command(w):
    one, two = w.key_for(w.name("one")), w.key_for(w.name("two"))
    three, four = w.key_for(w.name("three")), w.key_for(w.name("four"))
    w.ok("keys", "delete", "--keys", f"{one},{two}", "--key-aliases", f"{w.name('three')},{w.name('four')}")
    for key, alias in ((one, "one"), (two, "two"), (three, "three"), (four, "four")):
        w.run("keys", "info", "--key-alias", w.name(alias)).refuses(3, w.name(alias))
        if w.server.is_old:
            w.run("keys", "info", "--key", key).refuses(3, "not found")
        else:
            # Later servers remember what they deleted, and say so.
            info = w.ok("keys", "info", "--key", key).json()["info"]
            assert info["status"] == "deleted" and info["deleted_at"], info
        w.run("models", "list", key=key).refuses(4)
    assert not {hash_of(key) for key in (one, two, three, four)} & {key["token"] for key in w.server.keys()}
    w.run("keys", "delete", "--keys", "sk-" + w.name("no")).refuses(3, "No keys found")
    w.run("keys", "delete", "--key-aliases", w.name("no")).refuses(3, "No keys found")
    w.run("keys", "info", "--key", "sk-" + w.name("no")).refuses(3, "not found")
    w.run("keys", "delete").exits(2)


@story
def keys_output_file(w):
    alias, path = w.name("file"), w.home / "ci.key"
    made = w.ok("keys", "generate", "--key-alias", alias, "--models", "mock-gpt", "--output-file", "ci.key")
    w.later("POST", "/key/delete", {"keys": [made.json()["token_id"]]})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600, oct(path.stat().st_mode)
    key = path.read_text().strip()
    made.hides(key).says("ci.key")
    assert hash_of(key) == made.json()["token_id"], "the file should hold the key and nothing else"
    w.ok("--api-key", "@ci.key", "chat", "completions", "mock-gpt", *messages("user:hi")).shows("hello from mock")
    # A file that is there is not overwritten, and no key is made for it.
    w.run("keys", "generate", "--key-alias", alias + "2", "--output-file", "ci.key").refuses(2, "ci.key")
    assert path.read_text().strip() == key
    assert alias + "2" not in [one["key_alias"] for one in w.server.keys()]
    w.ok("keys", "delete", "--keys", "@ci.key")
    w.run("keys", "info", "--key-alias", alias).refuses(3, alias)


@story
def keys_of_250_are_listed_whole(w):
    user, _ = w.make_user("many", "--no-key")
    hashes = set(at_once(
        lambda number: w.server.ask("POST", "/key/generate",
                                    {"key_alias": f"{user}-{number}", "user_id": user})["token_id"], range(250)))
    w.later("POST", "/key/delete", {"keys": sorted(hashes)})
    assert len(hashes) == 250
    listed = w.ok("keys", "list", "--user-id", user, "--format", "json")
    tokens = [key["token"] for key in listed.json()["keys"]]
    listed.check(len(tokens) == 250 and set(tokens) == hashes, "all 250 keys should be listed, each once")
    listed.check(listed.json()["total_count"] == 250, "the total should be 250")

    def every_key():
        """While others make and delete keys, pages shift; a list that lost something by it has to say so."""
        listed = w.ok("keys", "list", "--format", "json")
        tokens = [key["token"] for key in listed.json()["keys"]]
        listed.check(len(tokens) == len(set(tokens)), "no key should be listed twice")
        if hashes <= set(tokens):
            return True
        listed.says("may be incomplete")
        return False

    w.eventually("the list of all keys holds the 250", every_key)
    table = w.ok("keys", "list", "--user-id", user).says("Showing 250 keys out of 250")
    table.check(all(token in table.out for token in hashes), "every hash should be in the table, uncut")
    assert len(w.ok("keys", "list", "--user-id", user, "--format", "ndjson").out.splitlines()) == 250
    page = w.ok("keys", "list", "--user-id", user, "--page", "3", "--size", "100", "--format", "json").json()
    assert len(page["keys"]) == 50 and page["current_page"] == 3, page
    assert len(w.ok("keys", "list", "--user-id", user, "--size", "7", "--format", "json").json()["keys"]) == 7
    w.file("hashes.txt", ",".join(sorted(hashes)))
    w.ok("keys", "delete", "--keys", "@hashes.txt")
    left = w.ok("keys", "list", "--user-id", user, "--format", "json")
    left.check(left.json()["keys"] == [], "none should be left")


@story
def key_may_call_its_models_only(w):
    key = w.key_for(w.name("mock-only"), "--models", "mock-gpt")
    w.ok("chat", "completions", "mock-gpt", *messages("user:hi"), key=key).shows("hello from mock")
    # Servers disagree on the status; not allowed is 4 all the same.
    refused = w.run("--api-key", key, "chat", "completions", "priced-gpt", *messages("user:hi"))
    refused.refuses(4, "priced-gpt", "HTTP 401" if w.server.is_old else "HTTP 403")
    models = w.ok("models", "list", "--format", "json", key=key)
    models.check([model["id"] for model in models.json()] == ["mock-gpt"], "it should see its model alone")
    w.run("keys", "generate", key=key).refuses(4)
    group = w.key_for(w.name("group"), "--models", "beta-models")
    w.ok("chat", "completions", "beta-gpt", *messages("user:hi"), key=group).shows("hello from beta")
    w.run("chat", "completions", "mock-gpt", *messages("user:hi"), key=group).refuses(4)


@story
def key_over_its_budget(w):
    key = w.key_for(w.name("poor"), "--models", "priced-gpt", "--max-budget", "0.001")
    chat = ("chat", "completions", "priced-gpt", *messages("user:hi"))
    w.ok(*chat, key=key).shows("hello from the priced mock")
    status = "HTTP 400" if w.server.is_old else "HTTP 422"
    w.until_refused(*chat, key=key).refuses(1, "Budget has been exceeded", "0.001", status, "hint: ")
    w.eventually("the spend shows on the key",
                 lambda: w.ok("keys", "info", "--key", key).json()["info"]["spend"] > 0.001)


@story
def key_that_is_blocked(w):
    key = w.key_for(w.name("blocked-later"))
    chat = ("chat", "completions", "mock-gpt", *messages("user:hi"))
    w.ok(*chat, key=key)
    w.ok("http", "request", "POST", "/key/block", "-j", json.dumps({"key": key}))
    w.until_refused(*chat, key=key).refuses(4, "Key is blocked", "HTTP 401")
    w.ok("http", "request", "POST", "/key/unblock", "-j", json.dumps({"key": key}))
    w.until_ok(*chat, key=key)
    born_blocked = w.key_for(w.name("blocked"), "--blocked")
    w.run(*chat, key=born_blocked).refuses(4, "Key is blocked")


@story
def key_that_expires(w):
    key = w.key_for(w.name("short-lived"), "--duration", "2s")
    w.until_refused("chat", "completions", "mock-gpt", *messages("user:hi"), key=key).refuses(4, "xpired")


@story
def key_over_its_rate(w):
    key = w.key_for(w.name("slow"), "--rpm-limit", "1")
    chat = ("chat", "completions", "mock-gpt", *messages("user:hi"))
    w.ok(*chat, key=key)
    w.until_refused(*chat, key=key).refuses(1, "HTTP 429")


# --- keys import


@story
def keys_import_from_the_other_server(w):
    if w.other is None:
        raise Skipped("--other URL was not given")
    user, team, alias = w.name("mover"), w.name("moving-team"), w.name("moved")
    for server in (w.other, w.server):
        w.later("POST", "/user/delete", {"user_ids": [user]}, server)
        w.later("POST", "/team/delete", {"team_ids": [team]}, server)
        server.ask("POST", "/user/new", {"user_id": user, "user_email": f"{user}@example.com", "auto_create_key": False})
        server.ask("POST", "/team/new", {"team_id": team})
    full = w.other.ask("POST", "/key/generate", {
        "key_alias": alias, "models": ["mock-gpt", "priced-gpt"], "aliases": {"short": "mock-gpt"}, "spend": 0.25,
        "max_budget": 12.5, "budget_duration": "30d", "tpm_limit": 1000, "rpm_limit": 20, "max_parallel_requests": 3,
        "metadata": {"owner": {"name": "Ada"}}, "user_id": user, "team_id": team})
    blocked = w.other.ask("POST", "/key/generate", {"key_alias": alias + "-blocked", "blocked": True})
    w.later("POST", "/key/delete", {"keys": [full["token_id"], blocked["token_id"]]}, w.other)
    command = ("keys", "import", "--source-base-url", w.other.url, "--source-api-key", w.other.key,
               "--created-since", full["created_at"])
    w.run(*command).refuses(2, "--output-file")
    w.ok(*command, "--dry-run").shows(alias, alias + "-blocked", user)
    assert alias not in [key["key_alias"] for key in w.server.keys()], "a dry run should make nothing"

    done = w.ok(*command, "--output-file", "keys.csv").shows(alias, "imported")
    assert stat.S_IMODE((w.home / "keys.csv").stat().st_mode) == 0o600
    new = {row[0]: row[1] for row in csv.reader((w.home / "keys.csv").read_text().splitlines())}
    w.later("POST", "/key/delete", {"keys": [hash_of(key) for key in new.values()]})
    done.hides(*new.values())
    info = w.ok("keys", "info", "--key", new[alias]).json()["info"]
    wanted = {
        "key_alias": alias, "models": ["mock-gpt", "priced-gpt"], "aliases": {"short": "mock-gpt"}, "spend": 0.25,
        "max_budget": 12.5, "budget_duration": "30d", "tpm_limit": 1000, "rpm_limit": 20, "max_parallel_requests": 3,
        "metadata": {"owner": {"name": "Ada"}}, "user_id": user, "team_id": team,
    }
    for field, value in wanted.items():
        assert info[field] == value, f"{field} should be {value!r}, not {info[field]!r}"
    w.ok("chat", "completions", "mock-gpt", *messages("user:hi"), key=new[alias]).shows("hello from mock")
    w.run("models", "list", key=new[alias + "-blocked"]).refuses(4, "blocked")

    # A second time the aliases are taken: each is reported, and that is no success.
    w.run(*command, "--discard-secrets").exits(7).says(alias, "already exists")
    w.run("keys", "import", "--source-base-url", w.other.url, "--source-api-key", "sk-wrong", "--discard-secrets").exits(4)


@story
def keys_import_keeps_the_expiry(w):
    if w.other is None:
        raise Skipped("--other URL was not given")
    alias = w.name("expiring")
    made = w.other.ask("POST", "/key/generate", {"key_alias": alias, "duration": "3d"})
    w.later("POST", "/key/delete", {"keys": [made["token_id"]]}, w.other)
    w.later("POST", "/key/delete", {"key_aliases": [alias]})
    w.ok("keys", "import", "--source-base-url", w.other.url, "--source-api-key", w.other.key,
         "--created-since", made["created_at"], "--discard-secrets").shows(alias, "imported")
    info = w.ok("keys", "info", "--key-alias", alias).json()["info"]
    difference = abs(parse_time(info["expires"]) - parse_time(made["expires"]))
    assert difference < timedelta(minutes=2), f"it should expire at {made['expires']}, not at {info['expires']}"


# --- users


@story
def users_whole_life(w):
    team = w.make_team("team1")
    email, alias = f"{w.name('alice')}@example.com", "Alice"
    made = w.ok("users", "create", "--email", email, "--role", "internal_user", "--alias", alias, "--team", team,
                "--max-budget", "100.0")
    user, key = made.json()["user_id"], made.json()["key"]
    w.later("POST", "/user/delete", {"user_ids": [user]})
    made.check(made.json()["user_email"] == email and made.json()["max_budget"] == 100, "the user should be printed")
    got = w.ok("users", "get", "--id", user)
    info = got.json()["user_info"]
    got.check(info["user_alias"] == alias and info["user_role"] == "internal_user", "alias and role should be there")
    got.check(info["max_budget"] == 100 and team in info["teams"], "budget and team should be there")
    own = w.ok("users", "get", key=key)
    own.check(own.json()["user_id"] == user, "without --id it should be the user behind the key")
    w.ok("users", "list").shows("User ID", "Email", "Role", "Teams", user, email, "internal_user", team)
    w.ok("chat", "completions", "mock-gpt", *messages("user:hi"), key=key).shows("hello from mock")

    w.run("users", "create", "--email", email).refuses(8, "already exists")
    w.run("users", "create", "--email", "other-" + email, "--param", f"user_id={user}").refuses(8, "already exists")
    w.run("users", "create", "--email", "x@example.com", "--role", "no-such-role").exits(1)

    second, no_key = w.make_user("bob", "--no-key")
    assert not no_key, "--no-key should make no key"
    assert w.ok("users", "delete", user, second).out == "2\n", "it should print how many were deleted"
    w.run("users", "get", "--id", user).refuses(3, "not found")
    w.run("users", "delete", user).refuses(3, user)
    # The user's keys are gone too, though 1.80.11 goes on accepting them from its cache for a minute.
    assert not [key for key in w.server.keys() if key["user_id"] == user]
    if not w.server.is_old:
        w.run("models", "list", key=key).refuses(4)
    w.run("users", "delete").exits(2)


@story
def users_are_listed_whole(w):
    prefix = w.name("crowd")
    users = [f"{prefix}-{number}" for number in range(65)]
    w.later("POST", "/user/delete", {"user_ids": users})
    at_once(lambda user: w.server.ask("POST", "/user/new", {
        "user_id": user, "user_email": f"{user}@example.com", "auto_create_key": False}), users)
    table = w.ok("users", "list")
    table.check(all(user + " " in table.out for user in users), "all 65 users should be listed")
    listed = w.ok("users", "list", "--email", prefix, "--format", "json")
    ids = [user["user_id"] for user in listed.json()["users"]]
    listed.check(sorted(ids) == sorted(users), "those 65 users should be listed, each once")
    page = w.ok("users", "list", "--email", prefix, "--page", "3", "--page-size", "30", "--format", "json").json()
    assert len(page["users"]) == 5, page
    assert w.ok("users", "delete", *users).out == "65\n"
    assert not set(users) & {user["user_id"] for user in w.server.users()}


# --- teams


@story
def teams_list_and_assign_key(w):
    own, foreign = w.make_team("own", models=["mock-gpt"], max_budget=7), w.make_team("foreign")
    listed = w.ok("teams", "list").shows("Team Alias", "Team ID", "Models", "Max Budget", own, foreign, "mock-gpt", "7")
    teams = w.ok("teams", "list", "--format", "json").json()
    assert {own, foreign} <= {team["team_id"] for team in teams}, listed.out

    # Who is no admin sees the own teams, though the server refuses the list of all.
    _, key = w.make_user("member", "--team", own)
    w.ok("teams", "list", key=key).shows(own).hides(foreign)
    w.run("teams", "assign-key", "--team-id", own, key=key).refuses(4)

    _, admin_key = w.make_user("admin", "--role", "proxy_admin", "--team", own)
    w.ok("teams", "assign-key", "--team-id", own, key=admin_key).shows(own)
    assert w.ok("keys", "info", "--key", admin_key).json()["info"]["team_id"] == own
    w.run("chat", "completions", "priced-gpt", *messages("user:hi"), key=admin_key).refuses(4)
    w.run("teams", "assign-key", "--team-id", w.name("no-team"), key=admin_key).exits(3)
    w.run("teams", "assign-key", key=admin_key).exits(2)


@story
def teams_available(w):
    available = w.run("teams", "available")
    if w.server.is_old:  # it wants the list of teams to join in its configuration, and says so
        available.refuses(1, "No available teams for user to join")
    else:
        available.exits(0)


# --- chat


@story
def chat(w):
    answer = w.ok("chat", "completions", "mock-gpt", *messages("user:Hello, how are you?"))
    answer.check(answer.out == "hello from mock\n", "the answer should be text, and nothing else")
    # The fake upstream repeats the last message.
    conversation = messages("system:You are a helpful assistant", "user:What's the capital of France?",
                            "assistant:The capital of France is Paris.", "user:What's its population?")
    w.ok("chat", "completions", "upstream-gpt", *conversation).shows("upstream says: What's its population?")
    w.ok("chat", "completions", "mock-gpt", *messages("user:Write a story"), "--temperature", "0.7",
         "--max-tokens", "500", "--top-p", "0.9").shows("hello from mock")
    w.ok("chat", "completions", "mock-gpt", *messages("user:hi"), "-t", "0.7", "--presence-penalty", "-0.5",
         "--frequency-penalty", "0.5", "--user", w.name("end-user")).shows("hello from mock")
    w.ok("chat", "completions", "upstream-gpt", "--message", "user:a colon: and two").shows("says: a colon: and two")


@story
def chat_streamed(w):
    whole = w.ok("chat", "completions", "upstream-gpt", *messages("user:one two three"), "--no-stream").out
    streamed = w.ok("chat", "completions", "upstream-gpt", *messages("user:one two three"), "--stream")
    streamed.check(streamed.out.strip() == whole.strip() == "upstream says: one two three", "both should say the same")
    events = w.ok("http", "request", "POST", "/chat/completions", "-j", json.dumps(
        {"model": "upstream-gpt", "stream": True, "messages": [{"role": "user", "content": "one two"}]}))
    events.shows("data:", "[DONE]")


@story
def chat_in_other_shapes(w):
    answer = w.ok("chat", "completions", "mock-gpt", *messages("user:hi"), "--n", "2", "--format", "json")
    answer.check([choice["message"]["content"] for choice in answer.json()["choices"]] == ["hello from mock"] * 2,
                 "there should be two choices")
    answer.check(answer.json()["usage"]["total_tokens"] > 0, "the answer should be the server's whole")
    text = w.ok("chat", "completions", "mock-gpt", *messages("user:hi"), "--n", "2").out
    assert text.count("hello from mock") == 2, text
    w.ok("chat", "completions", "upstream-gpt", stdin="what is piped in\n").shows("upstream says: what is piped in")
    w.ok("chat", "completions", "upstream-gpt", *messages("system:Be short"), stdin="a diff").shows("says: a diff")
    w.file("question.txt", "what stands in a file")
    w.ok("chat", "completions", "upstream-gpt", *messages("user:@question.txt")).shows("says: what stands in a file")


@story
def chat_refused(w):
    missing = w.name("no-model")
    w.run("chat", "completions", missing, *messages("user:hi")).refuses(1, f"Invalid model name passed in model={missing}")
    w.run("chat", "completions", missing, *messages("user:hi"), "--stream").refuses(1, missing)
    failed = w.run("chat", "completions", missing, *messages("user:hi"), "--format", "json").exits(1)
    error = json.loads(failed.err)["error"]
    failed.check(error["status"] == 400 and missing in error["message"], "the error should be one JSON object")
    w.run("chat", "completions", "mock-gpt").exits(2)
    w.run("chat", "completions", "mock-gpt", *messages("no role")).exits(2)
    w.run("chat", "completions", "mock-gpt", *messages("user:hi"), "--temperature", "warm").exits(2)


# --- http


@story
def http_request(w):
    models = w.ok("http", "request", "GET", "/models").json()
    assert models["object"] == "list" and "mock-gpt" in [model["id"] for model in models["data"]], models
    body = '{"model": "mock-gpt", "messages": [{"role": "user", "content": "Hello"}]}'
    w.ok("http", "request", "POST", "/chat/completions", "-j", body).shows("hello from mock")
    w.ok("http", "request", "POST", "/chat/completions", "-d", body).shows("hello from mock")
    w.ok("http", "request", "POST", "/chat/completions", "-j", "@-", stdin=body).shows("hello from mock")
    # The documents ask for GET; servers want POST there, and say so.
    w.run("http", "request", "GET", "/health/test_connection", "-H", "X-Custom-Header:value").exits(1).shows(
        "Method Not Allowed").says("Method Not Allowed", "405")
    w.run("http", "request", "GET", "/no/such/path").exits(3).shows("Not Found").says("404")
    w.ok("http", "request", "GET", "/models", "--include").shows("200", "content-type: application/json")
    w.ok("http", "request", "get", "health/liveliness").shows("I'm alive!")
    w.ok("http", "request", "GET", "/models", "--output-file", "models.json")
    assert json.loads((w.home / "models.json").read_text())["object"] == "list"
    # A header of the user's own reaches the server: this one carries the key, and nothing else does.
    w.ok("http", "request", "GET", "/models", "-H", f"x-litellm-api-key: Bearer {w.server.key}",
         without=["LITELLM_PROXY_API_KEY"]).shows("mock-gpt")
    w.run("http", "request", "POST", "/chat/completions", "-j", "{bad").refuses(2, "--json")
    w.run("http", "request", "GET", "/models", "-H", "no colon").refuses(2)
    w.run("http", "request", "GET", "http://example.com/models").refuses(2)


# --- who am I, and where is the server


@story
def keys_that_are_wrong_or_missing(w):
    for command in (["models", "list"], ["keys", "list"], ["users", "list"], ["credentials", "list"],
                    ["chat", "completions", "mock-gpt", *messages("user:hi")]):
        w.run(*command, key="sk-wrong").refuses(4, "Authentication Error", "HTTP 401",
                                                "hint: the key came from the variable LITELLM_PROXY_API_KEY")
        w.run(*command, without=["LITELLM_PROXY_API_KEY"]).refuses(4, "No api key passed in", "hint: ", "--api-key")
    w.run("--api-key", "sk-wrong", "models", "list").refuses(4, "hint: the key came from --api-key")
    # An empty variable counts as unset.
    w.run("models", "list", LITELLM_PROXY_API_KEY="").refuses(4, "No api key passed in")
    # Options may stand after the command, and beat the variables.
    w.ok("models", "list", "--api-key", w.server.key, key="sk-wrong").shows("mock-gpt")
    failed = w.run("models", "list", "--format", "json", key="sk-wrong").exits(4)
    error = json.loads(failed.err)["error"]
    failed.check(error["status"] == 401 and error["hint"] and error["url"].startswith(w.server.url),
                 "the error should be one JSON object")


@story
def server_that_is_not_there(w):
    nowhere = "http://127.0.0.1:9"  # the discard port: nothing listens
    w.run("models", "list", url=nowhere).refuses(5, nowhere, "LITELLM_PROXY_URL")
    w.run("keys", "generate", "--base-url", nowhere).refuses(5, nowhere, "--base-url")
    w.run("chat", "completions", "mock-gpt", *messages("user:hi"), url=nowhere).refuses(5, nowhere)
    w.run("models", "list", url="http://no-such-host.invalid").refuses(5, "no-such-host.invalid")
    w.run("models", "list", url="not a url").exits(2)


@story
def auth_header(w):
    # Servers know this header without being told of it.
    for args, variables in ((["--auth-header", "x-litellm-api-key"], {}),
                            ([], {"LITELLM_PROXY_AUTH_HEADER": "x-litellm-api-key"})):
        w.ok("models", "list", *args, **variables).shows("mock-gpt")
        w.ok("chat", "completions", "mock-gpt", *messages("user:hi"), *args, **variables).shows("hello from mock")
    w.ok("models", "list", "--auth-header", "x-litellm-api-key", "--curl").shows("x-litellm-api-key").hides("Authorization")


@story
def auth_header_of_the_servers_own(w):
    # The documents' X-Litellm-Key works where general_settings.litellm_key_header_name says so.
    listed = w.run("models", "list", "--auth-header", "X-Litellm-Key")
    if listed.code == 4 and "No api key passed in" in listed.err:
        raise Skipped("the server is not configured with litellm_key_header_name: X-Litellm-Key")
    listed.exits(0).shows("mock-gpt")


@story
def stored_login(w):
    directory = w.home / ".litellm"
    directory.mkdir(mode=0o700)
    token = {"key": w.server.key, "user_id": "cli-user", "user_email": "user@example.com", "user_role": "cli",
             "auth_header_name": "Authorization", "timestamp": 1234567890}

    def store(**fields):
        (directory / "token.json").write_text(json.dumps(dict(token, **fields)))
        (directory / "token.json").chmod(0o600)

    without = ["LITELLM_PROXY_API_KEY"]
    w.run("models", "list", without=without).refuses(4, "No api key passed in")
    store()
    w.ok("models", "list", without=without).shows("mock-gpt")
    w.ok("chat", "completions", "mock-gpt", *messages("user:hi"), without=without).shows("hello from mock")
    w.ok("keys", "list", without=without)
    # The flag and the variable beat the file.
    w.run("models", "list", key="sk-wrong").refuses(4)
    w.run("models", "list", "--api-key", "sk-wrong", without=without).refuses(4)
    # A key that names its server is sent to that server only.
    store(base_url=w.server.url)
    w.ok("models", "list", without=without).shows("mock-gpt")
    store(base_url="http://127.0.0.1:9")
    w.run("models", "list", without=without).refuses(4, "No api key passed in")
    store(auth_header_name="x-litellm-api-key")
    w.ok("models", "list", without=without).shows("mock-gpt")
    (directory / "token.json").chmod(0o644)
    w.ok("models", "list", without=without).says("token.json")


@story
def config_base_url(w):
    without = ["LITELLM_PROXY_URL"]
    w.ok("config", "set", "base_url", w.server.url + "/", without=without)
    w.ok("config", "get", "base_url", without=without).shows(w.server.url)
    w.ok("models", "list", without=without).shows("mock-gpt")
    w.ok("version", without=without).shows(f"Server URL: {w.server.url}\n")
    # The variable beats the file, and the flag beats both.
    w.run("models", "list", url="http://127.0.0.1:9").refuses(5, "LITELLM_PROXY_URL")
    w.ok("models", "list", "--base-url", w.server.url, url="http://127.0.0.1:9").shows("mock-gpt")
    w.ok("config", "unset", "base_url", without=without)
    w.run("config", "get", "base_url", without=without).refuses(3, "base_url")
    w.run("config", "set", "base_url", "ftp://example.com", without=without).exits(2)
    assert stat.S_IMODE((w.home / ".litellm").stat().st_mode) == 0o700


@story
def debug_shows_requests_and_no_secrets(w):
    shown = w.ok("models", "list", "--debug", "--format", "json").says("GET", "/models", "200").hides(w.server.key)
    shown.json()
    made = w.ok("keys", "generate", "--key-alias", w.name("debug"), "--debug")
    key = made.json()["key"]
    w.later("POST", "/key/delete", {"keys": [hash_of(key)]})
    made.check(key not in made.err and w.server.key not in made.err, "no key should be in the log")
    w.run("models", "list", "--debug", key="sk-wrong").exits(4).says("401")


# --- the numbered examples of the documentation's last section, in its order


@story
def documented_examples(w):
    model, azure, team = "openai/" + w.name("gpt-4"), w.name("azure-prod"), w.make_team("team1")
    w.ok("models", "list").shows("mock-gpt")  # 1
    w.delete_models_later(model)
    added = w.ok("models", "add", model, "-p", "api_key=sk-123", "-p", "max_tokens=2048").json()  # 2
    assert added["litellm_params"]["max_tokens"] == 2048, added
    id_ = added["model_id"]
    assert isinstance(w.ok("models", "info", "--format", "json").json(), list)  # 3
    update = ("-p", "temperature=0.7", "-i", "description=Updated model")
    w.run("models", "update", "model-123", *update).refuses(3, "Model model-123 not found")  # 4
    w.ok("models", "update", id_, *update)
    w.ok("credentials", "list").shows("Credential Name")  # 5
    w.later("DELETE", f"/credentials/{azure}")
    w.ok("credentials", "create", azure, "--info", '{"custom_llm_provider": "azure"}',
         "--values", '{"api_key": "sk-123", "api_base": "https://prod.azure.openai.com"}')  # 6
    chat_ = ("http", "request", "POST", "/chat/completions", "-j")
    w.ok(*chat_, '{"model": "mock-gpt", "messages": [{"role": "user", "content": "Hello"}]}',
         "-H", "X-Custom-Header:value").shows("hello from mock")  # 7
    w.run(*chat_, json.dumps({"model": w.name("none"), "messages": [{"role": "user", "content": "Hello"}]}),
          "-H", "X-Custom-Header:value").exits(1).says("Invalid model name")
    w.ok("users", "list").shows("User ID")  # 8
    w.run("users", "get", "--id", w.name("u1")).refuses(3, "not found")
    w.run("users", "delete", w.name("u1"), w.name("u2")).refuses(3, "not found")
    user = w.ok("users", "create", "--email", f"{w.name('a')}@b.com", "--role", "internal_user", "--alias", "Alice",
                "--team", team, "--max-budget", "100.0").json()["user_id"]
    w.later("POST", "/user/delete", {"user_ids": [user]})
    w.ok("users", "get", "--id", user).shows(user)
    assert w.ok("users", "delete", user).out == "1\n"
    import_file(w)  # 9
    w.delete_models_later(w.name("one"), w.name("two"), w.name("three"))
    for filters in (["--only-models-matching-regex", "gpt"], ["--only-access-groups-matching-regex", "beta"],
                    ["--only-models-matching-regex", "gpt", "--only-access-groups-matching-regex", "beta"]):
        w.ok("models", "import", "models.yaml", *filters).shows(w.name("one"))


@story
def documented_commands_that_name_nothing(w):
    """The commands of the documents, word for word, where what they name is not there."""
    w.run("keys", "info", "--key", "sk-key1").refuses(3, "not found")
    w.run("keys", "delete", "--keys", "sk-key1,sk-key2", "--key-aliases", "alias1,alias2").refuses(3, "No keys found")
    w.run("credentials", "get", w.name("azure-cred")).refuses(3, "not found")
    w.run("credentials", "delete", w.name("azure-cred")).refuses(3, "not found")


# --- the end


@story
def nothing_is_left_behind(w):
    def left():
        found = [model["model_name"] for model in w.server.models()]
        found += [key.get("key_alias") or "" for key in w.server.keys()]
        found += [key.get("user_id") or "" for key in w.server.keys()]
        found += [user.get("user_email") or "" for user in w.server.users()]
        found += [user["user_id"] for user in w.server.users()]
        found += [team["team_id"] for team in w.server.ask("GET", "/team/list")]
        found += [one["credential_name"] for one in w.server.ask("GET", "/credentials")["credentials"]]
        return [name for name in found if RUN in name]

    try:
        w.eventually("all is deleted", lambda: not left())
    except Failed:
        raise Failed(f"the stories left these behind: {', '.join(left())}")


def tell(binary, server, other, name, function):
    """Runs one story; its line, and whether it passed, failed or was skipped."""
    with tempfile.TemporaryDirectory(prefix="litellm-proxy-") as home:
        w = World(binary, server, other, home)
        reason, outcome = None, "ok"
        try:
            function(w)
        except Skipped as skipped:
            reason, outcome = str(skipped), "skipped"
        except Failed as failed:
            reason, outcome = str(failed), "FAILED"
        except Exception as error:  # a story that trips over an answer has found something too
            reason, outcome = f"line {story_line(error)}: {type(error).__name__}: {error}", "FAILED"
        except KeyboardInterrupt:
            w.clean_up()
            raise SystemExit(130)
        try:
            w.clean_up()
        except Exception as error:
            reason = str(error) if outcome == "ok" else f"{reason}\n    and {error}"
            outcome = "FAILED"
    print(f"{outcome} {name}" + (f": {reason}" if reason else ""), flush=True)
    return outcome


def story_line(error):
    """The line of the story itself, which is more telling than where the error was raised."""
    line, trace = 0, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == __file__:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def main():
    parser = argparse.ArgumentParser(description="Live stories for litellm-proxy.")
    parser.add_argument("--binary", required=True)
    parser.add_argument("--url", required=True, help="the server to tell the stories to")
    parser.add_argument("--key", default="sk-1234", help="its master key, and that of the other")
    parser.add_argument("--other", help="a server to import keys from")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="stories whose name holds this")
    args = parser.parse_args()

    binary = os.path.abspath(args.binary)
    if not os.access(binary, os.X_OK):
        raise SystemExit(f"{binary} is not a program")
    server = Server(args.url, args.key)
    other = Server(args.other, args.key) if args.other else None
    wanted = [(name, function) for name, function in STORIES if not args.only or any(part in name for part in args.only)]
    if not wanted:
        raise SystemExit(f"there is no story {args.only}; there are: " + ", ".join(name for name, _ in STORIES))
    print(f"LiteLLM {server.version} at {server.url}", flush=True)
    outcomes = [tell(binary, server, other, name, function) for name, function in wanted]
    failed = outcomes.count("FAILED")
    print(f"{outcomes.count('ok')} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
