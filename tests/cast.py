"""The named cast: the same people in every test, so that tests about rights read like sentences.

Ona moderates. Zofia and Ivo take part in the fifth Academy. Pekka speaks. Camille edits, the secretariat organises.
Jurgis is a member like any other, who is not in the Academy: the outsider.
"""

from dataclasses import dataclass

from django.contrib.auth.models import Group

from community.people.models import User
from community.people.permissions import EDITORS, MODERATORS, ORGANISERS

PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class Cast:
    ona: User
    zofia: User
    ivo: User
    pekka: User
    camille: User
    secretariat: User
    jurgis: User


def make_cast() -> Cast:
    return Cast(
        ona=_person("ona", "Ona Exemple", MODERATORS),
        zofia=_person("zofia", "Zofia Przykład"),
        ivo=_person("ivo", "Ivo Primjer"),
        pekka=_person("pekka", "Pekka Esimerkki"),
        camille=_person("camille", "Camille Exemple", EDITORS),
        secretariat=_person("secretariat", "Secretariat desk", ORGANISERS),
        jurgis=_person("jurgis", "Jurgis Pavyzdys"),
    )


def _person(key: str, name: str, group: str = "") -> User:
    user = User.objects.create_user(f"{key}@example.org", PASSWORD, display_name=name)
    if group:
        user.groups.add(Group.objects.get_or_create(name=group)[0])  # gone after a test that empties all tables
    return user
