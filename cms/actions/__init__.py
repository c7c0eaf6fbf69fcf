"""The writing doors of pages and training."""

from cms.actions.discussing import ask_about_lesson
from cms.actions.site import ensure_child, ensure_site, grant_editing, grant_snippets

__all__ = ["ask_about_lesson", "ensure_child", "ensure_site", "grant_editing", "grant_snippets"]
