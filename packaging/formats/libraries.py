"""The crates that are linked into the program, as a CycloneDX bill of materials and as the licenses that go along."""

import json
import re
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

from .project import COMMAND, ROOT, Project, Refused, cargo, cargo_text
from .targets import Target

_LICENSE_FILES = re.compile(r"(licen[sc]e|copying|copyright|notice|unlicense)", re.IGNORECASE)
# What rustc links in addition to the crates.
_ALSO = ROOT / "packaging/also-linked"


@dataclass
class Crate:
    """A crate in the program."""

    name: str
    version: str
    license: str
    repository: str
    folder: Path
    # SHA-256 of the crate file. Crates of this workspace have none.
    checksum: "str | None"
    dependencies: "set[tuple[str, str]]" = field(default_factory=set)

    @property
    def key(self) -> "tuple[str, str]":
        return (self.name, self.version)

    @property
    def url(self) -> str:
        """Its package URL."""
        return f"pkg:cargo/{self.name}@{self.version}"


def linked(target: Target) -> "list[Crate]":
    """Returns the crates of the program for a target, the program first. `cargo tree` knows which features are on."""
    tree = cargo_text("tree", "--locked", "--package", COMMAND, "--edges", "normal,no-proc-macro", "--target", target.triple,
                      "--prefix", "depth", "--format", " {p}")  # fmt: skip
    known = _known(target)
    crates, path = {}, []
    for line in tree.splitlines():
        depth, name, version = re.match(r"(\d+) (\S+) v(\S+)", line).groups()
        key = (name, version)
        if key not in known:
            raise Refused(f"`cargo metadata` does not list {name} {version}")
        crates.setdefault(key, known[key])
        path[int(depth) :] = [key]
        if len(path) > 1:
            crates[path[-2]].dependencies.add(key)
    return list(crates.values())


def _known(target: Target) -> "dict[tuple[str, str], Crate]":
    metadata = cargo("metadata", "--locked", "--filter-platform", target.triple, "--format-version", "1")
    checksums = _checksums()
    known = {}
    for package in metadata["packages"]:
        key = (package["name"], package["version"])
        known[key] = Crate(
            *key,
            license=(package["license"] or "see its license file").replace("/", " OR "),
            repository=package["repository"] or "",
            folder=Path(package["manifest_path"]).parent,
            checksum=checksums.get(key),
        )
    return known


def _checksums() -> "dict[tuple[str, str], str]":
    entry = re.compile(r'name = "(.+)"\nversion = "(.+)"\nsource = ".+"\nchecksum = "(.+)"')
    return {(name, version): digest for name, version, digest in entry.findall((ROOT / "Cargo.lock").read_text())}


def bill_of_materials(project: Project, target: Target, crates: "list[Crate]", date: int) -> bytes:
    """Returns the CycloneDX document of the program."""
    program, others = crates[0], sorted(crates[1:], key=lambda crate: crate.key)
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        # The same for the same release, and for no other.
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{program.url}#{target.triple}@{date}')}",
        "version": 1,
        "metadata": {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(date)),
            "tools": {"components": [{"type": "application", "name": "packaging/wrap", "version": project.version}]},
            "component": _component(program, "application"),
            "properties": [{"name": "cargo:target", "value": target.triple}],
        },
        "components": [_component(crate, "library") for crate in others],
        "dependencies": [
            {"ref": crate.url, "dependsOn": sorted(f"pkg:cargo/{name}@{version}" for name, version in crate.dependencies)}
            for crate in [program, *others]
        ],
    }
    return (json.dumps(document, indent=1) + "\n").encode()


def _component(crate: Crate, kind: str) -> dict:
    component = {
        "type": kind,
        "bom-ref": crate.url,
        "name": crate.name,
        "version": crate.version,
        "purl": crate.url,
        "licenses": [{"expression": crate.license}],
    }
    if crate.checksum:
        component["hashes"] = [{"alg": "SHA-256", "content": crate.checksum}]
    if crate.repository:
        component["externalReferences"] = [{"type": "vcs", "url": crate.repository}]
    return component


def licenses(target: Target, crates: "list[Crate]") -> bytes:
    """Returns the licenses of everything in the program, each text once with the names of those that it is for."""
    overview, notices = [], {}
    for crate in sorted(crates, key=lambda crate: crate.key):
        if crate.checksum is None:
            continue
        title = f"{crate.name} {crate.version}"
        overview.append(f"{title}: {crate.license}" + (f", {crate.repository}" if crate.repository else ""))
        for text in _texts(crate.folder):
            notices.setdefault(text, []).append(title)
    for file in sorted(_ALSO.glob("*.txt")):
        if file.stem == "musl" and not target.static:
            continue
        title, _, text = file.read_text().partition("\n\n")
        overview.append(title)
        notices.setdefault(_plain(text), []).append(title.split(":")[0])
    parts = [f"Libraries in {COMMAND} for {target.triple}, and their licenses\n", "\n".join(overview) + "\n"]
    parts += ["-" * 80 + "\n" + "\n".join(names) + "\n\n" + text for text, names in notices.items()]
    return "\n".join(parts).encode()


def _texts(folder: Path) -> "list[str]":
    files = [path for path in sorted(folder.iterdir()) if path.is_file() and _LICENSE_FILES.match(path.name)]
    files += [path for path in sorted((folder / "LICENSES").glob("*")) if path.is_file()]
    return [_plain(path.read_text(errors="replace")) for path in files]


def _plain(text: str) -> str:
    """The text with the ends of its lines unified, so that equal licenses are found to be equal."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines()) + "\n"
