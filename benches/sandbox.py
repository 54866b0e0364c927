#!/usr/bin/env python3
"""Measures the sandbox: `sandbox.py BINARY [KEYS]`. Needs wrk (Debian's package `wrk`).

Reports the time from start to the first response, chat requests with a key per second, the time of the first and the last
page of a list of KEYS keys (100,000), and the memory used.
"""

import json
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
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
        print(f"chat, 8 connections, a key with a budget and a rate limit: {load(folder, url + '/chat/completions', key, CHAT, 10):.0f} requests/s")
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
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
