"""A mail server as a process of its own: `python -m tests.community.notifications.mail_server PORT FOLDER`.

Every mail becomes a file in the folder. While the file "refuse" lies there, it answers 451; with the file "hang up" it
takes the mail and cuts the line before it has said so.
"""

import os
import signal
import sys
from pathlib import Path
from uuid import uuid4

from aiosmtpd.controller import Controller


class Keeper:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, server, session, envelope):
        if (self.folder / "refuse").exists():
            return "451 Come back later"
        arriving = self.folder / f"{uuid4()}.arriving"
        arriving.write_bytes(envelope.original_content)
        arriving.rename(arriving.with_suffix(".eml"))  # whole, for whoever looks at that very moment
        if (self.folder / "hang up").exists():
            server.transport.abort()
        return "250 Taken"


def main(port: int, folder: Path) -> None:
    told = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, told)  # in the server's thread as well: the word to stop comes to this one
    Controller(Keeper(folder), hostname="127.0.0.1", port=port).start()
    signal.sigwait(told)
    os._exit(0)  # whatever is under way is left, as nobody listens any more


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
