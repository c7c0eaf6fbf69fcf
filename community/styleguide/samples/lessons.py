"""Courses, their lessons, and what stands between the paragraphs of a lesson, drawn with the pages' own parts."""

from community.styleguide.samples.specimen import LONG_TITLE, Specimen

READING = [
    Specimen(
        "course_card",
        [
            {
                "outline": {
                    "course": {
                        "programme": "Cluster4Smart",
                        "title": "Internationalisation of clusters",
                        "url": "#",
                        "summary": "From the first mission to partners who call you back.",
                        "get_level_display": "For everyone",
                    },
                    "lessons": range(5),
                    "length": "1 h 30",
                }
            },
            {
                "outline": {
                    "course": {
                        "title": "Üzleti vezetés és vállalkozói készségek klasztermenedzsereknek",
                        "url": "#",
                        "get_level_display": "Magyar",
                    },
                    "lessons": range(1),
                    "length": "20 min",
                }
            },
        ],
        wrapper="columns",
        template="cms/course_card.html",
    ),
    Specimen(
        "lesson_list",
        [
            {
                "part": {
                    "lessons": [
                        {
                            "number": "1",
                            "title": "Building a strategy with members",
                            "url": "#",
                            "is_ready": True,
                            "length": "20 min",
                            "format": "film",
                            "get_format_display": "Film",
                        },
                        {"number": "10", "title": LONG_TITLE, "url": "#", "length": "2 h 05", "format": "text"},
                    ]
                }
            },
            {"part": {"lessons": []}},
        ],
        wrapper="stack",
        template="cms/lesson_list.html",
    ),
    Specimen(
        "callout",
        [
            {
                "value": {
                    "kind_label": "Try it on Monday",
                    "text": "<p>Ask three members which customer they would share. Write down their reasons too.</p>",
                }
            }
        ],
        template="cms/blocks/callout.html",
    ),
    Specimen(
        "case_study",
        [
            {
                "value": {
                    "title": "Contract furniture in Bulgaria",
                    "text": "<p>Twelve workshops wanted to bid together for hotels. None had ever shown prices.</p>",
                    "question": "What would you ask for first: trust or figures?",
                }
            }
        ],
        template="cms/blocks/case_study.html",
    ),
]
