"""What the browser tests look at beside the demo world: a forum with everything that people try to write.

Run by itself, on the database of the site under test.
"""

import django

django.setup()

from community.people.models import User  # noqa: E402
from tests.browser.forum_world import add_forum  # noqa: E402

if __name__ == "__main__":
    add_forum(*(User.objects.get(email=f"{name}@example.org") for name in ("participant", "speaker", "jurgis")))
