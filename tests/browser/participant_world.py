"""What the participant of the story comes back to after a month: a question, a topic that is not for her, a digest.

Run by itself, on the database of the site under test. Prints the names of those who take part.
"""

import json
from datetime import datetime, time, timedelta

import django

django.setup()

import time_machine  # noqa: E402
from django.utils import timezone  # noqa: E402

from community.notifications.actions import set_preferences, write_digests  # noqa: E402
from community.notifications.models import MailJob  # noqa: E402
from community.people.models import User  # noqa: E402
from forum import actions  # noqa: E402

QUESTION, SECRET = "Who pays when the grant ends?", "kestrel-ledger"
FORUM = "Between the talks"


def person(login: str) -> User:
    return User.objects.get(email=f"{login}@example.org")


def add_story() -> None:
    zofia, asker, ona = person("participant"), person("speaker"), person("moderator")
    forum = actions.make_forum("between-the-talks", FORUM)
    closed = actions.make_forum("closed-circle", "Closed circle", private=True)
    actions.set_forum_members(closed, "Closed circle", users=[asker])
    actions.start_topic(asker, closed, subject=f"Our {SECRET}", content=f"The {SECRET} words.")
    words = "In year four our members have to carry the office. *How did you tell them?*"
    topic = actions.start_topic(asker, forum, subject=QUESTION, content=words, kind="question")
    long_ago = timezone.now() - timedelta(days=40)
    User.objects.filter(pk=zofia.pk).update(last_seen_at=long_ago, last_login=long_ago, date_joined=long_ago)
    set_preferences(zofia, digest="daily")
    facts = {"zofia": zofia, "asker": asker, "ona": ona}
    names = {who: user.display_name for who, user in facts.items()}
    print(json.dumps({**names, "topic": topic.pk, "first": topic.first_post_id, "forum": forum.pk}))


def write_yesterdays_digest() -> None:
    """As on a morning, whatever the clock says; what is due stays due."""
    morning = datetime.combine(timezone.localdate() - timedelta(days=1), time(7, 30))
    with time_machine.travel(timezone.make_aware(morning)):
        write_digests()


if __name__ == "__main__":
    MailJob.objects.all().delete()  # what the demo world still has to tell is no part of the story
    add_story()
    write_yesterdays_digest()
