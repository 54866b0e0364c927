"""The packages of Linux distributions, installed into roots that hold only what a minimal system has."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from files import deb_entries, tar_entries
from harness import CHROOT, ROOT, TOUR, Bed, Skipped, environment, expect_tour, needs, needs_root, run

# Debian's releases, oldest first. Their glibc and their modules for names differ.
SUITES = tuple(os.environ.get("SUITES", "bookworm trixie sid").split())
PACKAGE = "litellm-proxy-cli"
_roots = {}


def prepare(bed: Bed) -> None:
    """Begins to install the roots, which mostly waits for the network. The other checks run meanwhile."""
    if os.geteuid() != 0 or shutil.which("mmdebstrap") is None or shutil.which("unshare") is None:
        return
    for suite in SUITES:
        folder = bed.new_folder()
        # Mirrors may be snapshots, whose lists have expired. `libnss-myhostname` is the module for names of desktops.
        # Its mounts are its own, and it ends with this process.
        command = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
        command += ["mmdebstrap", "--quiet", "--variant=apt", '--aptopt=Acquire::Check-Valid-Until "false"']
        command += ["--include=libnss-myhostname", suite, folder / "root"]
        log = (folder / "log").open("wb")
        _roots[suite] = folder, subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)


def finish() -> None:
    """Ends what is still being installed."""
    for _, process in _roots.values():
        process.kill()
        process.wait()


def root_of(suite: str) -> Path:
    """Returns a minimal Debian."""
    needs_root()
    needs("mmdebstrap", "ip", "unshare")
    folder, process = _roots[suite]
    if process.wait(timeout=400) != 0:
        reason = (folder / "log").read_text().strip().splitlines()[-1:]
        raise Skipped(f"a minimal Debian {suite} cannot be installed here: {reason}")
    return folder / "root"


def chroot(root: Path, *command, **options) -> str:
    """Runs a command in a root that has /proc, without which bash cannot read from other processes."""
    plain = {"PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "HOME": "/root", "DEBIAN_FRONTEND": "noninteractive"}
    inside = 'mount -t proc proc "$1/proc" && exec "$0" "$@"'
    return run("unshare", "--mount", "sh", "-c", inside, CHROOT, root, *command, env=plain, **options)


def deb_installs(bed: Bed) -> str:
    """One command installs it on a minimal Debian; the tour works; purging leaves nothing."""
    root = root_of(SUITES[0])
    if not (root / "dev/fd").exists():
        (root / "dev/fd").symlink_to("/proc/self/fd")
    before = listing(root)
    shutil.copy(bed.file("*.deb"), root / "tmp/package.deb")
    shutil.copy(TOUR, root / "tmp/tour.sh")
    installed = chroot(root, "apt-get", "install", "-y", "--no-install-recommends", "/tmp/package.deb")
    assert "0 upgraded, 1 newly installed" in installed, installed
    expect_tour(chroot(root, "litellm-proxy", "sandbox", "exec", "--", "sh", "/tmp/tour.sh"))
    assert "CLI Version" in chroot(root, PACKAGE, "--version")
    completes(root, "litellm-proxy")
    completes(root, PACKAGE)
    printed = chroot(root, "litellm-proxy", "self", "update", code=1)
    assert "was installed by dpkg" in printed and f"apt install ./{PACKAGE}_VERSION-1_" in printed, printed
    chroot(root, "apt-get", "purge", "-y", PACKAGE)
    left = [path for path in listing(root) - before if not re.match(r"(var/(lib/(dpkg|apt)|log|cache)|tmp|root|etc/ld.so.cache)", path)]
    assert not left and not [path for path in listing(root) if PACKAGE in path], left
    return f"Debian {SUITES[0]}"


def completes(root: Path, command: str) -> None:
    """Asserts that bash completes the command with the file of the package."""
    script = (
        f". /usr/share/bash-completion/completions/{command} && COMP_LINE='{command} mode' COMP_POINT={len(command) + 5} && "
        f"$(complete -p {command} | sed 's/.*-F \\([^ ]*\\).*/\\1/') {command} mode {command} && echo \"${{COMPREPLY[@]}}\""
    )
    printed = chroot(root, "bash", "-c", script)
    assert "model-groups" in printed and "models" in printed, printed


def listing(root: Path) -> "set[str]":
    """Returns the files of a root."""
    found = run("find", root, "-xdev", "-printf", "%P\\n")
    return set(found.splitlines())


def lintian_is_silent(bed: Bed) -> None:
    """Debian's own checks find nothing."""
    needs("lintian")
    package = shutil.copy(bed.file("*.deb"), bed.new_folder())
    done = subprocess.run(["lintian", package], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False, timeout=240)
    assert done.returncode == 0 and not done.stdout, done.stdout.decode()


