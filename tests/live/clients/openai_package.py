"""The OpenAI package for Python."""

import io

import openai
from checks import check, finish, key, models, run, url

client = openai.OpenAI(base_url=url + "/v1", api_key=key, max_retries=0)
messages = [{"role": "user", "content": "Hello"}]


def stream_text(model):
    stream = client.chat.completions.create(
        model=model, messages=messages, stream=True, stream_options={"include_usage": True}
    )
    pieces = list(stream)
    text = "".join(piece.choices[0].delta.content or "" for piece in pieces if piece.choices)
    return [text, len(pieces) > 3, pieces[-1].usage.total_tokens > 0]


def response_events(model):
    with client.responses.stream(model=model, input="Hello") as stream:
        types = sorted({event.type for event in stream})
        return [types, stream.get_final_response().output_text]


def priced():
    raw = client.chat.completions.with_raw_response.create(model=models["mock"], messages=messages)
    return float(raw.headers["x-litellm-response-cost"]) > 0


def image():
    answer = client.images.generate(model=models["image"], prompt="a cat")
    return [len(answer.data), answer.data[0].url]


def moderation():
    answer = client.moderations.create(model=models["moderation"], input="Hello")
    return answer.results[0].flagged


def transcription():
    return client.audio.transcriptions.create(model=models["words"], file=("a.wav", io.BytesIO(b"RIFF"))).text


def with_key(**limits):
    """Returns a client whose key has these limits."""
    made = client.post("/key/generate", cast_to=object, body={"key_alias": f"{run}-{len(keys)}", **limits})
    keys.append(made["key"])
    return openai.OpenAI(base_url=url, api_key=made["key"], max_retries=0)


keys = []
client.base_url = url + "/v1/"
check("models", lambda: {"mock-gpt", "gpt-4o"} <= {model.id for model in client.models.list()})
check("chat", lambda: client.chat.completions.create(model=models["chat"], messages=messages).choices[0].message.content)
check("chat of a mock", lambda: client.chat.completions.create(model="mock-gpt", messages=messages).choices[0].message.content)
check("chat streamed", lambda: stream_text(models["chat"]))
check("chat of a mock streamed", lambda: stream_text("mock-gpt"))
check("cost", priced)
check("tokens", lambda: client.chat.completions.create(model=models["chat"], messages=messages).usage.total_tokens)
check("completions", lambda: client.completions.create(model="mock-gpt", prompt="Hello").choices[0].text)
check("embeddings", lambda: len(client.embeddings.create(model=models["embedding"], input=["a", "b"], encoding_format="float").data))
check("responses", lambda: client.responses.create(model=models["chat"], input="Hello").output_text)
check("responses of a mock", lambda: client.responses.create(model="mock-gpt", input="Hello").output_text)
check("responses streamed", lambda: response_events(models["chat"]))
check("responses of a mock streamed", lambda: response_events("mock-gpt")[1])
check("responses without a model", lambda: client.responses.create(input="Hello"))
check("response that is not stored", lambda: client.responses.retrieve("resp_none"))
check("image", image)
check("moderation", moderation)
check("speech", lambda: client.audio.speech.create(model=models["speech"], input="Hello", voice="alloy").content.decode())
check("transcription", transcription)
azure = openai.AzureOpenAI(azure_endpoint=url, api_key=key, api_version="2024-10-21", max_retries=0, default_headers={"Authorization": f"Bearer {key}"})
check("azure chat", lambda: azure.chat.completions.create(model="mock-gpt", messages=messages).choices[0].message.content)
check("azure embeddings", lambda: len(azure.embeddings.create(model=models["embedding"], input="a", encoding_format="float").data))
check("unknown model", lambda: client.chat.completions.create(model="no-such-model", messages=messages))
check("unknown model retrieved", lambda: client.models.retrieve("no-such-model"))
check("wrong key", lambda: openai.OpenAI(base_url=url, api_key="sk-wrong-key-wrong-key", max_retries=0).models.list())
client.base_url = url + "/"
narrow = with_key(models=["mock-gpt"])
check("model that the key lacks", lambda: narrow.chat.completions.create(model="gpt-4o", messages=messages))
check("responses of a model that the key lacks", lambda: narrow.responses.create(model="gpt-4o", input="Hello"))
slow = with_key(rpm_limit=1)
check("first of a minute", lambda: slow.responses.create(model="mock-gpt", input="Hello").output_text)
check("second of a minute", lambda: slow.responses.create(model="mock-gpt", input="Hello"))
client.post("/key/delete", cast_to=object, body={"keys": keys})
finish()
