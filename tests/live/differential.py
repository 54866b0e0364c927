#!/usr/bin/env python3
"""Sends the same requests to LiteLLM and to the sandbox, and reports where the responses differ.

    differential.py --litellm URL --sandbox URL [--sequences 300] [--seed 1] [--only NAME] [--show N] [--all]

A sequence is a list of steps, each a method, a path, a body and a key. Those in `differential/*.json` are written by
hand; `sequences.py` generates the others from the seed. Values that a server generates (ids, keys, times) must correspond:
where LiteLLM returns X and the sandbox Y, they do so throughout. Sequences that wait for a server to record spend run
only with --all.
"""

import argparse
import json
import pathlib
import re
import sys
import threading
import time
import urllib.error
import urllib.request
import uuid

import sequences

HERE = pathlib.Path(__file__).resolve().parent
MASTER_KEY = "sk-1234"
# Fields that are not compared; the file gives the reasons.
LEFT_OUT = {
    name
    for line in (HERE / "differential" / "left-out.txt").read_text().splitlines()
    if not line.startswith("#")
    for name in line.split()
}
# Lists without an order.
UNORDERED = {"models", "teams", "deleted_keys", "model_names", "access_groups", "aliases_list", "team_memberships"}
GENERATED = [
    re.compile(pattern)
    for pattern in (
        r"[0-9a-f]{64}",
        r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        r"sk-[A-Za-z0-9_-]{20,}",
        r"sk-\.\.\.[A-Za-z0-9_-]{4}",
        r"chatcmpl-[A-Za-z0-9-]+",
        r"[A-Za-z0-9_-]{40,}={0,2}",  # encrypted values
        r"team-.*budget-[0-9a-f]{32}",
    )
]
TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d")


# Steps whose rate limit LiteLLM forgot.
FORGOTTEN = []


