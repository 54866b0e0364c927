"""The container image, unpacked into an empty root and run there as its user."""

import http.server
import io
import os
import re
import ssl
import subprocess
import tarfile
import threading
from pathlib import Path

import formats.image
from dns import Models
from files import image_config, image_layers
from formats.targets import has_interpreter
from harness import CHROOT, Bed, Skipped, needs, needs_root, run


def unpacked(bed: Bed, file: Path) -> Path:
    """Returns a root with the layers of the image."""
    needs_root()
    root = bed.new_folder()
    root.chmod(0o755)
    for layer in image_layers(file):
        with tarfile.open(fileobj=io.BytesIO(layer)) as tar:
            tar.extractall(root)  # noqa: S202
    if has_interpreter(bed.anywhere.read_bytes()):
        # The image is for a static binary, which has no need of these.
        for path in re.findall(r"(/\S+) \(0x", run("ldd", bed.anywhere)):
            target = root / path.lstrip("/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(Path(path).read_bytes())
            target.chmod(0o755)
    return root


def in_image(
    bed: Bed, root: Path, file: Path, *arguments: str, code: int = 0, with_proc: bool = False, **variables: str
) -> str:
    """Runs the entry point as the user of the image, with its environment, and with /proc as in a container."""
    config = image_config(file)["config"]
    env = {**dict(variable.split("=", 1) for variable in config["Env"]), **variables}
    command = [CHROOT, f"--userspec={config['User']}", root, *config["Entrypoint"], *arguments]
    if with_proc:
        (root / "proc").mkdir(exist_ok=True)
        mounting = 'mount -t proc proc "$0" && exec "$@"'
        command = ["unshare", "--mount", "sh", "-c", mounting, root / "proc", *command]
        env = {**env, "PATH": os.environ["PATH"]}
    return run(*command, env=env, code=code)


def runs(bed: Bed) -> str:
    """The sandbox runs in the image, as a user without rights."""
    file = bed.file("*.oci.tar")
    root = unpacked(bed, file)
    program = image_config(file)["config"]["Entrypoint"][0]
    printed = in_image(bed, root, file, "sandbox", "exec", "--", program, "models", "list")
    assert "gpt-4o" in printed, printed
    assert image_config(file)["config"]["User"] == "65532:65532"
    printed = in_image(bed, root, file, "self", "update", code=1, with_proc=True)
    assert "is part of a container image" in printed and "hint: pull a newer image" in printed, printed
    return "with the loader of this machine" if bed.static is None else "as it is shipped"


def runs_read_only(bed: Bed) -> str:
    """The image with the static binary has no other program, and nothing is written but in /tmp."""
    if bed.static is None:
        raise Skipped("there is no static binary; STATIC_BINARY=FILE names one")
    assert not has_interpreter(bed.static.read_bytes()), f"{bed.static} is not static"
    needs("unshare")
    file = bed.file("*.oci.tar")
    root = unpacked(bed, file)
    user = image_config(file)["config"]["User"]
    # The writable /tmp is a new one.
    inside = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && mount -t tmpfs tmpfs "$1/tmp" && exec "$0" --userspec="$2" "$1" "${@:3}"'
    program = "/usr/bin/litellm-proxy"
    command = ["unshare", "--mount", "bash", "-c", inside, CHROOT, root, user]
    printed = run(*command, program, "sandbox", "exec", "--", program, "models", "list", env={"PATH": "/usr/bin", "HOME": "/tmp"})
    assert "gpt-4o" in printed, printed
    executable = [path for path in root.rglob("*") if path.is_file() and not path.is_symlink() and path.stat().st_mode & 0o111]
    assert [path.name for path in executable] == ["litellm-proxy"], executable
    return f"{len(list(root.rglob('*')))} files and folders"


def trusts_private_authority(bed: Bed) -> str:
    """A server with the certificate of a private authority is reached in three ways, and refused in the fourth."""
    needs("openssl")
    file = bed.file("*.oci.tar")
    root = unpacked(bed, file)
    folder = bed.new_folder()
    authority = certificates(folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Models)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem", folder / "server.key")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        # The program resolves `localhost` itself: the image has no /etc/hosts.
        command = ["--base-url", f"https://localhost:{server.server_port}", "--api-key", "sk-1", "models", "list"]
        refused = in_image(bed, root, file, *command, code=5)
        assert "certificate" in refused, refused
        (root / "etc/ca.pem").write_bytes(authority)
        ways = (
            in_image(bed, root, file, *command, SSL_CERT_FILE="/etc/ca.pem"),
            in_image(bed, root, file, "--ca-cert", "/etc/ca.pem", *command),
        )
        (root / formats.image.AUTHORITIES).write_bytes(authority)
        for printed in (*ways, in_image(bed, root, file, *command)):
            assert "named-by-dns" in printed, printed
    finally:
        server.shutdown()
        server.server_close()
    return "SSL_CERT_FILE, --ca-cert, the image's own authorities"


def certificates(folder: Path) -> bytes:
    """Creates an authority and a server certificate for localhost, and returns the authority."""
    (folder / "names").write_text("subjectAltName=DNS:localhost\nextendedKeyUsage=serverAuth\n")
    commands = (
        "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN=authority",
        "req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj /CN=localhost",
        "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names -out server.pem",
    )
    for command in commands:
        subprocess.run(["openssl", *command.split()], cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return (folder / "ca.pem").read_bytes()


CHECKS = [
    ("image: the sandbox runs in it, not as root", runs),
    ("image: runs read-only, and holds one program", runs_read_only),
    ("image: trusts a private authority", trusts_private_authority),
]
