"""The container image: an OCI archive, from nothing but the program and the certificate authorities, not run as root."""

import hashlib
import json
import time
from pathlib import Path

from .payload import Payload
from .project import COMMAND, PACKAGE, Refused
from .tars import Tar, compressed, write

# "nonroot" of the usual base images.
USER = 65532
AUTHORITIES = "etc/ssl/certs/ca-certificates.crt"


def build(payload: Payload, out: Path, authorities: Path) -> "list[Path]":
    """Writes the image. `authorities` is a PEM file with the certificate authorities that it trusts."""
    if not authorities.is_file():
        raise Refused(f"no certificate authorities in {authorities}; on Debian the package ca-certificates has them")
    layer = _layer(payload, authorities.read_bytes())
    layer_zip = compressed(layer)
    blobs = {}
    config = _blob(blobs, "application/vnd.oci.image.config.v1+json", _config(payload, layer))
    layer_entry = _blob(blobs, "application/vnd.oci.image.layer.v1.tar+gzip", layer_zip)
    manifest_type = "application/vnd.oci.image.manifest.v1+json"
    manifest = {"schemaVersion": 2, "mediaType": manifest_type, "config": config, "layers": [layer_entry]}
    entry = _blob(blobs, manifest_type, _json(manifest))
    entry["platform"] = {"architecture": payload.target.goarch, "os": "linux"}
    entry["annotations"] = {"org.opencontainers.image.ref.name": payload.project.version}
    index = {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json", "manifests": [entry]}
    tar = Tar(payload.date)
    tar.file("oci-layout", _json({"imageLayoutVersion": "1.0.0"}))
    tar.file("index.json", _json(index))
    for digest, data in blobs.items():
        tar.file(f"blobs/sha256/{digest}", data)
    return [write(out / f"{COMMAND}-{payload.project.version}-{payload.target.goarch}.oci.tar", tar.finish())]


def _layer(payload: Payload, authorities: bytes) -> bytes:
    tar = Tar(payload.date)
    for name in ("etc", "etc/ssl", "etc/ssl/certs"):
        tar.folder(name)
    tar.file(AUTHORITIES, authorities)
    tar.file("etc/passwd", f"nonroot:x:{USER}:{USER}::/tmp:/none\n".encode())
    tar.file("LICENSE", payload.documents["LICENSE"])
    tar.file("THIRD-PARTY-LICENSES.txt", payload.documents["THIRD-PARTY-LICENSES.txt"])
    # Logins, `--output-file` and the sandbox write there.
    tar.folder("tmp", 0o1777)
    for name in ("usr", "usr/bin"):
        tar.folder(name)
    tar.file(f"usr/bin/{COMMAND}", payload.binary, 0o755)
    tar.link(f"usr/bin/{PACKAGE}", COMMAND)
    return tar.finish()


def _config(payload: Payload, layer: bytes) -> bytes:
    project = payload.project
    labels = {
        "org.opencontainers.image.title": COMMAND,
        "org.opencontainers.image.description": project.description,
        "org.opencontainers.image.licenses": project.license,
        "org.opencontainers.image.version": project.version,
    }
    if project.repository:
        labels["org.opencontainers.image.source"] = project.repository
    created = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(payload.date))
    return _json(
        {
            "created": created,
            "architecture": payload.target.goarch,
            "os": "linux",
            "config": {
                "User": f"{USER}:{USER}",
                "Env": ["PATH=/usr/bin", "HOME=/tmp"],
                "Entrypoint": [f"/usr/bin/{COMMAND}"],
                "WorkingDir": "/tmp",
                "Labels": labels,
            },
            "rootfs": {"type": "layers", "diff_ids": [f"sha256:{hashlib.sha256(layer).hexdigest()}"]},
            "history": [{"created": created, "created_by": "packaging/wrap"}],
        }
    )


def _blob(blobs: "dict[str, bytes]", kind: str, data: bytes) -> dict:
    digest = hashlib.sha256(data).hexdigest()
    blobs[digest] = data
    return {"mediaType": kind, "digest": f"sha256:{digest}", "size": len(data)}


def _json(value: dict) -> bytes:
    return json.dumps(value, separators=(",", ":"), sort_keys=True).encode()
