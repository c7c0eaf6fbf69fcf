"""Members."""

from community.people.models import User
from community.styleguide.samples.specimen import LONG_NAME, Specimen

PEOPLE = [
    Specimen(
        "avatar",
        [{"name": "Éva Szabó", "size": "small"}, {"name": "Zofia"}, {"name": "Ολυμπία Λάσκαρη", "size": "large"}],
        wrapper="row",
    ),
    Specimen(
        "person",
        [
            {
                "name": "Zofia Przykład",
                "role": "Cluster manager",
                "organisation": "Wicker valley",
                "country": "Poland",
                "href": "#",
            },
            {"name": "Ólafur Þórðarson", "organisation": "Northern Iceland food cluster", "country": "Iceland"},
            {"name": "Ολυμπία Λάσκαρη", "role": "Σύμβουλος", "country": "Greece"},
            {"name": "Йоана Христова-Димитрова", "organisation": "Мебелен клъстер", "country": "Bulgaria"},
            {
                "name": LONG_NAME,
                "role": "Deputy head of the department for industrial policy and regional development",
                "organisation": "Ministry",
            },
            {"name": "Ivo"},
        ],
        wrapper="people",
    ),
    Specimen("account_menu", [{"user": User(pk=1, display_name="Zofia Przykład", organisation_name="Wicker valley")}]),
]
