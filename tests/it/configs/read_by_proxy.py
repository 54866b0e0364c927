"""Writes proxy.json: what LiteLLM's own loader makes of each file of this folder."""

import asyncio
import contextlib
import io
import json
import os
import pathlib

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
os.environ["LITELLM_ENVIRONMENT"] = "production"
import litellm  # noqa: E402
from litellm import router as litellm_router  # noqa: E402
from litellm.proxy import proxy_server  # noqa: E402

HERE = pathlib.Path(__file__).parent

# References stay references, whatever the environment is.
litellm_router.get_secret = proxy_server.get_secret = lambda reference, *_, **__: reference


def fields(values, defaults):
    return {name: value for name, value in values.items() if value is not None and (name, value) not in defaults}


def deployment(entry, own_ids):
    info = fields(entry["model_info"], [("db_model", False), ("member_auto_router", False)])
    if info["id"] not in own_ids:
        del info["id"]
    params = entry["litellm_params"]
    flags = ["allow_client_keepalive_override", "use_in_pass_through", "use_litellm_proxy", "use_xai_oauth",
             "merge_reasoning_content_in_choices"]
    return {
        "model_name": entry["model_name"],
        "litellm_params": fields(params, [(flag, False) for flag in flags]),
        "model_info": info,
    }


async def read(path):
    config = proxy_server.ProxyConfig()
    try:
        raw = await config._get_config_from_file(str(path))
        own_ids = {str((entry.get("model_info") or {}).get("id")) for entry in raw.get("model_list") or []}
        router, _, _ = await config.load_config(router=None, config_file_path=str(path))
        return [deployment(entry, own_ids) for entry in (router.model_list if router else [])]
    except Exception as error:
        print(f"{path.name}: {type(error).__name__}: {str(error)[:200]}")
        return {"error": True}


async def main():
    found = {}
    paths = sorted(HERE.glob("*.yaml")) + [HERE / "includes/config.yaml"]
    for path in paths:
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            found[str(path.relative_to(HERE))] = await read(path)
        for line in output.getvalue().splitlines():
            if line.startswith(path.name):
                print(line)
    (HERE / "proxy.json").write_text(json.dumps(found, indent=1, ensure_ascii=False, default=str) + "\n")


asyncio.run(main())
