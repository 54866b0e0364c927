#!/usr/bin/env python3
"""Measures the sandbox: `sandbox.py BINARY [KEYS]`. Needs wrk (Debian's package `wrk`).

Reports the time from start to the first response, chat requests with a key per second and the CPU time of each, the time of
lists of 2,500 and 5,000 models and of 30,000 aliases, the time of the first and the last page of a list of KEYS keys
(100,000), and the memory used: idle, after the lists, and while 40 clients without a key send 30 MB each.
"""

import http.client
import json
import os
import pathlib
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

MASTER_KEY = "sk-1234"
CONFIG = pathlib.Path(__file__).resolve().parents[1] / "tests" / "live" / "proxy" / "config.yaml"
CHAT = '{"model":"priced-gpt","messages":[{"role":"user","content":"Hello"}]}'


def start(binary, folder, name):
    command = [binary, "sandbox", "start", "--port", "0", "--db", f"{folder}/{name}.db", "--config", str(CONFIG), "--format", "json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={"HOME": folder})
    return process, json.loads(process.stdout.readline())["url"]


def ask(url, body=None):
    request = urllib.request.Request(url, data=None if body is None else json.dumps(body).encode())
    request.add_header("Authorization", f"Bearer {MASTER_KEY}")
    with urllib.request.urlopen(request) as response:
        return json.load(response)


def memory(process):
    lines = pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def cpu(process):
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def post_all(url, path, bodies):
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc)
    for body in bodies:
        connection.request("POST", path, json.dumps(body), {"Authorization": f"Bearer {MASTER_KEY}"})
        response = connection.getresponse()
        if response.status != 200:
            sys.exit(response.read())
        response.read()


def timed(url):
    began = time.perf_counter()
    ask(url)
    return time.perf_counter() - began


def measure_models(url):
    for first in (0, 2_500):
        model = lambda number: {"model_name": f"model-{number}", "litellm_params": {"model": "openai/x", "mock_response": "x"}}
        post_all(url, "/model/new", map(model, range(first, first + 2_500)))
        times = {path: (timed(url + path), min(timed(url + path) for _ in range(5))) for path in ("/models", "/v1/model/info", "/model_group/info")}
        shown = ", ".join(f"{path} {again * 1000:.0f} ms ({at_first * 1000:.0f} at first)" for path, (at_first, again) in times.items())
        print(f"{first + 2_500} models: {shown}")


def measure_aliases(url):
    post_all(url, "/key/generate", ({"key_alias": f"alias-{number * 7919 % 30_000}"} for number in range(30_000)))
    began, page, found = time.perf_counter(), 1, 0
    while aliases := ask(f"{url}/key/aliases?page={page}&size=100")["aliases"]:
        page, found = page + 1, found + len(aliases)
    print(f"{found} aliases, 100 at a time: {time.perf_counter() - began:.2f} s")


def measure_strangers(process, url):
    host = urllib.parse.urlsplit(url)
    head = b"POST /key/generate HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer sk-stranger\r\nContent-Length: 30000000\r\n\r\n"
    before, connections = memory(process), []
    for _ in range(40):
        connection = socket.create_connection((host.hostname, host.port))
        connection.sendall(head + b"x" * 1_000_000)
        connections.append(connection)
    most = memory(process)
    for connection in connections:
        if not connection.recv(100).startswith(b"HTTP/1.1 401 "):
            sys.exit("a stranger was not refused")
    print(f"memory, with 40 strangers who send 30 MB each: {max(most, memory(process)):.1f} MB ({before:.1f} before)")


def load(folder, url, key, body, seconds):
    script = pathlib.Path(folder) / "load.lua"
    headers = f'wrk.headers["Content-Type"]="application/json"; wrk.headers["Authorization"]="Bearer {key}"'
    script.write_text(f"wrk.method='POST'; wrk.body='{body}'; {headers}")
    said = subprocess.run(["wrk", "-t1", "-c8", f"-d{seconds}s", "-s", str(script), url], capture_output=True, text=True, check=True)
    if "Non-2xx" in said.stdout:
        sys.exit(said.stdout)
    return next(float(line.split()[1]) for line in said.stdout.splitlines() if line.startswith("Requests/sec"))


def main():
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    keys = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    if not shutil.which("wrk"):
        sys.exit("there is no wrk")
    with tempfile.TemporaryDirectory() as folder:
        times = []
        for number in range(20):
            began = time.perf_counter()
            process, url = start(binary, folder, f"start{number}")
            urllib.request.urlopen(url + "/health/liveliness").read()
            times.append((time.perf_counter() - began) * 1000)
            idle = memory(process)
            process.terminate()
            process.wait()
        print(f"start to first response: {statistics.median(times):.1f} ms (median of 20, slowest {max(times):.1f})")
        print(f"memory, idle: {idle:.1f} MB")
        process, url = start(binary, folder, "load")
        key = ask(url + "/key/generate", {"models": ["priced-gpt"], "user_id": "user", "max_budget": 1e9, "rpm_limit": 10**9})["key"]
        before = cpu(process)
        rate = load(folder, url + "/chat/completions", key, CHAT, 10)
        each = (cpu(process) - before) / (rate * 10) * 1e6
        print(f"chat, 8 connections, a key with a budget and a rate limit: {rate:.0f} requests/s, {each:.0f} µs of CPU each")
        while (made := ask(url + "/key/list?size=1")["total_count"]) < keys:
            load(folder, url + "/key/generate", MASTER_KEY, "{}", 5)
        pages, times = -(-made // 100), []
        for page in range(1, pages + 1):
            began = time.perf_counter()
            ask(f"{url}/key/list?page={page}&size=100&return_full_object=true")
            times.append((time.perf_counter() - began) * 1000)
        first, last = statistics.mean(times[:100]), statistics.mean(times[-101:-1])
        print(f"{made} keys, page by page: {first:.1f} ms each at first, {last:.1f} ms at last")
        print(f"memory after it: {memory(process):.1f} MB")
        measure_strangers(process, url)
        measure_models(url)
        rate = load(folder, url + "/chat/completions", key, CHAT, 5)
        print(f"chat, the same with 5,000 stored models: {rate:.0f} requests/s")
        measure_aliases(url)
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
