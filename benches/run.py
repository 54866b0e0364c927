#!/usr/bin/env python3
"""Compares the speed with curl in one run: `benches/run.py BINARY [RUNS]`. BINARY is one of the `dist` profile.

Every row runs our command and its rival in turn, A B A B, so that a machine whose speed drifts is fair to both, and prints the
medians and the median of the ratios. The servers are in this file, on loopback. Needs curl and openssl, nothing else.
"""
import http.server, json, os, pathlib, socket, ssl, statistics, subprocess, sys, tempfile, threading, time

BINARY = str(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "target/release/litellm-proxy").resolve())
RUNS = int(sys.argv[2]) if len(sys.argv) > 2 else 40
KEY = "sk-1234"
PAUSE = 0.020  # what a page of keys and a new model take on the server

MODELS = json.dumps({"object": "list", "data": [
    {"id": f"model-{n:02}", "object": "model", "created": 1677610602, "owned_by": "openai"} for n in range(50)]}).encode()
KEYS = [{"token": f"{n:064x}", "key_alias": f"alias-{n}", "user_id": None, "team_id": "team", "spend": n / 7, "models": ["a", "b"],
         "metadata": {"n": n}, "created_at": "2026-01-01T00:00:00Z"} for n in range(10_000)]
PAGES = [json.dumps({"keys": KEYS[p * 100:p * 100 + 100], "total_count": len(KEYS), "current_page": p + 1,
                     "total_pages": 100}).encode() for p in range(100)]
CHUNK = b'data: ' + json.dumps({"id": "c", "object": "chat.completion.chunk", "model": "m", "choices": [
    {"index": 0, "delta": {"content": "word "}, "finish_reason": None}]}).encode() + b"\n\n"
