"""Puts the demo world together, each part after those that it stands on."""

from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.utils import timezone

from community.demo import academy, forum, people, rooms, talks, training
from community.demo.dates import Dates
from community.people.models import Ecosystem, User
from community.search import members
from community.search.actions import rebuild_kind
from events.actions import carry_questions
from events.models import TalkPage

Say = Callable[[str], None]


@transaction.atomic
def build(anchor: date, say: Say) -> None:
    """Add whatever of the demo world is missing; what is there stays as it is. All of it, or nothing."""
    dates = Dates.for_anchor(anchor)
    say("Organisations and accounts")
    organisations = people.add_organisations()
    accounts = people.add_accounts(organisations)
    say("Training")
    training.add_training(dates)
    forums = forum.add_forums()
    say("Talks")
    ecosystems = {ecosystem.code: ecosystem for ecosystem in Ecosystem.objects.all()}
    all_talks = talks.draft_talks(talks.add_series(), talks.World(dates, organisations, accounts, ecosystems))
    say("Forum and editions")
    academy.add_editions(organisations, accounts, forums, dates)
    forum.add_topics(forums, accounts, dates, all_talks)
    say("Live rooms")
    talks.publish_talks(all_talks)
    rooms.add_sayings(all_talks, accounts, dates)
    rooms.set_recordings(all_talks)
    carry_questions(accounts["jonas"], talks.talk_on(all_talks, "2026-11-18"))
    forum.accept_answers(accounts)
    User.objects.filter(pk=accounts["former"].pk).update(is_active=False)
    rebuild_kind(members.KIND)


@transaction.atomic
def reopen_clinic() -> None:
    """Move the drop-in clinic to now, with what was said in it, so that one room is live again."""
    clinic = TalkPage.objects.get(slug=talks.CLINIC)
    clinic.day, clinic.start, clinic.end, clinic.zone = talks.clinic_hours(timezone.now())
    clinic.save_revision().publish()
