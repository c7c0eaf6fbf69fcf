"""Prepare this folder's own Python environment, then run a program in it.

    python3 community/bootstrap.py [--with-tests] [--for-serving] manage.py serve

Needs nothing but Python's standard library, and is written so that even Python 3.6 can read it: whoever has too old
a Python gets a sentence and not a syntax error. What is installed is pinned in constraints.txt; a stamp in .venv
remembers for which pins it was made, so the next start has nothing to do.
"""

import errno
import hashlib
import os
import socket
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin", "python")
OLDEST = (3, 11)
HOST = "127.0.0.1"

NO_VENV = (
    "Python cannot make an environment: on Debian and Ubuntu, install the package python3-venv, "
    "then run the same command again."
)
NO_PACKAGES = "The packages could not be installed: check the network, then run the same command again."


class CannotStart(Exception):
    """Why there is no going on, as one sentence for the person at the terminal."""


def say(line: str) -> None:
    print(line, flush=True)


# --- What can be checked before anything slow ------------------------------------------------------------------------


def check_python() -> None:
    if sys.version_info < OLDEST:
        raise CannotStart(
            "Intersession needs Python {}.{} or newer, and this is Python {}.{}: install a newer one, "
            "or name it, as in: make run PYTHON=python3.12".format(*(OLDEST + sys.version_info[:2]))
        )


def check_writable(folder: str) -> None:
    """Raises CannotStart unless a file can be made in the folder, which is made too when it is missing."""
    try:
        os.makedirs(folder, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise CannotStart(
            "Nothing can be written in {} ({}): make that folder writable, or name another one in VAR_DIR.".format(
                folder, error.strerror
            )
        ) from None


def chosen_port() -> int:
    """The port in PORT, 8000 unless it is set. Raises CannotStart when it is not a port number."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise CannotStart("PORT is {!r}, but it must be a number from 1 to 65535.".format(text))
    return int(text)


def reserve_port(host: str, port: int) -> socket.socket:
    """A socket that holds the address but does not listen yet. Raises CannotStart when somebody else has it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    reserved = socket.socket(family, socket.SOCK_STREAM)
    if os.name == "posix":  # elsewhere this option would let two servers share one port
        reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        reserved.bind((host, port))
    except OSError as error:
        reserved.close()
        raise CannotStart(_why_not(host, port, error)) from None
    return reserved


def _why_not(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        another = port + 1 if port < 65535 else 8000
        return "Port {} is taken: stop the program that has it, or choose another, as in: make run PORT={}".format(
            port, another
        )
    if error.errno == errno.EACCES:
        return "Port {} is reserved for the system: choose one above 1023, as in: make run PORT=8000".format(port)
    return "The address {}:{} cannot be used: {}.".format(host, port, error.strerror or error)


def data_folder() -> str:
    """Where the database, films and mail are kept: VAR_DIR, or var/ in this folder."""
    return os.path.abspath(os.path.expanduser(os.environ.get("VAR_DIR") or os.path.join(ROOT, "var")))


# --- The environment ------------------------------------------------------------------------------------------------


def needed(with_tests: bool) -> "list[str]":
    """The packages that pyproject.toml asks for, by name and range."""
    import tomllib  # noqa: PLC0415 (Python 3.11 has it; older ones must still be able to read this file)

    with open(os.path.join(ROOT, "pyproject.toml"), "rb") as file:
        project = tomllib.load(file)["project"]
    return project["dependencies"] + (project["optional-dependencies"]["test"] if with_tests else [])


def fingerprint() -> str:
    """Changes when the pins, this file, the Python or the place change."""
    digest = hashlib.sha256("{} {} {}".format(sys.version_info[:2], sys.base_prefix, VENV).encode())
    for name in ("pyproject.toml", "constraints.txt", "community/bootstrap.py"):
        with open(os.path.join(ROOT, name), "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()


def stamp(kind: str) -> str:
    return os.path.join(VENV, "installed-for-" + kind)


def is_ready(with_tests: bool) -> bool:
    """True when .venv was finished for exactly these pins."""
    try:
        with open(stamp("tests" if with_tests else "running")) as file:
            return os.path.exists(PYTHON) and file.read() == fingerprint()
    except OSError:
        return False


def prepare(with_tests: bool) -> None:
    """Make .venv what the pins say. Takes a minute or two the first time; afterwards it isn't called."""
    check_writable(ROOT)
    begun = time.monotonic()
    if not _runs(PYTHON):
        say("Making a Python environment in .venv")
        _run([sys.executable, "-m", "venv", "--clear", VENV], NO_VENV)
    say("Installing what Intersession needs{}: a minute or two, once".format(" and its tests" if with_tests else ""))
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
    pins = ["-c", os.path.join(ROOT, "constraints.txt")]
    _run(pip + pins + ["pip"], NO_PACKAGES)
    _run(pip + pins + needed(with_tests), NO_PACKAGES)
    for kind in ("running", "tests") if with_tests else ("running",):
        with open(stamp(kind), "w") as file:
            file.write(fingerprint())
    say("Installed in {:.0f} s".format(time.monotonic() - begun))


def _runs(python: str) -> bool:
    try:
        return subprocess.call([python, "-c", "import pip"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def _run(command: "list[str]", excuse: str) -> None:
    """Run a program without its chatter; when it fails, show the last of it. Raises CannotStart(excuse)."""
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
    chatter = running.communicate()[0].decode(errors="replace")
    if running.returncode:
        told = [line for line in chatter.strip().splitlines() if not line.startswith("WARNING")]
        sys.stderr.write("".join("  " + line + "\n" for line in told[-12:]))
        raise CannotStart(excuse)


# --- The way through -------------------------------------------------------------------------------------------------


def main(arguments: "list[str]") -> None:
    """Own flags come first; the rest is what Python shall run."""
    flags = set()
    while arguments and arguments[0] in ("--with-tests", "--for-serving"):
        flags.add(arguments.pop(0))
    with_tests = "--with-tests" in flags
    os.chdir(ROOT)
    check_python()
    if "--for-serving" in flags:
        check_writable(data_folder())
        reserve_port(HOST, chosen_port()).close()
    if not is_ready(with_tests):
        prepare(with_tests)
    if arguments:
        os.execv(PYTHON, [PYTHON] + arguments)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except CannotStart as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit("Stopped before everything was ready; the same command goes on from here.")
