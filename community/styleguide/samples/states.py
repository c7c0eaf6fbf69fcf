"""How things are, and that there is nothing."""

from community.styleguide.samples.specimen import Specimen

STATES = [
    Specimen(
        "notice",
        [
            {"text": "The recording opens on this page a day after the talk."},
            {"text": "Your question is in the list. You will get one mail when it is answered.", "kind": "success"},
            {
                "text": "The film has no captions yet; they are due by 3 July.",
                "kind": "warning",
                "title": "Captions to come",
            },
            {"text": "The room closed while you were typing. Your text is kept below.", "kind": "error"},
        ],
        wrapper="stack",
    ),
    Specimen(
        "badge",
        [
            {"text": "Planned"},
            {"text": "Live now", "kind": "live"},
            {"text": "Answered", "kind": "done"},
            {"text": "Waits for a moderator", "kind": "wait"},
            {"text": "Declined", "kind": "stop"},
        ],
        wrapper="row",
    ),
    Specimen(
        "tags",
        [
            {
                "tags": [
                    {"name": "Internationalisation", "url": "#"},
                    {"name": "Cluster 4.0", "url": "#"},
                    {"name": "Gold label"},
                ]
            }
        ],
    ),
    Specimen(
        "empty_state",
        [
            {
                "icon": "message-square",
                "title": "No questions yet. The first one is often the best one.",
                "text": "You can ask before the talk begins; the speakers read along.",
                "href": "#",
                "action": "Ask a question",
            }
        ],
    ),
]
