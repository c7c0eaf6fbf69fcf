"""The personal links of a talk's speakers, on the page on which the talk is edited (safety A21)."""

from __future__ import annotations

from typing import Any

from django.forms.widgets import Media, Script
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.panels import Panel

from community.live.models import Room
from community.live.permissions import can_moderate_room


class SpeakerLinksPanel(Panel):
    """Each speaker's link, to be copied or revoked: for those who moderate the talk's room, and for nobody else.

    Not for everyone who edits: whoever has the link speaks in the speaker's name.
    """

    class BoundPanel(Panel.BoundPanel):
        template_name = "events/link_panel.html"

        @cached_property
        def room(self) -> Room | None:
            return self.instance.room if self.instance.pk else None

        def is_shown(self) -> bool:
            return self.room is not None and can_moderate_room(self.request.user, self.room)

        @property
        def media(self) -> Media:
            script = Script("js/editor/speaker_links.js", type="module")
            return Media(js=[script])  # type: ignore[list-item]  # the stubs know file names only

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            if self.room is None:
                return context
            desk = reverse("live:desk", args=[self.room.slug])
            entries = [
                {
                    "speaker": speaker,
                    "url": self.request.build_absolute_uri(speaker.get_desk_url()) if speaker.link_is_good else "",
                    "revoke": reverse("live:desk-link", args=[self.room.slug, speaker.pk, "revoke"]),
                }
                for speaker in self.room.speakers.all()
            ]
            return {**context, "entries": entries, "desk": f"{desk}#speakers"}
