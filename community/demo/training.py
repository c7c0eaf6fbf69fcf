"""Courses, modules and lessons (demo-data C4)."""

import tomllib
from datetime import timedelta
from pathlib import Path

from wagtail.models import Page

from cms.actions import ensure_site
from cms.models import CoursePage, HomePage, LessonPage, ModulePage, TrainingIndexPage
from community.demo import lessons
from community.demo.dates import WRITTEN_FOR, Dates
from community.demo.reading import CONTENT, read_page

LEVELS = {"introductory": "introductory", "intermediate": "practitioner", "advanced": "advanced"}
FORMATS = {"text", "film", "exercise", "case", "quiz"}


def add_training(dates: Dates) -> HomePage:
    """The courses of the folder `training`; returns the home page, which features the short one."""
    home = ensure_site()
    index = TrainingIndexPage.objects.child_of(home).get()
    courses = [_course(index, folder, dates) for folder in sorted((CONTENT / "training").iterdir())]
    if home.featured_course is None:
        home.featured_course = courses[0]
        home.save_revision().publish()
    return home


def _course(index: Page, folder: Path, dates: Dates) -> CoursePage:
    facts = tomllib.loads((folder / "course.toml").read_text(encoding="utf-8"))
    course = _child(
        index,
        CoursePage(
            title=facts["title"],
            slug=facts["slug"],
            summary=facts["summary"][:300],
            audience=facts["audience"][:200],
            level=LEVELS.get(facts["level"], "introductory"),
            hours=facts.get("hours"),
            licence=facts["licence"],
            funding=facts.get("programme", ""),
        ),
    )
    for path in sorted(folder.glob("*/module.toml")):
        _module(course, path, dates)
    return course


def _module(course: Page, path: Path, dates: Dates) -> None:
    facts = tomllib.loads(path.read_text(encoding="utf-8"))
    module = _child(
        course,
        ModulePage(
            title=facts["title"],
            slug=facts["slug"],
            number=facts["number"],
            outcomes="\n".join(facts["outcomes"]),
            is_bonus=facts["is_bonus"],
        ),
    )
    for lesson in sorted(path.parent.glob("*.md")):
        _lesson(module, lesson, dates)


def _lesson(module: Page, path: Path, dates: Dates) -> None:
    facts, text = read_page(path)
    if LessonPage.objects.child_of(module).filter(slug=facts["slug"]).exists():
        return
    film = [lessons.film_block(facts["film"])] if "film" in facts else []
    ready = facts["status"] == "ready"
    _child(
        module,
        LessonPage(
            title=facts["title"],
            slug=facts["slug"],
            number=facts["number"],
            minutes=facts["minutes"],
            format=facts["format"] if facts["format"] in FORMATS else "exercise",
            summary=facts["summary"][:300],
            status=LessonPage.Status.READY if ready else LessonPage.Status.SOON,
            reviewed_on=WRITTEN_FOR + dates.shift - timedelta(days=30) if ready else None,
            body=film + lessons.blocks(text),
        ),
    )


def _child(parent: Page, page: Page) -> Page:
    """The page with this slug below the parent, published now if it is not there."""
    found = type(page).objects.child_of(parent).filter(slug=page.slug).first()
    if found:
        return found
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page
