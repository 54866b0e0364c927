#!/usr/bin/env python3
"""Runs the examples of the library against a real server: `examples.py --url URL [--key sk-1234] [--examples DIR]`.

Every example must succeed, print what EXAMPLES lists, and leave nothing on the server. An example that is not listed or
not built is a failure.
"""
import argparse, json, os, pathlib, re, secrets, subprocess, sys, tempfile, urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOL_MODEL = "live-tools-" + secrets.token_hex(4)

# The runs of each example: arguments, and regular expressions that the output must match.
EXAMPLES = {
    "quick_start": [([], [r"^hello from mock$"]), (["gpt-4o"], [r"^hello from gpt-4o mock$"])],
    "chat": [
        (["priced-gpt"], [r"^whole: hello from the priced mock$", r"^cost: 0\.0\d+ dollars, call \S+$",
                          r"^streamed: hello from the priced mock$", r"^without a tool: ", r"^with an image: hello"]),
        (["upstream-gpt"], [r"^whole: upstream says: What's the capital of France\?$",
                            r"^streamed: upstream says: Tell me a story\b", r"^with an image: .*data:image/png;base64,iVBOR"]),
        ([TOOL_MODEL], [r"^called: get_weather for Paris$", r"^with a tool: as I was told$"]),
    ],
    "models": [([], [r"^hello from the new model$", r"^example-model-\d+$", r"uses openai/gpt-4o$",
                     r'^"updated by an example"$', r"^deleted 1 deployment$"])],
    "keys": [([], [r"^generated example-key-\d+$", r"^hello from mock$", r"^listed example-key-\d+ ", r"^max_budget 2\.0$",
                   r"^deleted 1$"])],
    "credentials": [([], [r"^listed: true$", r"^provider: azure$", r'"credential_name":"example-', r"^deleted$"])],
    "model_groups": [([], [r"^deployments: 2$", r'^responses: \{"from the first", "from the second"\}$',
                           r"^deleted: 2$"])],
    "users": [([], [r"^created a user with a key$", r"^Alice: budget Some\(100\.0\)$", r"^Bob: budget None$",
                    r"^listed: 1$", r"^deleted: 2$"])],
    "embeddings": [([], [r"^Some\(0\): \[0\.1, 0\.2, 0\.3\]$", r"^3 tokens$", r"^the same: true$"])],
    "python": [([], [r"^chat: hello from mock$", r"^stream: hello from mock$", r"^models: 1 more, 1 deleted$",
                     r"^keys: at most 10 listed: true$", r"^users: 1 listed, budget 100, 1 deleted$", r"^filtered: 2$",
                     r"^pages: 1 and 1$", r"^deleted: true$", r"^credentials: listed true$",
                     r"^model groups: listed true, 2 deployments deleted$", r'^http: "error"$', r"^authentication failed$",
                     r"^request: GET /models Some\(Sensitive\)$"])],
    "http": [([], [r'^connection: "error"$', r"^200 OK, \d+ bytes$", r'^type: Some\("application/json"\)$',
                   r"^404 Not Found: .*Not Found"])],
    "errors": [([], [r"^response: hello from mock$", r"^authentication failed: .*Invalid (proxy server token|API key)",
                     r"^request failed \(refused\): .*no-such-model", r"^is the server running\? .*connection refused$"])],
    "request": [([], [r"^GET http://.*/models$", r'"authorization": Sensitive',
                      r'^POST /key/generate \{"key_alias":"never-created"\}$', r"^200 OK: hello from mock$"]),
                (["upstream-gpt"], [r"^200 OK: upstream says: Are you there\?$"])],
    "idle": [([], [rf"^{setting}: 0 of 300 {method} failed$" for method in ["GET", "POST"]
                   for setting in [r"this crate's default \(4 s\)", r"own client, pool_idle_timeout\(4 s\)"]])],
    "pagination": [([], [r"^pages: 2 and 2 of 5$", r"^example-pages-\d+-5$", r"^streamed: 5 of 5$", r"^filtered: 1$"])],
    "budgets_and_spend": [([], [r"^budget: 20 dollars$", r"^the prompt costs 0\.0\d+ dollars$",
                                r"^with the completion: 0\.0\d+ dollars$", r"^example-\d+ spent 0\.0\d+ dollars$",
                                r"^in all: \d+ requests, ", r'^access group: \["example-\d+"\]$'])],
}
# An example of the crate of declarative configuration: what becomes of each field on this version.
EXAMPLES["fields"] = [([], [r"^as expected: true$"])]
# Lists that would show what an example left behind.
LISTS = ["/v1/model/info", "/credentials", "/key/list?return_full_object=true&size=100&sort_by=created_at&sort_order=desc",
         "/user/list?page_size=100&user_email=example", "/budget/list", "/customer/list", "/access_group/list", "/team/list"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--key", default="sk-1234")
    parser.add_argument("--examples", type=pathlib.Path, default=ROOT / "target" / "debug" / "examples")
    options = parser.parse_args()
    # The servers are on loopback: ignore the proxy variables.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def ask(path, body=None):
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {options.key}", "Content-Type": "application/json"}
        with opener.open(urllib.request.Request(options.url.rstrip("/") + path, data, headers), timeout=60) as response:
            return response.read().decode()

    def run(name, arguments, lines, home):
        """Runs an example; returns the reason of its failure, or None."""
        environment = {"HOME": home, "LITELLM_PROXY_URL": options.url, "LITELLM_PROXY_API_KEY": options.key,
                       "NO_PROXY": "*"}
        program = subprocess.Popen([options.examples.resolve() / name, *arguments], env=environment, cwd=home, text=True,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        try:
            output, _ = program.communicate(timeout=600)
        except subprocess.TimeoutExpired:
            program.kill()
            return f"it runs for more than 600 s\n{program.communicate()[0]}"
        if program.returncode != 0:
            return f"exit {program.returncode}\n{output}"
        for line in lines:
            if not re.search(line, output, re.M):
                return f"the output should match {line!r}\n{output}"
        # Examples name what they create after their process.
        left = {found for path in LISTS for found in re.findall(rf"example[a-z-]*-{program.pid}(?!\d)[\w-]*", ask(path))}
        return f"left on the server: {', '.join(sorted(left))}" if left else None

    passed = failed = 0
    folders = [ROOT / crate / "examples" for crate in ("client", "desired")]
    sources = {path.stem for folder in folders for path in folder.glob("*.rs")}
    call = {"id": "call_1", "type": "function", "function": {"name": "get_weather", "arguments": '{"city": "Paris"}'}}
    ask("/model/new", {"model_name": TOOL_MODEL, "model_info": {"id": TOOL_MODEL},
                       "litellm_params": {"model": "openai/fake-tools", "api_key": "fake", "mock_response": "as I was told",
                                          "mock_tool_calls": [call]}})
    try:
        with tempfile.TemporaryDirectory() as home:
            for name in sorted(sources | EXAMPLES.keys()):
                if name not in EXAMPLES:
                    why = "EXAMPLES in examples.py does not list it"
                elif name not in sources:
                    why = f"{name}.rs is in none of the folders of examples"
                elif not os.access(options.examples / name, os.X_OK):
                    why = f"{options.examples / name} does not exist: build it with cargo build --examples"
                else:
                    why = next(filter(None, (run(name, arguments, lines, home) for arguments, lines in EXAMPLES[name])), None)
                passed, failed = (passed, failed + 1) if why else (passed + 1, failed)
                print(f"FAILED example {name}: {why}" if why else f"ok example {name}", flush=True)
    finally:
        ask("/model/delete", {"id": TOOL_MODEL})
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
