"""Who a visitor of the demo world can be: the seed makes these five, `serve` prints them.

A production site gets them only by `seed_demo --force`.
"""

PASSWORD = "between sessions"  # noqa: S105 (everybody may know it: it opens nothing but made-up data)

LOGINS = (
    ("participant", "participant@example.org"),
    ("speaker", "speaker@example.org"),
    ("moderator", "moderator@example.org"),
    ("editor", "editor@example.org"),
    ("organiser", "organiser@example.org"),
)
