#!/usr/bin/env python3
"""Takes the database from a server, as if Postgres had stopped, and gives it back. `doctor` and `health` name that one cause.

    database.py --binary PATH --url URL --psql "PSQL COMMAND FOR ANOTHER DATABASE" --database NAME [--key sk-1234]
"""

import argparse
import json
import os
import shlex
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--url", required=True)
    parser.add_argument("--psql", required=True)
    parser.add_argument("--database", required=True)
    parser.add_argument("--key", default="sk-1234")
    options = parser.parse_args()
    counts = {True: 0, False: 0}

    def sql(*statements):
        words = [word for statement in statements for word in ("-c", statement)]
        subprocess.run([*shlex.split(options.psql), *words], check=True, capture_output=True, timeout=30)

    def new_key():
        headers = {"Authorization": f"Bearer {options.key}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{options.url}/key/generate", b"{}", headers)
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.load(response)["key"]

    def is_ready():
        try:
            return urllib.request.urlopen(f"{options.url}/health/readiness", timeout=10).status == 200
        except urllib.error.HTTPError:
            return False

    def check(what, is_so, *details):
        counts[bool(is_so)] += 1
        if not is_so:
            print(f"FAILED {what}", *details)

    with tempfile.TemporaryDirectory() as home:
        def run(key, *words):
            env = {"HOME": home, "LITELLM_PROXY_URL": options.url, "LITELLM_PROXY_API_KEY": key}
            return subprocess.run([os.path.abspath(options.binary), *words], env=env, cwd=home, capture_output=True, text=True,
                                  timeout=120)

        virtual = new_key()
        is_closed = f"alter database \"{options.database}\" with allow_connections"
        try:
            sql(f"{is_closed} false",
                f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{options.database}'")
            # 1.110.2 notices within 5 seconds. 1.80.11 reports for minutes that it is connected.
            deadline = time.monotonic() + 10
            while is_ready() and time.monotonic() < deadline:
                time.sleep(0.5)
            for name, key in (("the master key", options.key), ("a virtual key", virtual)):
                doctor = run(key, "doctor", "--format", "json")
                errors = [error for error in json.loads(doctor.stdout)["findings"] if error["severity"] == "error"
                          and error["id"] != "srv.master_key"]
                check(f"doctor with {name}", doctor.returncode == 1 and [error["id"] for error in errors] == ["srv.db"], doctor)
                command = errors[0]["command"] if errors else ""
                check(f"command with {name}", command == "litellm-proxy health --wait 5m", command)
                health = run(key, "health", "--format", "json")
                report = json.loads(health.stdout or "{}")
                check(f"health with {name}", (health.returncode, report.get("is_ready"), report.get("db"))
                      == (1, False, "disconnected"), health)
            refused = run(virtual, "models", "list")
            check("a refusal is not about the key", refused.returncode == 6 and "database is down" in refused.stderr, refused)
        finally:
            sql(f"{is_closed} true")
        waited = run(options.key, *shlex.split(command)[1:])
        check("the command waits until it is back", waited.returncode == 0, waited)
        deadline = time.monotonic() + 60
        while (last := run(virtual, "models", "list")).returncode != 0 and time.monotonic() < deadline:
            time.sleep(0.5)
        check("the key works again", last.returncode == 0, last)
        doctor = run(options.key, "doctor", "--only", "srv.db,key.known", "--format", "json")
        check("doctor finds nothing", doctor.returncode == 0 and not json.loads(doctor.stdout)["findings"], doctor)
    print(f"{counts[True]} passed, {counts[False]} failed")
    return 1 if counts[False] else 0


sys.exit(main())
