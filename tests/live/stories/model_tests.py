"""Trying deployments, measuring models under load, comparing and discovering them. Faults are made on purpose."""

import json
import xml.dom.minidom

from .harness import story


def deployment(w, name, **params):
    """Adds a deployment whose provider is the fake upstream, unless `params` say otherwise."""
    name = w.name(name)
    upstream = next(model["litellm_params"]["api_base"] for model in w.server.models() if model["model_name"] == "upstream-gpt")
    params = {"model": "openai/fake-upstream", "api_key": "fake", "api_base": upstream, **params}
    made = w.ok("models", "add", name, *[word for key, value in params.items() for word in ("-p", f"{key}={value}")])
    w.later("POST", "/model/delete", {"id": made.json()["model_id"]})
    return name, made.json()["model_id"]


@story
def deployments_are_tried_by_id(w):
    good, good_id = deployment(w, "good")
    dead, _ = deployment(w, "dead", api_base="http://127.0.0.1:9/v1")
    w.until_ok("chat", "completions", good, "-m", "user:hi")
    run = w.run("models", "test", good, dead, "--format", "json", "--junit", "report.xml").exits(7)
    rows = run.json()
    assert [row["state"] for row in rows] == ["works", "fails"], rows
    assert rows[0]["id"] == good_id and rows[0]["ttft_ms"] > 0, rows
    assert "the server cannot connect to the provider" in rows[1]["error"], rows
    xml.dom.minidom.parse(str(w.home / "report.xml"))
    # By id, so the cooldown after a failure hides nothing.
    again = w.run("models", "test", dead, "--format", "json").exits(7).json()
    assert again[0]["error"] == rows[1]["error"], again
    w.ok("models", "test", good, "--only", "chat", "--assert", "p95<60s", "--assert", "errors<1")
    w.run("models", "test", good, "--assert", "p95<0.001ms").exits(1)
    mock = w.ok("models", "test", "mock-gpt", "--format", "json").json()
    assert mock[0]["mock"] and mock[0]["state"] == "works", mock
    w.ok("models", "test", "fake-embed").shows("3 dimensions")


@story
def a_model_is_measured_under_load(w):
    report = w.ok("models", "bench", "upstream-gpt", "--rate", "4", "--for", "2s", "--format", "json").json()
    figures = report["runs"][0]
    assert figures["sent"] == figures["ok"] == 8 and figures["ttft_ms"]["p50"] > 0, figures
    # Nothing is sent that could cost more.
    w.run("models", "bench", "upstream-gpt", "--max-cost", "0", "--for", "1s").exits(1)
    w.ok("models", "bench", "upstream-gpt", "--concurrency", "1,2", "--requests", "4", "--compare", "mock-gpt", "--json", "run.json")
    assert len(json.loads((w.home / "run.json").read_text())["runs"]) == 4


@story
def models_are_compared_and_discovered(w):
    facts = w.ok("models", "compare", "gpt-4o", "priced-gpt", "--format", "json").json()
    assert [fact["model"] for fact in facts] == ["gpt-4o", "priced-gpt"] and facts[1]["input_cost_per_token"] == 0.001, facts
    w.run("models", "compare", w.name("nobody")).exits(3)
    upstream = next(model["litellm_params"]["api_base"] for model in w.server.models() if model["model_name"] == "upstream-gpt")
    found = w.ok("models", "discover", upstream, "--format", "json").json()
    assert [model["id"] for model in found] == ["fake-upstream"] and "upstream-gpt" in found[0]["served_as"], found
    w.ok("models", "discover", upstream, "--yaml").shows("model_list: []")
