"""Questions to the speakers, and the votes for them."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from community.live.models.people import Attendee, RoomSpeaker
from community.live.models.rooms import Room
from community.live.models.said import Message, Said
from community.people.models import User

HAND_FOR = timedelta(minutes=3)  # how long "Ona is on this" stands if she does nothing more


class QuestionQuerySet(models.QuerySet["Question"]):
    def shown(self) -> QuestionQuerySet:
        """What everyone in the room may see."""
        return self.filter(hidden_at=None).exclude(state__in=Question.UNSEEN)

    def waiting(self) -> QuestionQuerySet:
        return self.filter(hidden_at=None, state=Question.State.PENDING)

    def by_votes(self) -> QuestionQuerySet:
        """Most votes first; of two with the same number the older (R-LIV-3)."""
        return self.order_by("-votes_count", "created_at", "pk")

    def still_open(self, room: Room) -> QuestionQuerySet:
        """The questions of a room that everyone saw and nobody has answered yet, most votes first."""
        return self.filter(room=room, hidden_at=None, state__in=Question.UNANSWERED).by_votes()

    def with_people(self) -> QuestionQuerySet:
        """Everybody whom a question names, in two queries: who asked it, alone or with others, and who answers it."""
        return self.select_related("attendee", "addressed_to").prefetch_related("merged__attendee")


class Question(Said):
    """A question to the speakers, with the state that design 6 names."""

    MAX_LENGTH = 300  # code points (R-LIV-7)

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting for the moderator")
        OPEN = "open", _("Open")
        ANSWERING = "answering", _("Being answered now")
        ANSWERED_LIVE = "answered_live", _("Answered live")
        ANSWERED_WRITTEN = "answered_written", _("Answered in writing")
        CARRIED = "carried", _("Carried into the forum")
        ANSWERED_IN_FORUM = "answered_in_forum", _("Answered in the forum")
        DECLINED = "declined", _("Not taken up")
        MERGED = "merged", _("Merged with another question")

    UNSEEN = (State.PENDING, State.DECLINED, State.MERGED)
    UNANSWERED = (State.OPEN, State.ANSWERING)

    own_words = models.TextField(blank=True)  # what was asked, once a moderator has changed the wording
    named = models.BooleanField(default=True)
    state = models.CharField(max_length=20, choices=State, default=State.OPEN)
    reason = models.CharField(max_length=300, blank=True)
    label = models.CharField(max_length=40, blank=True)
    addressed_to = models.ForeignKey(
        RoomSpeaker, null=True, blank=True, on_delete=models.SET_NULL, related_name="questions"
    )
    from_message = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="questions_made"
    )
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged")
    votes_count = models.PositiveIntegerField(default=0)
    # The moderator who has this question in hand, so that two do not do the same work.
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    later_at = models.DateTimeField(null=True, blank=True)  # the speaker would rather take others first
    answering_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_name = models.CharField(max_length=120, blank=True)
    answer_text = models.TextField(blank=True)
    answer_edited_at = models.DateTimeField(null=True, blank=True)
    carried_url = models.CharField(max_length=300, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["room", "state"], name="question_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["room", "attendee", "client_id"], name="one_question_per_client_id")
        ]

    def get_absolute_url(self) -> str:
        return f"{self.room.get_absolute_url()}#question-{self.pk}"

    @property
    def credited_name(self) -> str:
        """Everybody who asked it, as readers see them: `A and B`, `A and a participant`. Read `with_people` first."""
        return _credit([self, *self.merged.all()])

    @property
    def asker_names(self) -> str:
        """Everybody who asked it, named or not: for moderators only. Read `with_people` first."""
        askers = {asked.attendee_id: asked.author_name for asked in (self, *self.merged.all())}
        return str(get_text_list(list(askers.values()), gettext("and")))

    @property
    def is_unanswered(self) -> bool:
        return self.state in self.UNANSWERED

    @property
    def is_editable_answer(self) -> bool:
        """Whether its written answer may be bettered here; in the forum it is bettered there."""
        return self.state == self.State.ANSWERED_WRITTEN

    @property
    def is_decidable(self) -> bool:
        """Whether a moderator can still approve, decline or merge it."""
        return self.hidden_at is None and self.state in {self.State.PENDING, *self.UNANSWERED}

    @property
    def is_writable(self) -> bool:
        """Whether an answer can be written here, or bettered."""
        return self.hidden_at is None and (
            self.state in {*self.UNANSWERED, self.State.CARRIED} or self.is_editable_answer
        )

    @property
    def is_told(self) -> bool:
        """Whether its state says more than the part of the desk in which it stands."""
        return self.state not in {self.State.PENDING, self.State.OPEN}

    @property
    def in_hand_of(self) -> User | None:
        """The moderator who is on it now; a hint that fades, never a lock."""
        fresh = self.taken_at is not None and self.taken_at > timezone.now() - HAND_FOR
        return self.taken_by if fresh else None


def _credit(asked: list[Question]) -> str:
    """The named askers, then how many would rather not be named. Nobody is named twice."""
    named = {question.attendee_id: question.author_name for question in asked if question.named}
    unnamed = {question.attendee_id for question in asked if not question.named} - named.keys()
    names = list(named.values())
    if unnamed:
        lone = gettext("a participant") if names else gettext("A participant")
        more = ngettext("%d participant", "%d participants", len(unnamed)) % len(unnamed)
        names.append(lone if len(unnamed) == 1 else more)
    return str(get_text_list(names, gettext("and")))


class Vote(models.Model):
    """One person's vote for one question: once, by the database (R-LIV-1)."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="votes")
    attendee = models.ForeignKey(Attendee, on_delete=models.PROTECT, related_name="votes")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [models.UniqueConstraint(fields=["question", "attendee"], name="one_vote_per_question")]

    def __str__(self) -> str:
        return f"{self.attendee_id} for {self.question_id}"
