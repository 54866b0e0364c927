"""What every package of one target holds: the program, its manual, completions and documents."""

import gzip
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from . import libraries
from .project import COMMAND, PACKAGE, ROOT, Project, Refused
from .targets import Target


@dataclass(frozen=True)
class Payload:
    """The contents of the packages of one target."""

    project: Project
    target: Target
    binary: bytes
    # Manual pages by file name.
    pages: "dict[str, bytes]"
    # LICENSE, README.md and so on, by file name.
    documents: "dict[str, bytes]"
    sbom: bytes
    # The time of everything in the packages, in seconds since 1970.
    date: int

    @property
    def program(self) -> str:
        """The file name of the program."""
        return COMMAND + self.target.suffix


def gather(target: Target, binary: bytes, manual: "dict[str, bytes]") -> Payload:
    """Collects what goes into the packages of a target."""
    project, date = Project.read(), commit_date()
    crates = libraries.linked(target)
    return Payload(
        project=project,
        target=target,
        binary=binary,
        pages=manual,
        documents=documents(libraries.licenses(target, crates)),
        sbom=libraries.bill_of_materials(project, target, crates, date),
        date=date,
    )


def commit_date() -> int:
    """Returns the time that the packages carry."""
    if date := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(date)
    run = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, stdout=subprocess.PIPE, check=False)
    if run.returncode != 0:
        raise Refused("this is not a clone of the repository: set SOURCE_DATE_EPOCH")
    return int(run.stdout)


def readme(project: Project) -> bytes:
    """Returns README.md for a package index, where links to files of the repository need its address, and pictures that of the
    file itself."""
    text = (ROOT / "README.md").read_text()
    if project.repository:
        kinds = {"!": "raw", "": "blob"}
        address = lambda found: f"{found[1]}[{found[2]}]({project.repository}/{kinds[found[1]]}/v{project.version}/{found[3]})"
        text = re.sub(r"(!?)\[([^\]]*)\]\((?!https?:|#)([^)]+)\)", address, text)
    return text.encode()


def documents(licenses: bytes) -> "dict[str, bytes]":
    """Returns the documents that go along with the program."""
    found = {name: (ROOT / name).read_bytes() for name in ("CHANGELOG.md", "LICENSE", "README.md")}
    return {**found, "THIRD-PARTY-LICENSES.txt": licenses}


def pages(folder: Path) -> "dict[str, bytes]":
    """Reads the manual pages that `litellm-proxy man --dir` wrote."""
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.1"))}


def completions() -> "dict[str, bytes]":
    """Returns the completion scripts of the program, by file name."""
    return {path.name: path.read_bytes() for path in sorted((ROOT / "completions").iterdir())}


def completion_of_second_name(script: bytes) -> bytes:
    """Returns the completion script for PACKAGE, the second name of the program."""
    renamed = re.sub(rb"litellm-proxy\b", PACKAGE.encode(), script)
    return renamed.replace(b"_litellm_proxy", b"_litellm_proxy_cli")


def zipped(data: bytes) -> bytes:
    """Compresses a manual page or a changelog, always to the same bytes."""
    return gzip.compress(data, 9, mtime=0)
