"""The targets that are released, and which files are made for each."""

from dataclasses import dataclass

from .project import Refused


@dataclass(frozen=True)
class Target:
    """A target, with its names in the package formats."""

    triple: str
    # What is made for it unless formats are named.
    formats: "tuple[str, ...]"
    # Platform tags of the wheel.
    wheel: "tuple[str, ...]"
    # `process.platform` and `process.arch` of Node.js. Linux has one package for all C libraries.
    npm: "tuple[str, str]"
    # GOARCH, which nfpm and container images use.
    goarch: str

    @property
    def windows(self) -> bool:
        return "windows" in self.triple

    @property
    def static(self) -> bool:
        """Whether its binary must run without a loader."""
        return "musl" in self.triple

    @property
    def suffix(self) -> str:
        return ".exe" if self.windows else ""


# Linux packages of distributions with glibc hold the dynamic binary, which resolves names the way the system does. The static
# one is for everything else: Alpine, images, npm (which cannot tell C libraries apart) and install.sh.
_GNU = ("archive", "wheel", "deb", "rpm", "archlinux")
_MUSL = ("archive", "wheel", "npm", "apk", "image")
_OTHER = ("archive", "wheel", "npm")

TARGETS = {
    target.triple: target
    for target in (
        Target("x86_64-unknown-linux-gnu", _GNU, ("manylinux_2_17_x86_64", "manylinux2014_x86_64"), ("linux", "x64"), "amd64"),
        Target("aarch64-unknown-linux-gnu", _GNU, ("manylinux_2_17_aarch64", "manylinux2014_aarch64"), ("linux", "arm64"), "arm64"),
        Target("x86_64-unknown-linux-musl", _MUSL, ("musllinux_1_1_x86_64",), ("linux", "x64"), "amd64"),
        Target("aarch64-unknown-linux-musl", _MUSL, ("musllinux_1_1_aarch64",), ("linux", "arm64"), "arm64"),
        Target("x86_64-apple-darwin", _OTHER, ("macosx_10_12_x86_64",), ("darwin", "x64"), "amd64"),
        Target("aarch64-apple-darwin", _OTHER, ("macosx_11_0_arm64",), ("darwin", "arm64"), "arm64"),
        Target("x86_64-pc-windows-msvc", _OTHER, ("win_amd64",), ("win32", "x64"), "amd64"),
    )
}


def named(triple: str) -> Target:
    """Returns the target of this name."""
    if triple not in TARGETS:
        raise Refused(f"`{triple}` is not released; targets: {', '.join(TARGETS)}")
    return TARGETS[triple]


def has_interpreter(binary: bytes) -> bool:
    """Whether an ELF file asks for a loader (PT_INTERP)."""
    if binary[:4] != b"\x7fELF":
        return False
    number = lambda at, size: int.from_bytes(binary[at : at + size], "little")  # noqa: E731
    first, size, count = number(32, 8), number(54, 2), number(56, 2)
    return any(number(first + index * size, 4) == 3 for index in range(count))
