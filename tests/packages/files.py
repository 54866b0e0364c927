"""The files themselves: their bytes, versions, contents and checksums."""

import dataclasses
import hashlib
import io
import json
import os
import re
import subprocess
import tarfile
import zipfile
from pathlib import Path

from formats import image, payload, system
from formats.project import ROOT, Project
from formats.targets import TARGETS, named
from harness import Bed, run

HOST = f"{os.uname().machine}-unknown-linux-gnu"
STATIC = HOST.replace("-gnu", "-musl")


def wrap(bed: Bed, out: Path) -> None:
    """Makes the files that are released for this machine's targets."""
    command = [ROOT / "packaging/wrap", "--out", out]
    run(*command, "--target", HOST, "--binary", bed.binary)
    if bed.static:
        run(*command, "--target", STATIC, "--binary", bed.static)
    else:
        run(*command, "--target", HOST, "--binary", bed.binary, "npm")
        contents = payload.gather(named(HOST), bed.binary.read_bytes(), manual(bed.binary, out))
        system.build(contents, out, "apk")
        image.build(contents, out, Path("/etc/ssl/certs/ca-certificates.crt"))
    run(*command, "main")
    run(*command, "sums")


def manual(binary: Path, out: Path) -> "dict[str, bytes]":
    """Returns the manual pages."""
    folder = out.parent / f"{out.name}-man"
    run(binary, "man", "--dir", folder)
    return payload.pages(folder)


def twice_the_same(bed: Bed) -> str:
    """Everything is made twice, the second time in another folder, with another umask, language and time zone."""
    other = bed.folder / "other folder"
    os.environ.update(TZ="Pacific/Auckland", LC_ALL="C.UTF-8")
    before = os.umask(0o077)
    try:
        wrap(bed, other)
    finally:
        os.umask(before)
        os.environ.pop("TZ")
    names = sorted(path.name for path in bed.files.iterdir())
    assert names == sorted(path.name for path in other.iterdir()), names
    different = [name for name in names if (bed.files / name).read_bytes() != (other / name).read_bytes()]
    assert not different, f"these differ: {different}"
    return f"{len(names)} files"


def checksums(bed: Bed) -> str:
    """SHA256SUMS has every file, and is right."""
    lines = run("sha256sum", "--check", "--strict", "SHA256SUMS", cwd=bed.files).splitlines()
    assert len(lines) == len(list(bed.files.iterdir())) - 1, lines
    return f"{len(lines)} files"


def sizes(bed: Bed) -> str:
    """Reports the sizes."""
    named_sizes = [("the dynamic binary", bed.binary), *([("the static binary", bed.static)] if bed.static else [])]
    named_sizes += [(path.name, path) for path in sorted(bed.files.iterdir()) if path.stat().st_size > 1e5]
    return "\n           ".join(["", *(f"{name} {path.stat().st_size / 1e6:.2f} MB" for name, path in named_sizes)])


def same_binary(bed: Bed) -> str:
    """Each file holds its binary, byte for byte."""
    holders = {
        "archive": (bed.binary, tar_entries(bed.file(f"litellm-proxy-{HOST}.tar.gz"))),
        "wheel": (bed.binary, zip_entries(bed.file("*manylinux*.whl"))),
        "deb": (bed.binary, deb_entries(bed.file("*.deb"))),
        "archlinux": (bed.binary, tar_entries(bed.file("*.pkg.tar.zst"))),
        "npm": (bed.anywhere, tar_entries(bed.file("litellm-proxy-cli-linux-*.tgz"))),
        "apk": (bed.anywhere, tar_entries(bed.file("*.apk"))),
        "image": (bed.anywhere, image_entries(bed.file("*.oci.tar"))),
    }
    if bed.static:
        holders["static archive"] = bed.static, tar_entries(bed.file(f"litellm-proxy-{STATIC}.tar.gz"))
        holders["static wheel"] = bed.static, zip_entries(bed.file("*musllinux*.whl"))
    for format_name, (binary, entries) in holders.items():
        wanted = hashlib.sha256(binary.read_bytes()).hexdigest()
        digests = [hashlib.sha256(data).hexdigest() for data in entries.values()]
        assert digests.count(wanted) == 1, f"{format_name} holds the binary {digests.count(wanted)} times"
    return f"{len(holders)} files"


