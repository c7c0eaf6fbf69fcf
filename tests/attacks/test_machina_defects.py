"""The reproduced defects of stock machina (safety 3.2), each tried on stock machina, where it works, and on ours.

An attack is one function: it returns whether it succeeded.
"""

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Model
from machina.apps.forum_conversation.forum_attachments.models import Attachment
from machina.apps.forum_conversation.forum_polls.models import TopicPollOption
from machina.apps.forum_permission.shortcuts import assign_perm

from community.people.models import CannotDeletePeople
from forum.engine import Post, Topic
from tests.attacks.conftest import CANARY

pytestmark = pytest.mark.embedded

WORDS = {"subject": "Innocent", "content": "Innocent words", "kind": "question", "language": "en", "reason": "None"}
NO_FORMS = {"attachment-TOTAL_FORMS": "0", "attachment-INITIAL_FORMS": "0"}


def send(client, addresses, **fields):
    return [client.post(address, {**WORDS, **NO_FORMS, **fields}) for address in addresses]


def formset(prefix, **fields):
    sent = {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-INITIAL_FORMS": "1"}
    return sent | {f"{prefix}-0-{name}": value for name, value in fields.items()}


# --- 1 and 2: any attachment of any forum -------------------------------------------------------------------------


def steal_an_attachment(world, target):
    secret = world.attachment(world.closed_topic.first_post)
    send(world.jurgis, target.reply(world.open_topic), **formset("attachment", id=secret.pk, comment="mine"))
    secret = Attachment.objects.get(pk=secret.pk)
    answers = [world.jurgis.get(address) for address in target.attachment(secret)]
    return secret.post.poster == world.cast.jurgis or any(CANARY in _body(answer) for answer in answers)


def delete_an_attachment(world, target):
    secret = world.attachment(world.closed_topic.first_post)
    send(world.jurgis, target.reply(world.open_topic), **formset("attachment", id=secret.pk, DELETE="on"))
    return not Attachment.objects.filter(pk=secret.pk).exists()


# --- 3 and 4: the forum of one topic with the topic of another ----------------------------------------------------


def skip_the_approval_queue(world, target):
    send(world.jurgis, target.reply(world.watched_topic, world.open), forum_pk=world.open.pk, approved="on")
    return Post.objects.filter(topic=world.watched_topic, poster=world.cast.jurgis, approved=True).exists()


def lock_a_topic_of_another_forum(world, target):
    assign_perm("can_lock_topics", world.cast.jurgis, world.open)
    send(world.jurgis, target.reply(world.other_topic, world.open), lock_topic="on", status="1")
    return Topic.objects.get(pk=world.other_topic.pk).is_locked


def announce_in_another_forum(world, target):
    assign_perm("can_post_announcements", world.cast.jurgis, world.closed)
    topic = world.start(world.cast.jurgis, world.other, "Mine")
    send(world.jurgis, target.change_topic(topic, world.closed), topic_type="2", kind="announcement")
    return Topic.objects.get(pk=topic.pk).type == Topic.TOPIC_ANNOUNCE


# --- 5: what waits for approval -----------------------------------------------------------------------------------


def _unapproved(world):
    return world.start(world.cast.ivo, world.watched, f"Not yet {CANARY}")


def read_an_unapproved_topic(world, target):
    topic = _unapproved(world)
    return any(CANARY in _body(world.jurgis.get(address, follow=True)) for address in target.topic(topic))


def read_an_unapproved_attachment(world, target):
    assign_perm("can_download_file", world.cast.jurgis, world.watched)
    secret = world.attachment(_unapproved(world).first_post)
    return any(CANARY in _body(world.jurgis.get(address)) for address in target.attachment(secret))


# --- 6: a topic that has moved to a closed forum ------------------------------------------------------------------


def read_the_subject_of_a_moved_topic(world, target):
    topic = world.start(world.cast.ivo, world.open, f"Soon {CANARY}")
    world.answer(world.cast.jurgis, topic)
    topic.subscribers.add(world.cast.jurgis)
    world.answer(world.cast.ivo, topic)
    Topic.objects.filter(pk=topic.pk).update(forum=world.closed)
    world.jurgis.raise_request_exception = False  # a page that fails shows nothing either
    return any(CANARY in _body(world.jurgis.get(address)) for address in target.subscriptions())


# --- 7: poll options of another topic -----------------------------------------------------------------------------


def steal_poll_options(world, target):
    poll, options = world.poll(world.closed_topic)
    fields = {"poll-TOTAL_FORMS": "2", "poll-INITIAL_FORMS": "2", "poll_question": "Mine?", "poll_max_options": "1"}
    for number, option in enumerate(options):
        fields |= {f"poll-{number}-id": option.pk, f"poll-{number}-text": f"Hijacked {number}"}
    send(world.jurgis, target.new_topic(world.open), **fields)
    return TopicPollOption.objects.filter(text__startswith="Hijacked").exists() or poll.options.count() != 2


# --- 8: a lock that is set while a reply is being stored ----------------------------------------------------------


def undo_a_lock(world, target):
    """A moderator's lock lands between the reading of the topic's row and its writing back."""
    done = []

    def lock_meanwhile(execute, sql, params, many, context):
        if not done and sql.startswith("INSERT") and '"forum_conversation_post"' in sql:
            done.append(sql)
            Topic.objects.filter(pk=world.open_topic.pk).update(status=Topic.TOPIC_LOCKED)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(lock_meanwhile):
        send(world.jurgis, target.reply(world.open_topic))
    assert done
    return not Topic.objects.get(pk=world.open_topic.pk).is_locked


# --- The others -------------------------------------------------------------------------------------------------


def flood_the_feed(world, target):
    for number in range(60):
        Topic.objects.create(forum=world.open, poster=world.cast.ivo, subject=f"Item {number}", type=0, status=0)
    return any(_body(world.guest.get(address)).count("<item>") > 50 for address in target.feeds(world.open))


def fill_the_session_table(world, target):
    """Five visits without cookies."""
    before = Session.objects.count()
    for _ in range(5):
        for address in target.index():
            type(world.guest)().get(address)
    return Session.objects.count() > before


def run_an_attachment_as_a_page(world, target):
    assign_perm("can_download_file", world.cast.jurgis, world.open)
    page = world.attachment(world.open_topic.first_post, "a;filename=b.html", "<script>alert(1)</script>")
    answers = [world.jurgis.get(address) for address in target.attachment(page)]
    return any(answer.status_code == 200 and "html" in answer["Content-Type"] for answer in answers)


ATTACKS = [
    steal_an_attachment,
    delete_an_attachment,
    skip_the_approval_queue,
    lock_a_topic_of_another_forum,
    announce_in_another_forum,
    read_an_unapproved_topic,
    read_an_unapproved_attachment,
    read_the_subject_of_a_moved_topic,
    steal_poll_options,
    undo_a_lock,
    flood_the_feed,
    fill_the_session_table,
    run_an_attachment_as_a_page,
]


def _body(response):
    served = 200 <= response.status_code < 300
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace") if served else ""


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_the_attack_is_refused(attack, world, ours):
    assert not attack(world, ours)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_the_attack_works_on_stock_machina(attack, world, stock):
    assert attack(world, stock)


# --- Deleting an account ------------------------------------------------------------------------------------------


def test_deleting_an_account_would_take_other_peoples_posts(world):
    world.answer(world.cast.jurgis, world.open_topic)
    with transaction.atomic():
        Model.delete(type(world.cast.zofia).objects.get(pk=world.cast.zofia.pk))
        assert not Post.objects.filter(poster=world.cast.jurgis).exists()
        transaction.set_rollback(True)


def test_so_deleting_an_account_is_refused(world):
    zofia = world.cast.zofia
    with pytest.raises(CannotDeletePeople):
        zofia.delete()
    with pytest.raises(CannotDeletePeople):
        type(zofia).objects.filter(pk=zofia.pk).delete()


def test_votes_have_no_constraint_in_machina_so_polls_are_not_offered(world):
    poll, options = world.poll(world.open_topic)
    options[0].votes.create(voter=world.cast.zofia)  # the second vote of the same person
    assert options[0].votes.filter(voter=world.cast.zofia).count() == 2
    address = f"/forum/poll/{poll.pk}/vote/"
    assert world.jurgis.post(address, {"options": options[1].pk}).status_code == 404
    assert options[1].votes.count() == 0
