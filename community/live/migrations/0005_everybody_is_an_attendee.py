"""Whoever has said or voted something becomes an attendee of that room; speakers and moderators move to their tables."""

from django.db import migrations
from django.utils.crypto import get_random_string

LETTERS, LENGTH = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789", 6


def move_people(apps, schema_editor):
    for room in apps.get_model("live", "Room").objects.all():
        room.code = get_random_string(LENGTH, LETTERS)
        room.save(update_fields=["code"])
    known = {}
    for name in ("Message", "Question"):
        for thing in apps.get_model("live", name).objects.select_related("author"):
            thing.attendee = _attendee(apps, known, thing.room_id, thing.author, thing.author_name)
            thing.save(update_fields=["attendee"])
    for vote in apps.get_model("live", "Vote").objects.select_related("question", "voter"):
        vote.attendee = _attendee(apps, known, vote.question.room_id, vote.voter, vote.voter.display_name)
        vote.save(update_fields=["attendee"])
    _move_roles(apps)


def _attendee(apps, known, room_id, user, name):
    """One row for each member in a room; one for each name of those who have no account."""
    key = (room_id, user.pk if user else name)
    if key not in known:
        facts = {"organisation": user.organisation_name[:160], "country": user.country} if user else {}
        known[key] = apps.get_model("live", "Attendee").objects.create(
            room_id=room_id, user=user, name=name[:80], **facts
        )
    return known[key]


def _move_roles(apps):
    RoomSpeaker = apps.get_model("live", "RoomSpeaker")
    for role in apps.get_model("live", "RoomRole").objects.select_related("room", "user"):
        if role.role == "moderator":
            role.room.moderators.add(role.user)
        else:
            RoomSpeaker.objects.get_or_create(room=role.room, name=role.user.display_name, defaults={"user": role.user})


class Migration(migrations.Migration):
    dependencies = [("live", "0004_attendees")]

    operations = [migrations.RunPython(move_people, migrations.RunPython.noop)]