LAST = b'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'
STREAMED = 20 * 1024 * 1024
DOWNLOAD = 500_000_000


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet: otherwise Nagle and delayed acknowledgements add 40 ms to each response

    def log_message(self, *_):
        pass

    def respond(self, body, kind="application/json"):
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path.startswith("/download"):
            block = b"[1, 2, 3, 4]\n" * 5_000
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(DOWNLOAD // len(block) * len(block)))
            self.end_headers()
            for _ in range(DOWNLOAD // len(block)):
                self.wfile.write(block)
            return
        if self.path.startswith("/key/list"):
            time.sleep(PAUSE)
            page = int(self.path.split("page=")[1].split("&")[0])
            return self.respond(PAGES[page - 1])
        self.respond(MODELS)

    def do_POST(self):
        self.rfile.read(int(self.headers.get("content-length") or 0))
        if self.path == "/chat/completions":
            block = CHUNK * 64
            times = STREAMED // len(block)
            self.send_response(200)
            self.send_header("content-type", "text/event-stream")
            self.send_header("content-length", str(len(block) * times + len(LAST)))
            self.end_headers()
            for _ in range(times):
                self.wfile.write(block)
            return self.wfile.write(LAST)
        time.sleep(PAUSE)
        self.respond(b'{"model_id":"x","model_name":"y"}')


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


def serve(context=None):
    server = Server(("127.0.0.1", 0), Handler)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def serve_models():
    """Gives every connection the same response, with as little of a server as possible: its time counts on both sides."""
    response = (b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: %d\r\n\r\n" % len(MODELS)) + MODELS
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)

    def loop():
        while True:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(response)

    threading.Thread(target=loop, daemon=True).start()
    return listener.getsockname()[1]


def measure(command, environment):
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
                               env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command}: exit {process.returncode}")
    return wall * 1000, (usage.ru_utime + usage.ru_stime) * 1000


def peak_memory(command, environment):
    """Returns the most memory that a process held, in MB. The kernel's count for a child would include this program's."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
                               env=environment)
    peak = 0
    while process.poll() is None:
        try:
            status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
        except OSError:
            break
        peak = max([peak, *(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))])
        time.sleep(0.01)
    if process.wait():
        raise SystemExit(f"{command}: exit {process.returncode}")
    return peak * 1024 / 1e6


def compare(name, ours, theirs, environment, runs=RUNS, budget=None, figure=0):
    pairs = []
    for number in range(runs + 2):
        pair = measure(ours, environment)[figure], measure(theirs, environment)[figure]
        if number >= 2:
            pairs.append(pair)
    report(name, pairs, "ms", budget)


def report(name, pairs, unit, budget):
    a, b = (statistics.median(pair[side] for pair in pairs) for side in (0, 1))
    ratio = statistics.median(x / y for x, y in pairs)
    print(f"{name:46} {a:9.2f} {unit} {b:10.2f} {unit} {ratio:7.3f}   {budget or ''}", flush=True)


with tempfile.TemporaryDirectory() as folder:
    home = pathlib.Path(folder)
    plain, quick = serve(), serve_models()
    subprocess.run(["sh", "-ec", """
        openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN=bench
        openssl req -newkey rsa:2048 -nodes -keyout key.pem -out request.pem -subj /CN=localhost
        echo 'subjectAltName=DNS:localhost' > names
        openssl x509 -req -in request.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names -out cert.pem
    """], check=True, capture_output=True, cwd=folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(home / "cert.pem", home / "key.pem")
    secure = serve(context)
    models = home / "models.yaml"
    models.write_text("model_list:\n" + "".join(
        f"- model_name: m{n}\n  litellm_params: {{model: openai/gpt-4, api_key: os.environ/KEY}}\n" for n in range(1000)))
    # One connection and one process for all requests: the fairest way to fetch them one after another.
    pages = home / "pages.curl"
    pages.write_text("".join(f'url = "http://127.0.0.1:{plain}/key/list?page={n + 1}&size=100"\noutput = "/dev/null"\n' for n in range(100)))
    posts = home / "posts.curl"
    posts.write_text("next\n".join(
        f'url = "http://127.0.0.1:{plain}/model/new"\njson = "{{}}"\noutput = "/dev/null"\n' for _ in range(1000)))
    here = {"HOME": folder, "PATH": os.environ["PATH"], "LITELLM_PROXY_API_KEY": KEY, "LITELLM_PROXY_URL": f"http://127.0.0.1:{plain}"}
    there = here | {"LITELLM_PROXY_URL": f"https://localhost:{secure}", "SSL_CERT_FILE": str(home / "ca.pem")}
    auth = ["-H", f"Authorization: Bearer {KEY}"]
    chat = [BINARY, "chat", "completions", "m", "-m", "user:x", "--stream"]

    print(f"binary: {os.path.getsize(BINARY) / 1e6:.2f} MB")
    print(f"{'':46} {'ours':>12} {'theirs':>13} {'ratio':>7}   budget")
    compare("--help : curl --version", [BINARY, "--help"], ["curl", "--version"], here, budget="<= 0.2")
    compare("completions bash : curl --version", [BINARY, "completions", "bash"], ["curl", "--version"], here, budget="<= 0.2")
    compare("models list, http : curl", [BINARY, "models", "list"], ["curl", "-s", *auth, f"http://127.0.0.1:{quick}/models"],
            here | {"LITELLM_PROXY_URL": f"http://127.0.0.1:{quick}"}, budget="<= 0.45")
    compare("models list, https : curl", [BINARY, "models", "list"],
            ["curl", "-s", "--cacert", str(home / "ca.pem"), *auth, f"https://localhost:{secure}/models"], there, budget="<= 0.9")
    # With all authorities of a system, as most servers need them.
    bundle = home / "bundle.pem"
    system = pathlib.Path("/etc/ssl/certs/ca-certificates.crt")
    bundle.write_text((system.read_text() if system.exists() else "") + (home / "ca.pem").read_text())
    compare("models list, https, CPU : curl", [BINARY, "models", "list"],
            ["curl", "-s", "--cacert", str(bundle), *auth, f"https://localhost:{secure}/models"],
            there | {"SSL_CERT_FILE": str(bundle)}, budget="<= 0.5", figure=1)
    download = [BINARY, "http", "request", "GET", "/download"], ["curl", "-s", f"http://127.0.0.1:{plain}/download"]
    report("500 MB to stdout, peak memory : curl", [[peak_memory(command, here) for command in download] for _ in range(3)], "MB",
           "ours <= 16 MB")
    compare("10,000 keys : curl, page after page", [BINARY, "keys", "list", "--format", "ndjson"], ["curl", "-s", *auth, "-K", str(pages)],
            here, runs=5, budget="<= 0.2")
    compare("1,000 models imported : curl, one by one", [BINARY, "models", "import", str(models)], ["curl", "-s", "-K", str(posts)], here,
            runs=3, budget="<= 0.143")
    compare("20 MB of chat streamed, CPU : curl + jq", chat,
            ["sh", "-c", f"curl -sN --json '{{}}' http://127.0.0.1:{plain}/chat/completions | sed -un 's/^data: {{/{{/p' | jq -j '.choices[0].delta.content // empty'"],
            here, runs=5, budget="< 1", figure=1) if subprocess.run(["sh", "-c", "command -v jq"], capture_output=True).returncode == 0 else print(
        "20 MB of chat streamed: jq is not installed")