def manual_is_found(bed: Bed) -> str:
    """`man` finds a page for each command, and both names have one."""
    folder = bed.new_folder()
    entries = deb_entries(bed.file("*.deb"))
    pages = [name for name in entries if "/man/man1/" in name]
    assert len(pages) > 100, pages
    needs("man", "dpkg-deb")
    run("dpkg-deb", "--extract", bed.file("*.deb"), folder)
    for page in ("litellm-proxy", PACKAGE, "litellm-proxy-keys-generate"):
        found = run("man", f"--manpath={folder}/usr/share/man", "--where", page)
        assert str(folder) in found, found
        run("man", f"--manpath={folder}/usr/share/man", "--warnings", page, env=environment(MANWIDTH="80", LC_ALL="C.UTF-8"))
    return f"{len(pages)} pages"


def same_files_everywhere(bed: Bed) -> str:
    """deb, apk and Arch Linux package hold the same program, pages and completions, each where the distribution wants them."""
    names = {
        "deb": set(deb_entries(bed.file("*.deb"))),
        "apk": set(tar_entries(bed.file("*.apk"))),
        "archlinux": set(tar_entries(bed.file("*.pkg.tar.zst"))),
    }
    plain = {kind: {name.removeprefix("./") for name in found} for kind, found in names.items()}
    zsh = {"deb": "vendor-completions", "apk": "site-functions", "archlinux": "site-functions"}
    pages = {kind: {name for name in found if "/man1/" in name} for kind, found in plain.items()}
    for kind, found in plain.items():
        for name in ("litellm-proxy", PACKAGE):
            wanted = {
                f"usr/share/bash-completion/completions/{name}",
                f"usr/share/zsh/{zsh[kind]}/_{name}",
                f"usr/share/fish/vendor_completions.d/{name}.fish",
            }
            assert wanted <= found, (kind, wanted - found)
        assert pages[kind] == pages["deb"], (kind, pages[kind] ^ pages["deb"])
    return f"{len(pages['deb'])} pages each"


def rpm_installs(bed: Bed) -> str:
    """rpm installs it into an empty root, verifies it, and removes all of it."""
    needs_root()
    needs("rpm")
    root, package = bed.new_folder(), bed.file("*.rpm")
    run("rpm", "--root", root, "--initdb")
    command = ["rpm", "--root", root, "--nodeps"]
    requires = run("rpm", "-qp", "--requires", package)
    assert "glibc >= 2.17" in requires, requires
    run(*command, "--install", package)
    run(*command, "--verify", PACKAGE)
    assert "CLI Version" in run(root / "usr/bin" / PACKAGE, "--version")
    run(*command, "--erase", PACKAGE)
    left = [path for path in root.rglob("*litellm*")]
    assert not left, left
    return f"{len(requires.splitlines())} requirements"


def resolves_names(suite: str, static: bool):
    """Returns the check that the program resolves a DNS name where the system has modules for names."""

    def check(bed: Bed) -> str:
        root = root_of(suite)
        assert list(root.glob("usr/lib/*/libnss_myhostname.so.2")), "the module for names is missing"
        program = bed.static if static else bed.binary
        if program is None:
            raise Skipped("there is no static binary; STATIC_BINARY=FILE names one")
        shutil.copy(program, root / "tmp/program")
        (root / "etc/resolv.conf").write_text("nameserver 127.0.0.1\n")
        switch = root / "etc/nsswitch.conf"
        switch.write_text(re.sub(r"(?m)^hosts:.*$", "hosts: files myhostname dns", switch.read_text()))
        assert "hosts: files myhostname dns" in switch.read_text(), switch.read_text()
        command = [CHROOT, root, "/tmp/program", "--base-url", "http://proxy.corp.example:4000", "--api-key", "sk-1", "models", "list"]
        printed = run("unshare", "--net", sys.executable, ROOT / "tests/packages/dns.py", *command)
        assert "named-by-dns" in printed, printed
        return "hosts: files myhostname dns"

    return check


def other_systems(bed: Bed) -> None:
    """Nothing of Alpine or Arch Linux runs on Debian."""
    needs("apk", "pacman")


CHECKS = [
    ("deb: installs on a minimal Debian, completes, purges", deb_installs),
    ("deb: lintian is silent", lintian_is_silent),
    ("deb: the manual is found", manual_is_found),
    ("deb, apk, Arch Linux: the same files", same_files_everywhere),
    ("rpm: installs, verifies, leaves nothing", rpm_installs),
    ("apk, Arch Linux: installed with their own tools", other_systems),
    *((f"names are resolved on Debian {suite}", resolves_names(suite, static=False)) for suite in SUITES),
    *((f"names are resolved on Debian {suite}, static", resolves_names(suite, static=True)) for suite in SUITES),
]
