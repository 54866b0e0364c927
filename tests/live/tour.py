#!/usr/bin/env python3
"""Runs the commands of the book's tour against a real server: `tour.py --binary PATH --url URL [--key sk-1234] [--exact]`.

The shell blocks of "Logging in" and of the sections below must succeed, in order and in one directory. With --exact,
the transcript at the top must print exactly what it shows; without it, its commands must run.
"""
import argparse, os, pathlib, re, subprocess, sys, tempfile

from stories.harness import Failed, Skipped, World
from stories.sign_in import sign_in_as_new_user, with_browser
from stories.server import Server

SECTIONS = ["Tasks", "Sandbox", "Scripts and CI"]
TOUR = pathlib.Path(__file__).resolve().parents[2] / "docs" / "tour.md"


def blocks(text, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.M | re.S)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--url", required=True)
    parser.add_argument("--key", default="sk-1234")
    parser.add_argument("--exact", action="store_true")
    options = parser.parse_args()
    text = TOUR.read_text()
    sections = dict(re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", text, re.M | re.S))
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "bin").mkdir()
        (pathlib.Path(folder) / "bin" / "litellm-proxy").symlink_to(pathlib.Path(options.binary).resolve())
        environment = {"HOME": folder, "PATH": f"{folder}/bin:{os.environ['PATH']}", "TZ": "UTC", "LITELLM_PROXY_URL": options.url,
                       "LITELLM_PROXY_API_KEY": options.key}

        def run(script, env=environment):
            # The browser of a login reads the code from this file.
            with open(f"{folder}/stderr", "w+") as output:
                done = subprocess.run(["bash", "-c", script], cwd=folder, env=env, stdin=subprocess.DEVNULL, text=True,
                                      stdout=output, stderr=subprocess.STDOUT, timeout=120)
                output.seek(0)
                done.stdout = output.read()
            return done

        def run_section(name, env=environment):
            nonlocal passed, failed
            for block in blocks(sections[name], "sh"):
                done = run(f"set -eo pipefail\n{block}", env)
                if done.returncode == 0:
                    passed += 1
                else:
                    failed += 1
                    print(f"FAILED tour, {name}:\n{block}\nexit {done.returncode}\n{done.stdout}")

        # "Logging in" runs without a key; my.key is the key file that it uses.
        w = World(os.path.abspath(options.binary), Server(options.url, options.key), None, folder)
        pathlib.Path(f"{folder}/my.key").write_text(options.key)
        try:
            sign_in_as_new_user(w, "tour")
            browser = {name: value for name, value in with_browser(w).items() if name.isupper() and name != "PATH"}
            keyless = {name: value for name, value in environment.items() if name != "LITELLM_PROXY_API_KEY"}
            run_section("Logging in", dict(keyless, **browser))
        except (Failed, Skipped) as reason:
            failed += 1
            print(f"FAILED tour, Logging in: sign-in is impossible: {reason}")
        finally:
            w.clean_up()
        for section in SECTIONS:
            run_section(section)
        transcript = blocks(text, "console")[0]
        printed = ""
        for command in re.findall(r"^\$ (.*)$", transcript, re.M):
            done = run(command)
            printed += f"$ {command}\n{done.stdout}"
            if done.returncode == 2:
                printed += f"[exit {done.returncode}]\n"
        if printed == transcript or (not options.exact and "[exit 2]" not in printed):
            passed += 1
        else:
            failed += 1
            print(f"FAILED tour, transcript. It prints:\n{printed}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
