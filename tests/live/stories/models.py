"""Models and their deployments."""

import csv
import json
import re

from .harness import messages, story


@story
def models_list(w):
    w.ok("models", "list").shows("mock-gpt", "upstream-gpt", "model", "openai")
    w.ok("models", "list", "--format", "table").shows("mock-gpt")
    listed = w.ok("models", "list", "--format", "json")
    listed.check({"mock-gpt", "upstream-gpt", "beta-gpt"} <= {model["id"] for model in listed.json()},
                 "the models of the config file should be in a bare array")
    lines = w.ok("models", "list", "--format", "ndjson").out.splitlines()
    assert len(lines) == len(listed.json()) and json.loads(lines[0])["object"] == "model", lines
    rows = list(csv.reader(w.ok("models", "list", "--format", "csv").out.splitlines()))
    assert len(rows) == len(listed.json()) + 1, rows
    assert all(row[2].endswith("Z") and "T" in row[2] for row in rows[1:]), rows
    w.ok("models", "list", "--format", "yaml").shows("id: mock-gpt")


@story
def models_info(w):
    w.ok("models", "info").shows("Public Model", "Upstream Model", "Updated At", "upstream-gpt", "openai/fake-upstream")
    names = "public_model,upstream_model,credential_name,created_at,updated_at,id,input_cost,output_cost"
    titles = ["Public Model", "Upstream Model", "Credential Name", "Created At", "Updated At", "ID", "Input $/1M",
              "Output $/1M"]
    w.ok("models", "info", "--columns", names).shows("priced-gpt-id", "$1000.00", "$2000.00", *titles)
    for name, title in zip(names.split(","), titles):
        w.ok("models", "info", "--columns", name).shows(title)
    listed = w.ok("models", "info", "--format", "json")
    mock = [model for model in listed.json() if model["model_name"] == "mock-gpt"]
    listed.check(mock and mock[0]["model_info"]["id"] == "mock-gpt-id", "mock-gpt should be in a bare array")
    only = w.ok("models", "info", "--name", "priced-gpt", "--format", "json")
    only.check([model["model_name"] for model in only.json()] == ["priced-gpt"], "there should be only priced-gpt")


@story
def models_lifecycle(w):
    name, id_ = w.make_model("model", "-p", "mock_response=hello from a new model", "-p", "temperature=0.3",
                             "-p", "max_tokens=2048", "-i", "description=GPT-4 model",
                             "-i", 'access_groups=["' + w.name("group") + '"]')
    w.until_ok("models", "get", "--id", id_)
    by_id = w.ok("models", "get", "--id", id_)
    model = by_id.json()
    by_id.check(model["model_name"] == name and model["model_info"]["id"] == id_, "the new model should be shown")
    by_id.check(model["litellm_params"]["max_tokens"] == 2048, "a number should arrive as a number")
    by_id.check(model["model_info"]["access_groups"] == [w.name("group")], "a list should arrive as a list")
    assert w.ok("models", "get", "--name", name).json()["model_info"]["id"] == id_
    w.ok("models", "list").shows(name)
    w.ok("models", "info", "--columns", "public_model,id").shows(name, id_)
    w.until_ok("chat", "completions", name, *messages("user:hi")).shows("hello from a new model")

    # An update merges: the id and the fields it does not name keep their values.
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
    w.until_ok("chat", "completions", name, *messages("user:hi")).shows("hello from a new model")

    deleted = w.ok("models", "delete", id_)
    deleted.check(id_ in deleted.json()["message"], "the response should name the deleted model")
    w.run("models", "delete", id_).refuses(3, "not found")
    w.until_refused("models", "get", "--id", id_).refuses(3, id_)
    w.run("models", "get", "--name", name).refuses(3, name)
    w.until_refused("chat", "completions", name, *messages("user:hi")).refuses(1, name)


@story
def models_that_do_not_exist(w):
    missing = w.name("no-model")
    w.run("models", "get", "--id", missing).refuses(3, missing)
    w.run("models", "get", "--name", missing).refuses(3, missing)
    w.run("models", "update", missing, "-p", "temperature=0.7").refuses(3, f"Model {missing} not found")
    w.run("models", "delete", missing).refuses(3, f"Model with id={missing} not found")
    w.run("models", "get").exits(2)
    w.run("models", "add", missing, "-p", "no-equals-sign").exits(2)
    assert not w.models_named(missing)


