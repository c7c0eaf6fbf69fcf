"""The template vocabulary that every page shares; it is loaded everywhere, no page has to ask for it."""

from django import template

register = template.Library()
