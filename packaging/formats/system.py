"""The packages of Linux distributions: deb, rpm, apk and Arch Linux. nfpm writes them, from a configuration made here."""

import email.utils
import json
import os
import subprocess
import tempfile
import time
from pathlib import Path

from .payload import Payload, completion_of_second_name, completions, zipped
from .project import COMMAND, CONTACT, PACKAGE, Refused
from .tars import write
from .tools import tool

# Where zsh looks for completions of packages.
_ZSH = {"deb": "/usr/share/zsh/vendor-completions"}
_ZSH_ELSEWHERE = "/usr/share/zsh/site-functions"
# What the dynamic binary needs.
_DEPENDS = {"deb": ["libc6 (>= 2.17)"], "rpm": ["glibc >= 2.17"], "archlinux": ["glibc"]}

_DESCRIPTION = """\
Models, virtual keys, users, teams, budgets, spend, provider credentials, chat,
and every other endpoint of LiteLLM's proxy server, from one program. A proxy
to try and test against is part of it."""
# What lintian cannot know: the program is linked to its address for a faster start, and the package is not Debian's own.
_LINTIAN = ("hardening-no-pie", "initial-upload-closes-no-bugs", "statically-linked-binary")


def build(payload: Payload, out: Path, packager: str) -> "list[Path]":
    """Writes one package. `packager` is nfpm's name of the format."""
    with tempfile.TemporaryDirectory() as folder:
        contents = [
            _entry(write(Path(folder) / str(number), data), path, mode)
            for number, (path, data, mode) in enumerate(_files(payload, packager))
        ]
        # Folders that no other package owns, for rpm to remove them.
        folders = [f"/usr/share/doc/{PACKAGE}"] + ([] if packager == "deb" else [f"/usr/share/licenses/{PACKAGE}"])
        contents += [{"dst": path, "type": "dir", "file_info": {"mode": 0o755}} for path in folders]
        contents.append({"src": COMMAND, "dst": f"/usr/bin/{PACKAGE}", "type": "symlink"})
        contents.append({"src": f"{COMMAND}.1.gz", "dst": f"/usr/share/man/man1/{PACKAGE}.1.gz", "type": "symlink"})
        configuration = write(Path(folder) / "nfpm.json", json.dumps(_configuration(payload, packager, contents)).encode())
        return [_run(payload, packager, configuration, out)]


def _configuration(payload: Payload, packager: str, contents: "list[dict]") -> dict:
    return {
        "name": PACKAGE,
        "arch": payload.target.goarch,
        "version": payload.project.version,
        "release": "1",
        "section": "utils",
        "priority": "optional",
        "maintainer": CONTACT,
        "description": _description(payload, packager),
        "license": payload.project.license,
        "homepage": payload.project.repository or "",
        "mtime": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(payload.date)),
        "depends": [] if payload.target.static else _DEPENDS.get(packager, []),
        "contents": contents,
        "deb": {"compression": "xz"},
        "rpm": {"buildhost": "localhost"},
    }


def _description(payload: Payload, packager: str) -> str:
    """Returns the description; only deb and rpm have more than a line."""
    line = payload.project.description.removeprefix("The ")
    return f"{line}\n{_DESCRIPTION}" if packager in ("deb", "rpm") else line


def _files(payload: Payload, packager: str) -> "list[tuple[str, bytes, int]]":
    share = "/usr/share"
    documents = f"{share}/doc/{PACKAGE}"
    files = [(f"/usr/bin/{COMMAND}", payload.binary, 0o755)]
    files += [(f"{share}/man/man1/{name}.gz", zipped(page), 0o644) for name, page in payload.pages.items()]
    scripts = completions()
    places = [
        (f"{share}/bash-completion/completions/{{}}", scripts["litellm-proxy.bash"]),
        (f"{_ZSH.get(packager, _ZSH_ELSEWHERE)}/_{{}}", scripts["_litellm-proxy"]),
        (f"{share}/fish/vendor_completions.d/{{}}.fish", scripts["litellm-proxy.fish"]),
    ]
    for place, script in places:
        files.append((place.format(COMMAND), script, 0o644))
        files.append((place.format(PACKAGE), completion_of_second_name(script), 0o644))
    files.append((f"{documents}/README.md", payload.documents["README.md"], 0o644))
    if packager == "deb":
        files.append((f"{documents}/copyright", _copyright(payload), 0o644))
        files.append((f"{documents}/changelog.gz", zipped(payload.documents["CHANGELOG.md"]), 0o644))
        files.append((f"{documents}/changelog.Debian.gz", zipped(_debian_changelog(payload)), 0o644))
        overrides = "".join(f"{PACKAGE}: {tag}\n" for tag in _LINTIAN).encode()
        files.append((f"{share}/lintian/overrides/{PACKAGE}", overrides, 0o644))
    else:
        files.append((f"{share}/licenses/{PACKAGE}/LICENSE", payload.documents["LICENSE"], 0o644))
        files.append((f"{documents}/CHANGELOG.md", payload.documents["CHANGELOG.md"], 0o644))
    files.append((f"{documents}/THIRD-PARTY-LICENSES.gz", zipped(payload.documents["THIRD-PARTY-LICENSES.txt"]), 0o644))
    return files


def _copyright(payload: Payload) -> bytes:
    note = f"\n\nLicenses of the libraries in the program: /usr/share/doc/{PACKAGE}/THIRD-PARTY-LICENSES.gz\n"
    return payload.documents["LICENSE"].rstrip() + note.encode()


def _debian_changelog(payload: Payload) -> bytes:
    version, date = payload.project.version, email.utils.formatdate(payload.date)
    title = f"{PACKAGE} ({version}-1) unstable; urgency=medium"
    return f"{title}\n\n  * Version {version}; what changed is in changelog.gz.\n\n -- {CONTACT}  {date}\n".encode()


def _entry(source: Path, path: str, mode: int) -> dict:
    return {"src": str(source), "dst": path, "file_info": {"mode": mode, "owner": "root", "group": "root"}}


def _run(payload: Payload, packager: str, configuration: Path, out: Path) -> Path:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(payload.date)}
    command = [tool("nfpm"), "package", "--config", configuration, "--packager", packager, "--target", out]
    run = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if run.returncode != 0:
        raise Refused(f"nfpm failed for {packager}:\n{run.stdout.decode()}")
    # Its last line is `created package: PATH`.
    path = Path(run.stdout.decode().strip().rsplit("created package: ", 1)[-1])
    if not path.is_file():
        raise Refused(f"nfpm wrote nothing for {packager}:\n{run.stdout.decode()}")
    return path
