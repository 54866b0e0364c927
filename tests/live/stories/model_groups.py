"""Model groups: deployments that share a name."""

import json
import re

from .harness import messages, story

TRIES = 60  # the server picks one of two deployments at random; it never picks the same one 60 times


def ids_of(w, name):
    return {model["model_info"]["id"] for model in w.models_named(name)}


def member(name, params=None, **fields):
    """Returns a deployment as JSON, for --model."""
    all_params = {"model": "openai/fake", "api_key": "fake", "mock_response": f"from {name}", **(params or {})}
    return json.dumps({"model_name": name, "litellm_params": all_params, **fields})


def make_group(w, what):
    """Creates a group of the deployments a and b, which answer `from a` and `from b`; returns it and their ids."""
    group = w.name(what)
    w.delete_models_later(group)
    params = ("model=openai/fake", "api_key=fake-secret")
    made = w.ok("model-groups", "create", group, "--model", "a", *params, "mock_response=from a",
                "--model", "b", *params, "mock_response=from b").hides("fake-secret")
    ids = [deployment["model_id"] for deployment in made.json()["deployments"]]
    made.check(made.json()["model_group"] == group and len(set(ids)) == 2, "there should be two deployments")
    w.eventually("the group shows", lambda: ids_of(w, group) == set(ids))
    return group, ids


def is_stored(w, id_):
    """Returns whether the database has a deployment, served or not. Deleting it is the only way to find out."""
    status, body = w.server.call("POST", "/model/delete", {"id": id_})
    assert status < 300 or f"Model with id={id_} not found in db" in str(body), (status, body)
    return status < 300


@story
def model_groups_list(w):
    w.ok("model-groups", "list").shows("upstream-gpt", "priced-gpt", "$1000.00", "$2000.00")
    groups = w.ok("model-groups", "list", "--format", "json")
    found = {group["model_group"]: group for group in groups.json()}
    groups.check(found["priced-gpt"]["input_cost_per_token"] == 0.001, "the price should be listed")
    groups.check(found["fake-embed"]["mode"] == "embedding", "the mode should be listed")


@story
def model_groups_lifecycle(w):
    other, other_id = w.make_model("group-other")
    group, ids = make_group(w, "group")
    info = w.ok("model-groups", "info", group)
    info.check(info.json()["model_group"] == group and info.json()["providers"] == ["openai"], "the group should be shown")
    price = info.json()["input_cost_per_token"]
    info.check(price == 0 if w.server.is_old else price is None, "the group should have no price")
    w.ok("model-groups", "list").shows(group)
    deployments = w.ok("models", "info", "--name", group, "--format", "json").json()
    assert {model["model_info"]["id"]: model["model_info"]["member_name"] for model in deployments} \
        == dict(zip(ids, "ab")), deployments
    w.ok("models", "info", "--name", group, "--columns", "public_model,id").shows(*ids)

    # A second group with this name is refused, and the first one does not change.
    again = ("model-groups", "create", group, "--model", "c", "model=openai/fake", "api_key=fake")
    w.run(*again).refuses(8, f"`{group}`", "already")
    w.eventually("the group is unchanged", lambda: ids_of(w, group) == set(ids))

    w.ok("model-groups", "delete", group, "--dry-run").shows("/model/delete", *ids).hides(other_id)
    w.eventually("a dry run has deleted nothing", lambda: ids_of(w, group) == set(ids))
    deleted = w.ok("model-groups", "delete", group)
    deleted.check(sorted(deleted.json()["deleted"]) == sorted(ids) and deleted.json()["kept"] == [],
                  "both deployments should be deleted")
    w.eventually("the group is gone", lambda: not ids_of(w, group))
    w.eventually("another model is still there", lambda: ids_of(w, other) == {other_id})
    w.run("model-groups", "delete", group).refuses(3, group)
    w.run("model-groups", "info", group).refuses(3, group)
    w.until_refused("chat", "completions", group, *messages("user:hi")).refuses(1, group)
    assert not any(is_stored(w, id_) for id_ in ids)


@story
def model_group_shares_the_load(w):
    group, ids = make_group(w, "balanced")
    answers = set()
    for _ in range(TRIES):
        answers.add(w.until_ok("chat", "completions", group, *messages("user:hi")).out)
        if len(answers) == 2:
            break
    assert answers == {"from a\n", "from b\n"}, answers

    # The server names the deployment that answered.
    body = json.dumps({"model": group, "messages": [{"role": "user", "content": "hi"}]})
    answered = {}
    for _ in range(TRIES):
        response = w.until_ok("http", "request", "POST", "/chat/completions", "-j", body, "--include")
        served = re.search(r"^x-litellm-model-id: (\S+)$", response.out, re.M)
        response.check(served, "the response should name the deployment")
        answered[served.group(1)] = re.search(r'"content": "(.*?)"', response.out).group(1)
        if len(answered) == 2:
            break
    assert answered == {ids[0]: "from a", ids[1]: "from b"}, (answered, ids)


