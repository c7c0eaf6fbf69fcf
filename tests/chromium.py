"""Which Chromium the browser tests drive: the one in CHROME, the one that is installed, or Debian's package.

    python -m tests.chromium

makes sure that there is one and prints where.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
MISSING = (
    "The browser tests need Chromium: install the package chromium, or name a Chrome or Chromium in CHROME, "
    "then run the same command again."
)

# Two hidden lists below the address bar, drawn anew for each visitor, cost more than most of the pages under test. The
# others are those that Playwright switches off too: the last list of this name is the one that counts.
NEEDLESS = [
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
]
# It runs as root in containers, and asks nobody anything.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(NEEDLESS)}",
]


def find() -> str | None:
    if chosen := os.environ.get("CHROME"):
        return shutil.which(chosen)
    return next(filter(None, map(shutil.which, (*NAMES, MAC))), None)


def can_install() -> bool:
    return shutil.which("apt-get") is not None and os.geteuid() == 0


def install() -> None:
    """Install Debian's package. Raises CalledProcessError when that does not work."""
    print("Installing Chromium for the browser tests: about a minute, once", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        subprocess.run(["apt-get", *arguments], check=True, capture_output=True, env=environment)


def main() -> None:
    if not find() and can_install() and not os.environ.get("CHROME"):
        try:
            install()
        except subprocess.CalledProcessError as error:
            sys.exit(f"{error.stderr.decode(errors='replace').strip()}\n{MISSING}")
    print(find() or sys.exit(MISSING))


if __name__ == "__main__":
    main()
