"""langchain-openai."""

from checks import check, finish, key, models, url
from langchain_openai import ChatOpenAI, OpenAIEmbeddings


def chat(model, **more):
    return ChatOpenAI(model=model, base_url=url + "/v1", api_key=key, max_retries=0, **more)


check("invoke", lambda: chat(models["chat"]).invoke("Hello").content)
check("invoke a mock", lambda: chat("mock-gpt").invoke("Hello").content)
check("stream", lambda: "".join(piece.content for piece in chat(models["chat"]).stream("Hello")))
check("usage", lambda: chat(models["chat"]).invoke("Hello").usage_metadata["total_tokens"])
check("responses", lambda: chat(models["chat"], use_responses_api=True).invoke("Hello").text)
check("responses streamed", lambda: "".join(piece.text for piece in chat(models["chat"], use_responses_api=True).stream("Hello")))
embeddings = OpenAIEmbeddings(model=models["embedding"], base_url=url + "/v1", api_key=key, check_embedding_ctx_length=False)
check("embeddings", lambda: len(embeddings.embed_documents(["a", "b"])))
check("unknown model", lambda: chat("no-such-model").invoke("Hello"))
finish()
