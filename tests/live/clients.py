#!/usr/bin/env python3
"""Runs clients of other projects against a server: `clients.py --url URL --venv DIRECTORY [--key sk-1234]`.

The directory is a virtual environment with LiteLLM, such as `proxy/setup.sh` creates. It holds LiteLLM's own command
line, its Python client, and the OpenAI package. curl comes from the system.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import uuid

OPENAI = """
import openai, sys
url, key, run = sys.argv[1:]
client = openai.OpenAI(base_url=url + "/v1", api_key=key, max_retries=0)
models = [model.id for model in client.models.list()]
assert "mock-gpt" in models, models
messages = [{"role": "user", "content": "Hello"}]
whole = client.chat.completions.create(model="mock-gpt", messages=messages)
assert whole.choices[0].message.content == "hello from mock", whole
assert whole.usage.total_tokens == whole.usage.prompt_tokens + whole.usage.completion_tokens > 0
raw = client.chat.completions.with_raw_response.create(model="priced-gpt", messages=messages)
assert float(raw.headers["x-litellm-response-cost"]) > 0, raw.headers
stream = client.chat.completions.create(model="mock-gpt", messages=messages, stream=True, stream_options={"include_usage": True})
pieces = list(stream)
text = "".join(piece.choices[0].delta.content or "" for piece in pieces if piece.choices)
assert text == "hello from mock" and len(pieces) > 3, pieces
assert pieces[-1].usage.total_tokens > 0, pieces[-1]
upstream = client.chat.completions.create(model="upstream-gpt", messages=messages)
assert upstream.choices[0].message.content == "upstream says: Hello", upstream
streamed = "".join(piece.choices[0].delta.content or "" for piece in client.chat.completions.create(model="upstream-gpt", messages=messages, stream=True) if piece.choices)
assert streamed.startswith("upstream says: Hello"), streamed
vector = client.embeddings.create(model="fake-embed", input="Hello", encoding_format="float")
assert len(vector.data[0].embedding) > 0, vector
for expected, ask in [
    (openai.BadRequestError, lambda: client.chat.completions.create(model="no-such-model", messages=messages)),
    (openai.AuthenticationError, lambda: openai.OpenAI(base_url=url, api_key="sk-wrong", max_retries=0).models.list()),
    (openai.NotFoundError, lambda: client.models.retrieve("no-such-model")),
]:
    try:
        ask()
    except expected as error:
        assert error.message, error
    else:
        raise AssertionError(expected)
"""

PYTHON_CLIENT = """
import sys
from litellm.proxy.client import Client
from litellm.proxy.client.exceptions import UnauthorizedError
url, key, run = sys.argv[1:]
client = Client(base_url=url, api_key=key)
assert any(model["id"] == "mock-gpt" for model in client.models.list())
assert any(model["model_name"] == "mock-gpt" for model in client.models.info())
made = client.keys.generate(models=["mock-gpt"], key_alias=run + "-client", duration="1h")
own = Client(base_url=url, api_key=made["key"])
assert [model["id"] for model in own.models.list()] == ["mock-gpt"]
answer = own.chat.completions(model="mock-gpt", messages=[{"role": "user", "content": "Hello"}])
assert answer["choices"][0]["message"]["content"] == "hello from mock", answer
assert client.keys.list(key_alias=run + "-client")["total_count"] == 1
client.keys.delete(keys=[made["key"]])
try:
    own.models.list()
except UnauthorizedError:
    pass
else:
    raise AssertionError("a deleted key is accepted")
name = run + "-model"
client.models.new(model_name=name, model_params={"model": "openai/fake", "mock_response": "new"}, model_info={"id": name})
assert any(model["model_name"] == name for model in client.models.info())
client.models.delete(model_id=name)
client.credentials.create(credential_name=run, credential_info={"provider": "x"}, credential_values={"api_key": "secret"})
assert any(credential["credential_name"] == run for credential in client.credentials.list()["credentials"])
client.credentials.delete(credential_name=run)
assert client.model_groups.info()
"""

CHAT_REQUEST = json.dumps({"model": "mock-gpt", "messages": [{"role": "user", "content": "Hello"}]})
# Arguments of LiteLLM's own command line, and what it must print.
COMMANDS = [
    (["models", "list"], "mock-gpt"),
    (["models", "info"], "openai/fake"),
    (["model-groups", "list"], "mock-gpt"),
    (["keys", "generate", "--models", "mock-gpt", "--key-alias", "{run}-cli"], "sk-"),
    (["keys", "list", "--key-alias", "{run}-cli"], "{run}-cli"),
    (["keys", "delete", "--key-aliases", "{run}-cli"], "{run}-cli"),
    (["users", "list"], "User ID"),
    (["credentials", "list"], "Credential"),
    (["http", "request", "POST", "/chat/completions", "-j", CHAT_REQUEST], "hello from mock"),
    (["http", "request", "GET", "/health/readiness"], "healthy"),
    (["version"], "1.106.2"),
]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--venv", required=True)
    parser.add_argument("--key", default="sk-1234")
    options = parser.parse_args()
    run = "client-" + uuid.uuid4().hex[:8]
    programs = pathlib.Path(options.venv).resolve() / "bin"
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "LITELLM_PROXY_URL": options.url, "LITELLM_PROXY_API_KEY": options.key}
    passed = failed = 0

    def check(name, command, expected=""):
        nonlocal passed, failed
        try:
            done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)
        except OSError as error:
            done = subprocess.CompletedProcess(command, 127, "", str(error))
        if done.returncode == 0 and expected in done.stdout:
            passed += 1
            print(f"ok {name}", flush=True)
        else:
            failed += 1
            print(f"FAILED {name}: exit {done.returncode}\n{done.stdout}\n{done.stderr}", flush=True)

    python = str(programs / "python")
    check("openai-package", [python, "-c", OPENAI, options.url, options.key, run])
    check("litellm-python-client", [python, "-c", PYTHON_CLIENT, options.url, options.key, run])
    for words, expected in COMMANDS:
        words = [word.replace("{run}", run) for word in words]
        check("litellm-command-line " + " ".join(words[:2]), [str(programs / "litellm-proxy"), *words], expected.replace("{run}", run))
    curl = ["curl", "-sSf", "-H", f"Authorization: Bearer {options.key}", "-H", "Content-Type: application/json"]
    check("curl", [*curl, "-d", CHAT_REQUEST, options.url + "/chat/completions"], "hello from mock")
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
