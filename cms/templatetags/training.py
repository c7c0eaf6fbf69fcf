"""What the training templates ask for."""

from django import template
from django.template.context import Context
from django.template.defaultfilters import filesizeformat
from wagtail.documents.models import AbstractDocument

from cms import queries
from cms.forms import LessonQuestionForm
from cms.models import CoursePage, HomePage, LessonPage, ModulePage, TrainingIndexPage

register = template.Library()


@register.simple_tag
def place_of(lesson: LessonPage) -> queries.Place:
    """Where a lesson stands: `{% place_of page as place %}`."""
    return queries.place_of(lesson)


@register.simple_tag(takes_context=True)
def lesson_discussion(context: Context, lesson: LessonPage) -> queries.Discussion:
    """What is said about a lesson: `{% lesson_discussion page as discussion %}`."""
    return queries.discussion_of(lesson, context["request"].user)


@register.simple_tag
def lesson_question_form() -> LessonQuestionForm:
    return LessonQuestionForm()


@register.simple_tag
def outline_of(page: CoursePage | ModulePage) -> queries.Outline:
    """The outline of a course, or of the course that a module is in: `{% outline_of page as outline %}`."""
    return queries.outline(page if isinstance(page, CoursePage) else queries.course_of(page), page)


@register.simple_tag
def outlines_below(index: TrainingIndexPage) -> list[queries.Outline]:
    """The courses of an index, each with its outline."""
    return queries.course_outlines(index)


@register.simple_tag
def featured_outline(home: HomePage) -> queries.Outline | None:
    """The course that the home page puts first, if it is there for everyone who reads the home page."""
    if home.featured_course_id is None:
        return None
    course = queries.readable_pages(CoursePage.objects.filter(pk=home.featured_course_id), home).first()
    return queries.outline(course, home) if course else None


@register.filter
def part_of(outline: queries.Outline, page: ModulePage) -> queries.Part | None:
    return outline.part_of(page)


@register.filter
def file_facts(document: AbstractDocument) -> str:
    """Say "PDF, 1.2 MB" beside a download: what the link leads to (WCAG 2.4.9)."""
    size = document.get_file_size()
    return ", ".join(part for part in (document.file_extension.upper(), filesizeformat(size) if size else "") if part)
