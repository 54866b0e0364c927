"""Access groups: named sets of models."""

from .harness import messages, story


@story
def access_groups_lifecycle(w):
    group, other = w.name("group"), w.name("group2")
    for name in (other, group):
        w.later("DELETE", f"/access_group/{name}/delete")
    mocked = ("-p", "mock_response=hello from the group")
    one, one_id = w.make_model("one", *mocked)
    two, two_id = w.make_model("two", *mocked)
    w.until_ok("access-groups", "create", group, "--models", one)
    w.run("access-groups", "create", group, "--models", one).refuses(8, "already exists")
    w.ok("access-groups", "list").shows("Access Group", group, one)
    assert w.ok("access-groups", "info", group).json()["model_names"] == [one]

    # A key that may call the group follows its changes.
    key = w.key_for(w.name("member"), "--models", group)
    chat = ("chat", "completions")
    w.until_ok(*chat, one, *messages("user:hi"), key=key).shows("hello from the group")
    w.run(*chat, two, *messages("user:hi"), key=key).refuses(4)
    w.ok("access-groups", "update", group, "--add-model", two)
    w.until_ok(*chat, two, *messages("user:hi"), key=key).shows("hello from the group")
    assert sorted(w.ok("access-groups", "info", group).json()["model_names"]) == sorted([one, two])
    w.ok("access-groups", "update", group, "--remove-model", one)
    w.until_refused(*chat, one, *messages("user:hi"), key=key).exits(4)

    # The command refuses changes for which the server would empty the group.
    for words in (("--models", "mock-gpt"), ("--add-model", "mock-gpt")):
        w.run("access-groups", "update", group, *words).refuses(1, "config")
    w.run("access-groups", "update", group, "--add-model", w.name("none")).refuses(3, "no model")
    w.run("access-groups", "create", other, "--models", f"{one},mock-gpt").refuses(1, "config")
    w.run("access-groups", "update", group, "--remove-model", two).refuses(2, "access-groups delete")
    assert w.ok("access-groups", "info", group).json()["model_names"] == [two]
    w.run("access-groups", "info", other).refuses(3)
    w.run("access-groups", "create", "a/b", "--models", one).exits(2)

    w.ok("access-groups", "delete", group)
    for command in (("info", group), ("update", group, "--models", one), ("delete", group)):
        w.run("access-groups", *command).refuses(3, "not found")


@story
def models_join_access_groups(w):
    first, second = w.name("first"), w.name("second")
    for name in (first, second):
        w.later("DELETE", f"/access_group/{name}/delete")
    model, model_id = w.make_model("grouped", "--access-group", first)
    w.until_ok("access-groups", "info", first).shows(model)
    w.until_ok("models", "update", model_id, "--access-group", second)
    w.until_ok("access-groups", "info", second).shows(model)
    w.ok("access-groups", "info", first).shows(model)
    got = w.eventually("both groups show on the model", lambda: [
        info for info in [w.ok("models", "get", "--id", model_id).json()["model_info"]]
        if info["access_groups"] == [first, second]])
    assert got[0]["id"] == model_id, got
    w.run("models", "update", w.name("none"), "--access-group", first).refuses(3)
