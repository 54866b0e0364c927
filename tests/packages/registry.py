"""An npm registry on this machine, with the packages of one release."""

import base64
import hashlib
import http.server
import json
import threading
import urllib.parse
from pathlib import Path

from files import tar_entries


class Registry:
    """Serves npm packages until it is closed."""

    def __init__(self, main: Path, platform: Path) -> None:
        self._tarballs, self._packages = {}, {}
        self.requested = []
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        for path in (main, platform):
            self._tarballs[path.name] = path.read_bytes()
            self._add(json.loads(tar_entries(path)["package/package.json"]), path.name, path.read_bytes())
        # Other platforms' packages are known, and never wanted.
        for name, version in json.loads(tar_entries(main)["package/package.json"])["optionalDependencies"].items():
            if name not in self._packages:
                system, processor = name.split("/")[1].split("-")
                self._add({"name": name, "version": version, "os": [system], "cpu": [processor]}, "missing.tgz", b"")
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def _add(self, manifest: dict, file: str, data: bytes) -> None:
        integrity = "sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode()
        version = {**manifest, "dist": {"tarball": f"{self.url}/-/{file}", "integrity": integrity}}
        if "scripts" in manifest:
            version["hasInstallScript"] = True
        name = manifest["name"]
        document = {"name": name, "dist-tags": {"latest": manifest["version"]}, "versions": {manifest["version"]: version}}
        self._packages[name] = json.dumps(document).encode()

    def _handler(registry) -> type:  # noqa: N805
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:  # noqa: N802
                path = urllib.parse.unquote(self.path).lstrip("/")
                registry.requested.append(path)
                data = registry._tarballs.get(path.removeprefix("-/")) or registry._packages.get(path)
                self.send_response(404 if data is None else 200)
                self.send_header("Content-Length", str(len(data or b"")))
                self.end_headers()
                self.wfile.write(data or b"")

            def log_message(self, *_) -> None:
                pass

        return Handler

    def close(self) -> None:
        """Stops serving."""
        self._server.shutdown()
        self._server.server_close()
