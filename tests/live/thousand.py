#!/usr/bin/env python3
"""Puts a thousand keys, users and teams into the database of a server; every list must return each of them once.

    thousand.py --binary PATH --url URL --psql "PSQL COMMAND FOR THE DATABASE OF THE SERVER" [--key sk-1234]
"""

import argparse
import csv
import io
import json
import os
import shlex
import subprocess
import sys
import tempfile

NOUNS = {
    "keys": ("LiteLLM_VerificationToken", "token", "key_alias", "encode(sha256(('thousand' || i)::bytea), 'hex')",
             lambda body: body["keys"], "token"),
    "users": ("LiteLLM_UserTable", "user_id", "user_alias", "'thousand-' || i", lambda body: body["users"], "user_id"),
    "teams": ("LiteLLM_TeamTable", "team_id", "team_alias", "'thousand-' || i", lambda body: body, "team_id"),
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--url", required=True)
    parser.add_argument("--psql", required=True)
    parser.add_argument("--key", default="sk-1234")
    options = parser.parse_args()
    passed = failed = 0

    def query(sql):
        return subprocess.run([*shlex.split(options.psql), "-c", sql], check=True, capture_output=True, text=True).stdout

    with tempfile.TemporaryDirectory() as home:
        def list_output(noun, format_):
            env = {"HOME": home, "LITELLM_PROXY_URL": options.url, "LITELLM_PROXY_API_KEY": options.key}
            done = subprocess.run([os.path.abspath(options.binary), noun, "list", "--format", format_], env=env, cwd=home,
                                  check=True, capture_output=True, text=True)
            assert "incomplete" not in done.stderr, done.stderr
            return done.stdout

        for noun, (table, id_, alias, new_id, items, field) in NOUNS.items():
            query(f'insert into "{table}" ({id_}, {alias}) select {new_id}, \'thousand-\' || i from generate_series(1, 1000) i')
            try:
                known = sorted(query(f'select {id_} from "{table}"').split())
                for format_, read in (("json", lambda output: items(json.loads(output))),
                                      ("ndjson", lambda output: [json.loads(line) for line in output.splitlines()]),
                                      ("csv", lambda output: list(csv.DictReader(io.StringIO(output))))):
                    found = read(list_output(noun, format_))
                    names = sorted(item[field] for item in found)
                    is_whole = len(known) >= 1000 and names == known
                    passed, failed = passed + is_whole, failed + (not is_whole)
                    if not is_whole:
                        print(f"FAILED {noun} list --format {format_}: {len(names)} of {len(known)}, {len(set(names))} distinct")
            finally:
                query(f'delete from "{table}" where {alias} like \'thousand-%\'')
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