@story
def model_group_of_a_key(w):
    group, _ = make_group(w, "keyed")
    key = w.key_for(w.name("group-key"), "--models", group)
    answer = w.until_ok("chat", "completions", group, *messages("user:hi"), key=key)
    answer.check(answer.out in ("from a\n", "from b\n"), "one of the two should answer")
    listed = w.ok("models", "list", "--format", "json", key=key)
    listed.check([model["id"] for model in listed.json()] == [group], "the key should see only the group")
    groups = w.ok("model-groups", "list", "--format", "json", key=key)
    groups.check([one["model_group"] for one in groups.json()] == [group], "the key should see only the group")
    w.run("chat", "completions", "mock-gpt", *messages("user:hi"), key=key).refuses(4, "mock-gpt")
    # The key may call the group, but neither create nor delete one.
    own = w.name("own-group")
    w.delete_models_later(own)
    w.run("model-groups", "create", own, "--model", "a", "model=openai/fake", key=key).exits(4)
    w.run("model-groups", "delete", group, key=key).exits(4)
    assert not w.models_named(own)
    w.eventually("the group has both deployments", lambda: len(w.models_named(group)) == 2)


@story
def model_group_is_created_whole_or_not_at_all(w):
    group = w.name("broken-group")
    w.delete_models_later(group)
    ids = [w.name("first-id"), w.name("second-id")]
    for id_ in ids:
        w.later("POST", "/model/delete", {"id": id_})
    first = member("a", model_info={"id": ids[0]})
    second = member("b", model_info={"id": ids[1]}, params={"rpm": "many"})
    create = ("model-groups", "create", group, "--model", first, "--model")
    w.run(*create, second).refuses(1, f"the model group `{group}` was not ", "valid integer", "HTTP 422")
    w.eventually("no deployment shows", lambda: not w.models_named(group))
    for id_ in ids:
        assert not is_stored(w, id_), f"{id_} should not be in the database"

    # As a list from a file, where the last of three fails.
    third = member("c", params={"rpm": "many"})
    w.file("group.json", f"[{first}, {member('b', model_info={'id': ids[1]})}, {third}]")
    w.run("model-groups", "create", group, "--model", "@group.json").refuses(1, "valid integer")
    w.eventually("no deployment shows", lambda: not w.models_named(group))
    for id_ in ids:
        assert not is_stored(w, id_), f"{id_} should not be in the database"


@story
def model_group_with_an_unknown_provider(w):
    group, unknown = w.name("unknown-group"), w.name("unknown-member")
    w.delete_models_later(group)
    ids = [w.name("known-id"), w.name("unknown-id")]
    for id_ in ids:
        w.later("POST", "/model/delete", {"id": id_})
    made = w.run("model-groups", "create", group, "--model", member("a", model_info={"id": ids[0]}),
                 "--model", member("b", model_info={"id": ids[1]}, params={"model": unknown}))
    # The server stores the second deployment, although it responds with an error; older ones even report success.
    words = ["cannot serve it"] if w.server.is_old else ["are not live", "HTTP 500"]
    made.refuses(6, f"the model group `{group}` was not ", *words)
    for id_ in ids:
        assert not is_stored(w, id_), f"{id_} should not be in the database"
    # A deployment with a generated id is removed too.
    made = w.run("model-groups", "create", group, "--model", "a", "model=openai/fake", "--model", unknown)
    made.refuses(6, words[0])
    own_id = re.search(r"['`]([0-9a-f-]{36})['`]", made.err).group(1)
    w.later("POST", "/model/delete", {"id": own_id})
    assert not is_stored(w, own_id) and not w.models_named(group)


@story
def model_group_refuses_an_id_in_use(w):
    """The server returns 500 for an id in use, which does not tell whose deployment has it."""
    group, (name, id_) = w.name("thief"), w.make_model("owner")
    w.delete_models_later(group)
    w.eventually("the owner shows", lambda: ids_of(w, name) == {id_})
    status, body = w.server.call("POST", "/model/new", json.loads(member(group, model_info={"id": id_})))
    assert status == 500 and "Failed to add model to db" in body, (status, body)
    create = ("model-groups", "create", group, "--model", member("a"), "--model", member("b", model_info={"id": id_}))
    w.run(*create).refuses(8, f"`{id_}`", "already")
    twice = member("c", model_info={"id": w.name("twice-id")})
    w.run("model-groups", "create", group, "--model", twice, "--model", twice).refuses(2, w.name("twice-id"))
    assert not w.models_named(group)
    w.ok("models", "get", "--id", id_).shows(name)
    assert is_stored(w, id_), "the deployment with that id should still be in the database"


@story
def model_groups_refusals(w):
    missing, secret = w.name("no-group"), "sk-secret-of-provider"
    w.run("model-groups", "info", missing).refuses(3, missing)
    w.run("model-groups", "delete", missing).refuses(3, missing)
    # Groups of the server's config file can be neither created again nor deleted.
    w.run("model-groups", "create", "priced-gpt", "--model", "a", "model=openai/fake").refuses(8, "priced-gpt")
    w.run("model-groups", "delete", "priced-gpt").refuses(1, "config")
    w.ok("model-groups", "info", "priced-gpt").shows("0.001")

    create = ("model-groups", "create", missing)
    w.run(*create).exits(2)
    w.run(*create, "--model", "model=openai/fake").refuses(2, "--model")
    w.run(*create, "--model", '{"name": "a"}').refuses(2, "deployment 1")
    w.run(*create, "--model", "@no-such.json").refuses(2, "no-such.json")
    shown = w.ok(*create, "--model", "a", "model=openai/one", f"api_key={secret}", "--model", "b", "model=openai/two",
                 "--dry-run").shows("/model/new", missing, "openai/one", "openai/two").hides(secret, w.server.key)
    shown.check(shown.out.count("/model/new") == 2, "there should be two requests")
    assert not w.models_named(missing)
