#!/usr/bin/env python3
"""Rewrites `model_prices.bin`, `paths.txt` and the README from an installed LiteLLM, which needs its extra `proxy`:
`VENV/bin/python sandbox/data/refresh.py`.

`paths.txt` lists the paths of LiteLLM's endpoints with their methods. `model_prices.bin` is a line of JSON, which gives the
lengths of what follows: the sorted names of all models, the models of each provider, and blocks of models. Each is a zlib
stream of lines. A reader inflates only the block that holds a model.
"""

import importlib.metadata
import importlib.util
import json
import os
import pathlib
import re
import zlib
from datetime import datetime, timezone

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"

HERE = pathlib.Path(__file__).resolve().parent
# The size of a block before compression. Larger blocks compress better and take longer to read.
BLOCK = 64_000

README = """# Prices of models

`model_prices.bin` holds LiteLLM's price map, `model_prices_and_context_window_backup.json` of LiteLLM {version}
(<https://github.com/BerriAI/litellm>, {models} models), and the names to which LiteLLM expands the wildcard of each
provider. `paths.txt` lists the paths and methods of LiteLLM's endpoints. Refreshed on {date} with `refresh.py`, which
also describes the formats.

LiteLLM is distributed under this license:

{license}"""


def license_text():
    """Returns the part of LiteLLM's license that applies outside of its `enterprise` directory."""
    distribution = importlib.metadata.distribution("litellm")
    for file in distribution.files or []:
        if file.name == "LICENSE" and "litellm" in str(file):
            text = file.locate().read_text()
            return text[text.index("MIT License"):]
    raise SystemExit("LiteLLM's license is not installed")


def wildcards():
    """Returns all providers, each with its models as LiteLLM lists them for `provider/*`."""
    import litellm
    from litellm.proxy.auth.model_checks import get_known_models_from_wildcard
    from litellm.types.router import LiteLLM_Params

    found = {}
    for provider in litellm.provider_list:
        pattern = f"{getattr(provider, 'value', provider)}/*"
        names = get_known_models_from_wildcard(pattern, LiteLLM_Params(model=pattern))
        found[pattern[:-2]] = sorted({name.removeprefix(pattern[:-1]) for name in names})
    return dict(sorted(found.items(), key=lambda item: item[0].encode()))


def paths():
    """Returns the paths of all endpoints, each with its methods. `{*name}` at the end stands for the rest of a path."""
    from litellm.proxy import proxy_server
    from litellm.proxy._lazy_features import register_all_features

    register_all_features(proxy_server.app)
    found = {}

    def add(routes):
        for route in routes:
            if hasattr(route, "effective_route_contexts"):
                add(route.effective_route_contexts())
                continue
            path = re.sub(r"{(\w+):path}", r"{\1}", re.sub(r"{(\w+):path}$", r"{*\1}", route.path))
            # Directories and WebSockets have no methods; both are requested with GET.
            methods = {*(route.methods if getattr(route, "methods", None) else ["GET"])} - {"HEAD", "OPTIONS"}
            found.setdefault(path, set()).update(methods)
            if type(route).__name__ == "Mount":
                found.setdefault(path + "/{*path}", set()).update(methods)

    add(proxy_server.app.routes)
    found.pop("", None)
    return {path: ",".join(sorted(methods)) for path, methods in sorted(found.items())}


def compressed(lines):
    return zlib.compress("".join(line + "\n" for line in lines).encode(), 9)


def main():
    package = pathlib.Path(importlib.util.find_spec("litellm").origin).parent
    models = json.loads((package / "model_prices_and_context_window_backup.json").read_text())
    names = sorted(models, key=str.encode)
    assert not any(set(name) & set('"\\\n\t') for name in names), "a name needs escapes"
    blocks, lines, size = [], [], 0
    for name in names:
        line = f'"{name}":' + json.dumps(models[name], separators=(",", ":"), ensure_ascii=False)
        if lines and size + len(line) > BLOCK:
            blocks.append(lines)
            lines, size = [], 0
        lines.append(line)
        size += len(line)
    blocks.append(lines)
    providers = ["\t".join([provider, *listed]) for provider, listed in wildcards().items()]
    parts = [compressed(names), compressed(providers), *map(compressed, blocks)]
    header = {
        "names": len(parts[0]),
        "providers": len(parts[1]),
        "blocks": [[block[0].split('":')[0][1:], len(part)] for block, part in zip(blocks, parts[2:])],
    }
    (HERE / "model_prices.bin").write_bytes(json.dumps(header, separators=(",", ":")).encode() + b"\n" + b"".join(parts))
    (HERE / "paths.txt").write_text("".join(f"{path} {methods}\n" for path, methods in paths().items()))
    version = importlib.metadata.version("litellm")
    date = datetime.now(timezone.utc).strftime("%Y-%m-%d")
    (HERE / "README.md").write_text(README.format(version=version, models=len(models), date=date, license=license_text()))


if __name__ == "__main__":
    main()