@story
def models_delete_by_name(w):
    name, id_ = w.make_model("named")
    w.eventually("the model shows", lambda: w.models_named(name))
    w.ok("models", "delete", "--name", name, "--dry-run").shows("/model/delete", id_)
    deleted = w.ok("models", "delete", "--name", name)
    deleted.check(deleted.json() == {"deleted": [id_], "kept": []}, "the deleted id should be listed")
    w.eventually("the model is gone", lambda: not w.models_named(name))
    w.run("models", "delete", "--name", name).refuses(3, name)
    w.run("models", "delete", id_).refuses(3, "not found")
    w.run("models", "delete", "--name", name, "--all").refuses(3, name)
    w.run("models", "delete", id_, "--name", name).exits(2)
    w.run("models", "delete", id_, "--all").exits(3)


@story
def models_delete_by_a_shared_name(w):
    (name, one), (_, two) = w.make_model("twins"), w.make_model("twins")
    other, other_id = w.make_model("twins-other")

    def ids_of(name):
        return {model["model_info"]["id"] for model in w.models_named(name)}

    w.eventually("both show", lambda: ids_of(name) == {one, two})
    w.run("models", "delete", "--name", name).refuses(2, "2 deployments", one, two, "hint: use --all")
    w.eventually("none is deleted", lambda: ids_of(name) == {one, two})
    deleted = w.ok("models", "delete", "--name", name, "--all")
    deleted.check(set(deleted.json()["deleted"]) == {one, two} and deleted.json()["kept"] == [], "both should be gone")
    w.eventually("both are gone", lambda: not ids_of(name))
    for id_ in (one, two):
        w.run("models", "delete", id_).refuses(3, "not found")
    w.eventually("another model is still there", lambda: ids_of(other) == {other_id})


@story
def models_delete_by_a_name_in_the_config_file(w):
    for args in (["--name", "priced-gpt"], ["--name", "priced-gpt", "--all"]):
        w.run("models", "delete", *args).refuses(1, "priced-gpt", "config")
    w.ok("models", "get", "--id", "priced-gpt-id").shows("priced-gpt")
    w.ok("chat", "completions", "priced-gpt", *messages("user:hi")).shows("hello from the priced mock")

    # A deployment in the database with a name of the config file. It answers like the other one, which other runs use.
    id_ = w.name("mixed-id")
    w.later("POST", "/model/delete", {"id": id_})
    for _ in range(5):  # a run at the same time may delete it first
        w.run("models", "add", "mock-gpt", "-p", "model=openai/fake", "-p", "api_key=fake",
              "-p", "mock_response=hello from mock", "-i", f"id={id_}")
        deleted = w.run("models", "delete", "--name", "mock-gpt", "--all")
        if deleted.code == 0:
            break
    deleted.exits(0).says("warning: ", "config", "mock-gpt-id")
    deleted.check(id_ in deleted.json()["deleted"] and deleted.json()["kept"] == ["mock-gpt-id"],
                  "the one in the database should be deleted, the one in the file kept")
    w.run("models", "delete", id_).refuses(3, "not found")
    w.ok("models", "get", "--id", "mock-gpt-id").shows("mock-gpt")
    w.ok("chat", "completions", "mock-gpt", *messages("user:hi")).shows("hello from mock")


@story
def models_add_as_documented(w):
    # The documented example has no model=…, which the server requires. The command uses the public name, so that name
    # must have a provider that LiteLLM knows.
    name = "openai/" + w.name("gpt-4")
    w.delete_models_later(name)
    w.ok("models", "add", name, "-p", "api_key=sk-123", "-p", "api_base=https://api.openai.com",
         "-i", "description=GPT-4 model").says(f"model={name}")
    model = w.eventually("the model shows", lambda: w.models_named(name))[0]
    assert model["litellm_params"]["model"] == name, model
    assert model["litellm_params"]["api_base"] == "https://api.openai.com", model
    assert model["model_info"]["description"] == "GPT-4 model", model


@story
def models_add_with_an_unknown_provider(w):
    name = w.name("unknown")
    added = w.run("models", "add", name, "-p", "api_key=sk-123")
    # Every version stores the model and never serves it; only newer ones return an error, and then it is deleted again.
    if w.server.is_old:
        id_ = added.exits(1).says("saved, but is not served").json()["model_id"]
        w.later("POST", "/model/delete", {"id": id_})
        w.ok("models", "delete", id_)
    else:
        added.refuses(6, "are not live", "HTTP 500", "deleted again")
        id_ = re.search(r"'([0-9a-f-]{36})'", added.err).group(1)
    w.run("models", "delete", id_).refuses(3, "not found")
    assert not w.models_named(name)


@story
def dry_run_and_curl_send_nothing(w):
    name = w.name("dry")
    args = ("models", "add", name, "-p", "model=openai/fake", "-p", "api_key=sk-secret-of-provider")
    w.ok(*args, "--dry-run").shows("/model/new", name).hides(w.server.key)
    w.ok(*args, "--curl").shows("curl", "/model/new").hides(w.server.key)
    w.ok("keys", "generate", "--key-alias", name, "--dry-run").shows("/key/generate")
    assert not w.models_named(name)
    assert name not in [key["key_alias"] for key in w.server.keys()]


