"""Finds and runs the program of the package `litellm-proxy-cli`."""

import os
import subprocess
import sys
import sysconfig

PROGRAM = "litellm-proxy-cli" + (".exe" if os.name == "nt" else "")


def _folders():
    """Folders in which installers put the scripts of a package, likeliest first."""
    yield sysconfig.get_path("scripts")
    # An environment on top of another one, such as `uv run --with`.
    yield sysconfig.get_path("scripts", vars={"base": sys.base_prefix})
    package = os.path.dirname(os.path.abspath(__file__))
    site = os.path.dirname(package)
    # `pip install --prefix`: PREFIX/lib/python3.x/site-packages, on Windows PREFIX/Lib/site-packages.
    above = site
    for _ in range(3):
        above = os.path.dirname(above)
        yield os.path.join(above, "Scripts" if os.name == "nt" else "bin")
    # `pip install --target`.
    yield os.path.join(site, "bin")
    # `pip install --user`.
    if sys.version_info >= (3, 10):
        user = sysconfig.get_preferred_scheme("user")
    elif os.name == "nt":
        user = "nt_user"
    else:
        user = "osx_framework_user" if sys.platform == "darwin" and sys._framework else "posix_user"
    yield sysconfig.get_path("scripts", scheme=user)


def find():
    """Returns the path of the program. Raises FileNotFoundError if it is nowhere."""
    folders = list(dict.fromkeys(_folders()))
    for folder in folders:
        path = os.path.join(folder, PROGRAM)
        if os.path.isfile(path):
            return path
    raise FileNotFoundError(
        "%s is in none of these folders: %s; reinstall it with `pip install --force-reinstall --no-deps litellm-proxy-cli`"
        % (PROGRAM, ", ".join(folders))
    )


def main():
    """Runs the program in place of Python, with the same arguments."""
    try:
        program = find()
    except FileNotFoundError as error:
        sys.exit("error: %s" % error)
    arguments = [program, *sys.argv[1:]]
    if os.name == "nt":
        # Windows cannot replace a process.
        sys.exit(subprocess.run(arguments).returncode)
    os.execv(program, arguments)
