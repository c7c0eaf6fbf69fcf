"""Rows and cards."""

from community.styleguide.samples.specimen import JUNE, JUNE_END, LONG_NAME, LONG_TITLE, WINTER, Specimen

LISTS = [
    Specimen(
        "event_row",
        [
            {
                "title": "Cluster management 101: strategies and skills",
                "href": "#",
                "kicker": "EU Clusters Talk",
                "starts_at": JUNE,
                "ends_at": JUNE_END,
                "place": "Online",
                "language": "English",
                "summary": "What a cluster manager does all day, told by four who do it.",
                "state": "Live now",
                "state_kind": "live",
                "action_href": "#",
                "action_label": "Open the room",
            },
            {
                "title": LONG_TITLE,
                "href": "#",
                "starts_at": WINTER,
                "place": "Strasbourg and online",
                "state": "Planned",
            },
            {"title": "Győr", "href": "#", "starts_at": WINTER, "zone": "Atlantic/Reykjavik"},
        ],
        wrapper="ruled",
    ),
    Specimen(
        "lesson_row",
        [
            {
                "number": "1",
                "title": "Building a strategy with members",
                "href": "#",
                "minutes": 20,
                "format": "Film and fact sheet",
                "done": True,
            },
            {"number": "2", "title": "Finding the right partners", "href": "#", "minutes": 30, "format": "Case study"},
            {"number": "10", "title": LONG_TITLE, "href": "#", "minutes": 125, "bonus": True},
        ],
        wrapper="ruled",
        tag="ol",
    ),
    Specimen(
        "topic_row",
        [
            {
                "title": "Who has tried a membership fee by turnover?",
                "href": "#",
                "kind": "Question",
                "author": "Ivo Primjer",
                "replies": 14,
                "last_by": "Éva Szabó",
                "last_at": JUNE_END,
                "answered": True,
            },
            {
                "title": LONG_TITLE,
                "href": "#",
                "author": LONG_NAME,
                "replies": 0,
                "started_at": JUNE,
                "unread": True,
                "language": "Français",
            },
            {
                "title": "Welcome: how this forum works",
                "href": "#",
                "author": "Ona Exemple",
                "replies": 1,
                "pinned": True,
                "locked": True,
            },
        ],
        wrapper="ruled",
        tag="ul",
    ),
    Specimen(
        "course_card",
        [
            {
                "title": "Internationalisation of clusters",
                "href": "#",
                "kicker": "Cluster4Smart",
                "summary": "From the first mission to partners who call you back.",
                "facts": ["5 lessons", "1 h 30", "English, Français"],
                "value": 3,
                "max": 5,
                "words": "3 of 5 lessons",
            },
            {
                "title": "The gold label",
                "href": "#",
                "summary": "What the assessors look at, and where clusters stumble.",
                "facts": ["1 lesson", "20 min"],
            },
            {
                "title": "Üzleti vezetés és vállalkozói készségek klasztermenedzsereknek",
                "href": "#",
                "facts": ["Magyar"],
            },
        ],
        wrapper="columns",
    ),
    Specimen(
        "question",
        [
            {
                "text": "How many firms do you need before a cluster makes sense?",
                "author": "Pekka Esimerkki",
                "at": JUNE,
                "count": 12,
                "voted": True,
                "action": "#",
                "state": "Answering now",
                "state_kind": "live",
                "answering": True,
            },
            {
                "text": "Ποιος πληρώνει για τον διαχειριστή όταν τελειώσει η επιχορήγηση;",  # noqa: RUF001
                "author": "Ολυμπία Λάσκαρη",
                "at": JUNE,
                "count": 1,
                "action": "#",
                "state": "Open",
            },
            {
                "text": "And who pays for the second mission?",
                "author": "A guest",
                "count": 0,
                "closed": True,
                "state": "Answered in the forum",
                "state_kind": "done",
                "answer_href": "#",
                "answer_label": "Read the answer",
            },
        ],
        wrapper="ruled",
    ),
    Specimen(
        "message",
        [
            {"author": "Éva Szabó", "at": JUNE, "text": "Good morning from Győr!"},
            {
                "author": "Ona Exemple",
                "role": "Moderator",
                "at": JUNE,
                "text": "Questions go into the list beside this, so that none gets lost. https://intersession.example/a/very/long/address/that/does/not/break/by/itself",
            },
            {"author": "Zofia Przykład", "at": JUNE_END, "text": "On its way", "pending": True},
            {"author": "Former member", "at": JUNE_END, "hidden": "A moderator hid this message."},
        ],
    ),
    Specimen(
        "table",
        [
            {
                "caption": "Where questions went",
                "columns": ["Talk", "Asked", "Answered live", "Answered in the forum", "Still open"],
                "rows": [["19 June", 24, 15, 8, 1], ["3 July", 9, 9, 0, 0]],
                "numbers": True,
            }
        ],
    ),
]
