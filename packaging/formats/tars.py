"""Tar files that are the same bytes each time they are written."""

import gzip
import io
import tarfile
from pathlib import Path


class Tar:
    """A tar file in memory. Entries keep the order in which they are added."""

    def __init__(self, date: int) -> None:
        self._date = date
        self._buffer = io.BytesIO()
        # GNU's format has no extended headers, in which times and user names could differ.
        self._tar = tarfile.open(fileobj=self._buffer, mode="w", format=tarfile.GNU_FORMAT)

    def _entry(self, name: str, mode: int) -> tarfile.TarInfo:
        entry = tarfile.TarInfo(name)
        entry.mtime, entry.mode = self._date, mode
        return entry

    def file(self, name: str, data: bytes, mode: int = 0o644) -> None:
        """Adds a file."""
        entry = self._entry(name, mode)
        entry.size = len(data)
        self._tar.addfile(entry, io.BytesIO(data))

    def folder(self, name: str, mode: int = 0o755) -> None:
        """Adds an empty folder."""
        entry = self._entry(name, mode)
        entry.type = tarfile.DIRTYPE
        self._tar.addfile(entry)

    def link(self, name: str, to: str) -> None:
        """Adds a symbolic link."""
        entry = self._entry(name, 0o777)
        entry.type, entry.linkname = tarfile.SYMTYPE, to
        self._tar.addfile(entry)

    def finish(self) -> bytes:
        """Returns the tar file."""
        self._tar.close()
        return self._buffer.getvalue()


def compressed(tar: bytes) -> bytes:
    """Compresses with gzip, without a time or a name in the header."""
    return gzip.compress(tar, 9, mtime=0)


def write(path: Path, data: bytes) -> Path:
    """Writes a file and returns its path."""
    path.write_bytes(data)
    return path
