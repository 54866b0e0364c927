"""LiteLLM's own SDK, with the proxy as its provider."""

import litellm
from checks import check, finish, key, models, url

litellm.suppress_debug_info = True
messages = [{"role": "user", "content": "Hello"}]
proxy = {"api_base": url, "api_key": key, "num_retries": 0, "max_retries": 0}


def chat(model, **more):
    return litellm.completion(model=f"litellm_proxy/{model}", messages=messages, **proxy, **more)


def rerank():
    answer = litellm.rerank(model=f"litellm_proxy/{models['rerank']}", query="cat", documents=["dog", "cat"], top_n=1, **proxy)
    return answer.results[0]["index"]


check("completion", lambda: chat(models["chat"]).choices[0].message.content)
check("completion of a mock", lambda: chat("mock-gpt").choices[0].message.content)
check("completion streamed", lambda: "".join(piece.choices[0].delta.content or "" for piece in chat("mock-gpt", stream=True)))
check("embedding", lambda: len(litellm.embedding(model=f"litellm_proxy/{models['embedding']}", input=["a", "b"], **proxy).data))
check("responses", lambda: litellm.responses(model=f"litellm_proxy/{models['chat']}", input="Hello", **proxy).output[0].content[0].text)
check("image", lambda: litellm.image_generation(model=f"litellm_proxy/{models['image']}", prompt="a cat", api_base=url, api_key=key).data[0].url)
check("rerank", rerank)
check("unknown model", lambda: chat("no-such-model"))
check("wrong key", lambda: litellm.completion(model="litellm_proxy/mock-gpt", messages=messages, api_base=url, api_key="sk-wrong-key-wrong-key", num_retries=0))
finish()
