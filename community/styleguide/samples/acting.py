"""Buttons, links and other things to press."""

from community.styleguide.samples.specimen import Specimen

ACTIONS = [
    Specimen(
        "button",
        [
            {"label": "Ask your question"},
            {"label": "Save as draft", "kind": "second"},
            {"label": "Hide this post", "kind": "danger"},
            {"label": "Take your vote back", "kind": "quiet"},
            {"label": "Follow", "icon": "bell", "kind": "second", "small": True},
            {"label": "Sending", "disabled": True},
        ],
        wrapper="row",
    ),
    Specimen(
        "link_button",
        [
            {"label": "Open the room", "href": "#"},
            {"label": "Add to calendar", "href": "#", "kind": "second", "icon": "calendar-plus"},
        ],
        wrapper="row",
    ),
    Specimen("more_link", [{"label": "All talks", "href": "#"}]),
    Specimen(
        "confirm",
        [
            {
                "title": "Hide this post?",
                "text": "Readers will see that a post was hidden, and why. You can bring it back.",
                "label": "Hide the post",
                "kind": "danger",
                "cancel_href": "#",
                "heading": "h4",
            }
        ],
    ),
    Specimen("search_form", [{"query": ""}, {"query": "internationalisation", "large": True}], wrapper="stack"),
]
