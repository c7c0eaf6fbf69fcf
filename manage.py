#!/usr/bin/env python
"""Run an administrative task: `python manage.py help` lists them."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings.development")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        sys.exit(str(problem))  # a setting is missing or wrong: its sentence says which, a traceback would hide it


if __name__ == "__main__":
    main()
