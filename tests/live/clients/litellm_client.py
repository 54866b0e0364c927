"""LiteLLM's client library for its proxy."""

from checks import check, finish, key, run, url
from litellm.proxy.client import Client

client = Client(base_url=url, api_key=key)


def names(rows, field):
    return {row[field] for row in rows}


def own_key():
    made = client.keys.generate(models=["mock-gpt"], key_alias=run + "-client", duration="1h")
    own = Client(base_url=url, api_key=made["key"])
    answer = own.chat.completions(model="mock-gpt", messages=[{"role": "user", "content": "Hello"}])
    seen = [model["id"] for model in own.models.list()]
    count = client.keys.list(key_alias=run + "-client")["total_count"]
    client.keys.delete(keys=[made["key"]])
    return [answer["choices"][0]["message"]["content"], seen, count, refused(own.models.list)]


def refused(call):
    try:
        call()
    except Exception as error:
        return type(error).__name__
    return "not refused"


def model():
    name = run + "-model"
    client.models.new(model_name=name, model_params={"model": "openai/fake", "mock_response": "new"}, model_info={"id": name})
    is_listed = name in names(client.models.info(), "model_name")
    client.models.delete(model_id=name)
    return is_listed


def credential():
    client.credentials.create(credential_name=run, credential_info={"provider": "x"}, credential_values={"api_key": "secret"})
    is_listed = run in names(client.credentials.list()["credentials"], "credential_name")
    client.credentials.delete(credential_name=run)
    return is_listed


check("models", lambda: "mock-gpt" in names(client.models.list(), "id"))
check("model info", lambda: "mock-gpt" in names(client.models.info(), "model_name"))
check("model groups", lambda: "mock-gpt" in names(client.model_groups.info(), "model_group"))
check("a key of its own", own_key)
check("a model of its own", model)
check("a credential of its own", credential)
check("an unknown model", lambda: client.models.get(model_name="no-such-model"))
finish()
