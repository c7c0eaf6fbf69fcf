"""What stands between the paragraphs of a lesson."""

from community.styleguide.samples.specimen import Specimen

READING = [
    Specimen(
        "figure",
        [
            {
                "alt": "Forty people around a table in Győr.",
                "caption": "The first meeting of the wicker cluster.",
                "credit": "Photo: the cluster",
            }
        ],
    ),
    Specimen(
        "pull_quote",
        [
            {
                "text": "I can apply it with real companies when I go home.",
                "by": "A participant",
                "from": "third Academy",
            }
        ],
    ),
    Specimen(
        "callout",
        [
            {
                "title": "Try it on Monday",
                "text": "Ask three members which customer they would share. Write down their reasons too.",
                "icon": "pencil",
            }
        ],
    ),
    Specimen(
        "case",
        [
            {
                "title": "Contract furniture in Bulgaria",
                "where": "Bulgaria",
                "text": "Twelve workshops wanted to bid together for hotels. None had ever shown its prices.",
                "questions": ["What would you ask for first: trust or figures?", "Who should sign the first offer?"],
            }
        ],
    ),
]
