#!/usr/bin/env python3
"""Runs the stories: sequences of commands against a real LiteLLM server.

    stories.py --binary PATH --url URL [--key sk-1234] [--other URL] [--only NAME] [--fresh | --strict]

Each story runs the binary in its own home directory and in an environment with only the URL and the key of the server.
Everything it creates on the server carries the name of the run and is deleted at the end, so stories can run again, and
at the same time, on one database. Stories also send requests directly, for setup that no command covers and to check the
state of the server.
"""

import argparse
import importlib
import os
import sys
import tempfile
import time

from stories.harness import STORIES, Failed, Skipped, World
from stories.server import Server

# The files in stories/, in this order. The last one checks that the others left nothing behind.
FILES = ["connection", "models", "models_import", "model_groups", "credentials", "keys", "keys_import",
         "keys_rotate", "users", "teams", "chat", "model_nouns", "model_tests", "http", "masked", "login", "login_pkce", "budgets", "customers",
         "access_groups", "organizations", "virtual_keys", "keys_change", "spend", "users_edit", "teams_edit",
         "documents", "kept", "guard", "control", "people", "health", "doctor",
         "declarative", "declarative_models", "declarative_export", "end"]

SLOW_SECONDS = 5  # stories that take longer print their time


def run_story(binary, server, other, name, function):
    """Runs one story and prints its line; returns whether it passed, failed or was skipped."""
    with tempfile.TemporaryDirectory(prefix="litellm-proxy-") as home:
        w = World(binary, server, other, home)
        reason, outcome, started = None, "ok", time.monotonic()
        try:
            function(w)
        except Skipped as skipped:
            reason, outcome = str(skipped), "skipped"
        except Failed as failed:
            reason, outcome = str(failed), "FAILED"
        except Exception as error:  # an unexpected response is a failure too
            reason, outcome = f"{place(error, function)}: {type(error).__name__}: {error}", "FAILED"
        except KeyboardInterrupt:
            w.clean_up()
            raise SystemExit(130)
        try:
            w.clean_up()
        except Exception as error:
            reason = str(error) if outcome == "ok" else f"{reason}\n    and {error}"
            outcome = "FAILED"
    seconds = time.monotonic() - started
    slow = f" ({seconds:.0f} s)" if seconds >= SLOW_SECONDS else ""
    print(f"{outcome} {name}{slow}" + (f": {reason}" if reason else ""), flush=True)
    return outcome


def place(error, function):
    """Returns the line in the story that led to the error."""
    file, line, trace = function.__code__.co_filename, 0, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == file:
            line = trace.tb_lineno
        trace = trace.tb_next
    return f"{os.path.basename(file)}, line {line}"


def main():
    parser = argparse.ArgumentParser(description="Live stories for litellm-proxy.")
    parser.add_argument("--binary", required=True)
    parser.add_argument("--url", required=True, help="the server to run the stories on")
    parser.add_argument("--key", default="sk-1234", help="the master key of both servers")
    parser.add_argument("--other", help="a server to import keys from")
    parser.add_argument("--strict", action="store_true", help="run the stories for a server with proxy/strict.yaml")
    parser.add_argument("--fresh", action="store_true", help="run the stories for a server that has not been used yet")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="run the stories whose names contain this")
    args = parser.parse_args()
    for file in ["strict"] if args.strict else ["fresh"] if args.fresh else FILES:
        importlib.import_module(f"stories.{file}")

    binary = os.path.abspath(args.binary)
    if not os.access(binary, os.X_OK):
        raise SystemExit(f"{binary} is not executable")
    server = Server(args.url, args.key, header="X-Litellm-Key" if args.strict else "Authorization")
    other = Server(args.other, args.key) if args.other else None
    wanted = [(name, function) for name, function in STORIES if not args.only or any(part in name for part in args.only)]
    if not wanted:
        raise SystemExit(f"no story matches {args.only}; the stories are: " + ", ".join(name for name, _ in STORIES))
    print(f"LiteLLM {server.version} at {server.url}", flush=True)
    outcomes = [run_story(binary, server, other, name, function) for name, function in wanted]
    failed = outcomes.count("FAILED")
    print(f"{outcomes.count('ok')} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
