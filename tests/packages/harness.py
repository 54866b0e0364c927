"""Runs checks by name and counts them. A check that cannot run on a machine is skipped, with the reason."""

import os
import shutil
import subprocess
import tempfile
import time
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Not looked for in the PATH of what it runs.
CHROOT = shutil.which("chroot", path=os.environ["PATH"] + ":/usr/sbin:/sbin") or "chroot"


class Skipped(Exception):
    """The check cannot run here; the message is the reason."""


class Bed:
    """What the checks share: the binary, folders, and the files of a release."""

    def __init__(self, binary: Path, static: "Path | None", folder: Path) -> None:
        # The dynamic one, which packages of distributions with glibc hold.
        self.binary = binary
        # The static one, if there is one here.
        self.static = static
        self.folder = folder
        self.files = folder / "files"
        self.passed, self.failed, self.skipped = 0, 0, 0

    def file(self, pattern: str) -> Path:
        """Returns the one file of the release with this name."""
        found = sorted(self.files.glob(pattern))
        assert len(found) == 1, f"{pattern} names {[path.name for path in found]}"
        return found[0]

    @property
    def anywhere(self) -> Path:
        """Returns the binary in files that are for any Linux. Without a static one they hold the other, to be looked at."""
        return self.static or self.binary

    def new_folder(self) -> Path:
        """Returns an empty folder."""
        return Path(tempfile.mkdtemp(dir=self.folder))

    def check(self, name: str, function) -> None:
        """Runs a check and reports it."""
        started = time.monotonic()
        try:
            note = function(self)
            self.passed += 1
            result = "ok" + (f": {note}" if note else "")
        except Skipped as reason:
            self.skipped += 1
            result = f"SKIPPED, because {reason}"
        except Exception as error:  # noqa: BLE001
            self.failed += 1
            result = f"FAILED: {error}"
            if not isinstance(error, AssertionError) or not str(error):
                result += "\n" + traceback.format_exc()
        print(f"{time.monotonic() - started:5.1f} s  {name}: {result}", flush=True)


def run(*command, code: int = 0, **options) -> str:
    """Runs a command, asserts its exit code, and returns what it printed."""
    options.setdefault("timeout", 240)
    options.setdefault("env", environment())
    done = subprocess.run(
        [str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, check=False, **options
    )
    printed = done.stdout.decode(errors="replace")
    assert done.returncode == code, f"{' '.join(map(str, command))}: exit code {done.returncode}, not {code}\n{printed}"
    return printed


def environment(**more: str) -> "dict[str, str]":
    """Returns the environment of this process without the program's own variables."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LITELLM_")}
    return {**kept, **more}


def needs(*tools: str) -> None:
    """Skips the check if a tool is missing."""
    for tool in tools:
        if shutil.which(tool) is None:
            raise Skipped(f"{tool} is not installed")


def needs_root() -> None:
    """Skips the check for users who cannot change the root of a process."""
    if os.geteuid() != 0:
        raise Skipped("it needs root")


def start_time(*command, times: int = 20) -> str:
    """Returns how long the command takes to start, as text. Reported, never asserted."""
    started = time.monotonic()
    for _ in range(times):
        run(*command)
    return f"{(time.monotonic() - started) / times * 1000:.1f} ms"


# `sandbox exec` runs this: the program finds itself in PATH, and does what the README promises.
TOUR = ROOT / "examples/tour.sh"


def expect_tour(printed: str) -> None:
    """Asserts what the tour prints."""
    assert "played by the sandbox" in printed and "tour" in printed, printed
