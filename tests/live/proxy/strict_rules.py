"""The key generation rule of `strict.yaml`: refuses keys for the project `forbidden`."""


async def may_be_generated(data):
    if (data.metadata or {}).get("project") == "forbidden":
        return {"decision": False, "message": "This violates LiteLLM Proxy Rules. No keys for this project."}
    return {"decision": True}
