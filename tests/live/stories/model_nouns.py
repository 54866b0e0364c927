"""Models of other kinds than chat, token counts and costs. The fake upstream plays each of them."""

import json

from .harness import story


@story
def tokens_and_costs_before_a_request(w):
    counted = w.ok("tokens", "count", "gpt-4o", "hello there").json()
    w.ok("tokens", "count", "gpt-4o", stdin="hello there").check(counted["total_tokens"] > 2, "messages cost tokens")
    priced = w.ok("cost", "estimate", "priced-gpt", "--input-tokens", "1000", "--output-tokens", "10").json()
    assert abs(priced["cost"] - 1.02) < 1e-9, priced
    # No server states a price of it, and some report 0.
    unknown = w.run("cost", "estimate", "mock-gpt", "hi", "--max-tokens", "5", "--strict").exits(1).json()
    assert unknown["cost"] is None and unknown["source"] is None, unknown
    # In the price map only.
    w.ok("cost", "estimate", "gpt-4o-mini", "--input-tokens", "1000", "--output-tokens", "0", "--jq", ".cost > 0").shows("true")
    w.run("cost", "estimate", w.name("nobody"), "--input-tokens", "1", "--output-tokens", "1").exits(3)


@story
def embeddings_are_vectors(w):
    vectors = w.ok("embeddings", "create", "fake-embed", "--lines", "--format", "ndjson", stdin="one\n\ntwo\n").out
    assert [len(json.loads(line)["embedding"]) for line in vectors.splitlines()] == [3, 3], vectors
    w.ok("embeddings", "create", "fake-embed", "one", "--jq", ".data[0].index").shows("0")


@story
def images_and_audio_are_files(w):
    image = w.run("images", "generate", "upstream-gpt", "a cat", "-o", "cat.png").exits(1)
    image.shows("https://example.com/image.png").says("--download fetches it")
    (w.home / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\nphoto")
    edit = w.run("images", "edit", "upstream-gpt", "a hat", "--image", "photo.png", "--image", "photo.png", "--mask", "photo.png", "-o", "hat.png")
    edit.exits(1).shows("https://example.com/image.png").says("--download fetches it")
    w.ok("audio", "speech", "upstream-gpt", "hello", "--voice", "alloy", "-o", "hello.mp3").says("saved hello.mp3 (5 bytes)")
    assert (w.home / "hello.mp3").read_bytes() == b"sound" and (w.home / "hello.mp3").stat().st_mode & 0o77 == 0
    w.run("audio", "speech", "upstream-gpt", "hello", "--voice", "alloy", "-o", "hello.mp3").exits(2)
    w.ok("audio", "transcribe", "upstream-gpt", "hello.mp3").shows("spoken words")


@story
def responses_rankings_and_moderations(w):
    w.ok("responses", "create", "upstream-gpt", "hello there").shows("upstream says: hello there")
    w.run("moderations", "create", "hello", "--model", "upstream-gpt", "--fail-if-flagged").exits(9).shows('"flagged": true')
    name = w.name("rerank")
    upstream = next(model["litellm_params"]["api_base"] for model in w.server.models() if model["model_name"] == "upstream-gpt")
    # A sandbox takes the base of the provider's paths, LiteLLM the path itself.
    base = upstream if w.server.call("GET", "/sandbox/clock")[0] == 200 else f"{upstream}/rerank"
    made = w.ok("models", "add", name, "-p", "model=cohere/rerank", "-p", "api_key=fake", "-p", f"api_base={base}")
    w.later("POST", "/model/delete", {"id": made.json()["model_id"]})
    ranked = w.until_ok("rerank", name, "capital", "Berlin", "Paris", "--format", "csv")
    ranked.shows("1,0.9,Paris")
