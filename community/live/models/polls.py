"""Polls: one choice, several, or a few words of one's own."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.live.models.people import Attendee
from community.live.models.rooms import Room


class Poll(models.Model):
    """A question to everyone in the room. Without `opened_at` it is a draft; results stay after `closed_at`."""

    MAX_LENGTH = 300  # code points

    class Kind(models.TextChoices):
        ONE = "one", _("One choice")
        SEVERAL = "several", _("Several choices")
        TEXT = "text", _("A few words")

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="polls")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.ONE)
    text = models.CharField(_("question"), max_length=MAX_LENGTH)
    results_wait = models.BooleanField(_("results are shown once it is closed"), default=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("poll")
        verbose_name_plural = _("polls")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def state(self) -> str:
        """`draft`, `open` or `closed`; the end of the room closes it too."""
        if self.opened_at is None:
            return "draft"
        return "closed" if self.closed_at or self.room.phase == "closed" else "open"

    @property
    def takes_ballots(self) -> bool:
        return self.state == "open" and self.room.takes_ballots

    @property
    def shows_results(self) -> bool:
        return self.state == "closed" or (self.state == "open" and not self.results_wait)


class PollOption(models.Model):
    """One of the answers to choose from."""

    MAX_LENGTH = 120  # code points

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="options")
    text = models.CharField(max_length=MAX_LENGTH)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("answer to choose")
        verbose_name_plural = _("answers to choose")
        ordering = ["poll", "position", "pk"]

    def __str__(self) -> str:
        return self.text


class Ballot(models.Model):
    """That somebody has taken part in a poll: once, by the database."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="ballots")
    attendee = models.ForeignKey(Attendee, on_delete=models.PROTECT, related_name="ballots")
    cast_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        constraints = [models.UniqueConstraint(fields=["poll", "attendee"], name="one_ballot_per_poll")]

    def __str__(self) -> str:
        return f"{self.attendee_id} in {self.poll_id}"


class Choice(models.Model):
    """An answer that a ballot chose: each once, by the database."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="choices")
    option = models.ForeignKey(PollOption, on_delete=models.CASCADE, related_name="choices")

    class Meta:
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        constraints = [models.UniqueConstraint(fields=["ballot", "option"], name="one_choice_per_option")]

    def __str__(self) -> str:
        return f"{self.ballot_id}: {self.option_id}"


class PollAnswer(models.Model):
    """The words of a ballot in a poll without options. Moderators put answers that mean the same into one group."""

    MAX_LENGTH, GROUP_LENGTH = 120, 80  # code points

    ballot = models.OneToOneField(Ballot, on_delete=models.CASCADE, related_name="answer")
    text = models.CharField(max_length=MAX_LENGTH)
    group = models.CharField(max_length=GROUP_LENGTH, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("answer in words")
        verbose_name_plural = _("answers in words")

    def __str__(self) -> str:
        return self.text
