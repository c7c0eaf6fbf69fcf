"""Rooms, and the numbered events in them.

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
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without those that are taken for one another: I 1, O 0
CODE_LENGTH = 6


def new_code() -> str:
    return get_random_string(CODE_LENGTH, CODE_LETTERS)


class RoomQuerySet(models.QuerySet["Room"]):
    def open_now(self) -> RoomQuerySet:
        now = timezone.now()
        return self.filter(Q(closes_at=None) | Q(closes_at__gt=now), opens_at__lte=now)

    def opening_later(self) -> RoomQuerySet:
        return self.filter(opens_at__gt=timezone.now())

    def standing(self) -> RoomQuerySet:
        """Those that stay open between sessions: lounges."""
        return self.filter(closes_at=None)

    def timed(self) -> RoomQuerySet:
        return self.exclude(closes_at=None)

    def listed(self) -> RoomQuerySet:
        """Those that lists and page heads may name to anybody."""
        return self.filter(audience=Room.Audience.EVERYONE, is_listed=True)


class Room(models.Model):
    """A live room with chat, questions and polls. Whoever owns it (a talk, an edition) sets its hours and its people.

    A room without `closes_at` is a standing one: open between sessions, too.
    """

    class Audience(models.TextChoices):
        EVERYONE = "everyone", _("Everyone may read; members, and guests with the code, may write")
        MEMBERS = "members", _("Members only")
        GROUP = "group", _("One group only")

    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    code = models.CharField(_("code for guests"), max_length=8, unique=True, default=new_code, editable=False)
    title = models.CharField(_("title"), max_length=200)
    home_url = models.CharField(_("page it belongs to"), max_length=300, blank=True)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    questions_from = models.DateTimeField(_("questions in advance from"), null=True, blank=True)
    chat_enabled = models.BooleanField(_("chat"), default=True)
    qa_enabled = models.BooleanField(_("questions"), default=True)
    pre_moderation = models.BooleanField(_("questions wait for a moderator"), default=False)
    guests_wait = models.BooleanField(_("new guests wait for a moderator"), default=False)
    slow_seconds = models.PositiveSmallIntegerField(
        _("seconds between two messages of one person"), default=0, validators=[MaxValueValidator(600)]
    )
    # While it rehearses, only its speakers and moderators write; all of it is wiped when the room opens.
    rehearses = models.BooleanField(_("rehearsal"), default=False)
    # How everything stood when the rehearsal began: see actions.rehearsal.
    before_rehearsal = models.JSONField(null=True, blank=True, editable=False, encoder=DjangoJSONEncoder)
    is_listed = models.BooleanField(_("named in lists"), default=True)
    audience = models.CharField(_("audience"), max_length=10, choices=Audience, default=Audience.EVERYONE)
    group = models.ForeignKey(Group, verbose_name=_("group"), null=True, blank=True, on_delete=models.SET_NULL)
    moderators = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("moderators"), blank=True, related_name="moderated_rooms"
    )
    stream_url = models.URLField(_("where to watch"), blank=True)
    captions_url = models.URLField(_("live captions"), blank=True)
    recording_started_at = models.DateTimeField(_("recording started at"), null=True, blank=True)
    recording_shift = models.SmallIntegerField(_("seconds by which all moments are moved"), default=0)
    # Changed when the database is restored from a backup, and when a rehearsal is wiped: readers then start afresh
    # instead of mixing two histories.
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
    def is_standing(self) -> bool:
        return self.closes_at is None

    @property
    def phase(self) -> str:
        """`before`, `open` or `closed`, by the clock."""
        now = timezone.now()
        if now < self.opens_at:
            return "before"
        return "open" if self._closes_after(now) else "closed"

    @property
    def takes_questions(self) -> bool:
        """Whether members may ask now: while the room is open, and in advance where its owner allows it."""
        now = timezone.now()
        in_advance = self.questions_from is not None and self.questions_from <= now and self._closes_after(now)
        return self.qa_enabled and (self.phase == "open" or in_advance or self.is_rehearsing)

    @property
    def takes_messages(self) -> bool:
        return self.chat_enabled and (self.phase == "open" or self.is_rehearsing)

    @property
    def takes_ballots(self) -> bool:
        """Whether an open poll may be answered now."""
        return self.phase == "open" or self.is_rehearsing

    @property
    def is_rehearsing(self) -> bool:
        return self.rehearses and self.phase == "before"

    @property
    def takes_guests(self) -> bool:
        """Whether somebody without an account may join with the code."""
        return self.audience == self.Audience.EVERYONE and self.phase != "closed" and not self.is_rehearsing

    @property
    def spoken_code(self) -> str:
        """The code in two groups, as people read it aloud: `K7M 4PQ`."""
        return f"{self.code[:3]} {self.code[3:]}"

    def _closes_after(self, moment: datetime) -> bool:
        return self.closes_at is None or moment < self.closes_at


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
        POLL = "poll", _("Poll")
        ROOM = "room", _("The room itself")
        GUEST = "guest", _("What a new guest waits for")

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


class Presence(models.Model):
    """How many people one server process holds in a room, as it said last (safety 1.5, 13); or one who reads without a
    socket, whom no process holds.

    Rows that have not been renewed for 30 seconds no longer count. `names` are for moderators.
    """

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="presences")
    process = models.UUIDField()
    people = models.PositiveIntegerField(default=0)
    names = models.JSONField(default=list)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints = [models.UniqueConstraint(fields=["room", "process"], name="one_presence_per_process")]

    def __str__(self) -> str:
        return f"{self.people} in {self.room_id}"
