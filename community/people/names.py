"""What nobody may be called: names that pass for those who look after the community (safety C10)."""

import re

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.lib.lookalikes import look_of, mixes_alphabets
from community.people.models import User
from community.people.permissions import EDITORS, MODERATORS, ORGANISERS

# Names made of nothing but these say an office and no person.
_OFFICES = (
    "the site forum team of official intersession admin admins administrator administrators moderator moderators "
    "organiser organisers organizer organizers editor editors host hosts staff support help desk helpdesk service "
    "secretariat security system root webmaster postmaster noreply bot"
)
_LOOKS = {look_of(word) for word in _OFFICES.split()}


def check_name(name: str) -> None:
    """Raises ValidationError for a name that passes for another, or for an office of the house."""
    if mixes_alphabets(name):
        raise ValidationError(_("Write each word of your name in the letters of one alphabet."), code="mixed")
    words = re.findall(r"[^\W_]+", name)
    if words and all(look_of(word) in _LOOKS for word in words):
        raise ValidationError(_("Write your own name. This one says an office of this community."), code="office")
    if look_of(name) in {look_of(known) for known in _names_of_the_house()}:
        sentence = _(
            "Somebody who looks after this community has this name. Add something to yours, such as a middle name."
        )
        raise ValidationError(sentence, code="taken")


def _names_of_the_house() -> list[str]:
    team = User.objects.active().filter(Q(is_superuser=True) | Q(groups__name__in=[MODERATORS, ORGANISERS, EDITORS]))
    return list(team.values_list("display_name", flat=True).distinct())
