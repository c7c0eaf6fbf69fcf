"""The world that the browser tests look at: the demo world, and a forum with everything that people try to write.

Run by itself, on the database of the site under test.
"""

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from community.people.models import User  # noqa: E402
from tests.browser.forum_world import add_forum  # noqa: E402

if __name__ == "__main__":
    call_command("seed_demo", verbosity=0)
    add_forum(*(User.objects.get(email=f"{name}@example.org") for name in ("participant", "speaker", "jurgis")))
