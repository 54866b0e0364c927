"""The commands of LiteLLM's documentation: the numbered examples of its last section, and placeholders."""

import json

from .harness import story
from .models_import import import_file


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
          "-H", "X-Custom-Header:value").exits(1).says("passed in model=")
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
def documented_commands_with_placeholders(w):
    """Documented commands, verbatim, whose placeholders exist on no server."""
    w.run("keys", "info", "--key", "sk-key1").refuses(3, "not found")
    w.run("keys", "delete", "--keys", "sk-key1,sk-key2", "--key-aliases", "alias1,alias2").refuses(3, "none of these 4 keys exists")
    w.run("credentials", "get", w.name("azure-cred")).refuses(3, "not found")
    w.run("credentials", "delete", w.name("azure-cred")).refuses(3, "not found")
