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
from files import HOST, image_config, image_layers, manual
from formats import payload
from formats.targets import has_interpreter, named
from harness import CHROOT, Bed, Skipped, needs, needs_root, run


def unpacked(bed: Bed, file: Path, binary: Path) -> Path:
    """Returns a root with the layers of the image."""
    needs_root()
    root = bed.new_folder()
    root.chmod(0o755)
    for layer in image_layers(file):
        with tarfile.open(fileobj=io.BytesIO(layer)) as tar:
            tar.extractall(root)  # noqa: S202
    if has_interpreter(binary.read_bytes()):
        # The image is for a static binary, which has no need of these.
        for path in re.findall(r"(/\S+) \(0x", run("ldd", binary)):
            target = root / path.lstrip("/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(Path(path).read_bytes())
            target.chmod(0o755)
    return root


def in_image(bed: Bed, root: Path, file: Path, *arguments: str, code: int = 0, **variables: str) -> str:
    """Runs the entry point as the user of the image, with its environment."""
    config = image_config(file)["config"]
    env = {**dict(variable.split("=", 1) for variable in config["Env"]), **variables}
    return run(CHROOT, f"--userspec={config['User']}", root, *config["Entrypoint"], *arguments, env=env, code=code)


def runs(bed: Bed) -> str:
    """The sandbox runs in the image, as a user without rights."""
    file = bed.file("*.oci.tar")
    root = unpacked(bed, file, bed.binary)
    program = image_config(file)["config"]["Entrypoint"][0]
    printed = in_image(bed, root, file, "sandbox", "exec", "--", program, "models", "list")
    assert "gpt-4o" in printed, printed
    assert image_config(file)["config"]["User"] == "65532:65532"
    return "with the loader of this machine" if has_interpreter(bed.binary.read_bytes()) else "as it is shipped"


def runs_as_shipped(bed: Bed) -> None:
    """The image with the static binary needs nothing else."""
    static = os.environ.get("STATIC_BINARY")
    if not static:
        raise Skipped("there is no static binary; STATIC_BINARY=FILE names one")
    binary = Path(static)
    assert not has_interpreter(binary.read_bytes()), f"{binary} is not static"
    out = bed.new_folder()
    target = named(HOST.replace("-gnu", "-musl"))
    contents = payload.gather(target, binary.read_bytes(), manual(binary, out))
    [file] = formats.image.build(contents, out, Path("/etc/ssl/certs/ca-certificates.crt"))
    root = unpacked(bed, file, binary)
    printed = in_image(bed, root, file, "sandbox", "exec", "--", "/usr/bin/litellm-proxy", "models", "list")
    assert "gpt-4o" in printed, printed


def trusts_private_authority(bed: Bed) -> str:
    """A server with the certificate of a private authority is reached in three ways, and refused in the fourth."""
    needs("openssl")
    file = bed.file("*.oci.tar")
    root = unpacked(bed, file, bed.binary)
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
    ("image: runs as it is shipped", runs_as_shipped),
    ("image: trusts a private authority", trusts_private_authority),
]