@story
def models_of_a_wildcard(w):
    wild, covered, own = w.name("acme") + "/*", w.name("acme") + "/gpt-4o", w.name("acme") + "/own"
    made = w.ok("models", "add", wild, "-p", "model=openai/*", "-p", "api_key=fake").json()
    id_ = made["model_id"]
    w.later("POST", "/model/delete", {"id": id_})
    # The server lists a well-known model that the wildcard stands for, with the wildcard's id.
    w.eventually("the wildcard is expanded", lambda: w.models_named(covered))
    for words in (["models", "get", "--name"], ["models", "info", "--name"], ["models", "delete", "--all", "--name"],
                  ["model-groups", "delete"]):
        w.run(*words, covered).refuses(3, covered, wild, id_)
        w.run(*words, w.name("acme") + "/not-well-known").refuses(3, wild, id_)
        w.run(*words, w.name("other")).refuses(3, w.name("other")).hides(wild)
    assert w.ok("models", "get", "--name", wild).json()["model_info"]["id"] == id_
    rows = w.ok("models", "info", "--name", wild, "--format", "json").json()
    assert [row["model_name"] for row in rows] == [wild], rows
    group = w.ok("model-groups", "info", wild).json()
    assert group["model_group"] == wild and group["providers"] == ["openai"], group
    w.ok("model-groups", "info", covered).shows(covered)

    # A deployment of its own has precedence over the wildcard, and is found by its name.
    w.delete_models_later(own)
    w.ok("model-groups", "create", own, "--model", "openai/fake", "api_key=fake", "mock_response=of its own")
    w.until_ok("models", "get", "--name", own)
    w.until_ok("chat", "completions", own, *messages("user:hi")).shows("of its own")
    w.ok("models", "delete", "--name", own)

    w.file("models.yaml", f"""\
model_list:
  - {{model_name: {wild}, litellm_params: {{model: openai/*, api_key: fake}}}}
  - {{model_name: {covered}, litellm_params: {{model: openai/fake, api_key: fake}}, model_info: {{id: {w.name('own')}}}}}
""")
    w.later("POST", "/model/delete", {"id": w.name("own")})
    for outcomes in (["unchanged", "imported"], ["unchanged", "unchanged"]):
        result = w.ok("models", "import", "models.yaml", "--on-conflict", "skip", "--format", "json")
        result.check([model["outcome"] for model in result.json()["models"]] == outcomes, f"should be {outcomes}")
        w.until_models_stay(covered)
    result = w.ok("models", "import", "models.yaml", "--on-conflict", "update", "--format", "json")
    result.check([model["outcome"] for model in result.json()["models"]] == ["updated"] * 2, "both should be updated")
    assert w.ok("models", "delete", "--name", covered).json()["deleted"] == [w.name("own")]
    assert w.ok("models", "delete", "--name", wild).json()["deleted"] == [id_]


@story
def wildcards_with_a_credential_or_a_team(w):
    wild, credential, note = w.name("by-cred") + "/*", w.name("wild-cred"), "note=of the wildcard"
    w.later("DELETE", f"/credentials/{credential}")
    w.ok("credentials", "create", credential, "--info", '{"custom_llm_provider": "openai"}', "--values", '{"api_key": "fake"}')
    made = w.ok("models", "add", wild, "-p", "model=openai/*", "-p", f"litellm_credential_name={credential}").json()
    id_ = made["model_id"]
    w.later("POST", "/model/delete", {"id": id_})
    w.eventually("the wildcard is expanded", lambda: w.models_named(w.name("by-cred") + "/gpt-4o"))
    row = w.ok("models", "get", "--name", wild).json()
    assert (row["model_info"]["id"], row["litellm_params"]["litellm_credential_name"]) == (id_, credential), row
    w.ok("models", "update", id_, "-i", note)
    w.eventually("the update shows", lambda: w.ok("models", "get", "--id", id_).json()["model_info"].get("note"))
    row = w.ok("models", "get", "--id", id_).json()
    assert (row["model_name"], row["litellm_params"]["litellm_credential_name"]) == (wild, credential), row
    w.file("wild.yaml", f"""\
model_list:
  - {{model_name: {wild}, litellm_params: {{model: openai/*, litellm_credential_name: {credential}}}}}
""")
    for _ in range(2):
        result = w.ok("models", "import", "wild.yaml", "--on-conflict", "skip", "--format", "json")
        result.check([model["outcome"] for model in result.json()["models"]] == ["unchanged"], "should be unchanged")
    w.run("models", "delete", "--name", w.name("by-cred") + "/gpt-4o").refuses(3, wild, id_)
    assert w.ok("models", "delete", "--name", wild).json()["deleted"] == [id_]
    # A deployment of a team requires a license.
    team = w.make_team("wild-team")
    w.run("models", "add", w.name("by-team") + "/*", "-p", "model=openai/*", "-p", "api_key=fake",
          "-i", f"team_id={team}").refuses(4, "Enterprise")


