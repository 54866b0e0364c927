"""Runs in a network namespace of its own: a DNS server and an HTTP server on loopback, and a command that needs both.

  dns.py COMMAND...
"""

import http.server
import socket
import subprocess
import sys
import threading


def answer(query: bytes) -> bytes:
    """Answers 127.0.0.1 to a question for an address of IPv4, and nothing to others."""
    end = 12
    while query[end]:
        end += query[end] + 1
    question = query[12 : end + 5]
    wanted = question[-4:-2] == b"\x00\x01"
    header = query[:2] + b"\x81\x80\x00\x01" + (b"\x00\x01" if wanted else b"\x00\x00") + b"\x00\x00\x00\x00"
    record = b"\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x04\x7f\x00\x00\x01" if wanted else b""
    return header + question + record


def serve_names() -> None:
    """Answers every query."""
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 53))

    def loop() -> None:
        while True:
            query, client = server.recvfrom(4096)
            server.sendto(answer(query), client)

    threading.Thread(target=loop, daemon=True).start()


class Models(http.server.BaseHTTPRequestHandler):
    """A server with one model."""

    def do_GET(self) -> None:  # noqa: N802
        body = b'{"data": [{"id": "named-by-dns", "object": "model", "created": 0, "owned_by": "test"}]}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_) -> None:
        pass


def main() -> int:
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    serve_names()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 4000), Models)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    code = subprocess.run(sys.argv[1:], check=False, timeout=60).returncode
    # A crash in a module of the resolver is a signal.
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main())
