"""What outsiders must never read, planted once in every place that keeps something from them.

Each canary is a word that stands nowhere else. Beside each of them stands "kingfisher", so that an outsider can look
for one without knowing it: what a page says back of a question is then no find.
"""

from dataclasses import dataclass
from datetime import timedelta
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.utils import timezone
from wagtail.models import PageViewRestriction

from community.live.actions import ask_question, hide_message, join_as_guest, open_room, post_message
from community.live.models import Room
from community.moderation.actions import report_content
from community.notifications.actions import follow, set_preferences
from community.notifications.models import Follow
from community.people.models import User
from forum import actions
from forum.access import forget_access
from forum.engine import Post, Topic
from forum.models import Attachment, PostVersion
from tests.cms.making import make_course, make_lesson
from tests.community.live.making import open_clinic
from tests.kept import kept

WORD = "kingfisher"
ASKER = "zqname"
DELETED = "zqdraft"

# Where each stands, for whoever reads a failure.
CANARIES = {
    "zqforum": "the name of a private forum",
    "zqabout": "what a private forum is for",
    "zqtopic": "the subject of a topic in it",
    "zqpost": "its text",
    "zqreply": "a reply in it",
    "zqfile": "the name of a file in it",
    "zqbytes": "what the file says",
    "zqwaiting": "a topic that waits for approval",
    "zqunseen": "a reply that waits for approval",
    "zqhidden": "a post that was hidden",
    "zqgone": "a topic that was hidden",
    "zqreason": "why it was hidden",
    "zqversion": "a former text that was hidden",
    "zqdrafting": "a draft of somebody else",
    DELETED: "a draft that was deleted",
    "zqreport": "what somebody reported",
    "zqroom": "the title of a room for a group",
    "zqsaid": "what was said in it",
    "zqmessage": "a live message that was hidden",
    "zqpending": "a question that waits for a moderator",
    "zqheld": "what a new guest wrote first",
    ASKER: "who asked without a name",
    "zqlesson": "a lesson for a group",
    "zqmoved": "a topic that became private",
}


@dataclass
class Planted:
    cast: Any
    closed: Any
    closed_topic: Topic
    open_topic: Topic
    room: Room
    team_room: Room
    lesson: Any
    asker: User


@kept
def planted(cast) -> Planted:
    asker = User.objects.create_user("kestrel@example.org", display_name=f"Kestrel {ASKER}")
    closed, closed_topic = _private_forum(cast)
    open_topic = _open_forum(cast)
    _waiting(cast)
    _moved(cast)
    room, team_room = _rooms(cast, asker)
    return Planted(cast, closed, closed_topic, open_topic, room, team_room, _lesson(cast), asker)


def _private_forum(cast) -> tuple[Any, Topic]:
    """Jurgis followed it while he could, and is named in it."""
    name, about = f"Academy {WORD} zqforum", f"For {WORD}s, zqabout."
    forum = actions.make_forum("academy-5", name, description=about, private=True)
    actions.set_forum_members(forum, "Academy 5 participants", users=[cast.zofia, cast.ivo])
    _follow(cast.zofia, "forum", forum.pk, "instant")
    Follow.objects.create(user=cast.jurgis, kind="forum", object_id=str(forum.pk), level="instant")
    words = f"The {WORD} said zqpost to @Jurgis-Pavyzdys and @Zofia-Przykład"
    topic = actions.start_topic(cast.ivo, forum, subject=f"Our {WORD} zqtopic", content=words)
    Follow.objects.create(user=cast.jurgis, kind="topic", object_id=str(topic.pk), level="instant")
    with TemporaryDirectory() as folder, override_settings(MEDIA_ROOT=folder):  # tests have folders of their own
        file = actions.attach_file(cast.ivo, forum, SimpleUploadedFile("zqfile.txt", b"zqbytes"))
    actions.reply(cast.ivo, topic, content=f"A {WORD} zqreply [it](/forum/file/{file.key}/)")
    actions.save_draft(cast.zofia, topic, client_id=uuid4(), content=f"A {WORD} zqdrafting")
    report_content(cast.zofia, "post", topic.first_post.pk, "spam", f"This {WORD} zqreport")
    return forum, topic


def keep_file(file: Attachment) -> None:
    """Put the planted file where files are now."""
    file.file.storage.save(file.file.name, ContentFile(b"zqbytes"))


