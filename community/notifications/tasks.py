"""The doorbell: wakes the worker when mail is waiting. The jobs are rows, and `tick` finds what was missed."""

import logging

from django_tasks import task

from community.notifications.outbox import send_due

log = logging.getLogger("intersession.mail")


@task(priority=50)  # before the hundreds of tasks that an editor's import leaves for the index
def send_waiting_mail() -> int:
    """Send what is due. A lost or repeated ring does no harm."""
    return send_due()


def ring() -> None:
    """Ask for the worker. Called after the transaction: whatever goes wrong here must not undo what was written."""
    try:
        send_waiting_mail.enqueue()
    except Exception:
        log.exception("The mail worker could not be called; the next tick sends what is waiting.")
