"""The wheel, installed with pip into new environments."""

import os
import sys
from pathlib import Path

from formats.archive import zip_file
from formats.project import Project
from harness import TOUR, Bed, Skipped, environment, expect_tour, run, start_time


# Only the first environment gets pip, which takes seconds; it installs into all others.
_installers = []


def _environment(bed: Bed) -> Path:
    if not _installers:
        _installers.append(bed.new_folder() / "venv")
        run(sys.executable, "-m", "venv", _installers[0])
    folder = bed.new_folder() / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", folder)
    return folder


def _pip(folder: Path, *arguments) -> str:
    command = [_installers[0] / "bin/python", "-m", "pip", "--disable-pip-version-check", "--python", folder / "bin/python"]
    return run(*command, *arguments)


def installs_and_leaves_nothing(bed: Bed) -> str:
    """One command installs it, both names run, and uninstalling leaves nothing."""
    folder = _environment(bed)
    _pip(folder, "install", "--no-index", bed.file("*manylinux*.whl"))
    version = Project.read().version
    for command in (["bin/litellm-proxy"], ["bin/litellm-proxy-cli"], ["bin/python", "-m", "litellm_proxy_cli"]):
        printed = run(folder / command[0], *command[1:], "--version")
        assert f"LiteLLM Proxy CLI Version: {version}" in printed, printed
    printed = run(folder / "bin/litellm-proxy", "self", "update", code=1)
    assert "was installed by pip" in printed and f"`{folder}/bin/python -m pip install --upgrade litellm-proxy-cli`" in printed, printed
    path = environment(PATH=f"{folder}/bin:/usr/bin:/bin")
    # The script that runs the program is not another program.
    assert "warning:" not in run("litellm-proxy", "version", env=path)
    expect_tour(run("litellm-proxy", "sandbox", "exec", "--", "sh", TOUR, env=path))
    # A link from elsewhere, as pipx and uv make them, and exit codes.
    link = folder.parent / "litellm-proxy"
    link.symlink_to(folder / "bin/litellm-proxy")
    run(link, "--version")
    run(link, "no-such-command", code=2)
    run(folder / "bin/python", "-m", "litellm_proxy_cli", "no-such-command", code=2)
    times = [
        f"{name} {start_time(*command, '--help')}"
        for name, command in (
            ("binary", [bed.binary]),
            ("litellm-proxy-cli", [folder / "bin/litellm-proxy-cli"]),
            ("litellm-proxy", [folder / "bin/litellm-proxy"]),
            ("python -m", [folder / "bin/python", "-m", "litellm_proxy_cli"]),
        )
    ]
    _pip(folder, "uninstall", "--yes", "litellm-proxy-cli")
    left = [path for path in folder.rglob("*litellm*")]
    assert not left, left
    return "--help takes " + ", ".join(times)


def lives_beside_litellm(bed: Bed) -> None:
    """LiteLLM's package has a script `litellm-proxy`: whatever is installed or uninstalled, `litellm-proxy-cli` is ours."""
    theirs = _package_of_litellm(bed)
    ours = bed.file("*manylinux*.whl")
    for first, second in ((ours, theirs), (theirs, ours)):
        folder = _environment(bed)
        for wheel in (first, second):
            _pip(folder, "install", "--no-index", wheel)
        assert "CLI Version" in run(folder / "bin/litellm-proxy-cli", "--version")
        printed = run(folder / "bin/litellm-proxy-cli", "version", env=environment(PATH=f"{folder}/bin:/usr/bin:/bin"))
        runs_theirs = f"`litellm-proxy` runs {folder}/bin/litellm-proxy (LiteLLM's Python script)" in printed
        assert runs_theirs == (second == theirs), printed
        _pip(folder, "uninstall", "--yes", "litellm")
        assert "CLI Version" in run(folder / "bin/litellm-proxy-cli", "--version")


def _package_of_litellm(bed: Bed) -> Path:
    info = "litellm-1.0.0.dist-info"
    files = {
        "litellm-1.0.0.data/scripts/litellm-proxy": "#!python\nfrom litellm.proxy.client.cli import cli\n",
        f"{info}/METADATA": "Metadata-Version: 2.1\nName: litellm\nVersion: 1.0.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{name},,\n" for name in [*files, f"{info}/RECORD"])
    entries = [(name, text.encode(), 0o755) for name, text in {**files, f"{info}/RECORD": record}.items()]
    path = bed.new_folder() / "litellm-1.0.0-py3-none-any.whl"
    path.write_bytes(zip_file(entries, 0))
    return path


def is_found_in_other_schemes(bed: Bed) -> None:
    """`python -m litellm_proxy_cli` finds the program where --target, --prefix and --user put it."""
    folder = _environment(bed)
    wheel = bed.file("*manylinux*.whl")
    python = folder / "bin/python"
    target = folder.parent / "target"
    _pip(folder, "install", "--no-index", "--target", target, wheel)
    run(python, "-m", "litellm_proxy_cli", "--version", env=environment(PYTHONPATH=str(target)))
    prefix = folder.parent / "prefix"
    _pip(folder, "install", "--no-index", "--prefix", prefix, wheel)
    site = next(prefix.glob("lib*/python*/site-packages"))
    run(python, "-m", "litellm_proxy_cli", "--version", env=environment(PYTHONPATH=str(site)))
    # Without the program, an error says where it was looked for.
    (prefix / "bin/litellm-proxy-cli").unlink()
    printed = run(python, "-m", "litellm_proxy_cli", "--version", code=1, env=environment(PYTHONPATH=str(site)))
    assert "is in none of these folders" in printed and "--force-reinstall" in printed, printed


def for_musl_runs(bed: Bed) -> None:
    """The wheel for musl, which pip takes only there, holds a program that runs anywhere."""
    if bed.static is None:
        raise Skipped("there is no static binary; STATIC_BINARY=FILE names one")
    folder = _environment(bed)
    target = folder.parent / "target"
    platform = ["--no-deps", "--only-binary", ":all:", "--platform", f"musllinux_1_1_{os.uname().machine}"]
    _pip(folder, "install", "--no-index", "--find-links", bed.files, *platform, "--target", target, "litellm-proxy-cli")
    assert (target / "bin/litellm-proxy-cli").read_bytes() == bed.static.read_bytes()
    path = environment(PATH=f"{target}/bin:/usr/bin:/bin")
    expect_tour(run("litellm-proxy", "sandbox", "exec", "--", "sh", TOUR, env=path))


CHECKS = [
    ("wheel: installs, runs, leaves nothing", installs_and_leaves_nothing),
    ("wheel: lives beside LiteLLM's package", lives_beside_litellm),
    ("wheel: is found after --target and --prefix", is_found_in_other_schemes),
    ("wheel: the one for musl", for_musl_runs),
]
