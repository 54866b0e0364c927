"""Secrets are never shown, and keys are read as people paste them."""

import hashlib
import json

from .harness import story


@story
def pasted_keys_are_read_and_not_shown(w):
    alias = w.name("pasted")
    made = w.ok("keys", "generate", "--key-alias", alias, "--format", "json")
    key, token = made.json()["key"], made.json()["token_id"]
    w.later("POST", "/key/delete", {"keys": [token]})
    assert token == hashlib.sha256(key.encode()).hexdigest()
    w.file("made.json", made.out)
    w.file(".env", f"# mine\r\nLITELLM_PROXY_API_KEY='{key}'\r\n")
    w.file("bom.key", f"\ufeff{key}\n")
    for pasted in [key, f"Bearer {key}", f'"{key}"', f"KEY={key}", f'export LITELLM_PROXY_API_KEY="{key}"',
                   "@made.json", "@.env", "@bom.key"]:
        info = w.ok("keys", "info", pasted, "--format", "json", "--debug").hides(key)
        assert info.json()["key"] == token, info.out
        w.ok("models", "list", "--api-key", pasted, "--debug").hides(key)
    w.ok("models", "list", key=f'export KEY="{key}"')
    # A key goes into no URL, and its hash finds it.
    shown = w.ok("http", "request", "GET", f"/key/info?key={key}", "--debug").hides(key).says(f"key={token}")
    assert shown.json()["info"]["key_alias"] == alias
    w.run("keys", "info", f"the key {key}").refuses(2, "give the key alone").hides(key)
    w.run("users", "get", "--id", key).refuses(2).hides(key)
    w.run("models", "list", key).refuses(2).hides(key)
    w.run("keys", "info", f"{key[:-1]}X", "--debug").exits(3).hides(key[:-1])


@story
def secrets_in_requests_and_refusals_are_masked(w):
    names = ["api_key", "password", "aws_secret_access_key", "vertex_credentials", "azure_ad_token", "clientSecret"]
    params = {name: f"hush-{number}" for number, name in enumerate(names)}
    model = w.name("masked")
    add = ["models", "add", model, "-p", "model=openai/fake"]
    for name, value in params.items():
        add += ["-p", f"{name}={value}"]
    for option in ["--dry-run", "--curl"]:
        w.ok(*add, option).hides("hush-").shows(model, "[redacted]")
    # Refused, since the model is not an object; the server repeats what it was sent.
    body = json.dumps({"model_name": model, "litellm_params": "x", **params})
    for option in [["--debug"], ["--format", "json"]]:
        refused = w.run("http", "request", "POST", "/model/new?token=hush-7", "-j", body, "-H", "x-api-key: hush-8", *option)
        refused.check(refused.code in (1, 4), "it should be refused")
        refused.check("hush-" not in refused.err, "stderr should show no secret")
    credential = w.name("masked")
    w.later("DELETE", f"/credentials/{credential}")
    values, info = json.dumps({"api_key": "hush-9"}), json.dumps({"custom_llm_provider": "openai"})
    w.ok("credentials", "create", credential, "--values", values, "--info", info, "--debug").hides("hush-")
    w.ok("credentials", "list", "--debug").hides("hush-").says(credential)


@story
def unusable_proxies_are_not_ignored(w):
    for name in ["HTTP_PROXY", "all_proxy"]:
        refused = w.run("models", "list", **{name: "socks5://user:hush@127.0.0.1:1"})
        refused.refuses(2, name, "socks5").hides("hush")
    w.ok("models", "list", HTTP_PROXY="http://127.0.0.1:1", NO_PROXY="*")
