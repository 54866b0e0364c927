#!/usr/bin/env python3
"""Compares `models bench` with peers in one run: `benches/bench.py BINARY [--url URL] [--rounds N]`. Without --url the server is a
sandbox of BINARY. Closed loop against ab (of apache2-utils), open loop against a sender in this file that has the same schedule and
counts from the intended times. Both take turns. The figures agree if their ranges over the rounds meet, or if their medians are
within 5 % or 1 ms; else this exits with 1.
"""
import argparse, http.client, json, os, pathlib, re, statistics, subprocess, sys, tempfile, threading, time

arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
arguments.add_argument("binary", type=lambda text: str(pathlib.Path(text).resolve()))
arguments.add_argument("--url", help="a running server instead of a sandbox")
arguments.add_argument("--key", default="sk-1234")
arguments.add_argument("--model", default="gpt-4o")
arguments.add_argument("--rounds", type=int, default=5)
arguments.add_argument("--concurrency", type=int, default=4)
arguments.add_argument("--requests", type=int, default=200, help="of a closed loop")
arguments.add_argument("--rate", type=float, default=20, help="of an open loop, for --seconds")
arguments.add_argument("--seconds", type=int, default=10)
arguments.add_argument("--pause", default="50ms", help="what a request takes in the sandbox")
options = arguments.parse_args()
BODY = json.dumps({"model": options.model, "max_tokens": 64, "messages": [{"role": "user", "content": "hi"}]})
FIGURES = "p50", "p95", "requests/s"


def ours(folder, url, words):
    path = pathlib.Path(folder, "run.json")
    path.unlink(missing_ok=True)
    command = [options.binary, "models", "bench", options.model, "--no-stream", "--same-prompt", "-m", "hi", "--yes", "--json", str(path)]
    environment = {**os.environ, "HOME": folder, "LITELLM_PROXY_URL": url, "LITELLM_PROXY_API_KEY": options.key}
    subprocess.run(command + words, check=True, stdout=subprocess.DEVNULL, env=environment)
    run = json.loads(path.read_text())["runs"][0]
    return run["e2e_ms"]["p50"], run["e2e_ms"]["p95"], run["requests_per_second"]


def ab(folder, url):
    body = pathlib.Path(folder, "body.json")
    body.write_text(BODY)
    command = ["ab", "-q", "-k", "-l", "-c", str(options.concurrency), "-n", str(options.requests), "-p", str(body), "-T", "application/json",
               "-H", f"Authorization: Bearer {options.key}", f"{url}/v1/chat/completions"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = lambda pattern: float(re.search(pattern, text)[1])
    assert found(r"Failed requests: +(\d+)") == 0 and "Non-2xx" not in text, text
    return found(r" 50% +(\d+)"), found(r" 95% +(\d+)"), found(r"Requests per second: +([\d.]+)")


def scheduled(url):
    """Sends on a schedule over connections that are kept, and counts from when each request was to be sent."""
    times, lock, numbers = [], threading.Lock(), iter(range(int(options.rate * options.seconds)))
    headers = {"Authorization": f"Bearer {options.key}", "Content-Type": "application/json"}

    def work(began):
        connection = http.client.HTTPConnection(url.split("://")[1], timeout=60)
        connection.connect()
        while (number := next_number()) is not None:
            due = began + number / options.rate
            time.sleep(max(0, due - time.monotonic()))
            connection.request("POST", "/v1/chat/completions", BODY, headers)
            response = connection.getresponse()
            response.read()
            assert response.status == 200, response.status
            times.append((time.monotonic() - due) * 1000)

    def next_number():
        with lock:
            return next(numbers, None)

    began = time.monotonic() + 0.5
    threads = [threading.Thread(target=work, args=(began,)) for _ in range(max(8, int(options.rate)))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.monotonic() - began
    assert len(times) == int(options.rate * options.seconds), "requests failed"
    return statistics.quantiles(times, n=100)[49], statistics.quantiles(times, n=100)[94], len(times) / took


def compare(title, one, other):
    rounds = [(one(), other()) for _ in range(options.rounds + 1)][1:]
    agree = True
    print(f"{title}, {options.rounds} rounds in turn: median (least to most)")
    for at, name in enumerate(FIGURES):
        columns = [[round_[side][at] for round_ in rounds] for side in (0, 1)]
        meets = max(map(min, columns)) <= min(map(max, columns))
        middle = [statistics.median(column) for column in columns]
        # ab counts whole milliseconds, and a sender in Python takes some of its own.
        meets |= name != "requests/s" and abs(middle[0] - middle[1]) <= max(1, 0.05 * middle[1])
        agree &= meets
        cells = [f"{statistics.median(column):.1f} ({min(column):.1f} to {max(column):.1f})" for column in columns]
        print(f"  {name:11} ours {cells[0]:28} peer {cells[1]:28} {'agree' if meets else 'DIFFER'}", flush=True)
    return agree


def main():
    with tempfile.TemporaryDirectory() as folder:
        process, url = None, options.url
        if not url:
            command = [options.binary, "sandbox", "start", "--port", "0", "--db", ":memory:", "--master-key", options.key,
                       "--fault", f"chat=slow:{options.pause}"]
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, "HOME": folder}, text=True)
            url = next(found[0] for line in process.stdout if (found := re.search(r"http://[\d.]+:\d+", line)))
        try:
            closed = ["--concurrency", str(options.concurrency), "--requests", str(options.requests)]
            open_ = ["--rate", f"{options.rate:g}", "--for", f"{options.seconds}s"]
            agree = compare(f"{url} closed loop, {options.concurrency} at once, {options.requests} requests, ab",
                            lambda: ours(folder, url, closed), lambda: ab(folder, url))
            agree &= compare(f"{url} open loop, {options.rate:g}/s for {options.seconds} s, the same schedule",
                             lambda: ours(folder, url, open_), lambda: scheduled(url))
        finally:
            if process:
                process.kill()
        sys.exit(not agree)


main()
