"""Members and what they write."""

from django.utils.safestring import mark_safe

from community.styleguide.samples.specimen import JUNE, JUNE_END, LONG_NAME, Specimen

BODY = mark_safe(
    "<p>We asked every member for <em>one</em> customer they would share. Eleven of forty did, and that was enough "
    'for a first mission. The <a href="#post">form we used</a> is short:</p><ol><li>Who buys from you abroad?</li>'
    "<li>Would you introduce another member?</li></ol><blockquote><p>Ask for the customer, not for the strategy."
    "</p></blockquote><p>It took three weeks.</p>"
)

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
    Specimen(
        "post",
        [
            {
                "author": "Zofia Przykład",
                "role": "Cluster manager",
                "organisation": "Wicker valley",
                "at": JUNE,
                "href": "#",
                "body": BODY,
            },
            {
                "author": "Ólafur Þórðarson",
                "organisation": "Northern Iceland food cluster",
                "at": JUNE_END,
                "href": "#",
                "body": mark_safe("<p>We pay the first trip from the membership fee, the second one nobody.</p>"),
                "answer": True,
                "edited_at": JUNE_END,
            },
            {
                "author": "Pekka Esimerkki",
                "at": JUNE_END,
                "body": mark_safe("<p>How many firms do you need before a cluster makes sense?</p>"),
                "carried": "Asked live on 19 June, 12 votes, no time to answer it there",
                "carried_href": "#",
            },
            {
                "author": "Former member",
                "at": JUNE_END,
                "hidden": "A moderator hid this post: it advertised a service.",
            },
        ],
        wrapper="ruled",
    ),
]
