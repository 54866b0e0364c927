"""The Python wheel.

LiteLLM's Python package installs a script called `litellm-proxy`. In one environment the package that is installed last
wins, and uninstalling either deletes the script of the other. So the program itself is installed as `litellm-proxy-cli`, and
`litellm-proxy` is a script of two lines that runs it. `uvx litellm-proxy-cli` and `pipx run` look for that name, too.
"""

import base64
import hashlib
from pathlib import Path

from .archive import zip_file
from .payload import Payload, readme
from .project import AUTHORS, COMMAND, PACKAGE, ROOT
from .tars import write

MODULE = PACKAGE.replace("-", "_")
SOURCE = ROOT / "packaging/python"


def build(payload: Payload, out: Path) -> "list[Path]":
    """Writes the wheel."""
    version = payload.project.version
    info = f"{MODULE}-{version}.dist-info"
    files = _program(payload, f"{MODULE}-{version}.data/scripts")
    for path in sorted((SOURCE / MODULE).glob("*.py")):
        files.append((f"{MODULE}/{path.name}", path.read_bytes(), 0o644))
    files += [
        (f"{info}/METADATA", _metadata(payload), 0o644),
        (f"{info}/WHEEL", _wheel(payload), 0o644),
        (f"{info}/licenses/LICENSE", payload.documents["LICENSE"], 0o644),
        (f"{info}/licenses/THIRD-PARTY-LICENSES.txt", payload.documents["THIRD-PARTY-LICENSES.txt"], 0o644),
        (f"{info}/sboms/{COMMAND}.cdx.json", payload.sbom, 0o644),
    ]
    if payload.target.windows:
        files.append((f"{info}/entry_points.txt", f"[console_scripts]\n{COMMAND} = {MODULE}:main\n".encode(), 0o644))
    record = f"{info}/RECORD"
    lines = [f"{name},sha256={_digest(data)},{len(data)}" for name, data, _ in files] + [f"{record},,"]
    files.append((record, ("\n".join(lines) + "\n").encode(), 0o644))
    tags = ".".join(payload.target.wheel)
    return [write(out / f"{MODULE}-{version}-py3-none-{tags}.whl", zip_file(files, payload.date))]


def _program(payload: Payload, scripts: str) -> "list[tuple[str, bytes, int]]":
    program = (f"{scripts}/{PACKAGE}{payload.target.suffix}", payload.binary, 0o755)
    if payload.target.windows:
        return [program]
    return [program, (f"{scripts}/{COMMAND}", (SOURCE / "litellm-proxy.sh").read_bytes(), 0o755)]


def _metadata(payload: Payload) -> bytes:
    project = payload.project
    headers = [
        "Metadata-Version: 2.4",
        f"Name: {PACKAGE}",
        f"Version: {project.version}",
        f"Summary: {project.description}",
        f"Author: {AUTHORS}",
        f"License-Expression: {project.license}",
        "License-File: LICENSE",
        "License-File: THIRD-PARTY-LICENSES.txt",
        "Requires-Python: >=3.8",
        "Keywords: litellm,llm,proxy,cli,openai",
        "Description-Content-Type: text/markdown",
    ]
    if project.repository:
        headers.append(f"Project-URL: Repository, {project.repository}")
    return ("\n".join(headers) + "\n\n").encode() + readme(project)


def _wheel(payload: Payload) -> bytes:
    tags = "".join(f"Tag: py3-none-{tag}\n" for tag in payload.target.wheel)
    return f"Wheel-Version: 1.0\nGenerator: {COMMAND} ({payload.project.version})\nRoot-Is-Purelib: false\n{tags}".encode()


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
