"""What nobody may be called: names that pass for those who look after the community (safety C10)."""

import re
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.lib.lookalikes import has_borrowed_letters, look_of, mixes_alphabets
from community.people.models import User
from community.people.permissions import EDITORS, MODERATORS, ORGANISERS

# Names made of nothing but these say an office and no person; in the languages of the site.
_OFFICES = (
    "the site forum community team of official intersession admin admins administrator administrators administration "
    "moderator moderators moderation organiser organisers organizer organizers editor editors host hosts staff support "
    "help desk helpdesk service secretary secretariat security system root webmaster postmaster noreply bot "
    "équipe modérateur modérateurs modératrice modératrices administrateur administrateurs administratrice "
    "organisateur organisateurs organisatrice rédacteur rédactrice rédaction secrétaire secrétariat assistance "
    "equipo moderador moderadores moderadora moderación administrador administradores administradora administración "
    "organizador organizadores organizadora editora redactor redactora redacción secretario secretaria soporte "
    "csapat moderátorok moderálás adminisztrátor adminisztrátorok adminisztráció rendszergazda szervező szervezők "
    "szerkesztő szerkesztők szerkesztőség titkár titkárság ügyfélszolgálat"
)
_LOOKS = {look_of(word) for word in _OFFICES.split()}
# Without the blanks between its words a name says less: "Thebot" is a person, and "Le Bot" too.
_LONG = 5  # letters
_BETWEEN = {"de", "del", "des", "du", "el", "et", "la", "le", "les", "and", "for", "our"}
# "helpdesk" is "help desk" already: what can be taken apart in two ways takes long when it is written many times.
_ANY = "|".join(sorted((_LOOKS | {look_of(word) for word in _BETWEEN}) - {look_of("helpdesk")}))
_JOINED = re.compile(f"(?:{_ANY})*(?:{'|'.join(sorted(look for look in _LOOKS if len(look) >= _LONG))})(?:{_ANY})*")


def check_name(name: str) -> None:
    """Raises ValidationError for a name that passes for another, or for an office of the house."""
    name = normalize("NFKC", name)
    if mixes_alphabets(name) or has_borrowed_letters(name):
        raise ValidationError(_("Write each word of your name in the letters of one alphabet."), code="mixed")
    if _says_office(name):
        raise ValidationError(_("Write your own name. This one says an office of this community."), code="office")
    looks = _looks_of(name)
    if any(_passes_for(look, look_of(known)) for known in _names_of_the_house() for look in looks):
        sentence = _(
            "Somebody who looks after this community has this name. Add something to yours, such as a middle name."
        )
        raise ValidationError(sentence, code="taken")


def _says_office(name: str) -> bool:
    """Whether every word is of an office, however the words are taken apart or joined."""
    words = [word for word in re.findall(r"[^\W_]+", name) if not word.isdecimal()]
    if words and all(_looks_of(word) & _LOOKS for word in words):
        return True
    return any(_JOINED.fullmatch(look) for look in _looks_of(name))


def _looks_of(name: str) -> set[str]:
    """With digits at the end and without: they may stand for letters, or tell one of many from another."""
    return {look_of(name), look_of(re.sub(r"[\W\d_]+$", "", name))}


def _passes_for(look: str, known: str) -> bool:
    """Whether it is the look of this name, or of the name with an office."""
    if look == known:
        return True
    rest = look.removeprefix(known) if look.startswith(known) else look.removesuffix(known)
    return bool(known) and rest != look and re.fullmatch(f"(?:{_ANY})+", rest) is not None


def _names_of_the_house() -> list[str]:
    team = User.objects.active().filter(Q(is_superuser=True) | Q(groups__name__in=[MODERATORS, ORGANISERS, EDITORS]))
    return list(team.values_list("display_name", flat=True).distinct())
