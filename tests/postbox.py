"""A mail server as a process of its own, and the mails that have come to it, byte by byte as they came."""

import email
import email.policy
import socket
import sys
from email.message import EmailMessage
from pathlib import Path

from tests.database import ROOT
from tests.services import HOST, Service, wait_until


class Postbox(Service):
    """Takes every mail. Files in its folder make it do otherwise: see tests/community/notifications/mail_server.py."""

    @property
    def url(self) -> str:
        return f"smtp://{HOST}:{self.port}"

    @property
    def letters(self) -> Path:
        folder = self.folder / "post"
        folder.mkdir(exist_ok=True)
        return folder

    @property
    def environment(self) -> dict[str, str]:
        return super().environment | {"PYTHONPATH": str(ROOT)}

    def command(self) -> list[str]:
        server = "tests.community.notifications.mail_server"
        return [sys.executable, "-m", server, str(self.port), str(self.letters)]

    def answers(self) -> bool:
        with socket.create_connection((HOST, self.port), 1):
            return True

    def empty(self) -> None:
        for path in self.letters.iterdir():
            path.unlink()

    def mails(self, to: str = "") -> list[EmailMessage]:
        """Oldest first; only those to one address, if one is named."""
        files = sorted(self.letters.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        mails = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in files]
        return [mail for mail in mails if to in ("", mail["To"])]

    def next_mail(self, to: str, after: int = 0, patience: float = 15.0) -> EmailMessage:
        """The first mail to that address after so many others, once it is there."""
        wait_until(lambda: len(self.mails(to)) > after, f"No mail to {to}", patience)
        return self.mails(to)[after]
