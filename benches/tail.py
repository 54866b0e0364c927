#!/usr/bin/env python3
"""Counts what `logs tail --since last` shows of a busy log: `benches/tail.py BINARY [OPTIONS]`.

Sends requests on a schedule, follows the log meanwhile with a follower that may be killed, and compares what was shown with what the
log has afterwards: each row once, in the order of their ends within each look. Without --url the server is a sandbox of BINARY, which may
write its log late, have another clock, and be gone for a while. Of another server only the rows of this run count, by their customer.
Exits with 1 if a row is missing or was shown twice. Needs nothing else.
"""
import argparse, collections, datetime, http.client, json, os, pathlib, re, signal, subprocess, sys, tempfile, threading, time, urllib.parse, uuid

arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
arguments.add_argument("binary", type=lambda text: str(pathlib.Path(text).resolve()))
arguments.add_argument("--url", help="a running server instead of a sandbox")
arguments.add_argument("--key", default="sk-1234")
arguments.add_argument("--model", help="[default: gpt-4o]", default="gpt-4o")
arguments.add_argument("--rate", type=float, default=200, help="requests per second")
arguments.add_argument("--seconds", type=float, default=60)
arguments.add_argument("--log-delay", default="10s", help="of the sandbox")
arguments.add_argument("--clock", default="+0s", help="of the sandbox, such as --clock=-1h")
arguments.add_argument("--kills", type=int, default=0, help="how often the follower is killed")
arguments.add_argument("--gone", type=float, default=0, help="seconds for which the server does not run (sandbox)")
options = arguments.parse_args()
CUSTOMER = f"tail-{uuid.uuid4().hex[:8]}"
SENDERS = max(4, int(options.rate / 4))


def sandbox(folder, port):
    command = [options.binary, "sandbox", "start", "--port", str(port), "--db", f"{folder}/sandbox.db", "--master-key", options.key,
               "--log-delay", options.log_delay]
    command += [] if options.clock.startswith("+0") else [f"--clock={options.clock}"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment(folder), text=True)
    for line in process.stdout:
        if found := re.search(r"http://[\d.]+:(\d+)", line):
            return process, f"http://127.0.0.1:{found[1]}", int(found[1])
    raise SystemExit("the sandbox did not start")


def environment(folder, url=""):
    return {**os.environ, "HOME": folder, "XDG_STATE_HOME": "", "LITELLM_PROXY_URL": url, "LITELLM_PROXY_API_KEY": options.key}


class Sender:
    """Sends on a schedule from several threads; a request that fails is not sent again."""

    def __init__(self, url):
        self.address = urllib.parse.urlsplit(url).netloc
        self.lock, self.next, self.sent, self.failed = threading.Lock(), 0, 0, 0
        self.began = time.monotonic()

    def run(self):
        threads = [threading.Thread(target=self.work) for _ in range(SENDERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.took = time.monotonic() - self.began

    def work(self):
        connection = http.client.HTTPConnection(self.address, timeout=120)
        body = json.dumps({"model": options.model, "user": CUSTOMER, "max_tokens": 5,
                           "messages": [{"role": "user", "content": "hi"}]})
        while True:
            with self.lock:
                number, self.next = self.next, self.next + 1
            due = self.began + number / options.rate
            if number >= options.rate * options.seconds:
                return
            time.sleep(max(0, due - time.monotonic()))
            try:
                connection.request("POST", "/v1/chat/completions", body,
                                   {"Authorization": f"Bearer {options.key}", "Content-Type": "application/json"})
                response = connection.getresponse()
                response.read()
                is_good = response.status == 200
            except (OSError, http.client.HTTPException):
                connection.close()
                is_good = False
                time.sleep(0.05)
            with self.lock:
                self.sent, self.failed = self.sent + 1, self.failed + (not is_good)


class Follower:
    def __init__(self, folder, url):
        self.folder, self.url = folder, url
        self.start()

    def start(self):
        self.out, self.messages = open(f"{self.folder}/shown", "ab"), open(f"{self.folder}/messages", "ab")
        command = [options.binary, "logs", "tail", "--since", "last", "--customer", CUSTOMER, "--limit", "1", "--format", "ndjson"]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self.out, stderr=self.messages,
                                        env=environment(self.folder, self.url))

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stored(self):
        files = list(pathlib.Path(self.folder, ".local/state/litellm-proxy/logs").glob("*.json"))
        return set(json.loads(files[0].read_text())["position"]["found"]) if files else None

    def shown(self):
        lines = pathlib.Path(self.folder, "shown").read_text().splitlines()
        return [json.loads(line) for line in lines]


def log(url):
    """Returns the ids of this run's rows, by end, from all pages of the log."""
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc, timeout=120)
    rows, page = {}, 1
    now = datetime.datetime.now(datetime.timezone.utc)
    text = lambda hours: (now + datetime.timedelta(hours=hours)).strftime("%Y-%m-%d %H:%M:%S")
    while True:
        query = urllib.parse.urlencode({"start_date": text(-2), "end_date": text(24), "end_user": CUSTOMER, "page": page,
                                        "page_size": 100, "sort_order": "asc"})
        connection.request("GET", f"/spend/logs/v2?{query}", headers={"Authorization": f"Bearer {options.key}"})
        found = json.loads(connection.getresponse().read())["data"]
        rows.update((row["request_id"], row["endTime"]) for row in found)
        if len(found) < 100:
            return rows
        page += 1


