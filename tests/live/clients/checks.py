"""What every script of this folder uses. A check prints a line of JSON with its name and outcome: the value that it
returns, or the name and status of the error that it raises."""

import json
import sys

url, key, run = sys.argv[1:4]
models = json.loads(sys.argv[4])
outcomes = {}


def check(name, call):
    try:
        outcomes[name] = call()
    except Exception as error:
        status = getattr(error, "status_code", None) or getattr(getattr(error, "response", None), "status_code", None)
        outcomes[name] = f"{type(error).__name__} {status}"


def finish():
    print(json.dumps(outcomes))
