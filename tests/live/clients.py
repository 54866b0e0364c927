#!/usr/bin/env python3
"""Runs clients of other projects against the sandbox and against LiteLLM, and compares what they see.

    clients.py --url SANDBOX --litellm URL --venv DIRECTORY [--key sk-1234] [--home DIRECTORY] [--only NAME]

`--venv` is a virtual environment with LiteLLM, such as `proxy/setup.sh` creates. It holds LiteLLM's own command line, its
client library and its SDK. The other clients are installed once, into `--home`. The scripts are in `clients/`; each
prints the outcomes of its checks. An outcome that differs fails, unless `clients/left-out.txt` gives a reason.
"""

import argparse
import hashlib
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
import uuid

HERE = pathlib.Path(__file__).resolve().parent
SCRIPTS = HERE / "clients"
PYPI = ["anthropic==2.14.0", "langchain-openai==1.7.4", "llm==0.36", "openai==3.57.0"]
NPM = ["@ai-sdk/openai-compatible@2.0.92", "@ai-sdk/openai@3.0.141", "ai@6.0.326", "openai@6.49.0"]
# The scripts, each with the environment that it runs in.
CLIENTS = [
    ("openai_package.py", "clients"),
    ("anthropic_package.py", "clients"),
    ("langchain_package.py", "clients"),
    ("node_packages.mjs", "node"),
    ("litellm_package.py", "litellm"),
    ("litellm_client.py", "litellm"),
]
CHAT_REQUEST = json.dumps({"model": "mock-gpt", "messages": [{"role": "user", "content": "Hello"}]})
# Arguments of LiteLLM's own command line, and what it must print.
COMMANDS = [
    (["models", "list"], "mock-gpt"),
    (["models", "info"], "openai/fake"),
    (["model-groups", "list"], "mock-gpt"),
    (["keys", "generate", "--models", "mock-gpt", "--key-alias", "{run}-cli"], "sk-"),
    (["keys", "list", "--key-alias", "{run}-cli"], "{run}-cli"),
    (["keys", "delete", "--key-aliases", "{run}-cli"], "{run}-cli"),
    (["users", "list"], ""),
    (["credentials", "list"], "Credential"),
    (["http", "request", "POST", "/chat/completions", "-j", CHAT_REQUEST], "hello from mock"),
    (["http", "request", "GET", "/health/readiness"], "healthy"),
    (["version"], ""),
]


def install(home):
    """Installs the clients, unless exactly these versions are there. Returns the directory."""
    stamp = hashlib.sha256(json.dumps([PYPI, NPM, sys.version]).encode()).hexdigest()[:16]
    directory = home / f"clients-{stamp}"
    if not (directory / "complete").exists():
        directory.mkdir(parents=True, exist_ok=True)
        quiet = {"check": True, "stdout": subprocess.DEVNULL}
        npm = ["npm", "install", "--no-audit", "--no-fund", "--no-save", "--prefix", str(directory), *NPM]
        node = subprocess.Popen(npm, stdout=subprocess.DEVNULL)
        subprocess.run([sys.executable, "-m", "venv", str(directory / "venv")], **quiet)
        subprocess.run([str(directory / "venv/bin/pip"), "install", "--quiet", *PYPI], **quiet)
        if node.wait() != 0:
            raise SystemExit("npm install failed")
        (directory / "complete").touch()
    return directory


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def fake_upstream():
    """Starts an upstream server of our own; returns its process and base URL."""
    port = free_port()
    process = subprocess.Popen([sys.executable, str(HERE / "proxy/fake.py"), str(port)], stderr=subprocess.DEVNULL)
    for _ in range(100):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/models", timeout=5).read()
            break
        except OSError:
            time.sleep(0.05)
    return process, f"http://127.0.0.1:{port}/v1"


class Server:
    """A server, and the models that this run adds to it."""

    def __init__(self, name, url, key, run, upstream):
        self.name, self.url, self.key, self.run = name, url, key, run
        to_upstream = {"api_base": upstream, "api_key": "fake"}
        params = {
            "chat": {"model": "openai/up", **to_upstream},
            "vllm": {"model": "hosted_vllm/up", **to_upstream},
            "embedding": {"model": "openai/embedding", **to_upstream},
            "image": {"model": "openai/gpt-image-1", **to_upstream},
            "moderation": {"model": "openai/omni-moderation-latest", **to_upstream},
            "rerank": {"model": "hosted_vllm/rerank", **to_upstream},
            "speech": {"model": "openai/tts-1", **to_upstream},
            "words": {"model": "openai/whisper-1", **to_upstream},
            "mock": {"model": "anthropic/claude-sonnet-4-5", "api_key": "fake", "mock_response": "hello"},
        }
        self.models = {name: f"{run}-{name}" for name in params}
        for name, values in params.items():
            body = {"model_name": self.models[name], "litellm_params": values, "model_info": {"id": self.models[name]}}
            self.post("/model/new", body)

    def post(self, path, body):
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        request = urllib.request.Request(self.url + path, data=json.dumps(body).encode(), headers=headers)
        with urllib.request.urlopen(request, timeout=60) as response:
            return json.load(response)

    def clean_up(self):
        for model in self.models.values():
            self.post("/model/delete", {"id": model})