def _open_forum(cast) -> Topic:
    """Jurgis takes part in it and follows it, so he is told of whatever happens there."""
    forum = actions.make_forum("practice", "Practice")
    _follow(cast.jurgis, "forum", forum.pk, "instant")
    set_preferences(cast.jurgis, digest="weekly")
    topic = actions.start_topic(cast.zofia, forum, subject="Birds", content="Which do you see?")
    _follow(cast.jurgis, "topic", topic.pk, "instant")
    actions.reply(cast.jurgis, topic, content="Sparrows")
    hidden = actions.reply(cast.ivo, topic, content=f"A {WORD} zqhidden @Jurgis-Pavyzdys")
    actions.reply(cast.zofia, topic, content="Where?", reply_to=hidden)
    actions.hide_post(cast.ona, hidden, f"No {WORD} zqreason")
    gone = actions.start_topic(cast.ivo, forum, subject=f"More {WORD} zqgone", content=f"A {WORD} zqgone")
    actions.hide_topic(cast.ona, gone, f"No {WORD} zqreason")
    _former_text(cast, topic)
    _draft(cast, topic)
    return topic


def _former_text(cast, topic: Topic) -> None:
    old = timezone.now() - timedelta(hours=1)
    post = actions.reply(cast.ivo, topic, content=f"A {WORD} zqversion")
    Post.objects.filter(pk=post.pk).update(created=old, updated=old)
    post = Post.objects.select_related("detail", "topic__detail", "topic__forum", "poster").get(pk=post.pk)
    actions.edit_post(cast.ivo, post, content="A heron")
    actions.hide_version(cast.ona, PostVersion.objects.get(post=post), "Everybody reads why")


def _draft(cast, topic: Topic) -> None:
    draft = actions.save_draft(cast.zofia, topic, client_id=uuid4(), content=f"A {WORD} {DELETED}")
    actions.discard_draft(cast.zofia, draft)


def _waiting(cast) -> None:
    forum = actions.make_forum("first-steps", "First steps", needs_approval=True)
    seen = actions.start_topic(cast.pekka, forum, subject="Hello", content="Good morning")
    actions.approve_post(cast.ona, seen.first_post)
    actions.reply(cast.pekka, Topic.objects.get(pk=seen.pk), content=f"A {WORD} zqunseen")
    actions.start_topic(cast.pekka, forum, subject=f"A {WORD} zqwaiting", content=f"The {WORD} zqwaiting")


def _moved(cast) -> None:
    """Jurgis was told of it while it was open."""
    forum = actions.make_forum("soon", "Soon")
    topic = actions.start_topic(cast.zofia, forum, subject=f"A {WORD} zqmoved", content=f"The {WORD} zqmoved")
    _follow(cast.jurgis, "topic", topic.pk, "instant")
    actions.reply(cast.ivo, topic, content=f"A {WORD} zqmoved")
    actions.make_forum("soon", "Soon", private=True)


def _rooms(cast, asker: User) -> tuple[Room, Room]:
    room = open_clinic(cast)
    hide_message(cast.ona, post_message(cast.ivo, room, f"A {WORD} zqmessage"), f"No {WORD} zqreason")
    ask_question(asker, room, f"Who pays for the {WORD}?", named=False)
    Room.objects.filter(pk=room.pk).update(pre_moderation=True)
    ask_question(cast.ivo, Room.objects.get(pk=room.pk), f"Who feeds the {WORD} zqpending?")
    Room.objects.filter(pk=room.pk).update(pre_moderation=False, guests_wait=True)
    room = Room.objects.get(pk=room.pk)
    post_message(join_as_guest(room, "Rasa"), room, f"We watch the {WORD} zqheld.")
    Room.objects.filter(pk=room.pk).update(guests_wait=False)
    now = timezone.now()
    team = open_room(
        "team", f"The {WORD} zqroom", opens_at=now - timedelta(hours=1), closes_at=now + timedelta(hours=1)
    )
    Room.objects.filter(pk=team.pk).update(audience=Room.Audience.GROUP, group=_group(cast))
    team = Room.objects.select_related("group").get(pk=team.pk)
    post_message(cast.zofia, team, f"A {WORD} zqsaid")
    return Room.objects.get(pk=room.pk), team


def _lesson(cast) -> Any:
    """Its address says nothing: an address that somebody knows already is no find."""
    course = make_course(f"The {WORD} zqlesson", slug="closed-course")
    restriction = PageViewRestriction.objects.create(page=course, restriction_type="groups")
    restriction.groups.add(_group(cast))
    return make_lesson(course, f"A {WORD} zqlesson", summary=f"A {WORD} zqlesson", slug="closed-lesson")


def _follow(user: User, kind: str, object_id: object, level: str) -> None:
    forget_access(user)
    follow(user, kind, object_id, level)


def _group(cast) -> Group:
    group, _ = Group.objects.get_or_create(name="team")
    group.user_set.add(cast.zofia)
    return group
