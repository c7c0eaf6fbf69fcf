"""Organisations and accounts of the demo world (demo-data C1 to C3)."""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils import timezone

from community.demo.logins import PASSWORD
from community.demo.reading import read
from community.people.models import Ecosystem, Organisation, User
from community.people.permissions import EDITORS, MODERATORS, ORGANISERS, TRAINERS

GROUP_OF_ROLE = {"moderator": MODERATORS, "editor": EDITORS, "organiser": ORGANISERS, "trainer": TRAINERS}


def add_organisations() -> dict[str, Organisation]:
    """The organisations by their key."""
    ecosystems = {ecosystem.code: ecosystem for ecosystem in Ecosystem.objects.all()}
    return {entry["key"]: _organisation(entry, ecosystems) for entry in read("world/organisations")["organisations"]}


def _organisation(entry: dict, ecosystems: dict[str, Ecosystem]) -> Organisation:
    kinds = set(Organisation.Kind.values)
    organisation, made = Organisation.objects.get_or_create(
        slug=entry["key"],
        defaults={
            "name": entry["name"],
            "kind": entry["kind"] if entry["kind"] in kinds else Organisation.Kind.OTHER,
            "country": entry["country"],
            "region": entry["region"],
            "summary": entry["summary"][:300],
            "members_count": entry["members"] or None,
        },
    )
    if made:
        organisation.ecosystems.set([ecosystems[code] for code in entry["ecosystems"]])
    return organisation


def add_accounts(organisations: dict[str, Organisation]) -> dict[str, User]:
    """The 24 accounts by their key; only the reviewers' five can be signed in to, all with the same password."""
    hashed = make_password(PASSWORD)
    return {entry["key"]: _account(entry, organisations, hashed) for entry in read("world/accounts")["accounts"]}


def _account(entry: dict, organisations: dict[str, Organisation], hashed: str) -> User:
    # Reviewers sign in as `participant@…`, so that nobody has to look up who that is.
    email = f"{entry['login']}@example.org" if entry["login"] else entry["email"]
    user, made = User.objects.get_or_create(
        email=email,
        defaults={
            "display_name": entry["display_name"],
            "organisation": organisations.get(entry["organisation"]),
            "job_title": entry["job_title"],
            "country": entry["country"],
            "bio": entry["bio"],
            "time_zone": entry["time_zone"],
            "findable": entry.get("findable", True),
            "is_demo": True,
            "trusted_at": timezone.now(),  # the demo world has been talking for months
            "password": hashed if entry["login"] else make_password(None),
        },
    )
    if made:
        user.emailaddress_set.create(email=user.email, verified=True, primary=True)
        if entry["role"] in GROUP_OF_ROLE:
            user.groups.add(Group.objects.get(name=GROUP_OF_ROLE[entry["role"]]))
    return user
