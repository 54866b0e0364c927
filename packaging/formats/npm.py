"""The npm packages: one for each platform with the program, and the main one, which depends on all of them optionally."""

import json
from pathlib import Path

from .payload import Payload, readme
from .project import COMMAND, PACKAGE, ROOT, Project
from .tars import Tar, compressed, write
from .targets import TARGETS, Target

SOURCE = ROOT / "packaging/npm"


def name_of(target: Target) -> str:
    """Returns the name of the package for a platform."""
    return f"@{PACKAGE}/{'-'.join(target.npm)}"


def build(payload: Payload, out: Path) -> "list[Path]":
    """Writes the package of one platform."""
    system, processor = payload.target.npm
    manifest = _manifest(payload.project, name_of(payload.target))
    manifest.update(
        os=[system],
        cpu=[processor],
        # Yarn must unzip it, for the program to be run.
        preferUnplugged=True,
        files=["bin"],
    )
    readme = f"# {name_of(payload.target)}\n\nThe program of [{PACKAGE}](https://www.npmjs.com/package/{PACKAGE}) for {system}-{processor}.\n"
    files = [(f"bin/{payload.program}", payload.binary, 0o755), ("README.md", readme.encode(), 0o644)]
    files += [(name, payload.documents[name], 0o644) for name in ("LICENSE", "THIRD-PARTY-LICENSES.txt")]
    return [_write(out / f"{PACKAGE}-{system}-{processor}-{payload.project.version}.tgz", manifest, files, payload.date)]


def build_main(project: Project, date: int, out: Path) -> "list[Path]":
    """Writes the main package, which is the same for all platforms."""
    manifest = _manifest(project, PACKAGE)
    manifest.update(
        bin={COMMAND: f"bin/{COMMAND}", PACKAGE: f"bin/{COMMAND}"},
        scripts={"postinstall": "node postinstall.js"},
        engines={"node": ">=16"},
        optionalDependencies={name: project.version for name in sorted({name_of(target) for target in TARGETS.values()})},
    )
    files = [(f"bin/{COMMAND}", (SOURCE / COMMAND).read_bytes(), 0o755)]
    files += [(name, (SOURCE / name).read_bytes(), 0o644) for name in ("platform.js", "postinstall.js")]
    files += [("LICENSE", (ROOT / "LICENSE").read_bytes(), 0o644), ("README.md", readme(project), 0o644)]
    return [_write(out / f"{PACKAGE}-{project.version}.tgz", manifest, files, date)]


def _manifest(project: Project, name: str) -> dict:
    manifest = {
        "name": name,
        "version": project.version,
        "description": project.description,
        "license": project.license,
        "publishConfig": {"access": "public"},
    }
    if project.repository:
        manifest["repository"] = {"type": "git", "url": f"git+{project.repository}.git"}
    return manifest


def _write(path: Path, manifest: dict, files: "list[tuple[str, bytes, int]]", date: int) -> Path:
    tar = Tar(date)
    tar.file("package/package.json", (json.dumps(manifest, indent=2) + "\n").encode())
    for name, data, mode in files:
        tar.file(f"package/{name}", data, mode)
    return write(path, compressed(tar.finish()))
