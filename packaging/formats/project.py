"""What the packages say about the project. Everything comes from Cargo.toml, by way of `cargo metadata`."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# The name in package indexes. On PyPI, `litellm-proxy` belongs to LiteLLM.
PACKAGE = "litellm-proxy-cli"
# The name of the program, which is also installed as PACKAGE: LiteLLM's Python package has a script of this name.
COMMAND = "litellm-proxy"
# In LICENSE, too.
AUTHORS = "The litellm-proxy authors"
# Debian's packages need an address; the project has none, and issues instead.
CONTACT = f"{AUTHORS} <issues@litellm-proxy.invalid>"


class Refused(Exception):
    """Something that the user of the scripts can mend."""


@dataclass(frozen=True)
class Project:
    """What Cargo.toml says about the package of the program."""

    version: str
    description: str
    license: str
    # Where the project is published. Cargo.toml is its only place, and has none before the first publication.
    repository: "str | None"
    rust_version: str
    crates: "dict[str, str]"

    @staticmethod
    def read() -> "Project":
        """Reads the manifests of the workspace. Needs no network."""
        packages = cargo("metadata", "--no-deps", "--offline", "--format-version", "1")["packages"]
        program = next(package for package in packages if package["name"] == COMMAND)
        return Project(
            version=program["version"],
            description=program["description"],
            license=program["license"],
            repository=program["repository"],
            rust_version=program["rust_version"],
            crates={package["name"]: package["version"] for package in packages if package["publish"] != []},
        )


def cargo(*arguments: str) -> dict:
    """Runs cargo in the workspace and reads the JSON that it prints."""
    return json.loads(cargo_text(*arguments))


def cargo_text(*arguments: str) -> str:
    """Runs cargo in the workspace and returns what it prints."""
    run = subprocess.run(["cargo", *arguments], cwd=ROOT, stdout=subprocess.PIPE, check=False)
    if run.returncode != 0:
        raise Refused(f"cargo {arguments[0]} failed with exit code {run.returncode}")
    return run.stdout.decode()
