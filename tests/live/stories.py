#!/usr/bin/env python3
"""Stories: what people do with litellm-proxy, against a real LiteLLM server.

    stories.py --binary PATH --url URL [--key sk-1234] [--other URL] [--only NAME] [--strict]

Each story runs the binary in a home directory of its own and in an environment that holds nothing but the server's URL
and key. Everything it makes on the server carries the name of the run, and is deleted at the end, so that stories can
run again, and beside each other, on one database. The server is also asked directly, over HTTP, for what no command
does yet, and to see what the server itself believes.
"""

import argparse
import importlib
import os
import sys
import tempfile

from stories.harness import STORIES, Failed, Skipped, World
from stories.server import Server

# The files in stories/, in this order; the last one looks at what the others have left.
ROOMS = ["connection", "models", "models_import", "model_groups", "credentials", "keys", "keys_import",
         "keys_rotate", "users", "teams", "chat", "http", "login", "login_pkce", "budgets", "customers",
         "access_groups", "organizations", "virtual_keys", "keys_change", "spend", "users_edit", "teams_edit",
         "documents", "end"]


def tell(binary, server, other, name, function):
    """Runs one story; its line, and whether it passed, failed or was skipped."""
    with tempfile.TemporaryDirectory(prefix="litellm-proxy-") as home:
        w = World(binary, server, other, home)
        reason, outcome = None, "ok"
        try:
            function(w)
        except Skipped as skipped:
            reason, outcome = str(skipped), "skipped"
        except Failed as failed:
            reason, outcome = str(failed), "FAILED"
        except Exception as error:  # a story that trips over an answer has found something too
            reason, outcome = f"{place(error, function)}: {type(error).__name__}: {error}", "FAILED"
        except KeyboardInterrupt:
            w.clean_up()
            raise SystemExit(130)
        try:
            w.clean_up()
        except Exception as error:
            reason = str(error) if outcome == "ok" else f"{reason}\n    and {error}"
            outcome = "FAILED"
    print(f"{outcome} {name}" + (f": {reason}" if reason else ""), flush=True)
    return outcome


def place(error, function):
    """The line of the story itself, which is more telling than where the error was raised."""
    file, line, trace = function.__code__.co_filename, 0, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == file:
            line = trace.tb_lineno
        trace = trace.tb_next
    return f"{os.path.basename(file)}, line {line}"


def main():
    parser = argparse.ArgumentParser(description="Live stories for litellm-proxy.")
    parser.add_argument("--binary", required=True)
    parser.add_argument("--url", required=True, help="the server to tell the stories to")
    parser.add_argument("--key", default="sk-1234", help="its master key, and that of the other")
    parser.add_argument("--other", help="a server to import keys from")
    parser.add_argument("--strict", action="store_true", help="the server is set up by proxy/strict.yaml: tell its stories")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="stories whose name holds this")
    args = parser.parse_args()
    for room in ["strict"] if args.strict else ROOMS:
        importlib.import_module(f"stories.{room}")

    binary = os.path.abspath(args.binary)
    if not os.access(binary, os.X_OK):
        raise SystemExit(f"{binary} is not a program")
    server = Server(args.url, args.key, header="X-Litellm-Key" if args.strict else "Authorization")
    other = Server(args.other, args.key) if args.other else None
    wanted = [(name, function) for name, function in STORIES if not args.only or any(part in name for part in args.only)]
    if not wanted:
        raise SystemExit(f"there is no story {args.only}; there are: " + ", ".join(name for name, _ in STORIES))
    print(f"LiteLLM {server.version} at {server.url}", flush=True)
    outcomes = [tell(binary, server, other, name, function) for name, function in wanted]
    failed = outcomes.count("FAILED")
    print(f"{outcomes.count('ok')} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
