#!/usr/bin/env python3
"""Measures memory and CPU of large lists: `benches/lists.py BINARY [KEYS]`, next to curl fetching the same pages.

The server holds 100,000 keys, each with the fields of a LiteLLM 1.106 key, and 5,000 deployments, in the memory of a process
of its own, so that its time is not counted. Peak memory is the kernel's `ru_maxrss`. Before lists were written item by item:
json 933 MB, table 707 MB, csv 413 MB, ndjson 22 MB, models info 292 MB.
"""
import hashlib, http.server, json, os, pathlib, subprocess, sys, tempfile, time

SIZE = 100
DEPLOYMENTS = 5_000
NULLS = dict.fromkeys("""max_budget agent_id project_id max_parallel_requests tpm_limit rpm_limit tpd_limit budget_duration
    budget_reset_at key_type blocked litellm_budget_table budget_id org_id created_by updated_by settings_updated_at last_active
    object_permission_id object_permission rotation_interval last_rotation_at key_rotation_at budget_limits team_spend
    team_alias team_tpm_limit team_rpm_limit team_max_budget soft_budget end_user_id organization_alias project_alias
    user_email user_spend request_route user created_by_user jwt_claims""".split())
PRICES = {f"{kind}_cost_per_{unit}": 1.5e-07 for kind in ("input", "output", "cache_read_input", "input_audio")
          for unit in ("token", "token_above_128k_tokens", "character", "second", "image", "pixel")}


def key(number):
    token = hashlib.sha256(str(number).encode()).hexdigest()
    day = number * 7919 % 5000
    return {"token": token, "key_name": "sk-...AbCd", "key_alias": f"alias-{number}", "spend": number / 7, "expires": None,
            "models": ["gpt-4", "gpt-4o-mini"], "aliases": {}, "config": {}, "user_id": f"user-{number % 1000}", "team_id": f"team-{number % 50}",
            "metadata": {"n": number}, "permissions": {}, "model_spend": {}, "model_max_budget": {}, **NULLS,
            "created_at": f"2026-{1 + day % 12:02}-{1 + day % 28:02}T{day % 24:02}:{day % 60:02}:00.000000Z"}


def deployment(number):
    return {"model_name": f"model-{number}", "litellm_params": {"model": f"openai/model-{number}", "api_base": "http://h", "rpm": 10},
            "model_info": {"id": f"id-{number}", "db_model": True, "updated_at": "2026-01-01T00:00:00Z", **PRICES, **NULLS}}


def serve(count):
    keys = sorted((key(number) for number in range(count)), key=lambda key: key["token"])
    pages = [json.dumps({"keys": keys[at:at + SIZE], "total_count": count, "current_page": at // SIZE + 1, "total_pages": -(-count // SIZE)},
                        separators=(",", ":")).encode() for at in range(0, count, SIZE)]
    del keys
    deployments = json.dumps({"data": [deployment(number) for number in range(DEPLOYMENTS)]}, separators=(",", ":")).encode()

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1

        def log_message(self, *_):
            pass

        def do_GET(self):
            is_page = self.path.startswith("/key/list")
            body = pages[int(self.path.split("page=")[1].split("&")[0]) - 1] if is_page else deployments
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    class Server(http.server.ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

    server = Server(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()


def measure(name, command, environment, budget=""):
    start = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        written = os.fstat(output.fileno()).st_size
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command}: exit {process.returncode}")
    cpu, wall = usage.ru_utime + usage.ru_stime, time.perf_counter() - start
    print(f"{name:24} {usage.ru_maxrss / 1024:8.0f} MB {cpu:9.2f} s {wall:9.2f} s {written / 1e6:9.0f} MB   {budget}", flush=True)


def main():
    binary = str(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "target/release/litellm-proxy").resolve())
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    server = subprocess.Popen([sys.executable, __file__, "serve", str(count)], stdout=subprocess.PIPE, text=True)
    try:
        url = f"http://127.0.0.1:{server.stdout.readline().strip()}"
        with tempfile.TemporaryDirectory() as folder:
            pages = pathlib.Path(folder, "pages.curl")
            pages.write_text("".join(f'url = "{url}/key/list?page={page + 1}&size={SIZE}"\n' for page in range(-(-count // SIZE))))
            environment = {"HOME": folder, "PATH": os.environ["PATH"], "LITELLM_PROXY_URL": url, "LITELLM_PROXY_API_KEY": "sk-1234"}
            print(f"{'':24} {'peak memory':>11} {'CPU':>11} {'wall':>11} {'output':>12}   budget")
            for format_, budget in (("ndjson", ""), ("json", "<= 60 MB"), ("yaml", "<= 60 MB"), ("csv", "<= 60 MB"), ("table", "<= 250 MB")):
                measure(f"keys list, {format_}", [binary, "keys", "list", "--format", format_], environment, budget)
            measure("curl, page after page", ["curl", "-s", "-K", str(pages)], environment)
            for format_ in ("json", "table"):
                measure(f"models info, {format_}", [binary, "models", "info", "--format", format_], environment)
            measure("curl", ["curl", "-s", f"{url}/v1/model/info"], environment)
    finally:
        server.kill()


if sys.argv[1:2] == ["serve"]:
    serve(int(sys.argv[2]))
else:
    main()
