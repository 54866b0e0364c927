"""Raw HTTP requests."""

import json
import stat

from .harness import story


@story
def http_request_methods_bodies_and_headers(w):
    models = w.ok("http", "request", "GET", "/models").json()
    assert models["object"] == "list" and "mock-gpt" in [model["id"] for model in models["data"]], models
    body = '{"model": "mock-gpt", "messages": [{"role": "user", "content": "Hello"}]}'
    w.ok("http", "request", "POST", "/chat/completions", "-j", body).shows("hello from mock")
    w.ok("http", "request", "POST", "/chat/completions", "-d", body).shows("hello from mock")
    w.ok("http", "request", "POST", "/chat/completions", "-j", "@-", stdin=body).shows("hello from mock")
    # The documentation uses GET here; servers accept POST only.
    w.run("http", "request", "GET", "/health/test_connection", "-H", "X-Custom-Header:value").exits(1).shows(
        "Method Not Allowed").says("Method Not Allowed", "405")
    w.run("http", "request", "GET", "/no/such/path").exits(3).shows("Not Found").says("404")
    w.ok("http", "request", "GET", "/models", "--include").shows("200", "content-type: application/json")
    w.ok("http", "request", "get", "health/liveliness").shows("I'm alive!")
    w.ok("http", "request", "GET", "/models", "--output-file", "models.json")
    assert json.loads((w.home / "models.json").read_text())["object"] == "list"
    # Custom headers reach the server: here one carries the key.
    w.ok("http", "request", "GET", "/models", "-H", f"x-litellm-api-key: Bearer {w.server.key}",
         without=["LITELLM_PROXY_API_KEY"]).shows("mock-gpt")
    w.run("http", "request", "POST", "/chat/completions", "-j", "{bad").refuses(2, "--json")
    w.run("http", "request", "GET", "/models", "-H", "no colon").refuses(2)
    w.run("http", "request", "GET", "http://example.com/models").refuses(2)


@story
def http_request_bodies_go_where_they_are_asked_to(w):
    # The description of the API is the largest document that every server has.
    schema = w.ok("http", "request", "GET", "/openapi.json").json()
    w.ok("http", "request", "GET", "/openapi.json", "--output-file", "api.json")
    file = w.home / "api.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and json.loads(file.read_text()) == schema
    w.run("http", "request", "GET", "/models", "--output-file", "api.json").refuses(2, "api.json", "--force")
    w.run("http", "request", "GET", "/no/such/path", "--output-file", "api.json", "--force").exits(3)
    assert json.loads(file.read_text()) == schema
    w.ok("http", "request", "GET", "/models", "--output-file", "api.json", "--force")
    assert json.loads(file.read_text())["object"] == "list"
    w.ok("http", "request", "GET", "/models", "-H", "Accept-Encoding: identity").shows("mock-gpt")
    # The server receives a request without a body, and answers it.
    w.run("http", "request", "POST", "/key/generate").exits(1).says("body: Field required", "422")
    w.run("http", "request", "HEAD", "/models", "--include").shows("HTTP 405").says("405")
