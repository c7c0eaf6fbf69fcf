"""Who may do what in the forum: one predicate per right, asked by actions and templates alike."""

from community.people.permissions import Person, can_write
from forum import access
from forum.access import access_in, access_of
from forum.engine import Forum, Post, Topic
from forum.models import Attachment, PostDetail
from forum.origins import settleable
from forum.trust import is_newcomer


def can_read_forum(user: Person, forum: Forum) -> bool:
    """Also true of the forums above it. Superusers, moderators and organisers read everything."""
    return forum.pk in access_in(user, forum.pk).readable


def can_moderate(user: Person, forum: Forum) -> bool:
    """May approve, hide, lock and edit what others wrote here."""
    return _has(user, forum.pk, access.APPROVE)


def moderates_everywhere(user: Person) -> bool:
    """Whether they are moderators of the house, who have the desk, and not of some forums only."""
    return access_of(user).allows_anywhere(access.APPROVE)


def can_read_topic(user: Person, topic: Topic) -> bool:
    """A topic that waits for a moderator or was hidden is there for moderators and whoever started it."""
    if topic.forum_id not in access_in(user, topic.forum_id).readable:
        return False
    if topic.approved and not is_hidden(topic):
        return True
    return _has(user, topic.forum_id, access.APPROVE) or _wrote(user, topic)


def can_read_post(user: Person, post: Post) -> bool:
    """Whether its place in the topic exists for the user; of a hidden post, readers see only that it was hidden.

    One that waits is there for its author and moderators.
    """
    if not can_read_topic(user, post.topic):
        return False
    return post.approved or _wrote(user, post) or _has(user, post.topic.forum_id, access.APPROVE)


def can_read_words(user: Person, post: Post) -> bool:
    """Whether the user may read what the post says."""
    if not can_read_post(user, post):
        return False
    return not (is_hidden(post) or is_hidden(post.topic)) or _has(user, post.topic.forum_id, access.APPROVE)


def can_read_reason(user: Person, post: Post) -> bool:
    """Why it was hidden is said to whoever wrote it, and to moderators (DSA, Article 17)."""
    return _wrote(user, post) or _has(user, post.topic.forum_id, access.APPROVE)


def can_attach(user: Person, forum: Forum) -> bool:
    """Whoever writes in a forum may add files to what they write."""
    return user.is_authenticated and (_has(user, forum.pk, access.REPLY) or _has(user, forum.pk, access.START))


def can_read_file(user: Person, file: Attachment) -> bool:
    """A file is read by whoever reads the words of its post; before it has one, by whoever uploaded it."""
    if file.post is not None:
        return can_read_words(user, file.post)
    return user.is_authenticated and file.owner_id == user.pk and can_read_forum(user, file.forum)


def in_view(topic: Topic) -> bool:
    """Whether everyone who reads the forum sees the topic. Only then do its forum's numbers know of it."""
    return topic.approved and not is_hidden(topic)


def in_full_view(post: Post) -> bool:
    """Whether everyone who reads the forum may read what the post says."""
    return in_view(post.topic) and post.approved and not is_hidden(post)


def can_be_answer(post: Post) -> bool:
    """Whether it may be called the answer to a question: a reply that everyone reads, itself no question."""
    return in_full_view(post) and not _asks(post) and post.pk != post.topic.first_post_id


def can_settle_question(user: Person, question: Post) -> bool:
    """Say which reply answers it, or that none does: who asked it, trainers and moderators (R-FOR-2).

    Of a question that was carried here, the floor that it comes from says who may.
    """
    if not can_write(user) or not can_read_topic(user, question.topic) or not _asks(question):
        return False
    detail = question.detail
    if detail.origin_kind:
        return detail.origin_id in settleable(user, detail.origin_kind, [detail.origin_id])
    return can_settle_topic(user, question.topic)


def can_settle_topic(user: Person, topic: Topic) -> bool:
    """The same for a topic that is a question as a whole."""
    return can_write(user) and (_wrote(user, topic) or _has(user, topic.forum_id, access.ACCEPT))


def can_vote_question(user: Person, question: Post) -> bool:
    """Say that they wait for the answer, too: members, until there is one. Who asked it waits anyway."""
    if not (user.is_authenticated and can_react_post(user, question) and _asks(question)):
        return False
    return not is_answered(question) and not question.topic.is_locked


def can_react_post(user: Person, post: Post) -> bool:
    """Thank for it, agree, have tried it: any member who reads it, but not who wrote it."""
    return can_write(user) and in_full_view(post) and can_read_post(user, post) and not _wrote(user, post)


def can_see_unanswered(user: Person) -> bool:
    """Open the desk of unanswered questions: moderators, trainers and organisers."""
    if not user.is_authenticated:
        return False
    found = access_of(user)
    return found.allows_anywhere(access.ACCEPT) or found.allows_anywhere(access.ANNOUNCE)