class Server:
    """One of the two servers, and its responses in a sequence."""

    def __init__(self, url):
        self.url = url
        self.responses = []

    def ask(self, step, run):
        def filled(value):
            if isinstance(value, str):
                return self.fill(value, run)
            if isinstance(value, list):
                return [filled(item) for item in value]
            if isinstance(value, dict):
                return {filled(name): filled(item) for name, item in value.items()}
            return value

        body = step.get("body")
        data = None
        if "raw" in step:
            data = step["raw"].encode()
        elif body is not None:
            data = json.dumps(filled(body)).encode()
        headers = {"Content-Type": "application/json"}
        key = filled(step.get("as", "admin"))
        if key != "nobody":
            headers["Authorization"] = "Bearer " + (MASTER_KEY if key == "admin" else str(key))
        request = urllib.request.Request(self.url + filled(step["path"]), method=step["method"], data=data, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                status, text = response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            status, text = error.code, error.read().decode()
        except OSError as error:
            status, text = 0, str(error)
        try:
            value = json.loads(text)
        except ValueError:
            value = text
        self.responses.append(value)
        return status, value

    def fill(self, text, run):
        text = text.replace("{run}", run)
        whole = re.fullmatch(r"\{ref:(\d+)\.([\w.]+)\}", text)
        if whole:
            return self.look_up(*whole.groups())
        return re.sub(r"\{ref:(\d+)\.([\w.]+)\}", lambda found: str(self.look_up(*found.groups())), text)

    def look_up(self, number, path):
        value = self.responses[int(number)] if int(number) < len(self.responses) else None
        for name in path.split("."):
            if isinstance(value, list) and name.isdigit() and int(name) < len(value):
                value = value[int(name)]
            else:
                value = value.get(name) if isinstance(value, dict) else None
        return "missing" if value is None else value


class Comparison:
    """Compares the responses of the two servers in a sequence."""

    def __init__(self):
        self.pairs = {}
        self.unordered = UNORDERED

    def of(self, real, ours, where="", field=""):
        if isinstance(real, dict) and isinstance(ours, dict):
            if where == "" and set(real) == {"error"} == set(ours):
                return self.of_errors(real["error"], ours["error"])
            found = []
            # A generated value may be the name of a field as well.
            names = {name: self.pairs.get(name, name) for name in real}
            for name, our_name in names.items():
                if name in LEFT_OUT:
                    continue
                if our_name not in ours:
                    found.append(f"{where}.{name}: missing, {short(real[name])}")
                else:
                    found += self.of(real[name], ours[our_name], f"{where}.{name}", name)
            for name in ours.keys() - set(names.values()) - LEFT_OUT:
                found.append(f"{where}.{name}: unexpected, {short(ours[name])}")
            return found
        if isinstance(real, list) and isinstance(ours, list):
            if len(real) != len(ours):
                return [f"{where}: {len(real)} items, not {len(ours)}: {short(real)} {short(ours)}"]
            if field in self.unordered:
                real, ours = (sorted(items, key=sort_key) for items in (real, ours))
            pairs = enumerate(zip(real, ours))
            return [found for index, pair in pairs for found in self.of(*pair, f"{where}[{index}]")]
        if self.same(real, ours, field):
            return []
        return [f"{where}: {short(real)}, not {short(ours)}"]

    def of_errors(self, real, ours):
        """Messages may differ; the fields that programs read may not."""
        names = [name for name in ("type", "param", "code") if real.get(name) != ours.get(name)]
        names = [name for name in names if not self.same(real.get(name), ours.get(name), name)]
        return [f".error.{name}: {real.get(name)!r}, not {ours.get(name)!r}" for name in names]

    def same(self, real, ours, field):
        if field in ("message", "msg", "detail", "error") and isinstance(real, str) and isinstance(ours, str):
            return True
        if isinstance(real, (int, float)) and isinstance(ours, (int, float)) and not isinstance(real, bool):
            return abs(real - ours) <= 1e-9 + 1e-6 * abs(real)
        if not isinstance(real, str) or not isinstance(ours, str):
            return real == ours
        if real == ours:
            return True
        if TIME.match(real) and TIME.match(ours):
            return abs(seconds(real) - seconds(ours)) < 90
        if any(pattern.fullmatch(real) and pattern.fullmatch(ours) for pattern in GENERATED):
            return self.pairs.setdefault(real, ours) == ours
        return False


def sort_key(item):
    """Returns a sort key without generated values, which is the same on both servers."""
    text = json.dumps(item, sort_keys=True)
    for pattern in GENERATED[:4]:
        text = pattern.sub("", text)
    return re.sub(TIME.pattern + r"[.\d]*", "", text), json.dumps(item)


def seconds(text):
    return time.mktime(time.strptime(text[:19].replace(" ", "T"), "%Y-%m-%dT%H:%M:%S"))


def short(value):
    text = json.dumps(value)
    return text if len(text) <= 100 else text[:97] + "..."


def shapes(value):
    """Returns a validation error without its messages."""
    if isinstance(value, dict) and isinstance(value.get("detail"), list):
        return {"detail": [{"type": item.get("type"), "loc": item.get("loc")} for item in value["detail"]]}
    return value


def run_sequence(steps, run, servers):
    """Runs a sequence; returns the differences, each with its step."""
    real, ours = (Server(url) for url in servers)
    comparison = Comparison()
    found = []
    for number, step in enumerate(steps):
        if "wait" in step:
            # LiteLLM records spend a moment later.
            time.sleep(step["wait"])
            real.responses.append(None)
            ours.responses.append(None)
            continue
        (real_status, real_body), (our_status, our_body) = real.ask(step, run), ours.ask(step, run)
        if (real_status, our_status) == (200, 429):
            # LiteLLM keeps its counters in a cache of 200 entries and drops them when many keys are in use.
            FORGOTTEN.append(step)
            problems = []
        elif real_status != our_status:
            problems = [f"{real_status}, not {our_status}: {short(real_body)} {short(our_body)}"]
        elif step.get("compare") == "status":
            problems = []
        else:
            comparison.unordered = UNORDERED | set(step.get("unordered", ()))
            problems = comparison.of(shapes(real_body), shapes(our_body))
        request = f"{step['method']} {step['path']} {json.dumps(step.get('body', step.get('raw', '')))} as {step.get('as', 'admin')}"
        found += [f"step {number}: {request}\n    {problem}" for problem in problems]
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--litellm", required=True)
    parser.add_argument("--sandbox", required=True)
    parser.add_argument("--sequences", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--show", type=int, default=10)
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    wanted = []
    for path in sorted((HERE / "differential").glob("*.json")):
        wanted.append((path.stem, json.loads(path.read_text())))
    wanted += sequences.generated(options.seed, options.sequences)
    wanted = [(name, steps) for name, steps in wanted if options.only in name]
    # A busy server records spend at any time, so the sequences that wait for it need a quiet one.
    wanted = [(name, steps) for name, steps in wanted if options.all or not any("wait" in step for step in steps)]
    servers = options.litellm.rstrip("/"), options.sandbox.rstrip("/")
    passed, failed, lock = 0, 0, threading.Lock()
    todo = iter(wanted)

    def work():
        nonlocal passed, failed
        while True:
            with lock:
                name, steps = next(todo, (None, None))
            if name is None:
                return
            found = run_sequence(steps, "diff-" + uuid.uuid4().hex[:8], servers)
            if found:
                # A busy database fails now and then; a real difference shows twice.
                found = run_sequence(steps, "diff-" + uuid.uuid4().hex[:8], servers)
            with lock:
                passed, failed = passed + (not found), failed + bool(found)
                if found:
                    print(f"FAILED {name}: {len(found)} differences")
                    for line in found[: options.show]:
                        print("  " + line)

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    steps = sum(len(steps) for _, steps in wanted)
    print(f"{len(wanted)} sequences of {steps} requests to each server")
    if FORGOTTEN:
        print(f"{len(FORGOTTEN)} times LiteLLM forgot a rate limit")
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