def wait(what, is_done, seconds=180):
    until = time.monotonic() + seconds
    while not is_done():
        if time.monotonic() > until:
            print(f"  gave up waiting for {what}", flush=True)
            return
        time.sleep(0.5)


def main():
    with tempfile.TemporaryDirectory() as folder:
        process, url, port = None, options.url, 0
        if not url:
            process, url, port = sandbox(folder, 0)
        follower, sender = Follower(folder, url), Sender(url)
        wait("the follower", lambda: follower.stored() is not None, 60)
        may_repeat = set()
        sender.began = time.monotonic()
        sending = threading.Thread(target=sender.run)
        sending.start()
        for _ in range(options.kills):
            time.sleep(options.seconds / (options.kills + 1))
            follower.kill()
            stored = follower.stored()
            # What was shown in the moment before it was stored is shown again: it is not lost.
            may_repeat |= {row["request_id"] for row in follower.shown()} - stored
            time.sleep(1)
            follower.start()
        if options.gone and process:
            time.sleep(options.seconds / 3)
            process.kill()
            process.wait()
            time.sleep(options.gone)
            process, url, _ = sandbox(folder, port)
        sending.join()
        written, count = {}, -1
        # The log is complete once it has not grown for longer than the server takes to write.
        while len(written) != count:
            count = len(written)
            time.sleep(16)
            written = log(url)
        wait("all rows", lambda: len({row["request_id"] for row in follower.shown()}) >= len(written))
        time.sleep(5)
        follower.kill()
        rows = follower.shown()
        ids = [row["request_id"] for row in rows]
        twice = {one for one, count in collections.Counter(ids).items() if count > 1}
        ends = [row["endTime"] for row in rows]
        late = sum(one > next_ for one, next_ in zip(ends, ends[1:]))
        missing, strange = set(written) - set(ids), set(ids) - set(written)
        print(f"{url} rate {options.rate:g}/s for {options.seconds:g} s, clock {options.clock}, kills {options.kills}, gone {options.gone:g} s")
        print(f"  sent {sender.sent} in {sender.took:.1f} s ({sender.failed} failed), in the log {len(written)}, shown {len(ids)}")
        print(f"  missing {len(missing)}, twice {len(twice - may_repeat)} (and {len(twice & may_repeat)} around a kill), "
              f"unknown {len(strange)}, looks whose rows begin before the last one's end {late}")
        for line in pathlib.Path(folder, "messages").read_text().splitlines():
            print(f"  {line}")
        if process:
            process.kill()
        sys.exit(bool(missing or twice - may_repeat or strange))


main()
