"""Provider credentials."""

from .harness import story


@story
def credentials_lifecycle(w):
    name = w.name("azure cred/1")  # a space and a slash, which the path must encode
    info, values = '{"custom_llm_provider": "azure"}', '{"api_key": "sk-123456", "api_base": "https://example.azure.openai.com"}'
    w.later("DELETE", "/credentials/" + name.replace(" ", "%20"))
    w.run("credentials", "get", name).refuses(3, "not found")
    w.run("credentials", "delete", name).refuses(3, "not found")
    w.run("credentials", "update", name, "--info", "{}").refuses(3, "not found")
    w.run("credentials", "create", name, "--info", "{bad", "--values", values).refuses(2, "--info")
    created = w.ok("credentials", "create", name, "--info", info, "--values", values)
    created.check(created.json()["success"] is True, "the response should be printed").hides("sk-123456")
    # 1.80.11 returns 500 with a database error, newer versions 409.
    words = "Unique constraint failed" if w.server.is_old else "already exists"
    w.run("credentials", "create", name, "--info", info, "--values", values).refuses(8, words)

    got = w.ok("credentials", "get", name).hides("sk-123456")
    got.check(got.json()["credential_name"] == name, "the name should be complete")
    got.check(got.json()["credential_info"] == {"custom_llm_provider": "azure"}, "the information should be kept")
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
def credentials_update_keeps_other_fields(w):
    name = w.name("informed")
    w.later("DELETE", f"/credentials/{name}")
    w.ok("credentials", "create", name, "--info", '{"custom_llm_provider": "azure"}', "--values", '{"api_key": "fake"}')
    w.ok("credentials", "update", name, "--info", '{"note": "new"}')
    # The server replaces the stored information with the request's. 1.106.2 and newer merge it in memory, so a loss
    # would show only after the server reloads its database, which a new model triggers.
    w.make_model("reload")
    w.eventually("the update shows",
                 lambda: "note" in w.ok("credentials", "get", name).json()["credential_info"])
    got = w.ok("credentials", "get", name)
    got.check(got.json()["credential_info"] == {"custom_llm_provider": "azure", "note": "new"},
              "fields not named should keep their values")


@story
def credentials_in_use_by_a_model(w):
    name = w.name("cred")
    w.later("DELETE", f"/credentials/{name}")
    made = w.run("credentials", "create", name, "--info", '{"custom_llm_provider": "openai"}',
                 "--values", '{"api_key": "fake"}', "--display-name", "A label")
    made.exits(1 if w.server.is_old else 0)
    model, id_ = w.make_model("with-cred", "-p", f"litellm_credential_name={name}")
    w.eventually("the model shows", lambda: w.models_named(model))
    w.ok("models", "info", "--columns", "public_model,credential_name", "--name", model).shows(model, name)
    # 1.80.11 ignores the display name.
    label = w.ok("credentials", "get", name).json().get("display_name")
    assert label == (None if w.server.is_old else "A label"), label
    if not w.server.is_old:
        w.ok("credentials", "update", name, "--display-name", "Another")
        assert w.ok("credentials", "get", name).json()["display_name"] == "Another"
        w.ok("credentials", "update", name, "--clear-display-name")
        assert not w.ok("credentials", "get", name).json().get("display_name")


@story
def credentials_fields_that_are_not_kept(w):
    name = w.name("kept")
    w.later("DELETE", f"/credentials/{name}")
    create = ("credentials", "create", name, "--info", '{"custom_llm_provider": "openai"}', "--values")
    made = w.run(*create, '{"api_key": "os.environ/SOME_KEY", "nothing": null}', "--display-name", "A label")
    made.says("`api_key` is a reference to a variable")
    # Older servers know no labels.
    if w.server.is_old:
        made.exits(1).says("`display_name` was dropped")
    else:
        made.exits(0)
        w.run("credentials", "update", name, "--values", '{"api_key": null}').exits(1).says(
            "`credential_values.api_key` was not removed")
    w.ok("credentials", "update", name, "--values", '{"api_base": "http://127.0.0.1:9"}')
