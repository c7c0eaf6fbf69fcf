"""Categories, topics and replies (demo-data C6)."""

from datetime import timedelta

from django.utils import timezone

from community.demo.dates import Dates
from community.demo.reading import client_id, read, read_all
from community.demo.talks import talk_on
from community.people.models import Ecosystem, User
from community.people.permissions import TRAINERS
from events.models import TalkPage
from forum import actions
from forum.announcing import announce_post
from forum.engine import Forum, Post, Topic
from forum.kinds import compose
from forum.models import Anchor, PostDetail, PostVersion

NEWS_FROM = timedelta(days=6)


def add_forums() -> dict[str, Forum]:
    """The forums by their key. Who may enter a private one is said where its edition is made."""
    data = read("world/forums")
    forums = {entry["key"]: actions.make_category(entry["key"], entry["title"]) for entry in data["sections"]}
    for entry in data["forums"]:
        forums[entry["key"]] = actions.make_forum(
            entry["key"],
            entry["title"],
            description=entry["description"],
            private=entry["private"],
            parent=forums.get(entry["parent"]),
            moderators_post_only=entry["who_posts"] == "moderators",
        )
    actions.set_forum_members(forums["trainers-room"], TRAINERS)
    return forums


def add_topics(
    forums: dict[str, Forum], people: dict[str, User], dates: Dates, talks: dict[str, TalkPage]
) -> list[Topic]:
    """The thirty topics with their replies, oldest first, so that the lists look as if they had grown."""
    entries = sorted(read_all("forum"), key=lambda entry: -entry["days_ago"])
    return [_topic(entry, forums[entry["forum"]], people, dates, talks) for entry in entries]


def _topic(entry: dict, forum: Forum, people: dict[str, User], dates: Dates, talks: dict[str, TalkPage]) -> Topic:
    once = client_id("topic", entry["number"])
    if found := Topic.objects.filter(first_post__detail__client_id=once).first():
        return found
    started = dates.days_ago(entry["days_ago"])
    talk = talk_on(talks, entry["talk"]) if "talk" in entry else None
    topic = actions.start_topic(
        people[entry["author"]],
        forum,
        subject=entry["subject"],
        content=compose(entry["kind"], entry["parts"], entry["language"]) if "parts" in entry else entry["body"],
        client_id=once,
        kind=entry["kind"],
        language=entry["language"],
        country=entry.get("country", ""),
        ecosystems=Ecosystem.objects.filter(code__in=entry.get("ecosystems", [])),
        sections=entry.get("parts"),
        anchor=Anchor("talk", str(talk.pk), talk.get_url() or "", talk.title) if talk else None,
        created_at=started,
    )
    for place, facts in enumerate(entry.get("replies", [])):
        _reply(topic, facts, people, started, client_id("topic", entry["number"], place))
    _finish(topic, entry, people)
    _tell_latest(topic)
    return topic


def _tell_latest(topic: Topic) -> None:
    """Of each topic that went on in the last days, the last reply is news, so that no inbox is empty."""
    last = topic.posts.select_related("topic", "poster").order_by("-created").first()
    if last and timezone.now() - last.created < NEWS_FROM:
        announce_post(last)


def _reply(topic: Topic, facts: dict, people: dict[str, User], started: object, once: object) -> Post:
    moment = min(started + timedelta(hours=facts["hours_after"]), timezone.now())  # type: ignore[operator]
    author = people[facts["author"]]
    post = actions.reply(author, topic, content=facts["body"], client_id=once, created_at=moment)  # type: ignore[arg-type]
    if facts.get("hidden") and not post.detail.hidden_at:
        actions.hide_post(people["ona"], post, facts["hidden"])
    if facts.get("edited"):
        _take_out(post, facts["edited"], people["ona"])
    return post


def _take_out(post: Post, reason: str, moderator: User) -> None:
    """As a moderator leaves it who took something out of a post: what it said before is there and hidden."""
    Post.objects.filter(pk=post.pk).update(update_reason=reason, updated_by=moderator, updates_count=1)
    if PostDetail.objects.filter(post=post, versions=0).update(versions=1):
        former = f"{post.content.raw}\n\nIt was Example Instruments who did it for us."
        hidden = {"hidden_at": timezone.now(), "hidden_by": moderator, "hidden_reason": reason}
        PostVersion.objects.create(post=post, text=former, writer=post.poster, written_at=post.created, **hidden)


def accept_answers(people: dict[str, User]) -> None:
    """Say of the replies that the files name which question each answers, and who says so."""
    for entry in read_all("forum"):
        for place, facts in enumerate(entry.get("replies", [])):
            if "answers" in facts:
                answer = Post.objects.get(detail__client_id=client_id("topic", entry["number"], place))
                carried = answer.topic.posts.get(detail__origin_kind="question", content=facts["answers"])
                actions.accept_answer(people[facts["accepted_by"]], carried, answer)
            elif "accepted_by" in facts:  # the answer to what the topic itself asks
                answer = Post.objects.get(detail__client_id=client_id("topic", entry["number"], place))
                actions.accept_answer(people[facts["accepted_by"]], answer.topic.first_post, answer)


def _finish(topic: Topic, entry: dict, people: dict[str, User]) -> None:
    if entry["pinned"]:
        Topic.objects.filter(pk=topic.pk).update(type=Topic.TOPIC_STICKY)
    if entry["locked"]:
        actions.lock_topic(people["ona"], topic)
