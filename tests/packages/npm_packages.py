"""The npm packages, installed from a registry on this machine."""

import os
import signal
import subprocess
from pathlib import Path

from formats.project import Project
from harness import TOUR, Bed, environment, expect_tour, needs, run, start_time
from registry import Registry


class Npm:
    """A project folder and a registry."""

    def __init__(self, bed: Bed) -> None:
        needs("npm", "node")
        self.folder = bed.new_folder()
        self.registry = Registry(bed.file("litellm-proxy-cli-[0-9]*.tgz"), bed.file("litellm-proxy-cli-linux-*.tgz"))
        (self.folder / "package.json").write_text('{"private": true}')

    def __enter__(self) -> "Npm":
        return self

    def __exit__(self, *_) -> None:
        self.registry.close()

    def environment(self, **more: str) -> "dict[str, str]":
        settings = {
            "registry": self.registry.url,
            "cache": str(self.folder / "cache"),
            "update_notifier": "false",
            "audit": "false",
            "fund": "false",
        }
        return environment(**{f"npm_config_{name}": value for name, value in settings.items()}, **more)

    def npm(self, *arguments, code: int = 0) -> str:
        return run("npm", *arguments, cwd=self.folder, env=self.environment(), code=code)

    def program(self, name: str = "litellm-proxy") -> Path:
        return self.folder / "node_modules/.bin" / name


def installs_and_leaves_nothing(bed: Bed) -> str:
    """Only this platform's package arrives; the program takes the place of the script; nothing is left."""
    with Npm(bed) as npm:
        npm.npm("install", "litellm-proxy-cli")
        scope = npm.folder / "node_modules/@litellm-proxy-cli"
        assert len(list(scope.iterdir())) == 1, list(scope.iterdir())
        for name in ("litellm-proxy", "litellm-proxy-cli"):
            printed = run(npm.program(name), "--version")
            assert f"CLI Version: {Project.read().version}" in printed, printed
        updates_with_npm(npm)
        folder = npm.folder / "node_modules/litellm-proxy-cli/bin"
        assert (folder / "litellm-proxy").read_bytes() == bed.anywhere.read_bytes(), "postinstall did not put the program there"
        for _ in range(2):
            npm.npm("rebuild")
        assert [path.name for path in folder.iterdir()] == ["litellm-proxy"], list(folder.iterdir())
        run("npx", "--no-install", "litellm-proxy-cli", "--version", cwd=npm.folder, env=npm.environment())
        path = npm.environment(PATH=f"{npm.program().parent}:{os.environ['PATH']}")
        expect_tour(run("litellm-proxy", "sandbox", "exec", "--", "sh", TOUR, env=path))
        time = start_time(npm.program(), "--help")
        npm.npm("uninstall", "litellm-proxy-cli")
        left = [path for path in (npm.folder / "node_modules").rglob("*") if "litellm" in path.name and path.is_file()]
        assert not left, left
        return f"--help takes {time}"


def updates_with_npm(npm: Npm) -> None:
    """`self update` names the command of npm, and `version` takes the script for this program."""
    printed = run(npm.program(), "self", "update", code=1)
    command = f"npm install --prefix {npm.folder} litellm-proxy-cli@latest"
    assert "was installed by npm" in printed and f"`{command}`" in printed, printed
    path = npm.environment(PATH=f"{npm.program().parent}:{os.environ['PATH']}")
    assert "warning:" not in run(npm.program(), "version", env=path)


def works_without_install_scripts(bed: Bed) -> str:
    """With --ignore-scripts the script stays, and passes on arguments, exit codes and signals."""
    with Npm(bed) as npm:
        npm.npm("install", "--ignore-scripts", "litellm-proxy-cli")
        program = npm.program()
        assert program.read_text().startswith("#!/usr/bin/env node"), "the script is not there"
        assert "CLI Version" in run(program, "--version")
        updates_with_npm(npm)
        assert "no-such-command" in run(program, "no-such-command", code=2)
        # The process waits for its child, and both get the signal of a terminal.
        child = subprocess.Popen(
            [program, "sandbox", "exec", "--", "sh", "-c", "echo ready; sleep 30"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment(), start_new_session=True,
        )  # fmt: skip
        child.stdout.readline()
        os.killpg(child.pid, signal.SIGINT)
        assert child.wait(60) == 130, f"SIGINT ends it with {child.returncode}"
        return f"--help takes {start_time(program, '--help', times=5)}"


def says_what_is_missing(bed: Bed) -> None:
    """Without the platform's package an error names it, and what to do."""
    with Npm(bed) as npm:
        npm.npm("install", "--omit=optional", "litellm-proxy-cli")
        printed = run(npm.program(), "--version", code=1)
        assert "is not installed" in printed and "--omit=optional" in printed and "npm install @litellm-proxy-cli/" in printed, printed


CHECKS = [
    ("npm: installs, runs, leaves nothing", installs_and_leaves_nothing),
    ("npm: works without install scripts", works_without_install_scripts),
    ("npm: says what is missing", says_what_is_missing),
]
