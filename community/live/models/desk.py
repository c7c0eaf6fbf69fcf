"""What moderators and speakers did with questions, so that the last step can be undone."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.live.models.people import RoomSpeaker
from community.live.models.questions import Question
from community.live.models.rooms import Room


class DeskStep(models.Model):
    """One step at a desk: which fields of which questions it changed, from what, to what.

    `before` and `after` hold for each question's id the fields that changed: answering one question, say, sends
    another one back. `question` is the one the step was about. `votes`: for a merge, the ids of the votes that it added
    to the question that stays. Whoever took the step is a member (`actor`) or a speaker by link (`speaker`).
    """

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="desk_steps")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    speaker = models.ForeignKey(RoomSpeaker, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="desk_steps")
    verb = models.CharField(max_length=20)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    votes = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("step at the desk")
        verbose_name_plural = _("steps at the desk")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.verb} {self.question_id}"
