"""The plain archive: .tar.gz, for Windows .zip. install.sh, Homebrew, Scoop, AUR and `cargo binstall` take it."""

import io
import time
import zipfile
from pathlib import Path

from .payload import Payload, completions
from .project import COMMAND
from .tars import Tar, compressed, write


def contents(payload: Payload) -> "list[tuple[str, bytes, int]]":
    """Returns names, contents and modes, below one folder."""
    folder = f"{COMMAND}-{payload.target.triple}"
    files = [(payload.program, payload.binary, 0o755)]
    files += [(name, data, 0o644) for name, data in payload.documents.items()]
    files += [(f"completions/{name}", data, 0o644) for name, data in completions().items()]
    if not payload.target.windows:
        files += [(f"man/man1/{name}", data, 0o644) for name, data in payload.pages.items()]
    return [(f"{folder}/{name}", data, mode) for name, data, mode in files]


def build(payload: Payload, out: Path) -> "list[Path]":
    """Writes the archive, whose name has no version: `releases/latest/download/NAME` finds it."""
    if payload.target.windows:
        data = zip_file(contents(payload), payload.date)
        return [write(out / f"{COMMAND}-{payload.target.triple}.zip", data)]
    tar = Tar(payload.date)
    for name, data, mode in contents(payload):
        tar.file(name, data, mode)
    return [write(out / f"{COMMAND}-{payload.target.triple}.tar.gz", compressed(tar.finish()))]


def zip_file(files: "list[tuple[str, bytes, int]]", date: int) -> bytes:
    """Returns a zip file that is the same bytes each time."""
    buffer = io.BytesIO()
    # Zip knows no times before 1980.
    moment = max(time.gmtime(date)[:6], (1980, 1, 1, 0, 0, 0))
    with zipfile.ZipFile(buffer, "w") as target:
        for name, data, mode in files:
            entry = zipfile.ZipInfo(name, moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # Unix, for the mode to count.
            entry.create_system = 3
            entry.external_attr = (0o100000 | mode) << 16
            target.writestr(entry, data, compresslevel=9)
    return buffer.getvalue()
