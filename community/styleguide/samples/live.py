"""What a live room shows, drawn with the room's own parts from rows that are never saved."""

from community.live.models import Attendee, Message, Question, Room
from community.styleguide.samples.specimen import JUNE, JUNE_END, Specimen

READER = {"write": True}
GUEST = {"write": False}
ROOM = Room(slug="style-guide", title="Style guide", opens_at=JUNE, closes_at=JUNE_END)
EVA = Attendee(name="Éva Szabó", organisation="Győr textiles")
PEKKA = Attendee(name="Pekka Esimerkki")
OLYMPIA = Attendee(name="Ολυμπία Λάσκαρη")
ONA = Attendee(name="Ona Exemple")

LIVE = [
    Specimen(
        "question",
        [
            {
                "room": ROOM,
                "may": READER,
                "question": Question(
                    pk=1,
                    text="How many firms do you need before a cluster makes sense?",
                    attendee=PEKKA,
                    state=Question.State.ANSWERING,
                    votes_count=12,
                ),
            },
            {
                "room": ROOM,
                "may": READER | {"answer": True, "moderate": True},
                "question": Question(
                    pk=2,
                    text="Ποιος πληρώνει για τον διαχειριστή όταν τελειώσει η επιχορήγηση;",  # noqa: RUF001
                    attendee=OLYMPIA,
                    votes_count=1,
                ),
            },
            {
                "room": ROOM,
                "may": GUEST,
                "question": Question(
                    pk=3,
                    attendee=EVA,
                    text="And who pays for the second mission?",
                    named=False,
                    state=Question.State.ANSWERED_IN_FORUM,
                    answer_text="Whoever went on the first one and came back with an order.",
                    answered_by_name="Éva Szabó",
                    carried_url="#",
                ),
            },
        ],
        wrapper="ruled",
        tag="ol",
        template="live/_question.html",
    ),
    Specimen(
        "message",
        [
            {
                "room": ROOM,
                "message": Message(pk=1, attendee=EVA, text="Good morning from Győr!", created_at=JUNE),
            },
            {
                "room": ROOM,
                "may": {"moderate": True},
                "message": Message(
                    pk=2,
                    attendee=ONA,
                    text="The slides: https://intersession.example/a/very/long/address/that/does/not/break/by/itself",
                    created_at=JUNE_END,
                ),
            },
            {"room": ROOM, "message": Message(pk=3, attendee=EVA, created_at=JUNE_END, hidden_at=JUNE_END)},
        ],
        wrapper="plain",
        tag="ol",
        template="live/_message.html",
    ),
]