def can_vouch_for_question(user: Person, question: Post) -> bool:
    """Whether it is a question that everyone reads, and that waits for its answer."""
    return can_read_post(user, question) and in_full_view(question) and _asks(question)


def can_close_topic(user: Person, topic: Topic) -> bool:
    """With a sentence that says how it ended: whoever started it, and moderators."""
    if not can_write(user) or topic.is_locked or not in_view(topic) or not can_read_topic(user, topic):
        return False
    return _wrote(user, topic) or can_lock_topic(user, topic)


def can_reopen_topic(user: Person, topic: Topic) -> bool:
    """Moderators open any topic again, others what they closed themselves."""
    if not can_write(user) or not topic.is_locked or not can_read_topic(user, topic):
        return False
    detail = getattr(topic, "detail", None)
    closed_by_them = bool(user.is_authenticated and detail and detail.closed_at and detail.closed_by_id == user.pk)
    return closed_by_them or can_lock_topic(user, topic)


def is_answered(question: Post) -> bool:
    """Whether it has an answer that everyone may read."""
    detail = getattr(question, "detail", None)
    if detail is None or detail.answer_id is None:
        return False
    return detail.answer.approved and not is_hidden(detail.answer)


def can_start_topic(user: Person, forum: Forum) -> bool:
    return user.is_authenticated and forum.is_forum and _has(user, forum.pk, access.START)


def can_announce(user: Person, forum: Forum) -> bool:
    """May give a topic the kind "announcement"."""
    return can_start_topic(user, forum) and _has(user, forum.pk, access.ANNOUNCE)


def can_reply(user: Person, topic: Topic) -> bool:
    """Locked topics take posts from moderators only."""
    if not user.is_authenticated or not can_read_topic(user, topic) or is_hidden(topic):
        return False
    return _has(user, topic.forum_id, access.REPLY) and (
        not topic.is_locked or _has(user, topic.forum_id, access.REPLY_TO_LOCKED)
    )


def can_edit_post(user: Person, post: Post) -> bool:
    """Authors edit their own posts until the topic is locked or the post is hidden; moderators edit any."""
    if not user.is_authenticated or not can_read_post(user, post):
        return False
    if _has(user, post.topic.forum_id, access.EDIT):
        return True
    own = _wrote(user, post) and _has(user, post.topic.forum_id, access.EDIT_OWN)
    return own and not post.topic.is_locked and not is_hidden(post) and not is_hidden(post.topic)


def can_describe_topic(user: Person, topic: Topic) -> bool:
    """Say what kind of topic it is and what it is about: whoever may change its first post."""
    if topic.first_post_id is None:
        return False
    first: Post = topic.first_post
    first.topic = topic
    return can_edit_post(user, first)


def can_lock_topic(user: Person, topic: Topic) -> bool:
    return user.is_authenticated and _has(user, topic.forum_id, access.LOCK)


def can_pin_topic(user: Person, topic: Topic) -> bool:
    return can_write(user) and can_moderate(user, topic.forum)


def can_announce_topic(user: Person, topic: Topic) -> bool:
    """Put it above all others of its forum."""
    return can_pin_topic(user, topic) and _has(user, topic.forum_id, access.ANNOUNCE)


def can_move_topic(user: Person, topic: Topic, forum: Forum) -> bool:
    """To another forum, or posts of it: who moderates here and there (safety B15)."""
    return can_write(user) and forum.is_forum and can_moderate(user, topic.forum) and can_moderate(user, forum)


can_split_topic = can_move_topic


def can_join_topics(user: Person, one: Topic, other: Topic) -> bool:
    return can_write(user) and can_moderate(user, one.forum) and can_moderate(user, other.forum)


def posts_unseen(user: Person, forum_id: int) -> bool:
    """Whether what the user writes there appears at once, without a moderator's approval."""
    return _has(user, forum_id, access.POST_UNSEEN) and not is_newcomer(user)


def waits(post: Post) -> bool:
    """Whether a moderator has to read it before others do; not one that was refused."""
    return not post.approved and not is_hidden(post) and not is_hidden(post.topic)


def _has(user: Person, forum_id: int, codename: str) -> bool:
    found = access_in(user, forum_id)
    return forum_id in found.readable and found.allows(forum_id, codename)


def _wrote(user: Person, written: Topic | Post) -> bool:
    return user.is_authenticated and written.poster_id == user.pk


def _asks(post: Post) -> bool:
    detail: PostDetail | None = getattr(post, "detail", None)
    return detail is not None and detail.asks


def is_hidden(written: Topic | Post) -> bool:
    """Whether a moderator hid it. Whoever asks about many selects `detail` with them."""
    detail = getattr(written, "detail", None)
    return detail is not None and detail.hidden_at is not None
