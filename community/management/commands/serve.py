"""`manage.py serve`: the whole site with one command, made of `community.preparing`, `.server` and `.background`."""

import gc
import socket
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from community import preparing
from community.background import BackgroundWorker, work_command
from community.bootstrap import HOST, CannotStart, check_writable, chosen_port, reserve_port, say
from community.demo.logins import LOGINS, PASSWORD
from community.live import hub, inboxes
from community.production_server import ProductionServer
from community.server import SiteServer, stop_quietly_when_told

SERVERS = {"daphne": SiteServer, "uvicorn": ProductionServer}


class Command(BaseCommand):
    help = "Serve the site: prepares the database, starts the background worker, answers pages and sockets."
    requires_system_checks: list[str] = []  # `make check` is for those who change the code, this for those who run it

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=HOST, help="the address to listen on (default: %(default)s)")
        parser.add_argument("--server", choices=SERVERS, default="daphne", help="uvicorn is for production")
        parser.add_argument("--no-worker", action="store_true", help="another process does the background tasks")
        parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")

    def handle(self, *, host: str, server: str, no_worker: bool, no_demo: bool, **options: Any) -> None:
        try:
            check_writable(str(settings.VAR_DIR))
            reserved = reserve_port(host, chosen_port())
        except CannotStart as problem:
            raise SystemExit(str(problem)) from None
        if preparing.files_are_missing():
            raise SystemExit(
                "The site is not prepared: run `manage.py prepare` once after every update, then this again."
            )
        stop_quietly_when_told()
        preparing.make_folders()
        preparing.prepare_database(say)
        if settings.DEVELOPMENT and not no_demo:
            preparing.prepare_demo(say)
        serve(reserved, SERVERS[server], with_worker=not no_worker)


def serve(reserved: socket.socket, server: type[SiteServer | ProductionServer], *, with_worker: bool) -> None:
    """In production a proxy stands in front, and is believed: it has to overwrite two headers, as in deploy/."""
    from community.asgi import application  # noqa: PLC0415 (what it loads may ask the database, so not before now)

    host, port = reserved.getsockname()[:2]
    worker = BackgroundWorker(work_command())

    def ready() -> None:
        announce(host, port)
        if with_worker:
            worker.start()  # after the server, so that the first page does not wait for it

    gc.collect()
    gc.freeze()  # what is loaded by now stays, so the collector need not walk through it again and again
    try:
        server(
            application, reserved, ready_callable=ready, goodbye=say_goodbye, behind_proxy=not settings.DEVELOPMENT
        ).run_until_told()
    finally:
        worker.stop()
    say("Stopped.")


def say_goodbye() -> None:
    """To whoever listens to a room, and to members whose pages wait for news."""
    hub.say_goodbye()
    inboxes.say_goodbye()


def announce(host: str, port: int) -> None:
    say(f"Intersession is at http://{host}:{port}/")
    if settings.DEVELOPMENT:
        say(f"Sign in as any of these, with the password: {PASSWORD}")
        for role, email in LOGINS:
            say(f"  {role:<12} {email}")
    if folder := getattr(settings, "EMAIL_FILE_PATH", None):
        say(f"Mail is not sent: it is kept in {folder}")
    say("Stop with Ctrl-C")
