"""What happens in a live room, as rows: the row with its per-room sequence number is the message (safety 1.5).

A room has two streams of events. *room* is what everyone in it may see; *desk* is what only its moderators may see,
such as questions that wait for approval. Each stream counts its own events from 1 without gaps, so a reader who has
seen event N knows exactly what is missing.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.people.models import User


class RoomQuerySet(models.QuerySet["Room"]):
    def open_now(self) -> RoomQuerySet:
        now = timezone.now()
        return self.filter(opens_at__lte=now, closes_at__gt=now)

    def opening_later(self) -> RoomQuerySet:
        return self.filter(opens_at__gt=timezone.now())

    def listed(self) -> RoomQuerySet:
        """Those that lists and page heads may name to anybody."""
        return self.filter(audience=Room.Audience.EVERYONE, is_listed=True)


class Room(models.Model):
    """A live room with chat and questions. Whoever owns it (a talk, an edition) sets its hours, audience and roles."""

    class Audience(models.TextChoices):
        EVERYONE = "everyone", _("Everyone may read, members may write")
        MEMBERS = "members", _("Members only")
        GROUP = "group", _("One group only")

    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=200)
    home_url = models.CharField(_("page it belongs to"), max_length=300, blank=True)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    questions_from = models.DateTimeField(_("questions in advance from"), null=True, blank=True)
    chat_enabled = models.BooleanField(_("chat"), default=True)
    qa_enabled = models.BooleanField(_("questions"), default=True)
    pre_moderation = models.BooleanField(_("questions wait for a moderator"), default=False)
    is_listed = models.BooleanField(_("named in lists"), default=True)
    audience = models.CharField(_("audience"), max_length=10, choices=Audience, default=Audience.EVERYONE)
    group = models.ForeignKey(Group, verbose_name=_("group"), null=True, blank=True, on_delete=models.SET_NULL)
    # Changed when the database is restored from a backup: readers then start afresh instead of mixing two histories.
    epoch = models.UUIDField(default=uuid.uuid4, editable=False)
    head_seq = models.PositiveBigIntegerField(default=0, editable=False)
    desk_seq = models.PositiveBigIntegerField(default=0, editable=False)
    votes_version = models.PositiveBigIntegerField(default=0, editable=False)

    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["opens_at"]
        indexes = [models.Index(fields=["opens_at", "closes_at"], name="room_hours")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("live:room", args=[self.slug])

    def head_of(self, stream: str) -> int:
        """The number of the last event of a stream, as this copy of the room knows it."""
        return int(getattr(self, RoomEvent.COUNTERS[stream]))

    @property
    def phase(self) -> str:
        """`before`, `open` or `closed`, by the clock."""
        now = timezone.now()
        if now < self.opens_at:
            return "before"
        return "open" if now < self.closes_at else "closed"

    @property
    def takes_questions(self) -> bool:
        """Whether members may ask now: while the room is open, and in advance where its owner allows it."""
        in_advance = self.questions_from is not None and self.questions_from <= timezone.now() < self.closes_at
        return self.qa_enabled and (self.phase == "open" or in_advance)

    @property
    def takes_messages(self) -> bool:
        return self.chat_enabled and self.phase == "open"


class RoomRole(models.Model):
    """What one member does in one room beyond reading and writing (R-ORG-4)."""

    class Role(models.TextChoices):
        SPEAKER = "speaker", _("Speaker")
        MODERATOR = "moderator", _("Moderator")

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="roles")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="room_roles")
    role = models.CharField(max_length=10, choices=Role)

    class Meta:
        verbose_name = _("role in a room")
        verbose_name_plural = _("roles in rooms")
        constraints = [models.UniqueConstraint(fields=["room", "user", "role"], name="one_role_once_per_room")]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"


class RoomEvent(models.Model):
    """That something in the room was added or changed. What it looks like now is read from the thing itself.

    So a replay can never show what has been hidden since.
    """

    class Stream(models.TextChoices):
        ROOM = "room", _("Everyone in the room")
        DESK = "desk", _("Moderators only")

    class Kind(models.TextChoices):
        MESSAGE = "message", _("Message")
        QUESTION = "question", _("Question")

    COUNTERS: ClassVar[dict[str, str]] = {
        Stream.ROOM: "head_seq",
        Stream.DESK: "desk_seq",
    }  # where the room keeps each stream's last number

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="events")
    stream = models.CharField(max_length=4, choices=Stream, default=Stream.ROOM)
    seq = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    object_id = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("event in a room")
        verbose_name_plural = _("events in rooms")
        ordering = ["room", "stream", "seq"]
        constraints = [models.UniqueConstraint(fields=["room", "stream", "seq"], name="one_event_per_number")]

    def __str__(self) -> str:
        return f"{self.stream} {self.seq}: {self.kind} {self.object_id}"


class Said(models.Model):
    """What messages and questions share: who, what, once, and whether a moderator has hidden it."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="%(class)ss")
    # Nullable beside the name, so that words outlive accounts.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="live_%(class)ss"
    )
    author_name = models.CharField(max_length=80)
    text = models.TextField()
    client_id = models.UUIDField(default=uuid.uuid4)
    created_at = models.DateTimeField(default=timezone.now)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    hidden_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text[:60]

    def mark_hidden(self, actor: User, reason: str) -> None:
        self._mark(timezone.now(), actor, reason[:300])

    def mark_shown(self) -> None:
        self._mark(None, None, "")

    def _mark(self, hidden_at: datetime | None, hidden_by: User | None, reason: str) -> None:
        self.hidden_at, self.hidden_by, self.hidden_reason = hidden_at, hidden_by, reason
        self.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])


class Message(Said):
    """One line of chat."""

    MAX_LENGTH = 500  # code points (R-LIV-7)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["room", "author", "client_id"], name="one_message_per_client_id")
        ]


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

    UNSEEN = (State.PENDING, State.DECLINED)
    UNANSWERED = (State.OPEN, State.ANSWERING)

    named = models.BooleanField(default=True)
    state = models.CharField(max_length=20, choices=State, default=State.OPEN)
    reason = models.CharField(max_length=300, blank=True)
    votes_count = models.PositiveIntegerField(default=0)
    answering_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_name = models.CharField(max_length=80, blank=True)
    answer_text = models.TextField(blank=True)
    carried_url = models.CharField(max_length=300, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["room", "state"], name="question_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["room", "author", "client_id"], name="one_question_per_client_id")
        ]

    def get_absolute_url(self) -> str:
        return f"{self.room.get_absolute_url()}#question-{self.pk}"

    @property
    def shown_name(self) -> str:
        """The name that readers see; whoever asked without a name stays unnamed, also after the carry-over."""
        return self.author_name if self.named else str(_("A participant"))

    @property
    def is_unanswered(self) -> bool:
        return self.state in self.UNANSWERED


class Vote(models.Model):
    """One member's vote for one question: once, by the database (R-LIV-1)."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="votes")
    voter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="live_votes")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [models.UniqueConstraint(fields=["question", "voter"], name="one_vote_per_question")]

    def __str__(self) -> str:
        return f"{self.voter} for {self.question_id}"
