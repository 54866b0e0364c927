"""Importing models from a file."""

from .harness import messages, story


def import_file(w):
    return w.file("models.yaml", f"""\
# A config file of the proxy can be imported; its other sections are ignored.
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
    assert model["litellm_params"]["api_version"] == "2024-02-01", "a date should arrive as a string"
    assert model["model_info"]["access_groups"] == [w.name("beta"), w.name("stable")], model
    w.until_models_stay(one, two, three)
    w.ok("chat", "completions", one, *messages("user:hi")).shows("hello from an import")
    id_ = w.models_named(one)[0]["model_info"]["id"]

    again = w.ok("models", "import", "models.yaml", "--on-conflict", "skip", "--format", "json")
    again.check(set(import_outcomes(again).values()) == {"unchanged"}, "all should be unchanged")
    assert len(w.models_named(one)) == 1

    edited = (w.home / "models.yaml").read_text().replace("temperature: 0.2", "temperature: 0.9")
    w.file("models.yaml", edited)
    again = w.ok("models", "import", "models.yaml", "--on-conflict", "update", "--format", "json")
    again.check(set(import_outcomes(again).values()) == {"updated"}, "all should be updated")

    def updated():
        models = w.models_named(one)
        assert len(models) == 1 and models[0]["model_info"]["id"] == id_, models
        return models[0]["litellm_params"]["temperature"] == 0.9

    w.eventually("the update shows", updated)

    # Run again, the import creates nothing, unless another deployment with the same name is wanted.
    only = ("models", "import", "models.yaml", "--only-models-matching-regex", "gpt-fake$")
    w.ok(*only).shows("unchanged")
    assert len(w.models_named(one)) == 1
    w.ok(*only, "--on-conflict", "create").shows("imported")
    w.eventually("there are two deployments", lambda: len(w.models_named(one)) == 2)
    w.ok("models", "import", "-", "--dry-run", stdin=edited).shows(one)


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
def models_import_with_failures(w):
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
    # With a key that may not add models, every item fails that is not there.
    key = w.key_for(w.name("importer"))
    w.run("models", "import", "models.yaml", "--on-conflict", "create", key=key).exits(7).says("2 of 2")


@story
def models_import_of_a_whole_config_file(w):
    limited, priced, included = w.name("limited"), w.name("priced"), w.name("included")
    credential = w.name("credential")
    w.delete_models_later(limited, priced, included)
    w.later("DELETE", f"/credentials/{credential}")
    w.file("config.yaml", f"""\
include: [more.yaml]
environment_variables: {{OF_THE_FILE: sk-of-the-file}}
credential_list:
  - credential_name: {credential}
    credential_values: {{api_key: os.environ/OF_THE_FILE, api_base: os.environ/OF_THE_CALLER}}
    credential_info: {{custom_llm_provider: openai}}
model_list:
  - model_name: {limited}
    litellm_params: {{model: openai/fake, mock_response: limited, litellm_credential_name: {credential}}}
    rpm: 70
    tpm: 9000
    acess_groups: [beta]
  - model_name: {priced}
    litellm_params: {{model: openai/our-own, api_key: os.environ/OF_THE_FILE}}
    model_info: {{input_cost_per_token: 0.25, mode: chat, max_tokens: 17}}
""")
    w.file("more.yaml", f"model_list:\n- model_name: {included}\n  litellm_params: {{model: openai/fake, api_key: fake}}\n")
    plain = w.ok("models", "import", "config.yaml", "--dry-run").shows(limited, priced, included)
    plain.says("config.yaml, line 12, column 5", "`acess_groups`", credential, "OF_THE_FILE", "--with-credentials")

    command = ("models", "import", "config.yaml", "--with-credentials", "--format", "json")
    done = w.ok(*command, OF_THE_CALLER="http://127.0.0.1:9").hides("sk-of-the-file")
    done.check(set(import_outcomes(done).values()) == {"imported"}, "all should be imported")
    done.check([item["outcome"] for item in done.json()["credentials"]] == ["imported"], "the credential, too")
    stored = w.ok("credentials", "get", credential).hides("sk-of-the-file").json()
    assert stored["credential_values"]["api_base"] == "http://127.0.0.1:9", stored
    params = w.until_ok("models", "get", "--name", limited).json()["litellm_params"]
    assert (params["rpm"], params["tpm"]) == (70, 9000), params
    group = w.ok("model-groups", "info", limited).json()
    assert (group["rpm"], group["tpm"]) == (70, 9000), group
    info = w.until_ok("models", "get", "--name", priced).json()["model_info"]
    assert (info["input_cost_per_token"], info["max_tokens"]) == (0.25, 17), info
    w.until_ok("models", "get", "--name", included)

    # The second time, everything is there.
    w.until_models_stay(limited, priced, included)
    again = w.ok(*command, "--on-conflict", "skip", OF_THE_CALLER="http://127.0.0.1:9")
    again.check(set(import_outcomes(again).values()) == {"unchanged"}, "all should be unchanged")
    again.check([item["outcome"] for item in again.json()["credentials"]] == ["unchanged"], "the credential, too")
    again = w.ok(*command, "--on-conflict", "update", OF_THE_CALLER="http://127.0.0.1:8")
    again.check([item["outcome"] for item in again.json()["credentials"]] == ["updated"], "it should be updated")
    # Newer servers do not resolve references in credentials, so that one that is not set here is not imported.
    w.run(*command, "--on-conflict", "update").exits(7).says("OF_THE_CALLER")
