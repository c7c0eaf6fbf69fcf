"""Who somebody is where they write: trainer, speaker of a talk, host, tutor, moderator.

Each role is an expression within the query of the posts, so that all badges of a page cost no query of their own.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Case, Exists, IntegerField, OuterRef, Subquery, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.live.models import Room, RoomSpeaker
from community.people.models import User
from community.people.permissions import MODERATORS, TRAINERS
from forum.engine import Post, Topic

Column = Exists | Subquery
Ask = Callable[[Topic], Column | None]


@dataclass(frozen=True)
class Badge:
    """What stands beside a name. `note` says of what: the talk of a speaker."""

    label: str | Promise
    note: str = ""


@dataclass(frozen=True)
class Role:
    """`ask(topic)` is an expression over posts that is true, or a text, for whoever has the role; None asks nothing."""

    name: str
    ask: Ask
    badge: Callable[[str], Badge]


_roles: dict[str, Role] = {}


def register(name: str, *, ask: Ask, badge: Callable[[str], Badge]) -> None:
    """Make a role known; to be called in `AppConfig.ready`. `badge(value)` is shown for what the expression found."""
    _roles[name] = Role(name, ask, badge)


def role_columns(topic: Topic) -> dict[str, Column]:
    """The expressions that `badges_of` reads, to annotate posts of this topic with."""
    asked = {f"role_{role.name}": role.ask(topic) for role in _roles.values()}
    return {name: found for name, found in asked.items() if found is not None}


def badges_of(post: Post) -> Iterator[Badge]:
    """The badges of whoever wrote a post that came with its role columns."""
    for role in _roles.values():
        if found := post.__dict__.get(f"role_{role.name}"):
            yield role.badge(str(found))


def _in_group(name: str) -> Ask:
    groups = User.groups.through.objects
    return lambda topic: Exists(groups.filter(user_id=OuterRef("poster_id"), group__name=name))


def _hosts(topic: Topic) -> Exists | None:
    """Whoever leads the talk that the topic is about."""
    about = topic.detail.anchor_url if hasattr(topic, "detail") else ""
    leads = Room.moderators.through.objects.filter(user_id=OuterRef("poster_id"), room__home_url=about)
    return Exists(leads) if about else None


def _speaks(topic: Topic) -> Subquery:
    """The talk at which they speak: the one that the topic is about, else the latest that everyone may know of."""
    about = topic.detail.anchor_url if hasattr(topic, "detail") else ""
    spoke = RoomSpeaker.objects.filter(
        user_id=OuterRef("poster_id"), room__audience=Room.Audience.EVERYONE, room__is_listed=True
    ).exclude(room__home_url="")
    nearest = Case(When(room__home_url=about, then=Value(0)), default=Value(1), output_field=IntegerField())
    return Subquery(spoke.order_by(nearest, "-room__opens_at", "pk").values("room__title")[:1])


register("moderator", ask=_in_group(MODERATORS), badge=lambda _found: Badge(_("Moderator")))
register("trainer", ask=_in_group(TRAINERS), badge=lambda _found: Badge(_("Trainer")))
register("host", ask=_hosts, badge=lambda _found: Badge(_("Host")))
register("speaker", ask=_speaks, badge=lambda title: Badge(_("Speaker"), title))