def versions_agree(bed: Bed) -> str:
    """The version of Cargo.toml is the one in every file, and the crates have it, too."""
    project = Project.read()
    version = project.version
    found = {f"crate {name}": other for name, other in project.crates.items()}
    for requirement in re.findall(r'path = "[a-z]+", version = "([^"]+)"', (ROOT / "Cargo.toml").read_text()):
        found[f"requirement {len(found)}"] = requirement
    page = re.search(r"`litellm-proxy version` prints (\S+) as the version of this one", (ROOT / "docs/python.md").read_text())
    found["docs/python.md"] = page.group(1) if page else "no version"
    for name, binary in (("the program", bed.binary), ("the static program", bed.anywhere)):
        found[name] = run(binary, "--version").split("\n")[0].rsplit(" ", 1)[-1]
    for path in bed.files.glob("*.whl"):
        metadata = next(data for name, data in zip_entries(path).items() if name.endswith("/METADATA"))
        found[path.name] = field(metadata, "Version: ")
    found["VERSION"] = (bed.files / "VERSION").read_text().removesuffix("\n")
    main = json.loads(tar_entries(bed.file("litellm-proxy-cli-[0-9]*.tgz"))["package/package.json"])
    found["npm"] = main["version"]
    found.update(main["optionalDependencies"])
    platform = json.loads(tar_entries(bed.file("litellm-proxy-cli-linux-*.tgz"))["package/package.json"])
    assert platform["name"] in main["optionalDependencies"], platform
    found["npm of the platform"] = platform["version"]
    control = tar_bytes(ar_entry(bed.file("*.deb"), "control.tar"))["./control"]
    found["deb"] = field(control, "Version: ").removesuffix("-1")
    found["archlinux"] = field(tar_entries(bed.file("*.pkg.tar.zst"))[".PKGINFO"], "pkgver = ").removesuffix("-1")
    found["apk"] = field(tar_entries(bed.file("*.apk"))[".PKGINFO"], "pkgver = ").removesuffix("-r1")
    found["image"] = image_config(bed.file("*.oci.tar"))["config"]["Labels"]["org.opencontainers.image.version"]
    for path in bed.files.glob("*.cdx.json"):
        found[path.name] = json.loads(path.read_bytes())["metadata"]["component"]["version"]
    wrong = {place: other for place, other in found.items() if other != version}
    assert not wrong, f"not {version}: {wrong}"
    return f"{version} in {len(found)} places"


def releases_are_checked(bed: Bed) -> None:
    """A tag that does not fit is refused, and so is a repository that Cargo.toml does not name."""
    printed = run(ROOT / "packaging/release-check", "v99.0.0", "https://example.com/other", code=1)
    version = Project.read().version
    assert f"the tag is v99.0.0, but Cargo.toml has version {version}" in printed, printed
    assert "this is https://example.com/other" in printed, printed


def workflows_know_the_targets(bed: Bed) -> str:
    """The release workflow, cargo-deny and the packages have the same targets."""
    workflow = (ROOT / ".github/workflows/release.yml").read_text()
    triples = re.findall(r"target: (\S+), (runner|archive):", workflow)
    for kind in ("runner", "archive"):
        assert sorted(triple for triple, other in triples if other == kind) == sorted(TARGETS), kind
    denied = re.findall(r'^  "(\S+-(?:unknown|apple|pc)-\S+)",$', (ROOT / "deny.toml").read_text(), re.MULTILINE)
    assert sorted(denied) == sorted(TARGETS), denied
    return f"{len(TARGETS)} targets"


def links_of_readme(bed: Bed) -> None:
    """In package indexes, the README's links to files lead to the repository."""
    project = dataclasses.replace(Project.read(), repository="https://example.com/owner/name", version="1.2.3")
    text = payload.readme(project).decode()
    assert "](https://example.com/owner/name/blob/v1.2.3/LICENSE)" in text
    assert "](https://example.com/owner/name/raw/v1.2.3/docs/pictures/first-key.svg)" in text
    assert "](https://docs.litellm.ai)" in text
    left = [link for link in re.findall(r"\]\(([^)]+)\)", text) if not link.startswith(("https://", "#"))]
    assert not left, left


