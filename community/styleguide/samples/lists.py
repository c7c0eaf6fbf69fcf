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
                "language": "fr",
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
]
