"""The world that the browser tests look at: the demo world. Run by itself, on the database of the site under test."""

import django

django.setup()

from django.core.management import call_command  # noqa: E402

if __name__ == "__main__":
    call_command("seed_demo", verbosity=0)
