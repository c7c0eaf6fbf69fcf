"""What a talk has on the floors below."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class TalkRoom(models.Model):
    """The live room of a talk. A row of its own, because publishing an older version must not forget the room.

    The talk's topic in the forum needs no row here: it is found by its anchor ("talk" and the page's number).
    """

    talk = models.OneToOneField(
        "events.TalkPage", verbose_name=_("talk"), on_delete=models.CASCADE, related_name="room_link"
    )
    room = models.OneToOneField("live.Room", verbose_name=_("room"), on_delete=models.CASCADE, related_name="talk_link")
    # What the page last said of the room. Moderators may have changed it in the room since: only what the editor then
    # changes on the page moves the room again.
    told = models.JSONField(default=dict, editable=False, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("room of a talk")
        verbose_name_plural = _("rooms of talks")

    def __str__(self) -> str:
        return f"{self.talk}: {self.room.slug}"