def libraries_are_listed(bed: Bed) -> str:
    """The bill of materials and the licenses name the same crates, each with a license."""
    bill = json.loads(bed.file(f"litellm-proxy-{HOST}.cdx.json").read_bytes())
    crates = {f"{crate['name']} {crate['version']}" for crate in bill["components"] if "hashes" in crate}
    archive = tar_entries(bed.file(f"litellm-proxy-{HOST}.tar.gz"))
    licenses = next(data for name, data in archive.items() if "THIRD-PARTY" in name).decode()
    overview = licenses.split("-" * 80)[0]
    listed = {f"{name} {version}" for name, version in re.findall(r"^(\S+) (\d\S+): .+", overview, re.MULTILINE)}
    assert crates == listed, crates ^ listed
    assert len(crates) > 50 and "SQLite" in overview, overview
    references = {entry["ref"] for entry in bill["dependencies"]}
    wanted = {reference for entry in bill["dependencies"] for reference in entry["dependsOn"]}
    assert wanted <= references, wanted - references
    return f"{len(crates)} crates"


def field(data: bytes, start: str) -> str:
    """Returns the rest of the line that begins so."""
    return next(line[len(start) :] for line in data.decode().splitlines() if line.startswith(start))


def tar_bytes(data: bytes) -> "dict[str, bytes]":
    """Returns the files in a tar file, compressed or not."""
    if data[:4] == b"\x28\xb5\x2f\xfd":
        data = subprocess.run(["zstd", "-dc"], input=data, stdout=subprocess.PIPE, check=True).stdout
    if data[:2] == b"\x1f\x8b":
        import gzip

        # An apk is several compressed tar files, one after the other.
        data = gzip.decompress(data)
    entries = {}
    with tarfile.open(fileobj=io.BytesIO(data), ignore_zeros=True) as tar:
        for entry in tar:
            if entry.isfile():
                entries[entry.name] = tar.extractfile(entry).read()
    return entries


def tar_entries(path: Path) -> "dict[str, bytes]":
    """Returns the files in a tar file."""
    return tar_bytes(path.read_bytes())


def zip_entries(path: Path) -> "dict[str, bytes]":
    """Returns the files in a zip file."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def ar_entry(path: Path, start: str) -> bytes:
    """Returns the entry of an ar file, which a deb is, whose name begins so."""
    data, at = path.read_bytes(), 8
    while at < len(data):
        name, size = data[at : at + 16].decode().strip(), int(data[at + 48 : at + 58])
        if name.startswith(start):
            return data[at + 60 : at + 60 + size]
        at += 60 + size + size % 2
    raise AssertionError(f"{path.name} has no {start}")


def deb_entries(path: Path) -> "dict[str, bytes]":
    """Returns the files that a deb installs."""
    return tar_bytes(ar_entry(path, "data.tar"))


def image_blob(blobs: "dict[str, bytes]", entry: dict) -> bytes:
    """Returns a blob of an image, after checking its digest and size."""
    data = blobs["blobs/sha256/" + entry["digest"].removeprefix("sha256:")]
    assert f"sha256:{hashlib.sha256(data).hexdigest()}" == entry["digest"] and len(data) == entry["size"], entry
    return data


def image_manifest(blobs: "dict[str, bytes]") -> dict:
    """Returns the manifest of an image."""
    return json.loads(image_blob(blobs, json.loads(blobs["index.json"])["manifests"][0]))


def image_config(path: Path) -> dict:
    """Returns the configuration of an image."""
    blobs = tar_entries(path)
    return json.loads(image_blob(blobs, image_manifest(blobs)["config"]))


def image_layers(path: Path) -> "list[bytes]":
    """Returns the layers of an image."""
    blobs = tar_entries(path)
    return [image_blob(blobs, layer) for layer in image_manifest(blobs)["layers"]]


def image_entries(path: Path) -> "dict[str, bytes]":
    """Returns the files in an image."""
    return {name: data for layer in image_layers(path) for name, data in tar_bytes(layer).items()}


CHECKS = [
    ("everything made twice is the same bytes", twice_the_same),
    ("checksums", checksums),
    ("sizes", sizes),
    ("each format holds the binary", same_binary),
    ("versions agree", versions_agree),
    ("a tag that does not fit is not released", releases_are_checked),
    ("workflows know the targets", workflows_know_the_targets),
    ("the README's links in package indexes", links_of_readme),
    ("libraries are listed, with licenses", libraries_are_listed),
]
