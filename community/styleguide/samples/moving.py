"""Ways through the site."""

from django.core.paginator import Paginator

from community.styleguide.samples.specimen import Specimen

MOVING = [
    Specimen(
        "breadcrumbs",
        [
            {
                "crumbs": [
                    {"title": "Training", "url": "#"},
                    {"title": "Cluster4Smart", "url": "#"},
                    {"title": "Internationalisation", "url": "#"},
                ]
            }
        ],
    ),
    Specimen(
        "tabs",
        [
            {
                "tabs": [
                    {"label": "Open", "href": "#", "current": True, "count": 6},
                    {"label": "Answered", "href": "#", "count": 18},
                    {"label": "Declined", "href": "#", "count": 0},
                ]
            }
        ],
    ),
    Specimen(
        "pagination",
        [
            {"page": Paginator(range(200), 10).page(9)},
            {"page": Paginator(range(12), 10).page(1), "label": "Pages of topics"},
        ],
    ),
    Specimen(
        "section_head", [{"title": "Next talks", "note": "Every second Wednesday", "href": "#", "label": "All talks"}]
    ),
]