@story
def models_writes_that_are_not_kept(w):
    _, id_ = w.make_model("kept", "-p", "rpm=5", "-p", "tpm=100", "-p", "input_cost_per_token=0.5")
    w.until_ok("models", "get", "--id", id_)
    update = ("models", "update", id_)
    w.ok(*update, "-p", "rpm=6", "-p", "timeout=30", "-i", "note=kept", "-i", 'tags=["a"]')
    w.run(*update, "-p", "rpm=null").exits(1).says("`litellm_params.rpm` was not removed", "--unset rpm")

    def parameters():
        return w.ok("models", "get", "--id", id_).json()["litellm_params"]

    # The newest servers remove any parameter. For others the deployment is replaced, which needs what they do not show.
    unset = w.run(*update, "--unset", "rpm", "--unset", "timeout", "-p", "tpm=200")
    w.eventually("tpm is set all the same", lambda: parameters().get("tpm") == 200)
    if w.server.removes_parameters:
        unset.exits(0)
    else:
        unset.exits(1).says("would lose what the server does not show: api_key", "-p api_key=@FILE")
        assert parameters()["rpm"] == 6
        w.ok(*update, "--unset", "rpm", "--unset", "timeout", "-p", "api_key=fake").says("was replaced")
    w.eventually("both are removed", lambda: not {"rpm", "timeout"} & set(parameters()))
    row = w.ok("models", "get", "--id", id_).json()
    assert (row["litellm_params"]["tpm"], row["model_info"]["note"]) == (200, "kept"), row
    price = w.run(*update, "--unset", "input_cost_per_token", *(["-p", "api_key=fake"] if w.server.is_old else []))
    price.exits(0)
    w.ok(*update, "--unset", "never-set")
    w.run(*update, "--unset", "model").refuses(2, "needs its `model`")

    # Newer servers take prices from the parameters only.
    added = w.run("models", "add", w.name("priced"), "-p", "model=openai/unknown", "-p", "api_key=fake",
                  "-i", "input_cost_per_token=0.5", "-i", "id=" + w.name("priced"))
    w.later("POST", "/model/delete", {"id": w.name("priced")})
    if w.server.is_old:
        added.exits(0)
    else:
        added.exits(1).says("`model_info.input_cost_per_token` was dropped", "--param input_cost_per_token")
    w.ok("models", "add", w.name("odd"), "-p", "model=openai/fake", "-p", "rmp=5", "--dry-run").says(
        "`rmp`", "did you mean `rpm`?")


@story
def models_that_cannot_be_served(w):
    name, id_ = w.name("unserved"), w.name("unserved-id")
    w.later("POST", "/model/delete", {"id": id_})
    add = ("models", "add", name, "-p", "model=nosuchprovider/fake", "-i", f"id={id_}")
    # Older servers report success for it, so that it is left to the user.
    if w.server.is_old:
        w.run(*add).exits(1).says("was saved, but is not served", f"models delete {id_}")
        w.ok("models", "delete", id_)
    else:
        w.run(*add).exits(6).says("was not added", "deleted again")
    w.run("models", "delete", id_).refuses(3, "not found")
    w.file("models.yaml", f"""\
model_list:
  - {{model_name: {w.name('served')}, litellm_params: {{model: openai/fake, api_key: fake}}}}
  - {{model_name: {name}, litellm_params: {{model: nosuchprovider/fake}}, model_info: {{id: {id_}}}}}
""")
    w.delete_models_later(w.name("served"))
    w.run("models", "import", "models.yaml").exits(7).says(f"failed: {name}: ", "1 of 2", *(
        ["saved, but not served", f"models delete {id_}"] if w.server.is_old else ["deleted again"]))
    if w.server.is_old:
        w.ok("models", "delete", id_)
    w.run("models", "delete", id_).refuses(3, "not found")

    # An update that cannot be served: the server goes on with the previous deployment, or with none.
    _, id_ = w.make_model("moved")
    w.until_ok("models", "get", "--id", id_)
    w.run("models", "update", id_, "-p", "model=nosuchprovider/fake").exits(1).says("was saved, but is not served")
    w.ok("models", "update", id_, "-p", "model=openai/other")
