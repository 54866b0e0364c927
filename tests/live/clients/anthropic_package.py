"""Anthropic's package for Python."""

import anthropic
from checks import check, finish, key, models, url

client = anthropic.Anthropic(base_url=url, api_key=key, max_retries=0)
messages = [{"role": "user", "content": "Hello you"}]
tool = {"name": "f", "description": "d", "input_schema": {"type": "object", "properties": {"a": {"type": "integer"}}}}


def create(model, **more):
    answer = client.messages.create(model=model, max_tokens=20, messages=messages, **more)
    return [answer.content[0].text, answer.stop_reason, answer.role, answer.usage.output_tokens > 0]


def stream(model):
    with client.messages.stream(model=model, max_tokens=20, messages=messages) as events:
        types = sorted({event.type for event in events})
        message = events.get_final_message()
        return [types, message.content[0].text.strip(), message.stop_reason, message.usage.output_tokens]


check("message", lambda: create(models["vllm"]))
check("message of a mock", lambda: create("mock-gpt"))
check("message with system and tools", lambda: create(models["vllm"], system="be nice", tools=[tool]))
check("message streamed", lambda: stream(models["vllm"]))
check("message of a mock streamed", lambda: stream("mock-gpt"))
check("tokens", lambda: client.messages.count_tokens(model="no-such-model", messages=messages).input_tokens)
check("unknown model", lambda: create("no-such-model"))
check("wrong key", lambda: anthropic.Anthropic(base_url=url, api_key="sk-wrong-key-wrong-key", max_retries=0).messages.create(model="mock-gpt", max_tokens=5, messages=messages))
check("without messages", lambda: client.post("/v1/messages", cast_to=object, body={"model": "mock-gpt", "max_tokens": 5}))
finish()
