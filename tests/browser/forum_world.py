"""A forum with everything that people have tried to write, for the browser to read."""

from community.people.models import User
from forum import actions
from tests.community.lib.payloads import PAYLOADS

FORUM = "Odd corner"
EVIL_SUBJECT = "Evil <img src=x onerror=canary()> words"


def add_forum() -> None:
    people = (User.objects.get(email=f"{name}@example.org") for name in ("participant", "speaker", "jurgis"))
    asker, helper, attacker = people
    corner = actions.make_forum("odd-corner", FORUM, description="What people *try* to write.")
    topic = actions.start_topic(asker, corner, subject="Members who do not pay", content="What do **you** do?")
    actions.reply(helper, topic, content="> What do you do?\n\nWe ask them:\n\n1. by phone\n2. by letter")
    evil = actions.start_topic(attacker, corner, subject=EVIL_SUBJECT, content="Payloads below.")
    for number in range(0, len(PAYLOADS), 8):
        together = "\n\n".join(PAYLOADS[number : number + 8])
        actions.reply(attacker, evil, content=together.replace("alert(1)", "canary()"))
