"""install.sh, run against a release on this machine, and the recipes of other package managers, as far as they can be read."""

import functools
import http.server
import json
import os
import shutil
import threading
from pathlib import Path

from files import HOST, STATIC
from formats import archive, payload
from formats.project import ROOT, Project
from formats.targets import TARGETS, named
from harness import Bed, environment, needs, run


@functools.lru_cache(maxsize=None)
def release_of(bed: Bed) -> "Release":
    """Returns the one release of the checks."""
    return Release(bed)


class Release:
    """A release, served over HTTP."""

    def __init__(self, bed: Bed) -> None:
        self.folder = bed.new_folder()
        version = Project.read().version
        files = self.folder / f"releases/download/v{version}"
        files.mkdir(parents=True)
        (self.folder / "releases/latest").mkdir()
        (self.folder / "releases/latest/download").symlink_to(files)
        self.files = files
        static = named(STATIC)
        pages = {"litellm-proxy.1": b".TH litellm-proxy 1\n"}
        archive.build(payload.gather(static, bed.anywhere.read_bytes(), pages), files)
        # The recipes name those of all targets.
        for target in TARGETS.values():
            path = files / f"litellm-proxy-{target.triple}{'.zip' if target.windows else '.tar.gz'}"
            if not path.exists():
                path.write_bytes(target.triple.encode())
        self.archive = files / f"litellm-proxy-{static.triple}.tar.gz"
        run(ROOT / "packaging/wrap", "--out", files, "sums")
        handler = functools.partial(Quiet, directory=str(self.folder))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.recipes = self.folder / "recipes"
        run(ROOT / "packaging/recipes", "--files", files, "--out", self.recipes, "--repository", self.url)

    def install(self, *arguments, code: int = 0, path: str = os.environ["PATH"]) -> str:
        shell = shutil.which("dash") or "sh"
        script = self.recipes / "install.sh"
        return run(shell, script, *arguments, code=code, env=environment(HOME=str(self.folder / "home"), PATH=path))


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files without a log."""

    def log_message(self, *_) -> None:
        pass


def installer(bed: Bed) -> str:
    """install.sh installs the newest release or a named one, again, and only what has the right checksum."""
    release = release_of(bed)
    version = Project.read().version
    home = release.folder / "home/.local/bin"
    printed = release.install()
    assert f"litellm-proxy {version} is in {home}" in printed and "is not in PATH" in printed, printed
    assert (home / "litellm-proxy").read_bytes() == bed.anywhere.read_bytes()
    assert "CLI Version" in run(home / "litellm-proxy-cli", "--version")
    printed = release.install("--version", version, path=f"{home}:{os.environ['PATH']}")
    assert "note:" not in printed, printed
    names = sorted(path.name for path in home.iterdir())
    assert names == ["litellm-proxy", "litellm-proxy-cli"], names
    elsewhere = release.folder / "elsewhere"
    assert "comes first in PATH" in release.install("--to", elsewhere, path=f"{home}:{os.environ['PATH']}")
    assert "error: cannot fetch" in release.install("--version", "99.0.0", code=1)
    assert "error: unknown option" in release.install("--prefix", "/", code=1)
    release.archive.write_bytes(release.archive.read_bytes() + b"changed")
    nowhere = release.folder / "nowhere"
    assert "nothing was installed" in release.install("--to", nowhere, code=1)
    assert not nowhere.exists()
    return "with dash" if shutil.which("dash") else "with sh"


def updates_itself(bed: Bed) -> str:
    """What install.sh installed is the newest, and is replaced with a newer release, whose program is a script here."""
    release = release_of(bed)
    home = bed.new_folder()
    release.install("--to", home)
    program = home / "litellm-proxy"

    def update(place: str, *words: str) -> str:
        return run(program, *words, env=environment(LITELLM_PROXY_DOWNLOADS=f"{release.url}/{place}"))

    version = Project.read().version
    assert f"{program} is {version} already" in update("releases", "self", "update")
    assert f"Newest LiteLLM Proxy CLI Version: {version}\n" in update("releases", "version", "--check")
    files = release.folder / "newer/download/v99.0.0"
    files.mkdir(parents=True)
    (release.folder / "newer/latest").mkdir()
    (release.folder / "newer/latest/download").symlink_to(files)
    script = b"#!/bin/sh\necho LiteLLM Proxy CLI Version: 99.0.0\n"
    for system in ("gnu", "musl"):
        archive.build(payload.gather(named(HOST.replace("gnu", system)), script, {}), files)
    (files / "VERSION").write_text("99.0.0\n")
    (files / "SHA256SUMS").write_text(run("sh", "-c", "sha256sum *", cwd=files))
    assert "To update: run `litellm-proxy self update`" in update("newer", "version", "--check")
    assert f"updated {program} from {version} to 99.0.0" in update("newer", "self", "update")
    assert program.read_bytes() == script
    assert "99.0.0" in run(home / "litellm-proxy-cli", "--version")
    names = sorted(path.name for path in home.iterdir())
    assert names == ["litellm-proxy", "litellm-proxy-cli"], names
    return f"from {version} to a script"


def scripts_are_clean(bed: Bed) -> None:
    """shellcheck finds nothing in what users run."""
    needs("shellcheck")
    scripts = ("packaging/python/litellm-proxy.sh", "packaging/build", "packaging/build-static", ".ci/run")
    run("shellcheck", release_of(bed).recipes / "install.sh", *(ROOT / script for script in scripts))


def scoop(bed: Bed) -> None:
    """The Scoop manifest is JSON, with the address and the checksum of the .zip."""
    release = release_of(bed)
    manifest = json.loads((release.recipes / "litellm-proxy-cli.json").read_text())
    address = manifest["architecture"]["64bit"]["url"]
    assert address.endswith(f"/v{Project.read().version}/litellm-proxy-x86_64-pc-windows-msvc.zip"), address
    line = f"{manifest['architecture']['64bit']['hash']}  litellm-proxy-x86_64-pc-windows-msvc.zip"
    assert line in (release.files / "SHA256SUMS").read_text(), line


def homebrew(bed: Bed) -> None:
    """Ruby reads the formula. `brew audit` runs only where Homebrew is."""
    needs("ruby")
    release = release_of(bed)
    printed = run("ruby", "-wc", release.recipes / "litellm-proxy-cli.rb")
    assert "Syntax OK" in printed, printed


def arch_user_repository(bed: Bed) -> None:
    """bash reads the recipe, and its package() puts the files of the archive in their places."""
    release = release_of(bed)
    work = release.folder / "work"
    work.mkdir()
    run("tar", "-xzf", bed.file(f"litellm-proxy-{HOST}.tar.gz"), "-C", work)
    script = f". {release.recipes}/PKGBUILD; pkgdir={work}/root CARCH={os.uname().machine}; set -eu; package"
    run("bash", "-c", script, cwd=work)
    for name in ("bin/litellm-proxy", "bin/litellm-proxy-cli", "share/man/man1/litellm-proxy.1"):
        assert (work / "root/usr" / name).exists(), name


def nix(bed: Bed) -> None:
    """Nix reads the flake and the package."""
    needs("nix-instantiate")
    for path in ("flake.nix", "packaging/package.nix"):
        run("nix-instantiate", "--parse", ROOT / path)


CHECKS = [
    # Before the archive is changed.
    ("install.sh: what it installed updates itself", updates_itself),
    ("install.sh: installs, again, and nothing that was changed", installer),
    ("shellcheck", scripts_are_clean),
    ("Scoop manifest", scoop),
    ("Homebrew formula is Ruby", homebrew),
    ("AUR recipe", arch_user_repository),
    ("Nix flake is Nix", nix),
]
