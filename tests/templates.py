"""Everything that tests start from, made before they ask for it: `make test` does so while types are checked.

    python -m tests.templates

What is there already and still right takes no time.
"""

import shutil
import sys
from multiprocessing import get_context

from tests.database import demo_folder, postgres_template
from tests.services import PostgreSQL, kept_postgres


def main() -> int:
    """Those of both databases at once, as migrating keeps one core busy. Returns what the process should end with."""
    other = get_context("spawn").Process(target=demo_folder)
    other.start()
    keep_postgres()
    other.join()
    return other.exitcode or 0


def keep_postgres() -> None:
    """Keep the folder of a server that has the template in it."""
    finished = kept_postgres()
    if finished.exists():
        return
    unfinished = finished.with_name("unfinished-postgres")
    with PostgreSQL() as server:
        postgres_template(server.url)
        server.stop()
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(server.folder / "data", unfinished)
    for outdated in finished.parent.glob("postgres-*"):
        shutil.rmtree(outdated)
    unfinished.rename(finished)


if __name__ == "__main__":
    sys.exit(main())
