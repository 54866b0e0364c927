"""Tools from the Python package index, pinned by hash in packaging/requirements.txt."""

import os
import subprocess
import sys
from pathlib import Path

from .project import ROOT, Refused

_REQUIREMENTS = ROOT / "packaging/requirements.txt"


def folder() -> Path:
    """Returns the virtual environment of the tools: $WRAP_TOOLS, or one below target/."""
    return Path(os.environ.get("WRAP_TOOLS") or ROOT / "target/wrap-tools")


def tool(name: str) -> Path:
    """Returns the path of a tool, after installing the tools if they are missing or other versions."""
    environment, wanted = folder(), _REQUIREMENTS.read_text()
    stamp = environment / "installed.txt"
    if not stamp.is_file() or stamp.read_text() != wanted:
        _run([sys.executable, "-m", "venv", environment])
        pip = [environment / "bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        _run([*pip, "--require-hashes", "--only-binary", ":all:", "-r", _REQUIREMENTS])
        stamp.write_text(wanted)
    return environment / "bin" / name


def _run(command: list) -> None:
    if subprocess.run(command, stdout=sys.stderr, check=False).returncode != 0:
        raise Refused("cannot install the tools of packaging/requirements.txt")