class Runner:
    """Runs the clients; `home` has those that are installed, `litellm` LiteLLM's own."""

    def __init__(self, home, litellm):
        self.home, self.litellm = home, litellm

    def environment(self, server):
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        settings = {
            "LITELLM_PROXY_URL": server.url,
            "LITELLM_PROXY_API_KEY": server.key,
            "LITELLM_LOCAL_MODEL_COST_MAP": "True",
            "PYTHONDONTWRITEBYTECODE": "1",
            "LLM_USER_PATH": str(self.home / f"llm-{server.run}-{server.name}"),
        }
        return {**kept, **settings}

    def command(self, server, arguments, timeout=180):
        """Returns the exit code and output of a command."""
        options = {"stdin": subprocess.DEVNULL, "capture_output": True, "text": True, "timeout": timeout}
        try:
            done = subprocess.run(arguments, env=self.environment(server), **options)
        except (OSError, subprocess.TimeoutExpired) as error:
            return 127, "", str(error)
        return done.returncode, done.stdout, done.stderr

    def script(self, server, script, where):
        """Returns the outcomes of a script's checks."""
        programs = {"clients": self.home / "venv/bin/python", "litellm": self.litellm / "bin/python", "node": "node"}
        path = SCRIPTS / script
        if where == "node":
            # Node.js looks for packages next to the script.
            path = self.home / script
            path.write_text((SCRIPTS / script).read_text())
        arguments = [str(programs[where]), str(path), server.url, server.key, server.run, json.dumps(server.models)]
        code, output, errors = self.command(server, arguments)
        try:
            return json.loads(output.splitlines()[-1])
        except (IndexError, ValueError):
            return {"the script itself": f"exit {code}: {errors.strip()[-500:]}"}

    def command_line(self, server):
        """Returns the outcomes of LiteLLM's own command line."""
        outcomes = {}
        for words, expected in COMMANDS:
            words = [word.replace("{run}", server.run) for word in words]
            code, output, errors = self.command(server, [str(self.litellm / "bin/litellm-proxy"), *words])
            found = expected.replace("{run}", server.run) in output
            outcomes[" ".join(words[:2])] = f"exit {code}, {'as expected' if found else (output + errors)[-300:]}"
        return outcomes

    def llm(self, server):
        """Returns the outcomes of the command line `llm`."""
        settings = pathlib.Path(self.environment(server)["LLM_USER_PATH"])
        settings.mkdir(parents=True, exist_ok=True)
        names = {"chat": server.models["chat"], "mock": "mock-gpt", "unknown": "no-such-model"}
        entries = [{"model_id": name, "model_name": model, "api_base": server.url + "/v1", "api_key_name": "sandbox"} for name, model in names.items()]
        (settings / "extra-openai-models.yaml").write_text(json.dumps(entries))
        (settings / "keys.json").write_text(json.dumps({"sandbox": server.key}))
        outcomes = {}
        for name in names:
            for option in ([], ["--no-stream"]):
                code, output, _ = self.command(server, [str(self.home / "venv/bin/llm"), "-m", name, *option, "--no-log", "Hello"])
                outcomes[" ".join([name, *option])] = f"exit {code}: {output.strip()}"
        return outcomes

    def curl(self, server):
        curl = ["curl", "-sSf", "-H", f"Authorization: Bearer {server.key}", "-H", "Content-Type: application/json"]
        code, output, _ = self.command(server, [*curl, "-d", CHAT_REQUEST, server.url + "/chat/completions"])
        return {"chat": f"exit {code}, {'hello from mock' in output}"}


def left_out():
    """Returns the differences that have a reason: lines of `client: check: reason`."""
    lines = (SCRIPTS / "left-out.txt").read_text().splitlines()
    parts = [line.split(": ", 2) for line in lines if line and not line.startswith("#")]
    return {(client, check): reason for client, check, reason in parts}


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    cache = os.environ.get("XDG_CACHE_HOME", os.path.expanduser("~/.cache"))
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--litellm", required=True)
    parser.add_argument("--venv", required=True)
    parser.add_argument("--key", default="sk-1234")
    parser.add_argument("--home", default=os.environ.get("LIVE_PROXY_HOME", f"{cache}/litellm-live-proxy"))
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    runner = Runner(install(pathlib.Path(options.home).resolve()), pathlib.Path(options.venv).resolve())
    upstream, base = fake_upstream()
    run = "client-" + uuid.uuid4().hex[:8]
    servers = []
    try:
        for name, url in (("litellm", options.litellm), ("sandbox", options.url)):
            servers.append(Server(name, url.rstrip("/"), options.key, run, base))
        failed = compare(runner, servers, options.only)
    finally:
        for server in servers:
            server.clean_up()
        upstream.terminate()
    sys.exit(failed > 0)


def compare(runner, servers, only):
    """Runs every client on both servers and prints the comparison; returns the number of differences."""
    clients = [(script.split(".")[0].replace("_", "-"), lambda server, script=script, where=where: runner.script(server, script, where)) for script, where in CLIENTS]
    clients += [("litellm-command-line", runner.command_line), ("llm", runner.llm), ("curl", runner.curl)]
    reasons, used, passed, failed = left_out(), set(), 0, 0
    for name, run in clients:
        if only not in name:
            continue
        outcomes = [{}, {}]

        def on(index):
            outcomes[index] = run(servers[index])

        threads = [threading.Thread(target=on, args=(index,)) for index in range(len(servers))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        real, ours = outcomes
        for check in sorted({*real, *ours}):
            expected, found = real.get(check, "missing"), ours.get(check, "missing")
            if expected == found:
                passed += 1
                print(f"ok {name}: {check}: {json.dumps(found)}", flush=True)
            elif (name, check) in reasons:
                used.add((name, check))
                print(f"left out {name}: {check}: {json.dumps(expected)}, not {json.dumps(found)}", flush=True)
            else:
                failed += 1
                print(f"FAILED {name}: {check}: {json.dumps(expected)}, not {json.dumps(found)}", flush=True)
    for name, check in reasons.keys() - used if not only else ():
        failed += 1
        print(f"FAILED left-out.txt: {name}: {check} does not differ")
    print(f"{passed} passed, {failed} failed")
    return failed


if __name__ == "__main__":
    main()
